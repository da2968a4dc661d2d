"""The inspector of the market page: a measure, segments, product lines, drawn areas."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from planner.model.types import Bools
from ui.messages import tr
from ui.panels.measure_card import MeasureCard, MeasureFacts, Piece
from ui.steps.area_list import AreaList
from ui.steps.market_words import account_figure, chips_of, measure_rows, rate_words
from ui.steps.rule_list import RuleList, products_kind, segments_kind
from ui.widgets.buttons import Button
from ui.widgets.inspector import Inspector
from ui.widgets.labels import line
from ui.workbench import Workbench

PRODUCTS_OPEN = "market_products_open"


class MarketInspector(Inspector):
    """Composes the sections; product lines are folded until somebody wants them."""

    def __init__(self, bench: Workbench) -> None:
        super().__init__()
        self._bench = bench
        document = bench.document
        self.measure = MeasureCard()
        self.segments = RuleList(document, segments_kind())
        self.products = RuleList(document, products_kind())
        self.areas = AreaList(document)
        self.fold = Button("", self._toggle, kind="link")
        sections: tuple[QWidget, ...] = (
            self.measure, line(), self.segments, line(), self.areas, line(), self.fold,
            self.products,
        )  # fmt: skip
        for rules in (self.segments, self.products):
            rules.opened.connect(self.bring)
        for section in sections:
            self.body.addWidget(section)
        self.body.addStretch(1)
        self._fold()

    def show_plan(self, measure: int, among: Bools) -> None:
        """Show the plan as it is, by one of its measures; areas are shown by `MarketAreas`.

        `among` says which regions are looked at, shape (n,).
        """
        plan = self._bench.document.plan
        rule = plan.measures[measure]
        chips = chips_of(rule.source)
        self.measure.show_facts(
            MeasureFacts(
                labels=tuple(one.label for one in plan.measures),
                chosen=measure,
                unit=rule.unit,
                source=rule.source,
                where=rule.where,
                pieces=tuple(Piece(chip.kind, chip.text, chip.position) for chip in chips),
                rate=rate_words(rule.source, rule.unit),
                rows=tuple(measure_rows(plan, measure, among)),
            )
        )
        figure = account_figure(plan, measure, among)
        self.segments.show_plan(figure)
        self.products.show_plan(figure)
        if plan.products and not self.products.isVisibleTo(self):
            self._fold()

    @property
    def _open(self) -> bool:
        return self._bench.settings.flag(PRODUCTS_OPEN, bool(self._bench.document.plan.products))

    def _toggle(self) -> None:
        self._bench.settings.keep(PRODUCTS_OPEN, not self._open)
        self._fold()

    def _fold(self) -> None:
        shown = self._open
        self.products.setVisible(shown)
        self.fold.setText(tr("Hide product lines") if shown else tr("Show product lines"))
