"""A table of words: every column a text of the row, none a figure to sort by."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from ui.tables.column_model import Column
from ui.tables.figure_table import FigureTable

Words = tuple[str, ...]


class WordTable(FigureTable[Words]):
    """Rows of texts under headers; `figures` names the columns that stand to the right."""

    def __init__(
        self,
        headers: Sequence[str],
        *,
        figures: Sequence[int] = (),
        name: str,
        parent: QWidget | None = None,
    ) -> None:
        columns = [_column(at, header, at in figures) for at, header in enumerate(headers)]
        super().__init__(columns, parent)
        self.setAccessibleName(name)
        self.stretch(len(columns) - 1)


def _column(at: int, header: str, right: bool) -> Column[Words]:
    return Column(str(at), header, lambda row: row[at], lambda row: row[at], right=right)
