"""The window: it composes the parts and wires them; it decides nothing about plans."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QMainWindow

from planner.model.issues import Issue
from ui.actions import Act, Actions
from ui.errors import described
from ui.jobs import JobRunner
from ui.messages import Messages, tr
from ui.settings import Settings
from ui.speech import Speech
from ui.theme import theme
from ui.window.files import ask_for_map, ask_for_plan, dropped
from ui.window.notices import Notices
from ui.window.opening import Opened, Opener
from ui.window.parts import Parts
from ui.window.session import ANSWERED, JournalOf, MakeSteps, Session

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
        self.setAcceptDrops(True)
        self.settings = settings
        self._make_steps = make_steps
        self._journal_of = journal_of
        self.runner = JobRunner(self)
        self.messages = Messages(self)
        self.opener = Opener(self.runner, self)
        self.speech = Speech(settings, self._is_at_rest, self)  # before anything is said
        self.acts = Actions(self)
        self.session: Session | None = None
        self._make_parts()
        self._wire_actions()
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
        self._greet()
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

    def show_settings(self) -> None:
        """Show the settings, until their page is closed."""
        self.parts.settings_page.show_waiting(self.speech.is_waiting)
        self.stack.setCurrentWidget(self.parts.settings_page)
        self.parts.settings_page.focus()

    def hide_issues(self) -> None:
        """Go back from the page of issues, of a map or of the settings."""
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

    def make_anew(self) -> None:
        """Make everything that is seen anew, in the language and notation of now, around the plan."""
        at, chosen = self.stack.currentIndex(), self.parts.settings_page.focused
        self.acts.say_anew()
        self._make_parts(self.notices)
        self.top_bar.show_plan(shown=self.session is not None)
        if self.session is not None:
            self.session.make_anew(self.top_bar)
            self.stack.addWidget(self.session.desk)
            self.status.show_issues(self.session.opened.issues)
            self._show_facts()
        else:
            self._greet()
        self.stack.setCurrentIndex(at)
        if self.stack.currentWidget() is self.parts.settings_page:
            self.parts.settings_page.focus(chosen)

    def _make_parts(self, notices: Notices | None = None) -> None:
        self.parts = parts = Parts(
            acts=self.acts, settings=self.settings, opener=self.opener, runner=self.runner,
            messages=self.messages, back=self.hide_issues, notices=notices,
        )  # fmt: skip
        self.top_bar, self.notices, self.stack = parts.top_bar, parts.notices, parts.stack
        self.welcome, self.issues, self.map_page = parts.welcome, parts.issues, parts.map_page
        self.status, self.work, self.palette_ = parts.status, parts.work, parts.palette_
        self.setCentralWidget(parts)
        self.welcome.wanted.connect(self.open_paths)
        self.status.issues.clicked.connect(self._show_found)
        self.speech.waiting.connect(parts.settings_page.show_waiting)

    def _wire_actions(self) -> None:
        answers: dict[Act, Callable[[], object]] = {
            Act.OPEN: lambda: self.open_paths(*ask_for_plan(self, self.settings)),
            Act.NEW: lambda: self.open_paths(*ask_for_map(self, self.settings)),
            Act.QUIT: self.close,
            Act.SAVE: self.save,
            Act.CLOSE: self.show_welcome,
            Act.APPEARANCE: self._other_appearance,
            Act.SETTINGS: self.show_settings,
            Act.PALETTE: self._ask_palette,
        }
        elsewhere = (Act.SAVE_ELSEWHERE, Act.SAVE_FOLDER, Act.SNAPSHOT)
        answers |= {act: partial(self._of_session, act) for act in (*ANSWERED, *elsewhere)}
        for act, answer in answers.items():
            self.acts.wire(act, lambda _checked=False, answer=answer: answer())
        self.opener.opened.connect(self.show_plan)
        self.opener.failed.connect(self._tell_failure)
        self.speech.changed.connect(self.make_anew)

    def _of_session(self, act: Act) -> None:
        if self.session is not None:
            self.session.answers[act]()

    def _ask_palette(self) -> None:
        if self.session is not None:
            self.hide_issues()  # what is found stands on the pages of the plan
            self.palette_.ask(self.session.finder())

    def _other_appearance(self) -> None:
        self.settings.appearance = "light" if theme.mode() == "dark" else "dark"

    def _greet(self) -> None:
        self.setWindowTitle(tr("Rayon"))
        self.messages.hint(tr("Tab moves between cards  ·  Enter opens"))
        self.status.facts.setText(tr("Rayon works offline"))

    def _is_at_rest(self) -> bool:
        """Whether everything that is seen may be made anew: no work under way, nothing half done."""
        busy = self.runner.is_busy or self.stack.currentWidget() is self.map_page
        return not busy and (self.session is None or self.session.is_at_rest)

    def _show_found(self) -> None:
        self.hide_issues()
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
        self.palette_.hide()  # it finds in the plan that goes
        if self.session is not None:
            self.stack.removeWidget(self.session.desk)
            self.session.end()
            self.session = None
            self.status.show_issues(())
