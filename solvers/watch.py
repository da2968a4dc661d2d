"""One watch per solve: the clock, the stop token and the pace of progress reports."""

from __future__ import annotations

import time

from planner.judge.problem import StoppedBy
from solvers.options import SolveOptions
from solvers.progress import Progress, Report, Stop

REPORT_EVERY_S = 0.1


class Watch:
    """Knows when to end and why, and passes progress on at most ten times a second.

    The clock decides only *when* something is told or cut short, never what is computed.
    """

    def __init__(
        self, options: SolveOptions, report: Report | None = None, stop: Stop | None = None
    ) -> None:
        self._options = options
        self._report = report
        self._stop = stop
        self._began = time.monotonic()
        self._told = -1.0
        self._ended_by: StoppedBy | None = None

    @property
    def runtime_s(self) -> float:
        """Seconds since the solve began."""
        return time.monotonic() - self._began

    @property
    def stopped_by(self) -> StoppedBy:
        """Why the solve ended; work when neither the user nor the clock ended it."""
        return self._ended_by or StoppedBy.WORK

    def over(self) -> bool:
        """Whether to end now; once true it stays true."""
        if self._ended_by is None:
            limit = self._options.time_limit_s
            if self._stop is not None and self._stop():
                self._ended_by = StoppedBy.USER
            elif limit is not None and self.runtime_s >= limit:
                self._ended_by = StoppedBy.TIME
        return self._ended_by is not None

    def due(self) -> bool:
        """Whether a progress report would be passed on now."""
        return self._report is not None and self.runtime_s - self._told >= REPORT_EVERY_S

    def tell(self, progress: Progress) -> None:
        """Pass a progress report on, at once."""
        if self._report is not None:
            self._told = self.runtime_s
            self._report(progress)
