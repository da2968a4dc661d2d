"""One thread that writes to the disk, in order, while the window goes on."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from queue import SimpleQueue
from threading import Event, Thread
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal

ENDS_WITHIN_S = 3.0
"""A network drive that is gone holds the window no longer."""

Answer = Callable[[Any], object]
"""Told in the window's thread what the work gave, or the exception it ended in."""


class Writer(QObject):
    """Does work that may not be dropped: it waits for nothing else, and ends before the window does.

    A daemon thread, so that a write that hangs cannot keep the process: what is written aside and
    never renamed harms nothing.
    """

    _done = Signal(object, object)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._queue: SimpleQueue[Callable[[], object] | None] = SimpleQueue()
        self._thread: Thread | None = None
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

        self._put(run)

    def wait(self, seconds: float = ENDS_WITHIN_S) -> bool:
        """Wait until what was asked for is done; return whether it is, in that time."""
        if self._thread is None:
            return True
        reached = Event()
        self._put(reached.set)
        return reached.wait(seconds)

    def finish(self, seconds: float = ENDS_WITHIN_S) -> bool:
        """End the thread once all is done; return whether it is, in that time."""
        if self._thread is None:
            return True
        self._put(None)
        self._thread.join(seconds)
        return not self._thread.is_alive()

    def _put(self, work: Callable[[], object] | None) -> None:
        self._queue.put(work)
        if self._thread is None:
            queue = self._queue
            self._thread = Thread(target=lambda: _work_off(queue), name="rayon-writer", daemon=True)
            self._thread.start()

    def _emit(self, answer: Answer, result: object) -> None:
        with suppress(RuntimeError):  # the window is gone; what was written is written
            self._done.emit(answer, result)

    def _answer(self, answer: Answer, result: object) -> None:
        answer(result)


def _work_off(queue: SimpleQueue[Callable[[], object] | None]) -> None:
    while (work := queue.get()) is not None:
        work()
