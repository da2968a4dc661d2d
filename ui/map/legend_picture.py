"""The legend of a map picture: a table with a swatch for each territory."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter

from planner.io.picture_file import PictureRequest
from ui.map.borders import pen
from ui.map.legend_marks import HIGH, WIDE, mark_drawings
from ui.messages import tr
from ui.theme import theme
from ui.theme.theme import T

ROW = 21.0
SWATCH = 14.0
GAP = 14.0
MOST_NAME = 150.0
"""Columns of text are cut at this width; columns of figures never are."""
LEAST_WIDE = 150.0
TEXTS = 2
"""Columns of text before the figures."""


def legend_width(request: PictureRequest) -> float:
    """Return the width the legend takes, with the gap beside it; 0 when there is none."""
    marks = request.sight.marks if request.sight is not None else ()
    if not request.rows and not marks:
        return 0.0
    table = sum(_widths(request)) + GAP * (len(request.header) - 1) + SWATCH + 10
    small = QFontMetricsF(theme.font("small"))
    explained = max((WIDE + 8 + small.horizontalAdvance(text) for _, text in marks), default=0.0)
    return max(table if request.rows else 0.0, explained, LEAST_WIDE) + 24


def draw_legend(
    painter: QPainter, request: PictureRequest, colours: list[int], area: QRectF
) -> None:
    """Draw header, as many rows as there is room for, what is left in words, and the marks."""
    marks = request.sight.marks if request.sight is not None else ()
    widths = _widths(request)
    room = int((area.height() - ROW * (1 + len(marks)) - 56) // ROW)
    rows = request.rows[:room] if len(request.rows) <= room else request.rows[: max(room - 1, 0)]
    y = area.top()
    if request.rows:
        _draw_row(painter, request.header, widths, area.left(), y, "caption")
        painter.setPen(pen(T("line"), 1.0))
        painter.drawLine(area.topLeft() + _down(ROW), area.topRight() + _down(ROW))
    for territory, row in zip(request.territories_listed.tolist(), rows, strict=False):
        y += ROW
        swatch = QRectF(area.left(), y + (ROW - SWATCH) / 2 + 0.5, SWATCH, SWATCH)
        painter.setBrush(T("terr", colours[territory] % len(theme.ramp("terr"))))
        painter.setPen(pen(T("map_terr"), 1.0))
        painter.drawRoundedRect(swatch, 3.0, 3.0)
        _draw_row(painter, row, widths, area.left(), y, "small")
    y += ROW if request.rows else 0.0
    left_over = len(request.rows) - len(rows)
    if left_over:
        y += _draw_words(painter, tr("and {count} more", count=left_over), area, y)
    y = _draw_marks(painter, marks, area.left(), y + 4) if marks else y
    if request.closing:
        _draw_words(painter, request.closing, area, y + 4)


def _draw_words(painter: QPainter, text: str, area: QRectF, y: float) -> float:
    """Draw small words over several lines; return their height."""
    painter.setFont(theme.font("caption"))
    painter.setPen(T("text3"))
    flags = Qt.AlignmentFlag.AlignLeft | Qt.TextFlag.TextWordWrap
    box = QRectF(area.left(), y + 4, area.width(), 64)
    painter.drawText(box, flags, text)
    return painter.boundingRect(box, flags, text).height() + 4


def _draw_marks(painter: QPainter, marks: tuple[tuple[str, str], ...], x: float, y: float) -> float:
    """Draw marks with what they mean; return where they end."""
    drawings = mark_drawings()
    for key, text in marks:
        painter.save()
        painter.translate(x, y + (ROW - HIGH) / 2)
        drawings[key](painter)
        painter.restore()
        painter.setFont(theme.font("small"))
        painter.setPen(T("text"))
        flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(QRectF(x + WIDE + 8, y, 400, ROW), flags, text)
        y += ROW
    return y


def _draw_row(
    painter: QPainter, cells: tuple[str, ...], widths: list[float], x: float, y: float, role: str
) -> None:
    painter.setFont(theme.font(role))
    painter.setPen(T("text3") if role == "caption" else T("text"))
    metrics = QFontMetricsF(theme.font(role))
    x += SWATCH + 10
    for column, (cell, width) in enumerate(zip(cells, widths, strict=True)):
        side = Qt.AlignmentFlag.AlignLeft if column < TEXTS else Qt.AlignmentFlag.AlignRight
        text = metrics.elidedText(cell, Qt.TextElideMode.ElideRight, width + 0.5)
        box = QRectF(x, y, width + 1, ROW)
        painter.drawText(box, side | Qt.AlignmentFlag.AlignVCenter, text)
        x += width + GAP


def _widths(request: PictureRequest) -> list[float]:
    head = QFontMetricsF(theme.font("caption"))
    body = QFontMetricsF(theme.font("small"))
    widths = []
    for column, title in enumerate(request.header):
        cells = [body.horizontalAdvance(row[column]) for row in request.rows]
        widest = max([head.horizontalAdvance(title), *cells])
        widths.append(min(widest, MOST_NAME) if column < TEXTS else widest)
    return widths


def _down(pixels: float) -> QPointF:
    return QPointF(0.0, pixels)
