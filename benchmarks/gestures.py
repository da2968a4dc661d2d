"""Gestures on the map of a real window, for pictures: a press and moves, and a rest after them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PySide6.QtCore import QPoint

    from ui.map.canvas import MapCanvas


def drag(canvas: MapCanvas, places: Sequence[QPoint]) -> None:
    """Press and move; the button stays down."""
    from PySide6.QtCore import Qt
    from PySide6.QtTest import QTest

    from benchmarks.map.window import move

    QTest.mousePress(canvas, Qt.MouseButton.LeftButton, pos=places[0])
    for place in places[1:]:
        move(canvas, place.x(), place.y(), held=True)


def let_go(canvas: MapCanvas) -> None:
    """Leave whatever the hand was doing."""
    from PySide6.QtCore import Qt
    from PySide6.QtTest import QTest

    QTest.keyClick(canvas, Qt.Key.Key_Escape)
    QTest.mouseRelease(canvas, Qt.MouseButton.LeftButton)


def rest(milliseconds: int = 250) -> None:
    """Let labels be placed and timers run out."""
    from PySide6.QtTest import QTest

    QTest.qWait(milliseconds)
