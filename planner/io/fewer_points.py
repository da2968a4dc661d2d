"""Borders drawn with fewer points, none of which lies further off than was asked."""

from __future__ import annotations

from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from planner.io.border_pieces import disagreeing
from planner.model.types import Bools, Floats, bools, floats

Shapes = NDArray[Any]

LEAST_POINTS = 4
"""Points of a ring, the first of which is the last too."""


def fewer_points(shapes: Shapes, coarse: Bools, within_m: float) -> Shapes:
    """Return outlines with fewer points; both sides of a border keep the same ones.

    GEOS leaves points out by the area of triangles (Visvalingam and Whyatt 1993), which bounds no
    distance: a spike a thousand times as long as wide goes too. So of what it leaves out, points are
    put back, the furthest first, until none lies further than `within_m` from the line drawn
    instead; and all points of outlines that would cross another so.

    Parameters
    ----------
    shapes : array of shape (n,)
        Outlines that agree with their neighbours along every border.
    coarse : Bools, shape (n,)
        Outlines to draw with fewer points; points that none of these has stay.
    within_m : float
        In metres.
    """
    there = ~shapely.is_empty(shapes)
    drawn = shapes.copy()
    drawn[there] = _fewer(shapes[there], bools(coarse[there]), within_m)
    return drawn


def _fewer(shapes: Shapes, coarse: Bools, within_m: float) -> Shapes:
    xy, of = shapely.get_coordinates(shapes, return_index=True)
    unique, place = np.unique(xy, axis=0, return_inverse=True)
    place = place.ravel()
    ring = _rings(shapes)
    simple = shapely.coverage_simplify(shapes, within_m)
    kept = np.array(_among(unique, shapely.get_coordinates(simple)))
    may_go = np.zeros(len(unique), np.bool_)
    may_go[place[coarse[of]]] = True
    kept |= ~may_go
    kept[place[np.diff(ring, prepend=-1) > 0]] = True  # where a ring begins and ends
    while True:
        _put_back(xy, ring, place, kept, within_m)
        drawn = _drawn(shapes, kept[place])
        wrong = disagreeing(drawn) | ~shapely.is_valid(drawn)
        back = place[wrong[of] & ~kept[place]]
        if not len(back):
            return shapes if wrong.any() else drawn
        kept[back] = True


def _rings(shapes: Shapes) -> NDArray[np.intp]:
    """Return the ring of every point, in order, shape (p,)."""
    rings = shapely.get_rings(shapely.get_parts(shapes))
    return np.repeat(np.arange(len(rings)), shapely.get_num_coordinates(rings))


def _among(points: Floats, some: Floats) -> Bools:
    """Return which points are among some, shape (p,)."""
    both, where = np.unique(np.concatenate([points, some]), axis=0, return_inverse=True)
    there = np.zeros(len(both), np.bool_)
    there[where.ravel()[len(points) :]] = True
    return bools(there[where.ravel()[: len(points)]])


def _put_back(
    xy: Floats,
    ring: NDArray[np.intp],
    place: NDArray[np.intp],
    kept: NDArray[np.bool_],
    within_m: float,
) -> None:
    """Keep points until no other is further off, and four in every ring."""
    few = np.bincount(ring, kept[place]) < LEAST_POINTS
    kept[place[few[ring]]] = True
    while True:
        off = _off(xy, kept[place])
        # Of a stretch that is too far off, its peaks: a thousand teeth come back in one round.
        peak = (off >= np.roll(off, 1)) & (off >= np.roll(off, -1)) & (off > within_m)
        if not peak.any():
            return
        kept[place[peak]] = True


def _off(xy: Floats, kept: NDArray[np.bool_]) -> Floats:
    """Return how far each point is from the line between the kept ones before and after it, (p,).

    The first and the last point of every ring are kept.
    """
    at = np.flatnonzero(kept)
    gone = np.flatnonzero(~kept)
    after = np.searchsorted(at, gone)
    begin, end = xy[at[after - 1]], xy[at[after]]
    along = end - begin
    square = np.maximum((along**2).sum(axis=1), 1e-30)
    share = np.clip(((xy[gone] - begin) * along).sum(axis=1) / square, 0.0, 1.0)
    off = np.zeros(len(xy))
    off[gone] = np.hypot(*(xy[gone] - begin - share[:, None] * along).T)
    return floats(off)


def _drawn(shapes: Shapes, kept: NDArray[np.bool_]) -> Shapes:
    """Return the outlines with the kept points alone."""
    kind, xy, offsets = shapely.to_ragged_array(shapes, include_z=False)
    before = np.concatenate([[0], np.cumsum(kept)])
    return np.asarray(shapely.from_ragged_array(kind, xy[kept], (before[offsets[0]], *offsets[1:])))
