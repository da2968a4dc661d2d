"""The frame on screen, and what points at regions over it: pointer, keyboard's ring, flash of a lock."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QPainter

from planner.model.types import Floats, Ints
from ui.map.borders import draw_lines, pen
from ui.map.scene import MapScene
from ui.theme import theme
from ui.theme.theme import T

HOVER_WIDTH = 1.6
RING_WIDTH = 2.0
FLASH_PX = 16
MOST_FLASHES = 60


def draw_frame(painter: QPainter, scene: MapScene, area: QRect) -> None:
    """Draw the map itself: as it is, or scaled to the wanted view until it is drawn sharp."""
    frame = scene.frame
    if scene.sharp:
        painter.drawImage(QPointF(0, 0), frame.image)
        return
    grown = scene.view.scale / frame.view.scale
    left = (scene.view.left - frame.view.left * grown) / frame.dpr
    top = (scene.view.top - frame.view.top * grown) / frame.dpr
    size = frame.image.deviceIndependentSize() * grown
    painter.fillRect(area, T("map_bg"))
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    painter.drawImage(QRectF(QPointF(left, top), size), frame.image, QRectF(frame.image.rect()))


def draw_pointed(
    painter: QPainter, scene: MapScene, hovered: int, focused: int, flashed: Ints
) -> None:
    """Draw what points at regions: -1 for none under the pointer, none with the keyboard."""
    if hovered >= 0:
        draw_hover(painter, scene, hovered)
    if focused >= 0:
        draw_focus(painter, scene, focused)
    if len(flashed):
        draw_flash(painter, scene, flashed)


def draw_ring(painter: QPainter, area: QRect) -> None:
    """Draw the ring of the keyboard around the whole map."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(pen(T("focus"), RING_WIDTH))
    painter.drawRect(QRectF(area).adjusted(1, 1, -1, -1))


def draw_hover(painter: QPainter, scene: MapScene, region: int) -> None:
    """Outline the region under the pointer."""
    lines = outline_of(scene, region)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    draw_lines(painter, lines, pen(T("map_ghost"), HOVER_WIDTH, round_ends=True))


def draw_focus(painter: QPainter, scene: MapScene, region: int) -> None:
    """Put the ring of the keyboard around a region, and a dot where it is too small to be seen."""
    lines = outline_of(scene, region)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    halo = T("map_halo")
    halo.setAlpha(255)
    draw_lines(painter, lines, pen(halo, RING_WIDTH + 3.0, round_ends=True))
    draw_lines(painter, lines, pen(T("focus"), RING_WIDTH, round_ends=True))
    (x, y), *_ = scene.pixels_of(scene.prepared.points[[region]]).tolist()
    painter.setBrush(T("focus"))
    painter.setPen(pen(halo, 1.5))
    painter.drawEllipse(QPointF(x, y), 3.0, 3.0)


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
