"""Where a barrier can be taken hold of: along its line, to bend it, and at its ends, to go on from there."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from planner.model.types import Floats, Ints, floats
from ui.map.barriers import among, joined
from ui.map.scene import MapScene

REACH = 6.0
"""Logical pixels from a barrier within which it can be taken."""
END = 8.0
"""Logical pixels from the end of a barrier that belong to the end; of a short one a quarter of it."""

Place = tuple[float, float]


@dataclass(frozen=True, slots=True)
class OnBarrier:
    """A place on a barrier, logical pixels, the regions on both sides of it, and whether it is an end."""

    pair: tuple[int, int]
    place: Place
    is_end: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class _Stretches:
    """The straight stretches of barriers, at one level.

    Attributes
    ----------
    segments : Floats, shape (s, 4)
    sides : Ints, shape (s, 2)
    ends : Floats, shape (e, 2)
        Where they begin and end, and meet no other.
    room : Floats, shape (e,)
        A quarter of the line behind each end, in metres.
    """

    level: object
    pairs: Ints
    segments: Floats
    sides: Ints
    ends: Floats
    room: Floats


class BarrierGrip:
    """Finds what of the barriers of a map lies under the pointer."""

    def __init__(self, scene: MapScene) -> None:
        self._scene = scene
        self._kept: _Stretches | None = None

    def near(self, pairs: Ints, x: float, y: float) -> OnBarrier | None:
        """Return the nearest place of the barriers between pairs within reach of a logical pixel."""
        kept = self._stretches_of(pairs)
        if not len(kept.segments):
            return None
        both = self._scene.pixels_of(kept.segments.reshape(-1, 2)).reshape(-1, 2, 2)
        start, along = both[:, 0], both[:, 1] - both[:, 0]
        length = np.maximum((along**2).sum(axis=1), 1e-12)
        part = np.clip(((np.array([x, y]) - start) * along).sum(axis=1) / length, 0.0, 1.0)
        places = start + part[:, None] * along
        away = np.hypot(*(places - (x, y)).T)
        found = int(away.argmin())
        if away[found] > REACH:
            return None
        (one, other), (at_x, at_y) = kept.sides[found].tolist(), places[found].tolist()
        end = self._end_near(kept, x, y)
        return OnBarrier((one, other), end or (at_x, at_y), end is not None)

    def _end_near(self, kept: _Stretches, x: float, y: float) -> Place | None:
        """Return the end that a logical pixel belongs to, in logical pixels."""
        if not len(kept.ends):
            return None
        ends = self._scene.pixels_of(kept.ends)
        away = np.hypot(*(ends - (x, y)).T)
        found = int(away.argmin())
        room = kept.room[found] * self._scene.view.scale / self._scene.frame.dpr
        if away[found] > min(END, room):
            return None
        at_x, at_y = ends[found].tolist()
        return at_x, at_y

    def _stretches_of(self, pairs: Ints) -> _Stretches:
        level = self._scene.prepared.level_for(self._scene.view.scale)
        kept = self._kept
        if kept is None or kept.level is not level or kept.pairs is not pairs:
            wanted = among(level.sides, pairs)
            segments = level.segments[wanted]
            kept = _Stretches(level, pairs, segments, level.sides[wanted], *_ends_of(segments))
            self._kept = kept
        return kept


def _ends_of(segments: Floats) -> tuple[Floats, Floats]:
    """Return the ends that meet no other stretch, shape (e, 2), and a quarter of the line behind each."""
    points, meeting = np.unique(segments.reshape(-1, 2), axis=0, return_counts=True)
    alone = set(map(tuple, points[meeting == 1].tolist()))
    ends: list[tuple[float, ...]] = []
    room: list[float] = []
    for line in joined(segments):
        quarter = float(np.hypot(*np.diff(line, axis=0).T).sum()) / 4
        found = [end for end in map(tuple, line[[0, -1]].tolist()) if end in alone]
        ends += found
        room += [quarter] * len(found)
    return floats(np.reshape(ends, (-1, 2))), floats(room)
