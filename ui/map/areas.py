"""Drawn areas over the map: outlines with their names, the chosen one with its corners."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPainterPath, QPolygonF

from planner.edits.corners import corners_of
from planner.model.geometry import Geometry
from planner.model.types import Floats, Ints, floats, ints
from ui.map.borders import pen
from ui.map.scene import MapScene
from ui.map.tools.preview import CORNER
from ui.theme import theme
from ui.theme.theme import T

DOT = 2.5
"""Radius of the dot in the middle of a side, logical pixels: dragged, it becomes a corner."""
APART = 11.0
"""Corners nearer to one another than this cannot be told apart by hand; only the first is shown."""
ROOM = 34.0
"""Logical pixels that a side is long at least to have a dot in its middle."""
FILL = 0.14
ABOVE = 8.0


@dataclass(frozen=True, slots=True, eq=False)
class ShownArea:
    """An area as the map shows it.

    Attributes
    ----------
    key : str
    text : str
        What stands beside it: its name and what it holds.
    outline : Geometry
        Metres of the plan.
    chosen : bool
    """

    key: str
    text: str
    outline: Geometry
    chosen: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Handles:
    """What of an outline can be taken by hand, in logical pixels: corners, and dots amid sides.

    Attributes
    ----------
    corners : Ints, shape (c,)
        Vertices of the outline.
    at : Floats, shape (c, 2)
    sides : Ints, shape (d,)
        Vertices at which a side with a dot starts.
    dots : Floats, shape (d, 2)
    """

    corners: Ints
    at: Floats
    sides: Ints
    dots: Floats


class AreaDrawing:
    """Paints areas between the map and its labels; a page gives them with `show`."""

    def __init__(self) -> None:
        self.areas: tuple[ShownArea, ...] = ()
        self._labels: dict[str, QRectF] = {}

    @property
    def chosen(self) -> ShownArea | None:
        """The area whose corners can be dragged."""
        return next((area for area in self.areas if area.chosen), None)

    def show(self, areas: tuple[ShownArea, ...]) -> None:
        """Show other areas; whoever calls lets the map paint again."""
        self.areas = areas

    def label_at(self, x: float, y: float) -> str:
        """Return the key of the area whose name is at a logical pixel, or ""."""
        hit = [key for key, box in self._labels.items() if box.contains(x, y)]
        return hit[-1] if hit else ""

    def paint(self, painter: QPainter, scene: MapScene) -> None:
        """Paint all areas, the chosen one last."""
        self._labels = {}
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for area in sorted(self.areas, key=lambda area: area.chosen):
            pixels = scene.pixels_of_metres(area.outline.xy)
            _paint_outline(painter, _path(area.outline, pixels), chosen=area.chosen)
            self._paint_label(painter, area, pixels)

    def _paint_label(self, painter: QPainter, area: ShownArea, pixels: Floats) -> None:
        """Paint the name above the area, moved inside the picture."""
        font = theme.font("small", weight=600)
        size = QFontMetricsF(font).size(Qt.TextFlag.TextSingleLine, area.text)
        (left, top), (right, bottom) = pixels.min(axis=0).tolist(), pixels.max(axis=0).tolist()
        room = QRectF(painter.window())
        if not room.intersects(QRectF(left, top, right - left, bottom - top)):
            return
        width, height = size.width() + 16, size.height() + 8
        box = QRectF((left + right - width) / 2, top - height - ABOVE, width, height)
        box.moveLeft(min(max(box.left(), 4.0), room.right() - width - 4))
        box.moveTop(min(max(box.top(), 4.0), room.bottom() - height - 4))
        if any(box.intersects(other) for other in self._labels.values()):
            box.moveTop(min(bottom + ABOVE, room.bottom() - height - 4))
        self._labels[area.key] = box
        painter.setPen(pen(T("map_select"), 1.2))
        painter.setBrush(T("surface"))
        painter.drawRoundedRect(box, 5, 5)
        painter.setFont(font)
        painter.setPen(T("accent_text"))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, area.text)


def handles_of(outline: Geometry, pixels: Floats, middles: Floats) -> Handles:
    """Return what can be taken by hand.

    Parameters
    ----------
    outline : Geometry
    pixels : Floats, shape (v, 2)
        Its vertices in logical pixels.
    middles : Floats, shape (corners, 2)
        The middles of its sides in logical pixels, as `corners.middles_of` orders them.
    """
    corners = corners_of(outline)
    at = pixels[corners]
    shown: list[int] = []
    last: Floats | None = None
    for place, point in enumerate(at):
        if last is None or np.hypot(*(point - last)) >= APART:
            shown.append(place)
            last = point
    length = np.hypot(*(pixels[corners + 1] - at).T)
    wide = np.flatnonzero(length >= ROOM)
    return Handles(
        ints(corners[shown]), floats(at[shown]), ints(corners[wide]), floats(middles[wide])
    )


def draw_handles(painter: QPainter, handles: Handles, hot: int = -1) -> None:
    """Draw squares at the corners and dots amid the sides; the vertex `hot` is filled."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(T("map_select"))
    for x, y in handles.dots.tolist():
        painter.drawEllipse(QPointF(x, y), DOT, DOT)
    painter.setPen(pen(T("map_select"), 1.6))
    for corner, (x, y) in zip(handles.corners.tolist(), handles.at.tolist(), strict=True):
        painter.setBrush(T("map_select") if corner == hot else T("surface"))
        painter.drawRect(QRectF(x - CORNER, y - CORNER, 2 * CORNER, 2 * CORNER))


def _paint_outline(painter: QPainter, path: QPainterPath, *, chosen: bool) -> None:
    inside = T("map_select")
    inside.setAlphaF(FILL)
    painter.setBrush(inside)
    painter.setPen(pen(T("map_halo"), 4.5))
    painter.drawPath(path)
    line = pen(T("map_select"), 2.2)
    if not chosen:
        line.setDashPattern([4.0, 3.0])
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(line)
    painter.drawPath(path)


def _path(outline: Geometry, pixels: Floats) -> QPainterPath:
    path = QPainterPath()
    path.setFillRule(Qt.FillRule.OddEvenFill)
    for start, end in pairwise(outline.ring_start.tolist()):
        path.addPolygon(QPolygonF([QPointF(x, y) for x, y in pixels[start:end].tolist()]))
    return path
