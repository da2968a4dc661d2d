"""Measure one map in a process of its own: `python -m benchmarks.map.one_set PLAN CACHE KIND`.

KIND is `speed` (everything that is timed), `large` (the same at two device pixels a pixel), `prepare` or
`cached` (memory of a process that only shows the map). Prints one JSON object.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from benchmarks.map.edits import edits, pointing
from benchmarks.map.exactness import regions_that_differ
from benchmarks.map.frames import looking_around, placing
from benchmarks.map.memory import growth_over_frames, peak_mb, resident_mb
from benchmarks.map.preparing import first_frames, longest_wait
from benchmarks.map.sets import Work, plan_in_work
from benchmarks.map.stopwatch import Timed, timed
from benchmarks.map.window import application, canvas_of, look_at
from planner.store.rayon_file import load_rayon
from ui.map.cache import prepared_map
from ui.map.canvas import MapCanvas
from ui.map.levels import prepare_map

Value = dict[str, float] | float


def measured(path: Path, cache: Path, kind: str) -> dict[str, Value]:
    """Return every figure of a kind by its name."""
    plan, issues = load_rayon(path)
    assert plan is not None, issues
    app = application()
    work = plan_in_work(plan.regions)
    if kind in ("prepare", "cached"):
        return _memory(work, cache)
    found: dict[str, Value] = {}
    if kind == "speed":
        found |= _preparing(work, cache)
    prepared = prepared_map(work.regions.geometry, work.regions.points, folder=cache)
    with canvas_of(work, prepared) as canvas:
        found |= {name: asdict(figure) for name, figure in _speeds(canvas, work)}
        if kind == "speed":
            found["pixels that differ from a fresh drawing"] = regions_that_differ(canvas, work)
            found["MB more after 10,000 pans"] = growth_over_frames(canvas, work)
    app.processEvents()
    return found


def _speeds(canvas: MapCanvas, work: Work) -> Iterator[tuple[str, Timed]]:
    yield from looking_around(canvas, work)
    yield from edits(canvas, work)
    yield from pointing(canvas, work)
    yield from placing(canvas, work)


def _preparing(work: Work, cache: Path) -> dict[str, Value]:
    geometry, points = work.regions.geometry, work.regions.points
    prepared = timed(lambda: prepare_map(geometry, points), runs=3, warm=0)
    prepared_map(geometry, points, folder=cache)
    loaded, shown = first_frames(work, cache)
    return {
        "prepared": asdict(prepared),
        "cache loaded": asdict(loaded),
        "cache loaded, first frame": asdict(shown),
        "preparation stops within": asdict(longest_wait(work)),
        "MB of the cache file": max(f.stat().st_size for f in cache.iterdir()) / 1e6,
    }


def _memory(work: Work, cache: Path) -> dict[str, Value]:
    before = resident_mb()
    prepared = prepared_map(work.regions.geometry, work.regions.points, folder=cache)
    with canvas_of(work, prepared) as canvas:
        for times in (1, 4, 16):
            look_at(canvas, work, times)
        return {"before": before, "now": resident_mb(), "peak": peak_mb()}


if __name__ == "__main__":
    print(json.dumps(measured(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3])))
