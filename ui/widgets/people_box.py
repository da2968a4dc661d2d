"""A list of people to choose one from."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QComboBox, QWidget

LEAST_WIDTH = 168


class PeopleBox(QComboBox):
    """People by id and name; keeps who was chosen when the list changes."""

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
        at = self.findData(id_)
        if at >= 0:
            self.blockSignals(True)
            self.setCurrentIndex(at)
            self.blockSignals(False)
