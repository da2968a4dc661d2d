"""Keeps the moments of a solve that say something: new phases, and gains spread over the time."""

from __future__ import annotations

from planner.judge.run_log import Moment
from solvers.progress import Progress

STEP = 0.05
"""Share of the time gone by that lies at least between two moments of one phase."""

LEAST_S = 0.1


class Moments:
    """Moments noted so far; their number grows with the logarithm of the time."""

    def __init__(self) -> None:
        self._noted: list[Moment] = []
        self._last: Moment | None = None

    def hear(self, at_s: float, progress: Progress) -> None:
        """Note a state heard at so many seconds since the solve began."""
        self.note(
            Moment(
                at_s=round(at_s, 3), phase=progress.phase, violations=progress.violations,
                violation=progress.violation, best=progress.best, bound=progress.bound,
                by_rule=progress.violation_by_rule,
            )
        )  # fmt: skip

    def note(self, moment: Moment) -> None:
        """Keep a moment that differs from the last one and comes late enough after it."""
        self._last = moment
        if self._noted:
            last = self._noted[-1]
            soon = moment.at_s - last.at_s < max(LEAST_S, STEP * moment.at_s)
            if moment.says_the_same(last) or (last.phase == moment.phase and soon):
                return
        self._noted.append(moment)

    def all(self) -> tuple[Moment, ...]:
        """Return them in order, and the last one heard where it says something new."""
        heard = self._last
        if heard is None or heard.says_the_same(self._noted[-1]):
            return tuple(self._noted)
        return (*self._noted, heard)
