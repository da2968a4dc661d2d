"""The table of rows that need a look: a repair is chosen in its row."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import (
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from ui.messages import tr
from ui.tables.finding_model import CELL, REPAIR, ROW, STATE, TONE, WHY, FindingModel, Line
from ui.theme import theme
from ui.theme.theme import T

ROOM = 8
PILL = 18
WIDTHS = {ROW: 60, REPAIR: 208, STATE: 124}
CELL_SHARE = 0.45
"""Of the room that is left, the rest is for what is wrong."""
ROW_HEIGHT = 36

Index = QModelIndex | QPersistentModelIndex
Options = tuple[Sequence[str], int, bool]
"""Texts to choose from, which is chosen, and whether another value may be typed."""


class FindingTable(QTableView):
    """Findings by number; the lists of repairs come from `options_of`.

    Signals
    -------
    chosen(int, int)
        A finding and the place of its repair in the list.
    typed(int, str)
        A finding and a value of the user's own.
    """

    chosen = Signal(int, int)
    typed = Signal(int, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows_model = FindingModel(self)
        self.list: RepairList | None = None
        self.options_of: Callable[[int], Options] = lambda number: ((), 0, False)
        self.setModel(self.rows_model)
        self.setItemDelegate(FindingDelegate(self))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(tr("Rows that need a look"))
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(ROW_HEIGHT)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        for column, width in WIDTHS.items():
            self.setColumnWidth(column, width)
        self.clicked.connect(self._click)

    def show_findings(self, numbers: Sequence[int], line_of: Callable[[int], Line]) -> None:
        """Show findings by number."""
        if list(numbers) != list(self.rows_model.numbers):
            self.close_list()
        self.rows_model.show(numbers, line_of)

    def current(self) -> int | None:
        """Return the number of the finding that is marked."""
        at = self.currentIndex()
        return self.rows_model.numbers[at.row()] if at.isValid() else None

    def go_to(self, number: int) -> None:
        """Mark a finding and bring it into sight."""
        numbers = list(self.rows_model.numbers)
        if number in numbers:
            index = self.rows_model.index(numbers.index(number), REPAIR)
            self.setCurrentIndex(index)
            self.scrollTo(index)

    def open_list(self) -> None:
        """Open the list of repairs of the marked row."""
        at = self.currentIndex()
        if not at.isValid():
            return
        self.close_list()
        number = self.rows_model.numbers[at.row()]
        cell = self.rows_model.index(at.row(), REPAIR)
        name = tr("Repair of row {row}", row=self.rows_model.line(at.row()).row)
        self.list = RepairList(self.options_of(number), name, self.viewport())
        self.list.setGeometry(_list_box(self.visualRect(cell)))
        self.list.picked.connect(lambda option: self._picked(number, option))
        self.list.entered.connect(lambda text: self._entered(number, text))
        self.list.left.connect(self.close_list)
        self.list.show()
        self.list.setFocus()
        QTimer.singleShot(0, self.list.drop_down)

    def close_list(self) -> None:
        """Put the list of repairs away."""
        if self.list is not None:
            held, self.list = self.list, None
            held.hide()
            held.deleteLater()
            self.setFocus()

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        self.close_list()
        super().scrollContentsBy(dx, dy)

    def _picked(self, number: int, option: int) -> None:
        self.close_list()
        self.chosen.emit(number, option)

    def _entered(self, number: int, text: str) -> None:
        self.close_list()
        self.typed.emit(number, text)

    def resizeEvent(self, event: QResizeEvent) -> None:
        room = self.viewport().width() - sum(WIDTHS.values())
        cell = round(CELL_SHARE * room)
        self.setColumnWidth(CELL, max(0, cell))
        self.setColumnWidth(WHY, max(0, room - cell))
        super().resizeEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        alt_down = event.key() == Qt.Key.Key_Down and (
            event.modifiers() & Qt.KeyboardModifier.AltModifier
        )
        plain = not event.modifiers()
        opens = event.key() in (
            Qt.Key.Key_F2,
            Qt.Key.Key_Return,
            Qt.Key.Key_Enter,
            Qt.Key.Key_Space,
        )
        if alt_down or (opens and plain):
            self.open_list()
            return
        super().keyPressEvent(event)

    def _click(self, index: QModelIndex) -> None:
        if index.column() == REPAIR:
            self.open_list()


class RepairList(QComboBox):
    """The repairs of one row, over its cell; the last entry lets another value be typed.

    Signals
    -------
    picked(int), entered(str), left()
    """

    picked = Signal(int)
    entered = Signal(str)
    left = Signal()

    def __init__(self, options: Options, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        texts, chosen, open_ = options
        self._offered = len(texts)
        self.setProperty("dense", True)
        self.addItems([*texts, *((tr("Another value…"),) if open_ else ())])
        self.setCurrentIndex(chosen)
        self.setAccessibleName(name)
        self.activated.connect(self._take)

    def drop_down(self) -> None:
        """Open the list, if it is still wanted."""
        if self.isVisible() and not self.isEditable():
            self.showPopup()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
            return
        if self.isEditable() and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            text = self.currentText().strip()
            self.entered.emit(text) if text else self.left.emit()
            return
        super().keyPressEvent(event)

    def _take(self, option: int) -> None:
        if option < self._offered:
            self.picked.emit(option)
            return
        self.setEditable(True)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.clearEditText()
        self.setFocus()


class FindingDelegate(QStyledItemDelegate):
    """Paints a repair as a list to choose from and a state as a pill."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        shown = QStyleOptionViewItem(option)
        self.initStyleOption(shown, index)
        box: QRect = shown.rect
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if shown.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(box, T("accent_soft"))
            if index.column() == ROW:
                painter.fillRect(QRect(box.left(), box.top(), 3, box.height()), T("accent"))
        painter.setPen(QPen(T("line"), 1))
        painter.drawLine(box.bottomLeft(), box.bottomRight())
        if index.column() == REPAIR:
            _paint_list(painter, box, shown)
        elif index.column() == STATE:
            _paint_pill(painter, box, shown.text, str(index.data(TONE)))
        else:
            painter.setPen(T("text2") if index.column() == ROW else T("text"))
            _paint_text(painter, box.adjusted(ROOM, 0, -ROOM, 0), shown)
        painter.restore()


