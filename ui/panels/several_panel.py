"""The inspector of several territories: each with its deviation, and what they hold together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtGui import QColor, QIcon
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.messages import tr
from ui.panels.figure_grid import Cell, FigureGrid
from ui.theme import theme
from ui.widgets.buttons import Button
from ui.widgets.inspector import Inspector
from ui.widgets.labels import ElidedLabel, label
from ui.widgets.swatch import swatch


@dataclass(frozen=True, slots=True)
class OneOfSeveral:
    """One of the territories: its number in the layer, code, name, deviation, whether it is outside."""

    territory: int
    code: str
    name: str
    off: str
    outside: bool


@dataclass(frozen=True, slots=True)
class SeveralFacts:
    """Several territories as the inspector shows them.

    Attributes
    ----------
    title : str
    measure : str
        What the deviations are of.
    rows : tuple of OneOfSeveral
    sums : tuple of (str, str)
        Of all of them together: name and value.
    """

    title: str
    measure: str
    rows: tuple[OneOfSeveral, ...]
    sums: tuple[tuple[str, str], ...]


class SeveralPanel(Inspector):
    """Shows `SeveralFacts`.

    Signals
    -------
    territory_wanted : int
        One of them should be selected alone.
    """

    territory_wanted = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = label("", "title")
        self.measure = label("", "caption")
        self.buttons: list[Button] = []
        self._rows: list[QWidget] = []
        self._list = QVBoxLayout()
        self._list.setSpacing(theme.space(2))
        self.sums = FigureGrid((tr("Together"), ""))
        for widget in (self.title, self.sums, self.measure):
            self.body.addWidget(widget)
        self.body.addLayout(self._list)
        self.body.addStretch(1)

    def show_facts(self, facts: SeveralFacts, colours: Sequence[QColor]) -> None:
        """Show territories; `colours` has one fill per territory of the layer."""
        self.title.setText(facts.title)
        self.measure.setText(tr("{measure} against target", measure=facts.measure))
        self.sums.show_rows([(Cell(name), Cell(value, strong=True)) for name, value in facts.sums])
        for old in self._rows:
            self._list.removeWidget(old)
            old.deleteLater()
        self._rows, self.buttons = [], []
        for one in facts.rows:
            self._rows.append(self._row(one, colours[one.territory]))
            self._list.addWidget(self._rows[-1])

    def _row(self, one: OneOfSeveral, colour: QColor) -> QWidget:
        made = QWidget()
        row = QHBoxLayout(made)
        row.setContentsMargins(0, 0, 0, 0)
        button = Button(one.code, partial(self.territory_wanted.emit, one.territory), dense=True)
        button.setIcon(QIcon(swatch(colour)))
        button.setAccessibleName(
            tr("{code} {name}, {off}", code=one.code, name=one.name, off=one.off)
        )
        off = label(one.off, "small", tone="bad" if one.outside else "")
        off.setFont(theme.font("small", figures=True))
        row.addWidget(button)
        row.addWidget(ElidedLabel(one.name, "small"), 1)
        row.addWidget(off)
        self.buttons.append(button)
        return made
