"""Points of borders: moved, added and taken away in all regions that share them."""

from __future__ import annotations

import numpy as np
import shapely

from planner.edits.recut import NOISE_M2, Recut, Shapes, land_of, one_vertex, ragged_of
from planner.edits.redrawing import Redrawn, redrawn
from planner.edits.snapping import grid, with_points_on_borders
from planner.io.repair import shapes_of
from planner.model.plan import Plan
from planner.model.ragged import boxes_of, taken
from planner.model.redrawing import LEAST_M2, Division, Refusal, Why
from planner.model.regions import RegionSet
from planner.model.types import Floats, Ints, floats, ints

Point = tuple[float, float]
"""Metres."""


def move_point(
    plan: Plan, point: Point, to: Point, division: Division | None = None
) -> Redrawn | Refusal:
    """Return the plan with a point of a border elsewhere, in every outline that has it.

    A point on a border that is no corner of it becomes one first. The plan itself comes back when
    the point stays.
    """
    if (grid(floats([point])) == grid(floats([to]))).all():
        return Redrawn(plan)
    return redrawn(plan, moved_point(plan.regions, point, to), division)


def remove_point(plan: Plan, point: Point, division: Division | None = None) -> Redrawn | Refusal:
    """Return the plan without a point of a border: its neighbours are joined by a straight line."""
    return redrawn(plan, without_point(plan.regions, point), division)


def moved_point(regions: RegionSet, point: Point, to: Point) -> Recut | Refusal:
    """Return the change that moves a point."""
    geometry = with_points_on_borders(regions.geometry, floats([point]))
    has, some = _regions_with(geometry.xy, geometry.region_of_ring, geometry.ring_start, point)
    if not len(some):
        return Refusal(Why.NO_POINT)
    xy = geometry.xy.copy()
    xy[has] = to
    moved = type(geometry)(
        xy, geometry.ring_start, geometry.polygon_start, geometry.region_start
    )  # fmt: skip
    return _changed(regions, some, shapes_of(taken(moved, some)))


def without_point(regions: RegionSet, point: Point) -> Recut | Refusal:
    """Return the change that takes a point away."""
    geometry = regions.geometry
    _, some = _regions_with(geometry.xy, geometry.region_of_ring, geometry.ring_start, point)
    if not len(some):
        return Refusal(Why.NO_POINT)
    ids = tuple(regions.ids[at] for at in some.tolist())
    own = taken(geometry, some)
    rings = _without(own.xy, own.ring_start, point)
    if any(len(ring) < 4 for ring in rings):
        return Refusal(Why.TOO_FEW_POINTS, ids)
    if _beside(own.xy, own.ring_start, point) > 2:
        return Refusal(Why.BORDERS_MEET, ids)
    start = np.concatenate([[0], np.cumsum([len(ring) for ring in rings])])
    thinner = type(geometry)(
        np.concatenate(rings), ints(start), own.polygon_start, own.region_start
    )
    return _changed(regions, some, shapes_of(thinner))


def _regions_with(
    xy: Floats, region_of_ring: Ints, ring_start: Ints, point: Point
) -> tuple[Ints, Ints]:
    """Return the vertices at a point and the regions that have one."""
    has = np.flatnonzero((grid(xy) == grid(floats([point]))).all(axis=1))
    ring = np.searchsorted(ring_start, has, side="right") - 1
    return ints(has), ints(np.unique(region_of_ring[ring]))


def _without(xy: Floats, ring_start: Ints, point: Point) -> list[Floats]:
    """Return the rings without a point, each closed."""
    at = grid(floats([point]))
    rings = []
    for first, last in zip(ring_start[:-1].tolist(), ring_start[1:].tolist(), strict=True):
        ring = xy[first : last - 1]
        left = ring[(grid(floats(ring)) != at).any(axis=1)]
        rings.append(floats(np.concatenate([left, left[:1]])))
    return rings


def _beside(xy: Floats, ring_start: Ints, point: Point) -> int:
    """Return how many different points are joined to a point by a border."""
    keys, at = grid(xy), grid(floats([point]))[0]
    inner = np.ones(len(xy), np.bool_)
    inner[ring_start[1:] - 1] = False
    begin = np.flatnonzero(inner)
    one, other = keys[begin], keys[begin + 1]
    out, back = (one == at).all(axis=1), (other == at).all(axis=1)
    return len({tuple(key) for key in np.concatenate([other[out], one[back]]).tolist()})


def _changed(regions: RegionSet, some: Ints, shapes: Shapes) -> Recut | Refusal:
    """Return the change to other outlines of some regions, or why they cannot be."""
    ids = np.array(regions.ids, object)[some]
    shapes = one_vertex(shapes)
    broken = ~shapely.is_valid(shapes)
    if broken.any():
        return Refusal(Why.CROSSES_ITSELF, tuple(ids[broken]))
    small = shapely.area(shapes) < LEAST_M2
    if small.any():
        least = float(shapely.area(shapes).min())
        return Refusal(Why.TOO_SMALL, tuple(ids[small]), square_metres=least)
    before = shapes_of(taken(regions.geometry, some))
    over = _over(regions, some, before, shapes)
    if over is not None:
        return over
    return Recut(
        before=some,
        shapes=shapes,
        ids=tuple(ids),
        names=tuple(regions.names[at] for at in some.tolist()),
        of=some,
        parents=some,
        place=some,
        land=land_of(before, shapes),
    )


def _over(regions: RegionSet, some: Ints, before: Shapes, after: Shapes) -> Refusal | None:
    """Return why not, where outlines lie over others that they did not lie over before."""
    boxes, drawn = boxes_of(regions.geometry), ragged_of(after).boxes()
    low, high = drawn[:, :2].min(axis=0), drawn[:, 2:].max(axis=0)
    with np.errstate(invalid="ignore"):
        close = (boxes[:, :2] <= high).all(axis=1) & (boxes[:, 2:] >= low).all(axis=1)
    others = np.setdiff1d(np.flatnonzero(close), some)
    outlines = shapes_of(taken(regions.geometry, ints(others)))
    gained = shapely.difference(after, before)
    one, other = shapely.STRtree(outlines).query(gained, predicate="intersects")
    common = shapely.area(shapely.intersection(gained[one], outlines[other]))
    hit = common > NOISE_M2
    if hit.any():
        ids = tuple(regions.ids[others[at]] for at in np.unique(other[hit]).tolist())
        return Refusal(Why.OVER_OTHERS, ids, square_metres=float(common[hit].sum()))
    one, other = np.triu_indices(len(after), 1)
    common = shapely.area(shapely.intersection(after[one], after[other]))
    had = shapely.area(shapely.intersection(before[one], before[other]))
    hit = common > had + NOISE_M2
    if hit.any():
        both = np.unique(np.concatenate([one[hit], other[hit]])).tolist()
        ids = tuple(regions.ids[some[at]] for at in both)
        return Refusal(Why.OVER_OTHERS, ids, square_metres=float((common - had)[hit].sum()))
    return None
