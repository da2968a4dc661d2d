"""Keeps the moments of a solve that say something: new phases, and gains spread over the time."""

from __future__ import annotations

from planner.judge.run_log import Moment

STEP = 0.05
"""Share of the time gone by that lies at least between two moments of one phase."""

LEAST_S = 0.1


class Moments:
    """Moments noted so far; their number grows with the logarithm of the time."""

    def __init__(self) -> None:
        self._noted: list[Moment] = []

    def note(self, moment: Moment) -> None:
        """Keep a moment that differs from the last one and comes late enough after it."""
        if self._noted:
            last = self._noted[-1]
            same = (last.violations, last.violation, last.best, last.bound) == (
                moment.violations, moment.violation, moment.best, moment.bound,
            )  # fmt: skip
            soon = moment.at_s - last.at_s < max(LEAST_S, STEP * moment.at_s)
            if last.phase == moment.phase and (same or soon):
                return
        self._noted.append(moment)

    def all(self) -> tuple[Moment, ...]:
        """Return them in order."""
        return tuple(self._noted)
