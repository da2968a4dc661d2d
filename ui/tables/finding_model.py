"""Rows that need a look as a table model: nothing is made before it is shown."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from ui.messages import tr
from ui.theme.theme import font

Index = QModelIndex | QPersistentModelIndex

ROW, CELL, WHY, REPAIR, STATE = range(5)
"""Columns of the table."""

TONE = Qt.ItemDataRole.UserRole + 3
"""Role of the tone of a pill."""


@dataclass(frozen=True, slots=True)
class Line:
    """One row that needs a look, in words."""

    row: str
    cell: str
    why: str
    repair: str
    state: str
    tone: str


class FindingModel(QAbstractTableModel):
    """Shows findings by their numbers; `line_of` puts one into words when it is painted."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._numbers: Sequence[int] = ()
        self._line_of: Callable[[int], Line] = lambda number: Line("", "", "", "", "", "")
        self._headers = (
            tr("Row"), tr("In your file"), tr("What is wrong"), tr("Repair"), tr("State")
        )  # fmt: skip

    @property
    def numbers(self) -> Sequence[int]:
        """Numbers of the findings shown, in their order."""
        return self._numbers

    def show(self, numbers: Sequence[int], line_of: Callable[[int], Line]) -> None:
        """Show findings; where they are the same as before only what they say may differ."""
        if list(numbers) == list(self._numbers):
            self._line_of = line_of
            if len(numbers):
                self.dataChanged.emit(self.index(0, 0), self.index(len(numbers) - 1, STATE))
            return
        self.beginResetModel()
        self._numbers, self._line_of = tuple(numbers), line_of
        self.endResetModel()

    def line(self, at: int) -> Line:
        """Return a row of the table in words."""
        return self._line_of(self._numbers[at])

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._numbers)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._headers)

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> Any:
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._headers[section]
        if role == Qt.ItemDataRole.TextAlignmentRole and section == STATE:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter  # above its pills
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        line = self.line(index.row())
        text = (line.row, line.cell, line.why, line.repair, line.state)[index.column()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return text
        if role == TONE:
            return line.tone
        if role == Qt.ItemDataRole.FontRole:
            return font("strong" if index.column() == CELL else "body")
        return None
