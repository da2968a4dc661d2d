"""The map of a measure as a table: every region with its figure, most first."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from ui.messages import tr
from ui.tables.column_model import Column
from ui.tables.figure_table import FigureTable
from ui.widgets.figures import Scale


class RegionFigure(NamedTuple):
    """A region: its number in the plan, id, name, and figure; there are tens of thousands."""

    region: int
    id: str
    name: str
    amount: float


class RegionFigures(FigureTable[RegionFigure]):
    """Regions that are looked at, sorted by a click on a header.

    They are sorted before they are shown: a model of Qt that sorts asks for two figures at each
    comparison, a second for 16,000 regions.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__((), parent)
        header = self.horizontalHeader()
        header.setSectionsClickable(True)
        header.setSortIndicatorShown(False)  # it would cover a short header
        header.setSortIndicator(2, Qt.SortOrder.DescendingOrder)
        header.sortIndicatorChanged.connect(lambda _column, _order: self._sort())

    def show_regions(
        self, noun: str, amount: str, scale: Scale, rows: Sequence[RegionFigure]
    ) -> None:
        """Show regions; `noun` is what one is called, `amount` heads its figure."""
        columns: tuple[Column[RegionFigure], ...] = (
            Column("id", tr("Id"), lambda row: row.id, lambda row: row.id, right=False),
            Column(
                "name", noun, lambda row: row.name, lambda row: row.name.casefold(), right=False
            ),
            Column("amount", amount, lambda row: scale.figure(row.amount), lambda row: row.amount),
        )
        self._show_sorted(columns, rows)

    def _sort(self) -> None:
        self._show_sorted(self.rows_model.columns, self.rows_model.rows)

    def _show_sorted(
        self, columns: Sequence[Column[RegionFigure]], rows: Sequence[RegionFigure]
    ) -> None:
        """Show rows in the order that is asked for; the region chosen stays chosen."""
        if not columns:
            return
        header, before = self.horizontalHeader(), self.rows_model.rows
        chosen = None if self._told is None else before[self._told].region
        descending = header.sortIndicatorOrder() == Qt.SortOrder.DescendingOrder
        by = columns[header.sortIndicatorSection()].sort
        sorted_rows = sorted(rows, key=by, reverse=descending)
        self._told = None
        self.rows_model.set_columns(columns)
        self.stretch(1)
        self.show_rows(sorted_rows)
        at = (n for n, row in enumerate(sorted_rows) if row.region == chosen)
        self.choose(next(at, None))
