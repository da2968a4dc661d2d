"""The table of all regions, with filters in its header; tens of thousands of rows at once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import cast

import numpy as np
from PySide6.QtCore import (
    QItemSelection,
    QItemSelectionModel,
    QItemSelectionRange,
    QModelIndex,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QStyle,
    QStyleOptionViewItem,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from planner.insight.region_rows import LOCKED, NO, REP, TERRITORY, YES, RegionRows
from planner.model.measures import Measure
from planner.model.types import Bools, Ints, ints
from ui.messages import tr
from ui.tables.copying import copy_rows
from ui.tables.figure_delegate import FigureDelegate
from ui.tables.figure_table import dress
from ui.tables.filter_header import AnyFilter, FilterHeader, ListFilter, RangeFilter, TextFilter
from ui.tables.region_model import MARKED, TEXTS, RegionColumn, RegionModel
from ui.theme import theme
from ui.widgets.buttons import Button
from ui.widgets.figures import number
from ui.widgets.labels import label

WIDTHS = {"id": 104, "name": 190, "territory": 120, "rep": 160, "locked": 96}
WIDTH = 118
MOST_RUNS = 400
"""More runs of rows than this are painted as selected without the view knowing each of them."""


class MarkingDelegate(FigureDelegate):
    """Paints a region that is selected as a selected row, whoever selected it."""

    def initStyleOption(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        super().initStyleOption(option, index)
        if index.data(MARKED):
            option.state |= QStyle.StateFlag.State_Selected


class RegionView(QTableView):
    """The rows.

    Signals
    -------
    chosen : Ints
        The user chose the rows of these regions.
    """

    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows_model = RegionModel(self)
        self.setModel(self.rows_model)
        dress(self, MarkingDelegate(self))
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.header = FilterHeader(self)
        self.setHorizontalHeader(self.header)
        self.header.setDefaultAlignment(Qt.AlignmentFlag.AlignVCenter)
        self.setSortingEnabled(True)
        self.sortByColumn(0, Qt.SortOrder.AscendingOrder)
        self._is_told = False
        self.selectionModel().selectionChanged.connect(self._tell)
        copy = QShortcut(QKeySequence.StandardKey.Copy, self)
        copy.setContext(Qt.ShortcutContext.WidgetShortcut)
        copy.activated.connect(self.copy_chosen)

    def choose(self, regions: Ints) -> None:
        """Mark regions without telling anybody."""
        model = self.rows_model
        model.mark(regions)
        chosen = np.isin(model.order, regions)
        edges = np.flatnonzero(np.diff(np.concatenate([[False], chosen, [False]]).astype(np.int8)))
        picked, last = QItemSelection(), len(model.columns) - 1
        runs = edges.reshape(-1, 2).tolist()
        for first, end in runs if len(runs) <= MOST_RUNS else ():
            picked.select(model.index(first, 0), model.index(end - 1, last))
        self._is_told = True
        self.selectionModel().select(picked, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        if len(runs) == 1:
            self.scrollTo(model.index(runs[0][0], 0))
        self._is_told = False
        self.viewport().update()

    def copy_chosen(self) -> None:
        """Put the chosen rows, all shown where none is chosen, on the clipboard; codes stay text."""
        model = self.rows_model
        rows = self._rows() or list(range(model.rowCount()))
        columns = range(len(model.columns))
        header = [one.header.replace("\n", ", ") for one in model.columns]
        texts = [[str(model.index(row, at).data() or "") for at in columns] for row in rows]
        copy_rows(header, texts, [0, 2])

    def _rows(self) -> list[int]:
        """Return the rows the user chose, from top to bottom."""
        found: set[int] = set()
        runs = cast("Iterable[QItemSelectionRange]", self.selectionModel().selection())
        for run in runs:
            found.update(range(run.top(), run.bottom() + 1))
        return sorted(found)

    def _tell(self, *_changes: object) -> None:
        if self._is_told:
            return
        regions = ints(self.rows_model.order[self._rows()])
        self.rows_model.mark(regions)
        self.viewport().update()
        self.chosen.emit(regions)


class RegionTable(QWidget):
    """The rows under a line that counts them and selects them on the map.

    Signals
    -------
    regions_chosen : Ints
        Rows were chosen.
    select_wanted : Ints
        All rows that pass the filters should be selected on the map, and the map shown.
    """

    regions_chosen = Signal(object)
    select_wanted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.view = RegionView()
        self.view.chosen.connect(self.regions_chosen)
        self.view.header.filtered.connect(self._narrow)
        self.count = label("", "small")
        self.clear = Button(tr("Clear the filters"), self._clear, kind="link")
        self.select = Button(tr("Select on the map"), self._select, icon="map", dense=True)
        self._noun = ""
        self._shape: tuple[object, ...] = ()
        line = QHBoxLayout()
        line.setSpacing(theme.space(4))
        line.addWidget(self.count)
        line.addWidget(self.clear)
        line.addStretch(1)
        line.addWidget(self.select)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space(3))
        column.addLayout(line)
        column.addWidget(self.view, 1)

    def show_regions(
        self,
        rows: RegionRows,
        inside: Bools,
        measures: Sequence[Measure],
        noun: tuple[str, str],
        fills: Sequence[QColor],
    ) -> None:
        """Show the regions `inside`, shape (n,); filters stay while columns and owners do."""
        self._noun = noun[1]
        self.view.setAccessibleName(noun[1].capitalize())
        model = self.view.rows_model
        model.show(rows, inside, measures, noun[0], fills)
        shape = (model.columns, rows.codes, rows.reps)
        if shape != self._shape:
            self._shape = shape
            self.view.header.show_fields([_field(rows, one) for one in model.columns])
            for at, one in enumerate(model.columns):
                self.view.setColumnWidth(at, WIDTHS.get(one.key, WIDTH))
        self._narrow()

    def choose(self, regions: Ints) -> None:
        """Mark regions without telling anybody."""
        self.view.choose(regions)

    def _narrow(self) -> None:
        model, filters = self.view.rows_model, self.view.header.filters()
        if filters != model.filters:
            model.narrow(filters)
        shown, all_ = model.rowCount(), model.inside
        words = tr(
            "{shown} of {all} {noun}", shown=number(shown), all=number(all_), noun=self._noun
        )
        if not filters:
            words = tr("{all} {noun}", all=number(all_), noun=self._noun)
        self.count.setText(words)
        self.clear.setVisible(bool(filters))
        self.select.setEnabled(shown > 0)

    def _clear(self) -> None:
        self.view.header.clear()
        self.view.setFocus()

    def _select(self) -> None:
        self.select_wanted.emit(self.view.rows_model.order)


def _field(rows: RegionRows, column: RegionColumn) -> AnyFilter:
    title = column.header.partition("\n")[0]
    if column.key == TERRITORY:
        codes = [(code, code or tr("none")) for code in (*sorted(rows.codes[:-1]), "")]
        return ListFilter(TERRITORY, title, codes)
    if column.key == REP:
        reps = sorted({rep for rep in rows.reps if rep}, key=str.casefold)
        return ListFilter(REP, title, [*((rep, rep) for rep in reps), ("", tr("nobody"))])
    if column.key == LOCKED:
        return ListFilter(LOCKED, title, [(YES, tr("locked")), (NO, tr("not locked"))])
    if column.key in TEXTS:
        return TextFilter(column.key, title)
    return RangeFilter(column.key, title, column.scale.factor if column.scale else 1.0)
