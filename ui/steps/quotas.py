"""The quota page: the goal, what is added to it, and every quota down to the rep; it closes exactly."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from planner.edits.quotas import set_quotas
from planner.model.scenarios import TODAY
from ui.actions import Act
from ui.messages import tr
from ui.steps.page import FigureBar, Page, TitledCard, fit_rows
from ui.steps.quota_words import closing_words, missing_words, quota_figures
from ui.steps.step import StepState
from ui.steps.targets import copy_words, editable_copy
from ui.tables.quota_rows import quota_rows, quota_sum
from ui.tables.quota_table import QuotaTable
from ui.theme import theme
from ui.widgets.buttons import Button
from ui.widgets.cards import EmptyState
from ui.widgets.labels import pill
from ui.widgets.note import Note
from ui.workbench import Workbench

MOST_ROWS = 22


class QuotasStep(QObject):
    """Sets the quotas of the scenario looked at as one undo step."""

    key = "quotas"
    icon = "target"

    def __init__(self, bench: Workbench) -> None:
        super().__init__(bench.document)
        self.title = tr("Quotas")
        self._bench = bench
        self.page = Page(tr("Quotas"), "")
        self.set_them = Button(tr("Set quotas"), self.primary, kind="primary", icon="target")
        self.page.add_button(self.set_them)
        self.figures = FigureBar()
        self.empty = EmptyState("target", tr("No quotas yet"), "")
        self.stale = Note(
            "warn",
            tr("Territories changed since these quotas were set"),
            tr("Set them again to follow the territories."),
        )
        self.table = QuotaTable(bench.document.plan.currency)
        self._card = TitledCard(tr("From the goal down to each rep"))
        self.closes = pill("", "neutral")
        self._card.head.addWidget(self.closes)
        self._card.body.addWidget(self.table)
        for widget in (self.figures, self.stale, self.empty, self._card):
            self.page.body.addWidget(widget)
        self.centre: QWidget = self.page
        self.inspector: QWidget | None = None
        self.strip: QWidget | None = None
        bench.document.changed.connect(lambda _change: self._refresh())
        bench.document.scenario_changed.connect(lambda _name: self._refresh())
        self._refresh()

    # Step

    def state(self) -> StepState:
        """Return a tick when quotas are set and add up."""
        total = quota_sum(quota_rows(self._bench.document.scenario.quotas))
        closes = total is not None and total.closes
        return StepState(done=closes, open_points=int(total is not None and not closes))

    def enter(self) -> None:
        """Answer the actions of this page."""
        self._bench.actions.on(Act.PRIMARY, lambda _on=False: self.primary())
        self._refresh()
        self._bench.messages.hint(tr("Ctrl+Enter sets the quotas  ·  Ctrl+C copies the table"))

    def leave(self) -> None:
        """Nothing is under way here."""

    def primary(self) -> None:
        """Set the quotas of the scenario, or of a copy of Today."""
        if not self.set_them.isEnabled():
            return
        from ui.use_cases.quotas import set_quota_tree

        document = self._bench.document
        plan, scenario = editable_copy(document.plan, document.scenario.name)
        try:
            after = set_quotas(plan, scenario, set_quota_tree(plan, scenario))
        except ValueError as error:
            self._bench.messages.fail(tr("No quotas could be set"), how=str(error))
            return
        same = after.scenario(scenario).quotas == document.scenario.quotas
        if same:
            self._bench.messages.tell(tr("The quotas are as they were."))
            return
        document.edit(tr("set quotas"), after)
        document.look_at_scenario(scenario)

    # Showing

    def _refresh(self) -> None:
        document = self._bench.document
        plan, scenario = document.plan, document.scenario
        missing = missing_words(plan)
        rows = quota_rows(scenario.quotas)
        total = quota_sum(rows)
        self.set_them.setEnabled(not missing and bool(scenario.base.territories))
        self.set_them.setText(tr("Set quotas again") if rows else tr("Set quotas"))
        self.page.sentence.setText(
            copy_words(plan, scenario.name)
            or tr("The goal is divided by potential and capacity, top down, to the last unit.")
        )
        self.figures.show_figures(quota_figures(plan, total))
        self.figures.setVisible(plan.goals.quota is not None)
        self.stale.setVisible(self._is_stale())
        self._card.setVisible(bool(rows))
        self.empty.setVisible(not rows)
        needs_territories = tr("Quotas follow territories: accept a proposal first.")
        self.empty.text.setText(
            missing
            or (
                tr("Press Set quotas to divide the goal.")
                if scenario.base.territories
                else needs_territories
            )
        )
        tone, words = closing_words(total)
        self.closes.setText(words)
        theme.restyle(self.closes, pill=tone)
        self.table.show_rows(rows)
        fit_rows(self.table, len(rows), MOST_ROWS)

    def _is_stale(self) -> bool:
        """Whether setting the quotas again would give others."""
        document = self._bench.document
        scenario = document.scenario
        if not scenario.quotas or scenario.name == TODAY:
            return False
        from ui.use_cases.quotas import set_quota_tree

        try:
            return set_quota_tree(document.plan, scenario.name) != scenario.quotas
        except ValueError:
            return True
