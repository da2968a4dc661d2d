"""Lines drawn over the map, and the one that splits a territory."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter

from planner.model.types import UNASSIGNED, Floats, floats, ints
from ui.map.markers import draw_seats
from ui.map.requests import SplitAt, SplitTerritory
from ui.map.tools.preview import draw_outline
from ui.map.tools.tool import Pointer, Stage, Tool

SHORTEST = 8.0
"""Logical pixels; a shorter line is a click that slipped."""
STEP = 4.0
"""Logical pixels between two looks at what lies under a line."""


class LineTool(Tool):
    """A free line from press to release."""

    cursor = Qt.CursorShape.CrossCursor

    def __init__(self, stage: Stage) -> None:
        super().__init__(stage)
        self.points: list[tuple[float, float]] = []

    def finish(self, line: Floats, pointer: Pointer) -> None:
        """Ask for what a line of logical pixels, shape (v, 2), means."""
        raise NotImplementedError

    def click(self, pointer: Pointer) -> None:
        """Answer a line too short to be one."""

    def press(self, pointer: Pointer) -> None:
        self.points = [pointer.at]

    def move(self, pointer: Pointer, *, held: bool) -> None:
        if held and self.points and pointer.at != self.points[-1]:
            self.points.append(pointer.at)
            self.stage.update()

    def release(self, pointer: Pointer) -> None:
        line, self.points = floats(self.points), []
        self.stage.update()
        if len(line) > 1 and np.hypot(*np.diff(line, axis=0).T).sum() >= SHORTEST:
            self.finish(line, pointer)
        elif len(line):
            self.click(pointer)

    def cancel(self) -> bool:
        going, self.points = bool(self.points), []
        self.stage.update()
        return going

    def paint(self, painter: QPainter) -> None:
        draw_outline(painter, self.points, closed=False)


class SplitTool(LineTool):
    """The territory that the line runs through longest is split along it; a click asks for halves.

    A click in a territory that is being split, or Enter on the region that has the keyboard, gives
    what leaves its home base.

    Attributes
    ----------
    second : int
        Region of that home base, or -1.
    """

    name = "split"

    def __init__(self, stage: Stage) -> None:
        super().__init__(stage)
        self.second = -1

    def finish(self, line: Floats, pointer: Pointer) -> None:
        territory = self._through(line)
        if territory != UNASSIGNED:
            self.stage.ask(SplitTerritory(territory, self.stage.metres_of(line)))

    def click(self, pointer: Pointer) -> None:
        self._split_at(pointer.region)

    def key(self, key: Qt.Key) -> bool:
        if key not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            return False
        return self._split_at(self.stage.at_keyboard)

    def paint(self, painter: QPainter) -> None:
        super().paint(painter)
        if self.second >= 0:
            draw_seats(painter, self.stage.points_of(ints([self.second])).tolist())

    def _split_at(self, region: int) -> bool:
        """Ask for a split at a region; return whether a territory is there."""
        owner = self.stage.content.visible_owner
        territory = int(owner[region]) if region >= 0 else UNASSIGNED
        if territory != UNASSIGNED:
            self.stage.ask(SplitAt(territory, region))
        return territory != UNASSIGNED

    def _through(self, line: Floats) -> int:
        """Return the territory that most of a line lies in, or UNASSIGNED."""
        owner = self.stage.content.visible_owner
        under = [self.stage.region_at(x, y) for x, y in dense(line).tolist()]
        held = owner[[region for region in under if region >= 0]]
        held = held[held != UNASSIGNED]
        return int(np.bincount(held).argmax()) if len(held) else UNASSIGNED


def dense(line: Floats) -> Floats:
    """Return a line with points every few pixels, shape (v, 2); a single point stays one."""
    if len(line) < 2:
        return line
    along = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(line, axis=0).T))])
    at = np.linspace(0.0, along[-1], max(int(along[-1] / STEP), 1) + 1)
    return floats(np.stack([np.interp(at, along, line[:, 0]), np.interp(at, along, line[:, 1])], 1))
