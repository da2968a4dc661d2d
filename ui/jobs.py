"""Work in the background: two threads, a stop token, progress ten times a second, stale results dropped."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from threading import Event
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal

Stop = Callable[[], bool]
"""Asked by the work, often: whether to stop now."""
Report = Callable[[object], None]
"""Told by the work, as often as it likes: a frozen value that says how far it is."""
Work = Callable[[Report, Stop], object]
"""Qt-free work with frozen arguments and a frozen result; a stopped job's result is dropped unless
it is asked to finish with the best so far."""

PROGRESS_SECONDS = 0.1
CLOSE_SECONDS = 3.0


class Job(QObject):
    """Work under way, seen from the window's thread.

    Signals
    -------
    progress(object), done(object), failed(Exception), cancelled()
        After one of the last three nothing more comes.
    """

    progress = Signal(object)
    done = Signal(object)
    failed = Signal(object)
    cancelled = Signal()

    def __init__(self, text: str, generation: int, parent: QObject) -> None:
        super().__init__(parent)
        self.text = text
        self.generation = generation
        self.stopping = Event()
        self._dropped = False

    @property
    def is_dropped(self) -> bool:
        """Whether nobody wants its result any more."""
        return self._dropped

    def cancel(self) -> None:
        """Ask it to stop and drop its result."""
        self._dropped = True
        self.stopping.set()

    def abandon(self) -> None:
        """Cancel it and tell nobody: who would be told is gone, or about to go."""
        self.cancel()
        self.blockSignals(True)

    def finish_now(self) -> None:
        """Ask it to stop and to give what it has so far."""
        self.stopping.set()


class JobRunner(QObject):
    """Runs jobs one after another in one worker thread, and long ones in another.

    Jobs of the same `line` ("read", "solve") supersede each other: starting one cancels the one
    before it, whose late result is dropped.

    Signals
    -------
    started(Job), finished(Job)
        For a place that shows all work under way.
    """

    started = Signal(object)
    finished = Signal(object)
    _arrived = Signal(object, object, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix="rayon-job")
        self._long = ThreadPoolExecutor(max_workers=1, thread_name_prefix="rayon-long-job")
        self._jobs: dict[int, tuple[Job, str, Future[None]]] = {}
        self._generation = 0
        self._arrived.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    @property
    def is_busy(self) -> bool:
        """Whether any job is under way."""
        return bool(self._jobs)

    def start(self, text: str, work: Work, *, line: str = "work", is_long: bool = False) -> Job:
        """Start `work(report, stop)`; `text` says on screen what it does.

        Nothing but other long work waits behind long work: a plan is solved for a minute, and its map
        wants saving meanwhile.
        """
        for other, other_line, _ in list(self._jobs.values()):
            if other_line == line:
                other.cancel()
        self._generation += 1
        job = Job(text, self._generation, self)
        pool = self._long if is_long else self._pool
        future = pool.submit(_run, work, self._generation, job.stopping, self._emit)
        self._jobs[self._generation] = (job, line, future)
        self.started.emit(job)
        return job

    def close(self, seconds: float = CLOSE_SECONDS) -> bool:
        """Cancel everything and wait a little; returns whether the thread has ended."""
        for job, _, future in self._jobs.values():
            job.cancel()
            future.cancel()
        for pool in (self._pool, self._long):
            pool.shutdown(wait=False, cancel_futures=True)
        until = time.monotonic() + seconds
        for _, _, future in self._jobs.values():
            if not future.cancelled():
                _wait(future, until - time.monotonic())
        return all(future.done() for _, _, future in self._jobs.values())

    def _emit(self, generation: int, kind: str, value: object) -> None:
        with suppress(RuntimeError):  # the window is gone while its last job still winds down
            self._arrived.emit(generation, kind, value)

    def _deliver(self, generation: int, kind: str, value: Any) -> None:
        """Pass on what a worker sent, in the window's thread."""
        if generation not in self._jobs:
            return
        job, _, _ = self._jobs[generation]
        if kind == "progress":
            if not job.is_dropped:
                job.progress.emit(value)
            return
        del self._jobs[generation]
        self.finished.emit(job)
        if job.is_dropped:
            job.cancelled.emit()
        elif kind == "done":
            job.done.emit(value)
        else:
            job.failed.emit(value)
        job.deleteLater()


def _run(
    work: Work, generation: int, stopping: Event, emit: Callable[[int, str, object], None]
) -> None:
    """Run in the worker; holds no job, since cyclic collection may run in any thread."""
    last = 0.0

    def report(value: object) -> None:
        nonlocal last
        now = time.monotonic()
        if now - last >= PROGRESS_SECONDS:
            last = now
            emit(generation, "progress", value)

    try:
        result = work(report, stopping.is_set)
    except Exception as error:  # noqa: BLE001  the window shows it, whatever it is
        emit(generation, "failed", error)
    else:
        emit(generation, "done", result)


def _wait(future: Future[None], seconds: float) -> None:
    try:
        future.exception(timeout=max(0.0, seconds))
    except TimeoutError:
        return