def _list_box(box: QRect) -> QRect:
    return box.adjusted(ROOM, 4, -ROOM, -5)


def _paint_text(painter: QPainter, box: QRect, shown: QStyleOptionViewItem) -> None:
    painter.setFont(shown.font)
    elide = Qt.TextElideMode.ElideRight
    text = QFontMetrics(shown.font).elidedText(shown.text, elide, box.width())
    painter.drawText(box, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text)


def _paint_list(painter: QPainter, box: QRect, shown: QStyleOptionViewItem) -> None:
    inner = _list_box(box)
    painter.setPen(QPen(T("line_strong"), 1))
    painter.setBrush(T("surface"))
    radius = theme.radius("control")
    painter.drawRoundedRect(inner, radius, radius)
    painter.setPen(T("text"))
    _paint_text(painter, inner.adjusted(ROOM, 0, -24, 0), shown)
    chevron = theme.icon_pixmap("chevron-down", 14, T("text2"))
    painter.drawPixmap(inner.right() - 20, inner.center().y() - 6, chevron)


def _paint_pill(painter: QPainter, box: QRect, text: str, tone: str) -> None:
    made = theme.font("caption", weight=600)
    width = QFontMetrics(made).horizontalAdvance(text) + 2 * ROOM
    pill = QRect(box.right() - ROOM - width, box.center().y() - PILL // 2, width, PILL)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(T("subtle") if tone == "neutral" else T(f"{tone}_soft"))
    painter.drawRoundedRect(pill, PILL / 2, PILL / 2)
    painter.setPen(T("text2") if tone == "neutral" else T(tone))
    painter.setFont(made)
    painter.drawText(pill, Qt.AlignmentFlag.AlignCenter, text)
