from __future__ import annotations

import logging
import sys
import threading
from collections.abc import Iterator

import pytest
from PySide6.QtCore import qInstallMessageHandler, qWarning
from pytestqt.qtbot import QtBot

from ui.dialogs.crash_report import CrashReport
from ui.errors import Uncaught, described, keep_log, log, log_file


@pytest.fixture
def uncaught(qtbot: QtBot, caplog: pytest.LogCaptureFixture) -> Iterator[Uncaught]:
    hooks = sys.excepthook, threading.excepthook
    made = Uncaught()
    made.install()
    yield made
    sys.excepthook, threading.excepthook = hooks
    caplog.clear()


def test_an_exception_nobody_caught_is_told_with_its_trace(
    uncaught: Uncaught, qtbot: QtBot, caplog: pytest.LogCaptureFixture
) -> None:
    with qtbot.waitSignal(uncaught.caught) as told:
        try:
            raise KeyError("territory")
        except KeyError as error:
            sys.excepthook(KeyError, error, error.__traceback__)
    assert "KeyError: 'territory'" in told.args[0]
    assert "test_errors.py" in told.args[0]
    assert "KeyError" in caplog.text
    caplog.clear()


def test_an_exception_of_a_thread_is_told_too(
    uncaught: Uncaught, qtbot: QtBot, caplog: pytest.LogCaptureFixture
) -> None:
    with qtbot.waitSignal(uncaught.caught) as told:
        thread = threading.Thread(target=lambda: 1 // 0)
        thread.start()
        thread.join()
    assert "ZeroDivisionError" in told.args[0]
    caplog.clear()


def test_the_log_and_qts_messages_reach_the_file(
    caplog: pytest.LogCaptureFixture, request: pytest.FixtureRequest
) -> None:
    keep_log()
    request.addfinalizer(lambda: qInstallMessageHandler(None))
    try:
        log.info("started")
        qWarning("from Qt")
        for handler in log.handlers:
            handler.flush()
        written = log_file().read_text("utf-8")
    finally:
        for handler in list(log.handlers):
            if isinstance(handler, logging.FileHandler):
                log.removeHandler(handler)
                handler.close()
    assert "started" in written
    assert "Qt: from Qt" in written
    caplog.clear()


def test_the_crash_report_gathers_what_comes_after(qtbot: QtBot) -> None:
    report = CrashReport("first", "rayon.log")
    qtbot.addWidget(report)
    report.add("second")
    assert report.details.toPlainText() == "first\nsecond"


def test_an_error_is_described_with_its_kind() -> None:
    assert described(OSError("disk full")).strip() == "OSError: disk full"
