"""Shared borders found in outlines: which segments two regions have in common, and where arcs end.

All of it is array work: vertices become numbers, a segment is a pair of numbers, and sorting the pairs
brings the two sides of every border together.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import shapely
from numpy.typing import NDArray

from planner.model.geometry import Geometry
from planner.model.types import Bools, Floats, Ints, floats, ints

Check = Callable[[], None]
"""Called every tenth of a second or so; raises to stop the work."""

ARCS = 50_000
"""Arcs that are simplified between two calls of `check`."""
ROWS = 1 << 20
"""Points that are gathered between two calls of `check`."""
GRID_M = 0.001
"""Vertices nearer than about a millimetre are one vertex."""


@dataclass(frozen=True, slots=True, eq=False)
class Rings:
    """Rings as numbers of vertices, open: the last vertex is followed by the first again.

    Attributes
    ----------
    vertex : Ints, shape (p,)
    start : Ints, shape (rings + 1,)
    region : Ints, shape (rings,)
    """

    vertex: Ints
    start: Ints
    region: Ints

    @property
    def following(self) -> Ints:
        """The vertex after each one in its ring, shape (p,)."""
        after = np.empty_like(self.vertex)
        after[:-1] = self.vertex[1:]
        after[self.start[1:] - 1] = self.vertex[self.start[:-1]]
        return after

    def keeping(self, kept: Bools) -> Rings:
        """Return the rings without the positions that are not kept; rings under three vertices fall away."""
        ring = np.repeat(np.arange(len(self.region)), np.diff(self.start))
        lengths = np.bincount(ring[kept], minlength=len(self.region))
        alive = lengths >= 3
        vertex = self.vertex[kept & alive[ring]]
        start = np.concatenate([[0], np.cumsum(lengths[alive])])
        return Rings(ints(vertex), ints(start), ints(self.region[alive]))

    def closed(self) -> tuple[Ints, Ints]:
        """Return vertices and ring starts with every first vertex repeated at the end of its ring."""
        vertex = np.insert(self.vertex, self.start[1:], self.vertex[self.start[:-1]])
        return ints(vertex), ints(self.start + np.arange(len(self.start)))


@dataclass(frozen=True, slots=True, eq=False)
class Segments:
    """Every border segment once.

    Attributes
    ----------
    ends : Ints, shape (s, 2)
        Vertices a < b.
    sides : Ints, shape (s, 2)
        Regions on both sides; the second is -1 where only one region has the segment.
    of_position : Ints, shape (p,)
        The segment that begins at each position of the rings.
    """

    ends: Ints
    sides: Ints
    of_position: Ints


def go_on() -> None:
    """Never stop."""


def number_vertices(geometry: Geometry, check: Check = go_on) -> tuple[Rings, Floats]:
    """Return the rings as vertex numbers, without repeated vertices, and the coordinates, shape (V, 2)."""
    north = _grid_key(geometry.xy[:, 1])
    check()
    key = _grid_key(geometry.xy[:, 0])
    check()
    key *= int(north.max(initial=0)) + 1
    key += north
    order, start, vertex = _grouped(key, check)
    first = np.minimum.reduceat(order, start) if len(start) else start
    opened = np.ones(len(vertex), np.bool_)
    opened[geometry.ring_start[1:][np.diff(geometry.ring_start) > 0] - 1] = False
    lengths = np.maximum(np.diff(geometry.ring_start) - 1, 0)
    some = lengths > 0
    check()
    rings = Rings(
        vertex=ints(vertex[opened]),
        start=ints(np.concatenate([[0], np.cumsum(lengths[some])])),
        region=ints(geometry.region_of_ring[some]),
    )
    check()
    return rings.keeping(rings.vertex != rings.following), geometry.xy[first]


def _grid_key(along: Floats) -> NDArray[np.int64]:
    """Return coordinates along one axis in steps of the grid from the least of them, shape (v,)."""
    steps = along / GRID_M
    np.rint(steps, out=steps)
    steps -= steps.min(initial=np.inf)
    return steps.astype(np.int64)


def pair_segments(rings: Rings, vertices: int, check: Check = go_on) -> Segments:
    """Find the two regions of every segment by sorting the segments' end points.

    Of a segment that more than two rings have, where outlines overlap, the lowest and the highest region.
    """
    before, after = rings.vertex.astype(np.int64), rings.following.astype(np.int64)
    low, high = np.minimum(before, after), np.maximum(before, after)
    order, start, of_position = _grouped(low * vertices + high, check)
    if not len(start):
        return Segments(ints(np.empty((0, 2))), ints(np.empty((0, 2))), ints(()))
    check()
    region = np.repeat(rings.region, np.diff(rings.start)).take(order)
    check()
    one, other = np.minimum.reduceat(region, start), np.maximum.reduceat(region, start)
    other[np.diff(start, append=len(order)) == 1] = -1
    check()
    first = order.take(start)
    ends = _frozen(np.column_stack([low.take(first), high.take(first)]))
    check()
    return Segments(ends, _frozen(np.column_stack([one, other])), _frozen(of_position))


def _grouped(key: NDArray[np.int64], check: Check) -> tuple[Ints, Ints, Ints]:
    """Group equal keys.

    Returns
    -------
    order, shape (p,)
        Positions so that equal keys stand together; in any order among themselves, which sorts thrice as
        fast as keeping theirs, so nothing may depend on it.
    start, shape (groups,)
        Where each group begins in that order.
    group, shape (p,)
        The group of each position.
    """
    check()
    order = np.argsort(key).astype(np.int32)
    check()
    arranged = key.take(order)
    fresh = np.ones(len(key), np.bool_)
    np.not_equal(arranged[1:], arranged[:-1], out=fresh[1:])
    check()
    group = np.empty(len(key), np.int32)
    group[order] = np.cumsum(fresh, dtype=np.int32) - 1
    return order, np.flatnonzero(fresh).astype(np.int32), group


def gathered(xy: Floats, which: Ints, check: Check) -> Floats:
    """Return `xy[which]`; points that lie far apart in memory take a while."""
    flat = which.reshape(-1)
    found = np.empty((len(flat), 2))
    for begin in range(0, len(flat), ROWS):
        check()
        part = slice(begin, begin + ROWS)
        np.take(xy, flat[part], axis=0, out=found[part], mode="clip")
    return found.reshape(*which.shape, 2)


def _frozen(array: np.ndarray) -> Ints:
    """Return a new array as read-only int32, without the copy that protects from a caller's changes."""
    made = np.asarray(array, np.int32)
    made.setflags(write=False)
    return made


