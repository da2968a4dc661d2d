"""The look of every table: quiet lines, one row height, sorting by plain values, copying."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Generic, TypeVar

from PySide6.QtCore import QModelIndex, QSortFilterProxyModel, Qt, Signal
from PySide6.QtGui import QColor, QKeySequence, QShortcut
from PySide6.QtWidgets import QAbstractItemView, QApplication, QHeaderView, QTableView, QWidget

from ui.tables.column_model import SORT, Column, ColumnModel
from ui.tables.copying import copy_rows
from ui.tables.figure_delegate import FigureDelegate
from ui.theme.theme import size

Row = TypeVar("Row")
LEAST = 56
"""Pixels a column has at least."""
MEASURED = 40
"""Rows by which a column is measured, from the first that is seen: a thousand take half a second."""


class FigureTable(QTableView, Generic[Row]):
    """A read-only table of rows; rows are told by their place in the model, not on screen.

    Signals
    -------
    row_chosen : int
        The user went to a row.
    """

    row_chosen = Signal(int)

    def __init__(self, columns: Sequence[Column[Row]] = (), parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows_model: ColumnModel[Row] = ColumnModel(columns, self)
        self.proxy = QSortFilterProxyModel(self)
        self.proxy.setSortRole(SORT)
        self.proxy.setSourceModel(self.rows_model)
        self.setModel(self.proxy)
        dress(self, FigureDelegate(self))
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setResizeContentsPrecision(MEASURED)
        header.setStretchLastSection(False)
        header.setMinimumSectionSize(LEAST)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignVCenter)
        self.selectionModel().currentRowChanged.connect(self._tell)
        copy = QShortcut(QKeySequence.StandardKey.Copy, self)
        copy.setContext(Qt.ShortcutContext.WidgetShortcut)
        copy.activated.connect(self.copy_all)
        self._told: int | None = None

    def sort_by_clicks(self, column: int = 0) -> None:
        """Let a click on a header sort; the table begins sorted by `column`."""
        self.setSortingEnabled(True)
        self.sortByColumn(column, Qt.SortOrder.AscendingOrder)

    def stretch(self, column: int) -> None:
        """Give a column the room that is left."""
        self.horizontalHeader().setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch)

    def show_rows(self, rows: Sequence[Row], swatches: Sequence[QColor] = ()) -> None:
        """Show rows; the row chosen stays chosen."""
        chosen = self._told
        self.rows_model.show(rows, swatches)
        if chosen is not None:
            self.choose(chosen if chosen < len(rows) else None)

    def choose(self, row: int | None) -> None:
        """Mark a row without telling anybody; None marks none."""
        self._told = row
        if row is None:
            self.clearSelection()
            self.setCurrentIndex(QModelIndex())
            return
        index = self.proxy.mapFromSource(self.rows_model.index(row, 0))
        if index.row() != self.currentIndex().row() or not self.selectionModel().hasSelection():
            self.selectRow(index.row())
            self.scrollTo(index)

    def copy_all(self) -> None:
        """Put the table on the clipboard, tab-separated with its header."""
        QApplication.clipboard().setText(self.as_text())

    def copy_chosen(self) -> None:
        """Put the chosen rows on the clipboard, all of them where none is chosen; codes stay text."""
        chosen = sorted({index.row() for index in self.selectionModel().selectedRows()})
        header, *lines = self._lines(chosen or range(self.model().rowCount()))
        columns = self.rows_model.columns
        copy_rows(header, lines, [at for at, one in enumerate(columns) if one.is_code])

    def as_text(self) -> str:
        """Return the table as it stands, tab-separated."""
        lines = self._lines(range(self.model().rowCount()))
        return "\n".join("\t".join(line) for line in lines)

    def _lines(self, rows: Iterable[int]) -> list[list[str]]:
        """Return the header and rows of the screen as texts."""
        model = self.model()
        columns = range(model.columnCount())
        header = [_one_line(model.headerData(c, Qt.Orientation.Horizontal)) for c in columns]
        return [header, *([str(model.index(r, c).data() or "") for c in columns] for r in rows)]

    def _tell(self, current: QModelIndex) -> None:
        row = self.proxy.mapToSource(current).row()
        if current.isValid() and row != self._told:
            self._told = row
            self.row_chosen.emit(row)


def dress(table: QTableView, delegate: FigureDelegate) -> None:
    """Give a read-only table the look they all have; Tab leaves it, arrows move within it."""
    table.setTabKeyNavigation(False)
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    table.setItemDelegate(delegate)
    table.setShowGrid(False)
    table.setWordWrap(False)
    table.setAlternatingRowColors(False)
    table.verticalHeader().hide()
    table.verticalHeader().setDefaultSectionSize(size("row"))


def _one_line(header: object) -> str:
    return str(header).replace("\n", ", ")
