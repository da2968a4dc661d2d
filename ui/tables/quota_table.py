"""The quota table: company, group, territory, rep, indented; every node closes on the one above."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from ui.messages import tr
from ui.tables.column_model import Column
from ui.tables.figure_table import FigureTable
from ui.tables.quota_rows import QuotaRow
from ui.widgets.figures import SYMBOLS, UNKNOWN, number
from ui.widgets.role_words import level_word

INDENT = "\u2003"


def quota_columns(currency: str) -> tuple[Column[QuotaRow], ...]:
    """Columns of a node, money in whole units of the currency."""
    symbol = SYMBOLS.get(currency, currency)
    return (
        Column("name", tr("Name"), lambda row: INDENT * row.depth + row.name, _order, right=False),
        Column("level", tr("Level"), lambda row: level_word(row.level), _order, right=False),
        _money("quota", tr("Quota, {currency}", currency=symbol), lambda row: row.quota),
        _money("over", tr("Over-assignment, {currency}", currency=symbol), lambda row: row.over),
        _money("below", tr("Sum below, {currency}", currency=symbol), lambda row: row.children_sum),
        Column(
            "closes",
            tr("Adds up"),
            lambda row: tr("exactly") if row.closes else tr("no"),
            lambda row: int(row.closes),
            right=False,
            tone=lambda row: "" if row.closes else "bad",
        ),
    )


class QuotaTable(FigureTable[QuotaRow]):
    """Quotas from the company down to each rep."""

    def __init__(self, currency: str, parent: QWidget | None = None) -> None:
        super().__init__(quota_columns(currency), parent)
        self.setAccessibleName(tr("Quotas"))
        self.rows_model.set_heavy(lambda row: row.level in ("company", "group"))
        self.stretch(0)


def _money(key: str, header: str, read: Callable[[QuotaRow], int | None]) -> Column[QuotaRow]:
    def text(row: QuotaRow) -> str:
        value = read(row)
        return UNKNOWN if value is None else number(value)

    return Column(key, header, text, lambda row: read(row) or 0)


def _order(row: QuotaRow) -> str:
    return row.node
