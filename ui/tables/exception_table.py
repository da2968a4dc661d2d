"""The table of named accounts, edited in place: each change is told, none is made here."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QAbstractItemModel, Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QLineEdit,
    QStyleOptionViewItem,
    QWidget,
)

from planner.language import day
from planner.model.scenario_words import reason_said
from ui.messages import tr
from ui.tables.column_model import Column, ColumnModel, Index
from ui.tables.exception_rows import ExceptionRow
from ui.tables.figure_delegate import FigureDelegate
from ui.tables.figure_table import FigureTable
from ui.widgets.choice_box import ChoiceBox
from ui.widgets.figures import UNKNOWN, Scale

FOREVER = "9999"
"""Sorts accounts without an end behind those with one."""

EDITED = ("rep", "reason", "asked_by", "until", "counts")
"""Columns that can be edited in place."""
STRETCHED = 4
MEASURED_ROWS = 100
"""Rows that columns take their width from: each edit measures them anew."""


def exception_columns(scale: Scale, money: str) -> tuple[Column[ExceptionRow], ...]:
    """Columns of a named account; `money` heads the last one, written in `scale`."""
    return (
        _words("account", tr("Account"), lambda row: row.account, tip=lambda row: row.account_id),
        _words("region", tr("Lies in"), lambda row: row.region or UNKNOWN),
        Column(
            "rep", tr("Stays with"), lambda row: row.rep, lambda row: row.rep, right=False,
            tip=lambda row: row.rep_id,
        ),
        _words("asked_by", tr("Asked by"), lambda row: row.asked_by or UNKNOWN),
        _words(
            "reason", tr("Reason"), lambda row: reason_said(row.reason) or UNKNOWN,
            tip=lambda row: reason_said(row.reason),
        ),
        Column(
            "until", tr("Until"), _until, lambda row: row.until.isoformat() if row.until else FOREVER,
            right=False, tone=lambda row: "warn" if row.ended else "", tip=_ended,
        ),
        Column(
            "counts", tr("Counts"), _counts, lambda row: int(row.counts) + int(_is_nowhere(row)),
            right=False, tone=lambda row: "warn" if _is_nowhere(row) else "", tip=_counted,
        ),
        Column("money", money, lambda row: scale.figure(row.money), lambda row: row.money),
    )  # fmt: skip


class ExceptionModel(ColumnModel[ExceptionRow]):
    """Tells what the user wants changed; the rows change when the plan does.

    Signals
    -------
    wanted(str, str, object)
        Account id, column key, what was chosen or typed.
    """

    wanted = Signal(str, str, object)

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = super().flags(index)
        edited = index.isValid() and self.columns[index.column()].key in EDITED
        return flags | Qt.ItemFlag.ItemIsEditable if edited else flags

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role == Qt.ItemDataRole.EditRole and index.isValid():
            row, key = self.rows[index.row()], self.columns[index.column()].key
            values = {
                "rep": row.rep_id,
                "reason": row.reason,
                "asked_by": row.asked_by,
                "until": row.until.isoformat() if row.until else "",
                "counts": row.counts,
            }
            return values.get(key)
        return super().data(index, role)

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != Qt.ItemDataRole.EditRole or not index.isValid():
            return False
        if value == self.data(index, Qt.ItemDataRole.EditRole):
            return False
        row, key = self.rows[index.row()], self.columns[index.column()].key
        self.wanted.emit(row.account_id, key, value)
        return True


class ExceptionDelegate(FigureDelegate):
    """Edits words in a line, people and yes or no in a list."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.people: tuple[tuple[str, str], ...] = ()

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        key = EDITOR_OF.get(_key(index), "line")
        if key == "line":
            line = QLineEdit(parent)
            line.setProperty("dense", True)
            line.setAccessibleName(str(index.model().headerData(index.column(), HORIZONTAL)))
            if _key(index) == "until":
                line.setPlaceholderText(tr("2027-12-31, or nothing"))
            return line
        box = ChoiceBox(parent)
        box.setProperty("dense", True)
        box.setAccessibleName(str(index.model().headerData(index.column(), HORIZONTAL)))
        choices: Sequence[tuple[Any, str]] = self.people
        if key == "yes":
            choices = ((True, tr("yes")), (False, tr("no")))
        for value, words in choices:
            box.addItem(words, value)
        if box.findData(index.data(Qt.ItemDataRole.EditRole)) < 0:  # somebody who has left
            box.insertItem(0, str(index.data()), index.data(Qt.ItemDataRole.EditRole))
        box.settled.connect(lambda: self._done(box))
        return box

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        value = index.data(Qt.ItemDataRole.EditRole)
        if isinstance(editor, QComboBox):
            editor.setCurrentIndex(max(0, editor.findData(value)))
        elif isinstance(editor, QLineEdit):
            editor.setText(str(value or ""))

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        if isinstance(editor, QComboBox):
            model.setData(index, editor.currentData())
        elif isinstance(editor, QLineEdit):
            model.setData(index, editor.text().strip())

    def updateEditorGeometry(
        self, editor: QWidget, option: QStyleOptionViewItem, index: Index
    ) -> None:
        box = option.rect
        wide = max(box.width(), editor.minimumSizeHint().width())
        editor.setGeometry(box.left(), box.top(), wide, box.height())

    def _done(self, editor: QWidget) -> None:
        self.commitData.emit(editor)
        self.closeEditor.emit(editor)


