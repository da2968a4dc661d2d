"""The quota page: the goal, what is added to it, and every quota down to the rep; it closes exactly."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from planner.edits.quotas import set_quotas
from planner.insight.quota_scope import ScopedQuotas, quotas_within
from planner.insight.scope import EVERYTHING
from planner.model.scenarios import TODAY
from ui.actions import Act
from ui.messages import tr
from ui.steps.page import FigureBar, Page, TitledCard, fit_rows
from ui.steps.quota_goal import QuotaGoalCard
from ui.steps.quota_words import (
    closing_words,
    empty_words,
    everything_first,
    missing_words,
    quota_figures,
    scope_line,
)
from ui.steps.scope_words import scope_words, with_base_said
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
        self.goal = QuotaGoalCard(bench)
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
        for widget in (self.goal, self.figures, self.stale, self.empty, self._card):
            self.page.body.addWidget(widget)
        self.centre: QWidget = self.page
        self.inspector: QWidget | None = None
        self.strip: QWidget | None = None
        bench.document.changed.connect(lambda _change: self._refresh())
        bench.document.scenario_changed.connect(lambda _name: self._refresh())
        bench.document.layer_changed.connect(lambda _key: self._refresh())
        bench.document.scope_changed.connect(lambda _scope: self._refresh())
        self.page.scope.all.clicked.connect(lambda: bench.document.look_at(EVERYTHING))
        self._refresh()

    # Step

    def state(self) -> StepState:
        """Return a tick when quotas are set and add up; of what is looked at."""
        document = self._bench.document
        total = quota_sum(quota_rows(quotas_within(document.plan, document.extent).nodes))
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
        """Set the quotas of the scenario, or of a copy of Today; of a part alone there is no setting."""
        if not self._bench.document.extent.is_all:
            self._bench.messages.tell(everything_first())
            return
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
        plan, scenario, extent = document.plan, document.scenario, document.extent
        scoped = quotas_within(plan, extent)
        can = not missing_words(plan) and bool(scenario.base.territories)
        self.set_them.setEnabled(can and extent.is_all)
        self.goal.setVisible(extent.is_all)
        self.goal.show_goal()
        self.set_them.setToolTip("" if extent.is_all else everything_first())
        self.set_them.setText(tr("Set quotas again") if scenario.quotas else tr("Set quotas"))
        words = copy_words(plan, scenario.name) or tr(
            "The goal is divided by potential and capacity, down to each rep, and adds up."
        )
        self.page.sentence.setText(with_base_said(words, scenario, document.layer))
        self.page.scope.say(scope_line(plan, extent, scoped))
        self.stale.setVisible(self._is_stale(scoped))
        title, text = empty_words(plan, scenario, extent)
        self.empty.title.setText(title)
        self.empty.text.setText(text)
        self._show_nodes(scoped)

    def _show_nodes(self, scoped: ScopedQuotas) -> None:
        """Show the figures and the table of what is looked at."""
        document = self._bench.document
        plan, extent, rows = document.plan, document.extent, quota_rows(scoped.nodes)
        total = quota_sum(rows)
        named = "" if extent.is_all else scope_words(plan, extent.scope)
        figures = quota_figures(plan, total, named)
        self.figures.show_figures(figures)
        self.figures.setVisible(bool(figures))
        self._card.setVisible(bool(rows))
        self.empty.setVisible(not rows)
        tone, words = closing_words(total)
        self.closes.setText(words)
        theme.restyle(self.closes, pill=tone)
        self.table.show_rows(rows)
        fit_rows(self.table, len(rows), MOST_ROWS)

    def _is_stale(self, scoped: ScopedQuotas) -> bool:
        """Whether setting the quotas again would give others, of what is looked at."""
        document = self._bench.document
        plan, scenario = document.plan, document.scenario
        if not scenario.quotas or scenario.name == TODAY:
            return False
        from ui.use_cases.quotas import set_quota_tree

        try:
            anew = set_quotas(plan, scenario.name, set_quota_tree(plan, scenario.name))
        except ValueError:
            return True
        return quotas_within(anew, document.extent).nodes != scoped.nodes
