"""Barriers: drawn across the borders they close, opened with Alt, bent by a drag, and gone on with."""

from __future__ import annotations

import math

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter

from planner.edits.barriers import bent
from planner.model.types import Floats, floats, ints
from ui.map.barrier_grip import END, OnBarrier
from ui.map.requests import BendBarrier, DrawBarrier
from ui.map.tools.line import LineTool, dense
from ui.map.tools.preview import draw_corners, draw_knob
from ui.map.tools.tool import Pointer, Stage

PULL = 12.0
"""Logical pixels into the region where a barrier was taken that pull the barrier round it."""


class BarrierTool(LineTool):
    """Neighbours whose border the line crosses connect nothing any more; Alt opens them again.

    A press on a barrier takes hold of it: it goes round the regions that the pointer is pulled
    through, and back where the pointer goes back. Enter lets it pass the region that has the keyboard
    on the other side. A press on its end goes on from there; with Shift a line always begins anew.
    """

    name = "barrier"

    def __init__(self, stage: Stage) -> None:
        super().__init__(stage)
        self._near: OnBarrier | None = None
        self._held: OnBarrier | None = None
        self._end: OnBarrier | None = None
        self._at = (0.0, 0.0)
        self._path: list[int] = []

    def press(self, pointer: Pointer) -> None:
        near = self._under(pointer)
        self._let_go()
        if near is None or near.is_end:
            self._end = near
            super().press(pointer)
            return
        self._held, self._at = near, pointer.at
        self._path = [pointer.region] if pointer.region in near.pair else []
        self.stage.update()

    def move(self, pointer: Pointer, *, held: bool) -> None:
        if self._held is not None and held:
            self._pull(self._held, pointer.at)
        elif held:
            super().move(pointer, held=held)
        else:
            before, self._near = self._near, self._under(pointer)
            if self._near != before:
                self.stage.update()

    def release(self, pointer: Pointer) -> None:
        taken, round_ = self._held, self._path[1:]
        if taken is None:
            super().release(pointer)
            self._let_go()
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
        end = self._end or self._near
        if self._held is not None:
            draw_corners(painter, [self._at])
        elif end is not None and end.is_end:
            draw_knob(painter, end.place)
        elif end is not None:
            draw_corners(painter, [end.place])

    def finish(self, line: Floats, pointer: Pointer) -> None:
        if self._end is None:
            self.stage.ask(DrawBarrier(self.stage.metres_of(line), opens=pointer.alt))
            return
        rest = _beyond(line, self._end.place)
        if len(rest) > 1:
            self.stage.ask(DrawBarrier(self.stage.metres_of(rest), goes_on=self._end.pair))

    def _under(self, pointer: Pointer) -> OnBarrier | None:
        """Return what of a barrier a press would take: nothing with Shift or Alt."""
        return None if pointer.alt or pointer.shift else self.stage.barrier_at(*pointer.at)

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
        self._held = self._near = self._end = None
        self._path = []
        self.stage.show_barriers(None)


def _beyond(line: Floats, end: tuple[float, float]) -> Floats:
    """Return a line from where it leaves the end of a barrier: there it touches all borders that meet."""
    along = dense(line)
    left = np.hypot(*(along - end).T) > END
    return floats(along[left.argmax() :] if left.any() else along[:0])


def _other(pair: tuple[int, int], region: int) -> int:
    return pair[1] if region == pair[0] else pair[0]
