"""The map as shapes instead of pixels, for paper: fills, hatches and lines that stay sharp at any size."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import cast

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPolygonF
from shiboken6 import VoidPtr

from planner.model.types import Bools, Floats, ints
from ui.map import borders
from ui.map.borders import pen, region_border_strength
from ui.map.fills import HATCH_PERIOD, HATCH_WIDTH, fills_of
from ui.map.frame import LOCKABLE
from ui.map.joined import joined_lines, joined_shapes
from ui.map.markers import draw_lock
from ui.map.prepared import Level
from ui.map.scene import MapScene
from ui.theme.theme import T

FINE_MM = 0.1
"""Outlines on paper are exact to so many millimetres."""

Stage = Callable[[float], object]


def draw_vector_map(painter: QPainter, scene: MapScene, mm_a_pixel: float, tell: Stage) -> None:
    """Draw what the frame of a scene shows, in logical pixels.

    Parameters
    ----------
    painter : QPainter
        Clipped to the map.
    scene : MapScene
        Refreshed.
    mm_a_pixel : float
        Millimetres that a logical pixel has on paper.
    tell : callable
        Told how far it is, 0..1.
    """
    level = paper_level(scene, mm_a_pixel)
    seen = seen_regions(scene)
    frame = scene.frame
    painter.fillRect(_area(scene), T("map_bg"))
    _draw_fills(painter, scene, level, seen)
    tell(0.5)
    _draw_borders(painter, scene, level, seen)
    tell(1.0)
    locked = np.flatnonzero(frame.look.content.locked & seen)
    boxes = scene.prepared.boxes[locked]
    size = np.fmin(boxes[:, 2] - boxes[:, 0], boxes[:, 3] - boxes[:, 1]) * scene.view.scale
    at = scene.pixels_of(scene.prepared.points[locked[size >= LOCKABLE * frame.dpr]])
    for x, y in at.tolist():
        draw_lock(painter, x, y)


def paper_level(scene: MapScene, mm_a_pixel: float) -> Level:
    """Return the coarsest level that is exact to `FINE_MM` on paper, else the exact one."""
    mm_a_metre = mm_a_pixel * scene.view.scale / scene.frame.dpr
    levels = scene.prepared.levels
    return next((one for one in levels if one.tolerance * mm_a_metre <= FINE_MM), levels[-1])


def seen_regions(scene: MapScene) -> Bools:
    """Return which regions lie in view, as a whole or in part, shape (n,)."""
    left, top, right, bottom = scene.view.box_of((0, 0, scene.frame.width, scene.frame.height))
    boxes = scene.prepared.boxes
    meets = (boxes[:, 2] >= left) & (boxes[:, 0] <= right)
    return np.asarray(meets & (boxes[:, 3] >= top) & (boxes[:, 1] <= bottom))


def _draw_fills(painter: QPainter, scene: MapScene, level: Level, seen: Bools) -> None:
    """Fill the regions of one colour as one shape, so that no seams show, and hatch over them."""
    look = scene.frame.look
    fills = fills_of(look.content, look.selected, look.cut_off, 1.0)
    colours, colour = np.unique(fills.colour[1:], return_inverse=True)
    for key, rings in joined_shapes(level, ints(colour), seen).items():
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor.fromRgb(int(colours[key])))
        painter.drawPath(_path(scene, rings, closed=True))
    hatched = seen & (fills.colour != fills.ink)[1:]
    inks, ink = np.unique(fills.ink[1:], return_inverse=True)
    for key, rings in joined_shapes(level, ints(ink), hatched).items():
        painter.save()
        painter.setClipPath(_path(scene, rings, closed=True), Qt.ClipOperation.IntersectClip)
        _draw_hatch(painter, _area(scene), QColor.fromRgb(int(inks[key])))
        painter.restore()


def _draw_hatch(painter: QPainter, area: QRectF, ink: QColor) -> None:
    """Draw diagonal lines over an area."""
    painter.setPen(QPen(ink, HATCH_WIDTH / math.sqrt(2)))
    high = area.height()
    first, last = int(area.left()), int(area.right() + high)
    lines = [
        QLineF(x, area.top(), x - high, area.bottom()) for x in range(first, last, HATCH_PERIOD)
    ]
    painter.drawLines(lines)


def _draw_borders(painter: QPainter, scene: MapScene, level: Level, seen: Bools) -> None:
    look = scene.frame.look
    owner, lines = look.content.visible_owner, look.lines
    first, second = level.sides[:, 0], level.sides[:, 1]
    coast = second < 0
    second = np.where(coast, first, second)
    near = seen[first] | seen[second]
    parting = owner[first] != owner[second]
    strength = region_border_strength(scene.prepared, scene.view, scene.frame.dpr)

    def draw(wanted: Bools, with_pen: QPen) -> None:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(with_pen)
        chosen = joined_lines(level.segments[near & wanted])
        painter.drawPath(_path(scene, chosen, closed=False))

    if lines.regions and strength > 0:
        faint = T("map_unit")
        faint.setAlphaF(faint.alphaF() * strength)
        draw(~parting & ~coast, pen(faint, borders.REGION_WIDTH))
    draw(coast, pen(borders.coast_colour(), borders.COAST_WIDTH))
    above = borders.between_parents(lines.parent, level.sides, coast)
    edge, line = borders.territory_pens(1.0, cased=look.content.by_figure)
    if edge is not None:
        draw(parting & ~above, edge)
    for with_pen in borders.parent_pens(1.0):
        draw(above, with_pen)
    draw(parting, line)


def _path(scene: MapScene, lines: Sequence[Floats], *, closed: bool) -> QPainterPath:
    """Return lines of map metres as one path of logical pixels."""
    path = QPainterPath()
    path.setFillRule(Qt.FillRule.OddEvenFill)
    if not lines:
        return path
    every = scene.pixels_of(floats_of(lines))
    start = 0
    for line in lines:
        polygon = _polygon(every[start : start + len(line)])
        start += len(line)
        path.addPolygon(polygon)
        if closed:
            path.closeSubpath()
    return path


def floats_of(lines: Sequence[Floats]) -> Floats:
    """Return the points of all lines in one array, shape (v, 2)."""
    return np.concatenate(list(lines))


def _polygon(points: Floats) -> QPolygonF:
    """Return points, shape (v, 2), as a polygon without a Python object for each."""
    polygon = QPolygonF()
    polygon.resize(len(points))
    view = cast(Callable[..., bytearray], VoidPtr)  # a buffer, which its stub does not tell
    memory = view(polygon.data(), len(points) * 16, True)
    np.frombuffer(memory, np.float64)[:] = np.ascontiguousarray(points).ravel()
    return polygon


def _area(scene: MapScene) -> QRectF:
    frame = scene.frame
    return QRectF(QPointF(0, 0), QPointF(frame.width / frame.dpr, frame.height / frame.dpr))
