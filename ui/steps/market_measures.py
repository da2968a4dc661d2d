"""Measures of the market page: another constant, another formula, a new one."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject

from ui.messages import tr
from ui.panels.measure_card import MeasureCard
from ui.steps.market_edits import MarketEdits
from ui.workbench import Workbench


class MarketMeasures(QObject):
    """Turns what is typed in the card into edits; `show` is told which measure to show."""

    def __init__(
        self,
        bench: Workbench,
        card: MeasureCard,
        edits: MarketEdits,
        measure: Callable[[], int],
        show: Callable[[int], object],
    ) -> None:
        super().__init__(bench.document)
        self._bench = bench
        self._card = card
        self._edits = edits
        self._measure = measure
        self._show = show
        self._fresh = False
        card.constant_typed.connect(self._type_constant)
        card.formula_typed.connect(self._save)
        card.new_wanted.connect(self._begin)
        card.edit.clicked.connect(self._begin_edit)
        card.remove_wanted.connect(self._remove)

    def _type_constant(self, position: int, value: float) -> None:
        trouble = self._edits.set_constant(self._measure(), position, value)
        if trouble:
            self._bench.messages.fail(tr("The measure stays as it was"), how=trouble)

    def _begin(self) -> None:
        self._fresh = True
        plan = self._bench.document.plan
        column = next(iter(plan.regions.columns), "")
        first = "accounts.count" if len(plan.accounts) else f"regions.{column}"
        self._card.open_form("", first, "", "", fresh=True)

    def _begin_edit(self) -> None:
        self._fresh = False

    def _save(self, name: str, source: str, where: str, unit: str) -> None:
        if self._fresh:
            trouble = self._edits.add_measure(name, source, where, unit)
        else:
            trouble = self._edits.set_formula(self._measure(), name, source, where, unit)
        self._card.complain(trouble)
        if trouble:
            return
        self._card.form.hide()
        if self._fresh:
            self._fresh = False
            self._show(len(self._bench.document.plan.measures) - 1)

    def _remove(self) -> None:
        trouble = self._edits.remove_measure(self._measure())
        self._card.complain(trouble)
        if not trouble:
            self._card.form.hide()
