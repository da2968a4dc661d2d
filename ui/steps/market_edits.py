"""What the market page does to the plan: each answer is one undo step with a name."""

from __future__ import annotations

from collections.abc import Sequence

from planner.edits.areas import (
    EmptyAreaError,
    add_areas,
    area_of,
    count_area,
    overlap,
    remove_area,
    rename_area,
    reshape_area,
    taken_away,
    united,
)
from planner.edits.measures import add_measures, change_measure, remove_measure
from planner.edits.recounting import free_key, users_of
from planner.edits.segments import add_segment
from planner.model.formula import FormulaError
from planner.model.geometry import Geometry
from planner.model.grammar import tokens_of
from planner.model.measures import Measure
from planner.model.plan import Plan
from ui.document import Document
from ui.messages import tr
from ui.steps.market_words import trouble_words
from ui.widgets.typed_figure import plain_figure


class MarketEdits:
    """Edits of measures and areas; a sentence comes back where something cannot be."""

    def __init__(self, document: Document) -> None:
        self._document = document

    @property
    def _plan(self) -> Plan:
        return self._document.plan

    # Areas

    def draw(self, name: str, outline: Geometry) -> str:
        """Keep what was drawn under a name; returns its key."""
        after = add_areas(self._plan, [(name, outline)])
        self._document.edit(tr("draw {name}", name=name), after)
        return after.areas[-1].key

    def import_areas(self, file: str, areas: Sequence[tuple[str, Geometry]]) -> None:
        """Add the areas of a file."""
        text = tr("import {count} areas from {file}", count=len(areas), file=file)
        self._document.edit(text, add_areas(self._plan, areas))

    def reshape(self, key: str, outline: Geometry) -> None:
        """Give an area another outline."""
        text = tr("reshape {name}", name=self._label(key))
        self._document.edit(text, reshape_area(self._plan, key, outline))

    def rename(self, key: str, name: str) -> None:
        """Call an area otherwise."""
        text = tr("rename {name}", name=self._label(key))
        self._document.edit(text, rename_area(self._plan, key, name))

    def count(self, key: str, counts: str) -> None:
        """Say which regions count in an area."""
        text = tr("change what counts in {name}", name=self._label(key))
        self._document.edit(text, count_area(self._plan, key, counts))

    def join(self, key: str, how: str, other: str) -> str:
        """Add another area to one, take it away, or keep their overlap; returns why that cannot be."""
        one, two = (area_of(self._plan, each) for each in (key, other))
        names = {"name": one.label, "other": two.label}
        joined, text = {
            "add": (united, tr("add {other} to {name}", **names)),
            "take": (taken_away, tr("take {other} away from {name}", **names)),
            "overlap": (overlap, tr("keep the overlap of {name} and {other}", **names)),
        }[how]
        try:
            outline = joined(one.outline, two.outline)
        except EmptyAreaError:
            return tr("Nothing would be left of {name}. Choose another area.", name=one.label)
        self._document.edit(text, reshape_area(self._plan, key, outline))
        return ""

    def remove(self, key: str) -> str:
        """Remove an area; returns why that cannot be."""
        users = users_of(self._plan, "area", key)
        if users:
            return tr(
                "{name} is used by {users}. Change or remove that first.",
                name=self._label(key), users=", ".join(users),
            )  # fmt: skip
        text = tr("remove {name}", name=self._label(key))
        self._document.edit(text, remove_area(self._plan, key))
        return ""

    def use_as_segment(self, key: str) -> None:
        """Make a segment of an area."""
        name = self._label(key)
        after = add_segment(self._plan, name, f"area:{key}")
        self._document.edit(tr("add segment {name}", name=name), after)

    # Measures

    def set_constant(self, measure: int, position: int, value: float) -> str:
        """Put another constant into a measure's formula; returns why that cannot be."""
        rule = self._plan.measures[measure]
        token = next(one for one in tokens_of(rule.source) if one.position == position)
        end = position + len(token.text)
        source = f"{rule.source[:position]}{plain_figure(value)}{rule.source[end:]}"
        return self._change(
            rule.key, tr("set a constant of {name}", name=rule.label), source=source
        )

    def set_formula(self, measure: int, name: str, source: str, where: str, unit: str) -> str:
        """Give a measure another name, formula, rule or unit; returns why that cannot be."""
        rule = self._plan.measures[measure]
        fields = {"label": name or rule.label, "source": source, "where": where, "unit": unit}
        return self._change(rule.key, tr("change measure {name}", name=rule.label), **fields)

    def add_measure(self, name: str, source: str, where: str, unit: str) -> str:
        """Add a measure; returns why that cannot be."""
        if not name:
            return tr("Type a name for the measure.")
        key = free_key(name, [measure.key for measure in self._plan.measures])
        try:
            after = add_measures(self._plan, [Measure(key, name, unit, source, where)])
        except FormulaError as error:
            return trouble_words(error)
        self._document.edit(tr("add measure {name}", name=name), after)
        return ""

    def remove_measure(self, measure: int) -> str:
        """Remove a measure; returns why that cannot be."""
        rule, plan = self._plan.measures[measure], self._plan
        if len(plan.measures) == 1:
            return tr("A plan balances at least one measure. Add another one first.")
        if plan.goals.quota is not None and plan.goals.quota.measure == rule.key:
            return tr(
                "Quotas follow {name}. Let them follow another measure first.", name=rule.label
            )
        after = remove_measure(plan, rule.key)
        self._document.edit(tr("remove measure {name}", name=rule.label), after)
        return ""

    def _change(self, key: str, text: str, **fields: str) -> str:
        try:
            after = change_measure(self._plan, key, **fields)
        except FormulaError as error:
            return trouble_words(error)
        self._document.edit(text, after)
        return ""

    def _label(self, key: str) -> str:
        return area_of(self._plan, key).label
