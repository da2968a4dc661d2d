"""Why a territory is ragged: reasons that follow from facts of the plan, or that no rule explains it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from planner.insight.figures import LayerSummary
from planner.insight.shape import RAGGED, Land, LandInside
from planner.insight.summary import layer_summary
from planner.language import Phrase, some_of, tr
from planner.model.goals import TerritoryGoals
from planner.model.graph import pieces
from planner.model.layers import Layer
from planner.model.plan import Plan
from planner.model.types import UNASSIGNED, Bools, Ints, bools, ints
from planner.notation import deviation, number, percent
from planner.sales.slots import parts_of_regions

FEW = 3
"""A territory of at most so many regions has the shape of its regions."""
MOSTLY = 0.8
"""A territory with this share of its land inside another's hull is wrapped by that one."""
WATERY = 0.4
"""A hull with more than this share outside the plan's land bends around water or the map's edge."""
NAMED = 3


class Cause(StrEnum):
    """What can make a territory ragged."""

    LOCKED_IN = "locked_in"  # its own locked regions reach far
    LOCKED_AWAY = "locked_away"  # locked regions of others lie inside its hull
    APART = "apart"  # land inside its hull that it may not have: another country, say
    ISLANDS = "islands"  # it reaches over links to islands
    PIECES = "pieces"  # it lies in several pieces
    OVERSIZE = "oversize"  # a region inside its hull outweighs a territory
    WRAPS = "wraps"  # whole territories lie inside its hull
    FEW_REGIONS = "few_regions"  # its few regions have that shape themselves
    BARRIER = "barrier"  # a barrier runs along it
    EDGE = "edge"  # water or the edge of the map fills its hull
    HOME = "home"  # its home base lies far from its middle
    KEPT = "kept"  # moving regions has a price, and it looks like this today
    BAND = "band"  # its band could not be met


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason, as the end of a sentence that begins with the territory: "it ..."."""

    cause: Cause
    text: str


@dataclass(frozen=True, slots=True)
class Ragged:
    """A territory that holds little of the land in its hull, and why; no reason: no rule explains it."""

    territory: int
    share: float
    reasons: tuple[Reason, ...]

    @property
    def text(self) -> str:
        """The reasons in words."""
        return "; ".join(one.text for one in self.reasons) or tr("no rule explains it")


def ragged_territories(
    plan: Plan,
    scenario: str,
    layer_key: str,
    below: float = RAGGED,
    stop: Callable[[], bool] = lambda: False,
) -> tuple[Ragged, ...]:
    """Return the territories of a layer whose share of their hull's land is under `below`.

    When `stop`, asked at every territory, says so, the rest are left out.
    """
    layer = plan.scenario(scenario).layer(layer_key)
    land, summary, found = Land(plan.regions), None, []
    for t in range(len(layer.territories)):
        if stop():
            break
        share = land.share(layer.regions_of(t))
        if share < below:
            summary = summary or layer_summary(plan, scenario, layer_key)
            case = _Case(plan, layer, summary, land, t, below)
            found.append(Ragged(t, share, case.reasons()))
    return tuple(found)


def shape_of(plan: Plan, layer: Layer, summary: LayerSummary, t: int) -> Ragged:
    """Return the share of one territory, with reasons where it is under `RAGGED`."""
    land = Land(plan.regions)
    share = land.share(layer.regions_of(t))
    if not share < RAGGED:
        return Ragged(t, share, ())
    return Ragged(t, share, _Case(plan, layer, summary, land, t, RAGGED).reasons())


class _Case:
    """One ragged territory under examination.

    A cause that names regions counts when the share without them reaches the limit: regions of its
    own are left out of the territory, regions of others out of the land in its hull.
    """

    def __init__(
        self, plan: Plan, layer: Layer, summary: LayerSummary, land: Land, t: int, limit: float
    ) -> None:
        self._plan, self._layer, self._summary, self._land = plan, layer, summary, land
        self._t, self._limit = t, limit
        self._goals = next((g for g in plan.goals.layers if g.key == layer.key), TerritoryGoals())
        self._held = layer.regions_of(t)
        self._inside: LandInside = land.inside(land.hull(self._held))
        self._own_km2 = float(plan.regions.area_km2[self._held].sum())

    def reasons(self) -> tuple[Reason, ...]:
        """Return every reason that holds."""
        found = list(self._own())
        others = list(self._others())
        enough = [reason for reason, regions in others if self._explained(regions)]
        if not enough and len(others) > 1:
            every = np.logical_or.reduce([regions for _, regions in others])
            enough = [reason for reason, _ in others] if self._explained(bools(every)) else []
        return (*found, *enough, *self._facts())

    def _own(self) -> Iterator[Reason]:
        locked = self._layer.locked[self._held]
        if self._whole_without(locked):
            yield Reason(
                Cause.LOCKED_IN,
                tr("it keeps locked regions: {names}", names=self._names(self._held[locked])),
            )
        apart = self._beyond_largest(self._plan.regions.graph.edges)
        if self._whole_without(apart):
            yield Reason(Cause.PIECES, tr("it lies in several pieces"))
            return
        over_water = self._beyond_largest(self._plan.regions.graph.borders)
        if self._whole_without(over_water):
            names = self._names(self._held[over_water])
            yield Reason(Cause.ISLANDS, tr("it reaches over water to {names}", names=names))

    def _others(self) -> Iterator[tuple[Reason, Bools]]:
        """Yield causes with the regions inside the hull that they keep from the territory."""
        for cause, say, regions in (
            (
                Cause.LOCKED_AWAY,
                Phrase("locked regions of others lie inside it: {names}"),
                self._locked_away(),
            ),
            (
                Cause.APART,
                Phrase("land it may not have lies inside it: {names}"),
                self._other_part(),
            ),
            (
                Cause.OVERSIZE,
                Phrase("one region outweighs a territory inside it: {names}"),
                self._oversize(),
            ),
        ):
            if regions.any():
                names = self._names(self._inside.regions[regions])
                yield Reason(cause, say(names=names)), regions
        wrapped = self._wrapped()
        if len(wrapped):
            names = _listed([self._layer.territories[int(u)].id for u in wrapped])
            mask = bools(np.isin(self._layer.owner[self._inside.regions], wrapped))
            yield Reason(Cause.WRAPS, tr("it bends around {names}", names=names)), mask

    def _facts(self) -> Iterator[Reason]:
        tests: Sequence[tuple[Cause, Callable[[], str]]] = (
            (Cause.FEW_REGIONS, self._few), (Cause.BARRIER, self._barrier), (Cause.EDGE, self._edge),
            (Cause.HOME, self._home), (Cause.KEPT, self._kept), (Cause.BAND, self._band),
        )  # fmt: skip
        for cause, told in tests:
            text = told()
            if text:
                yield Reason(cause, text)

    def _whole_without(self, mask: Bools) -> bool:
        """Whether the territory reaches the limit without some of its regions."""
        return bool(
            mask.any() and not mask.all() and self._land.share(self._held[~mask]) >= self._limit
        )

    def _explained(self, regions: Bools) -> bool:
        """Whether it reaches the limit where some land inside the hull does not count."""
        left = float(self._inside.km2[~regions].sum())
        return bool(left > 0 and self._own_km2 / left >= self._limit)

    def _beyond_largest(self, edges: Ints) -> Bools:
        """Return which of its regions lie outside its largest piece."""
        alone = ints(np.where(self._layer.owner == self._t, 0, UNASSIGNED))
        count, label = pieces(len(alone), edges, alone)
        km2 = np.bincount(label[self._held], self._plan.regions.area_km2[self._held], count)
        return bools(label[self._held] != int(np.argmax(km2)))

    def _foreign(self) -> Bools:
        return bools(self._layer.owner[self._inside.regions] != self._t)

    def _locked_away(self) -> Bools:
        closed = np.array([*(t.locked for t in self._layer.territories), False])
        held = self._layer.locked | closed[self._layer.owner]
        return bools(held[self._inside.regions] & self._foreign())

    def _other_part(self) -> Bools:
        part = parts_of_regions(self._plan.regions, self._goals)
        return bools(part[self._inside.regions] != part[self._held[0]])

    def _oversize(self) -> Bools:
        """Land of territories that hold a region heavier than any target."""
        tolerance = np.array([measure.tolerance for measure in self._plan.measures])
        largest = self._summary.targets.max(axis=0)
        heavy = ((self._plan.loads > largest * (1 + tolerance)) & (largest > 0)).any(axis=1)
        owners = np.unique(self._layer.owner[heavy])
        return bools(np.isin(self._layer.owner[self._inside.regions], owners) & self._foreign())

    def _wrapped(self) -> Ints:
        """Return the territories that lie mostly inside the hull."""
        owner = self._layer.owner[self._inside.regions]
        k = len(self._layer.territories)
        here = np.bincount(owner + 1, self._inside.km2, k + 1)[1:]
        whole = np.bincount(self._layer.owner + 1, self._plan.regions.area_km2, k + 1)[1:]
        mostly = (whole > 0) & (here >= MOSTLY * whole)
        mostly[self._t] = False
        return ints(np.flatnonzero(mostly))

    def _few(self) -> str:
        count = len(self._held)
        if count > FEW:
            return ""
        return tr(
            "it is made of {count} {noun} only, of that shape themselves",
            count=count, noun=self._plan.regions.called[count != 1],
        )  # fmt: skip

    def _barrier(self) -> str:
        """Name the barriers between the territory and other land in its hull."""
        ids = {str(one): at for at, one in enumerate(self._plan.regions.ids)}
        own, near = set(self._held.tolist()), set(self._inside.regions.tolist())
        along = [
            barrier.name
            for barrier in self._goals.rules.barriers
            if any(_parted(ids.get(a), ids.get(b), own, near) for a, b in barrier.pairs)
        ]
        return tr("a barrier runs along it: {along}", along=_listed(along)) if along else ""

    def _edge(self) -> str:
        beyond = 1 - float(self._inside.km2.sum()) / max(self._inside.hull_km2, 1e-9)
        return (
            tr("water or the edge of the map fills {beyond} of its hull", beyond=percent(beyond, 0))
            if beyond > WATERY
            else ""
        )

    def _home(self) -> str:
        seat = self._layer.territories[self._t].seat
        if seat is None:
            return ""
        points = self._plan.regions.points_km
        km2 = self._plan.regions.area_km2[self._held]
        middle = (km2[:, None] * points[self._held]).sum(axis=0) / max(float(km2.sum()), 1e-9)
        km = float(np.hypot(*(points[seat] - middle)))
        radius = float(np.sqrt(self._own_km2 / np.pi))
        return (
            tr("its home base lies {km}\u00a0km from its middle", km=number(km))
            if km > radius
            else ""
        )

    def _kept(self) -> str:
        today = next((one for one in self._plan.today.layers if one.key == self._layer.key), None)
        if self._goals.disruption_weight <= 0 or today is None:
            return ""
        here = today.owner[self._held]
        here = here[here != UNASSIGNED]
        if not len(here):
            return ""
        before = today.regions_of(int(np.bincount(here).argmax()))
        ragged = self._land.share(before) < self._limit
        return tr("moving regions has a price, and it looks like this today") if ragged else ""

    def _band(self) -> str:
        if self._summary.within[self._t]:
            return ""
        off = self._summary.deviations[self._t]
        a = int(np.argmax(np.abs(off) / np.maximum(self._summary.tolerance, 1e-9)))
        label = self._plan.measures[a].label
        return tr("its band could not be met: {label} {off}", label=label, off=deviation(off[a], 0))

    def _names(self, regions: Ints) -> str:
        heavy = regions[np.argsort(-self._plan.regions.area_km2[regions], kind="stable")]
        return _listed([self._plan.regions.names[int(i)] for i in heavy])


def _parted(a: int | None, b: int | None, own: set[int], near: set[int]) -> bool:
    """Whether one of two regions is the territory's own and the other another's inside its hull."""
    return (a in own and b in near - own) or (b in own and a in near - own)


def _listed(names: Sequence[str]) -> str:
    return some_of(names, NAMED)
