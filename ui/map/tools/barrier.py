"""Barriers: drawn across the borders they close, opened with Alt, and bent round regions by a drag."""

from __future__ import annotations

import math

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter

from planner.edits.barriers import bent
from planner.model.types import Floats, floats, ints
from ui.map.barriers import OnBarrier
from ui.map.requests import BendBarrier, DrawBarrier
from ui.map.tools.line import LineTool, dense
from ui.map.tools.preview import draw_corners
from ui.map.tools.tool import Pointer, Stage

PULL = 12.0
"""Logical pixels into the region where a barrier was taken that pull the barrier round it."""


class BarrierTool(LineTool):
    """Neighbours whose border the line crosses connect nothing any more; Alt opens them again.

    A press on a barrier takes hold of it: it goes round the regions that the pointer is pulled
    through, and back where the pointer goes back. Enter lets it pass the region that has the keyboard
    on the other side.
    """

    name = "barrier"

    def __init__(self, stage: Stage) -> None:
        super().__init__(stage)
        self._near: OnBarrier | None = None
        self._held: OnBarrier | None = None
        self._at = (0.0, 0.0)
        self._path: list[int] = []

    def press(self, pointer: Pointer) -> None:
        self._held = None if pointer.alt else self.stage.barrier_at(*pointer.at)
        self._near = None
        if self._held is None:
            super().press(pointer)
            return
        self._at = pointer.at
        self._path = [pointer.region] if pointer.region in self._held.pair else []
        self.stage.update()

    def move(self, pointer: Pointer, *, held: bool) -> None:
        if self._held is not None and held:
            self._pull(self._held, pointer.at)
        elif held:
            super().move(pointer, held=held)
        else:
            self._near = None if pointer.alt else self.stage.barrier_at(*pointer.at)
            self.stage.update()

    def release(self, pointer: Pointer) -> None:
        taken, round_ = self._held, self._path[1:]
        if taken is None:
            super().release(pointer)
            return
        self._let_go()
        if round_:
            self.stage.ask(BendBarrier(taken.pair, ints(sorted(round_))))

    def key(self, key: Qt.Key) -> bool:
        if key not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            return False
        region, parted = self.stage.at_keyboard, self.stage.content.barriers
        beside = parted[(parted == region).any(axis=1)]
        if region < 0 or not len(beside):
            return False
        one, other = beside[0].tolist()
        self.stage.ask(BendBarrier((one, other), ints([region])))
        return True

    def cancel(self) -> bool:
        going = self._held is not None
        self._let_go()
        return super().cancel() or going

    def paint(self, painter: QPainter) -> None:
        super().paint(painter)
        if self._held is not None:
            draw_corners(painter, [self._at])
        elif self._near is not None:
            draw_corners(painter, [self._near.place])

    def finish(self, line: Floats, pointer: Pointer) -> None:
        self.stage.ask(DrawBarrier(self.stage.metres_of(line), opens=pointer.alt))

    def _pull(self, taken: OnBarrier, to: tuple[float, float]) -> None:
        """Follow the pointer, and show where the barrier would run."""
        before = self._path[1:]
        for x, y in dense(floats([self._at, to])).tolist():
            self._enter(taken, self.stage.region_at(x, y), (x, y))
        self._at = to
        if self._path[1:] != before:
            stage = self.stage
            shown = bent(stage.edges, stage.content.barriers, ints(self._path[1:]))
            stage.show_barriers(shown if self._path[1:] else None)
        self.stage.update()

    def _enter(self, taken: OnBarrier, region: int, at: tuple[float, float]) -> None:
        """Go on into a region, or back to one; the first of the path is on the side that stays."""
        path, pair = self._path, taken.pair
        if region < 0:
            return
        if region in path:
            del path[path.index(region) + 1 :]
            if path == [region] and math.dist(at, taken.place) > PULL:
                self._path = [_other(pair, region), region]
        elif not path:
            self._path = [_other(pair, region), region] if region in pair else []
        elif self._beside(region):
            across = len(path) > 1 or region in pair
            self._path = [*path, region] if across else [_other(pair, path[0]), path[0], region]

    def _beside(self, region: int) -> bool:
        """Whether a region touches one that the pointer went through."""
        edges = self.stage.edges
        near = edges[(edges == region).any(axis=1)]
        return bool(np.isin(near, self._path).any())

    def _let_go(self) -> None:
        self._held = self._near = None
        self._path = []
        self.stage.show_barriers(None)


def _other(pair: tuple[int, int], region: int) -> int:
    return pair[1] if region == pair[0] else pair[0]
