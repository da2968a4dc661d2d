"""Frames of looking around: pan, zoom, sharp again after a rest, labels placed."""

from __future__ import annotations

from collections.abc import Iterator

from benchmarks.map.sets import Work, plan_in_work
from benchmarks.map.stopwatch import Stopwatch, Timed, timed
from benchmarks.map.window import look_at, move, press, release, wheel
from ui.map.canvas import MapCanvas
from ui.map.overlay import Overlay

TIMES = (1, 4, 16)
PANS, NOTCHES, RESTS = 60, 24, 9
STEP = (20, 9)
MANY_LABELS = 300


def looking_around(canvas: MapCanvas, work: Work) -> Iterator[tuple[str, Timed]]:
    """Yield the figures of panning and zooming at three enlargements."""
    for times in TIMES:
        look_at(canvas, work, times)
        yield f"pan frame x{times}", _panned(canvas, PANS)
    for times in TIMES:
        look_at(canvas, work, times)
        yield f"zoom frame x{times}", _zoomed(canvas, work, times)
    for times in TIMES:
        look_at(canvas, work, times)
        whole, longest = _rested(canvas)
        yield f"sharp and labels at rest x{times}", whole
        yield f"longest wait meanwhile x{times}", longest


def placing(canvas: MapCanvas, work: Work) -> Iterator[tuple[str, Timed]]:
    """Yield what placing labels costs with the work's territories and with many."""
    crowded = plan_in_work(work.regions, MANY_LABELS)
    for content in (crowded.content, work.content):
        canvas.show_content(content)
        look_at(canvas, work, 1)
        assert canvas.scene is not None
        overlay = Overlay(canvas.scene)
        yield f"labels of {len(content.marks)} territories placed", timed(overlay.place, RESTS)


def _panned(canvas: MapCanvas, frames: int) -> Timed:
    """Drag to and fro with the hand: from the event to the frame on screen."""
    canvas.use_tool("hand")
    x, y = canvas.width() / 2, canvas.height() / 2
    press(canvas, x, y)
    watch = Stopwatch()
    for turn in range(frames):
        way = 1 if turn // 10 % 2 else -1
        x, y = x + STEP[0] * way, y + STEP[1] * way
        with watch:
            move(canvas, x, y, held=True)
            canvas.repaint()
    release(canvas, x, y)
    canvas.use_tool("select")
    return watch.timed


def _zoomed(canvas: MapCanvas, work: Work, times: int) -> Timed:
    """Turn the wheel in and out: each frame is the last sharp one, scaled."""
    watch = Stopwatch()
    for turn in range(NOTCHES):
        if turn % 6 == 0:
            look_at(canvas, work, times)
        with watch:
            wheel(canvas, 500, 400, 1 if turn % 12 < 6 else -1)
            canvas.repaint()
    return watch.timed


def _rested(canvas: MapCanvas) -> tuple[Timed, Timed]:
    """What follows when the wheel has rested: all of it, and the longest the window's thread is away."""
    whole, longest = Stopwatch(), Stopwatch()
    for turn in range(RESTS):
        wheel(canvas, 500, 400, 1 if turn % 2 else -1)
        canvas.repaint()
        scene, turns = canvas.scene, Stopwatch()
        assert scene is not None
        with whole:
            while not scene.sharp:
                with turns:
                    canvas.settle_step()
            with turns:
                canvas.repaint()
        longest.add(turns.timed)
    return whole.timed, longest.timed
