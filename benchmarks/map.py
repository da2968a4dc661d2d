"""The map: preparing, first paint, panning, one re-assigned region, memory over 10,000 frames."""

from __future__ import annotations

import gc
import os
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from benchmarks.budgets import Figure, measure
from planner.io.plan_reader import read_plan
from planner.model.regions import RegionSet
from planner.model.types import Ints, ints
from ui.map.cache import prepared_map
from ui.map.canvas import MapCanvas
from ui.map.colours import borders_between, territory_colours
from ui.map.content import MapContent, TerritoryMark
from ui.map.levels import prepare_map
from ui.theme import theme

COUNTIES = Path("sample_regions/us_counties/counties.zip")
COMMUNES = Path("../shared/regions/bench_fr_communes/bench_fr_communes_shp.zip")
SIZE = (1030, 680)
TERRITORIES = 24
FRAMES = 10_000
GROWTH_MB = 8.0
FRAME = 0.016


def figures() -> Iterator[Figure]:
    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    theme.apply(app, "light")
    yield from _of_set("3,108 counties", _regions(COUNTIES), frames=FRAMES)
    if COMMUNES.exists():
        yield from _of_set("34,835 communes", _regions(COMMUNES), frames=0)
    else:
        print("French communes are not here; left out")


def _of_set(name: str, regions: RegionSet, frames: int) -> Iterator[Figure]:
    geometry, points, edges = regions.geometry, regions.points, regions.graph.edges
    yield measure(f"map of {name}: prepared", lambda: prepare_map(geometry, points), runs=3)
    with tempfile.TemporaryDirectory() as folder:
        cache = Path(folder)
        prepared = prepared_map(geometry, points, folder=cache)
        yield measure(
            f"map of {name}: from the cache",
            lambda: prepared_map(geometry, points, folder=cache),
        )
    canvas = MapCanvas()
    canvas.resize(*SIZE)
    canvas.show()
    # Before a window is exposed `repaint()` does nothing, and every frame would be free.
    assert QTest.qWaitForWindowExposed(canvas)
    owner = _owner(regions)
    content = MapContent(owner, _marks(owner, edges))

    def first_paint() -> None:
        canvas.set_map(prepared, edges)
        canvas.show_content(content)
        canvas.repaint()

    yield measure(f"map of {name}: first paint", first_paint)
    yield measure(
        f"map of {name}: one region re-assigned, repainted",
        _Reassigned(canvas),
        runs=40,
        budget=FRAME,
    )
    yield measure(f"map of {name}: pan frame", _Pan(canvas), runs=60, budget=FRAME)
    yield measure(f"map of {name}: sharp after a zoom, labels placed", _Zoom(canvas), runs=10)
    if frames:
        yield _many_frames(name, canvas, frames)
    canvas.close()
    canvas.deleteLater()


def _regions(path: Path) -> RegionSet:
    plan, _ = read_plan(path)
    assert plan is not None
    return plan.regions


def _owner(regions: RegionSet) -> Ints:
    """Each region to the nearest of a few regions drawn by chance."""
    seeds = np.random.default_rng(1).choice(len(regions), TERRITORIES, replace=False)
    away = ((regions.points[:, None] - regions.points[seeds]) ** 2).sum(axis=2)
    return ints(away.argmin(axis=1))


def _marks(owner: Ints, edges: Ints) -> tuple[TerritoryMark, ...]:
    colours = territory_colours(TERRITORIES, borders_between(edges, [owner]))
    return tuple(
        TerritoryMark(f"T{k + 1:02d}", "+1.2 %", colour=int(colours[k])) for k in range(TERRITORIES)
    )


class _Reassigned:
    """Gives the next region to the next territory and paints, as an edit by hand does."""

    def __init__(self, canvas: MapCanvas) -> None:
        self.canvas, self.turn = canvas, 0

    def __call__(self) -> None:
        self.turn += 1
        content = self.canvas.content
        owner = content.owner.copy()
        owner[self.turn * 97 % len(owner)] = self.turn % TERRITORIES
        self.canvas.show_content(MapContent(ints(owner), content.marks))
        self.canvas.repaint()


class _Pan:
    """Drags the map to and fro."""

    def __init__(self, canvas: MapCanvas) -> None:
        self.canvas, self.turn = canvas, 0

    def __call__(self) -> None:
        self.turn += 1
        step = 1 if self.turn // 20 % 2 else -1
        self.canvas.pan(20 * step, 9 * step)
        self.canvas.repaint()


class _Zoom:
    """Zooms in and out around the middle and draws sharp at once."""

    def __init__(self, canvas: MapCanvas) -> None:
        self.canvas, self.turn = canvas, 0

    def __call__(self) -> None:
        self.turn += 1
        self.canvas.zoom_by(1.5 if self.turn % 2 else 1 / 1.5)
        self.canvas.settle()
        self.canvas.repaint()


def _many_frames(name: str, canvas: MapCanvas, frames: int) -> Figure:
    """Pan for many frames; the time of one, and an error when memory grows."""
    pan = _Pan(canvas)
    for _ in range(500):  # caches and pools fill up first
        pan()
    gc.collect()
    before = _resident_mb()
    started = time.perf_counter()
    for _ in range(frames):
        pan()
    seconds = (time.perf_counter() - started) / frames
    gc.collect()
    growth = _resident_mb() - before
    if growth > GROWTH_MB:
        raise AssertionError(f"{growth:.1f} MB more after {frames} frames")
    what = f"map of {name}: a frame of {frames:,}; memory {growth:+.1f} MB"
    return Figure(what, seconds, seconds, seconds, FRAME)


def _resident_mb() -> float:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6
