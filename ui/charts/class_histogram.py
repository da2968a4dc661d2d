"""A legend that counts: how many regions are in each class, over the colours of the map."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.messages import tr
from ui.theme import theme
from ui.theme.theme import T
from ui.widgets.figures import number

WIDTH = 248
BARS = 34.0
"""Height of the tallest bar, logical pixels."""
STRIP = 12.0
GAP = 2.0


@dataclass(frozen=True, slots=True)
class CountedClasses:
    """Classes of a measure.

    Attributes
    ----------
    counts : tuple of int
        Regions, or territories, in each class.
    limits : tuple of str
        What parts a class from the next: one fewer than there are classes.
    first, last : str
        The least and the largest value.
    """

    counts: tuple[int, ...]
    limits: tuple[str, ...]
    first: str = ""
    last: str = ""


class ClassHistogram(QWidget):
    """Bars with their counts, the colours under them, and the limits between."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.classes = CountedClasses((), ())
        self._colours: tuple[QColor, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_classes(
        self, classes: CountedClasses, colours: Sequence[QColor], name: str = ""
    ) -> None:
        """Show classes in the colours of the map; `name` says what is counted, regions unless given."""
        self.classes, self._colours = classes, tuple(colours)
        self.setAccessibleName(name or tr("Regions in each class"))
        self.setAccessibleDescription("; ".join(" ".join(row) for row in self.rows()))
        self.update()

    def rows(self) -> list[tuple[str, str, str]]:
        """Return the legend as a table: from, to, regions."""
        ends = [self.classes.first, *self.classes.limits, self.classes.last]
        return [
            (ends[at], ends[at + 1], number(count)) for at, count in enumerate(self.classes.counts)
        ]

    def sizeHint(self) -> QSize:
        line = QFontMetricsF(theme.font("caption", figures=True)).height()
        return QSize(WIDTH, round(2 * line + BARS + STRIP + 8))

    def paintEvent(self, event: QPaintEvent) -> None:
        counts = self.classes.counts
        if not counts:
            return
        font = theme.font("caption", figures=True)
        line = QFontMetricsF(font).height()
        wide, peak = self.width() / len(counts), max(max(counts), 1)
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setFont(font)
            base = line + BARS + 2
            for at, (count, colour) in enumerate(zip(counts, self._colours, strict=True)):
                height = BARS * count / peak
                left = at * wide
                self._bar(painter, QRectF(left + GAP / 2, base - height, wide - GAP, height))
                told = QRectF(left, base - height - line, wide, line)
                painter.setPen(T("text2"))
                painter.drawText(told, Qt.AlignmentFlag.AlignCenter, number(count))
                painter.fillRect(QRectF(left, base + 3, wide, STRIP), colour)
            painter.setPen(QPen(T("line_strong"), 1.0))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(QRectF(0.5, base + 3.5, self.width() - 1, STRIP - 1))
            self._limits(painter, QPointF(0, base + STRIP + 5), wide, line)

    def _bar(self, painter: QPainter, box: QRectF) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(T("text3"))
        painter.drawRect(box)

    def _limits(self, painter: QPainter, at: QPointF, wide: float, line: float) -> None:
        """Write the limits between classes, each where it fits beside the one before."""
        painter.setPen(T("text2"))
        metrics, free = QFontMetricsF(painter.font()), 0.0
        for place, limit in enumerate(self.classes.limits, start=1):
            width = metrics.horizontalAdvance(limit)
            left = min(max(place * wide - width / 2, 0.0), self.width() - width)
            if left < free:
                continue
            box = QRectF(left, at.y(), width + 1, line)
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, limit)
            free = left + width + 3
