"""A measured figure and the budget it is held against."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Figure:
    """One line of the table: what was measured, the median, the spread, the budget."""

    what: str
    seconds: float
    least: float
    most: float
    budget: float | None

    def line(self) -> str:
        unit, factor = ("ms", 1000.0) if self.most < 1 else ("s", 1.0)
        verdict = (
            "" if self.budget is None else ("within" if self.seconds <= self.budget else "OVER")
        )
        budget = "" if self.budget is None else f"{self.budget * factor:g} {unit}"
        spread = f"{self.least * factor:.1f} to {self.most * factor:.1f}"
        return f"| {self.what} | {self.seconds * factor:.1f} {unit} | {spread} | {budget} | {verdict} |"


HEADER = "| what | median | spread | budget | |\n|---|---|---|---|---|"


def measure(
    what: str,
    action: Callable[[], object],
    *,
    runs: int = 5,
    warm: int = 1,
    budget: float | None = None,
) -> Figure:
    """Time an action several times after a warm-up; the median is held against the budget."""
    for _ in range(warm):
        action()
    times = []
    for _ in range(runs):
        started = time.perf_counter()
        action()
        times.append(time.perf_counter() - started)
    return Figure(what, statistics.median(times), min(times), max(times), budget)
