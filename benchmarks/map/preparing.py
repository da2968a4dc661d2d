"""Preparing a map, opening it from the cache, and how soon preparation asks whether to stop."""

from __future__ import annotations

import time
from itertools import pairwise
from pathlib import Path

from benchmarks.map.sets import Work
from benchmarks.map.stopwatch import Stopwatch, Timed
from benchmarks.map.window import new_canvas
from ui.map.cache import prepared_map
from ui.map.levels import prepare_map

OPENINGS = 7


def first_frames(work: Work, cache: Path) -> tuple[Timed, Timed]:
    """Return loading from the cache alone, and loading with the first frame of a new canvas."""
    loading, showing = Stopwatch(), Stopwatch()
    for _ in range(OPENINGS):
        canvas = new_canvas()
        with showing:
            with loading:
                prepared = prepared_map(work.regions.geometry, work.regions.points, folder=cache)
            canvas.set_map(prepared, work.regions.graph.edges)
            canvas.show_content(work.content)
            canvas.repaint()
        canvas.close()
        canvas.deleteLater()
    return loading.timed, showing.timed


def longest_wait(work: Work) -> Timed:
    """Prepare once; return the longest stretch between two questions whether to stop."""
    wall, cpu = [time.perf_counter()], [time.thread_time()]

    def asked() -> bool:
        wall.append(time.perf_counter())
        cpu.append(time.thread_time())
        return False

    prepare_map(work.regions.geometry, work.regions.points, asked)
    asked()
    longest = [max(b - a for a, b in pairwise(times)) for times in (wall, cpu)]
    return Timed(longest[0], longest[1], longest[1], longest[0], 1)
