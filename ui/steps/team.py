"""The team page: what each market needs, who serves it, what is short."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QScrollArea, QWidget

from planner.edits.goals import form_teams_around
from planner.edits.teams import set_teams
from planner.insight.changes import PlanChange
from planner.insight.extent import Extent, extent_of
from planner.insight.scope import EVERYTHING
from planner.insight.team_inputs import asks_other_teams
from planner.insight.team_scope import ScopedTeams, teams_within
from planner.model.layers import BASE
from planner.model.teams import Team
from ui.actions import Act
from ui.charts.capacity_chart import CapacityChart
from ui.jobs import Job, Report, Stop
from ui.messages import tr
from ui.steps.page import FigureBar, Page, TitledCard, fit_rows
from ui.steps.scope_words import with_base_said
from ui.steps.step import StepState
from ui.steps.targets import copy_words, editable_copy
from ui.steps.team_words import (
    capacity_of,
    empty_words,
    everything_first,
    market_choices,
    missing_words,
    scope_line,
    shortage_words,
    team_figures,
)
from ui.tables.team_rows import need_rows, post_rows
from ui.tables.team_table import NeedTable, PostTable
from ui.widgets.buttons import Button
from ui.widgets.cards import EmptyState
from ui.widgets.focus import RingedArea
from ui.widgets.labels import pill
from ui.widgets.note import Note
from ui.widgets.progress import ProgressLine
from ui.workbench import Workbench

LINE = "teams"
MOST_ROWS = 16


class TeamStep(QObject):
    """Composes teams in a job; what it makes is a proposal until it is accepted."""

    key = "team"
    icon = "users"

    def __init__(self, bench: Workbench) -> None:
        super().__init__(bench.document)
        self.title = tr("Team")
        self._bench = bench
        self._job: Job | None = None
        self._proposed: tuple[Team, ...] | None = None
        self._asked_of = ""  # the scenario that is composed for, or proposed for
        self.page = Page(tr("Teams"), tr("Who serves which market in which role, in hours a week."))
        self.compose = Button(tr("Compose teams"), self._begin, kind="primary", icon="users")
        self.accept = Button(tr("Accept teams"), self._accept, kind="primary", icon="check")
        self.reject = Button(tr("Reject"), self._reject, icon="x")
        self.state_pill = pill(tr("not applied"), "info")
        for button in (self.reject, self.accept, self.compose):
            self.page.add_button(button)
        self.progress = ProgressLine(self._cancel)
        self.around = QComboBox()
        self.around.setAccessibleName(tr("What a team is formed around"))
        self.around.activated.connect(self._form_around)
        self.empty = EmptyState("users", tr("No teams yet"), "")
        self.empty.body.insertWidget(4, self.around, 0, Qt.AlignmentFlag.AlignHCenter)
        self.figures = FigureBar()
        self.short = Note("info", "")
        self.chart = CapacityChart()
        self.needs = NeedTable()
        self.posts = PostTable()
        self._lay_out()
        self.centre: QWidget = self.page
        self.inspector: QWidget | None = None
        self.strip: QWidget | None = None
        bench.document.changed.connect(self._hear)
        bench.document.scenario_changed.connect(lambda _name: self._drop())
        bench.document.layer_changed.connect(lambda _key: self._refresh())
        bench.document.scope_changed.connect(lambda _scope: self._refresh())
        self.page.scope.all.clicked.connect(lambda: bench.document.look_at(EVERYTHING))
        self._refresh()

    # Step

    def state(self) -> StepState:
        """Return a tick when teams cover every need, else how many are short; of what is looked at."""
        document = self._bench.document
        rows = need_rows(document.plan, self._scoped(document.scenario.teams).inside)
        short = sum(row.short > 0.05 for row in rows)
        return StepState(
            done=bool(rows) and not short, open_points=short, waiting=self._proposed is not None
        )

    def enter(self) -> None:
        """Answer the actions of this page."""
        self._bench.actions.on(Act.PRIMARY, lambda _on=False: self.primary())
        self._bench.actions.on(Act.ESCAPE, lambda _on=False: self._escape())
        self._bench.actions.on(Act.TABLE, lambda _on=False: self._toggle_table())
        self._refresh()
        self._bench.messages.hint(
            tr("Ctrl+Enter composes or accepts  ·  Ctrl+T shows the hours as a table")
        )

    def leave(self) -> None:
        """Nothing has to be dropped: a job goes on."""

    # What the user wants

    def primary(self) -> None:
        """Do what the main button says; a part alone has no teams of its own to compose."""
        if not self._extent.is_all:
            self._bench.messages.tell(everything_first())
        elif self._proposed is not None:
            self._accept()
        elif self.compose.isEnabled():
            self._begin()

    def _begin(self) -> None:
        document = self._bench.document
        plan, scenario = editable_copy(document.plan, document.scenario.name)
        self._asked_of = document.scenario.name

        def work(_report: Report, stop: Stop) -> tuple[Team, ...]:
            from ui.use_cases.teams import compose_teams

            return compose_teams(plan, scenario, stop=stop)

        self._job = self._bench.runner.start(tr("Composing teams"), work, line=LINE, is_long=True)
        self.progress.begin(tr("Composing teams"))
        document.destroyed.connect(self._job.abandon)
        self._job.done.connect(self._propose)
        self._job.failed.connect(self._fail)
        self._job.cancelled.connect(self._end)
        self._refresh()

    def _accept(self) -> None:
        proposed, document = self._proposed, self._bench.document
        if proposed is None or not self._extent.is_all:
            return
        self._proposed = None
        plan, scenario = editable_copy(document.plan, document.scenario.name)
        document.edit(tr("accept teams"), set_teams(plan, scenario, proposed))
        document.look_at_scenario(scenario)
        self._bench.messages.tell(tr("The teams are now in {name}.", name=scenario), undo=True)

    def _reject(self) -> None:
        self._proposed = None
        self._refresh()

    def _cancel(self) -> None:
        if self._job is not None:
            self._job.cancel()

    def _escape(self) -> None:
        if self._job is not None:
            self._cancel()
        elif self._proposed is not None:
            self._reject()

    def _hear(self, change: PlanChange) -> None:
        """Drop what was composed from something else than there is now."""
        held = self._job is not None or self._proposed is not None
        if held and asks_other_teams(change, self._asked_of):
            self._bench.messages.tell(tr("The plan changed: compose the teams again."))
            self._drop()
        else:
            self._refresh()

    def _drop(self) -> None:
        """Go on without what is composed or proposed."""
        self._cancel()
        self._reject()

    def _toggle_table(self) -> None:
        self.needs.setVisible(self.needs.isHidden())

    # Showing

    def _propose(self, teams: tuple[Team, ...]) -> None:
        self._proposed = teams
        self._end()

    def _fail(self, error: Exception) -> None:
        self._end()
        self._bench.messages.fail(
            tr("No teams could be composed"), how=str(error), details=repr(error)
        )

    def _end(self) -> None:
        self._job = None
        self.progress.end()
        self._refresh()

    def _refresh(self) -> None:
        document = self._bench.document
        missing = missing_words(document.plan)
        applied = document.scenario.teams
        teams = applied if self._proposed is None else self._proposed
        self._show_teams(teams)
        waiting, proposed = self._job is not None, self._proposed is not None
        everything = self._extent.is_all
        self.compose.setVisible(not proposed)
        self.compose.setEnabled(not missing and not waiting and everything)
        self.accept.setEnabled(everything)
        for button in (self.compose, self.accept):
            button.setToolTip("" if everything else everything_first())
        for button in (self.accept, self.reject):
            button.setVisible(proposed)
        self.state_pill.setVisible(proposed)
        self.compose.setText(tr("Compose teams again") if applied else tr("Compose teams"))
        copy = copy_words(document.plan, document.scenario.name)
        words = copy or tr("Who serves which market in which role, in hours a week.")
        self.page.sentence.setText(with_base_said(words, document.scenario, document.layer))

    def _scoped(self, teams: Sequence[Team]) -> ScopedTeams:
        """Return what of some teams is looked at; their markets lie over the base layer."""
        return teams_within(self._bench.document.plan, self._extent, teams)

    @property
    def _extent(self) -> Extent:
        document = self._bench.document
        return extent_of(document.plan, document.scenario.name, document.scope, BASE)

    def _show_teams(self, teams: Sequence[Team]) -> None:
        plan, scoped = self._bench.document.plan, self._scoped(teams)
        rows, posts = need_rows(plan, scoped.inside), post_rows(plan, scoped.posts)
        self.page.scope.say(scope_line(plan, self._extent, scoped, teams))
        title, text = empty_words(plan, self._extent, teams)
        self.empty.title.setText(title)
        self.empty.text.setText(text)
        self.empty.setVisible(not scoped.teams)
        self._show_choices(asks=bool(plan.reps) and not teams and self._extent.is_all)
        self.figures.setVisible(bool(scoped.teams))
        self._post_card.setVisible(bool(scoped.posts))
        self.short.setVisible(bool(scoped.inside))
        self._need_card.setVisible(bool(scoped.inside))
        self.figures.show_figures(team_figures(scoped, rows))
        self.short.say(*shortage_words(rows))
        self.chart.show_table(capacity_of(rows))
        self._chart_area.setFixedHeight(self.chart.sizeHint().height() + 14)
        self.needs.show_rows(rows)
        fit_rows(self.needs, len(rows), MOST_ROWS)
        self.posts.show_rows(posts)
        fit_rows(self.posts, len(posts), MOST_ROWS)

    def _show_choices(self, *, asks: bool) -> None:
        """Ask what teams are formed around, while there are none."""
        plan, goals = self._bench.document.plan, self._bench.document.plan.goals.teams
        self.around.setVisible(asks)
        self.around.clear()
        if goals is None:
            self.around.addItem(tr("Choose…"), "")
        for words, markets in market_choices(plan):
            self.around.addItem(words, markets)
        self.around.setCurrentIndex(max(0, self.around.findData(goals.markets if goals else "")))

    def _form_around(self, at: int) -> None:
        document, markets = self._bench.document, str(self.around.itemData(at))
        if markets:
            document.edit(tr("choose the markets"), form_teams_around(document.plan, markets))

    def _lay_out(self) -> None:
        self._chart_area = RingedArea()
        self._chart_area.setWidgetResizable(True)
        self._chart_area.setAccessibleName(tr("Needed and planned"))
        self._chart_area.setFrameShape(QScrollArea.Shape.NoFrame)
        self._chart_area.setWidget(self.chart)
        self._need_card = TitledCard(tr("Needed and planned"), more=tr("hours of contract a week"))
        table = Button(tr("As a table"), self._toggle_table, kind="link")
        self._need_card.head.addWidget(table)
        self._need_card.body.addWidget(self._chart_area)
        self._need_card.body.addWidget(self.needs)
        self.needs.hide()
        self._post_card = TitledCard(tr("Who does what"))
        self._post_card.body.addWidget(self.posts)
        row = QHBoxLayout()
        row.addWidget(self.state_pill)
        row.addStretch(1)
        self.page.body.addLayout(row)
        for widget in (
            self.progress,
            self.empty,
            self.figures,
            self.short,
            self._need_card,
            self._post_card,
        ):
            self.page.body.addWidget(widget)
