"""Wall clock and processor time of one thread, medians of many runs."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Self


@dataclass(frozen=True)
class Timed:
    """Medians in seconds by the wall clock and by processor time of the thread, and the longest by both."""

    wall: float
    cpu: float
    most: float
    most_wall: float
    runs: int


class Stopwatch:
    """Collects runs of an action; what happens between `start` and `stop` counts."""

    def __init__(self) -> None:
        self._wall: list[float] = []
        self._cpu: list[float] = []
        self._from = (0.0, 0.0)

    def __enter__(self) -> Self:
        self._from = (time.perf_counter(), time.thread_time())
        return self

    def __exit__(self, *_: object) -> None:
        wall, cpu = time.perf_counter(), time.thread_time()
        self._wall.append(wall - self._from[0])
        self._cpu.append(cpu - self._from[1])

    def add(self, longest: Timed) -> None:
        """Count the longest of other runs as one run."""
        self._wall.append(longest.most_wall)
        self._cpu.append(longest.most)

    @property
    def timed(self) -> Timed:
        """The medians of all runs, and the longest by processor time."""
        return Timed(
            statistics.median(self._wall),
            statistics.median(self._cpu),
            max(self._cpu),
            max(self._wall),
            len(self._wall),
        )


def timed(action: Callable[[], object], runs: int, warm: int = 2) -> Timed:
    """Time an action several times after some runs that do not count."""
    for _ in range(warm):
        action()
    watch = Stopwatch()
    for _ in range(runs):
        with watch:
            action()
    return watch.timed
