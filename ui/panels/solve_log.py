"""What happened during a solve, without Qt: progress values turned into events in words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from planner.insight.room import room_above
from planner.judge.run_log import RunLog
from ui.messages import tr, tr_count
from ui.use_cases.phases import phase_said
from ui.use_cases.run_log import Moments
from ui.widgets.figures import percent

if TYPE_CHECKING:
    from ui.use_cases.territories import Progress

SHOWN = 8
WORTH_TELLING = 0.02
"""Share by which a plan has to be better than the one told last."""


@dataclass(frozen=True, slots=True)
class Event:
    """One line of what happened, at so many seconds."""

    seconds: float
    text: str


class SolveLog:
    """Hears of progress and keeps the events worth telling, newest last."""

    def __init__(self, clock: Callable[[], float], asked: Mapping[str, Any] | None = None) -> None:
        self._clock = clock
        self._last: Progress | None = None
        self._first_met: float | None = None
        self._told_best = 0.0
        self._asked, self._moments = asked or {}, Moments()
        self._ended: Mapping[str, Any] = {}
        self.events: list[Event] = []

    @property
    def run(self) -> RunLog:
        """All figures so far, for a bug report."""
        return RunLog(self._asked, self._moments.all(), self._ended)

    @property
    def last(self) -> Progress | None:
        """The progress heard last."""
        return self._last

    @property
    def best(self) -> float | None:
        """Score of the best plan, when it meets all rules: only then it compares with the bound."""
        last = self._last
        return None if last is None or last.owner is None or last.violations else last.best

    @property
    def bound(self) -> float | None:
        """Proven least score of a plan that meets all rules."""
        return None if self._last is None else self._last.bound

    @property
    def room(self) -> float | None:
        """How far the best plan is at most above the least possible, when it meets all rules."""
        return room_above(self.best, self.bound)

    @property
    def phase(self) -> str:
        """What the solver does now."""
        return phase_said(self._last.phase) if self._last else tr("Starting")

    def hear(self, progress: Progress) -> bool:
        """Take note; return whether there is anything new to tell."""
        text = self._told(progress)
        self._last = progress
        self._moments.hear(self._clock(), progress)
        if not text:
            return False
        self.tell(text)
        return True

    def tell(self, text: str) -> None:
        """Add an event."""
        self.events.append(Event(self._clock(), text))

    def end(self, text: str, ended: Mapping[str, Any] | None = None) -> None:
        """Say how it ended; `ended` are the figures for a bug report."""
        self.tell(text)
        self._ended = ended or {"ended": f"after {self._clock():.1f} s: {text}"}

    def _told(self, now: Progress) -> str:
        before = self._last
        had = before is not None and before.owner is not None
        if now.owner is not None and not had:
            return tr_count(
                now.violations,
                "First plan: one rule is broken.",
                "First plan: {count} rules are broken.",
            )
        if before is None or now.owner is None:
            return ""
        if now.violations == 0 and before.violations > 0:
            self._first_met = self._told_best = now.best or 0.0
            return tr("All rules are met.")
        if now.violations < before.violations:
            return tr_count(
                now.violations,
                "Better plan: one rule is broken.",
                "Better plan: {count} rules are broken.",
            )
        if now.bound is not None and before.bound is None:
            return tr("A proven limit is known.")
        room, was = self._room(now), self._room(before)
        if room is not None and was is not None and room <= was - 0.005:
            return tr("At most {room} above the least possible.", room=percent(room))
        return self._better(now)

    def _better(self, now: Progress) -> str:
        """Say how much better a plan is than the first that met all rules, where no limit is known."""
        first, best = self._first_met, now.best
        if not first or best is None or now.violations or now.bound is not None:
            return ""
        if best > self._told_best * (1 - WORTH_TELLING):
            return ""
        self._told_best = best
        gain = percent(1 - best / first, 0)
        return tr("Better plan: {gain} under the first that met all rules.", gain=gain)

    @staticmethod
    def _room(progress: Progress) -> float | None:
        return None if progress.violations else room_above(progress.best, progress.bound)
