"""Where outlines of neighbours disagree: pieces that two of them cover, and spaces that none does."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from planner.model.types import Bools, Ints, bools, ints

Shapes = NDArray[Any]
"""Shapely geometries."""

Step = Callable[[float], object]

AT_ONCE = 5000
"""Outlines that are joined in one go: a few seconds in which nobody is asked whether to stop."""

TOUCH_M = 1e-3
"""A space lies along an outline that is this near, in metres: both come from one calculation."""

STEP_M = 100.0
"""A space along several borders is cut at least as often, in metres."""

ALONG = 0.3
"""Whom a space may be given to: outlines along this share of the longest stretch, or more."""


@dataclass(frozen=True, slots=True, eq=False)
class Pieces:
    """Polygons (p,) that go to one of several regions each.

    Attributes
    ----------
    shapes : array of shape (p,)
    takers : Ints, shape (t,)
        Regions that may have it, piece after piece.
    start : Ints, shape (p + 1,)
        Piece i may go to `takers[start[i]:start[i + 1]]`.
    """

    shapes: Shapes
    takers: Ints
    start: Ints

    def __len__(self) -> int:
        return len(self.shapes)


def disagreeing(shapes: Shapes) -> Bools:
    """Return which outlines differ from their neighbours' along a border or lie over one, (n,)."""
    return bools(~shapely.is_empty(shapely.coverage_invalid_edges(shapes)))


def overlapping_pairs(shapes: Shapes, doubtful: Bools) -> Ints:
    """Return pairs i < j of outlines that meet, at least one of them doubtful, shape (q, 2)."""
    at = np.flatnonzero(doubtful)
    tree = shapely.STRtree(shapes)
    one, other = tree.query(shapes[at], predicate="intersects")
    pairs = np.sort(np.stack([at[one], other], axis=1), axis=1)
    return ints(np.unique(pairs[pairs[:, 0] != pairs[:, 1]], axis=0))


def overlaps(shapes: Shapes, doubtful: Bools) -> Pieces:
    """Return every piece that two outlines cover; its takers are these two."""
    pairs = overlapping_pairs(shapes, doubtful)
    common = shapely.intersection(shapes[pairs[:, 0]], shapes[pairs[:, 1]])
    parts, of = polygons_in(common)
    return Pieces(parts, ints(pairs[of].ravel()), ints(2 * np.arange(len(parts) + 1)))


def polygons_in(shapes: Shapes) -> tuple[Shapes, NDArray[np.intp]]:
    """Return all polygons with an area that geometries consist of, and which each comes from."""
    parts, of = shapely.get_parts(shapes, return_index=True)
    inner, of_part = shapely.get_parts(parts, return_index=True)
    solid = (shapely.get_type_id(inner) == 3) & (shapely.area(inner) > 0)
    return inner[solid], of[of_part[solid]]


def enclosed_spaces(shapes: Shapes, doubtful: Bools, step: Step | None = None) -> Shapes:
    """Return what all outlines together leave open inside: lakes, foreign land, gaps.

    `step` is called with the fraction done, 0..1, between any two parts of the work.
    """
    whole = shapely.coverage_union_all(shapes[~doubtful])
    if doubtful.any():
        whole = shapely.union_all(np.append(_parts_joined(shapes[doubtful], step), whole))
    parts = shapely.get_parts(whole)
    rings = shapely.get_rings(parts)
    return np.asarray(shapely.polygons(rings[_is_hole(parts)]))


