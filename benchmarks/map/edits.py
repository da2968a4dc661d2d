"""Edits and pointing: from the event to the frame that shows it."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from benchmarks.map.frames import TIMES
from benchmarks.map.sets import TERRITORIES, Work, busiest_place
from benchmarks.map.stopwatch import Stopwatch, Timed, timed
from benchmarks.map.window import look_at, move, paint_dirty, press, release
from planner.model.types import Floats, Ints, ints
from ui.map.canvas import MapCanvas
from ui.map.requests import Request, SelectRegions
from ui.map.tools.brush import SIZES, BrushTool
from ui.map.tools.outline import LassoTool

GROUP = 500
EDITS, STROKE, HOVERS, LASSOS = 24, 60, 200, 9


def edits(canvas: MapCanvas, work: Work) -> Iterator[tuple[str, Timed]]:
    """Yield the figures of re-assigned regions and of a stroke of the brush."""
    look_at(canvas, work, 1)
    chance = np.random.default_rng(2)
    yield "1 region re-assigned", _one(canvas, work)
    place = busiest_place(work.regions.points, np.ptp(work.regions.points, axis=0).max() / 16)
    yield f"{GROUP} neighbouring regions", _same(canvas, work, work.near(place, GROUP))
    scattered = ints(chance.choice(len(work.regions), GROUP, replace=False))
    yield f"{GROUP} scattered regions", _same(canvas, work, scattered)
    for times in TIMES:
        look_at(canvas, work, times)
        yield f"brush of 30 px, one move x{times}", _stroke(canvas)


def pointing(canvas: MapCanvas, work: Work) -> Iterator[tuple[str, Timed]]:
    """Yield the figures of hovering and of a lasso over a third of the map."""
    for times in TIMES:
        look_at(canvas, work, times)
        yield f"hover with outline x{times}", _hover(canvas)
    look_at(canvas, work, 1)
    line = lasso_line(canvas)
    yield "lasso: hit test", timed(lambda: canvas.regions_within(line), LASSOS)
    yield "lasso: let go, selected, painted", _lasso(canvas, line)
    canvas.set_selection(work.selected)


def lasso_line(canvas: MapCanvas) -> Floats:
    """Return a wavy line around about a third of the window, logical pixels, shape (200, 2)."""
    turn = np.linspace(0, 2 * np.pi, 200, endpoint=False)
    reach = 1 + 0.06 * np.sin(9 * turn)
    x = canvas.width() * (0.5 + 0.33 * reach * np.cos(turn))
    y = canvas.height() * (0.5 + 0.33 * reach * np.sin(turn))
    return np.rint(np.column_stack([x, y]))


def _one(canvas: MapCanvas, work: Work) -> Timed:
    watch = Stopwatch()
    owner = work.content.owner.copy()
    for turn in range(EDITS):
        owner = owner.copy()
        owner[turn * 97 % len(owner)] = turn % TERRITORIES
        content = work.with_owner(owner)
        with watch:
            canvas.show_content(content)
            canvas.repaint()
    canvas.show_content(work.content)
    return watch.timed


def _same(canvas: MapCanvas, work: Work, regions: Ints) -> Timed:
    """Give some regions to one territory after another."""
    watch = Stopwatch()
    for turn in range(EDITS):
        owner = work.content.owner.copy()
        owner[regions] = turn % TERRITORIES
        content = work.with_owner(owner)
        with watch:
            canvas.show_content(content)
            canvas.repaint()
    canvas.show_content(work.content)
    return watch.timed


def _stroke(canvas: MapCanvas) -> Timed:
    """Paint with the large brush along a wave: one pointer event, its draft, its frame."""
    brush = canvas.add_tool(BrushTool)
    canvas.use_tool("brush")
    brush.size, brush.target = len(SIZES) - 1, 0
    left, middle = canvas.width() * 0.3, canvas.height() / 2
    press(canvas, left, middle)
    canvas.repaint()
    watch = Stopwatch()
    for turn in range(1, STROKE):
        with watch:
            move(canvas, left + 8 * turn, middle + 60 * np.sin(turn / 8), held=True)
            canvas.repaint()
    brush.cancel()
    canvas.use_tool("select")
    release(canvas, left, middle)
    canvas.repaint()
    return watch.timed


def _hover(canvas: MapCanvas) -> Timed:
    """Move the pointer from region to region; what is out of date is painted.

    Moves within a region paint nothing and are not counted.
    """
    paint_dirty(canvas)
    watch, before = Stopwatch(), -1
    for turn in range(HOVERS):
        x = canvas.width() * (0.1 + 0.8 * turn / HOVERS)
        y = canvas.height() * (0.5 + 0.4 * np.sin(turn / 5))
        region = canvas.region_at(round(x), round(y))
        if region == before:
            continue
        before = region
        with watch:
            move(canvas, x, y)
            paint_dirty(canvas)
    return watch.timed


def _lasso(canvas: MapCanvas, line: Floats) -> Timed:
    """Let the lasso go: hit test, selection, its hatch and outline, the frame."""

    def select(request: Request) -> None:
        if isinstance(request, SelectRegions):
            canvas.set_selection(request.regions)

    canvas.requested.connect(select)
    canvas.add_tool(LassoTool)
    canvas.use_tool("lasso")
    watch = Stopwatch()
    for _ in range(LASSOS):
        canvas.set_selection(ints(()))
        press(canvas, *line[0])
        for x, y in line[1:].tolist():
            move(canvas, x, y, held=True)
        canvas.repaint()
        with watch:
            release(canvas, *line[-1])
            canvas.repaint()
    canvas.use_tool("select")
    canvas.requested.disconnect(select)
    return watch.timed