def find_nodes(rings: Rings, segments: Segments, vertices: int, check: Check = go_on) -> Bools:
    """Return which vertices end an arc: where borders meet, and one vertex of every ring that meets none."""
    u, v = segments.ends[:, 0], segments.ends[:, 1]
    degree = np.bincount(u, minlength=vertices) + np.bincount(v, minlength=vertices)
    pair = segments.sides[:, 0].astype(np.int64) << 32 | (segments.sides[:, 1] + 1)
    low = np.full(vertices, np.iinfo(np.int64).max)
    high = np.full(vertices, -1)
    for end in (u, v):
        check()
        np.minimum.at(low, end, pair)
        check()
        np.maximum.at(high, end, pair)
    check()
    node = (degree != 2) | (low != high)
    if len(rings.region):
        lonely = ~np.logical_or.reduceat(node[rings.vertex], rings.start[:-1])
        # The least number is the same vertex for a shell and for the hole it fills.
        node[np.minimum.reduceat(rings.vertex, rings.start[:-1])[lonely]] = True
    return np.asarray(node, dtype=np.bool_)


def cut_arcs(
    rings: Rings, segments: Segments, node: Bools, xy: Floats, check: Check = go_on
) -> shapely.Geometry:
    """Cut the rings at the nodes into arcs, each border once, as 3D lines whose z is the vertex number."""
    if not len(rings.region):
        return np.empty(0, dtype=object)
    turned = _begin_at_nodes(rings, node)
    check()
    closed, start = Rings(ints(rings.vertex[turned]), rings.start, rings.region).closed()
    segment = np.insert(segments.of_position[turned], rings.start[1:], -1)
    check()
    stops = np.flatnonzero(node[closed])
    ring_end = np.zeros(len(closed), np.bool_)
    ring_end[start[1:] - 1] = True
    begins = ~ring_end[stops]
    first, last = stops[begins], stops[np.flatnonzero(begins) + 1]
    a, b = segment[first].astype(np.int64), segment[last - 1].astype(np.int64)
    # Both rings along a border cut the same arc; its first and last segment name it.
    _, once = np.unique(np.minimum(a, b) << 32 | np.maximum(a, b), return_index=True)
    first, length = first[once], (last - first)[once] + 1
    check()
    arc = np.repeat(np.arange(len(first)), length)
    position = np.arange(len(arc)) - np.repeat(np.cumsum(length) - length - first, length)
    vertex = closed.take(position)
    check()
    corners = np.column_stack([gathered(xy, vertex, check), vertex])
    limits = np.concatenate([[0], np.cumsum(length)])[[*range(0, len(length), ARCS), len(length)]]
    arcs = []
    for begin, end in pairwise(limits.tolist()):
        check()
        part = arc[begin:end]
        arcs.append(shapely.linestrings(corners[begin:end], indices=part - part[0]))
    return np.concatenate(arcs)


