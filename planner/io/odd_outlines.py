"""What is odd about an outline seen alone: no area, the same twice, crumbs far away, too many points."""

from __future__ import annotations

from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from planner.model.types import Bools, Floats, Ints, bools, floats, ints

Shapes = NDArray[Any]

COLLAPSED_M = 5.0
"""No region is less wide than this on average (twice its area over its rim), in metres."""

CRUMB_SHARE = 0.001
"""A part with less than this share of its region's area is a crumb."""

MANY_POINTS = 2000
"""An outline with fewer points is never called heavy."""

FINE_SHARE = 0.001
"""Points nearer to one another than this share of a region's width show nothing on any map."""


def widths(shapes: Shapes) -> Floats:
    """Return the mean width of outlines, twice the area over the rim, metres, shape (n,)."""
    return floats(2.0 * shapely.area(shapes) / np.maximum(shapely.length(shapes), 1e-9))


def collapsed(shapes: Shapes) -> Bools:
    """Return which outlines are there and have hardly any area."""
    return bools(~shapely.is_empty(shapes) & (widths(shapes) < COLLAPSED_M))


def same_outlines(shapes: Shapes) -> Ints:
    """Return (first, again) of regions whose outlines are the same, shape (d, 2)."""
    there = np.flatnonzero(~shapely.is_empty(shapes))
    key = np.column_stack([shapely.area(shapes[there]), shapely.bounds(shapes[there])])
    _, first, where, count = np.unique(
        np.round(key, 6), axis=0, return_index=True, return_inverse=True, return_counts=True
    )
    where = where.ravel()
    again = np.flatnonzero((count[where] > 1) & (first[where] != np.arange(len(there))))
    pairs = np.stack([there[first[where[again]]], there[again]], axis=1)
    same = shapely.equals(shapes[pairs[:, 0]], shapes[pairs[:, 1]])
    return ints(pairs[same])


def crumbs(shapes: Shapes, far_m: float) -> tuple[Shapes, Ints, Floats]:
    """Return tiny parts that lie apart from the largest part of their region.

    Returns
    -------
    array of shape (c,), Ints of shape (c,), Floats of shape (c,)
        The parts, the region of each, and how far it lies from the largest part in metres.
    """
    several = np.flatnonzero(shapely.get_num_geometries(shapes) > 1)
    parts, of = shapely.get_parts(shapes[several], return_index=True)
    area = shapely.area(parts)
    order = np.lexsort((-area, of))
    main = order[np.searchsorted(of[order], np.arange(len(several)))]
    small = np.flatnonzero(area < CRUMB_SHARE * area[main[of]])
    metres = shapely.distance(parts[small], parts[main[of[small]]])
    far = metres > far_m
    return parts[small[far]], ints(several[of[small[far]]]), floats(metres[far])


def heavy(shapes: Shapes) -> Bools:
    """Return which outlines have far more points than their size shows."""
    points = shapely.get_num_coordinates(shapes)
    apart = shapely.length(shapes) / np.maximum(points, 1)
    return bools(
        (points >= MANY_POINTS)
        & (apart < FINE_SHARE * np.sqrt(np.maximum(shapely.area(shapes), 1)))
    )
