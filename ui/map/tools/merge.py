"""The merge tool: click one territory, then another; they become one."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter

from planner.model.types import UNASSIGNED
from ui.map.requests import MergeTerritories, SelectTerritory
from ui.map.tools.preview import draw_words
from ui.map.tools.tool import Pointer, Stage, Tool


class MergeTool(Tool):
    """The first territory stays selected until the second is clicked."""

    name = "merge"
    cursor = Qt.CursorShape.PointingHandCursor

    def __init__(self, stage: Stage) -> None:
        super().__init__(stage)
        self.first, self._code = UNASSIGNED, ""
        self._at: Pointer | None = None

    def move(self, pointer: Pointer, *, held: bool) -> None:
        self._at = pointer
        if self.first != UNASSIGNED:
            self.stage.update()

    def release(self, pointer: Pointer) -> None:
        territory = self._under(pointer)
        if territory == UNASSIGNED:
            return
        code = self.stage.content.marks[territory].code
        if not self._is_first_there() or self.first == territory:
            self.first, self._code = territory, code
            self.stage.ask(SelectTerritory(territory))
            return
        first, self.first = self.first, UNASSIGNED
        self.stage.ask(MergeTerritories(first, territory))

    def cancel(self) -> bool:
        going, self.first = self.first != UNASSIGNED, UNASSIGNED
        self.stage.update()
        return going

    def paint(self, painter: QPainter) -> None:
        marks = self.stage.content.marks
        if self._at is None or not self._is_first_there():
            return
        other = self._under(self._at)
        words = [marks[self.first].code]
        if other not in (UNASSIGNED, self.first):
            words.append(marks[other].code)
        draw_words(painter, self._at.at, " + ".join(words))

    def _is_first_there(self) -> bool:
        """Whether there is a first one, and not another in its place since an undo."""
        marks = self.stage.content.marks
        return 0 <= self.first < len(marks) and marks[self.first].code == self._code

    def _under(self, pointer: Pointer) -> int:
        label = self.stage.label_at(pointer.x, pointer.y)
        if label != UNASSIGNED or pointer.region < 0:
            return label
        return int(self.stage.content.owner[pointer.region])
