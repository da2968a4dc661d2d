"""The desktop app: one window, opened within 1.5 s; what is heavy is imported when it is needed."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication, QWidget

from ui.errors import Uncaught, keep_log, log_file
from ui.main_window import MainWindow
from ui.settings import Settings
from ui.steps.step import Step
from ui.theme import theme
from ui.window.keeping import EditJournal
from ui.window.opening import Opened
from ui.workbench import Workbench

LESS_MOTION = "less_motion"
"""Setting: whether nothing should glide."""
READY_AFTER_MS = 2000
"""The window stands by then, with its plan."""


def main(argv: Sequence[str] | None = None) -> int:
    """Open the window, with a plan or maps where some are named; returns the exit code."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    app = make_app()
    settings = Settings(app)
    Appearance(app, settings)
    keep_log()
    window = MainWindow(settings, make_steps, journal_of)
    uncaught = Uncaught(window)
    uncaught.install()
    Reports(uncaught, window)
    window.show()
    QTimer.singleShot(READY_AFTER_MS, window, get_ready)
    if arguments:
        paths = [Path(argument) for argument in arguments]
        QTimer.singleShot(0, window, lambda: window.open_paths(*paths))
    code = app.exec()
    end_getting_ready()
    if not window.runner.close(seconds=0):
        os._exit(code)  # a job that does not listen would keep the process; the journal has it all
    return code


def get_ready() -> None:
    """Have the solver's loops compiled while somebody still looks at the plan."""
    from ui.use_cases.getting_ready import solver

    solver.allow()
    solver.begin()


def end_getting_ready() -> None:
    """End the compiling where the window closes before."""
    from ui.use_cases.getting_ready import solver

    solver.end()


def make_app() -> QApplication:
    """Return the application, named, so that settings and caches have their folders."""
    QApplication.setApplicationName("Rayon")
    QApplication.setOrganizationName("Rayon")
    QApplication.setApplicationDisplayName("Rayon")
    running = QApplication.instance()
    return running if isinstance(running, QApplication) else QApplication(sys.argv[:1])


def make_steps(bench: Workbench) -> Sequence[Step]:
    """Make the pages of a plan; charts, tables and the map are imported here."""
    from ui.steps.pages import make_steps as make

    return make(bench)


def journal_of(opened: Opened) -> EditJournal:
    """Return the journal that keeps the edits of a plan."""
    from ui.use_cases.keep import Journal

    return Journal(opened.kept_at, unsaved=opened.place is None)


class Appearance(QObject):
    """Keeps the theme as the settings, and the system where they leave it to it, say."""

    def __init__(self, app: QApplication, settings: Settings) -> None:
        super().__init__(app)
        self._app = app
        self._settings = settings
        settings.changed.connect(self._change)
        app.styleHints().colorSchemeChanged.connect(lambda _scheme: self._follow())
        theme.apply(app, settings.appearance)
        theme.keep_still(settings.flag(LESS_MOTION, False))

    def _change(self, key: str) -> None:
        if key == "appearance":
            self._follow()
        elif key == LESS_MOTION:
            theme.keep_still(self._settings.flag(LESS_MOTION, False))

    def _follow(self) -> None:
        if theme.resolve(self._settings.appearance) != theme.mode():
            theme.apply(self._app, self._settings.appearance)


class Reports(QObject):
    """Shows the crash report, one at a time."""

    def __init__(self, uncaught: Uncaught, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        uncaught.caught.connect(self._show)

    def _show(self, text: str) -> None:
        from ui.dialogs.crash_report import CrashReport

        shown = self._window.findChild(CrashReport)
        if shown is None:
            CrashReport(text, str(log_file()), self._window).open()
        else:
            shown.add(text)


if __name__ == "__main__":
    sys.exit(main())
