"""The hand: drag the map."""

from __future__ import annotations

from PySide6.QtCore import Qt

from ui.map.tools.tool import Pointer, Stage, Tool


class HandTool(Tool):
    """A drag moves the map along with the pointer."""

    name = "hand"
    cursor = Qt.CursorShape.OpenHandCursor
    works_while_busy = True

    def __init__(self, stage: Stage) -> None:
        super().__init__(stage)
        self._at: Pointer | None = None
        self.moved = False

    def press(self, pointer: Pointer) -> None:
        self._at, self.moved = pointer, False

    def move(self, pointer: Pointer, *, held: bool) -> None:
        if held and self._at is not None:
            self.stage.pan(pointer.x - self._at.x, pointer.y - self._at.y)
            self._at, self.moved = pointer, True

    def release(self, pointer: Pointer) -> None:
        self._at = None

    def cancel(self) -> bool:
        going, self._at = self._at is not None, None
        return going
