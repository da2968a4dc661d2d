"""Tools that draw areas and change them: corners one by one, a circle, and corners dragged."""

from __future__ import annotations

import math

import numpy as np
import shapely
from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter

from planner.edits.areas import EmptyAreaError, sound
from planner.edits.corners import add_corner, middles_of, move_corner, remove_corner, side_near
from planner.model.geometry import Geometry
from planner.model.inside import shape_of
from planner.model.types import Floats, floats
from ui.map.areas import AreaDrawing, Handles, ShownArea, draw_handles, handles_of
from ui.map.requests import ChooseArea, DrawArea, DrawCircle, ReshapeArea, TryOutline
from ui.map.tools.outline import Point, PolygonTool, turned
from ui.map.tools.preview import draw_outline
from ui.map.tools.select import SelectTool
from ui.map.tools.tool import Pointer, Stage, Tool

REACH = 8.0
"""Logical pixels around a corner or a line that take it."""
SMALLEST = 4.0
"""Radius of a circle in logical pixels; a smaller one is a click that slipped."""
CIRCLE_SIDES = 64


class AreaPolygonTool(PolygonTool):
    """Corners one by one make an area."""

    def finish(self, points: list[Point], pointer: Pointer) -> None:
        self.stage.ask(DrawArea(self.stage.metres_of(floats(points))))


class CircleTool(Tool):
    """From the middle to the edge: a round area."""

    name = "circle"
    cursor = Qt.CursorShape.CrossCursor

    def __init__(self, stage: Stage) -> None:
        super().__init__(stage)
        self._middle: Point | None = None
        self._edge: Point | None = None

    def press(self, pointer: Pointer) -> None:
        self._middle, self._edge = pointer.at, None

    def move(self, pointer: Pointer, *, held: bool) -> None:
        if held and self._middle is not None:
            self._edge = pointer.at
            self.stage.update()

    def release(self, pointer: Pointer) -> None:
        middle, self._middle, self._edge = self._middle, None, None
        self.stage.update()
        if middle is None or math.dist(middle, pointer.at) < SMALLEST:
            return
        centre, edge = self.stage.metres_of(floats([middle, pointer.at])).tolist()
        self.stage.ask(DrawCircle((centre[0], centre[1]), math.dist(centre, edge)))

    def cancel(self) -> bool:
        going, self._middle, self._edge = self._middle is not None, None, None
        self.stage.update()
        return going

    def paint(self, painter: QPainter) -> None:
        if self._middle is None or self._edge is None:
            return
        (x, y), radius = self._middle, math.dist(self._middle, self._edge)
        angles = [2 * math.pi * step / CIRCLE_SIDES for step in range(CIRCLE_SIDES)]
        round_ = [(x + radius * math.cos(a), y + radius * math.sin(a)) for a in angles]
        draw_outline(painter, round_)


