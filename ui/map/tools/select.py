"""The select tool: click a region, drag a box, drag what is selected onto a territory."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter

from planner.model.types import UNASSIGNED, Ints, floats, ints
from ui.map.requests import AssignRegions, OpenMark, SelectionMode, SelectRegions, SelectTerritory
from ui.map.tools.along import along
from ui.map.tools.outline import corners_of
from ui.map.tools.preview import draw_box, draw_words
from ui.map.tools.tool import Pointer, Stage, Tool

DRAG = 5.0
"""Logical pixels a pointer may wander within a click."""


class SelectTool(Tool):
    """Click takes a region, Shift adds, Alt takes away, a drag takes what is inside the box.

    What is selected goes to another territory by Ctrl+click on it, or by a drag onto it.
    """

    name = "select"
    cursor = Qt.CursorShape.ArrowCursor
    works_while_busy = True
    knows_double_click = True

    def __init__(self, stage: Stage) -> None:
        super().__init__(stage)
        self._from: Pointer | None = None
        self._to: Pointer | None = None
        self._into = UNASSIGNED
        self._carries = False
        self._draft: Ints | None = None

    def press(self, pointer: Pointer) -> None:
        self._from, self._to, self._into, self._draft = pointer, None, UNASSIGNED, None
        plain = pointer.mode is SelectionMode.REPLACE and not pointer.control
        held = pointer.region >= 0 and bool(self.stage.selected[pointer.region])
        self._carries = self.stage.may_edit and plain and held

    def move(self, pointer: Pointer, *, held: bool) -> None:
        start = self._from
        if not held or start is None:
            return
        if self._to or max(abs(pointer.x - start.x), abs(pointer.y - start.y)) > DRAG:
            self._to = pointer
            if self._carries:
                self._carry(pointer)
            self.stage.update()

    def release(self, pointer: Pointer) -> None:
        start, dragged, into = self._from, self._to is not None, self._into
        self._from = self._to = None
        if start is None:
            return
        self.stage.update()
        if dragged and self._carries:
            self._drop(into)
        elif dragged:
            self._take_box(start, pointer)
        elif pointer.control:
            self._assign_to(self._territory_under(pointer))
        else:
            self._click(pointer)

    def double_click(self, pointer: Pointer) -> None:
        territory = self._territory_under(pointer)
        if territory != UNASSIGNED:
            self.stage.ask(SelectTerritory(territory, pointer.mode))

    def key(self, key: Qt.Key) -> bool:
        """Enter takes along what the move would cut off."""
        if self._draft is None or key not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            return False
        self._draft = along(self.stage, self._draft, self._into)
        self.stage.show_draft(self._draft)
        return True

    def cancel(self) -> bool:
        going = self._from is not None
        if self._to is not None and self._carries:
            self.stage.show_draft(None)
        self._from = self._to = None
        self.stage.update()
        return going

    def paint(self, painter: QPainter) -> None:
        if self._from is None or self._to is None:
            return
        if self._carries:
            self._paint_carried(painter, self._to)
            return
        (x, y), (right, bottom) = self._from.at, self._to.at
        draw_box(painter, QRectF(x, y, right - x, bottom - y).normalized())

    @property
    def _chosen(self) -> Ints:
        return ints(np.flatnonzero(self.stage.selected))

    def _carry(self, pointer: Pointer) -> None:
        """Show what is selected as the territory under the pointer would have it."""
        into, content = self._territory_under(pointer), self.stage.content
        if into == self._into:
            return
        self._into = into
        if into == UNASSIGNED or content.marks[into].locked:
            self._into, self._draft = UNASSIGNED, None
            self.stage.show_draft(content.owner)
            return
        moving = self.stage.selected & ~content.kept_locked
        self._draft = ints(np.where(moving, np.int32(into), content.owner))
        self.stage.show_draft(self._draft)

    def _drop(self, into: int) -> None:
        """Ask for the move as it was shown."""
        draft, self._draft = self._draft, None
        if draft is not None:
            # What is locked comes along here too, so that it is said to stay.
            moved = (draft != self.stage.content.owner) | self.stage.selected
            self.stage.ask(AssignRegions(ints(np.flatnonzero(moved)), into, shown=True))
        self.stage.show_draft(None)

    def _paint_carried(self, painter: QPainter, pointer: Pointer) -> None:
        count = int(np.count_nonzero(self.stage.selected))
        marks = self.stage.content.marks
        code = marks[self._into].code if self._into != UNASSIGNED else "–"
        draw_words(painter, pointer.at, f"{count} → {code}")

    def _assign_to(self, territory: int) -> None:
        if territory != UNASSIGNED and self.stage.selected.any():
            self.stage.ask(AssignRegions(self._chosen, territory))

    def _take_box(self, start: Pointer, end: Pointer) -> None:
        taking = self.stage.taking
        found = self.stage.regions_within(floats(corners_of(start.at, end.at)), taking.inside)
        taken = found[taking.allowed(self.stage.content.visible_owner)[found]]
        self.stage.ask(SelectRegions(ints(taken), end.mode))

    def _territory_under(self, pointer: Pointer) -> int:
        label = self.stage.label_at(pointer.x, pointer.y)
        if label != UNASSIGNED or pointer.region < 0:
            return label
        return int(self.stage.content.visible_owner[pointer.region])

    def _click(self, pointer: Pointer) -> None:
        territory = self.stage.label_at(pointer.x, pointer.y)
        mark = self.stage.mark_at(pointer.x, pointer.y)
        if territory >= 0:
            self.stage.ask(SelectTerritory(territory, pointer.mode))
        elif mark is not None and pointer.mode is SelectionMode.REPLACE:
            self.stage.ask(OpenMark(mark))
        elif pointer.region < 0:
            if pointer.mode is SelectionMode.REPLACE:
                self.stage.ask(SelectRegions(ints(())))
        else:
            mode = pointer.mode
            if mode is SelectionMode.ADD and self.stage.selected[pointer.region]:
                mode = SelectionMode.REMOVE  # Shift on a selected region takes it out again
            self.stage.ask(SelectRegions(ints([pointer.region]), mode))
