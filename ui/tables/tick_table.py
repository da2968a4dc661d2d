"""A table of words whose rows have a tick: click it, or press Space."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QStyleOptionViewItem, QWidget

from ui.messages import tr
from ui.tables.column_model import Column, ColumnModel
from ui.tables.figure_delegate import ROOM, FigureDelegate
from ui.tables.figure_table import FigureTable
from ui.theme.theme import T, icon_pixmap

Index = QModelIndex | QPersistentModelIndex
BOX = 16
CHECK = Qt.ItemDataRole.CheckStateRole


@dataclass(frozen=True, slots=True)
class TickRow:
    """A row: its words, and its tick; None where there is nothing to tick."""

    key: str
    words: tuple[str, ...]
    ticked: bool | None = None


class TickModel(ColumnModel[TickRow]):
    """Carries the tick in column 0.

    Signals
    -------
    ticked : (str, bool)
        Key of the row, and whether the user wants it ticked.
    """

    ticked = Signal(str, bool)

    def flags(self, index: Index) -> Qt.ItemFlag:
        base = super().flags(index)
        if index.isValid() and index.column() == 0 and self.rows[index.row()].ticked is not None:
            return base | Qt.ItemFlag.ItemIsUserCheckable
        return base

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role == CHECK and index.isValid() and index.column() == 0:
            on = self.rows[index.row()].ticked
            if on is None:
                return None
            return Qt.CheckState.Checked if on else Qt.CheckState.Unchecked
        if role == Qt.ItemDataRole.AccessibleTextRole and index.isValid() and index.column() == 0:
            row = self.rows[index.row()]
            if row.ticked is not None:
                return tr("ticked") if row.ticked else tr("not ticked")
        return super().data(index, role)

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        row = self.rows[index.row()] if index.isValid() else None
        if role != CHECK or row is None or row.ticked is None:
            return False
        self.ticked.emit(row.key, Qt.CheckState(value) is Qt.CheckState.Checked)
        return True


class TickDelegate(FigureDelegate):
    """Paints ticks by tokens and turns them by click and Space."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        super().paint(painter, option, index)
        state = index.data(CHECK)
        if state is None:
            return
        box: QRect = option.rect
        left, top = box.left() + ROOM, box.top() + (box.height() - BOX) // 2
        on = Qt.CheckState(state) is Qt.CheckState.Checked
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(T("accent" if on else "line_strong"), 1))
        painter.setBrush(T("accent" if on else "surface"))
        painter.drawRoundedRect(QRect(left, top, BOX, BOX), 4, 4)
        if on:
            painter.drawPixmap(left + 1, top + 1, icon_pixmap("check", 14, T("on_accent")))
        painter.restore()

    def editorEvent(
        self,
        event: QEvent,
        model: QAbstractItemModel,
        option: QStyleOptionViewItem,
        index: Index,
    ) -> bool:
        state = index.data(CHECK)
        if state is None or not _turns(event):
            return False
        on = Qt.CheckState(state) is Qt.CheckState.Checked
        return model.setData(index, Qt.CheckState.Unchecked if on else Qt.CheckState.Checked, CHECK)


def _turns(event: QEvent) -> bool:
    if isinstance(event, QMouseEvent):
        left = event.button() is Qt.MouseButton.LeftButton
        return left and event.type() is QEvent.Type.MouseButtonRelease
    return isinstance(event, QKeyEvent) and event.key() in (Qt.Key.Key_Space, Qt.Key.Key_Select)


class TickTable(FigureTable[TickRow]):
    """Rows of texts under headers, a tick before each.

    Signals
    -------
    ticked : (str, bool)
        The user turned the tick of a row; the table shows it once `show_rows` says so.
    """

    ticked = Signal(str, bool)

    def __init__(
        self,
        headers: Sequence[str],
        *,
        figures: Sequence[int] = (),
        name: str,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__((), parent)
        columns: list[Column[TickRow]] = [
            Column("tick", "", lambda row: "", lambda row: "", right=False)
        ]
        columns += [_column(at, header, at in figures) for at, header in enumerate(headers)]
        model = TickModel(columns, self)
        model.ticked.connect(self.ticked)
        self.rows_model: ColumnModel[TickRow] = model
        self.proxy.setSourceModel(model)
        self.setItemDelegate(TickDelegate(self))
        self.setAccessibleName(name)
        self.stretch(len(columns) - 1)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let Space turn the tick of the row, whichever column is current."""
        index = self.currentIndex()
        if event.key() == Qt.Key.Key_Space and index.isValid():
            tick = index.siblingAtColumn(0)
            self.itemDelegate().editorEvent(event, self.model(), QStyleOptionViewItem(), tick)
            return
        super().keyPressEvent(event)


def _column(at: int, header: str, right: bool) -> Column[TickRow]:
    return Column(
        str(at),
        header,
        lambda row: row.words[at],
        lambda row: row.words[at],
        right=right,
        tip=lambda row: row.words[at],
    )
