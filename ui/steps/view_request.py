"""The order for a picture of the map as it is looked at, without its selection. Without Qt widgets."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np

from planner.insight.scope import Scope, ScopeKind
from planner.io.picture_colours import PictureColours
from planner.io.picture_file import PictureRequest
from planner.io.picture_sight import Sight
from planner.model.layers import BASE
from planner.model.plan import Plan
from planner.model.scenario_words import scenario_said
from planner.model.types import Floats, bools, floats, ints
from ui.map.account_points import AccountPoints
from ui.map.content import MapContent
from ui.map.homes import Homes
from ui.map.scene import MapScene
from ui.messages import tr
from ui.steps.layer_words import count_words
from ui.steps.map_legend import mark_words
from ui.steps.picture import Picture
from ui.use_cases.picture_request import territory_row

DOT = "  ·  "


@dataclass(frozen=True, slots=True, eq=False)
class Looked:
    """What is looked at on the map, beside the picture of territories.

    Attributes
    ----------
    scope : Scope
    measure : int
        The measure that stands on the labels.
    names, labels : bool
        Whether names of regions and labels of territories are shown.
    accounts : AccountPoints or None
    homes : Homes or None
    marks : tuple of str
        Keys of the marks that the legend explains.
    colours : PictureColours
        What the fills mean.
    """

    scope: Scope
    measure: int
    names: bool
    labels: bool
    accounts: AccountPoints | None
    homes: Homes | None
    marks: tuple[str, ...]
    colours: PictureColours


def view_request(picture: Picture, scene: MapScene, looked: Looked, day: date) -> PictureRequest:
    """Return what a picture of the view of a scene shows."""
    plan, content, summary = picture.plan, scene.content, picture.summary
    territories = picture.territories(looked.scope)
    rows = tuple(territory_row(summary, t) for t in territories.tolist())
    return PictureRequest(
        title=plan.name,
        subtitle=_subtitle(picture, looked),
        geometry=plan.regions.geometry,
        points=plan.regions.points,
        edges=scene.edges,
        owner=content.owner,
        codes=tuple(mark.code for mark in content.marks),
        figures=tuple(mark.figure for mark in content.marks),
        seats=ints([-1 if mark.seat is None else mark.seat for mark in content.marks]),
        header=("", "", *(measure.label for measure in plan.measures)),
        rows=rows,
        listed=territories,
        closing=_closing(plan, looked),
        source=_source(plan, day),
        colours=ints([mark.colour for mark in content.marks]),
        sight=_sight(plan, scene, content, looked),
    )


def _sight(plan: Plan, scene: MapScene, content: MapContent, looked: Looked) -> Sight:
    frame, origin, points = scene.frame, scene.prepared.origin, looked.accounts
    size = (frame.width / frame.dpr, frame.height / frame.dpr)
    x, y = scene.metres_of(floats([_middle(scene, size)]))[0].tolist()
    words = mark_words()
    nobody = ints(())
    none = floats(np.empty((0, 2)))
    return Sight(
        centre=(x, y),
        metres=frame.dpr / scene.view.scale,
        width=size[0],
        height=size[1],
        shown=content.shown.value,
        before=nobody if content.before is None else content.before,
        locked=content.locked,
        locked_territories=bools([mark.locked for mark in content.marks]),
        barriers=content.barriers,
        labels=looked.labels,
        borders=scene.lines.regions,
        parent=nobody if scene.lines.parent is None else scene.lines.parent,
        names=plan.regions.names if looked.names else (),
        accounts=none if points is None else _north(points.at, origin),
        money=floats(()) if points is None else points.money,
        sizes=floats(()) if points is None else points.size,
        customers=bools(()) if points is None else points.customer,
        named=bools(()) if points is None else points.named,
        homes=none if looked.homes is None else _north(looked.homes.at, origin),
        marks=tuple((key, words[key]) for key in looked.marks),
        colours=looked.colours,
    )


def _middle(scene: MapScene, size: tuple[float, float]) -> tuple[float, float]:
    """Return the logical pixel in the middle of the picture: where all is seen, that of the land.

    On paper no bars and no legend float over the map that it would have to stay clear of.
    """
    left, top, right, bottom = scene.margins if scene.fitted else (0.0, 0.0, 0.0, 0.0)
    return (left + size[0] - right) / 2, (top + size[1] - bottom) / 2


def _north(at: Floats, origin: tuple[float, float]) -> Floats:
    """Turn metres east and south of the map's origin into metres of the plan."""
    return floats(at * (1.0, -1.0) + origin)


def _subtitle(picture: Picture, looked: Looked) -> str:
    parts = [scenario_said(picture.scenario)]
    if picture.layer.key != BASE:
        parts.append(picture.layer.label)
    parts.append(scope_words(picture.plan, looked.scope))
    within = picture.summary.within[picture.territories(looked.scope)]
    parts.append(
        tr(
            "{within} of {count} territories keep every rule",
            within=int(within.sum()),
            count=len(within),
        )
    )
    return DOT.join(parts)


def scope_words(plan: Plan, scope: Scope) -> str:
    """Return what a scope is called on a picture."""
    if scope.kind is ScopeKind.PEOPLE:
        return tr("People of {name}", name=plan.rep(scope.value).name)
    if scope.kind is ScopeKind.PARENT:
        return scope.value
    return count_words(plan, len(plan.regions))


def _closing(plan: Plan, looked: Looked) -> str:
    by_figure = looked.colours.ramp != "terr"
    neighbours = "" if by_figure else tr("Colours only tell neighbours apart.")
    if not looked.labels or not plan.measures:
        return neighbours
    label = plan.measures[looked.measure].label
    if by_figure:
        return tr("On the labels: {measure} against target.", measure=label)
    return tr(
        "On the map: {measure} against target. {neighbours}", measure=label, neighbours=neighbours
    )


def _source(plan: Plan, day: date) -> str:
    return tr(
        "{plan}, seed {seed}, drawn by Rayon on {day}; map coordinates {crs}",
        plan=plan.name,
        seed=plan.seed,
        day=day.isoformat(),
        crs=plan.regions.crs if len(plan.regions.crs) < 24 else tr("of its own"),
    )
