"""A prepared map after some regions changed: only what lies around them is derived anew. Knows no Qt."""

from __future__ import annotations

from typing import TypeVar

import numpy as np

from planner.model.geometry import Geometry
from planner.model.ragged import boxes_of, taken
from planner.model.regions import RegionSet
from planner.model.types import UNASSIGNED, Bools, Floats, Ints, bools, floats, ints
from ui.map.levels import chunk_boxes, derived, turned_boxes
from ui.map.prepared import Level, PreparedMap
from ui.map.topology import Check

Array = TypeVar("Array", bound=np.ndarray)

MOST_CHANGED = 0.05
"""With a larger share of regions changed all is derived anew."""

TOUCH_M = 1.0
"""Boxes no further apart than this may touch."""


def patched_map(
    prepared: PreparedMap, before: RegionSet, after: RegionSet, check: Check
) -> PreparedMap | None:
    """Return the prepared map of other regions, made from that of the regions before.

    Origin and levels of detail stay those of the map before. None where too much changed.

    Parameters
    ----------
    prepared : PreparedMap
        Of `before`.
    before, after : RegionSet
    check : callable
        Called now and then; raises to stop.
    """
    moved = unchanged(before, after)
    check()
    n, m = len(before), len(after)
    stays = np.zeros(m, np.bool_)
    stays[moved[moved != UNASSIGNED]] = True
    gone = moved == UNASSIGNED
    if (~stays).sum() + gone.sum() > MOST_CHANGED * (n + m):
        return None
    boxes = boxes_of(after.geometry)
    lost = boxes_of(before.geometry)[gone]
    around = ~stays | _touching(boxes, np.concatenate([lost, boxes[~stays]]))
    check()
    some = ints(np.flatnonzero(around | _touching(boxes, boxes[around])))
    check()
    origin = floats(prepared.origin)
    tolerances = [level.tolerance for level in prepared.levels[:-1]]
    levels, borders, border_m = derived(taken(after.geometry, some), origin, tolerances, check)
    patch = _Patch(moved, some, bools(around))
    borders, border_m = patch.joined(prepared.borders, prepared.border_m, borders, border_m)
    check()
    return PreparedMap(
        origin=prepared.origin,
        levels=tuple(
            patch.level(old, new) for old, new in zip(prepared.levels, levels, strict=True)
        ),
        points=floats((after.points - origin) * (1.0, -1.0)),
        boxes=turned_boxes(boxes, origin),
        borders=borders,
        border_m=border_m,
    )


def unchanged(before: RegionSet, after: RegionSet) -> Ints:
    """Return the number after of each region before whose outline is the very same, else UNASSIGNED."""
    number = {id_: at for at, id_ in enumerate(after.ids)}
    moved = np.array([number.get(id_, UNASSIGNED) for id_ in before.ids], np.int32)
    old = np.flatnonzero(moved != UNASSIGNED)
    new = moved[old]
    one, other = before.geometry, after.geometry
    same = np.ones(len(old), np.bool_)
    for geometry_start in ("region_start", "polygon_start", "ring_start"):
        lengths = [_counts(each, geometry_start) for each in (one, other)]
        same &= lengths[0][old] == lengths[1][new]
    old, new = old[same], new[same]
    first, second = taken(one, ints(old)), taken(other, ints(new))
    # As many polygons, rings and points in all; where these stand otherwise the points differ too.
    differs = (first.xy != second.xy).any(axis=1)
    vertex = np.repeat(first.region_of_ring, np.diff(first.ring_start))
    same = np.bincount(vertex, differs, minlength=len(old)) == 0
    found = np.full(len(before), UNASSIGNED)
    found[old[same]] = new[same]
    return ints(found)


def _counts(geometry: Geometry, what: str) -> Ints:
    """Return how many polygons, rings or points each region has, shape (n,)."""
    start = geometry.region_start
    if what != "region_start":
        start = geometry.polygon_start[start]
    if what == "ring_start":
        start = geometry.ring_start[start]
    return ints(np.diff(start))


def _touching(boxes: Floats, others: Floats) -> Bools:
    """Return which boxes come near any of some others."""
    found = np.zeros(len(boxes), np.bool_)
    with np.errstate(invalid="ignore"):
        for low_x, low_y, high_x, high_y in others:
            found |= (
                (boxes[:, 0] <= high_x + TOUCH_M)
                & (boxes[:, 2] >= low_x - TOUCH_M)
                & (boxes[:, 1] <= high_y + TOUCH_M)
                & (boxes[:, 3] >= low_y - TOUCH_M)
            )
    return bools(found)


