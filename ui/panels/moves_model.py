"""The moves as a table with a tick each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)

from ui.messages import tr
from ui.panels.moves import Move
from ui.theme.theme import font
from ui.widgets.figures import UNKNOWN, number, scale_of

Index = QModelIndex | QPersistentModelIndex
FIXED = 2


class MovesModel(QAbstractTableModel):
    """From → to, how many regions, and their sum of one measure; column 0 carries the tick.

    Signals
    -------
    ticked()
        Some tick is another.
    """

    ticked = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._moves: tuple[Move, ...] = ()
        self._codes: tuple[str, ...] = ()
        self._off: set[int] = set()
        self._noun = ""
        self._measure = 0
        self._header = ""
        self._scale = scale_of(0, "")

    def show_moves(
        self,
        moves: Sequence[Move],
        codes: Sequence[str],
        noun: str,
        measure: tuple[int, str, str],
        *,
        anew: bool = True,
    ) -> None:
        """Show moves; `measure` is its number, label and unit. All are ticked where they are shown anew."""
        self.beginResetModel()
        self._moves, self._codes, self._noun = tuple(moves), tuple(codes), noun
        self._off = set() if anew else self._off
        self._measure, name, unit = measure
        peak = max((move.amounts[self._measure] for move in moves), default=0.0)
        scale = scale_of(peak, unit)
        whole = all(float(move.amounts[self._measure]).is_integer() for move in moves)
        self._scale = replace(scale, decimals=0) if whole and scale.factor == 1.0 else scale
        self._header = f"{name}\n{self._scale.unit}" if self._scale.unit else name
        self.endResetModel()

    @property
    def moves(self) -> tuple[Move, ...]:
        """All moves."""
        return self._moves

    @property
    def chosen(self) -> tuple[Move, ...]:
        """The moves that are ticked."""
        return tuple(move for at, move in enumerate(self._moves) if at not in self._off)

    @property
    def refused(self) -> tuple[Move, ...]:
        """The moves whose tick was taken away."""
        return tuple(self._moves[at] for at in sorted(self._off))

    def tick_all(self, on: bool) -> None:
        """Tick all moves or none."""
        self._off = set() if on else set(range(len(self._moves)))
        if self._moves:
            last = self.index(len(self._moves) - 1, 0)
            self.dataChanged.emit(self.index(0, 0), last, [Qt.ItemDataRole.CheckStateRole])
        self.ticked.emit()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._moves)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else FIXED + 1

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        base = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return base | Qt.ItemFlag.ItemIsUserCheckable if index.column() == 0 else base

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return (tr("From → to"), self._noun.capitalize(), self._header)[section]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(section)
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        move = self._moves[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return (
                f"{self._code(move.source)} → {self._code(move.target)}",
                number(len(move.regions)),
                self._scale.figure(move.amounts[self._measure]),
            )[index.column()]
        if role == Qt.ItemDataRole.CheckStateRole and index.column() == 0:
            on = index.row() not in self._off
            return Qt.CheckState.Checked if on else Qt.CheckState.Unchecked
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(index.column())
        if role == Qt.ItemDataRole.FontRole:
            return font("small", figures=index.column() > 0)
        return None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != Qt.ItemDataRole.CheckStateRole or index.column() != 0:
            return False
        if Qt.CheckState(value) is Qt.CheckState.Checked:
            self._off.discard(index.row())
        else:
            self._off.add(index.row())
        self.dataChanged.emit(index, index, [role])
        self.ticked.emit()
        return True

    def _code(self, territory: int) -> str:
        return self._codes[territory] if territory >= 0 else UNKNOWN


def _alignment(column: int) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignRight if column else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter
