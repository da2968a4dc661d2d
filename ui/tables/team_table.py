"""The team tables: what each market needs and gets, and who is posted where."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from ui.messages import tr
from ui.tables.column_model import Column
from ui.tables.figure_table import FigureTable
from ui.tables.team_rows import NeedRow, PostRow
from ui.widgets.figures import ABOVE, UNKNOWN, number
from ui.widgets.role_words import role_word

HALF_HOUR = 0.05
"""Hours a week below which a shortage is rounding."""


def need_columns() -> tuple[Column[NeedRow], ...]:
    """Columns of market and role: needed, planned, short, people."""
    return (
        Column("market", tr("Market"), lambda row: row.market, lambda row: row.market, right=False),
        Column(
            "role", tr("Role"), lambda row: role_word(row.role), lambda row: row.role, right=False
        ),
        Column(
            "needed",
            tr("Needed, h a week"),
            lambda row: number(row.needed, 1),
            lambda row: row.needed,
        ),
        Column(
            "planned",
            tr("Planned, h a week"),
            lambda row: number(row.planned, 1),
            lambda row: row.planned,
        ),
        Column(
            "short",
            tr("Short, h a week"),
            lambda row: _short(row),
            lambda row: row.short,
            tone=lambda row: "bad" if row.short > HALF_HOUR else "",
        ),
        Column(
            "people",
            tr("People"),
            lambda row: ", ".join(row.people) or UNKNOWN,
            lambda row: len(row.people),
            right=False,
            tip=lambda row: "\n".join(row.people),
        ),
    )


def post_columns() -> tuple[Column[PostRow], ...]:
    """Columns of a post: person, role, team, hours."""
    return (
        Column("person", tr("Person"), _person, lambda row: row.person, right=False),
        Column(
            "role", tr("Role"), lambda row: role_word(row.role), lambda row: row.role, right=False
        ),
        Column("team", tr("Team"), lambda row: row.team, lambda row: row.team, right=False),
        Column(
            "hours",
            tr("Hours a week"),
            lambda row: number(row.hours, 1),
            lambda row: row.hours,
        ),
    )


class NeedTable(FigureTable[NeedRow]):
    """What each market needs of each role and gets."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(need_columns(), parent)
        self.setAccessibleName(tr("Hours needed and planned by market and role"))
        self.stretch(5)


class PostTable(FigureTable[PostRow]):
    """Who is posted where."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(post_columns(), parent)
        self.setAccessibleName(tr("Posts"))
        self.stretch(0)
        self.sort_by_clicks(2)


def _short(row: NeedRow) -> str:
    return f"{ABOVE} {number(row.short, 1)}" if row.short > HALF_HOUR else number(0)


def _person(row: PostRow) -> str:
    return tr("{person} (vacancy)", person=row.person) if row.vacancy else row.person
