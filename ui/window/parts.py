"""What stands in the window around a plan: made anew where the language changes."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from ui.actions import Actions
from ui.jobs import JobRunner
from ui.messages import Messages
from ui.settings import Settings
from ui.window.issue_page import IssuePage
from ui.window.map_page import MapPage
from ui.window.notices import Notices
from ui.window.opening import Opener
from ui.window.palette import CommandPalette
from ui.window.settings_page import SettingsPage
from ui.window.status_line import StatusLine
from ui.window.top_bar import TopBar
from ui.window.welcome import Welcome
from ui.window.work_card import WorkCard


class Parts(QWidget):
    """Top bar, notes, the stack of pages, status line; over them the card of work and the palette.

    `back` is called by a page that is closed. Notes that stand are taken over from the parts before.
    """

    def __init__(
        self,
        *,
        acts: Actions,
        settings: Settings,
        opener: Opener,
        runner: JobRunner,
        messages: Messages,
        back: Callable[[], None],
        notices: Notices | None = None,
    ) -> None:
        super().__init__()
        self.top_bar = TopBar(acts)
        self.notices = notices or Notices(messages)
        self.welcome = Welcome(acts, settings)
        self.issues = IssuePage(back)
        self.map_page = MapPage(opener, runner, back, messages)
        self.settings_page = SettingsPage(settings, back)
        self.stack = QStackedWidget()
        for page in (self.welcome, self.issues, self.map_page, self.settings_page):
            self.stack.addWidget(page)
        self.map_page.asked.connect(self.stack.setCurrentWidget)
        self.stack.currentChanged.connect(lambda _at: acts.hush_page(hushed=self.covers_plan))
        self.status = StatusLine(messages)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.top_bar)
        column.addWidget(self.notices)
        column.addWidget(self.stack, 1)
        column.addWidget(self.status)
        self.work = WorkCard(self.stack)
        self.palette_ = CommandPalette(self)
        opener.started.connect(self.work.follow)
        opener.ended.connect(self.work.end)

    @property
    def covers_plan(self) -> bool:
        """Whether a page of the window stands where the plan would."""
        own = (self.welcome, self.issues, self.map_page, self.settings_page)
        return self.stack.currentWidget() in own
