"""What every test stands on: no screen, fresh settings, no leaked widget, no leaked thread, quiet logs.

Random tests draw the same examples on every machine and watch no clock.

Tests of planner and solvers never import Qt; the fixtures that need it do nothing then.
"""

from __future__ import annotations

import gc
import logging
import os
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings

from planner.language import use_language
from planner.notation import use_notation

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

os.environ["QT_QPA_PLATFORM"] = "offscreen"  # before anything imports PySide6
os.environ.setdefault("QT_QUICK_BACKEND", "software")
# English and the neutral notation, whatever the machine speaks; tests that want another ask for it.
os.environ["RAYON_LANGUAGE"], os.environ["RAYON_NUMBERS"] = "en", "neutral"

THREADS_END_WITHIN = 3.0

# A slow machine is not a failed test; what fails prints how to draw it again.
settings.register_profile(
    "rayon", deadline=None, derandomize=True, print_blob=True,
    suppress_health_check=[HealthCheck.too_slow],
)  # fmt: skip
settings.load_profile("rayon")


@pytest.fixture(autouse=True)
def _own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Give each test its own settings, cache and data folders, and its own folder to write in."""
    home = tmp_path / "home"
    home.mkdir()
    monkeypatch.chdir(home)  # tests side by side do not meet in a file named without its folder
    for name, folder in (
        ("XDG_CONFIG_HOME", "config"),
        ("XDG_CACHE_HOME", "cache"),
        ("XDG_DATA_HOME", "data"),
        ("XDG_STATE_HOME", "state"),
    ):
        monkeypatch.setenv(name, str(home / folder))
    if "PySide6.QtCore" in sys.modules:
        from PySide6.QtCore import QSettings

        for scope in (QSettings.Scope.UserScope, QSettings.Scope.SystemScope):
            QSettings.setPath(QSettings.Format.IniFormat, scope, str(home / "config"))


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    """Give the language and the notation back that a test changed."""
    yield
    use_language("en")
    use_notation("neutral")


@pytest.fixture(autouse=True, scope="session")
def _empty_clipboard() -> Iterator[None]:
    """Leave nothing copied: without a screen its end would be reached after the interpreter's."""
    yield
    if "PySide6.QtWidgets" not in sys.modules:
        return
    from PySide6.QtWidgets import QApplication

    if QApplication.instance():
        QApplication.clipboard().clear()


@pytest.fixture(autouse=True)
def _no_leaked_widgets() -> Iterator[None]:
    """Fail a test that leaves a top-level widget alive."""
    before = {id(widget) for widget in _top_level_widgets()}
    yield
    if "PySide6.QtWidgets" not in sys.modules:
        return
    left = [widget for widget in _top_level_widgets() if id(widget) not in before]
    if left:
        gc.collect()
        _delete_later()
        gc.freeze()  # what still lives stays: to walk all of it again after each test takes 0.3 s
        left = [widget for widget in _top_level_widgets() if id(widget) not in before]
    names = [f"{type(widget).__name__} {widget.objectName()!r}" for widget in left]
    for widget in left:
        widget.deleteLater()
    _delete_later()
    assert not names, f"widgets left alive: {names}"


@pytest.fixture(autouse=True)
def _no_leaked_threads() -> Iterator[None]:
    """Fail a test that leaves a worker of ours running."""
    yield
    until = time.monotonic() + THREADS_END_WITHIN
    while (left := _workers()) and time.monotonic() < until:
        time.sleep(0.01)
    assert not left, f"threads left alive: {left}"


@pytest.fixture(autouse=True)
def _quiet_logs(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """Fail a test in which somebody logs a warning that the test does not expect (`caplog.clear()`)."""
    yield
    loud = [
        f"{record.name}: {record.getMessage()}"
        for record in caplog.get_records("call")
        if record.levelno >= logging.WARNING
    ]
    assert not loud, f"unexpected log lines: {loud}"


def _top_level_widgets() -> list[QWidget]:
    if "PySide6.QtWidgets" not in sys.modules:
        return []
    from PySide6.QtWidgets import QApplication

    return list(QApplication.topLevelWidgets()) if QApplication.instance() else []


def _delete_later() -> None:
    from PySide6.QtCore import QCoreApplication, QEvent

    if QCoreApplication.instance():
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def _workers() -> list[str]:
    return [thread.name for thread in threading.enumerate() if thread.name.startswith("rayon")]
