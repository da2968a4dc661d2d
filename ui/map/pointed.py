"""The frame on screen, and what points at regions over it: pointer, keyboard's ring, flash of a lock."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF, QRect, QRectF, Qt, QTimer
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget

from planner.model.types import Floats, Ints, ints
from ui.map.borders import draw_lines, halo, pen
from ui.map.scene import MapScene
from ui.theme import theme
from ui.theme.theme import T

HOVER_WIDTH = 1.6
RING_WIDTH = 2.0
HALO = 2.4
"""What a halo is wider than the line on it, logical pixels."""
FLASH_PX = 16
FLASH_MS = 500
MOST_FLASHES = 60


def draw_pointed(painter: QPainter, scene: MapScene, hovered: int, focused: int) -> None:
    """Draw what points at regions: -1 for none under the pointer, none with the keyboard."""
    if hovered >= 0:
        draw_hover(painter, scene, hovered)
    if focused >= 0:
        draw_focus(painter, scene, focused)


def draw_ring(painter: QPainter, area: QRect) -> None:
    """Draw the ring of the keyboard around the whole map."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(pen(T("focus"), RING_WIDTH))
    painter.drawRect(QRectF(area).adjusted(1, 1, -1, -1))


def draw_hover(painter: QPainter, scene: MapScene, region: int) -> None:
    """Outline the region under the pointer."""
    lines = outline_of(scene, region)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    draw_lines(painter, lines, pen(halo(), HOVER_WIDTH + HALO))
    draw_lines(painter, lines, pen(T("map_ghost"), HOVER_WIDTH, round_ends=True))


def draw_focus(painter: QPainter, scene: MapScene, region: int) -> None:
    """Put the ring of the keyboard around a region, and a dot where it is too small to be seen."""
    lines = outline_of(scene, region)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    draw_lines(painter, lines, pen(halo(), RING_WIDTH + HALO, round_ends=True))
    draw_lines(painter, lines, pen(T("focus"), RING_WIDTH, round_ends=True))
    (x, y), *_ = scene.pixels_of(scene.prepared.points[[region]]).tolist()
    painter.setBrush(T("focus"))
    painter.setPen(pen(halo(), 1.5))
    painter.drawEllipse(QPointF(x, y), 3.0, 3.0)


class Flash:
    """The padlocks that a gesture leaves for a moment on regions it could not change."""

    def __init__(self, canvas: QWidget) -> None:
        self._canvas = canvas
        self._regions: Ints = ints(())
        self._rest = QTimer(canvas)
        self._rest.setSingleShot(True)
        self._rest.setInterval(FLASH_MS)
        self._rest.timeout.connect(self.end)

    def show(self, regions: Ints) -> None:
        """Show padlocks on these regions too."""
        self._regions = ints(np.union1d(self._regions, regions))
        self._rest.start()
        self._canvas.update()

    def paint(self, painter: QPainter, scene: MapScene) -> None:
        """Paint the padlocks, in logical pixels."""
        if len(self._regions):
            draw_flash(painter, scene, self._regions)

    def end(self) -> None:
        """Show none any more."""
        self._regions = ints(())
        self._canvas.update()


def draw_flash(painter: QPainter, scene: MapScene, regions: Ints) -> None:
    """Show a padlock on regions that a gesture could not change."""
    icon = theme.icon_pixmap("lock", FLASH_PX - 6, T("surface"), scale=scene.frame.dpr)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(pen(T("surface"), 1.0))
    painter.setBrush(T("text"))
    half = FLASH_PX / 2
    for x, y in scene.pixels_of(scene.prepared.points[regions[:MOST_FLASHES]]).tolist():
        painter.drawEllipse(QPointF(x, y), half, half)
        painter.drawPixmap(QPointF(x - half + 3, y - half + 3), icon)


def outline_of(scene: MapScene, region: int) -> Floats:
    """Return the border lines of a region in logical pixels, shape (s, 4)."""
    box = scene.prepared.boxes[region]
    if np.isnan(box[0]):
        return np.empty((0, 4))
    level = scene.prepared.level_for(scene.view.scale)
    left, top, right, bottom = box.tolist()
    near = level.segments_near((left, top, right, bottom))
    own = near[(level.sides[near] == region).any(axis=1)]
    return scene.pixels_of(level.segments[own].reshape(-1, 2)).reshape(-1, 4)
