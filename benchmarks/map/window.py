"""A real canvas on screen, driven by real events."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from benchmarks.map.sets import Work, busiest_place
from ui.map.canvas import MapCanvas
from ui.map.prepared import PreparedMap
from ui.theme import theme

SIZE = (1400, 900)
"""Logical pixels of the map."""
NOTCH = 120
NONE, LEFT = Qt.MouseButton.NoButton, Qt.MouseButton.LeftButton


def application() -> QApplication:
    """Return the application in the light theme."""
    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    theme.apply(app, "light")
    return app


@contextmanager
def canvas_of(work: Work, prepared: PreparedMap) -> Iterator[MapCanvas]:
    """Show a map with everything on it; closed when done."""
    canvas = new_canvas()
    canvas.set_map(prepared, work.regions.graph.edges)
    canvas.show_content(work.content)
    canvas.set_selection(work.selected)
    canvas.repaint()
    yield canvas
    canvas.close()
    canvas.deleteLater()
    QApplication.processEvents()


def new_canvas() -> MapCanvas:
    """Return a canvas that is exposed: before that `repaint()` does nothing, and frames are free."""
    canvas = MapCanvas()
    canvas.resize(*SIZE)
    canvas.show()
    assert QTest.qWaitForWindowExposed(canvas)
    return canvas


def look_at(canvas: MapCanvas, work: Work, times: int) -> None:
    """Show the whole map, or the busiest part of it so many times as large, sharp and with labels."""
    canvas.fit_all()
    scene = canvas.scene
    assert scene is not None
    if times > 1:
        wide = canvas.width() * scene.frame.dpr / scene.view.scale / times
        east, north = busiest_place(work.regions.points, wide)
        x, y = scene.prepared.origin
        (at,) = scene.pixels_of(np.array([[east - x, y - north]])).tolist()
        canvas.pan(canvas.width() / 2 - at[0], canvas.height() / 2 - at[1])
        canvas.zoom_by(times)
    canvas.settle()
    canvas.repaint()


def press(canvas: MapCanvas, x: float, y: float) -> None:
    """Press the left button."""
    QTest.mousePress(canvas, LEFT, pos=QPoint(round(x), round(y)))


def move(canvas: MapCanvas, x: float, y: float, *, held: bool = False) -> None:
    """Move the pointer: one event, as the window system sends it."""
    at = QPointF(round(x), round(y))
    buttons = LEFT if held else NONE
    event = QMouseEvent(
        QMouseEvent.Type.MouseMove,
        at,
        QPointF(canvas.mapToGlobal(at.toPoint())),
        NONE,
        buttons,
        Qt.KeyboardModifier.NoModifier,
    )
    QApplication.sendEvent(canvas, event)


def release(canvas: MapCanvas, x: float, y: float) -> None:
    """Let the left button go."""
    QTest.mouseRelease(canvas, LEFT, pos=QPoint(round(x), round(y)))


def wheel(canvas: MapCanvas, x: float, y: float, notches: int) -> None:
    """Turn the wheel."""
    at = QPointF(x, y)
    event = QWheelEvent(
        at,
        QPointF(canvas.mapToGlobal(at.toPoint())),
        QPoint(),
        QPoint(0, NOTCH * notches),
        NONE,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(canvas, event)


def paint_dirty(canvas: MapCanvas) -> None:
    """Paint what was told to be out of date, no more, as Qt does between two events."""
    QApplication.processEvents()
