"""Snapping: a drawn point near a border takes the border's own point, so that both are drawn alike."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import shapely
from numpy.typing import NDArray

from planner.model.geometry import Geometry
from planner.model.ragged import boxes_of, runs, with_vertices
from planner.model.types import UNASSIGNED, Floats, Ints, floats, ints

GRID_PER_M = 1000.0
"""Vertices that agree to the millimetre are the same (`planner.io.neighbours`)."""

ON_BORDER_M = 1e-4
"""A point this near to a border lies on it."""


MOST_EXACT = 1e-9
"""The library looks for nothing within a distance of 0."""


class Snap(StrEnum):
    """What a point took."""

    FREE = "free"
    VERTEX = "vertex"
    BORDER = "border"


@dataclass(frozen=True, slots=True)
class Snapped:
    """A point (x, y) in metres, what it took, and a region that has it."""

    x: float
    y: float
    snap: Snap = Snap.FREE
    region: int = UNASSIGNED


def grid(xy: Floats) -> NDArray[np.int64]:
    """Return coordinates in whole millimetres."""
    return np.rint(xy * GRID_PER_M).astype(np.int64)


def snapped(geometry: Geometry, x: float, y: float, within_m: float) -> Snapped:
    """Return the nearest vertex of any border within a distance, else the nearest point of a border.

    Without either the point stays where it is.
    """
    low, high = (x - within_m, y - within_m), (x + within_m, y + within_m)
    begin, region = _segments_in(geometry, low, high)
    if not len(begin):
        return Snapped(x, y)
    one, other = geometry.xy[begin], geometry.xy[begin + 1]
    ends = np.concatenate([one, other])
    far = np.hypot(*(ends - (x, y)).T)
    nearest = int(far.argmin())
    if far[nearest] <= within_m:
        at = ends[nearest]
        return Snapped(float(at[0]), float(at[1]), Snap.VERTEX, int(region[nearest % len(begin)]))
    step = other - one
    length2 = np.maximum((step**2).sum(axis=1), 1e-12)
    share = np.clip((((x, y) - one) * step).sum(axis=1) / length2, 0.0, 1.0)
    foot = one + share[:, None] * step
    far = np.hypot(*(foot - (x, y)).T)
    nearest = int(far.argmin())
    if far[nearest] > within_m:
        return Snapped(x, y)
    at = foot[nearest]
    return Snapped(float(at[0]), float(at[1]), Snap.BORDER, int(region[nearest]))


def all_snapped(geometry: Geometry, line: Floats, within_m: float) -> Floats:
    """Return the points (v, 2) of a line, each as by `snapped`; neighbours that became one are one."""
    xy = np.array(line, np.float64).reshape(-1, 2)
    if len(xy):
        low, high = xy.min(axis=0) - within_m, xy.max(axis=0) + within_m
        begin, _ = _segments_in(geometry, low, high)
        if len(begin):
            xy = _onto(xy, geometry.xy[begin], geometry.xy[begin + 1], within_m)
    fresh = np.ones(len(xy), np.bool_)
    fresh[1:] = (xy[1:] != xy[:-1]).any(axis=1)
    return floats(xy[fresh])


def _onto(xy: Floats, one: Floats, other: Floats, within_m: float) -> Floats:
    """Return points (v, 2) on the nearest end of a segment within reach, else on the nearest segment."""
    points, found = shapely.points(xy), xy.copy()
    lines = shapely.linestrings(np.stack([one, other], axis=1))
    point, segment = shapely.STRtree(lines).query_nearest(
        points, max_distance=max(within_m, MOST_EXACT), all_matches=False
    )
    step = other[segment] - one[segment]
    length2 = np.maximum((step**2).sum(axis=1), 1e-12)
    share = np.clip(((xy[point] - one[segment]) * step).sum(axis=1) / length2, 0.0, 1.0)
    foot = one[segment] + share[:, None] * step
    near = np.hypot(*(foot - xy[point]).T) <= within_m
    found[point[near]] = foot[near]
    ends = np.concatenate([one, other])
    point, end = shapely.STRtree(shapely.points(ends)).query_nearest(
        points, max_distance=max(within_m, MOST_EXACT), all_matches=False
    )
    near = np.hypot(*(ends[end] - xy[point]).T) <= within_m
    found[point[near]] = ends[end[near]]
    return floats(found)


def with_points_on_borders(
    geometry: Geometry, points: Floats, within_m: float = ON_BORDER_M
) -> Geometry:
    """Return outlines with these points (p, 2) on every border that runs by, unless they are there.

    Lines may stand in the place of rings: none has to be closed.
    """
    boxes = boxes_of(geometry)
    if not len(points) or not len(boxes):
        return geometry
    low, high = points.min(axis=0) - 1.0, points.max(axis=0) + 1.0
    with np.errstate(invalid="ignore"):
        close = (boxes[:, :2] <= high).all(axis=1) & (boxes[:, 2:] >= low).all(axis=1)
    rings, _ = runs(
        geometry.polygon_start, runs(geometry.region_start, ints(np.flatnonzero(close)))[0]
    )
    vertices, starts = runs(geometry.ring_start, rings)
    begins = np.ones(len(vertices), np.bool_)
    begins[starts[1:] - 1] = False
    begin = vertices[begins]
    ends = np.stack([geometry.xy[begin], geometry.xy[begin + 1]], axis=1)
    some = (ends.min(axis=1) <= high).all(axis=1) & (ends.max(axis=1) >= low).all(axis=1)
    begin, ends = begin[some], ends[some]
    tree = shapely.STRtree(shapely.linestrings(ends))
    point, segment = tree.query(shapely.points(points), predicate="dwithin", distance=within_m)
    at = grid(points[point])
    is_end = (at == grid(floats(ends[segment, 0]))).all(axis=1)
    is_end |= (at == grid(floats(ends[segment, 1]))).all(axis=1)
    point, segment = point[~is_end], segment[~is_end]
    along = np.hypot(*(points[point] - ends[segment, 0]).T)
    order = np.lexsort((along, begin[segment]))
    return with_vertices(geometry, ints(begin[segment][order]), floats(points[point][order]))


Corner = Floats | tuple[float, float]


def _segments_in(geometry: Geometry, low: Corner, high: Corner) -> tuple[Ints, Ints]:
    """Return where segments begin whose box meets a box, and the region of each."""
    boxes = boxes_of(geometry)
    with np.errstate(invalid="ignore"):
        near = (boxes[:, :2] <= high).all(axis=1) & (boxes[:, 2:] >= low).all(axis=1)
    regions = ints(np.flatnonzero(near))
    polygons, of_region = runs(geometry.region_start, regions)
    rings, of_polygon = runs(geometry.polygon_start, polygons)
    vertices, of_ring = runs(geometry.ring_start, rings)
    begins = np.ones(len(vertices), np.bool_)
    begins[of_ring[1:] - 1] = False
    owner = np.repeat(regions, np.diff(of_ring[of_polygon[of_region]]))[begins]
    begin = vertices[begins]
    one, other = geometry.xy[begin], geometry.xy[begin + 1]
    some = (np.minimum(one, other) <= high).all(axis=1) & (np.maximum(one, other) >= low).all(
        axis=1
    )
    return ints(begin[some]), ints(owner[some])
