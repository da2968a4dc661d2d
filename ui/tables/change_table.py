"""The territories that differ between two scenarios: how far off in each, regions gained and lost."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from planner.insight.pairing import HolderChange
from planner.model.measures import Measure
from ui.messages import tr
from ui.tables.column_model import Column
from ui.tables.figure_delegate import FigureDelegate
from ui.tables.figure_table import FigureTable
from ui.widgets.figures import MINUS, UNKNOWN, deviation, number, quantity

ROOM = 4
"""Pixels beside a figure: five columns stand in the inspector."""
LEAST = 38
"""Pixels a column has at least."""


class ChangeTable(FigureTable[HolderChange]):
    """Rows of `HolderChange`."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__((), parent)
        self.setAccessibleName(tr("Territories that differ"))
        self.setItemDelegate(FigureDelegate(self, room=ROOM))
        self.horizontalHeader().setProperty("narrow", True)
        self.horizontalHeader().setMinimumSectionSize(LEAST)
        self._shape: tuple[object, ...] = ()

    def show_changes(
        self,
        changes: Sequence[HolderChange],
        measures: Sequence[Measure],
        measure: int,
        noun: str,
        sides: tuple[str, str],
    ) -> None:
        """Show changes with the deviations of one measure; `sides` head them."""
        shape = (tuple(measures), measure, noun, sides)
        if shape != self._shape:
            self._shape = shape
            self.rows_model.set_columns(_columns(measures, measure, noun, sides))
            self.stretch(0)
        self.show_rows(changes)


def _columns(
    measures: Sequence[Measure], at: int, noun: str, sides: tuple[str, str]
) -> tuple[Column[HolderChange], ...]:
    tolerance = measures[at].tolerance

    def off(side: int) -> Column[HolderChange]:
        def value(row: HolderChange) -> float | None:
            return row.deviations[at][side]

        def tone(row: HolderChange) -> str:
            found = value(row)
            return "bad" if found is not None and not abs(found) <= tolerance + 1e-9 else ""

        return Column(
            f"off{side}",
            sides[side],
            lambda row: UNKNOWN if value(row) is None else deviation(value(row)),
            lambda row: value(row) or 0.0,
            tone=tone,
        )

    return (
        Column(
            "code",
            tr("Code"),
            lambda row: row.code,
            lambda row: row.code,
            right=False,
            tip=lambda row: tr("{name}: {rep}", name=row.name, rep=row.rep or tr("open")),
            is_code=True,
        ),
        off(0),
        off(1),
        Column(
            "gained",
            tr("Gains"),
            lambda row: f"+{number(row.gained)}" if row.gained else "",
            lambda row: row.gained,
            tip=lambda row: _moved_words(row, noun, measures),
        ),
        Column(
            "lost",
            tr("Loses"),
            lambda row: f"{MINUS}{number(row.lost)}" if row.lost else "",
            lambda row: row.lost,
            tip=lambda row: _moved_words(row, noun, measures),
        ),
    )


def _moved_words(row: HolderChange, noun: str, measures: Sequence[Measure]) -> str:
    moved = tr(
        "{noun}: +{gained}, {minus}{lost}",
        noun=noun.capitalize(),
        gained=number(row.gained),
        minus=MINUS,
        lost=number(row.lost),
    )
    return "\n".join([moved, *_load_words(row, measures)])


def _load_words(row: HolderChange, measures: Sequence[Measure]) -> list[str]:
    return [
        tr("{measure}: {change}", measure=one.label, change=_signed(load, one.unit))
        for one, load in zip(measures, row.loads, strict=True)
    ]


def _signed(value: float, unit: str) -> str:
    said = quantity(abs(value), unit)
    return f"{MINUS if value < 0 else '+'}{said}"
