"""A line of words over the map, on a halo that parts it from what lies below."""

from __future__ import annotations

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPainterPath, QPen

from ui.theme import theme
from ui.theme.theme import T

HALO = 3.0


def draw_words(
    painter: QPainter,
    text: str,
    at: tuple[float, float],
    font: QFont | str,
    colour: QColor | None = None,
) -> None:
    """Draw words whose base line begins at a logical pixel, in a font or role; text in a PDF too."""
    made = theme.font(font) if isinstance(font, str) else font
    path = QPainterPath()
    path.addText(QPointF(*at), made, text)
    halo = QPen(T("map_halo"), HALO)
    halo.setJoinStyle(Qt.PenJoinStyle.BevelJoin)  # half the time of round ones, nobody sees which
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.strokePath(path, halo)
    painter.setFont(made)
    painter.setPen(colour or T("map_label"))
    painter.drawText(QPointF(*at), text)
