"""Outlines around regions: a free line, corners one by one, a rectangle; each makes a selection."""

from __future__ import annotations

import math

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter

from planner.model.types import floats, ints
from ui.map.requests import SelectRegions
from ui.map.tools.preview import draw_corners, draw_outline
from ui.map.tools.tool import Pointer, Stage, Tool

TURN = math.radians(15)
"""Sides turn in steps of this angle while Shift is held."""
SAME = 3.0
"""Clicks nearer than these logical pixels are one corner."""

Point = tuple[float, float]


class OutlineTool(Tool):
    """What the outline holds is selected: Shift adds, Alt takes away, the source filter limits it."""

    cursor = Qt.CursorShape.CrossCursor
    works_while_busy = True

    def __init__(self, stage: Stage) -> None:
        super().__init__(stage)
        self.points: list[Point] = []

    def finish(self, points: list[Point], pointer: Pointer) -> None:
        """Ask for what the outline means."""
        stage = self.stage
        found = stage.regions_within(np.array(points, np.float64), stage.taking.inside)
        taken = found[stage.taking.allowed(stage.content.visible_owner)[found]]
        stage.ask(SelectRegions(ints(taken), pointer.mode))

    def cancel(self) -> bool:
        going, self.points = bool(self.points), []
        self.stage.update()
        return going

    def _end(self, pointer: Pointer) -> None:
        points, self.points = self.points, []
        self.stage.update()
        if len(points) >= 3:
            self.finish(points, pointer)


class LassoTool(OutlineTool):
    """A free line that closes itself."""

    name = "lasso"

    def press(self, pointer: Pointer) -> None:
        self.points = [pointer.at]

    def move(self, pointer: Pointer, *, held: bool) -> None:
        if held and self.points:
            self.points.append(pointer.at)
            self.stage.update()

    def release(self, pointer: Pointer) -> None:
        self._end(pointer)

    def paint(self, painter: QPainter) -> None:
        draw_outline(painter, self.points)


class RectangleTool(OutlineTool):
    """From one corner to the opposite one."""

    name = "rectangle"

    def press(self, pointer: Pointer) -> None:
        self.points = [pointer.at]

    def move(self, pointer: Pointer, *, held: bool) -> None:
        if held and self.points:
            (x, y), (right, bottom) = self.points[0], pointer.at
            self.points = [(x, y), (right, y), (right, bottom), (x, bottom)]
            self.stage.update()

    def release(self, pointer: Pointer) -> None:
        self._end(pointer)

    def paint(self, painter: QPainter) -> None:
        draw_outline(painter, self.points)


class PolygonTool(OutlineTool):
    """Corners one by one; a double click, Enter or the first corner ends it, Backspace takes one back.

    Corners snap to corners and borders of regions; with Shift sides turn in steps of 15 degrees.
    """

    name = "polygon"
    knows_double_click = True

    def __init__(self, stage: Stage) -> None:
        super().__init__(stage)
        self._at: Pointer | None = None

    def press(self, pointer: Pointer) -> None:
        point = self._placed(pointer)
        if len(self.points) >= 3 and math.dist(point, self.points[0]) <= 2 * SAME:
            self._end(pointer)
        elif not self.points or math.dist(point, self.points[-1]) > SAME:
            self.points.append(point)
        self._at = pointer
        self.stage.update()

    def move(self, pointer: Pointer, *, held: bool) -> None:
        self._at = pointer
        if self.points:
            self.stage.update()

    def double_click(self, pointer: Pointer) -> None:
        self._end(pointer)

    def key(self, key: Qt.Key) -> bool:
        if not self.points:
            return False
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._end(self._at or Pointer(*self.points[-1]))
        elif key in (Qt.Key.Key_Backspace, Qt.Key.Key_Delete):
            self.points.pop()
            self.stage.update()
        else:
            return False
        return True

    def paint(self, painter: QPainter) -> None:
        if not self.points:
            return
        ahead = [] if self._at is None else [self._placed(self._at)]
        line = [*self.points, *ahead]
        draw_outline(painter, line, closed=len(line) > 2)
        draw_corners(painter, self.points)

    def _placed(self, pointer: Pointer) -> Point:
        """Return where a corner goes: turned in steps while Shift is held, else snapped."""
        if pointer.shift and self.points:
            return turned(self.points[-1], pointer.at)
        return self.stage.snapped(pointer.x, pointer.y)


def turned(start: Point, end: Point) -> Point:
    """Return the end of a side whose direction is the nearest multiple of 15 degrees."""
    length = math.dist(start, end)
    angle = round(math.atan2(end[1] - start[1], end[0] - start[0]) / TURN) * TURN
    return (start[0] + length * math.cos(angle), start[1] + length * math.sin(angle))


def corners_of(a: Point, b: Point) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    """Return the corners of the rectangle between two opposite ones, shape (4, 2)."""
    return floats([a, (b[0], a[1]), b, (a[0], b[1])])
