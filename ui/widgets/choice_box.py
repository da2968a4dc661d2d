"""A closed list that is walked with the keys without choosing at each step."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeyEvent, QWheelEvent
from PySide6.QtWidgets import QComboBox, QWidget


class ChoiceBox(QComboBox):
    """Tells of a choice when its list closes over it; the keys only show another.

    Who has put it there says when the keys have come to an end: a table does so by itself.
    The wheel scrolls the page, not the choice.

    Signals
    -------
    settled()
        Something was chosen for good.
    """

    settled = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.walking = False
        self.before: int | None = None  # the choice that the keys have left
        self.activated.connect(self._activate)

    def showPopup(self) -> None:
        self.walking = False  # a key may open the list, and a native one answers before it returns
        super().showPopup()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        at = self.currentIndex()
        self.walking = True
        super().keyPressEvent(event)
        self.walking = False
        if self.before is None and self.currentIndex() != at:
            self.before = at

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()

    def _activate(self, _at: int) -> None:
        if not self.walking:
            self.before = None
            self.settled.emit()
