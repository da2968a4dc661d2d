"""Drawn areas in the inspector: the table, the chosen one, what was just drawn, and files of areas."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from planner.insight.segment_sums import AreaSum, area_sums
from planner.io.formats import READABLE
from planner.model.areas import Area
from planner.model.formula import columns_of
from planner.model.inside import cut_by
from planner.model.plan import Plan
from planner.model.types import Bools
from ui.document import Document
from ui.messages import tr, tr_count
from ui.panels.area_card import AreaCard, AreaFacts
from ui.panels.area_forms import AreaFileForm, NameForm
from ui.steps.market_words import amount_head, amount_words
from ui.tables.market_tables import AreaRow, AreaTable
from ui.theme import theme
from ui.widgets.buttons import Button
from ui.widgets.figures import number, scale_of
from ui.widgets.labels import label

MOST_ROWS = 7


class AreaList(QWidget):
    """Shows the areas of a plan; what is wanted of them is told.

    Signals
    -------
    draw_wanted
    file_chosen : Path
    area_chosen : str
        Key of the row that was chosen.
    """

    draw_wanted = Signal()
    file_chosen = Signal(object)
    area_chosen = Signal(str)

    def __init__(self, document: Document) -> None:
        super().__init__()
        self._document = document
        self.sums: tuple[AreaSum, ...] = ()
        self.table = AreaTable()
        self.draw = Button(tr("Draw"), self.draw_wanted.emit, kind="link", icon="pentagon")
        self.import_ = Button(tr("Import…"), self._ask_file, kind="link")
        self.nothing = label(
            tr("Draw a polygon (P) or a circle (C) on the map, or import areas from a map file."),
            "small",
            wrap=True,
        )
        self.card = AreaCard(document.plan.regions.called)
        self.name_form = NameForm()
        self.file_form = AreaFileForm()
        self.table.row_chosen.connect(
            lambda row: self.area_chosen.emit(self.table.rows_model.rows[row].key)
        )
        self._lay_out()

    def show_areas(
        self, measure: int, chosen: str, among: Bools, tried: Area | None = None
    ) -> None:
        """Show the areas; `tried` stands in the place of its own while a corner is dragged.

        `among` says which regions are looked at, shape (n,).
        """
        plan = self._document.plan
        shown = plan if tried is None else with_tried(plan, tried)
        self.sums = area_sums(shown, measure, among)
        unit = plan.measures[measure].unit
        used = {area.key for area in plan.areas if is_segment(plan, area.key)}
        rows = tuple(
            AreaRow(one.key, one.label, one.regions, one.amount, _use(one.key in used))
            for one in self.sums
        )
        some = bool(rows)
        self.nothing.setVisible(not some)
        self.table.setVisible(some)
        peak = max((row.amount for row in rows), default=0.0)
        scale = scale_of(peak, unit)
        head = amount_head(scale, unit, plan.measures[measure].label)
        self.table.show_areas(plan.regions.called[1], head, scale, rows)
        self.table.fit(MOST_ROWS)
        keys = [row.key for row in rows]
        self.table.choose(keys.index(chosen) if chosen in keys else None)
        self.card.setVisible(chosen in keys)
        if chosen in keys:
            self.card.show_facts(self._facts(shown, self.sums[keys.index(chosen)], measure))

    def words_of(self, key: str) -> str:
        """Return what stands beside an area on the map: its name and what it holds."""
        one = next(sum_ for sum_ in self.sums if sum_.key == key)
        return f"{one.label} · {regions_words(self._document.plan, one.regions)}"

    def _facts(self, plan: Plan, one: AreaSum, measure: int) -> AreaFacts:
        area = next(area for area in plan.areas if area.key == one.key)
        return AreaFacts(
            key=area.key,
            label=area.label,
            counts=area.counts,
            held=held_words(plan, one, measure),
            others=tuple((each.key, each.label) for each in plan.areas if each.key != area.key),
            cut=self._cut_words(plan, area),
            used=is_segment(plan, area.key),
        )

    def _cut_words(self, plan: Plan, area: Area) -> str:
        one, many = plan.regions.called
        cut = len(cut_by(area, plan.regions))
        if not cut:
            return ""
        return tr_count(
            cut, "Its line runs through 1 {region}.", "Its line runs through {shown} {regions}.",
            shown=number(cut), region=one, regions=many,
        )  # fmt: skip

    def _ask_file(self) -> None:
        kinds = " ".join(f"*{ending}" for ending in (*READABLE, ".zip"))
        chosen, _ = QFileDialog.getOpenFileName(
            self, tr("Import areas from a map file"), "", tr("Map files ({kinds})", kinds=kinds)
        )
        if chosen:
            self.file_chosen.emit(Path(chosen))

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(theme.space(2))
        head.addWidget(label(tr("Drawn areas"), "title"))
        head.addStretch(1)
        head.addWidget(self.import_)
        head.addWidget(self.draw)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space(3))
        column.addLayout(head)
        for widget in (self.name_form, self.file_form, self.nothing, self.table, self.card):
            column.addWidget(widget)
        for form in (self.name_form, self.file_form, self.card):
            form.hide()


def with_tried(plan: Plan, tried: Area) -> Plan:
    """Return the plan with an area as it is tried; no load is reckoned, so it is for counting areas."""
    return replace(plan, areas=tuple(tried if a.key == tried.key else a for a in plan.areas))


def is_segment(plan: Plan, key: str) -> bool:
    """Whether a segment is made of an area."""
    return any(key in columns_of("", segment.where).areas for segment in plan.segments)


def regions_words(plan: Plan, count: int) -> str:
    """Return "14 places"."""
    one, many = plan.regions.called
    return tr_count(
        count, "1 {region}", "{shown} {regions}", region=one, regions=many, shown=number(count)
    )


def held_words(plan: Plan, one: AreaSum, measure: int) -> str:
    """Return what an area holds: "14 places, 230 accounts, potential € 48 M"."""
    rule = plan.measures[measure]
    told = {
        "places": regions_words(plan, one.regions),
        "accounts": tr_count(one.accounts, "1 account", "{count} accounts"),
        "measure": rule.label,
        "amount": amount_words(one.amount, rule.unit),
    }
    if not len(plan.accounts):
        return tr("{places}, {measure} {amount}", **told)
    return tr("{places}, {accounts}, {measure} {amount}", **told)


def _use(segment: bool) -> str:
    return tr("Segment") if segment else "–"
