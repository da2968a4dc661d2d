"""Gaps that reach the edge of the map: strips between two neighbours that run side by side."""

from __future__ import annotations

from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from planner.io.border_pieces import Pieces, polygons_in
from planner.io.neighbours import exact_borders, segments_of
from planner.io.repair import ragged
from planner.model.types import Ints, ints

Shapes = NDArray[Any]

LEAST_M2 = 1e-6


def open_gaps(shapes: Shapes, neighbours: Ints, gap_m: float) -> Pieces:
    """Return the strips between neighbours that share no border, with these two as takers.

    Both together are widened by half of `gap_m` and narrowed again: what is new lies between them,
    or in a bend of one of them, which does not touch both.

    Parameters
    ----------
    shapes : array of shape (n,)
    neighbours : Ints, shape (b, 2)
        Pairs that count as neighbours.
    gap_m : float
    """
    pairs = _not_touching(shapes, neighbours)
    both = shapely.union(shapes[pairs[:, 0]], shapes[pairs[:, 1]])
    wide = shapely.buffer(both, gap_m / 2.0, join_style="mitre")
    closed = shapely.buffer(wide, -gap_m / 2.0, join_style="mitre")
    strips, of = polygons_in(shapely.difference(closed, both))
    near = [
        shapely.dwithin(strips, shapes[pairs[of, side]], 1e-3) if len(strips) else np.zeros(0, bool)
        for side in (0, 1)
    ]
    kept = near[0] & near[1]
    strips, of = uncovered(strips[kept], shapes), of[kept]
    solid = shapely.area(strips) > LEAST_M2
    return Pieces(
        strips[solid], ints(pairs[of[solid]].ravel()), ints(2 * np.arange(int(solid.sum()) + 1))
    )


def _not_touching(shapes: Shapes, neighbours: Ints) -> Ints:
    n = len(shapes)
    there = ~shapely.is_empty(shapes)
    drawn = exact_borders(segments_of(ragged(shapes)))[0].pairs
    code = drawn[:, 0].astype(np.int64) * n + drawn[:, 1]
    fresh = ~np.isin(neighbours[:, 0].astype(np.int64) * n + neighbours[:, 1], code)
    return ints(neighbours[fresh & there[neighbours].all(axis=1)])


def uncovered(strips: Shapes, shapes: Shapes) -> Shapes:
    """Return the strips without what other regions cover."""
    if not len(strips):
        return strips
    strip, region = shapely.STRtree(shapes).query(strips, predicate="intersects")
    strips = strips.copy()
    for at in np.unique(strip).tolist():
        covered = shapely.union_all(shapes[region[strip == at]])
        strips[at] = shapely.difference(strips[at], covered)
    return strips
