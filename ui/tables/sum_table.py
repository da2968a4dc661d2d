"""Small tables of sums with a bar each, and of accounts and families that want a choice."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRect
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QAbstractItemView, QStyleOptionViewItem, QWidget

from planner.language import day
from ui.messages import tr
from ui.tables.column_model import SORT, Column, Index
from ui.tables.exception_rows import FamilyRow, StrayRow, SumRow
from ui.tables.figure_delegate import ROOM, FigureDelegate
from ui.tables.figure_table import FigureTable
from ui.theme.theme import T
from ui.widgets.figures import Scale, number, percent

BAR_HEIGHT = 8
BAR_WIDTH = 124
FIGURE_WIDTH = 44


class BarDelegate(FigureDelegate):
    """Paints a share as a bar with its figure to the right."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        super().paint(painter, option, index)
        box = option.rect.adjusted(ROOM, 0, -ROOM - FIGURE_WIDTH, 0)
        track = QRect(box.left(), box.center().y() - BAR_HEIGHT // 2, box.width(), BAR_HEIGHT)
        share = min(1.0, max(0.0, float(index.data(SORT) or 0.0)))
        painter.fillRect(track, T("sunken"))
        painter.fillRect(QRect(track.topLeft(), track.size()).adjusted(
            0, 0, -round(track.width() * (1.0 - share)), 0
        ), T("accent"))  # fmt: skip


def sum_columns(who: str, scale: Scale, money: str) -> tuple[Column[SumRow], ...]:
    """Columns of a sum; `who` heads the first, `money` the third."""
    return (
        Column("name", who, lambda row: row.name, lambda row: row.name.casefold(), right=False),
        Column("accounts", tr("Accounts"), lambda row: number(row.accounts), lambda row: row.accounts),
        Column("money", money, lambda row: scale.figure(row.money), lambda row: row.money),
        Column("share", tr("Share"), lambda row: percent(row.share, 0), lambda row: row.share),
        Column(
            "until", tr("Latest end"),
            lambda row: day(row.until) if row.until else tr("no end"),
            lambda row: row.until.isoformat() if row.until else "9999", right=False,
        ),
    )  # fmt: skip


class SumTable(FigureTable[SumRow]):
    """What each person or asker protects, with a bar of its share."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__((), parent)
        self.setAccessibleName(name)
        self._bars = BarDelegate(self)

    def show_sums(self, who: str, scale: Scale, money: str, rows: tuple[SumRow, ...]) -> None:
        """Show sums under headers."""
        columns = sum_columns(who, scale, money)
        if [one.header for one in columns] != [one.header for one in self.rows_model.columns]:
            self.rows_model.set_columns(columns)
            self.stretch(0)
            self.setItemDelegateForColumn(3, self._bars)
            self.horizontalHeader().setSectionResizeMode(
                3, self.horizontalHeader().ResizeMode.Fixed
            )
            self.setColumnWidth(3, BAR_WIDTH)
        self.show_rows(rows)


class StrayTable(FigureTable[StrayRow]):
    """Accounts owned apart from their region today; several may be marked."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__((), parent)
        self.setAccessibleName(tr("Owned apart from their region today"))
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)

    def show_strays(
        self, noun: str, where: str, scale: Scale, money: str, rows: tuple[StrayRow, ...]
    ) -> None:
        """Show strays under headers; `noun` is what one region is called, `where` which scenario decides."""
        columns = _stray_columns(noun, where, scale, money)
        if [one.header for one in columns] != [one.header for one in self.rows_model.columns]:
            self.rows_model.set_columns(columns)
            self.stretch(0)
        self.show_rows(rows)

    @property
    def marked(self) -> tuple[str, ...]:
        """Ids of the accounts whose rows are marked."""
        rows = {self.proxy.mapToSource(one).row() for one in self.selectedIndexes()}
        return tuple(self.rows_model.rows[row].account_id for row in sorted(rows))


class FamilyTable(FigureTable[FamilyRow]):
    """Families with several owners."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__((), parent)
        self.setAccessibleName(tr("Families with several owners"))

    def show_families(self, scale: Scale, money: str, rows: tuple[FamilyRow, ...]) -> None:
        """Show families under headers."""
        columns = _family_columns(scale, money)
        if [one.header for one in columns] != [one.header for one in self.rows_model.columns]:
            self.rows_model.set_columns(columns)
            self.stretch(2)
        self.show_rows(rows)


def _stray_columns(noun: str, where: str, scale: Scale, money: str) -> tuple[Column[StrayRow], ...]:
    region = noun[:1].upper() + noun[1:]
    return (
        _stray("account", tr("Account"), lambda row: row.account, tip=lambda row: row.account_id),
        _stray("region", region, lambda row: row.region),
        _stray("owner", tr("Has it today"), lambda row: row.owner),
        _stray("holder", tr("Has the {region} today", region=noun), lambda row: row.region_owner),
        _stray(
            "named",
            where,
            lambda row: (
                tr("stays with {rep}", rep=row.named)
                if row.named
                else tr("follows its {region}", region=noun)
            ),
        ),
        Column("money", money, lambda row: scale.figure(row.money), lambda row: row.money),
    )


def _stray(
    key: str,
    header: str,
    text: Callable[[StrayRow], str],
    tip: Callable[[StrayRow], str] | None = None,
) -> Column[StrayRow]:
    return Column(key, header, text, lambda row: text(row).casefold(), right=False, tip=tip)


def _family_columns(scale: Scale, money: str) -> tuple[Column[FamilyRow], ...]:
    return (
        Column("name", tr("Family"), lambda row: row.name, lambda row: row.name.casefold(), right=False),
        Column("accounts", tr("Accounts"), lambda row: number(row.accounts), lambda row: row.accounts),
        Column(
            "owners", tr("With"), lambda row: row.owners, lambda row: row.people, right=False,
            tip=lambda row: row.owners,
        ),
        Column("money", money, lambda row: scale.figure(row.money), lambda row: row.money),
    )  # fmt: skip
