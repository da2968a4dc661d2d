"""The window: it composes the parts and wires them; it decides nothing about plans."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QMainWindow, QMenu, QStackedWidget, QVBoxLayout, QWidget

from planner.model.issues import Issue
from ui.actions import Act, Actions
from ui.errors import described
from ui.jobs import JobRunner
from ui.messages import Messages, tr
from ui.settings import Settings
from ui.theme import theme
from ui.window.files import ask_for_map, ask_for_plan, dropped
from ui.window.issue_page import IssuePage
from ui.window.map_page import MapPage
from ui.window.notices import Notices
from ui.window.opening import Opened, Opener
from ui.window.palette import CommandPalette
from ui.window.session import ANSWERED, JournalOf, MakeSteps, Session
from ui.window.status_line import StatusLine
from ui.window.top_bar import TopBar
from ui.window.welcome import Welcome
from ui.window.work_card import WorkCard

SMALLEST = QSize(1024, 640)
USUAL = QSize(1440, 900)
OF_PLAN = (
    Act.SAVE, Act.SAVE_ELSEWHERE, Act.SAVE_FOLDER, Act.SNAPSHOT, Act.CLOSE, Act.PALETTE,
)  # fmt: skip
"""Answered by the window while a plan is open; what a session answers is enabled by it."""


class MainWindow(QMainWindow):
    """Welcome page, or the desk of one open plan.

    Signals
    -------
    plan_shown()
        A plan was opened and its first page is on screen.
    """

    plan_shown = Signal()

    def __init__(self, settings: Settings, make_steps: MakeSteps, journal_of: JournalOf) -> None:
        super().__init__()
        self.setWindowTitle(tr("Rayon"))
        self.setAcceptDrops(True)
        self.settings = settings
        self._make_steps = make_steps
        self._journal_of = journal_of
        self.runner = JobRunner(self)
        self.messages = Messages(self)
        self.acts = Actions(self)
        self.opener = Opener(self.runner, self)
        self.session: Session | None = None
        self._make_parts()
        self._wire_actions()
        self._wire_parts()
        self.setMinimumSize(SMALLEST)
        self.resize(USUAL)
        self.restoreGeometry(settings.geometry)
        self.show_welcome()

    def open_paths(self, *paths: Path) -> None:
        """Open a plan file or folder, a plan.toml, a region file or several; nothing where none is given."""
        if paths:
            self.opener.open(*(path.resolve() for path in paths))

    def show_welcome(self) -> None:
        """Close the plan that is open, and show the welcome page."""
        if not self._may_leave(self.show_welcome):
            return
        self._end_session()
        self.welcome.side.show_recent()
        self.stack.setCurrentWidget(self.welcome)
        self.top_bar.show_plan(shown=False)
        for act in (*OF_PLAN, *ANSWERED):
            self.acts[act].setEnabled(False)
        self.setWindowTitle(tr("Rayon"))
        self.messages.hint(tr("Tab moves between cards  ·  Enter opens"))
        self.status.facts.setText(tr("Rayon works offline"))
        self.welcome.focus_first()

    def show_plan(self, opened: Opened) -> None:
        """Show a plan that was read, or why there is none."""
        if opened.plan is None:
            title = tr("{name} cannot be planned with yet", name=opened.path.name)
            self.show_issues(title, opened.issues)
            return
        if not self._may_leave(partial(self.show_plan, opened)):
            return
        self._end_session()
        self.top_bar.show_plan(shown=True)
        session = Session(
            opened, opened.plan, top_bar=self.top_bar, runner=self.runner, actions=self.acts,
            settings=self.settings, messages=self.messages, make_steps=self._make_steps,
            journal_of=self._journal_of, parent=self,
        )  # fmt: skip
        self.session = session
        self.stack.addWidget(session.desk)
        self.stack.setCurrentWidget(session.desk)
        for act in OF_PLAN:
            self.acts[act].setEnabled(True)
        session.keeper.found.connect(self.notices.offer)
        session.keeper.answered.connect(self.notices.withdraw)
        session.keeper.saved.connect(self.settings.remember_plan)
        session.changed.connect(self._show_facts)
        session.outdated.connect(self.open_paths)
        session.begin()
        self._show_facts()
        self.status.show_issues(opened.issues)
        if opened.path.exists():  # several maps are no file
            self.settings.remember_plan(opened.path)
        self.plan_shown.emit()

    def show_issues(self, title: str, issues: tuple[Issue, ...]) -> None:
        """Show what reading found, until its page is closed."""
        self.issues.show_issues(title, issues)
        self.stack.setCurrentWidget(self.issues)

    def hide_issues(self) -> None:
        """Go back from the page of issues."""
        back = self.session.desk if self.session is not None else self.welcome
        self.stack.setCurrentWidget(back)

    def save(self) -> None:
        """Save the plan; ask where the first time."""
        if self.session is not None:
            self.session.save()

    def closeEvent(self, event: QCloseEvent) -> None:
        if not self._may_leave(self.close):
            event.ignore()
            return
        self.settings.geometry = self.saveGeometry()
        self._end_session()
        self.runner.close()
        event.accept()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        dropped(event)

    def dropEvent(self, event: QDropEvent) -> None:
        self.open_paths(*dropped(event))

    def _make_parts(self) -> None:
        self.top_bar = TopBar(self.acts)
        self.notices = Notices(self.messages)
        self.welcome = Welcome(self.acts, self.settings)
        self.issues = IssuePage(self.hide_issues)
        self.map_page = MapPage(self.opener, self.runner, self.hide_issues, self.messages)
        self.stack = QStackedWidget()
        for page in (self.welcome, self.issues, self.map_page):
            self.stack.addWidget(page)
        self.map_page.asked.connect(self.stack.setCurrentWidget)
        self.status = StatusLine(self.messages)
        whole = QWidget()
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.top_bar)
        column.addWidget(self.notices)
        column.addWidget(self.stack, 1)
        column.addWidget(self.status)
        self.setCentralWidget(whole)
        self.work = WorkCard(self.stack)
        self.palette_ = CommandPalette(whole)

    def _wire_actions(self) -> None:
        answers: dict[Act, Callable[[], object]] = {
            Act.OPEN: lambda: self.open_paths(*ask_for_plan(self, self.settings)),
            Act.NEW: lambda: self.open_paths(*ask_for_map(self, self.settings)),
            Act.QUIT: self.close,
            Act.SAVE: self.save,
            Act.CLOSE: self.show_welcome,
            Act.APPEARANCE: self._other_appearance,
            Act.PALETTE: self._ask_palette,
        }
        elsewhere = (Act.SAVE_ELSEWHERE, Act.SAVE_FOLDER, Act.SNAPSHOT)
        answers |= {act: partial(self._of_session, act) for act in (*ANSWERED, *elsewhere)}
        for act, answer in answers.items():
            self.acts.wire(act, lambda _checked=False, answer=answer: answer())
        self.top_bar.scenario.fill_with(self._fill_scenario_menu)
        self.top_bar.scope.fill_with(self._fill_scope_menu)

    def _wire_parts(self) -> None:
        self.welcome.wanted.connect(self.open_paths)
        self.opener.started.connect(self.work.follow)
        self.opener.ended.connect(self.work.end)
        self.opener.opened.connect(self.show_plan)
        self.opener.failed.connect(self._tell_failure)
        self.status.issues.clicked.connect(self._show_found)

    def _of_session(self, act: Act) -> None:
        if self.session is not None:
            self.session.answers[act]()

    def _ask_palette(self) -> None:
        if self.session is not None:
            self.palette_.ask(self.session.finder())

    def _fill_scenario_menu(self, menu: QMenu) -> None:
        if self.session is not None:
            self.session.scenarios.fill(menu)

    def _fill_scope_menu(self, menu: QMenu) -> None:
        if self.session is not None:
            self.session.scopes.fill(menu)

    def _other_appearance(self) -> None:
        self.settings.appearance = "light" if theme.mode() == "dark" else "dark"

    def _show_found(self) -> None:
        if self.session is not None and not self.session.show_data():
            self.show_issues(tr("Found while reading"), self.session.opened.issues)

    def _show_facts(self) -> None:
        if self.session is not None:
            self.status.facts.setText(self.session.facts())
            self.setWindowTitle(tr("{plan} · Rayon", plan=self.session.document.plan.name))

    def _tell_failure(self, path: Path, error: Exception) -> None:
        self.messages.fail(
            tr("{name} could not be opened", name=path.name),
            where=str(error), details=described(error),
        )  # fmt: skip

    def _may_leave(self, then: Callable[[], object]) -> bool:
        return self.session is None or self.session.may_end(then)

    def _end_session(self) -> None:
        self.notices.clear()
        if self.session is not None:
            self.stack.removeWidget(self.session.desk)
            self.session.end()
            self.session = None
            self.status.show_issues(())
