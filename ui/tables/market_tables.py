"""Segments that add up to the total, and drawn areas, as small tables."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from PySide6.QtGui import QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QWidget

from ui.messages import tr
from ui.tables.column_model import Column
from ui.tables.figure_delegate import FigureDelegate
from ui.tables.figure_table import FigureTable
from ui.theme.theme import font, size
from ui.widgets.figures import Scale, number, percent

Row = TypeVar("Row")
ROOM = 4
"""Pixels beside a figure."""


@dataclass(frozen=True, slots=True)
class RuleSumRow:
    """A segment or product line, everyone else, or what all of them add up to.

    Attributes
    ----------
    key : str
        "" for everyone else and for the total.
    label : str
    accounts : int
    amount : float
    share : float
    tip : str
        How many more its rule holds for, that count further up.
    total : bool
    """

    key: str
    label: str
    accounts: int
    amount: float
    share: float
    tip: str = ""
    total: bool = False


@dataclass(frozen=True, slots=True)
class AreaRow:
    """A drawn area: regions inside, what they hold, and whether a segment is made of it."""

    key: str
    label: str
    regions: int
    amount: float
    use: str


class _NarrowTable(FigureTable[Row]):
    """A table for the inspector: figures take the room they need, the name all the rest."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__((), parent)
        self.setAccessibleName(name)
        self.setItemDelegate(FigureDelegate(self, room=ROOM))
        self.horizontalHeader().setProperty("narrow", True)
        self._written: tuple[Scale, list[str]] | None = None
        self._most = 0

    def show_narrow(
        self, columns: Sequence[Column[Row]], scale: Scale, rows: Sequence[Row]
    ) -> None:
        """Show rows under columns, which stay while heads and scale of amounts do."""
        written = (scale, [one.header for one in columns])
        if written != self._written:
            self._written = written
            self.rows_model.set_columns(columns)
        self.show_rows(rows)
        header = self.horizontalHeader()
        header.setMinimumSectionSize(1)
        self.stretch(0)
        cells, heads = QFontMetrics(font("strong", figures=True)), QFontMetrics(header.font())
        for at, column in enumerate(columns[1:], start=1):
            wide = max((cells.horizontalAdvance(column.text(row)) for row in rows), default=0)
            wide = max(wide, heads.horizontalAdvance(column.header))
            header.setSectionResizeMode(at, header.ResizeMode.Fixed)
            self.setColumnWidth(at, wide + 2 * ROOM + 2)

    def fit(self, most: int) -> None:
        """Take the height of the rows, at most so many; a name too long for its line takes two."""
        self._most = most
        metrics, wide = QFontMetrics(font("body")), self.columnWidth(0) - 2 * ROOM
        model, row_height = self.model(), size("row")
        for row in range(model.rowCount()):
            long = metrics.horizontalAdvance(str(model.index(row, 0).data())) > wide
            self.setRowHeight(row, 2 * metrics.lineSpacing() + 8 if long else row_height)
        rows = [self.rowHeight(row) for row in range(min(model.rowCount(), most))]
        self.setFixedHeight(row_height + sum(rows, 0 if rows else row_height) + 14)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._most and event.size().width() != event.oldSize().width():
            self.fit(self._most)


class RuleSumTable(_NarrowTable[RuleSumRow]):
    """Rows in the order in which they count; the last adds up to the total."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self.rows_model.set_heavy(lambda row: row.total)

    def show_sums(self, head: str, amount: str, scale: Scale, rows: tuple[RuleSumRow, ...]) -> None:
        """Show sums; `head` names what is summed up, `amount` what of it, in which scale."""
        self.show_narrow(_rule_columns(head, amount, scale), scale, rows)


class AreaTable(_NarrowTable[AreaRow]):
    """Areas in the order in which they were drawn."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(tr("Drawn areas"), parent)

    def show_areas(self, noun: str, amount: str, scale: Scale, rows: tuple[AreaRow, ...]) -> None:
        """Show areas; `noun` is what several regions are called, `amount` what is added up."""
        self.show_narrow(_area_columns(noun, amount, scale), scale, rows)


def _rule_columns(head: str, amount: str, scale: Scale) -> tuple[Column[RuleSumRow], ...]:
    return (
        Column("label", head, lambda row: row.label, lambda row: row.label, right=False,
               tip=lambda row: row.tip or row.label),
        Column("accounts", tr("Accounts"), lambda row: number(row.accounts), lambda row: row.accounts,
               tip=lambda row: row.tip),
        Column("amount", amount, lambda row: scale.figure(row.amount), lambda row: row.amount,
               tip=lambda row: number(row.amount, 2)),
        Column("share", tr("Share"), lambda row: percent(row.share, 0), lambda row: row.share),
    )  # fmt: skip


def _area_columns(noun: str, amount: str, scale: Scale) -> tuple[Column[AreaRow], ...]:
    return (
        Column("label", tr("Area"), lambda row: row.label, lambda row: row.label, right=False,
               tip=lambda row: row.label),
        Column("regions", noun[:1].upper() + noun[1:], lambda row: number(row.regions),
               lambda row: row.regions),
        Column("amount", amount, lambda row: scale.figure(row.amount), lambda row: row.amount,
               tip=lambda row: number(row.amount, 2)),
        Column("use", tr("Use"), lambda row: row.use, lambda row: row.use),
    )  # fmt: skip
