"""A small grid of words and figures in the inspector; rewritten in place while somebody drags."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QSizePolicy, QWidget

from ui.theme import theme
from ui.widgets.labels import label


@dataclass(frozen=True, slots=True)
class Cell:
    """One word or figure; `tone` good, warn or bad, never without a word or mark that says it too."""

    text: str
    tone: str = ""
    strong: bool = False


class FigureGrid(QWidget):
    """Header and rows; the first column takes the room and wraps, the others stand to the right."""

    def __init__(self, header: Sequence[str] = (), parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(theme.space(4))
        self._grid.setVerticalSpacing(theme.space(3))
        self._grid.setColumnStretch(0, 1)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self._heads: list[QLabel] = []
        self._cells: list[list[QLabel]] = []
        self.set_header(header)

    def set_header(self, header: Sequence[str]) -> None:
        """Name the columns."""
        for old in self._heads:
            self._drop(old)
        self._heads = [label(text, "caption") for text in header]
        for column, made in enumerate(self._heads):
            if column:
                made.setAlignment(Qt.AlignmentFlag.AlignRight)
            self._grid.addWidget(made, 0, column)

    def show_rows(self, rows: Sequence[Sequence[Cell]]) -> None:
        """Show rows, keeping the labels where the shape stays."""
        if [len(row) for row in rows] != [len(row) for row in self._cells]:
            self._rebuild(rows)
        for labels, row in zip(self._cells, rows, strict=True):
            for made, cell in zip(labels, row, strict=True):
                made.setText(cell.text)
                role = "strong" if cell.strong else "small"
                if made.property("role") != role or (made.property("tone") or "") != cell.tone:
                    theme.restyle(made, role=role, tone=cell.tone)

    def texts(self) -> list[list[str]]:
        """Return what the rows say."""
        return [[made.text() for made in labels] for labels in self._cells]

    def _rebuild(self, rows: Sequence[Sequence[Cell]]) -> None:
        for labels in self._cells:
            for old in labels:
                self._drop(old)
        self._cells = [
            [self._label(at, column) for column in range(len(row))] for at, row in enumerate(rows)
        ]

    def _drop(self, old: QLabel) -> None:
        """Take a label away at once; it is deleted when the events are done."""
        self._grid.removeWidget(old)
        old.hide()
        old.deleteLater()

    def _label(self, at: int, column: int) -> QLabel:
        made = label("", "small", wrap=column == 0)
        if column:
            made.setFont(theme.font("small", figures=True))
            made.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            made.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
        self._grid.addWidget(made, at + 1, column)
        return made
