"""How a cell is painted: room at both sides, a thin line below, a soft ground where it is chosen."""

from __future__ import annotations

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import QColor, QFontMetrics, QHelpEvent, QPainter, QPen, QTextOption
from PySide6.QtWidgets import (
    QAbstractItemView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QToolTip,
)

from ui.tables.column_model import SWATCH
from ui.theme.theme import T
from ui.widgets.swatch import swatch

ROOM = 8
BAR = 3
SQUARE = 14
Index = QModelIndex | QPersistentModelIndex


LINES = 1.8
"""Of two lines so much is filled: a word that goes to the second leaves room on the first."""


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
        colour = index.data(SWATCH)
        if isinstance(colour, QColor):
            top = box.top() + (box.height() - SQUARE) // 2
            painter.drawPixmap(box.left() + self._room, top, swatch(colour, SQUARE))
        inner = self._inner(box, index)
        painter.setFont(shown.font)
        tone = index.data(Qt.ItemDataRole.ForegroundRole)
        painter.setPen(tone if isinstance(tone, QColor) else T("text"))
        _write(painter, QFontMetrics(shown.font), inner, shown)
        painter.restore()

    def helpEvent(
        self,
        event: QHelpEvent,
        view: QAbstractItemView,
        option: QStyleOptionViewItem,
        index: Index,
    ) -> bool:
        """Tell what a cell says that is too narrow to say it, where it has nothing else to tell."""
        if event.type() != QEvent.Type.ToolTip or index.data(Qt.ItemDataRole.ToolTipRole):
            return super().helpEvent(event, view, option, index)
        text = self.cut_text(option, index)
        QToolTip.showText(event.globalPos(), text, view)
        return bool(text)

    def cut_text(self, option: QStyleOptionViewItem, index: Index) -> str:
        """Return what a cell says where it is too narrow for it, else ""."""
        shown = QStyleOptionViewItem(option)
        self.initStyleOption(shown, index)
        wide = QFontMetrics(shown.font).horizontalAdvance(shown.text)
        return shown.text if wide > self._inner(shown.rect, index).width() else ""

    def _inner(self, box: QRect, index: Index) -> QRect:
        """Return where the text of a cell goes."""
        inner = box.adjusted(self._room, 0, -self._room, 0)
        if isinstance(index.data(SWATCH), QColor):
            inner.setLeft(inner.left() + SQUARE + 8)
        return inner

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        hint = super().sizeHint(option, index)
        extra = SQUARE + 8 if isinstance(index.data(SWATCH), QColor) else 0
        return QSize(hint.width() + 2 * self._room + extra, hint.height())


def _write(
    painter: QPainter, metrics: QFontMetrics, inner: QRect, shown: QStyleOptionViewItem
) -> None:
    """Write the text of a cell on one line, or on two where its row is as high; what is more is cut."""
    elided, wide = Qt.TextElideMode.ElideRight, inner.width()
    is_long = metrics.horizontalAdvance(shown.text) > wide
    if not is_long or inner.height() < 2 * metrics.lineSpacing():
        text = metrics.elidedText(shown.text, elided, wide)
        painter.drawText(inner, shown.displayAlignment, text)
        return
    wrapped = QTextOption(shown.displayAlignment)
    wrapped.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    text = metrics.elidedText(shown.text, elided, round(LINES * wide))
    painter.drawText(QRectF(inner), text, wrapped)
