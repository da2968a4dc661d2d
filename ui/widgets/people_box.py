"""A list of people to choose one from."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QWidget

from ui.widgets.choice_box import ChoiceBox

LEAST_WIDTH = 168
ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class PeopleBox(ChoiceBox):
    """People by id and name; keeps who was chosen when the list changes.

    Whom the keys have come to is chosen with Enter, or when the box is left; Escape goes back.
    """

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setMinimumWidth(LEAST_WIDTH)
        self.setMaxVisibleItems(16)
        self._people: tuple[tuple[str, str], ...] = ()

    def show_people(self, people: Sequence[tuple[str, str]]) -> None:
        """Offer these people, each an id and a name."""
        if tuple(people) == self._people:
            return
        chosen, self._people = self.chosen, tuple(people)
        self.blockSignals(True)
        self.clear()
        for id_, name in people:
            self.addItem(name, id_)
        self.blockSignals(False)
        self.choose(chosen)

    @property
    def chosen(self) -> str:
        """Id of who is chosen, "" where nobody can be."""
        return str(self.currentData() or "")

    def choose(self, id_: str) -> None:
        """Show who has this id, where he is offered; tell nobody."""
        self.before = None
        at = self.findData(id_)
        if at >= 0:
            self.blockSignals(True)
            self.setCurrentIndex(at)
            self.blockSignals(False)

    def settle(self) -> None:
        """Choose for good what the keys have come to, if they went anywhere."""
        if self.before is not None:
            self.before = None
            self.settled.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.before is not None and event.key() in ENTER:
            self.settle()
            return
        if self.before is not None and event.key() == Qt.Key.Key_Escape:
            self.setCurrentIndex(self.before)
            self.before = None
            return
        super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.settle()
