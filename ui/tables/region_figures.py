"""The map of a measure as a table: every region with its figure, most first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from ui.messages import tr
from ui.tables.column_model import Column
from ui.tables.figure_table import FigureTable
from ui.widgets.figures import Scale


@dataclass(frozen=True, slots=True)
class RegionFigure:
    """A region: its number in the plan, id, name, and figure."""

    region: int
    id: str
    name: str
    amount: float


class RegionFigures(FigureTable[RegionFigure]):
    """Regions that are looked at, sorted by a click on a header."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__((), parent)

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
        if [one.header for one in columns] != [one.header for one in self.rows_model.columns]:
            self.rows_model.set_columns(columns)
            self.stretch(1)
            self.sort_by_clicks()
            self.sortByColumn(2, Qt.SortOrder.DescendingOrder)
            self.horizontalHeader().setSortIndicatorShown(False)  # it would cover a short header
        self.show_rows(rows)