def _parts_joined(shapes: Shapes, step: Step | None) -> Shapes:
    """Join many outlines part by part, left to right, so that the work can be stopped in between."""
    if len(shapes) <= AT_ONCE:
        return shapes
    boxes = shapely.bounds(shapes)
    order = np.argsort(boxes[:, 0], kind="stable")
    parts = np.array_split(order, len(shapes) // AT_ONCE + 1)
    joined = []
    for at, part in enumerate(parts):
        if step is not None:
            step(at / len(parts))
        joined.append(shapely.union_all(shapes[part]))
    return np.array(joined, object)


def _is_hole(parts: Shapes) -> Bools:
    """Return which of all rings of polygons are holes; the first of each is its shell."""
    count = shapely.get_num_interior_rings(parts) + 1
    hole = np.ones(int(count.sum()), np.bool_)
    hole[np.cumsum(count) - count] = False
    return bools(hole)


def is_gap(spaces: Shapes, gap_m: float) -> Bools:
    """Return which spaces are gaps between outlines, not lakes.

    A gap holds no circle of `gap_m` across, or is on average (twice its area over its rim) less
    than half as wide: a strip along a border that widens at one place.
    """
    rim = np.maximum(shapely.length(spaces), 1e-9)
    thin = 2.0 * shapely.area(spaces) / rim < gap_m / 2.0
    return bools(thin | shapely.is_empty(shapely.buffer(spaces, -gap_m / 2.0)))


def beside(shapes: Shapes, spaces: Shapes) -> Pieces:
    """Return spaces with the outlines that run along much of their rim as takers.

    A space along several borders is cut where they meet: else whoever gets it would reach in
    between all the others.
    """
    alone = takers(shapes, spaces, 0.0)
    several = np.diff(alone.start) > 2
    if several.any():
        spaces = np.concatenate([spaces[~several], _cut(shapes, spaces[several])])
    return takers(shapes, spaces, ALONG)


def takers(shapes: Shapes, spaces: Shapes, least: float) -> Pieces:
    """Return spaces with the outlines along at least this share of their longest stretch."""
    n = len(shapes)
    xy, of = shapely.get_coordinates(spaces, return_index=True)
    inside = np.flatnonzero(of[1:] == of[:-1])
    metres = np.hypot(*(xy[inside + 1] - xy[inside]).T)
    middles = shapely.points((xy[inside] + xy[inside + 1]) / 2.0)
    which, region = shapely.STRtree(shapes).query(middles, predicate="dwithin", distance=TOUCH_M)
    code, where = np.unique(of[inside[which]] * n + region, return_inverse=True)
    along = np.bincount(where, metres[which], minlength=len(code))
    space, region = code // n, code % n
    longest = np.zeros(len(spaces))
    np.maximum.at(longest, space, along)
    kept = np.lexsort((-along, space))  # the longest stretch of each space first
    kept = kept[along[kept] >= least * longest[space[kept]]]
    start = np.searchsorted(space[kept], np.arange(len(spaces) + 1))
    return Pieces(spaces, ints(region[kept]), ints(start))


def _cut(shapes: Shapes, spaces: Shapes) -> Shapes:
    """Cut spaces into triangles between their points, and join those between the same two outlines."""
    dense = shapely.segmentize(spaces, STEP_M)
    triangles, of = polygons_in(shapely.constrained_delaunay_triangles(dense))
    corners = shapely.get_coordinates(triangles).reshape(-1, 4, 2)
    middles = (corners[:, :3] + corners[:, 1:]) / 2.0
    tree = shapely.STRtree(shapes)
    owners = _near(tree, middles)
    touched = _near(tree, corners[:, :3])
    rims = takers(shapes, spaces, 0.0)
    groups: dict[tuple[int, frozenset[int]], list[int]] = {}
    for at, space in enumerate(of.tolist()):
        rim = rims.takers[rims.start[space] : rims.start[space + 1]].tolist()
        between = frozenset(
            _between(owners[3 * at : 3 * at + 3], touched[3 * at : 3 * at + 3], rim)
        )
        groups.setdefault((space, between), []).append(at)
    whole = [
        triangles[group[0]] if len(group) == 1 else shapely.union_all(triangles[group])
        for group in groups.values()
    ]
    return polygons_in(np.array(whole, object))[0]


def _near(tree: shapely.STRtree, points: NDArray[np.float64]) -> list[set[int]]:
    """Return the outlines at each point."""
    near: list[set[int]] = [set() for _ in range(points.size // 2)]
    made = shapely.points(points.reshape(-1, 2))
    for point, region in tree.query(made, predicate="dwithin", distance=TOUCH_M).T.tolist():
        near[point].add(region)
    return near


def _between(owners: list[set[int]], touched: list[set[int]], rim: list[int]) -> set[int]:
    """Return the outlines a triangle lies between: along its sides, and beyond its other corners."""
    sides = set().union(*owners)
    for corner in touched:
        if corner and not corner & sides:
            sides.add(min(corner, key=lambda r: rim.index(r) if r in rim else len(rim)))
    return sides


def joined(first: Pieces, second: Pieces) -> Pieces:
    """Return the pieces of both, the first ones first."""
    return Pieces(
        np.concatenate([first.shapes, second.shapes]),
        ints(np.concatenate([first.takers, second.takers])),
        ints(np.concatenate([first.start, second.start[1:] + first.start[-1]])),
    )
