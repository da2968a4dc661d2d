"""How the balance strip is painted: band, axis, bars, marks, codes and figures."""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen, QPolygonF, QRegion

from ui.charts.balance import Balance, Bar, histogram
from ui.theme.theme import T, font
from ui.widgets.figures import ABOVE, BELOW, deviation, number, percent, signed

APART = 4
"""Pixels that keep the figures of two bars apart."""
AXIS = 56
"""Width of the axis labels at the left."""
TOP, FOOT, EDGE = 22.0, 40.0, 14.0
CENTRED = Qt.AlignmentFlag.AlignCenter
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


@dataclass(frozen=True, slots=True)
class Frame:
    """Where the bars stand: from left to right, in a widget of this height."""

    left: float
    right: float
    height: float
    count: int

    @property
    def slot_width(self) -> float:
        """Width of one column."""
        return (self.right - self.left) / max(1, self.count)

    def slot(self, at: int) -> QRectF:
        """Return the whole column of one bar."""
        return QRectF(self.left + at * self.slot_width, 2, self.slot_width, self.height - 4)

    def at(self, x: float) -> int | None:
        """Return which column lies under x."""
        at = math.floor((x - self.left) / self.slot_width) if self.count else -1
        return at if 0 <= at < self.count else None

    @property
    def middle(self) -> float:
        """Where the target lies."""
        return (TOP + self.height - FOOT - EDGE) / 2

    @property
    def reach(self) -> float:
        """Pixels from the target to the edge of the scale."""
        return (self.height - FOOT - EDGE - TOP) / 2

    def y(self, fraction: float, limit: float) -> float:
        """Return where a deviation lies, clipped to the scale."""
        return self.middle - self.reach * max(-1.0, min(1.0, fraction / limit))


