"""One thread that writes to the disk, in order, while the window goes on."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal

Answer = Callable[[Any], object]
"""Told in the window's thread what the work gave, or the exception it ended in."""


class Writer(QObject):
    """Does work that may not be dropped: it waits for nothing else, and ends before the window does."""

    _done = Signal(object, object)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="rayon-writer")
        self._done.connect(self._answer, Qt.ConnectionType.QueuedConnection)

    def do(self, work: Callable[[], object], answer: Answer) -> None:
        """Do work after what was asked for before it."""
        emit = self._emit

        def run() -> None:
            try:
                result = work()
            except Exception as error:  # noqa: BLE001  whoever asked shows it
                result = error
            emit(answer, result)

        self._pool.submit(run)

    def finish(self) -> None:
        """Wait until everything is written."""
        self._pool.shutdown(wait=True)

    def _emit(self, answer: Answer, result: object) -> None:
        with suppress(RuntimeError):  # the window is gone; what was written is written
            self._done.emit(answer, result)

    def _answer(self, answer: Answer, result: object) -> None:
        answer(result)
