"""The lock: a click locks or frees a region, all selected ones, an account, or at its label a territory."""

from __future__ import annotations

from collections.abc import Hashable

import numpy as np
from PySide6.QtCore import Qt

from planner.model.types import UNASSIGNED, Ints, ints
from ui.map.accounts_drawing import AccountMark, BunchMark
from ui.map.requests import LockMark, LockRegions, LockTerritory
from ui.map.tools.tool import Pointer, Stage, Tool


class LockTool(Tool):
    """Locked regions stay where they are, and accounts with their owner; solver and brush leave them."""

    name = "lock"
    cursor = Qt.CursorShape.PointingHandCursor

    def __init__(self, stage: Stage) -> None:
        super().__init__(stage)
        self._pressed = -1
        self._label = UNASSIGNED
        self._mark: Hashable | None = None

    def press(self, pointer: Pointer) -> None:
        self._pressed = pointer.region
        self._label = self.stage.label_at(pointer.x, pointer.y)
        self._mark = self._account_at(pointer)

    def release(self, pointer: Pointer) -> None:
        region, label, mark = self._pressed, self._label, self._mark
        self._forget()
        content = self.stage.content
        if label != UNASSIGNED:
            if label == self.stage.label_at(pointer.x, pointer.y):
                self.stage.ask(LockTerritory(label, not content.marks[label].locked))
        elif mark is not None:
            if mark == self._account_at(pointer):
                self.stage.ask(LockMark(mark))
        elif region >= 0 and region == pointer.region:
            self.stage.ask(LockRegions(self._meant(region), not bool(content.locked[region])))

    def cancel(self) -> bool:
        going = self._pressed >= 0 or self._label != UNASSIGNED or self._mark is not None
        self._forget()
        return going

    def _forget(self) -> None:
        self._pressed = self._label = UNASSIGNED
        self._mark = None

    def _account_at(self, pointer: Pointer) -> Hashable | None:
        """Return the account or the bunch of them at the pointer; a home is nothing to lock."""
        mark = self.stage.mark_at(pointer.x, pointer.y)
        return mark if isinstance(mark, AccountMark | BunchMark) else None

    def _meant(self, region: int) -> Ints:
        selected = self.stage.selected
        return ints(np.flatnonzero(selected) if selected[region] else [region])
