"""Barriers over the map: a ticked line where neighbours connect nothing, a red one where that clashes."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPen

from planner.model.types import Bools, Floats, Ints, bools, floats
from ui.map.borders import draw_lines, halo, pen
from ui.map.scene import MapScene
from ui.theme.theme import T

LINE = 1.4
TICK = 6.5
"""Length of a tick across the line, logical pixels."""
EVERY = 7.0
"""Logical pixels from one tick to the next."""
MARKED = 4.0
HALO = 2.4
DOT = 3.0
MOST_LINKS = 200


@dataclass(frozen=True, slots=True, eq=False)
class _Drawn:
    """Lines and links in map metres as they were worked out for one level of detail and some pairs."""

    level: object
    pairs: Ints
    lines: tuple[Floats, ...]
    links: Floats


class BarrierLines:
    """Draws the barriers of a map and, over them, those that the scene marks."""

    def __init__(self, scene: MapScene) -> None:
        self._scene = scene
        self._kept: dict[bool, _Drawn] = {}

    def paint(self, painter: QPainter, pairs: Ints) -> None:
        """Draw the barriers of the plan, and over them those that are marked."""
        if len(pairs):
            draw_barrier(painter, self._path(self._drawn(pairs, marked=False).lines))
        if len(self._scene.marked):
            drawn = self._drawn(self._scene.marked, marked=True)
            draw_marked(painter, self._path(drawn.lines))
            self._draw_links(painter, drawn.links)

    def lines_of(self, pairs: Ints) -> tuple[Floats, ...]:
        """Return the lines along the shared borders of pairs, in map metres, each shape (v, 2)."""
        level = self._scene.prepared.level_for(self._scene.view.scale)
        return joined(level.segments[among(level.sides, pairs)])

    def _drawn(self, pairs: Ints, *, marked: bool) -> _Drawn:
        level = self._scene.prepared.level_for(self._scene.view.scale)
        kept = self._kept.get(marked)
        if kept is None or kept.level is not level or not np.array_equal(kept.pairs, pairs):
            links = self._links(pairs) if marked else floats(np.empty((0, 4)))
            kept = self._kept[marked] = _Drawn(level, pairs, self.lines_of(pairs), links)
        return kept

    def _links(self, pairs: Ints) -> Floats:
        """Return the ends of links over water among pairs, shape (l, 4)."""
        apart = pairs[~among(pairs, self._scene.prepared.borders)][:MOST_LINKS]
        return floats(self._scene.prepared.points[apart].reshape(-1, 4))

    def _path(self, lines: tuple[Floats, ...]) -> QPainterPath:
        path = QPainterPath()
        for line in lines:
            first, *others = self._scene.pixels_of(line).tolist()
            path.moveTo(*first)
            for point in others:
                path.lineTo(*point)
        return path

    def _draw_links(self, painter: QPainter, links: Floats) -> None:
        """Draw links over water as thin lines between dots."""
        if not len(links):
            return
        ends = self._scene.pixels_of(links.reshape(-1, 2)).reshape(-1, 4)
        for with_pen in (pen(halo(), 1.2 + HALO), pen(T("bad"), 1.2)):
            draw_lines(painter, ends, with_pen)
        painter.setPen(QPen(halo(), 1.2))
        painter.setBrush(T("bad"))
        for x, y in np.unique(ends.reshape(-1, 2), axis=0).tolist():
            painter.drawEllipse(QPointF(x, y), DOT, DOT)


def draw_barrier(painter: QPainter, path: QPainterPath) -> None:
    """Draw a barrier in logical pixels: a line with ticks across it, on a halo."""
    ticks = QPen(T("map_ghost"), TICK, Qt.PenStyle.CustomDashLine, Qt.PenCapStyle.FlatCap)
    # Dashes are told in widths of the pen: a short one across the line is a tick.
    ticks.setDashPattern([LINE / TICK, (EVERY - LINE) / TICK])
    _begin(painter)
    painter.strokePath(path, pen(halo(), LINE + HALO))
    painter.strokePath(path, pen(T("map_ghost"), LINE))
    painter.strokePath(path, ticks)


def draw_marked(painter: QPainter, path: QPainterPath) -> None:
    """Draw a barrier that clashes, in logical pixels."""
    _begin(painter)
    painter.strokePath(path, pen(halo(), MARKED + HALO, round_ends=True))
    painter.strokePath(path, pen(T("bad"), MARKED, round_ends=True))


def _begin(painter: QPainter) -> None:
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)


def joined(segments: Floats) -> tuple[Floats, ...]:
    """Return straight stretches, shape (s, 4), as lines of shape (v, 2) that go on to where they fork."""
    if not len(segments):
        return ()
    merged = shapely.line_merge(
        shapely.multilinestrings(shapely.linestrings(segments.reshape(-1, 2, 2)))
    )
    return tuple(shapely.get_coordinates(part) for part in shapely.get_parts(merged))


def among(pairs: Ints, others: Ints) -> Bools:
    """Return which pairs are among others, whichever comes first in them.

    A map has many pairs and few barriers: looking each up among the few takes a tenth of `isin`.
    """
    if not len(others):
        return bools(np.zeros(len(pairs), np.bool_))
    asked, known = _keys(pairs), np.unique(_keys(others))
    at = np.searchsorted(known, asked).clip(max=len(known) - 1)
    return bools(known[at] == asked)


def _keys(pairs: Ints) -> NDArray[np.int64]:
    """Return a number for each pair, whichever comes first in it."""
    one, other = pairs[:, 0].astype(np.int64), pairs[:, 1].astype(np.int64)
    return np.asarray((np.minimum(one, other) << 32) + np.maximum(one, other), np.int64)
