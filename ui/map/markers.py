"""Marks painted over the map: home bases, padlocks, arrows of a proposal."""

from __future__ import annotations

import math
from collections.abc import Iterable
from functools import lru_cache

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QImage, QPainter, QPainterPath, QPen, QPolygonF

from planner.model.types import Floats
from ui.map.borders import halo, pen
from ui.map.label_layout import Rect
from ui.theme import theme
from ui.theme.theme import T

SEAT = 4.6
"""Half the diagonal of a home base's diamond, logical pixels."""
LOCK = 3.2
"""Half the width of a padlock on a locked region, logical pixels."""
ARROW = 36.0
HEAD = 8.0


def draw_seats(painter: QPainter, at: Iterable[tuple[float, float]]) -> None:
    """Draw home bases as diamonds, at logical pixels."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(halo(), 1.6))
    painter.setBrush(T("map_ghost"))
    for x, y in at:
        corners = [(x, y - SEAT), (x + SEAT, y), (x, y + SEAT), (x - SEAT, y)]
        painter.drawPolygon(QPolygonF([QPointF(*corner) for corner in corners]))


def fanned_out(at: Floats) -> list[tuple[float, float]]:
    """Return places for markers where those at the same point stand side by side."""
    seen: dict[tuple[float, float], int] = {}
    places = []
    for x, y in at.tolist():
        again = seen.get((x, y), 0)
        seen[(x, y)] = again + 1
        places.append((x + again * (2 * SEAT + 2), y))
    return places


def draw_locks(painter: QPainter, at: Floats, size: float = 1.0) -> None:
    """Draw padlocks of 7 pixels times `size` on locked regions, at places of shape (l, 2)."""
    sprite = _lock_sprite(theme.mode(), size)
    half = sprite.width() / 2
    for x, y in at.tolist():
        painter.drawImage(QPointF(x - half, y - half), sprite)


def draw_lock(painter: QPainter, x: float, y: float, size: float = 1.0) -> None:
    """Draw a padlock as a shape; no plain dot, which would be a customer."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    shackle, body = QPainterPath(), QPainterPath()
    half = LOCK * size
    box = QRectF(x - 0.66 * half, y - 1.25 * half, 1.32 * half, 2 * half)
    shackle.arcMoveTo(box, 0.0)
    shackle.arcTo(box, 0.0, 180.0)
    body.addRoundedRect(QRectF(x - half, y - 0.3 * half, 2 * half, 1.5 * half), size, size)
    for path in (shackle, body):
        painter.strokePath(path, pen(halo(), 3.0 * size))
    painter.strokePath(shackle, pen(T("map_ghost"), 1.2 * size))
    painter.fillPath(body, T("map_ghost"))


@lru_cache(8)
def _lock_sprite(mode: str, size: float) -> QImage:
    """Draw a padlock once for a theme and a size: a map can have thousands of them."""
    del mode  # the colours follow it
    side = 2 * math.ceil(2.2 * LOCK * size)
    sprite = QImage(side, side, QImage.Format.Format_ARGB32_Premultiplied)
    sprite.fill(Qt.GlobalColor.transparent)
    with QPainter(sprite) as painter:
        draw_lock(painter, side / 2, side / 2, size)
    return sprite


def draw_arrow(
    painter: QPainter, middle: tuple[float, float], direction: tuple[float, float], width: float
) -> None:
    """Draw an arrow around a logical pixel, in the selection colour on a halo."""
    (x, y), (east, south) = middle, direction
    tip = QPointF(x + east * ARROW / 2, y + south * ARROW / 2)
    path = QPainterPath(QPointF(x - east * ARROW / 2, y - south * ARROW / 2))
    path.lineTo(tip)
    for side in (0.6, -0.6):
        path.moveTo(tip)
        path.lineTo(
            tip.x() - HEAD * (east - side * south * 1.2),
            tip.y() - HEAD * (south + side * east * 1.2),
        )
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.strokePath(path, pen(halo(), width + 3.2, round_ends=True))
    painter.strokePath(path, pen(T("map_select"), width, round_ends=True))


def arrow_box(middle: tuple[float, float], direction: tuple[float, float]) -> Rect:
    """Return the rectangle an arrow covers: x, y, width, height."""
    half_x = abs(direction[0]) * ARROW / 2 + 5
    half_y = abs(direction[1]) * ARROW / 2 + 5
    return (middle[0] - half_x, middle[1] - half_y, 2 * half_x, 2 * half_y)


def draw_leader(painter: QPainter, start: QPointF, end: QPointF) -> None:
    """Draw the line from a label that stands apart to its territory."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(pen(halo(), 3.0))
    painter.drawLine(start, end)
    painter.setPen(pen(T("map_label"), 1.0))
    painter.drawLine(start, end)
