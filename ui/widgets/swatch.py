"""The small square that stands for a territory's fill, always beside its code."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPainter, QPixmap

from ui.theme import theme


def swatch(colour: QColor, px: int = 14) -> QPixmap:
    """Draw a square of a fill, sharp up to 200 %."""
    made = QPixmap(px * 2, px * 2)
    made.fill(Qt.GlobalColor.transparent)
    with QPainter(made) as painter:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(theme.T("text3"))
        painter.setBrush(colour)
        painter.drawRoundedRect(1, 1, px * 2 - 2, px * 2 - 2, 8, 8)
    made.setDevicePixelRatio(2)
    return made
