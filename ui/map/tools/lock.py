"""The lock: a click locks or unlocks a region, all selected ones, or at its label a territory."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import Qt

from planner.model.types import UNASSIGNED, Ints, ints
from ui.map.requests import LockRegions, LockTerritory
from ui.map.tools.tool import Pointer, Stage, Tool


class LockTool(Tool):
    """Locked regions stay where they are; the solver and the brush leave them."""

    name = "lock"
    cursor = Qt.CursorShape.PointingHandCursor

    def __init__(self, stage: Stage) -> None:
        super().__init__(stage)
        self._pressed = -1
        self._label = UNASSIGNED

    def press(self, pointer: Pointer) -> None:
        self._pressed = pointer.region
        self._label = self.stage.label_at(pointer.x, pointer.y)

    def release(self, pointer: Pointer) -> None:
        region, label = self._pressed, self._label
        self._pressed = self._label = -1
        content = self.stage.content
        if label != UNASSIGNED:
            if label == self.stage.label_at(pointer.x, pointer.y):
                self.stage.ask(LockTerritory(label, not content.marks[label].locked))
        elif region >= 0 and region == pointer.region:
            self.stage.ask(LockRegions(self._meant(region), not bool(content.locked[region])))

    def cancel(self) -> bool:
        going = self._pressed >= 0 or self._label != UNASSIGNED
        self._pressed = self._label = -1
        return going

    def _meant(self, region: int) -> Ints:
        selected = self.stage.selected
        return ints(np.flatnonzero(selected) if selected[region] else [region])
