"""Tasks on one or several threads, with the same outcome: each task depends on nothing but itself.

Compiled loops and CP-SAT release the interpreter lock, so that threads are enough.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import FIRST_EXCEPTION, Future, ThreadPoolExecutor, wait
from types import TracebackType
from typing import Generic, Self, TypeVar

Outcome = TypeVar("Outcome")

PULSE_S = 0.05
"""Pause between two pulses while threads work."""


def _nothing() -> None:
    """Pass no progress on."""


class Crew:
    """Runs tasks on `workers` threads; with one worker everything runs in the caller's thread.

    `pulse` is called in the caller's thread while the others work, to pass progress on.
    """

    def __init__(self, workers: int, pulse: Callable[[], object] = _nothing) -> None:
        self._pulse = pulse
        self._pool = ThreadPoolExecutor(workers, "crew") if workers > 1 else None

    @property
    def alone(self) -> bool:
        """Whether tasks run in the caller's thread, which then has to pass progress on itself."""
        return self._pool is None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)

    def all(self, tasks: Sequence[Callable[[], Outcome]]) -> list[Outcome]:
        """Run the tasks and return their outcomes in order."""
        if self._pool is None:
            return [task() for task in tasks]
        futures = [self._pool.submit(task) for task in tasks]
        self._await(futures)
        return [future.result() for future in futures]

    def begin(self, task: Callable[[], Outcome]) -> Begun[Outcome]:
        """Begin a task and go on; with one worker it is done when this returns."""
        if self._pool is None:
            done: Future[Outcome] = Future()
            done.set_result(task())
            return Begun(done, self._await)
        return Begun(self._pool.submit(task), self._await)

    def _await(self, futures: Sequence[Future[Outcome]]) -> None:
        pending = set(futures)
        while pending:
            _, pending = wait(pending, PULSE_S, FIRST_EXCEPTION)
            self._pulse()


class Begun(Generic[Outcome]):
    """A task under way."""

    def __init__(
        self, future: Future[Outcome], wait_for: Callable[[Sequence[Future[Outcome]]], None]
    ) -> None:
        self._future, self._wait_for = future, wait_for

    def outcome(self) -> Outcome:
        """Wait for the task and return its outcome; what it raised is raised here."""
        self._wait_for([self._future])
        return self._future.result()
