"""Work in a thread of its own, so that the caller hears of it and can leave it at any moment."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

Outcome = TypeVar("Outcome")

PULSE_S = 0.05
"""Pause between two pulses, and between two looks at whether to end."""

GRACE_S = 0.08
"""What the work gets to end by itself once it is over; then it is left to end unattended."""


@dataclass(frozen=True, slots=True, eq=False)
class Done(Generic[Outcome]):
    """What work returned; the absence of a `Done` means that it was left."""

    outcome: Outcome


def attended(
    work: Callable[[], Outcome], *, over: Callable[[], bool], pulse: Callable[[], object]
) -> Done[Outcome] | None:
    """Run work in another thread while the caller's thread beats; return what came of it.

    Parameters
    ----------
    work : callable
        Looks at `over` itself wherever it can, so that a thread that was left soon ends. Where it
        cannot (a library that compiles for seconds), the caller is free all the same.
    over : callable
        Asked every 50 ms whether to end.
    pulse : callable
        Called every 50 ms in the caller's thread.

    Returns
    -------
    Done or None
        None where the work was left behind because it was over. What it raises is raised here.
    """
    task = _Task(work)
    thread = threading.Thread(target=task.run, name="solver")
    thread.start()
    while not task.ended.wait(PULSE_S):
        pulse()
        if over():
            task.ended.wait(GRACE_S)
            break
    if not task.ended.is_set():
        return None
    thread.join()
    if task.error is not None:
        raise task.error
    return task.done


class _Task(Generic[Outcome]):
    """Holds what came of work done in another thread."""

    def __init__(self, work: Callable[[], Outcome]) -> None:
        self._work = work
        self.ended = threading.Event()
        self.done: Done[Outcome] | None = None
        self.error: BaseException | None = None

    def run(self) -> None:
        """Do the work and keep what it returns or raises."""
        try:
            self.done = Done(self._work())
        except BaseException as error:  # noqa: BLE001 - raised again in the caller's thread
            self.error = error
        finally:
            self.ended.set()
