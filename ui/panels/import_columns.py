"""The columns of a file: first values, how full they are, and what each is in Rayon."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QGridLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from ui.messages import tr
from ui.theme import theme
from ui.widgets.buttons import Button
from ui.widgets.figures import number
from ui.widgets.labels import ElidedLabel, IconLabel, label, line, pill

SHOWN = 9
"""More columns than these are shown when asked for."""
MORE = 40
"""Columns that are shown at once then: each takes milliseconds, and a file may have a thousand."""
SELECT_WIDTHS = (140, 206)
CHECK_WIDTH = 132


@dataclass(frozen=True, slots=True)
class ColumnRow:
    """One column of the file.

    Attributes
    ----------
    column, values, filled, why : str
        Name, first values, how full it is, why it is taken for what it is.
    meaning : str
        Key of what it is.
    check, tone : str
        Text and tone of the pill; "" shows none.
    form : str
        How the cells are written, on hover of the pill.
    """

    column: str
    values: str
    filled: str
    why: str
    meaning: str
    check: str = ""
    tone: str = "neutral"
    form: str = ""


@dataclass(frozen=True, slots=True)
class _Line:
    values: ElidedLabel
    filled: QLabel
    select: QComboBox
    why: ElidedLabel
    check: QLabel


class ColumnGrid(QWidget):
    """One row for each column.

    Signals
    -------
    meaning_chosen(str, str)
        Column, and key of what it is.
    """

    meaning_chosen = Signal(str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.lines: dict[str, _Line] = {}
        self._rows: Sequence[ColumnRow] = ()
        self._options: Sequence[tuple[str, str]] = ()
        self._grid_holder = QWidget()
        self.more = Button("", self._show_more, kind="link")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.space(2))
        self._column.addWidget(self._grid_holder)
        self._column.addWidget(self.more, 0, Qt.AlignmentFlag.AlignLeft)

    def show_columns(self, rows: Sequence[ColumnRow], options: Sequence[tuple[str, str]]) -> None:
        """Show columns; `options` are key and name of what a column can be."""
        known = [row.column for row in self._rows] == [row.column for row in rows]
        self._rows = tuple(rows)
        if not known or list(options) != list(self._options):
            self._options = tuple(options)
            self._rebuild()
        for row in self._rows[: len(self.lines)]:
            self._show(row)

    def _rebuild(self) -> None:
        self._column.removeWidget(self._grid_holder)
        self._grid_holder.hide()
        self._grid_holder.deleteLater()
        self._grid_holder = QWidget()
        self._column.insertWidget(0, self._grid_holder)
        self.lines = {}
        self._grid = QGridLayout(self._grid_holder)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(theme.space(4))
        self._grid.setVerticalSpacing(theme.space(2))
        self._grid.setColumnMinimumWidth(5, CHECK_WIDTH)
        heads = ("In your file", "First values", "Filled", "", "In Rayon", "Check")
        told = {"In your file": tr("In your file"), "First values": tr("First values"),
                "Filled": tr("Filled"), "In Rayon": tr("In Rayon"), "Check": tr("Check")}  # fmt: skip
        for at, head in enumerate(heads):
            side = Qt.AlignmentFlag.AlignRight if head == "Filled" else Qt.AlignmentFlag.AlignLeft
            self._grid.addWidget(label(told.get(head, ""), "caption"), 0, at, side)
        for at, stretch in enumerate((4, 5, 0, 0, 0, 0)):
            self._grid.setColumnStretch(at, stretch)
        self._make(SHOWN)

    def _make(self, count: int) -> None:
        """Make the lines of so many more columns, and of one that would be left alone."""
        first, whole = len(self.lines), len(self._rows)
        last = whole if whole - first - count <= 1 else first + count
        for place in range(first, last):
            self._add(self._rows[place], 1 + 3 * place)
        self.more.setVisible(last < whole)
        if whole - last <= MORE + 1:
            self.more.setText(tr("Show all {n} columns", n=number(whole)))
        else:
            self.more.setText(tr("Show {more} more of {n} columns", more=MORE, n=number(whole)))

    def _add(self, row: ColumnRow, at: int) -> None:
        rule = line()
        self._grid.addWidget(rule, at, 0, 1, 6)
        name, values, filled = ElidedLabel(row.column, "strong"), ElidedLabel(""), label("")
        filled.setFont(theme.font(figures=True))
        arrow = IconLabel("arrow-right", 16)
        select = QComboBox()
        select.setMinimumWidth(SELECT_WIDTHS[0])
        select.setMaximumWidth(SELECT_WIDTHS[1])
        select.setProperty("dense", True)
        select.setAccessibleName(tr("{column} is in Rayon", column=row.column))
        for key, text in self._options:
            select.addItem(text, key)
        select.activated.connect(partial(self._chosen, row.column))
        check, why = pill(""), ElidedLabel("", "caption")
        for each in (name, values, why):
            each.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        middle = Qt.AlignmentFlag.AlignVCenter
        self._grid.addWidget(name, at + 1, 0)
        self._grid.addWidget(values, at + 1, 1)
        self._grid.addWidget(why, at + 2, 0, 1, 2)
        self._grid.addWidget(filled, at + 1, 2, 2, 1, middle | Qt.AlignmentFlag.AlignRight)
        self._grid.addWidget(arrow, at + 1, 3, 2, 1, middle)
        self._grid.addWidget(select, at + 1, 4, 2, 1, middle)
        self._grid.addWidget(check, at + 1, 5, 2, 1, middle | Qt.AlignmentFlag.AlignLeft)
        self.lines[row.column] = _Line(values, filled, select, why, check)

    def _show(self, row: ColumnRow) -> None:
        held = self.lines[row.column]
        held.values.setText(row.values)
        held.filled.setText(row.filled)
        held.select.setCurrentIndex(held.select.findData(row.meaning))
        held.select.setAccessibleDescription(row.why)
        held.select.setToolTip(row.why)
        held.why.setText(row.why)
        held.check.setText(row.check)
        held.check.setToolTip(row.form)
        held.check.setVisible(bool(row.check))
        theme.restyle(held.check, pill=row.tone)
        held.check.adjustSize()

    def _chosen(self, column: str, at: int) -> None:
        self.meaning_chosen.emit(column, self.lines[column].select.itemData(at))

    def _show_more(self) -> None:
        first = len(self.lines)
        self._make(MORE)
        for row in self._rows[first : len(self.lines)]:
            self._show(row)
