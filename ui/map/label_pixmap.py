"""The picture of one territory label: code, figure and padlock on a halo."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPainterPath, QPen, QPixmap

from ui.map.content import TerritoryMark
from ui.theme import theme
from ui.theme.theme import T

HALO = 3.4
PAD = 2.0
BADGE = 18.0
PAPER_RATIO = 4.0
"""Device pixels a logical pixel of the padlock on paper, the one part of a label that is a picture."""
CODE_ROLE, FIGURE_ROLE = "strong", "small"


def label_size(mark: TerritoryMark) -> tuple[float, float]:
    """Return width and height of a label in logical pixels, its halo included."""
    code, figure = _metrics(CODE_ROLE), _metrics(FIGURE_ROLE)
    wide = max(code.horizontalAdvance(mark.code), figure.horizontalAdvance(mark.figure))
    high = _line(code) + (_line(figure) if mark.figure else 0.0)
    badge = BADGE + 4 if mark.locked else 0.0
    return (wide + badge + 2 * PAD, max(high, BADGE if mark.locked else 0.0) + 2 * PAD)


def label_pixmap(mark: TerritoryMark, dpr: float) -> QPixmap:
    """Draw a label in the colours of the theme."""
    width, height = label_size(mark)
    pixmap = QPixmap(int(width * dpr) + 1, int(height * dpr) + 1)
    pixmap.setDevicePixelRatio(dpr)
    pixmap.fill(Qt.GlobalColor.transparent)
    with QPainter(pixmap) as painter:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillPath(_draw_ground(painter, mark, dpr), T("map_label"))
    return pixmap


def draw_label(painter: QPainter, at: QPointF, mark: TerritoryMark) -> None:
    """Draw a label with its upper left corner at a logical pixel, its words as text: for paper."""
    painter.save()
    painter.translate(at)
    _draw_ground(painter, mark, PAPER_RATIO)
    painter.setPen(T("map_label"))
    for role, text, place in _lines(mark):
        painter.setFont(theme.font(role))
        painter.drawText(place, text)
    painter.restore()


def _draw_ground(painter: QPainter, mark: TerritoryMark, ratio: float) -> QPainterPath:
    """Draw the halo and the padlock of a label; return its words as shapes."""
    path = QPainterPath()
    path.setFillRule(Qt.FillRule.WindingFill)
    for role, text, place in _lines(mark):
        path.addText(place, theme.font(role), text)
    halo = QPen(T("map_halo"), HALO)
    halo.setJoinStyle(Qt.PenJoinStyle.BevelJoin)  # half the time of round ones, nobody sees which
    painter.strokePath(path, halo)
    if mark.locked:
        width, height = label_size(mark)
        _draw_badge(painter, QPointF(width - PAD - BADGE / 2, height / 2), ratio)
    return path


def _lines(mark: TerritoryMark) -> list[tuple[str, str, QPointF]]:
    """Return role, words and the start of the base line of each line of a label."""
    width = label_size(mark)[0] - (BADGE + 4 if mark.locked else 0.0)
    lines, top = [], PAD
    for role, text in ((CODE_ROLE, mark.code), (FIGURE_ROLE, mark.figure)):
        if text:
            metrics = _metrics(role)
            left = (width - metrics.horizontalAdvance(text)) / 2
            lines.append((role, text, QPointF(left, top + metrics.ascent() - 1)))
            top += _line(metrics)
    return lines


def _draw_badge(painter: QPainter, middle: QPointF, dpr: float) -> None:
    circle = QRectF(
        middle.x() - BADGE / 2 + 0.5, middle.y() - BADGE / 2 + 0.5, BADGE - 1, BADGE - 1
    )
    painter.setBrush(T("surface"))
    painter.setPen(QPen(T("text2"), 1))
    painter.drawEllipse(circle)
    icon = theme.icon_pixmap("lock", 10, T("text"), scale=dpr)
    painter.drawPixmap(QPointF(middle.x() - 5, middle.y() - 5), icon)


def _metrics(role: str) -> QFontMetricsF:
    return QFontMetricsF(theme.font(role))


def _line(metrics: QFontMetricsF) -> float:
    return metrics.ascent() + metrics.descent() - 1
