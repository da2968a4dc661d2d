"""Switches of what the map shows beside territories; the choices are remembered."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from ui.map import legend_marks
from ui.messages import tr
from ui.settings import Settings
from ui.theme import theme

LABELS, BORDERS, NAMES, PARENTS = "labels", "borders", "names", "parents"
ACCOUNTS, HOMES = "accounts", "homes"
FIRST = {LABELS: True, BORDERS: True, NAMES: True, PARENTS: False, ACCOUNTS: False, HOMES: False}
"""Every switch, and whether it is on at first."""

MARKS = {
    ACCOUNTS: legend_marks.ACCOUNTS,
    HOMES: (legend_marks.HOME,),
    PARENTS: (legend_marks.PARENT,),
}
"""Marks that the legend explains while a switch is on."""


class MapSwitches(QWidget):
    """A check box for each thing the map may show.

    Attributes
    ----------
    has_named : bool
        Whether any account that is shown is owned by name.

    Signals
    -------
    switched(str)
        The key of a switch that was turned.
    """

    switched = Signal(str)

    def __init__(self, settings: Settings) -> None:
        super().__init__()
        self._settings = settings
        self.has_named = False
        self.boxes = {key: QCheckBox() for key in FIRST}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, theme.space(2))
        column.setSpacing(theme.space(2))
        for key, box in self.boxes.items():
            box.setChecked(settings.flag(_setting(key), FIRST[key]))
            box.toggled.connect(partial(self._turn, key))
            column.addWidget(box)
        self.show_words(noun=tr("regions"), parent="", offered={})

    def is_on(self, key: str) -> bool:
        """Whether something should be shown."""
        return self.boxes[key].isChecked()

    @property
    def marks(self) -> tuple[str, ...]:
        """Keys of the marks in the legend that what is shown brings with it."""
        shown = (key for key, box in self.boxes.items() if box.isChecked() and not box.isHidden())
        found = (mark for key in shown for mark in MARKS.get(key, ()))
        return tuple(mark for mark in found if self.has_named or mark != legend_marks.NAMED)

    def show_words(self, *, noun: str, parent: str, offered: Mapping[str, bool]) -> None:
        """Name the switches as the plan names its regions; those not `offered` are hidden."""
        words = {
            LABELS: tr("Labels of territories"),
            BORDERS: tr("Borders of {noun}", noun=noun),
            NAMES: tr("Names of {noun}", noun=noun),
            PARENTS: tr("Borders by {level}", level=parent),
            ACCOUNTS: tr("Accounts"),
            HOMES: tr("Homes of people"),
        }
        for key, box in self.boxes.items():
            box.setText(words[key])
            box.setHidden(not offered.get(key, True))

    def _turn(self, key: str, on: bool) -> None:
        self._settings.keep(_setting(key), on)
        self.switched.emit(key)


def _setting(key: str) -> str:
    return f"map_shows_{key}"
