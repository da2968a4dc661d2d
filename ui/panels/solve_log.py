"""What happened during a solve, without Qt: progress values turned into events in words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ui.messages import tr, tr_count
from ui.panels.proof_words import room_above
from ui.widgets.figures import percent

if TYPE_CHECKING:
    from ui.use_cases.territories import Progress

SHOWN = 8


@dataclass(frozen=True, slots=True)
class Event:
    """One line of what happened, at so many seconds."""

    seconds: float
    text: str


class SolveLog:
    """Hears of progress and keeps the events worth telling, newest last."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._last: Progress | None = None
        self.events: list[Event] = []

    @property
    def last(self) -> Progress | None:
        """The progress heard last."""
        return self._last

    def hear(self, progress: Progress) -> bool:
        """Take note; return whether there is anything new to tell."""
        text = self._told(progress)
        self._last = progress
        if not text:
            return False
        self.events.append(Event(self._clock(), text))
        return True

    @property
    def room(self) -> float | None:
        """How far the best plan is at most above the least possible, when it meets all rules."""
        if self._last is None or self._last.owner is None or self._last.violations:
            return None
        return room_above(self._last.best, self._last.bound)

    @property
    def phase(self) -> str:
        """What the solver does now."""
        names = {
            "start": tr("Making a first plan"),
            "bound": tr("Working out what the best possible is"),
            "improve": tr("Improving the plan"),
            "polish": tr("Polishing the borders"),
            "done": tr("Checking the result"),
        }
        return names.get(self._last.phase, tr("Working")) if self._last else tr("Starting")

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
        return ""

    @staticmethod
    def _room(progress: Progress) -> float | None:
        return None if progress.violations else room_above(progress.best, progress.bound)
