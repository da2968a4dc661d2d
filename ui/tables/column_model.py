"""One table model for all tables: a list of columns over frozen rows, plain Python values only."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor

from ui.theme.theme import T, font

Row = TypeVar("Row")
Index = QModelIndex | QPersistentModelIndex
SortValue = int | float | str

SORT = Qt.ItemDataRole.UserRole + 1
"""Role of the plain value a column sorts by."""
SWATCH = Qt.ItemDataRole.UserRole + 2
"""Role of the colour beside the first column."""


@dataclass(frozen=True, slots=True)
class Column(Generic[Row]):
    """How one column reads a row.

    Attributes
    ----------
    key, header : str
    text : callable
        What is shown.
    sort : callable
        The plain value it sorts by; never a numpy scalar.
    right : bool
        Figures stand to the right, with digits of equal width.
    tone : callable or None
        good, bad, warn or "" of a row.
    tip : callable or None
        The exact figure or the reason, on hover.
    is_code : bool
        Whether it must stay text in a spreadsheet.
    """

    key: str
    header: str
    text: Callable[[Row], str]
    sort: Callable[[Row], SortValue]
    right: bool = True
    tone: Callable[[Row], str] | None = None
    tip: Callable[[Row], str] | None = None
    is_code: bool = False


class ColumnModel(QAbstractTableModel, Generic[Row]):
    """Rows under columns; `show` tells views only of what differs."""

    def __init__(self, columns: Sequence[Column[Row]] = (), parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._columns = tuple(columns)
        self._rows: tuple[Row, ...] = ()
        self._swatches: tuple[QColor, ...] = ()
        self._heavy: Callable[[Row], bool] = lambda row: False

    @property
    def rows(self) -> tuple[Row, ...]:
        """The rows shown, in their own order."""
        return self._rows

    @property
    def columns(self) -> tuple[Column[Row], ...]:
        """The columns shown."""
        return self._columns

    def set_columns(self, columns: Sequence[Column[Row]]) -> None:
        """Replace the columns; the rows go, since they may know nothing of the new ones."""
        self.beginResetModel()
        self._columns = tuple(columns)
        self._rows, self._swatches = (), ()
        self.endResetModel()

    def set_heavy(self, heavy: Callable[[Row], bool]) -> None:
        """Say which rows are printed strong: sums, those above others in a tree."""
        self._heavy = heavy

    def show(self, rows: Sequence[Row], swatches: Sequence[QColor] = ()) -> None:
        """Show rows; `swatches` puts a colour beside the first column of each."""
        before, colours_before = self._rows, self._swatches
        if len(rows) != len(before):
            self.beginResetModel()
            self._rows, self._swatches = tuple(rows), tuple(swatches)
            self.endResetModel()
            return
        self._rows, self._swatches = tuple(rows), tuple(swatches)
        last, is_coloured = len(self._columns) - 1, len(colours_before) == len(self._swatches)
        for at, (old, new) in enumerate(zip(before, self._rows, strict=True)):
            if old != new or not is_coloured:
                self.dataChanged.emit(self.index(at, 0), self.index(at, last))
            elif self._swatches and colours_before[at] != self._swatches[at]:
                # Headers measure all columns anew for a role of our own; a colour makes none wider.
                first = self.index(at, 0)
                self.dataChanged.emit(first, first, [Qt.ItemDataRole.BackgroundRole])

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._columns)

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> Any:
        if orientation is not Qt.Orientation.Horizontal or section >= len(self._columns):
            return None
        column = self._columns[section]
        if role == Qt.ItemDataRole.DisplayRole:
            return column.header
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(column.right)
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        column, row = self._columns[index.column()], self._rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return column.text(row)
        if role == SORT:
            return column.sort(row)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(column.right)
        if role == SWATCH:
            return self._swatch(index)
        if role == Qt.ItemDataRole.ToolTipRole:
            return column.tip(row) if column.tip else None
        return self._look(column, row, role)

    def _look(self, column: Column[Row], row: Row, role: int) -> Any:
        tone = column.tone(row) if column.tone else ""
        if role == Qt.ItemDataRole.ForegroundRole and tone:
            return T(tone)
        if role == Qt.ItemDataRole.FontRole:
            heavy = tone == "bad" or self._heavy(row)
            return font("strong" if heavy else "body", figures=column.right)
        return None

    def _swatch(self, index: Index) -> QColor | None:
        if index.column() != 0 or index.row() >= len(self._swatches):
            return None
        return self._swatches[index.row()]


def _alignment(right: bool) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter
