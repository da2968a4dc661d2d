"""Homes of people over the map: a house each, and a line to the home base of a selected territory."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QPainter, QPolygonF

from planner.model.types import Floats, floats
from ui.map.borders import halo, pen
from ui.map.label_layout import Rect
from ui.map.scene import MapScene
from ui.theme.theme import T

HALF = 7.0
"""Half the width of a house in logical pixels."""
GRIP = 2.0
MOST_STANDING = 60
"""With more homes in view labels may stand over them: they would find no place."""
ROOF = ((-1.0, 0.0), (0.0, -0.95), (1.0, 0.0))
WALLS = ((0.72, 0.0), (0.72, 0.85), (-0.72, 0.85), (-0.72, 0.0))
DOOR = ((-0.2, 0.85), (-0.2, 0.3), (0.2, 0.3), (0.2, 0.85))


@dataclass(frozen=True, slots=True)
class HomeMark:
    """The home of a person: his place among the plan's reps."""

    rep: int


@dataclass(frozen=True, slots=True, eq=False)
class Homes:
    """Homes of h people.

    Attributes
    ----------
    rep : tuple of int
        Place of each among the plan's reps.
    at : Floats, shape (h, 2)
        Metres east and south of the map's origin.
    territories : tuple of tuple of int
        Territories that each person owns.
    """

    rep: tuple[int, ...]
    at: Floats
    territories: tuple[tuple[int, ...], ...]

    def __post_init__(self) -> None:
        object.__setattr__(self, "at", floats(np.reshape(self.at, (-1, 2))))
        if not len(self.rep) == len(self.at) == len(self.territories):
            raise ValueError("homes of different lengths")


class HomesDrawing:
    """Draws `homes` while there are any."""

    def __init__(self) -> None:
        self.homes: Homes | None = None
        self.pointed: Hashable | None = None

    def stands(self, scene: MapScene) -> Sequence[Rect]:
        seen = [(x, y) for _, x, y in self._seen(scene)]
        if len(seen) > MOST_STANDING:
            return ()
        return [(x - HALF, y - HALF, 2 * HALF, 2 * HALF) for x, y in seen]

    def paint(self, painter: QPainter, scene: MapScene) -> None:
        if self.homes is None:
            return
        self._draw_lines(painter, scene, self.homes)
        for place, x, y in self._seen(scene):
            is_pointed = self.pointed == HomeMark(self.homes.rep[place])
            draw_house(painter, x, y, pointed=is_pointed)

    def mark_at(self, scene: MapScene, x: float, y: float) -> Hashable | None:
        """Return the home at a logical pixel."""
        for place, left, top in reversed(self._seen(scene)):
            if self.homes is not None and max(abs(x - left), abs(y - top)) <= HALF + GRIP:
                return HomeMark(self.homes.rep[place])
        return None

    def _seen(self, scene: MapScene) -> list[tuple[int, float, float]]:
        """Return the homes in view: place, and logical pixels."""
        if self.homes is None or not len(self.homes.at):
            return []
        at = scene.pixels_of(self.homes.at)
        size = (scene.frame.width / scene.frame.dpr, scene.frame.height / scene.frame.dpr)
        inside = np.flatnonzero(((at >= -HALF) & (at <= np.add(size, HALF))).all(axis=1))
        return [(int(place), *at[place].tolist()) for place in inside]

    def _draw_lines(self, painter: QPainter, scene: MapScene, homes: Homes) -> None:
        """Draw a line from home to home base for each selected territory."""
        marks = scene.visible.marks
        for territory in scene.territories:
            seat = marks[territory].seat if territory < len(marks) else None
            if seat is None:
                continue
            (x1, y1), *_ = scene.pixels_of(scene.prepared.points[[seat]]).tolist()
            for place, owned in enumerate(homes.territories):
                if territory in owned:
                    (x0, y0), *_ = scene.pixels_of(homes.at[[place]]).tolist()
                    draw_way(painter, QPointF(x0, y0), QPointF(x1, y1))


def draw_house(painter: QPainter, x: float, y: float, *, pointed: bool = False) -> None:
    """Draw a house around a logical pixel, on a halo."""
    outline = [*ROOF, *WALLS]
    shape = QPolygonF([QPointF(x + HALF * right, y + HALF * down) for right, down in outline])
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(pen(halo(), 3.6))
    painter.setBrush(halo())
    painter.drawPolygon(shape)
    painter.setPen(pen(T("map_select") if pointed else T("map_ghost"), 1.4))
    painter.setBrush(T("map_select") if pointed else T("map_ghost"))
    painter.drawPolygon(shape)
    door = QPolygonF([QPointF(x + HALF * right, y + HALF * down) for right, down in DOOR])
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(halo())
    painter.drawPolygon(door)


def draw_way(painter: QPainter, start: QPointF, end: QPointF) -> None:
    """Draw the way from a home to a home base: dashes on a halo."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(pen(halo(), 4.4))
    painter.drawLine(start, end)
    dashes = pen(T("map_select"), 2.0)
    dashes.setDashPattern([3.0, 2.0])
    painter.setPen(dashes)
    painter.drawLine(start, end)
