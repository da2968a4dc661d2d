"""The lock: a click locks or unlocks a region, or all selected ones when it is one of them."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import Qt

from planner.model.types import Ints, ints
from ui.map.tools.tool import Pointer, Stage, Tool


class LockTool(Tool):
    """Locked regions stay where they are; the solver and the brush leave them."""

    name = "lock"
    cursor = Qt.CursorShape.PointingHandCursor

    def __init__(self, stage: Stage) -> None:
        super().__init__(stage)
        self._pressed = -1

    def press(self, pointer: Pointer) -> None:
        self._pressed = pointer.region

    def release(self, pointer: Pointer) -> None:
        region, self._pressed = self._pressed, -1
        if region >= 0 and region == pointer.region:
            locked = bool(self.stage.content.locked[region])
            self.stage.request_lock(self._meant(region), not locked)

    def cancel(self) -> bool:
        going, self._pressed = self._pressed >= 0, -1
        return going

    def _meant(self, region: int) -> Ints:
        selected = self.stage.selected
        return ints(np.flatnonzero(selected) if selected[region] else [region])
