"""Barriers over the map: a ticked line where neighbours connect nothing, a red one where that clashes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter, QPen

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


@dataclass(frozen=True, slots=True, eq=False)
class Stretches:
    """Straight stretches (x1, y1, x2, y2) in logical pixels.

    Attributes
    ----------
    ends : Floats, shape (s, 4)
    begin : Floats, shape (s,)
        Pixels from where its line begins to where each stretch does.
    """

    ends: Floats
    begin: Floats


class BarrierLines:
    """Draws the barriers of a map and, over them, those that the scene marks."""

    def __init__(self, scene: MapScene) -> None:
        self._scene = scene
        self._kept: dict[bool, _Drawn] = {}

    def paint(self, painter: QPainter, pairs: Ints) -> None:
        """Draw the barriers of the plan, and over them those that are marked."""
        if len(pairs):
            draw_barrier(painter, self._pixels(self._drawn(pairs, marked=False)))
        if len(self._scene.marked):
            drawn = self._drawn(self._scene.marked, marked=True)
            draw_marked(painter, self._pixels(drawn))
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

    def _pixels(self, drawn: _Drawn) -> Stretches:
        """Return the lines in logical pixels."""
        return stretches([self._scene.pixels_of(line) for line in drawn.lines])

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


def stretches(lines: Sequence[Floats]) -> Stretches:
    """Return the straight stretches of lines in logical pixels, each of shape (v, 2)."""
    if not lines:
        return Stretches(floats(np.empty((0, 4))), floats(()))
    ends = [np.hstack([line[:-1], line[1:]]) for line in lines]
    length = [np.hypot(*np.diff(line, axis=0).T) for line in lines]
    begin = [np.cumsum(one) - one for one in length]
    return Stretches(floats(np.concatenate(ends)), floats(np.concatenate(begin)))


def draw_barrier(painter: QPainter, along: Stretches) -> None:
    """Draw a barrier: a line with ticks across it, on a halo.

    Straight lines with flat ends: a path of a river's length takes a fifth of a second to stroke.
    """
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    draw_lines(painter, along.ends, pen(halo(), LINE + HALO))
    draw_lines(painter, along.ends, pen(T("map_ghost"), LINE))
    window = painter.worldTransform().inverted()[0].mapRect(QRectF(painter.window()))
    draw_lines(painter, ticks_of(along, window), pen(T("map_ghost"), LINE))


def draw_marked(painter: QPainter, along: Stretches) -> None:
    """Draw a barrier that clashes."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    draw_lines(painter, along.ends, pen(halo(), MARKED + HALO))
    draw_lines(painter, along.ends, pen(T("bad"), MARKED))


def ticks_of(along: Stretches, window: QRectF) -> Floats:
    """Return a short line across a barrier every few pixels from where it begins, shape (t, 4).

    None outside the window: a barrier is a thousand windows long when one looks closely.
    """
    seen = _near(along.ends, window)
    ends, begin = along.ends[seen], along.begin[seen]
    step = ends[:, 2:] - ends[:, :2]
    length = np.maximum(np.hypot(*step.T), 1e-9)
    first = np.ceil(begin / EVERY)
    count = (np.ceil((begin + length) / EVERY) - first).astype(np.int64)
    which = np.repeat(np.arange(len(ends)), count)
    number = first[which] + np.arange(len(which)) - np.repeat(np.cumsum(count) - count, count)
    ahead = step[which] / length[which, None]
    middle = ends[which, :2] + ahead * (number * EVERY - begin[which])[:, None]
    across = np.column_stack([-ahead[:, 1], ahead[:, 0]]) * (TICK / 2)
    return floats(np.hstack([middle - across, middle + across]))


def _near(ends: Floats, window: QRectF) -> Bools:
    """Return which stretches may lie in a window of logical pixels."""
    x, y = ends[:, 0::2], ends[:, 1::2]
    beside = (x.max(axis=1) < window.left() - TICK) | (x.min(axis=1) > window.right() + TICK)
    beyond = (y.max(axis=1) < window.top() - TICK) | (y.min(axis=1) > window.bottom() + TICK)
    return bools(~beside & ~beyond)


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
