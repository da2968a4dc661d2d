"""A small map without tools: outlines, and dots with names beside them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from planner.model.types import Floats, Ints
from ui.theme import theme
from ui.theme.theme import T

PADDING = 18
DOT = 3.0


class OutlinePicture(QWidget):
    """Draws rings of points with y upwards; `stretch` makes a degree of longitude as long as it is."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(240, 200)
        self._path = QPainterPath()
        self._dots: tuple[tuple[str, float, float], ...] = ()

    def sizeHint(self) -> QSize:
        return QSize(420, 420)

    def show_rings(
        self, corners: Floats, rings: Ints, dots: Sequence[tuple[str, float, float]] = ()
    ) -> None:
        """Show rings: corners (p, 2), where each starts (r + 1,); and dots with their names."""
        path = QPainterPath()
        middle = float(np.nanmean(corners[:, 1])) if np.isfinite(corners).any() else 0.0
        narrower = np.cos(np.radians(middle)) if abs(middle) < 85 else 1.0
        for start, end in zip(rings[:-1].tolist(), rings[1:].tolist(), strict=True):
            ring = corners[start:end] * (narrower, -1.0)
            if len(ring) > 2 and np.isfinite(ring).all():
                path.addPolygon(QPolygonF([QPointF(x, y) for x, y in ring.tolist()]))
        self._path = path
        self._dots = tuple((name, lon * float(narrower), -lat) for name, lon, lat in dots)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(T("map_bg"))
        radius = theme.radius("card")
        painter.drawRoundedRect(QRectF(self.rect()), radius, radius)
        extent = self._path.boundingRect()
        if extent.isEmpty():
            return
        room = QRectF(self.rect()).adjusted(PADDING, PADDING, -PADDING, -PADDING)
        scale = min(room.width() / extent.width(), room.height() / extent.height())
        painter.save()
        painter.translate(room.center())
        painter.scale(scale, scale)
        painter.translate(-extent.center())
        pen = QPen(T("text3"), 0.6)
        pen.setCosmetic(True)
        painter.setPen(pen)
        painter.setBrush(T("seq", 1))
        painter.drawPath(self._path)
        painter.restore()
        self._paint_dots(painter, room, extent, scale)

    def _paint_dots(self, painter: QPainter, room: QRectF, extent: QRectF, scale: float) -> None:
        painter.setFont(theme.font("small", weight=600))
        width = painter.fontMetrics()
        for name, x, y in self._dots:
            at = room.center() + (QPointF(x, y) - extent.center()) * scale
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(T("text"))
            painter.drawEllipse(at, DOT, DOT)
            wide = width.horizontalAdvance(name)
            left = at.x() + 6 if at.x() + 6 + wide < self.width() - 4 else at.x() - 6 - wide
            words = QPainterPath()
            words.addText(left, at.y() + 4, painter.font(), name)
            painter.strokePath(words, QPen(T("surface"), 3.0))
            painter.fillPath(words, T("text"))
