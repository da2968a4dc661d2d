"""Segments that add up to the total, and drawn areas, as small tables."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtWidgets import QWidget

from ui.messages import tr
from ui.tables.column_model import Column
from ui.tables.figure_table import FigureTable
from ui.widgets.figures import Scale, number, percent


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


class RuleSumTable(FigureTable[RuleSumRow]):
    """Rows in the order in which they count; the last adds up to the total."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__((), parent)
        self.setAccessibleName(name)
        self.rows_model.set_heavy(lambda row: row.total)

    def show_sums(self, head: str, scale: Scale, rows: tuple[RuleSumRow, ...]) -> None:
        """Show sums; `head` names what is summed up, `scale` how its amount is written."""
        columns = _rule_columns(head, scale)
        if [one.header for one in columns] != [one.header for one in self.rows_model.columns]:
            self.rows_model.set_columns(columns)
            self.stretch(0)
        self.show_rows(rows)


class AreaTable(FigureTable[AreaRow]):
    """Areas in the order in which they were drawn."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__((), parent)
        self.setAccessibleName(tr("Drawn areas"))

    def show_areas(self, noun: str, scale: Scale, rows: tuple[AreaRow, ...]) -> None:
        """Show areas; `noun` is what several regions are called."""
        columns = _area_columns(noun, scale)
        if [one.header for one in columns] != [one.header for one in self.rows_model.columns]:
            self.rows_model.set_columns(columns)
            self.stretch(0)
        self.show_rows(rows)


def _rule_columns(head: str, scale: Scale) -> tuple[Column[RuleSumRow], ...]:
    return (
        Column("label", head, lambda row: row.label, lambda row: row.label, right=False,
               tip=lambda row: row.tip or row.label),
        Column("accounts", tr("Accounts"), lambda row: number(row.accounts), lambda row: row.accounts,
               tip=lambda row: row.tip),
        Column("amount", scale.unit or tr("Amount"), lambda row: scale.figure(row.amount),
               lambda row: row.amount, tip=lambda row: number(row.amount, 2)),
        Column("share", tr("Share"), lambda row: percent(row.share, 0), lambda row: row.share),
    )  # fmt: skip


def _area_columns(noun: str, scale: Scale) -> tuple[Column[AreaRow], ...]:
    return (
        Column("label", tr("Area"), lambda row: row.label, lambda row: row.label, right=False,
               tip=lambda row: row.label),
        Column("regions", noun[:1].upper() + noun[1:], lambda row: number(row.regions),
               lambda row: row.regions),
        Column("amount", scale.unit or tr("Amount"), lambda row: scale.figure(row.amount),
               lambda row: row.amount, tip=lambda row: number(row.amount, 2)),
        Column("use", tr("Use"), lambda row: row.use, lambda row: row.use),
    )  # fmt: skip
