"""Points of neighbouring outlines that lie near one another and do not coincide, made one."""

from __future__ import annotations

from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.spatial import KDTree

from planner.io.odd_outlines import collapsed
from planner.io.repair import made_valid
from planner.model.types import Floats, Ints, ints

Shapes = NDArray[Any]


def points_joined(shapes: Shapes, within_m: float) -> tuple[Shapes, int]:
    """Return outlines whose near points are one, and how many points moved.

    Points are taken in the order of the regions; each that lies within `within_m` of one taken
    before, of another region, moves there. So none moves further, and none twice. Collapsed
    outlines stay as they are.

    Parameters
    ----------
    shapes : array of shape (n,)
    within_m : float
        In metres; 0 moves nothing.
    """
    if within_m <= 0.0:
        return shapes, 0
    thin = collapsed(shapes) | shapely.is_empty(shapes)
    xy, of = shapely.get_coordinates(shapes, return_index=True)
    there = np.flatnonzero(~thin[of])
    unique, first, where = np.unique(xy[there], axis=0, return_index=True, return_inverse=True)
    target = _anchors(unique, ints(of[there][first]), within_m)
    moved = int((target != np.arange(len(unique))).sum())
    if not moved:
        return shapes, 0
    xy = xy.copy()
    xy[there] = unique[target[where.ravel()]]
    changed = np.unique(of[there][(target != np.arange(len(unique)))[where.ravel()]])
    drawn = shapely.set_coordinates(shapes.copy(), xy)
    shapes = shapes.copy()
    # Made valid first: no part without area is left, whose points cannot be made fewer.
    sound = shapely.remove_repeated_points(made_valid(drawn[changed]))
    shapes[changed] = np.where(shapely.is_empty(sound), shapes[changed], sound)
    return shapes, moved


def _anchors(points: Floats, region: Ints, within_m: float) -> Ints:
    """Return for every point the one it moves to, itself where it stays, shape (p,)."""
    pairs = KDTree(points).query_pairs(within_m, output_type="ndarray")
    pairs = pairs[region[pairs[:, 0]] != region[pairs[:, 1]]]
    target = np.arange(len(points))
    if not len(pairs):
        return ints(target)
    rank = np.empty(len(points), np.intp)
    rank[np.lexsort((points[:, 1], points[:, 0], region))] = np.arange(len(points))
    late = rank[pairs[:, 0]] > rank[pairs[:, 1]]
    one, other = np.where(late, pairs[:, 1], pairs[:, 0]), np.where(late, *pairs.T)
    metres = np.hypot(*(points[one] - points[other]).T)
    for at in np.lexsort((metres, rank[other])).tolist():
        anchor, follower = one[at], other[at]
        if target[anchor] == anchor and target[follower] == follower:
            target[follower] = anchor
    return ints(target)
