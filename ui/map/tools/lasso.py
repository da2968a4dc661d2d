"""The lasso: a free line around regions makes a selection."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QPainter, QPolygonF

from ui.map.borders import pen
from ui.map.tools.tool import Pointer, Stage, Tool
from ui.theme.theme import T


class LassoTool(Tool):
    """What has its centre inside the line is selected; Shift adds, Alt takes away."""

    name = "lasso"
    cursor = Qt.CursorShape.CrossCursor
    works_while_busy = True

    def __init__(self, stage: Stage) -> None:
        super().__init__(stage)
        self._line: list[tuple[float, float]] = []

    def press(self, pointer: Pointer) -> None:
        self._line = [(pointer.x, pointer.y)]

    def move(self, pointer: Pointer, *, held: bool) -> None:
        if held and self._line:
            self._line.append((pointer.x, pointer.y))
            self.stage.update()

    def release(self, pointer: Pointer) -> None:
        line, self._line = self._line, []
        self.stage.update()
        if len(line) >= 3:
            self.stage.request_selection(
                self.stage.regions_within(np.array(line, np.float64)), pointer.mode
            )

    def cancel(self) -> bool:
        going, self._line = bool(self._line), []
        self.stage.update()
        return going

    def paint(self, painter: QPainter) -> None:
        if len(self._line) < 2:
            return
        outline = QPolygonF([QPointF(x, y) for x, y in self._line])
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        inside = T("map_select")
        inside.setAlphaF(0.10)
        painter.setBrush(inside)
        painter.setPen(pen(T("map_halo"), 4.0))
        painter.drawPolygon(outline)
        dashed = pen(T("map_select"), 1.8)
        dashed.setDashPattern([4.0, 3.0])
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(dashed)
        painter.drawPolygon(outline)