def _begin_at_nodes(rings: Rings, node: Bools) -> Ints:
    """Return the order of positions in which every ring begins at its first node, shape (p,)."""
    position = np.arange(len(rings.vertex))
    length = np.diff(rings.start)
    begin = np.minimum.reduceat(
        np.where(node[rings.vertex], position, len(position)), rings.start[:-1]
    )
    offset = np.repeat(rings.start[:-1], length)
    shift = np.repeat(begin - rings.start[:-1], length)
    return ints(offset + (position - offset + shift) % np.repeat(length, length))


def forget(arcs: shapely.Geometry, check: Check = go_on) -> None:
    """Give back the memory of arcs, part after part: there are hundreds of thousands of objects."""
    for begin in range(0, len(arcs), ARCS):
        check()
        arcs[begin : begin + ARCS] = None


def surviving_vertices(
    arcs: shapely.Geometry, tolerance: float, vertices: int, check: Check = go_on
) -> Bools:
    """Return which vertices the Douglas-Peucker simplification of the arcs keeps, shape (V,)."""
    kept = np.zeros(vertices, np.bool_)
    for begin in range(0, len(arcs), ARCS):
        check()
        lines = shapely.simplify(arcs[begin : begin + ARCS], tolerance, preserve_topology=False)
        kept[shapely.get_coordinates(lines, include_z=True)[:, 2].astype(np.int64)] = True
    return kept


def border_lengths(segments: Segments, xy: Floats, check: Check = go_on) -> tuple[Ints, Floats]:
    """Return the pairs i < j of regions that share a border, shape (b, 2), and its length in metres."""
    inner = (segments.sides[:, 1] >= 0) & (segments.sides[:, 0] != segments.sides[:, 1])
    sides = np.sort(segments.sides[inner], axis=1).astype(np.int64)
    check()
    ends = segments.ends[inner]
    step = gathered(xy, ends[:, 0], check)
    step -= gathered(xy, ends[:, 1], check)
    key = sides[:, 0] << 32 | sides[:, 1]
    order, start, index = _grouped(key, check)
    pair = key[order[start]]
    length = np.bincount(index, weights=np.hypot(step[:, 0], step[:, 1]), minlength=len(pair))
    return ints(np.stack([pair >> 32, pair & 0xFFFFFFFF], axis=1)), floats(length)
