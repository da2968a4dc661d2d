"""Preparing a map, opening it from the cache, and how soon preparation stops when told to."""

from __future__ import annotations

import threading
import time
from pathlib import Path

from benchmarks.map.sets import Work
from benchmarks.map.stopwatch import Stopwatch, Timed
from benchmarks.map.window import new_canvas
from ui.map.cache import prepared_map
from ui.map.levels import MapPreparationStopped, prepare_map

OPENINGS = 7
MOMENTS = 8


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


def slowest_stop(work: Work, seconds: float) -> float:
    """Stop preparation at several moments of its time; return the longest it went on after that."""
    slowest = 0.0
    for moment in range(MOMENTS):
        told = threading.Event()
        at = [0.0]

        def tell(told: threading.Event = told, at: list[float] = at) -> None:
            at[0] = time.perf_counter()
            told.set()

        timer = threading.Timer(seconds * (moment + 0.5) / MOMENTS, tell)
        timer.start()
        try:
            prepare_map(work.regions.geometry, work.regions.points, told.is_set)
        except MapPreparationStopped:
            slowest = max(slowest, time.perf_counter() - at[0])
        timer.join()
    return slowest
