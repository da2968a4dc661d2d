"""Progress as lines on stderr, where they do not mix with the answer."""

from __future__ import annotations

import sys
import time

from solvers.progress import Progress
from solvers.watch import REPORT_EVERY_S


class ProgressLines:
    """A `Report` that writes one line at a time, at most ten a second."""

    def __init__(self) -> None:
        self._began = time.monotonic()
        self._said_s = -REPORT_EVERY_S

    def __call__(self, progress: Progress, /) -> None:
        """Write a progress report, unless the last one was written just now."""
        seconds = time.monotonic() - self._began
        if seconds - self._said_s < REPORT_EVERY_S:
            return
        self._said_s = seconds
        sys.stderr.write(f"{line(seconds, progress)}\n")
        sys.stderr.flush()


def line(seconds: float, progress: Progress) -> str:
    """Return a progress report as one line."""
    said = [f"{seconds:7.1f} s {progress.phase:8}"]
    if progress.best is not None:
        said.append(f"best {progress.best:.6g}")
    if progress.bound is not None:
        said.append(f"bound {progress.bound:.6g}")
    if progress.violations:
        by_rule = ", ".join(
            f"{rule} {amount:.3g}" for rule, amount in progress.violation_by_rule.items()
        )
        said.append(
            f"{progress.violations} rules broken: {by_rule or format(progress.violation, '.3g')}"
        )
    return "  ".join(said)
