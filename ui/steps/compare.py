"""The compare page: the figures of all scenarios in one table, and a sentence that says what holds."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QComboBox, QWidget

from planner.insight.comparison import comparison
from planner.model.plan import Plan
from planner.model.scenario_words import scenario_said
from ui.actions import Act
from ui.messages import tr
from ui.steps.page import Page, TitledCard, fit_rows
from ui.steps.step import StepState
from ui.tables.comparison_rows import comparison_rows, verdict
from ui.tables.comparison_table import ComparisonTable
from ui.widgets.buttons import Button
from ui.widgets.labels import label
from ui.widgets.note import Note
from ui.workbench import Workbench


class CompareStep(QObject):
    """Computes the table when it is shown, once a plan."""

    key = "compare"
    icon = "git-compare"

    def __init__(self, bench: Workbench) -> None:
        super().__init__(bench.document)
        self.title = tr("Compare")
        self._bench = bench
        self._shown: tuple[Plan, str] | None = None
        self.page = Page(
            tr("Compare scenarios"), tr("All scenarios use the same inputs and the same rules.")
        )
        self.scenario = QComboBox()
        self.scenario.setAccessibleName(tr("Scenario to go on with"))
        self.go_on = Button(tr("Go on with it"), self.primary, kind="primary", icon="check")
        self.page.head.addWidget(label(tr("Go on with"), "small"))
        self.page.head.addWidget(self.scenario)
        self.page.head.addWidget(self.go_on)
        self.verdict = Note("info", "")
        self.table = ComparisonTable()
        card = TitledCard(tr("Figures"))
        card.body.addWidget(self.table)
        self.page.body.addWidget(self.verdict)
        self.page.body.addWidget(card)
        self.centre: QWidget = self.page
        self.inspector: QWidget | None = None
        self.strip: QWidget | None = None
        bench.document.changed.connect(lambda _change: self._refresh())
        bench.document.scenario_changed.connect(lambda _name: self._show_here())
        bench.document.layer_changed.connect(lambda _key: self._refresh())

    def state(self) -> StepState:
        """Return a tick when there is something to compare."""
        return StepState(done=len(self._bench.document.plan.scenarios) > 1)

    def enter(self) -> None:
        """Show what holds now."""
        self._bench.actions.on(Act.PRIMARY, lambda _on=False: self.primary())
        self._refresh(entering=True)
        self._bench.messages.hint(tr("Ctrl+C copies the table"))

    def leave(self) -> None:
        """Nothing is under way here."""

    def primary(self) -> None:
        """Look at the chosen scenario on all pages."""
        name = self.scenario.currentData()
        if name:
            self._bench.document.look_at_scenario(name)
            self._bench.messages.tell(
                tr("All pages now show {name}.", name=self.scenario.currentText())
            )

    def _refresh(self, *, entering: bool = False) -> None:
        if not (entering or self.page.isVisible()):
            return
        document = self._bench.document
        plan, key = document.plan, document.layer.key
        if self._shown is None or self._shown != (plan, key):
            self._shown = (plan, key)
            compared = comparison(plan, key)
            names = [scenario_said(one.name) for one in compared.scenarios]
            rows = comparison_rows(compared, plan.measures, plan.regions.called[1], plan.currency)
            self.table.show_comparison(names, rows)
            fit_rows(self.table, len(rows), len(rows))
            tone, words = verdict(compared.scenarios)
            self.verdict.say(tone, words)
            self.scenario.clear()
            for one in compared.scenarios:
                self.scenario.addItem(scenario_said(one.name), one.name)
        self._show_here()

    def _show_here(self) -> None:
        self.scenario.setCurrentText(scenario_said(self._bench.document.scenario.name))
