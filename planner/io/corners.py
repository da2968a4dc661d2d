"""Corners where outlines meet, set before a map is drawn in another system, which bends straight borders."""

from __future__ import annotations

from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj import CRS

from planner.io.neighbours import Segments, exact_borders
from planner.io.repair import ragged, shapes_of
from planner.model.geometry import Geometry
from planner.model.types import Floats, floats, ints

LONG = {True: 0.002, False: 200.0}
"""Borders that are bent by more than a millimetre, in degrees (True) or metres: shorter ones stay."""

ON = {True: 1e-7, False: 0.01}
"""A corner this near to a border stands on it: a centimetre."""

RING = 4
"""Corners of a triangle, the first counted twice: what has fewer is no outline."""

Places = NDArray[np.intp]


def with_corners_of_others(shapes: NDArray[Any], crs: CRS) -> NDArray[Any]:
    """Return outlines with a corner wherever a corner of another one stands on their border.

    Where one region borders on two, its straight border may have none between them. In another
    system a parallel is a curve, along which two regions would be drawn by two chords and the one
    by one: between them there would be a gap, or land of both.

    Parameters
    ----------
    shapes : array of shape (rows,)
        Shapely geometries as read; what is no polygon stays as it is.
    crs : CRS
        The system they are in.
    """
    degrees = bool(crs.is_geographic)
    rows = _outlines(shapes)
    if not len(rows):
        return shapes
    geometry = ragged(shapes[rows])
    at, segments = _segments(geometry)
    long = (np.abs(segments.end - segments.begin) > LONG[degrees]).any(axis=1)
    if not long.any():
        return shapes
    _, alone = exact_borders(segments, to_the_bit=True)
    asked = np.flatnonzero(alone & long)
    border, corners = _on_borders(segments.some(asked), segments.some(alone), ON[degrees])
    if not len(border):
        return shapes
    changed = np.unique(segments.region[asked[border]])
    shapes = shapes.copy()
    shapes[rows[changed]] = shapes_of(_with_points(geometry, at[asked[border]] + 1, corners))[
        changed
    ]
    return shapes


def _outlines(shapes: NDArray[Any]) -> Places:
    """Return the rows with polygons that are made of rings, not of the odd corner."""
    rows = np.flatnonzero(np.isin(shapely.get_type_id(shapes), (3, 6)) & ~shapely.is_empty(shapes))
    if not len(rows):
        return rows
    geometry = ragged(shapes[rows])
    return np.delete(rows, np.unique(geometry.region_of_ring[np.diff(geometry.ring_start) < RING]))


def _segments(geometry: Geometry) -> tuple[Places, Segments]:
    """Return all straight pieces of outlines, and where each begins among the corners."""
    begins = np.ones(len(geometry.xy), np.bool_)
    begins[geometry.ring_start[1:] - 1] = False
    at = np.flatnonzero(begins)
    at = at[np.isfinite(geometry.xy[at]).all(axis=1) & np.isfinite(geometry.xy[at + 1]).all(axis=1)]
    at = at[(geometry.xy[at] != geometry.xy[at + 1]).any(axis=1)]
    region = np.repeat(geometry.region_of_ring, np.diff(geometry.ring_start))[at]
    return at, Segments(floats(geometry.xy[at]), floats(geometry.xy[at + 1]), ints(region))


def _on_borders(borders: Segments, others: Segments, on: float) -> tuple[Places, Floats]:
    """Return which borders have a corner of others on them, in order (p,), and these corners (p, 2)."""
    corners = np.concatenate([others.begin, others.end])
    corners = corners[np.unique(np.rint(corners / on), axis=0, return_index=True)[1]]
    tree = shapely.STRtree(
        shapely.linestrings(np.stack([borders.begin, borders.end], axis=1)),
    )
    corner, border = tree.query(shapely.points(corners), predicate="dwithin", distance=on)
    xy = corners[corner]
    gone = np.hypot(*(xy - borders.begin[border]).T)
    left = np.hypot(*(xy - borders.end[border]).T)
    order = np.lexsort((gone, border))
    order = order[(gone[order] > on) & (left[order] > on)]
    return border[order], floats(xy[order])


def _with_points(geometry: Geometry, before: Places, points: Floats) -> Geometry:
    """Return outlines with points put in, each before the corner it is given for."""
    start = geometry.ring_start + np.searchsorted(before, geometry.ring_start)
    xy = np.insert(geometry.xy, before, points, axis=0)
    return Geometry(floats(xy), ints(start), geometry.polygon_start, geometry.region_start)