class ReshapeTool(SelectTool):
    """Chooses areas by their name, line or land; the corners of the chosen one can be dragged.

    A drag from the dot amid a side makes a corner of it, so does a double click on a line; Del takes
    the corner away that was touched last. Corners snap to borders; with Shift the side before turns in
    steps of 15 degrees. `drawing` is what the page shows.
    """

    name = "reshape"

    def __init__(self, stage: Stage) -> None:
        super().__init__(stage)
        self.drawing = AreaDrawing()
        self._before: Geometry | None = None
        self._now: Geometry | None = None
        self._hot = -1

    def press(self, pointer: Pointer) -> None:
        area = self.drawing.chosen
        taken = None if area is None else self._taken(area, pointer)
        if taken is None:
            self._hot = -1
            super().press(pointer)
            return
        self._before, self._hot = taken
        self._now = None
        self.stage.update()

    def move(self, pointer: Pointer, *, held: bool) -> None:
        area = self.drawing.chosen
        if self._before is None or area is None:
            super().move(pointer, held=held)
            return
        if held:
            x, y = self._placed(pointer, self._before)
            to = self.stage.metres_of(floats([[x, y]])).tolist()[0]
            self._now = move_corner(self._before, self._hot, (to[0], to[1]))
            self.stage.ask(TryOutline(area.key, self._now))

    def release(self, pointer: Pointer) -> None:
        area, now, self._before, self._now = self.drawing.chosen, self._now, None, None
        if now is None or area is None:
            super().release(pointer)
            return
        try:
            self.stage.ask(ReshapeArea(area.key, sound(now)))
        except EmptyAreaError:
            self.stage.ask(TryOutline(area.key, None))

    def double_click(self, pointer: Pointer) -> None:
        area = self.drawing.chosen
        if area is None or not self._on_line(area, pointer):
            super().double_click(pointer)
            return
        at = self.stage.metres_of(floats([pointer.at])).tolist()[0]
        corner = side_near(area.outline, (at[0], at[1]))
        self._hot = corner + 1
        self.stage.ask(ReshapeArea(area.key, add_corner(area.outline, corner, (at[0], at[1]))))

    def key(self, key: Qt.Key) -> bool:
        area = self.drawing.chosen
        if area is None:
            return False
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.stage.ask(ChooseArea(""))
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and self._hot >= 0:
            self._remove(area)
        else:
            return False
        return True

    def cancel(self) -> bool:
        area, going = self.drawing.chosen, self._before is not None
        self._before = self._now = None
        if going and area is not None:
            self.stage.ask(TryOutline(area.key, None))
        return super().cancel() or going

    def paint(self, painter: QPainter) -> None:
        super().paint(painter)
        area = self.drawing.chosen
        if area is not None:
            draw_handles(painter, self._handles(area.outline), self._hot)

    def _click(self, pointer: Pointer) -> None:
        key = self.drawing.label_at(*pointer.at) or self._area_under(pointer)
        if key or self.drawing.chosen is not None:
            self.stage.ask(ChooseArea(key))
        else:
            super()._click(pointer)

    def _area_under(self, pointer: Pointer) -> str:
        """Return the smallest area that a pixel lies in, or ""."""
        x, y = self.stage.metres_of(floats([pointer.at]))[0].tolist()
        shapes = [(area.key, shape_of(area.outline)) for area in self.drawing.areas]
        held = [
            (shapely.area(shape), key) for key, shape in shapes if shapely.contains_xy(shape, x, y)
        ]
        return min(held)[1] if held else ""

    def _remove(self, area: ShownArea) -> None:
        try:
            after = remove_corner(area.outline, self._hot)
        except EmptyAreaError:
            return
        self._hot = -1
        self.stage.ask(ReshapeArea(area.key, after))

    def _taken(self, area: ShownArea, pointer: Pointer) -> tuple[Geometry, int] | None:
        """Return the outline to change and the vertex that the pointer takes; None where it takes none."""
        handles = self._handles(area.outline)
        corner = _nearest(handles.at, pointer)
        if corner is not None:
            return area.outline, int(handles.corners[corner])
        dot = _nearest(handles.dots, pointer)
        if dot is None:
            return None
        side = int(handles.sides[dot])
        middle = ((area.outline.xy[side] + area.outline.xy[side + 1]) / 2).tolist()
        return add_corner(area.outline, side, (middle[0], middle[1])), side + 1

    def _handles(self, outline: Geometry) -> Handles:
        stage = self.stage
        return handles_of(
            outline, stage.pixels_of(outline.xy), stage.pixels_of(middles_of(outline))
        )

    def _on_line(self, area: ShownArea, pointer: Pointer) -> bool:
        outline = area.outline
        x, y = self.stage.metres_of(floats([pointer.at]))[0].tolist()
        start = side_near(outline, (x, y))
        side = shapely.linestrings(self.stage.pixels_of(outline.xy[start : start + 2]))
        return bool(shapely.distance(side, shapely.points(pointer.at)) <= REACH)

    def _placed(self, pointer: Pointer, outline: Geometry) -> Point:
        if not pointer.shift:
            return self.stage.snapped(*pointer.at)
        ring = int(np.searchsorted(outline.ring_start, self._hot, side="right")) - 1
        first, end = outline.ring_start[ring : ring + 2].tolist()
        before = self._hot - 1 if self._hot > first else end - 2
        x, y = self.stage.pixels_of(outline.xy[[before]])[0].tolist()
        return turned((x, y), pointer.at)


def _nearest(points: Floats, pointer: Pointer) -> int | None:
    """Return the point within reach of the pointer, or None."""
    if not len(points):
        return None
    away = np.hypot(*(points - pointer.at).T)
    return int(away.argmin()) if away.min() <= REACH else None