class ExceptionTable(FigureTable[ExceptionRow]):
    """Named accounts; double click, F2 or typing edits a cell.

    Signals
    -------
    wanted(str, str, object)
        Account id, column key, new value.
    rows_marked()
        Other rows are marked.
    """

    wanted = Signal(str, str, object)
    rows_marked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__((), parent)
        self.edited = ExceptionModel((), self)
        self.rows_model = self.edited
        self.proxy.setSourceModel(self.edited)
        self.edited.wanted.connect(self.wanted)
        self._delegate = ExceptionDelegate(self)
        self.setItemDelegate(self._delegate)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        triggers = QAbstractItemView.EditTrigger
        self.setEditTriggers(
            triggers.DoubleClicked | triggers.EditKeyPressed | triggers.AnyKeyPressed
        )
        self.setAccessibleName(tr("Named accounts"))
        self.horizontalHeader().setResizeContentsPrecision(MEASURED_ROWS)
        self.selectionModel().selectionChanged.connect(lambda *_: self.rows_marked.emit())

    def show_columns(self, columns: Sequence[Column[ExceptionRow]]) -> None:
        """Show other columns, where they differ in what heads them."""
        before = [(one.key, one.header) for one in self.edited.columns]
        if before == [(one.key, one.header) for one in columns]:
            return
        self.edited.set_columns(columns)
        if not before:
            self.stretch(STRETCHED)
            self.sort_by_clicks(-1)

    def show_people(self, people: Sequence[tuple[str, str]]) -> None:
        """Offer these reps, each an id and a name, to who edits a cell."""
        self._delegate.people = tuple(people)

    @property
    def marked(self) -> tuple[str, ...]:
        """Ids of the accounts whose rows are marked."""
        rows = {self.proxy.mapToSource(one).row() for one in self.selectedIndexes()}
        return tuple(self.edited.rows[row].account_id for row in sorted(rows))


HORIZONTAL = Qt.Orientation.Horizontal
EDITOR_OF = {"rep": "people", "counts": "yes"}


def _key(index: Index) -> str:
    return EDIT_ORDER[index.column()]


EDIT_ORDER = ("account", "region", "rep", "asked_by", "reason", "until", "counts", "money")
"""Keys of the columns from left to right."""


def _words(
    key: str,
    header: str,
    text: Callable[[ExceptionRow], str],
    *,
    tip: Callable[[ExceptionRow], str] | None = None,
) -> Column[ExceptionRow]:
    return Column(key, header, text, lambda row: text(row).casefold(), right=False, tip=tip)


def _until(row: ExceptionRow) -> str:
    if row.until is None:
        return tr("no end")
    return tr("{day}, over", day=day(row.until)) if row.ended else day(row.until)


def _ended(row: ExceptionRow) -> str:
    return (
        tr("This ended before the plan starts: the account follows its region.")
        if row.ended
        else ""
    )


def _is_nowhere(row: ExceptionRow) -> bool:
    """Whether it should count and there is no territory to count in."""
    return row.counts and row.homeless


def _counts(row: ExceptionRow) -> str:
    if _is_nowhere(row):
        return tr("no territory")
    return tr("yes") if row.counts else tr("no")


def _counted(row: ExceptionRow) -> str:
    if _is_nowhere(row):
        return tr("{rep} has no territory: this account counts in none.", rep=row.rep)
    if row.counts:
        return tr("Counts in the territory of {rep}.", rep=row.rep)
    return tr("Counts in no territory.")
