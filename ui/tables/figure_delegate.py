"""How a cell is painted: room at both sides, a thin line below, a soft ground where it is chosen."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from ui.tables.column_model import SWATCH
from ui.theme.theme import T
from ui.widgets.swatch import swatch

ROOM = 8
BAR = 3
SQUARE = 14
Index = QModelIndex | QPersistentModelIndex


class FigureDelegate(QStyledItemDelegate):
    """Paints text, its tone and the swatch of a row by tokens, the same in every table."""

    def __init__(self, parent: QObject | None = None, *, room: int = ROOM) -> None:
        super().__init__(parent)
        self._room = room

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        shown = QStyleOptionViewItem(option)
        self.initStyleOption(shown, index)
        box: QRect = shown.rect
        chosen = bool(shown.state & QStyle.StateFlag.State_Selected)
        painter.save()
        if chosen:
            painter.fillRect(box, T("accent_soft"))
            if index.column() == 0:
                painter.fillRect(QRect(box.left(), box.top(), BAR, box.height()), T("accent"))
        painter.setPen(QPen(T("line"), 1))
        painter.drawLine(box.bottomLeft(), box.bottomRight())
        inner = box.adjusted(self._room, 0, -self._room, 0)
        colour = index.data(SWATCH)
        if isinstance(colour, QColor):
            top = box.top() + (box.height() - SQUARE) // 2
            painter.drawPixmap(inner.left(), top, swatch(colour, SQUARE))
            inner.setLeft(inner.left() + SQUARE + 8)
        painter.setFont(shown.font)
        tone = index.data(Qt.ItemDataRole.ForegroundRole)
        painter.setPen(tone if isinstance(tone, QColor) else T("text"))
        text = QFontMetrics(shown.font).elidedText(
            shown.text, Qt.TextElideMode.ElideRight, inner.width()
        )
        painter.drawText(inner, shown.displayAlignment, text)
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        hint = super().sizeHint(option, index)
        extra = SQUARE + 8 if isinstance(index.data(SWATCH), QColor) else 0
        return QSize(hint.width() + 2 * self._room + extra, hint.height())
