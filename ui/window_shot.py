"""The real window, opened on a plan without touching the user's settings or journal, and grabbed."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QCoreApplication, QObject, QSettings, QSize, QTimer
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QApplication, QWidget

from planner.language import language, tr
from planner.model.plan import Plan
from planner.notation import notation
from ui.app import Appearance, make_app, make_steps
from ui.main_window import SMALLEST, MainWindow
from ui.settings import Settings
from ui.steps.data import DataStep
from ui.window.opening import Opened

PATIENCE_MS = 120_000
LOOK_MS = 10
REST_LOOKS = 25
"""The window is grabbed when nothing was under way for so many looks: labels stand, bars are placed."""


class ShotFailed(ValueError):
    """The window could not be shown; the message says why in one line."""


def shoot(
    plan: Path,
    step: str,
    size: QSize,
    mode: str,
    *,
    rest: int = REST_LOOKS,
    inspect: Callable[[QWidget], None] | None = None,
) -> QPixmap:
    """Open a plan in the real window at a step and return its picture.

    Of a map that leaves something open it is the page that asks about it.

    Parameters
    ----------
    plan : Path
        Plan folder, plan.toml or region file.
    step : str
        Key of the page, from `planner.model.words.STEPS`; of a section of it as "data:outlines".
    size : QSize
        Logical pixels.
    mode : str
        light or dark.
    rest : int
        Looks, of 10 ms, for which nothing may be under way before the window is grabbed.
    inspect : callable, optional
        Given the window just before it is grabbed.

    Raises
    ------
    ShotFailed
        When there is no such plan or page, or the window fails.
    """
    if not plan.exists():
        raise ShotFailed(f"{plan}: there is no such file or folder")
    if size.width() < SMALLEST.width() or size.height() < SMALLEST.height():
        raise ShotFailed(f"the window is at least {SMALLEST.width()}x{SMALLEST.height()}")
    app = make_app()
    with tempfile.TemporaryDirectory(prefix="rayon-shot-") as home:
        QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, home)
        settings = Settings(app)
        settings.appearance = mode
        settings.language, settings.numbers = language(), notation()
        Appearance(app, settings)
        shot = _Shot(app, settings, size, inspect)
        return shot.take(plan, step, rest)


class NoJournal:
    """A journal that keeps nothing and has nothing to offer."""

    def record(self, plan: Plan) -> None:
        """Keep nothing."""

    def recover(self, plan: Plan) -> tuple[Plan, datetime] | None:
        """Offer nothing."""
        return None

    def clear(self) -> None:
        """Forget nothing."""

    def follow(self, path: Path, plan: Plan) -> None:
        """Follow nothing."""

    def earlier(self, at: datetime) -> Path:
        """Return a place that is never asked for."""
        return Path(f"{at:%H.%M}.rayon")


class _Shot(QObject):
    """Runs the app until the page is at rest."""

    def __init__(
        self,
        app: QApplication,
        settings: Settings,
        size: QSize,
        inspect: Callable[[QWidget], None] | None,
    ) -> None:
        super().__init__()
        self._app = app
        self._inspect = inspect
        self._step = ""
        self._failure = ""
        self._picture: QPixmap | None = None
        self._rest = REST_LOOKS
        self._quiet = 0
        self.window = MainWindow(settings, make_steps, lambda _opened: NoJournal())
        self.window.resize(size)
        self.window.plan_shown.connect(self._go)
        self.window.opener.opened.connect(self._check)
        self.window.map_page.asked.connect(self._await_rest)
        self.window.opener.failed.connect(lambda path, error: self._fail(f"{path.name}: {error}"))
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.setInterval(PATIENCE_MS)
        self._patience.timeout.connect(lambda: self._fail(tr("the window did not come to rest")))
        self._look = QTimer(self)
        self._look.setInterval(LOOK_MS)
        self._look.timeout.connect(self._watch)

    def take(self, plan: Path, step: str, rest: int) -> QPixmap:
        """Show a plan at a step and return its picture after a rest."""
        self._step, self._rest = step, rest
        hook, sys.excepthook = sys.excepthook, self._caught
        self._patience.start()
        self.window.show()
        self.window.open_paths(plan)
        self._app.exec()
        self.window.close()
        self.window.deleteLater()
        sys.excepthook = hook
        if self._picture is None:
            raise ShotFailed(self._failure or "the window closed by itself")
        return self._picture

    def _check(self, opened: Opened) -> None:
        if opened.plan is None:
            found = "; ".join(issue.line() for issue in opened.issues[:3])
            self._fail(tr("{name} cannot be shown: {found}", name=opened.path.name, found=found))

    def _go(self) -> None:
        session = self.window.session
        if session is None:
            return
        key, _, section = self._step.partition(":")
        known = dict.fromkeys(session.desk.steps)
        step = session.desk.steps.get(key)
        if isinstance(step, DataStep):
            known |= dict.fromkeys(f"{key}:{each}" for each in step.sections)
        if self._step not in known:
            self._fail(
                tr(
                    "there is no page {step}; there are {known}",
                    step=self._step,
                    known=", ".join(known),
                )
            )
            return
        session.desk.go_to(key)
        if section and isinstance(step, DataStep):
            step.go_to(section)
        self._await_rest()

    def _await_rest(self) -> None:
        self._look.start()

    def _watch(self) -> None:
        self._quiet = 0 if self.window.runner.is_busy else self._quiet + 1
        if self._quiet >= self._rest:
            self._look.stop()
            self._patience.stop()
            if self._inspect is not None:
                self._inspect(self.window)
            self._picture = self.window.grab()
            QCoreApplication.quit()

    def _fail(self, why: str) -> None:
        self._failure = self._failure or why
        QCoreApplication.quit()

    def _caught(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        sys.__excepthook__(kind, error, trace)
        self._fail(tr("the window failed: {name}: {error}", name=kind.__name__, error=error))
