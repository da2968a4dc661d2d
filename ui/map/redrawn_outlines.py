"""Outlines that a change of regions would give, drawn over the map as it is."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPolygonF

from planner.model.geometry import Geometry
from planner.model.types import Floats, floats, ints
from ui.map.borders import pen
from ui.map.scene import MapScene
from ui.theme.theme import T

INSIDE = 0.14


class RedrawnOutlines:
    """A `Drawing` of the map canvas; shows nothing until it is given outlines."""

    def __init__(self) -> None:
        self.geometry: Geometry | None = None

    def paint(self, painter: QPainter, scene: MapScene) -> None:
        """Paint the outlines filled faintly, with a dashed edge."""
        if self.geometry is None or not len(self.geometry.xy):
            return
        pixels = scene.pixels_of_metres(self.geometry.xy)
        starts = self.geometry.ring_start[1:-1]
        path = QPainterPath()
        for ring in np.split(pixels, starts):
            path.addPolygon(QPolygonF([QPointF(x, y) for x, y in ring.tolist()]))
        inside = T("map_select")
        inside.setAlphaF(INSIDE)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(pen(T("map_halo"), 4.0))
        painter.setBrush(inside)
        painter.drawPath(path)
        dashed = pen(T("map_select"), 1.8)
        dashed.setDashPattern([4.0, 3.0])
        painter.setPen(dashed)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(path)


def ring_of(area: Floats) -> Geometry:
    """Return an area, shape (v, 2) in metres, as the outline of one region."""
    closed = floats(np.concatenate([area, area[:1]]))
    return Geometry(closed, ints([0, len(closed)]), ints([0, 1]), ints([0, 1]))