class _Patch:
    """Takes old parts that stay, numbered anew, and fresh parts around what changed.

    Parameters
    ----------
    moved : Ints, shape (n,)
    some : Ints
        Numbers after of the regions that were derived anew, or stand beside these.
    around : Bools, shape (m,)
        Those of which the new parts are taken.
    """

    def __init__(self, moved: Ints, some: Ints, around: Bools) -> None:
        self._moved = np.append(moved, UNASSIGNED)  # the last: no region
        self._some = np.append(some, UNASSIGNED)
        self._around = np.append(around, False)

    def keeps(self, sides: Ints) -> Bools:
        """Return which segments or borders (s, 2) of the map before lie between regions that stay."""
        after = self._moved[sides]
        stays = (after != UNASSIGNED) | (sides == UNASSIGNED)
        return bools((stays & ~self._around[after]).all(axis=1))

    def is_fresh(self, sides: Ints) -> Bools:
        """Return which of those derived anew are taken."""
        return bools(self._around[self._some[sides]].any(axis=1))

    def joined(
        self, old: Ints, old_values: Floats, new: Ints, new_values: Floats
    ) -> tuple[Ints, Floats]:
        """Return pairs of regions i < j that stay and fresh ones, sorted, with their values."""
        keeps, is_fresh = self.keeps(old), self.is_fresh(new)
        pairs = np.concatenate([self._moved[old[keeps]], self._some[new[is_fresh]]])
        pairs = np.sort(pairs, axis=1)
        order = np.lexsort((pairs[:, 1], pairs[:, 0]))
        values = np.concatenate([old_values[keeps], new_values[is_fresh]])
        return ints(pairs[order]), floats(values[order])

    def level(self, old: Level, new: Level) -> Level:
        """Return a level with the rings and segments that stay, and the fresh ones."""
        after = self._moved[old.ring_region]
        kept = np.flatnonzero((after != UNASSIGNED) & ~self._around[after])
        fresh = np.flatnonzero(self._around[self._some[new.ring_region]])
        region = np.concatenate([after[kept], self._some[new.ring_region[fresh]]])
        order = np.argsort(region, kind="stable")
        rings = np.concatenate([kept, len(old.ring_region) + fresh])[order]
        length = np.concatenate([np.diff(old.ring_start), np.diff(new.ring_start)])[rings]
        keeps, is_fresh = self.keeps(old.sides), self.is_fresh(new.sides)
        segments = _frozen(np.concatenate([old.segments[keeps], new.segments[is_fresh]]))
        sides = [self._moved[old.sides[keeps]], self._some[new.sides[is_fresh]]]
        return Level(
            tolerance=old.tolerance,
            xy=_frozen(_of_rings(old, new, rings)),
            ring_start=ints(np.concatenate([[0], np.cumsum(length)])),
            ring_region=ints(region[order]),
            ring_box=_frozen(np.concatenate([old.ring_box, new.ring_box])[rings]),
            segments=segments,
            sides=_frozen(np.concatenate(sides, dtype=np.int32)),
            chunk_box=chunk_boxes(segments),
        )


def _of_rings(old: Level, new: Level, rings: Ints) -> Floats:
    """Return the vertices of some rings of both levels; those of the second count on from the first's.

    Nearly all follow one another, so whole stretches are copied.
    """
    begins = np.flatnonzero(np.diff(rings, prepend=-2) != 1)
    # A stretch that runs from the last ring of the one to the first of the other is two.
    begins = np.union1d(begins, np.flatnonzero(rings == len(old.ring_region)))
    stretches = []
    for first, end in zip(begins.tolist(), [*begins[1:].tolist(), len(rings)], strict=True):
        level, skipped = (
            (old, 0) if rings[first] < len(old.ring_region) else (new, len(old.ring_region))
        )
        start, stop = level.ring_start[[rings[first] - skipped, rings[end - 1] + 1 - skipped]]
        stretches.append(level.xy[start:stop])
    return np.concatenate([np.empty((0, 2)), *stretches])


def _frozen(array: Array) -> Array:
    """Make a new array read-only, without the copy that protects from a caller's changes."""
    array.setflags(write=False)
    return array
