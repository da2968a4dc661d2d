"""The painted table of capacity: a bar a cell, hatched where hours are missing, a mark at the need."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.charts.capacity import Capacity, CapacityTable
from ui.messages import tr
from ui.theme.theme import T, font
from ui.widgets.figures import BELOW, number

NAMES, CELL, HEAD, ROW = 120.0, 132.0, 26.0, 46.0


class CapacityChart(QWidget):
    """Hours a week needed and planned; what it shows also stands in the table of needs."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._table = CapacityTable((), (), ())
        self.setSizePolicy(QSizePolicy.Policy.MinimumExpanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(tr("Hours needed and planned by role and market"))

    def show_table(self, table: CapacityTable) -> None:
        """Show other hours."""
        self._table = table
        short = [
            f"{role}, {market}: {number(cell.short, 1)}"
            for role, row in zip(table.roles, table.cells, strict=True)
            for market, cell in zip(table.markets, row, strict=True)
            if cell is not None and cell.is_short
        ]
        self.setAccessibleDescription("; ".join(short))
        self.setMinimumWidth(int(NAMES + CELL * len(table.markets)))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        height = HEAD + ROW * len(self._table.roles)
        return QSize(int(NAMES + CELL * len(self._table.markets)), int(height))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        table = self._table
        if not table.markets:
            return
        wide = max(CELL, (self.width() - NAMES) / len(table.markets))
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.fillRect(self.rect(), T("surface"))
            for column, market in enumerate(table.markets):
                box = QRectF(NAMES + column * wide, 0, wide - 12, HEAD)
                _text(painter, box, market, "caption", "text3")
            for row, role in enumerate(table.roles):
                top = HEAD + row * ROW
                _text(painter, QRectF(0, top, NAMES - 8, ROW - 12), role, "strong", "text")
                for column, cell in enumerate(table.cells[row]):
                    if cell is not None:
                        box = QRectF(NAMES + column * wide, top, wide - 12, ROW)
                        _paint_cell(painter, box, cell)


def _paint_cell(painter: QPainter, box: QRectF, cell: Capacity) -> None:
    words = tr(
        "{planned} of {needed} h", planned=number(cell.planned, 1), needed=number(cell.needed, 1)
    )
    _text(painter, QRectF(box.left(), box.top(), box.width(), 20), words, "small", "text")
    if cell.is_short:
        painter.setPen(T("bad"))
        painter.setFont(font("caption", weight=700, figures=True))
        short = f"{BELOW} {number(cell.short, 1)}"
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(QRectF(box.left(), box.top(), box.width(), 20), right, short)
    most = max(cell.needed, cell.planned, 1e-9)
    bar = QRectF(box.left(), box.top() + 23, box.width(), 8)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(T("sunken"))
    painter.drawRoundedRect(bar, 2, 2)
    have = QRectF(bar.left(), bar.top(), bar.width() * cell.planned / most, bar.height())
    painter.setBrush(T("bad") if cell.is_short else T("chart_bar"))
    painter.drawRoundedRect(have, 2, 2)
    if cell.is_short:
        missing = QRectF(have.right(), bar.top(), bar.right() - have.right(), bar.height())
        painter.setPen(QPen(T("bad"), 1))
        painter.setBrush(QBrush(T("bad"), Qt.BrushStyle.BDiagPattern))
        painter.drawRect(missing)
    at = bar.left() + bar.width() * cell.needed / most
    painter.setPen(QPen(T("text"), 2))
    painter.drawLine(QPointF(at, bar.top() - 3), QPointF(at, bar.bottom() + 3))


def _text(painter: QPainter, box: QRectF, text: str, role: str, colour: str) -> None:
    chosen = font(role, figures=role == "small")
    painter.setFont(chosen)
    painter.setPen(T(colour))
    fitting = QFontMetricsF(chosen).elidedText(text, Qt.TextElideMode.ElideRight, box.width())
    left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
    painter.drawText(box, left, fitting)
