"""The corners of an outline: moved, added, removed. Rings keep closing on their first corner."""

from __future__ import annotations

import numpy as np
import shapely

from planner.edits.areas import EmptyAreaError, sound
from planner.model.geometry import Geometry
from planner.model.types import Floats, Ints, floats, ints

Point = tuple[float, float]
LEAST = 3
"""Corners of a ring."""


def corners_of(outline: Geometry) -> Ints:
    """Return the vertices that are corners: all but those that close a ring."""
    closing = outline.ring_start[1:] - 1
    return ints(np.setdiff1d(np.arange(len(outline.xy)), closing))


def middles_of(outline: Geometry) -> Floats:
    """Return the middle of the side that starts at each corner, shape (corners, 2), metres."""
    corners = corners_of(outline)
    return floats((outline.xy[corners] + outline.xy[corners + 1]) / 2)


def move_corner(outline: Geometry, corner: int, to: Point) -> Geometry:
    """Return the outline with a vertex elsewhere; it may cross itself, see `areas.sound`."""
    xy = outline.xy.copy()
    start, end = _ring(outline, corner)
    xy[corner] = to
    if corner == start:
        xy[end - 1] = to
    return Geometry(floats(xy), outline.ring_start, outline.polygon_start, outline.region_start)


def add_corner(outline: Geometry, after: int, at: Point) -> Geometry:
    """Return the outline with one more corner on the side that starts at `after`."""
    ring = int(np.searchsorted(outline.ring_start, after, side="right"))
    starts = outline.ring_start.copy()
    starts[ring:] += 1
    xy = np.insert(outline.xy, after + 1, at, axis=0)
    return Geometry(floats(xy), ints(starts), outline.polygon_start, outline.region_start)


def remove_corner(outline: Geometry, corner: int) -> Geometry:
    """Return the outline without a corner; raises EmptyAreaError where two would be left."""
    start, end = _ring(outline, corner)
    if end - start - 1 <= LEAST:
        raise EmptyAreaError("an area has at least three corners")
    xy = outline.xy.copy()
    if corner == start:
        xy[end - 1] = xy[start + 1]
    ring = int(np.searchsorted(outline.ring_start, corner, side="right"))
    starts = outline.ring_start.copy()
    starts[ring:] -= 1
    left = np.delete(xy, corner, axis=0)
    return sound(Geometry(floats(left), ints(starts), outline.polygon_start, outline.region_start))


def side_near(outline: Geometry, at: Point) -> int:
    """Return the corner at which the side nearest to a point starts."""
    corners = corners_of(outline)
    sides = np.stack([outline.xy[corners], outline.xy[corners + 1]], axis=1)
    away = shapely.distance(shapely.linestrings(sides), shapely.points(at))
    return int(corners[away.argmin()])


def _ring(outline: Geometry, vertex: int) -> tuple[int, int]:
    """Return where the ring of a vertex starts and ends."""
    ring = int(np.searchsorted(outline.ring_start, vertex, side="right")) - 1
    return int(outline.ring_start[ring]), int(outline.ring_start[ring + 1])