def paint_balance(
    painter: QPainter,
    balance: Balance,
    colours: Sequence[QColor],
    frame: Frame,
    shown: Sequence[int],
    selected: Collection[int],
    focus: int | None,
    area: QRegion,
) -> None:
    """Draw band, axis and the bars whose column meets an area; two bars may lie far apart.

    `shown` are places in the balance, `selected` territories.
    """
    limit = balance.limit
    near = [
        (at, place)
        for at, place in enumerate(shown)
        if area.intersects(frame.slot(at).toAlignedRect())
    ]
    for at, place in near:
        if balance.bars[place].territory in selected:
            painter.fillRect(frame.slot(at), T("accent_soft"))
    _paint_band(painter, balance, frame, limit)
    for at, place in near:
        bar = balance.bars[place]
        fill = colours[place] if place < len(colours) else T("chart_bar")
        _paint_bar(painter, balance, bar, fill, frame, frame.slot(at), limit)
        _paint_words(painter, balance, bar, frame.slot(at))
        if at == focus:
            painter.setPen(QPen(T("focus"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(frame.slot(at).adjusted(1, 0, -1, 0), 4, 4)


def _paint_band(painter: QPainter, balance: Balance, frame: Frame, limit: float) -> None:
    rule = balance.tolerance
    top, foot = frame.y(rule, limit), frame.y(-rule, limit)
    band = T("subtle")
    band.setAlphaF(0.6)
    painter.fillRect(QRectF(frame.left, top, frame.right - frame.left, foot - top), band)
    painter.setPen(QPen(T("chart_axis"), 1, Qt.PenStyle.DashLine))
    for y in (top, foot):
        painter.drawLine(QPointF(frame.left, y), QPointF(frame.right, y))
    painter.setPen(QPen(T("line_strong"), 1))
    painter.drawLine(QPointF(frame.left, frame.middle), QPointF(frame.right, frame.middle))
    painter.setFont(font("caption", figures=True))
    painter.setPen(T("text3"))
    left = frame.left - AXIS
    if foot - top >= 28:
        for y, text in ((top, deviation(rule, 0)), (foot, deviation(-rule, 0))):
            painter.drawText(QRectF(left, y - 8, AXIS - 6, 16), RIGHT, text)
    else:
        text = "±" + percent(rule, 0)
        painter.drawText(QRectF(left, frame.middle - 8, AXIS - 6, 16), RIGHT, text)


def _paint_bar(
    painter: QPainter,
    balance: Balance,
    bar: Bar,
    fill: QColor,
    frame: Frame,
    slot: QRectF,
    limit: float,
) -> None:
    wide = min(38.0, slot.width() * 0.64)
    left = slot.center().x() - wide / 2
    end = frame.y(bar.deviation, limit)
    box = QRectF(left, min(end, frame.middle), wide, max(2.0, abs(end - frame.middle)))
    painter.setPen(QPen(T("map_terr") if T("surface").lightness() > 128 else T("text3"), 1))
    painter.setBrush(fill)
    painter.drawRoundedRect(box, 2, 2)
    if balance.begun and balance.outside(bar):
        _triangle(painter, slot.center().x(), end, up=bar.deviation > 0)
    if bar.before is None:
        return
    if abs(bar.before) <= limit:
        y = frame.y(bar.before, limit)
        painter.setPen(QPen(T("text"), 2))
        painter.drawLine(QPointF(left - 3, y), QPointF(left + wide + 3, y))
        return
    above = bar.before > 0
    y = 2.0 if above else frame.height - FOOT - EDGE
    painter.setFont(font("caption", figures=True))
    painter.setPen(T("text2"))
    arrow = ABOVE if above else BELOW
    wanted = (
        f"{arrow} {signed(bar.before * 100)}",
        f"{arrow}{number(abs(bar.before * 100))}",
        arrow,
    )
    metrics = painter.fontMetrics()
    text = next((each for each in wanted if metrics.horizontalAdvance(each) < slot.width()), "")
    painter.drawText(QRectF(slot.left(), y, slot.width(), EDGE), CENTRED, text)


def _triangle(painter: QPainter, x: float, y: float, *, up: bool) -> None:
    tip = -1 if up else 1
    base = y + tip * 3
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(T("bad"))
    points = [QPointF(x - 5, base), QPointF(x + 5, base), QPointF(x, base + tip * 8)]
    painter.drawPolygon(QPolygonF(points))


def _paint_words(painter: QPainter, balance: Balance, bar: Bar, slot: QRectF) -> None:
    outside = balance.begun and balance.outside(bar)
    foot = slot.bottom() - FOOT + 4
    code = font("caption", weight=600)
    painter.setFont(code)
    painter.setPen(T("text"))
    elided = QFontMetricsF(code).elidedText(bar.code, Qt.TextElideMode.ElideRight, slot.width() - 1)
    painter.drawText(QRectF(slot.left(), foot, slot.width(), 16), CENTRED, elided)
    painter.setFont(font("caption", weight=700 if outside else 500, figures=True))
    painter.setPen(T("bad" if outside else "text2"))
    figure = signed(bar.deviation * 100, 1)
    if painter.fontMetrics().horizontalAdvance(figure) > slot.width() - APART:
        figure = signed(bar.deviation * 100)
    painter.drawText(QRectF(slot.left(), foot + 17, slot.width(), 16), CENTRED, figure)


def paint_histogram(painter: QPainter, balance: Balance, width: float, frame: Frame) -> None:
    """Draw how many territories lie at which deviation, left of the furthest ten."""
    counted = histogram(balance)
    area = QRectF(AXIS, TOP, frame.left - 2 * AXIS, frame.height - FOOT - TOP)
    most = max(counted.counts) or 1
    step = area.width() / len(counted.counts)
    for at, count in enumerate(counted.counts):
        middle = (counted.edges[at] + counted.edges[at + 1]) / 2
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(T("bad" if abs(middle) > balance.tolerance else "chart_bar"))
        tall = area.height() * count / most
        painter.drawRect(QRectF(area.left() + at * step, area.bottom() - tall, step - 1, tall))
    painter.setPen(QPen(T("line_strong"), 1))
    painter.drawLine(area.bottomLeft(), area.bottomRight())
    painter.setFont(font("caption", figures=True))
    painter.setPen(T("text3"))
    for fraction in (-1.0, 0.0, 1.0):
        x = area.center().x() + fraction * area.width() / 2
        text = deviation(fraction * balance.limit, 0)
        painter.drawText(QRectF(x - 30, area.bottom() + 2, 60, 16), CENTRED, text)
