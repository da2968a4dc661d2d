"""What happened in one solve: printed while it runs, kept for the report a bug can be told with."""

from __future__ import annotations

import hashlib
import os
import platform
import sys
import time
from collections.abc import Callable
from dataclasses import asdict
from typing import Any

from planner.judge.problem import Problem
from solvers.options import SolveOptions
from solvers.progress import Progress
from solvers.watch import REPORT_EVERY_S

MOST_EVENTS = 400
"""Changes kept; when there are more, every second one of them goes."""


class RunLog:
    """A `Report` that keeps each change of phase, best plan or bound, and may print it.

    Parameters
    ----------
    say : callable, optional
        Gets one line at a time, at most ten times a second.
    """

    def __init__(self, say: Callable[[str], None] | None = None) -> None:
        self._say = say
        self._began = time.monotonic()
        self._said_s = -REPORT_EVERY_S
        self._events: list[dict[str, Any]] = []

    def __call__(self, progress: Progress, /) -> None:
        """Take note of a progress report."""
        seconds = time.monotonic() - self._began
        event = {
            "phase": progress.phase, "best": progress.best, "bound": progress.bound,
            "violations": progress.violations, "violation": progress.violation,
        }  # fmt: skip
        last = self._events[-1] if self._events else {}
        if any(last.get(key) != value for key, value in event.items()):
            self._events.append({"s": round(seconds, 3), **event})
        if len(self._events) > MOST_EVENTS:
            del self._events[1:-1:2]
        if self._say is not None and seconds - self._said_s >= REPORT_EVERY_S:
            self._said_s = seconds
            self._say(line(seconds, progress))

    def fields(self, problem: Problem, text: str, options: SolveOptions) -> dict[str, Any]:
        """Return what a report carries: problem, options, machine and every change kept.

        Parameters
        ----------
        problem : Problem
        text : str
            The problem file, known again by its SHA-256.
        options : SolveOptions
        """
        return {
            "problem": {
                "name": problem.name, "n": problem.n, "k": problem.k, "m": len(problem.measures),
                "sha256": hashlib.sha256(text.encode()).hexdigest(),
            },
            "options": asdict(options),
            "machine": {"cores": os.cpu_count(), "platform": platform.platform()},
            "events": self._events,
        }  # fmt: skip


def line(seconds: float, progress: Progress) -> str:
    """Return a progress report as one line."""
    said = [f"{seconds:7.1f} s {progress.phase:8}"]
    if progress.best is not None:
        said.append(f"best {progress.best:.6g}")
    if progress.bound is not None:
        said.append(f"bound {progress.bound:.6g}")
    if progress.violations:
        said.append(f"{progress.violations} rules broken by {progress.violation:.3g}")
    return "  ".join(said)


def to_stderr(text: str) -> None:
    """Print a line of progress where it does not mix with the answer."""
    sys.stderr.write(f"{text}\n")
    sys.stderr.flush()
