"""The legend of a map picture: a table with a swatch for each territory."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter

from planner.io.picture_colours import PictureColours
from planner.io.picture_file import PictureRequest
from ui.map.borders import pen
from ui.map.fills import class_colours
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
    colours = _colours_of(request)
    if not request.rows and not marks and not colours.rows:
        return 0.0
    table = sum(_widths(request)) + GAP * (len(request.header) - 1) + SWATCH + 10
    explained = [WIDE + 8 + _wide("small", text) for _, text in marks]
    explained += [WIDE + 8 + _wide("small", text) + GAP + _wide("small", count)
                  for text, count in colours.rows]  # fmt: skip
    titles = [_wide("strong", colours.title), _wide("caption", colours.note)]
    return max(table if request.rows else 0.0, *explained, *titles, LEAST_WIDE) + 24


def draw_legend(
    painter: QPainter, request: PictureRequest, colours: list[int], area: QRectF
) -> None:
    """Draw header, as many rows as there is room for, what is left in words, and the marks."""
    marks = request.sight.marks if request.sight is not None else ()
    widths, meant = _widths(request), _colours_of(request)
    y = area.top() + (_draw_colours(painter, meant, area) if meant.rows else 0.0)
    room = int((area.bottom() - y - ROW * (1 + len(marks)) - 56) // ROW)
    rows = request.rows[:room] if len(request.rows) <= room else request.rows[: max(room - 1, 0)]
    if request.rows:
        _draw_row(painter, request.header, widths, area.left(), y, "caption")
        painter.setPen(pen(T("line"), 1.0))
        painter.drawLine(QPointF(area.left(), y + ROW), QPointF(area.right(), y + ROW))
    for territory, row in zip(request.territories_listed.tolist(), rows, strict=False):
        y += ROW
        if meant.ramp != "seq":  # else the map has no colour of a territory
            fills = theme.ramp(meant.ramp)
            _draw_swatch(painter, area.left(), y, SWATCH, fills[colours[territory] % len(fills)])
        _draw_row(painter, row, widths, area.left(), y, "small")
    y += ROW if request.rows else 0.0
    left_over = len(request.rows) - len(rows)
    if left_over:
        y += _draw_words(painter, tr("and {count} more", count=left_over), area, y)
    y = _draw_marks(painter, marks, area.left(), y + 4) if marks else y
    if request.closing:
        _draw_words(painter, request.closing, area, y + 4)


def _draw_colours(painter: QPainter, meant: PictureColours, area: QRectF) -> float:
    """Draw what the colours mean, how many there are of each, and a note; return their height."""
    count = len(meant.rows)
    fills = theme.ramp("div") if meant.ramp == "div" else class_fills(count)
    side = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
    painter.setFont(theme.font("strong"))
    painter.setPen(T("text"))
    painter.drawText(QRectF(area.left(), area.top(), area.width(), ROW), side, meant.title)
    wide = WIDE + 8 + max(_wide("small", text) for text, _ in meant.rows) + GAP
    counted = max(_wide("small", told) for _, told in meant.rows)
    y = area.top() + ROW + 2
    for fill, (text, told) in zip(fills, meant.rows, strict=True):
        _draw_swatch(painter, area.left(), y, WIDE, fill)
        painter.setFont(theme.font("small"))
        painter.setPen(T("text"))
        painter.drawText(QRectF(area.left() + WIDE + 8, y, wide, ROW), side, text)
        painter.setPen(T("text2"))
        right = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
        painter.drawText(QRectF(area.left() + wide, y, counted + 1, ROW), right, told)
        y += ROW
    if meant.note:
        y += _draw_words(painter, meant.note, area, y)
    return y + GAP - area.top()


def class_fills(count: int) -> list[QColor]:
    """Return the colours of classes from the palest to the deepest."""
    return [QColor.fromRgb(colour) for colour in class_colours(count)]


def _draw_swatch(painter: QPainter, x: float, y: float, wide: float, fill: QColor) -> None:
    """Draw a patch of colour in the middle of a row that begins at y."""
    painter.setBrush(fill)
    painter.setPen(pen(T("map_terr"), 1.0))
    box = QRectF(x, y + (ROW - SWATCH) / 2 + 0.5, wide, SWATCH)
    painter.drawRoundedRect(box, 3.0, 3.0)


def _colours_of(request: PictureRequest) -> PictureColours:
    return PictureColours() if request.sight is None else request.sight.colours


def _wide(role: str, text: str) -> float:
    return QFontMetricsF(theme.font(role)).horizontalAdvance(text)


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
