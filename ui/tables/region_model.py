"""The model of the region table: nothing is made for a row before it is on screen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, Qt
from PySide6.QtGui import QColor

from planner.insight.region_rows import (
    ACCOUNTS,
    ID,
    LOCKED,
    NAME,
    REP,
    TERRITORY,
    Filter,
    RegionRows,
)
from planner.model.measures import Measure
from planner.model.types import UNASSIGNED, Bools, Ints, bools, ints
from ui.messages import tr
from ui.tables.column_model import SWATCH, Index
from ui.theme.theme import font
from ui.widgets.figures import Scale, number, scale_of

MARKED = Qt.ItemDataRole.UserRole + 3
"""Role of whether a region is selected, also where the view itself marks too many rows one by one."""
TEXTS = (ID, NAME, TERRITORY, REP, LOCKED)


@dataclass(frozen=True, slots=True)
class RegionColumn:
    """A column: its key in `RegionRows`, its header, and for a measure the scale of its figures."""

    key: str
    header: str
    scale: Scale | None = None

    @property
    def right(self) -> bool:
        """Whether it holds figures, which stand to the right."""
        return self.key not in TEXTS


class RegionModel(QAbstractTableModel):
    """Regions under columns, filtered and sorted in numpy."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.columns: tuple[RegionColumn, ...] = ()
        self.filters: tuple[Filter, ...] = ()
        self._rows: RegionRows | None = None
        self._inside: Bools = bools(())
        self._fills: tuple[QColor, ...] = ()
        self._order: Ints = ints(())
        self._marked: Bools = bools(())
        self._sorted = (ID, False)

    @property
    def order(self) -> Ints:
        """The regions shown, from top to bottom."""
        return self._order

    @property
    def inside(self) -> int:
        """How many regions there are before any filter."""
        return int(np.count_nonzero(self._inside))

    def show(
        self,
        rows: RegionRows,
        inside: Bools,
        measures: Sequence[Measure],
        noun: str,
        fills: Sequence[QColor],
    ) -> None:
        """Show the regions `inside`, shape (n,); `fills` has one colour per territory."""
        columns = _columns(rows, measures, noun)
        self.beginResetModel()
        self.columns = columns
        known = {column.key for column in columns}
        self.filters = tuple(each for each in self.filters if each.column in known)
        self._rows, self._inside, self._fills = rows, inside, tuple(fills)
        if len(self._marked) != len(rows):
            self._marked = bools(np.zeros(len(rows)))
        self._arrange()
        self.endResetModel()

    def narrow(self, filters: Sequence[Filter]) -> None:
        """Show only regions that pass these filters."""
        self.beginResetModel()
        self.filters = tuple(filters)
        self._arrange()
        self.endResetModel()

    def mark(self, regions: Ints) -> None:
        """Mark these regions as selected; the view paints again."""
        marked = np.zeros(len(self._marked), np.bool_)
        marked[regions[regions < len(marked)]] = True
        self._marked = bools(marked)

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        if not 0 <= column < len(self.columns):
            return
        self.layoutAboutToBeChanged.emit()
        self._sorted = (self.columns[column].key, order is Qt.SortOrder.DescendingOrder)
        self._arrange()
        self.layoutChanged.emit()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._order)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.columns)

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> Any:
        if orientation is not Qt.Orientation.Horizontal or section >= len(self.columns):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.columns[section].header
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(self.columns[section])
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or self._rows is None:
            return None
        column, region = self.columns[index.column()], int(self._order[index.row()])
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(self._rows, column, region)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(column)
        if role == Qt.ItemDataRole.FontRole:
            return font("body", figures=column.right)
        if role == MARKED:
            return bool(self._marked[region])
        if role == SWATCH and column.key == TERRITORY:
            owner = int(self._rows.owner[region])
            return self._fills[owner] if 0 <= owner < len(self._fills) else None
        return None

    def _arrange(self) -> None:
        if self._rows is None:
            return
        key, descending = self._sorted
        if all(column.key != key for column in self.columns):
            key, descending = ID, False
        self._order = self._rows.arranged(
            self._inside, key, descending=descending, filters=self.filters
        )

    @staticmethod
    def _text(rows: RegionRows, column: RegionColumn, region: int) -> str:
        owner = int(rows.owner[region])
        match column.key:
            case "id":
                return str(rows.regions.ids[region])
            case "name":
                return rows.regions.names[region]
            case "territory":
                return rows.codes[owner] or tr("none")
            case "rep":
                return rows.reps[owner] or ("" if owner == UNASSIGNED else tr("open"))
            case "accounts":
                return number(int(rows.accounts[region]))
            case "locked":
                return tr("locked") if rows.locked[region] else ""
        load = float(rows.loads[region, rows.measures.index(column.key)])
        return column.scale.figure(load) if column.scale is not None else number(load)


def _columns(rows: RegionRows, measures: Sequence[Measure], noun: str) -> tuple[RegionColumn, ...]:
    peaks = np.abs(rows.loads).max(axis=0, initial=0.0).tolist()
    made = [
        RegionColumn(ID, tr("Code")),
        RegionColumn(NAME, noun.capitalize()),
        RegionColumn(TERRITORY, tr("Territory")),
        RegionColumn(REP, tr("Rep")),
    ]
    for measure, peak in zip(measures, peaks, strict=True):
        scale = scale_of(peak, measure.unit)
        header = f"{measure.label}\n{scale.unit}" if scale.unit else measure.label
        made.append(RegionColumn(measure.key, header, scale))
    if rows.accounts.any():
        made.append(RegionColumn(ACCOUNTS, tr("Accounts")))
    return (*made, RegionColumn(LOCKED, tr("Locked")))


def _alignment(column: RegionColumn) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignRight if column.right else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter
