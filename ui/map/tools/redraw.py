"""Tools that change the regions themselves: split by a line, draw a new one, move a border."""

from __future__ import annotations

import math

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter

from planner.model.types import Floats, floats
from ui.map.requests import DragBorder, DrawRegion, SplitRegion
from ui.map.tools.line import LineTool, dense
from ui.map.tools.outline import Point, PolygonTool, turned
from ui.map.tools.preview import draw_corners, draw_outline
from ui.map.tools.tool import Pointer, Stage, Tool

LEAST_DRAG = 3.0
"""Logical pixels; a border moved less is a click."""


class SplitRegionTool(LineTool):
    """The region that the line runs through longest is split along it."""

    name = "split_region"

    def finish(self, line: Floats, pointer: Pointer) -> None:
        under = [self.stage.region_at(x, y) for x, y in dense(line).tolist()]
        inside = [region for region in under if region >= 0]
        if inside:
            region = max(set(inside), key=lambda each: (inside.count(each), -each))
            self.stage.ask(SplitRegion(region, self.stage.metres_of(line)))


class DrawRegionTool(PolygonTool):
    """Corners one by one make a new region; they snap unless `snaps` is off."""

    name = "draw_region"
    works_while_busy = False

    def __init__(self, stage: Stage) -> None:
        super().__init__(stage)
        self.snaps = True

    def finish(self, points: list[Point], pointer: Pointer) -> None:
        self.stage.ask(DrawRegion(self.stage.metres_of(floats(points))))

    def _placed(self, pointer: Pointer) -> Point:
        if pointer.shift and self.points:
            return turned(self.points[-1], pointer.at)
        return self.stage.snapped(*pointer.at) if self.snaps else pointer.at


class DragBorderTool(Tool):
    """A corner or any place of a border is dragged elsewhere; Alt and a click take a corner away."""

    name = "drag_border"
    cursor = Qt.CursorShape.CrossCursor

    def __init__(self, stage: Stage) -> None:
        super().__init__(stage)
        self.snaps = True
        self._near: Point | None = None
        self._held: Point | None = None
        self._at: Point | None = None

    def press(self, pointer: Pointer) -> None:
        self._held = self._at = self._border_at(pointer)
        if self._held is not None and pointer.alt:
            self._ask(self._held, None)
            self.cancel()

    def move(self, pointer: Pointer, *, held: bool) -> None:
        if held and self._held is not None:
            self._at = self._end(pointer)
        else:
            self._near = self._border_at(pointer)
        self.stage.update()

    def release(self, pointer: Pointer) -> None:
        held, self._held = self._held, None
        self._near = None
        if held is not None:
            end = self._end(pointer)
            if math.dist(held, end) >= LEAST_DRAG:
                self._ask(held, end)
        self.stage.update()

    def cancel(self) -> bool:
        going = self._held is not None
        self._near = self._held = self._at = None
        self.stage.update()
        return going

    def paint(self, painter: QPainter) -> None:
        if self._held is not None and self._at is not None:
            draw_outline(painter, [self._held, self._at], closed=False)
            draw_corners(painter, [self._at])
        elif self._near is not None:
            draw_corners(painter, [self._near])

    def _border_at(self, pointer: Pointer) -> Point | None:
        """Return the place of a border at the pointer, None where none is near."""
        place = self.stage.snapped(*pointer.at)
        if place != pointer.at:
            return place
        beside = self.stage.snapped(pointer.x + 1.0, pointer.y + 1.0)  # is it on a border itself?
        return place if math.dist(beside, place) < 1.0 else None

    def _end(self, pointer: Pointer) -> Point:
        return self.stage.snapped(*pointer.at) if self.snaps else pointer.at

    def _ask(self, start: Point, end: Point | None) -> None:
        places = self.stage.metres_of(floats([start, end or start]))
        (x, y), (to_x, to_y) = places.tolist()
        self.stage.ask(DragBorder((x, y), None if end is None else (to_x, to_y)))
