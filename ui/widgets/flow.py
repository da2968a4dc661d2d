"""A row that goes on in the next line where it is full, as words do."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget


class FlowLayout(QLayout):
    """Widgets from left to right at their own size, broken into lines, centred in each line."""

    def __init__(self, parent: QWidget | None = None, *, gap: int = 6) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self._gap = gap
        self.setContentsMargins(0, 0, 0, 0)

    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, at: int) -> QLayoutItem | None:
        return self._items[at] if 0 <= at < len(self._items) else None

    def takeAt(self, at: int) -> QLayoutItem | None:
        return self._items.pop(at) if 0 <= at < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._place(QRect(0, 0, width, 0), moving=False)

    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        self._place(rect, moving=True)

    def sizeHint(self) -> QSize:
        return self.minimumSize()

    def minimumSize(self) -> QSize:
        size = QSize()
        for item in self._items:
            size = size.expandedTo(item.minimumSize())
        return size

    def _place(self, rect: QRect, *, moving: bool) -> int:
        """Break the items into lines and return the height of all; `moving` puts them there."""
        y = rect.y()
        line: list[tuple[int, QLayoutItem]] = []
        x = rect.x()
        for item in self._items:
            if item.isEmpty():  # its widget is hidden
                continue
            width = min(item.sizeHint().width(), max(rect.width(), 1))
            if line and x + width > rect.right() + 1:
                y += self._put(line, y, moving=moving) + self._gap
                line, x = [], rect.x()
            line.append((x, item))
            x += width + self._gap
        return y + self._put(line, y, moving=moving) - rect.y()

    def _put(self, line: list[tuple[int, QLayoutItem]], y: int, *, moving: bool) -> int:
        height = max((item.sizeHint().height() for _, item in line), default=0)
        for x, item in line if moving else ():
            size = item.sizeHint()
            item.setGeometry(QRect(QPoint(x, y + (height - size.height()) // 2), size))
        return height
