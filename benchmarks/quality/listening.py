"""Hears a solve and keeps what stood at given seconds."""

from __future__ import annotations

import time

from planner.judge.problem import Problem
from planner.judge.verify import extra_pieces
from planner.model.types import UNASSIGNED
from solvers.progress import Progress


class Listening:
    """A `Report` that notes firsts and keeps the state at each mark; nothing is judged meanwhile.

    Attributes
    ----------
    kept : dict of float to Progress
        By mark, what had been told when it passed.
    connected_s, tolerance_s, clash_s, proven_s : float or None
    """

    def __init__(self, problem: Problem, marks: tuple[float, ...]) -> None:
        self._problem = problem
        self._open = sorted(marks)
        self._last: Progress | None = None
        self.kept: dict[float, Progress | None] = {}
        self.connected_s: float | None = None
        self.tolerance_s: float | None = None
        self.clash_s: float | None = None
        self.proven_s: float | None = None
        self.began = time.perf_counter()

    @property
    def seconds(self) -> float:
        """Wall seconds since the solve began."""
        return time.perf_counter() - self.began

    def __call__(self, progress: Progress, /) -> None:
        """Take note of a progress report."""
        now = self.seconds
        self._pass(now)
        self._last = progress
        if self.clash_s is None and progress.clash:
            self.clash_s = now
        if self.proven_s is None and any(clash.proven for clash in progress.clash):
            self.proven_s = now
        if progress.owner is None or (progress.owner == UNASSIGNED).any():
            return
        if self.connected_s is None and not extra_pieces(self._problem, progress.owner):
            self.connected_s = now
        if self.tolerance_s is None and not progress.violations:
            self.tolerance_s = now

    def end(self) -> float:
        """Close the marks that have passed and return the wall seconds."""
        now = self.seconds
        self._pass(now)
        return now

    def _pass(self, now: float) -> None:
        while self._open and self._open[0] < now:
            self.kept[self._open.pop(0)] = self._last
