"""How tools draw what they are about: outlines and lines under way, corners, a word at the pointer."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPolygonF

from ui.map.borders import halo, pen
from ui.theme import theme
from ui.theme.theme import T

FILL = 0.10
KNOB = 5.5
"""Radius of the knob at an end, logical pixels."""
CORNER = 4.0
"""Half the side of the square at a corner, logical pixels."""
BESIDE = 14.0
"""Logical pixels from the pointer to the words beside it."""

Points = Sequence[tuple[float, float]]


def draw_outline(painter: QPainter, points: Points, *, closed: bool = True) -> None:
    """Draw a dashed outline, filled faintly where it is closed, or a dashed line."""
    if len(points) < 2:
        return
    outline = QPolygonF([QPointF(x, y) for x, y in points])
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    inside = T("map_select")
    inside.setAlphaF(FILL)
    dashed = pen(T("map_select"), 1.8)
    dashed.setDashPattern([4.0, 3.0])
    draw = painter.drawPolygon if closed else painter.drawPolyline
    painter.setBrush(inside if closed else Qt.BrushStyle.NoBrush)
    painter.setPen(pen(T("map_halo"), 4.0))
    draw(outline)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(dashed)
    draw(outline)


def draw_box(painter: QPainter, box: QRectF) -> None:
    """Draw a box that is dragged open, filled faintly."""
    inside = T("map_select")
    inside.setAlphaF(FILL)
    painter.fillRect(box, inside)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for with_pen in (pen(halo(), 3.4), pen(T("map_select"), 1.4)):
        painter.setPen(with_pen)
        painter.drawRect(box)


def draw_circle(painter: QPainter, middle: tuple[float, float], radius: float) -> None:
    """Draw how far a tool reaches around the pointer."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for with_pen in (pen(halo(), 3.4), pen(T("map_select"), 1.4)):
        painter.setPen(with_pen)
        painter.drawEllipse(QPointF(*middle), radius, radius)


def draw_corners(painter: QPainter, points: Points) -> None:
    """Draw a square on each corner."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(pen(T("map_select"), 1.6))
    painter.setBrush(T("surface"))
    for x, y in points:
        painter.drawRect(QRectF(x - CORNER, y - CORNER, 2 * CORNER, 2 * CORNER))


def draw_knob(painter: QPainter, at: tuple[float, float]) -> None:
    """Draw a round knob with a cross in it: something goes on from here."""
    x, y = at
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(pen(T("map_select"), 1.6))
    painter.setBrush(T("surface"))
    painter.drawEllipse(QPointF(x, y), KNOB, KNOB)
    painter.drawLine(QPointF(x - 2.5, y), QPointF(x + 2.5, y))
    painter.drawLine(QPointF(x, y - 2.5), QPointF(x, y + 2.5))


def draw_words(painter: QPainter, at: tuple[float, float], text: str) -> None:
    """Draw words on a dark ground beside the pointer, inside the picture."""
    font = theme.font("small", weight=600)
    size = QFontMetricsF(font).size(Qt.TextFlag.TextSingleLine, text)
    box = QRectF(at[0] + BESIDE, at[1] + BESIDE, size.width() + 16, size.height() + 8)
    room = painter.window()
    if box.right() > room.right():
        box.moveRight(at[0] - BESIDE)
    if box.bottom() > room.bottom():
        box.moveBottom(at[1] - BESIDE)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(T("text"))
    painter.drawRoundedRect(box, 4, 4)
    painter.setFont(font)
    painter.setPen(T("surface"))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)
