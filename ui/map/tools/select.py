"""The select tool: click a region, drag a box, double-click a territory."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter

from planner.model.types import ints
from ui.map.borders import pen
from ui.map.tools.tool import Pointer, SelectionMode, Stage, Tool
from ui.theme.theme import T

DRAG = 5.0
"""Logical pixels a pointer may wander within a click."""


class SelectTool(Tool):
    """Click takes a region, Shift adds, Alt takes away, a drag takes what is inside the box."""

    name = "select"
    cursor = Qt.CursorShape.ArrowCursor
    works_while_busy = True
    knows_double_click = True

    def __init__(self, stage: Stage) -> None:
        super().__init__(stage)
        self._from: Pointer | None = None
        self._to: Pointer | None = None

    def press(self, pointer: Pointer) -> None:
        self._from, self._to = pointer, None

    def move(self, pointer: Pointer, *, held: bool) -> None:
        start = self._from
        if not held or start is None:
            return
        if self._to or max(abs(pointer.x - start.x), abs(pointer.y - start.y)) > DRAG:
            self._to = pointer
            self.stage.update()

    def release(self, pointer: Pointer) -> None:
        start, dragged = self._from, self._to is not None
        self._from = self._to = None
        if start is None:
            return
        self.stage.update()
        if dragged:
            self.stage.request_selection(
                self.stage.regions_within(_corners(start, pointer)), pointer.mode
            )
        else:
            self._click(pointer)

    def double_click(self, pointer: Pointer) -> None:
        if pointer.region >= 0:
            territory = int(self.stage.content.visible_owner[pointer.region])
            if territory >= 0:
                self.stage.request_territory(territory)

    def cancel(self) -> bool:
        going = self._from is not None
        self._from = self._to = None
        self.stage.update()
        return going

    def paint(self, painter: QPainter) -> None:
        if self._from is None or self._to is None:
            return
        box = QRectF(QPointF(self._from.x, self._from.y), QPointF(self._to.x, self._to.y))
        inside = T("map_select")
        inside.setAlphaF(0.12)
        painter.fillRect(box.normalized(), inside)
        painter.setPen(pen(T("map_select"), 1.2))
        painter.drawRect(box.normalized())

    def _click(self, pointer: Pointer) -> None:
        territory = self.stage.label_at(pointer.x, pointer.y)
        if territory >= 0:
            self.stage.request_territory(territory)
        elif pointer.region < 0:
            if pointer.mode is SelectionMode.REPLACE:
                self.stage.request_selection(ints(()), SelectionMode.REPLACE)
        else:
            mode = pointer.mode
            if mode is SelectionMode.ADD and self.stage.selected[pointer.region]:
                mode = SelectionMode.REMOVE  # Shift on a selected region takes it out again
            self.stage.request_selection(ints([pointer.region]), mode)


def _corners(a: Pointer, b: Pointer) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    return np.array([(a.x, a.y), (b.x, a.y), (b.x, b.y), (a.x, b.y)], np.float64)
