"""The table of all scenarios' figures, one column each."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from ui.messages import tr
from ui.tables.column_model import Column
from ui.tables.comparison_rows import ComparisonRow
from ui.tables.figure_table import FigureTable


class ComparisonTable(FigureTable[ComparisonRow]):
    """Figures down, scenarios across."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__((), parent)
        self.setAccessibleName(tr("Figures of all scenarios"))
        self.rows_model.set_heavy(lambda row: row.heading)
        self._names: tuple[str, ...] = ()

    def show_comparison(self, names: Sequence[str], rows: Sequence[ComparisonRow]) -> None:
        """Show figures of these scenarios; columns are made anew only when the names differ."""
        if tuple(names) != self._names:
            self._names = tuple(names)
            self.rows_model.set_columns(
                [
                    Column("figure", tr("Figure"), _label, _label, right=False),
                    *(_column(at, name) for at, name in enumerate(names)),
                    Column("rest", "", lambda _row: "", lambda _row: "", right=False),
                ]
            )
            self.stretch(len(names) + 1)
        self.show_rows(rows)


def _label(row: ComparisonRow) -> str:
    return row.label


def _column(at: int, name: str) -> Column[ComparisonRow]:
    return Column(
        f"scenario_{at}",
        name,
        lambda row: row.texts[at],
        lambda row: row.texts[at],
        tone=lambda row: row.tones[at],
    )
