"""What the territories map is filled with: territories, a measure by region, or the distance from target."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from PySide6.QtGui import QColor

from planner.insight.scope import Scope
from planner.io.picture_colours import PictureColours
from planner.model.plan import Plan
from planner.model.types import Bools, Floats, Ints, floats, ints
from ui.map.classes import RegionClasses
from ui.map.content import MapContent, TerritoryMark
from ui.messages import tr
from ui.steps.class_legend import limit_words, range_words
from ui.steps.colour_choice import MEASURE, TARGET, TERRITORIES, ColourChoice
from ui.steps.colouring import Colouring
from ui.steps.market_words import legend_caption
from ui.steps.picture import Picture, View
from ui.steps.target_classes import counted_targets, target_classes, target_range_words
from ui.theme.theme import ramp
from ui.widgets.figures import number, percent, scale_of


@dataclass(frozen=True, slots=True, eq=False)
class _Known:
    """Classes, and what they were made of."""

    loads: Floats
    measure: int
    cut: tuple[str, int]
    inside: Bools
    classes: RegionClasses

    def holds(self, loads: Floats, measure: int, cut: tuple[str, int], inside: Bools) -> bool:
        same = (self.loads is loads, self.measure == measure, self.cut == cut)
        return all(same) and np.array_equal(self.inside, inside)


class MapColours:
    """Fills pictures as the legend says, and lets the legend explain it.

    Classes of a measure are worked out when plan, measure, cut or scope are others, so never for an edit
    and never while something is dragged.
    """

    def __init__(self, choice: ColourChoice, colouring: Colouring) -> None:
        self._choice = choice
        self._colouring = colouring
        self._by = TERRITORIES
        self._known: _Known | None = None

    def follow(self, picture: Picture, view: View | None) -> None:
        """Take what was chosen; a difference shows territories, since it is about who has what."""
        plan = picture.plan
        measures = [(each.key, each.label) for each in plan.measures]
        has_targets = bool(measures and picture.layer.territories)
        self._choice.offer(measures, has_targets=has_targets)
        differs = view is View.DIFFERENCE
        self._by = TERRITORIES if differs else self._choice.wanted
        self._choice.say(self._by, may_choose=not differs)

    def content(
        self, picture: Picture, measure: int, view: View | None, scope: Scope, *, settled: bool
    ) -> MapContent:
        """Return what the map shows, and explain it; what is not `settled` changes no territory's colour."""
        places = self._places(picture.told(view), measure, settled=settled)
        made = picture.content(measure, places, view, scope)
        if self._by == TARGET:
            self._explain_target(picture, measure, places, scope)
            return replace(made, ramp="div")
        coloured = self._measure(picture.plan)
        if coloured is None:
            overruled = self._by != self._choice.wanted
            self._choice.classes.show_words(difference_words() if overruled else territory_words())
            return made
        classes = self._classes_of(picture.plan, coloured, ~made.outside)
        unit = picture.plan.measures[coloured].unit
        self._choice.classes.show_classes(classes, legend_caption(picture.plan, coloured), unit)
        return replace(made, classes=classes)

    def marks(self, draft: Picture, measure: int, scope: Scope) -> tuple[TerritoryMark, ...]:
        """Return what stands on territories while something is dragged; fills and legend follow figures."""
        places = self._places(draft, measure, settled=False)
        if self._by == TARGET:
            self._explain_target(draft, measure, places, scope)
        return draft.marks(measure, places)

    def fills(self, picture: Picture, measure: int) -> list[QColor]:
        """Return the colour of each territory; where regions are coloured by a measure, its own."""
        palette = ramp("div" if self._by == TARGET else "terr")
        places = self._places(picture, measure, settled=False).tolist()
        return [palette[place % len(palette)] for place in places]

    def exported(self, plan: Plan, content: MapContent, measure: int) -> PictureColours:
        """Return the colours of what is shown, with the words that explain them in a picture."""
        coloured = self._measure(plan)
        counts = [number(count) for count in self._choice.classes.histogram.classes.counts]
        if self._by == TARGET:
            rule = plan.measures[measure]
            words = target_range_words(rule.tolerance)
            return PictureColours(
                ramp="div",
                title=tr("{measure} against target, territories", measure=rule.label),
                rows=tuple(zip(words, counts, strict=True)),
            )
        if coloured is None or content.classes is None:
            return PictureColours()
        rule, classes = plan.measures[coloured], content.classes
        words = range_words(limit_words(classes, rule.unit))
        return PictureColours(
            ramp="seq",
            of_region=classes.of_region,
            title=tr("{measure} per {region}", measure=rule.label, region=plan.regions.called[0]),
            rows=tuple(zip(words, counts, strict=True)),
            note=_note(plan, coloured),
        )

    def _measure(self, plan: Plan) -> int | None:
        """Return the measure that regions are coloured by."""
        keys = [f"{MEASURE}{each.key}" for each in plan.measures]
        return keys.index(self._by) if self._by in keys else None

    def _places(self, picture: Picture, measure: int, *, settled: bool) -> Ints:
        """Return the place of each territory in the ramp that fills territories."""
        apart = self._colouring.places(picture.plan, picture.layer, settled=settled)
        if self._by != TARGET:
            return apart
        rule, off = picture.plan.measures[measure], picture.summary.deviations[:, measure]
        return target_classes(off, rule.tolerance)

    def _classes_of(self, plan: Plan, measure: int, inside: Bools) -> RegionClasses:
        known, cut = self._known, self._choice.classes.cut
        if known is None or not known.holds(plan.loads, measure, cut, inside):
            values = floats(np.where(inside, plan.loads[:, measure], np.nan))
            classes = self._choice.classes.classes_of(values)
            known = self._known = _Known(plan.loads, measure, cut, inside, classes)
        return known.classes

    def _explain_target(self, picture: Picture, measure: int, places: Ints, scope: Scope) -> None:
        rule = picture.plan.measures[measure]
        shown = counted_targets(ints(places[picture.extent(scope).territories]), rule.tolerance)
        caption = tr(
            "{measure}, % off target: rust is below, blue above, the middle within ±{rule}.",
            measure=rule.label,
            rule=percent(rule.tolerance, 0),
        )
        name = tr("Territories in each class")
        self._choice.classes.show_counted(shown, lambda: ramp("div"), caption, name)


def _note(plan: Plan, measure: int) -> str:
    """Return what stands beside the colours in a picture."""
    rule, many = plan.measures[measure], plan.regions.called[1]
    unit = scale_of(float(plan.loads[:, measure].max(initial=0.0)), rule.unit).unit
    if not unit:
        return tr("At the right: the number of {regions}", regions=many)
    return tr("In {unit}; at the right the number of {regions}", unit=unit, regions=many)


def difference_words() -> str:
    """Return why a difference is not coloured as it was chosen."""
    return tr("A difference tells who has what, so territories keep their colours.")


def territory_words() -> str:
    """Return what the colours of territories mean."""
    return tr("Colours only tell neighbours apart; the bars show the figures.")
