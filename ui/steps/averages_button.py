"""Which figures of regions are averages: a part of a region keeps these, instead of having a share."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QMenu

from ui.messages import tr, tr_count
from ui.widgets.buttons import Button

ARROW = 12
"""Pixels beside the text for the arrow of the list."""


class AveragesButton(Button):
    """Opens a list in which columns are ticked; says how many are.

    Signals
    -------
    changed()
        `chosen` is another.
    """

    changed = Signal()

    def __init__(self) -> None:
        super().__init__("", dense=True)
        self.list = QMenu(self)
        self.setMenu(self.list)
        self.setToolTip(
            tr("Figures that are no sums, such as income a head: parts of a region keep them.")
        )
        self._say()

    def sizeHint(self) -> QSize:
        return super().sizeHint() + QSize(ARROW, 0)

    @property
    def chosen(self) -> frozenset[str]:
        """The columns that are averages."""
        return frozenset(each.data() for each in self.list.actions() if each.isChecked())

    def show_columns(self, columns: Iterable[str]) -> None:
        """Offer these columns; what was ticked stays ticked where it is still there."""
        names, ticked = list(columns), self.chosen
        if names == [each.data() for each in self.list.actions()]:
            return
        self.list.clear()
        for name in names:
            action = self.list.addAction(name.replace("_", " ").replace("&", "&&"))
            action.setData(name)
            action.setCheckable(True)
            action.setChecked(name in ticked)
            action.toggled.connect(lambda _on: self._tick())
        self.setVisible(bool(names))
        self._say()

    def _tick(self) -> None:
        self._say()
        self.changed.emit()

    def _say(self) -> None:
        count = len(self.chosen)
        some = tr_count(count, "{count} average", "{count} averages")
        self.setText(some if count else tr("No averages"))
