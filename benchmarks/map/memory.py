"""Memory of a process that shows a map, and of 10,000 pans."""

from __future__ import annotations

import gc
import os
from pathlib import Path

from benchmarks.map.frames import STEP
from benchmarks.map.sets import Work
from benchmarks.map.window import look_at, move, press, release
from ui.map.canvas import MapCanvas

FRAMES, WARM = 10_000, 600


def growth_over_frames(canvas: MapCanvas, work: Work) -> float:
    """Drag the map to and fro for many frames; return by how many MB memory grew."""
    look_at(canvas, work, 4)
    canvas.use_tool("hand")
    _drag(canvas, WARM)  # pools fill up first
    gc.collect()
    before = resident_mb()
    _drag(canvas, FRAMES)
    gc.collect()
    canvas.use_tool("select")
    return resident_mb() - before


def _drag(canvas: MapCanvas, frames: int) -> None:
    x, y = canvas.width() / 2, canvas.height() / 2
    press(canvas, x, y)
    for turn in range(frames):
        way = 1 if turn // 10 % 2 else -1
        x, y = x + STEP[0] * way, y + STEP[1] * way
        move(canvas, x, y, held=True)
        canvas.repaint()
    release(canvas, x, y)


def resident_mb() -> float:
    """Return what the process holds in memory now, files mapped into it included."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def peak_mb() -> float:
    """Return the most the process ever held."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) * 1024 / 1e6
    return 0.0
