"""The brush: paint regions into a territory, with the balance following while the stroke goes on."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter

from planner.model.types import UNASSIGNED, Ints, ints
from ui.map.requests import AssignRegions, PickTarget
from ui.map.tools.along import along
from ui.map.tools.preview import draw_circle
from ui.map.tools.tool import Pointer, Stage, Tool

SIZES = (0.0, 10.0, 30.0)
"""Radius in logical pixels: one region, small, large."""


class BrushTool(Tool):
    """A stroke takes regions into one territory; it ends as one request, or as none on Esc.

    Attributes
    ----------
    target : int
        Territory painted into; -1 paints into the one a stroke begins in.
    size : int
        Index into SIZES.
    """

    name = "brush"
    cursor = Qt.CursorShape.CrossCursor

    def __init__(self, stage: Stage) -> None:
        super().__init__(stage)
        self.target = UNASSIGNED
        self.size = 0
        self._into = UNASSIGNED
        self._last: Pointer | None = None
        self._at: Pointer | None = None
        self._draft: Ints | None = None

    def press(self, pointer: Pointer) -> None:
        owner = self.stage.content.owner
        under = int(owner[pointer.region]) if pointer.region >= 0 else UNASSIGNED
        if pointer.control:
            if under != UNASSIGNED:
                self.target = under
                self.stage.ask(PickTarget(under))
            return
        self._into = self.target if self.target != UNASSIGNED else under
        if self._into == UNASSIGNED:
            return
        if self.stage.content.marks[self._into].locked:
            self.stage.flash_locked(ints(np.flatnonzero(owner == self._into)))
            return
        self._draft, self._last = owner, pointer
        self._take(pointer)

    def move(self, pointer: Pointer, *, held: bool) -> None:
        self._at = pointer
        if held and self._draft is not None:
            self._take(pointer)
        self.stage.update()

    def release(self, pointer: Pointer) -> None:
        if self._draft is None:
            return
        owner, self._draft = self._draft, None
        taken = ints(np.flatnonzero(owner != self.stage.content.owner))
        # The request comes first: when it is granted the new owners are there before the draft is gone.
        if len(taken):
            self.stage.ask(AssignRegions(taken, self._into, shown=True))
        self.stage.show_draft(None)

    def key(self, key: Qt.Key) -> bool:
        """Enter takes along what the stroke cuts off."""
        if self._draft is None or key not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            return False
        self._draft = along(self.stage, self._draft, self._into)
        self.stage.show_draft(self._draft)
        return True

    def cancel(self) -> bool:
        going, self._draft = self._draft is not None, None
        if going:
            self.stage.show_draft(None)
        return going

    def paint(self, painter: QPainter) -> None:
        radius = SIZES[self.size]
        if self._at is None or not radius:
            return
        draw_circle(painter, self._at.at, radius)

    def _take(self, pointer: Pointer) -> None:
        """Add what lies under the brush between the last place and this one."""
        last, self._last = self._last, pointer
        if self._draft is None or last is None:
            return
        content = self.stage.content
        under = np.zeros(len(content.owner), np.bool_)
        under[self._swept(last, pointer)] = True
        under &= self._draft != self._into
        under &= self.stage.taking.allowed(content.owner)
        kept = under & content.kept_locked
        if kept.any():
            self.stage.flash_locked(ints(np.flatnonzero(kept)))
        if (under & ~kept).any():
            draft = self._draft.copy()
            draft[under & ~kept] = self._into
            self._draft = ints(draft)
            self.stage.show_draft(self._draft)

    def _swept(self, start: Pointer, end: Pointer) -> Ints:
        """Return the regions under the brush on the way: fast strokes leave no gaps."""
        radius = SIZES[self.size]
        step = max(radius, 2.0)
        count = max(int(np.hypot(end.x - start.x, end.y - start.y) / step), 1)
        found = [np.array([end.region])]
        for part in np.arange(1, count + 1) / count:
            x, y = start.x + (end.x - start.x) * part, start.y + (end.y - start.y) * part
            found.append(np.array([self.stage.region_at(x, y)]))
            if radius:
                found.append(self.stage.regions_near(x, y, radius))
        regions = np.unique(np.concatenate(found))
        return ints(regions[regions >= 0])
