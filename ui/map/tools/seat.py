"""The seat tool: click a region to serve its territory from there, drag a seat, Del takes it away."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter

from planner.model.types import UNASSIGNED, Ints, floats, ints
from ui.map.borders import draw_lines, halo, pen
from ui.map.markers import draw_seats
from ui.map.requests import PlaceSeat, SelectTerritory
from ui.map.tools.tool import Pointer, Stage, Tool
from ui.theme.theme import T


class SeatTool(Tool):
    """A seat lies in a region of its territory; lines show the way while it is dragged."""

    name = "seat"
    cursor = Qt.CursorShape.PointingHandCursor

    def __init__(self, stage: Stage) -> None:
        super().__init__(stage)
        self._territory = UNASSIGNED
        self._held = False
        self._at: Pointer | None = None

    def press(self, pointer: Pointer) -> None:
        stage = self.stage
        seat = stage.seat_at(pointer.x, pointer.y)
        self._held = seat != UNASSIGNED
        if not self._held and pointer.region >= 0:
            seat = int(stage.content.owner[pointer.region])
        self._territory, self._at = seat, pointer
        if seat != UNASSIGNED and stage.content.marks[seat].locked:
            stage.flash_locked(ints(np.flatnonzero(stage.content.owner == seat)))
            self._territory = UNASSIGNED

    def move(self, pointer: Pointer, *, held: bool) -> None:
        if held and self._territory != UNASSIGNED:
            self._held, self._at = True, pointer
            self.stage.update()

    def release(self, pointer: Pointer) -> None:
        territory, self._at = self._territory, None
        self.stage.update()
        if territory == UNASSIGNED:
            return
        self.stage.ask(SelectTerritory(territory))
        if pointer.region >= 0 and pointer.region != self.stage.content.marks[territory].seat:
            self.stage.ask(PlaceSeat(territory, pointer.region))

    def key(self, key: Qt.Key) -> bool:
        if key not in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) or self._territory == UNASSIGNED:
            return False
        self.stage.ask(PlaceSeat(self._territory, None))
        return True

    def cancel(self) -> bool:
        going = self._at is not None
        self._territory, self._at = UNASSIGNED, None
        self.stage.update()
        return going

    def paint(self, painter: QPainter) -> None:
        if self._at is None or not self._held or self._territory == UNASSIGNED:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ends = self._ends()
        ways = floats(np.column_stack([ends, np.broadcast_to(self._at.at, ends.shape)]))
        for with_pen in (pen(halo(), 2.6), pen(T("map_ghost"), 1.0)):
            draw_lines(painter, ways, with_pen)
        draw_seats(painter, [self._at.at])

    def _ends(self) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
        """Return logical pixels in the territory that ghost lines go to: a few, spread over it."""
        mine: Ints = ints(np.flatnonzero(self.stage.content.owner == self._territory))
        chosen = mine[:: max(len(mine) // 24, 1)]
        return self.stage.points_of(ints(chosen))
