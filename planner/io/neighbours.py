"""Neighbours: regions that share a border of positive length, exactly first, within a distance next."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from planner.model.geometry import Geometry
from planner.model.graph import RegionGraph
from planner.model.types import Bools, Floats, Ints, bools, floats, ints

GRID_PER_M = 1000.0
"""Vertices that agree to the millimetre are the same."""

PARALLEL = 0.94
"""Cosine of 20 degrees: segments that differ more in direction cross, they do not run side by side."""

LOOSELY_DRAWN = 0.05
"""Share of borders that only a tolerant look finds, above which outlines are taken as not meeting."""

MOST_ON_ONE_SEGMENT = 64
"""Regions on one segment that are compared at most; two is right, more are overlaps."""

Hashes = NDArray[np.uint64]


@dataclass(frozen=True, slots=True, eq=False)
class Segments:
    """Straight pieces of outlines: from and to (s, 2) in metres, and the region of each, shape (s,)."""

    begin: Floats
    end: Floats
    region: Ints

    def __len__(self) -> int:
        return len(self.region)

    def some(self, chosen: NDArray[np.bool_ | np.intp]) -> Segments:
        """Return the chosen ones, by mask or by position."""
        return Segments(self.begin[chosen], self.end[chosen], self.region[chosen])

    @property
    def metres(self) -> Floats:
        """Length of each."""
        return floats(np.hypot(*(self.end - self.begin).T))


@dataclass(frozen=True, slots=True, eq=False)
class Borders:
    """Pairs i < j (b, 2) of regions and the length of the border they share (b,) in metres."""

    pairs: Ints
    metres: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Neighbours:
    """The graph, and how many of its borders are drawn apart: of different files, or not exact."""

    graph: RegionGraph
    near: int
    exact: int


def shared_borders(geometry: Geometry, files: Ints, within_m: float) -> Neighbours:
    """Return which regions share a border of positive length (rook neighbours).

    Segments that two regions have in common to the millimetre make a border. Of those that no
    other region has, the ones that run side by side within `within_m` make a border too, where

    * the regions come from different files, or
    * one of them has no neighbour otherwise, or
    * the set as a whole is drawn loosely: this finds over 5 % more borders than the first rule.

    Otherwise a strait stays a strait, however narrow. Outlines are not moved.

    Parameters
    ----------
    geometry : Geometry
    files : Ints, shape (n,)
        The file each region came from.
    within_m : float
        How far apart the two sides of a border may be drawn, in metres.
    """
    segments = segments_of(geometry)
    exact, single = exact_borders(segments)
    loose = segments.some(single)
    near = near_borders(loose, loose, within_m)
    n = geometry.regions
    code = near.pairs[:, 0].astype(np.int64) * n + near.pairs[:, 1]
    fresh = ~np.isin(code, exact.pairs[:, 0].astype(np.int64) * n + exact.pairs[:, 1])
    if fresh.sum() <= LOOSELY_DRAWN * len(exact.pairs):
        alone = np.ones(n, np.bool_)
        alone[exact.pairs.ravel()] = False
        across = files[near.pairs[:, 0]] != files[near.pairs[:, 1]]
        kept = across | (alone[near.pairs].any(axis=1) & fresh)
        near, fresh = Borders(near.pairs[kept], near.metres[kept]), fresh[kept]
    both = _summed(
        np.concatenate([exact.pairs, near.pairs]), np.concatenate([exact.metres, near.metres])
    )
    graph = RegionGraph(n, both.pairs, floats(both.metres / 1000.0))
    return Neighbours(graph, near=int(fresh.sum()), exact=len(exact.pairs))


def segments_of(geometry: Geometry) -> Segments:
    """Return all segments of all rings but those without length."""
    begin = np.ones(len(geometry.xy), np.bool_)
    last = geometry.ring_start[1:][np.diff(geometry.ring_start) > 0] - 1
    begin[last] = False
    at = np.flatnonzero(begin)
    region = np.repeat(geometry.region_of_ring, np.diff(geometry.ring_start))[at]
    segments = Segments(floats(geometry.xy[at]), floats(geometry.xy[at + 1]), ints(region))
    long_enough = _grid(segments.begin) != _grid(segments.end)
    return segments.some(bools(long_enough.any(axis=1)))


def exact_borders(segments: Segments, *, to_the_bit: bool = False) -> tuple[Borders, Bools]:
    """Match segments with the same two ends, in either direction.

    Parameters
    ----------
    segments : Segments
    to_the_bit : bool
        Whether ends are the same only when their numbers are, not already to the millimetre.

    Returns
    -------
    Borders, Bools of shape (s,)
        The borders, and which segments no other region has.
    """
    grid = _bits if to_the_bit else _grid
    begin, end = grid(segments.begin), grid(segments.end)
    turn = (begin[:, 0] > end[:, 0]) | ((begin[:, 0] == end[:, 0]) & (begin[:, 1] > end[:, 1]))
    ends = np.concatenate(
        [np.where(turn[:, None], end, begin), np.where(turn[:, None], begin, end)], 1
    )
    order = np.argsort(_mixed(ends), kind="stable")
    ends, region = ends[order], segments.region[order]
    metres = segments.metres[order]
    pairs, lengths = [np.empty((0, 2), np.int32)], [np.empty(0)]
    single = np.ones(len(segments), np.bool_)
    for step in range(1, min(len(segments), MOST_ON_ONE_SEGMENT)):
        same = (ends[step:] == ends[:-step]).all(axis=1)
        if not same.any():
            break  # at step 2, but where outlines overlap
        same &= region[step:] != region[:-step]
        at = np.flatnonzero(same)
        single[order[at]] = single[order[at + step]] = False
        pairs.append(np.column_stack([region[at], region[at + step]]))
        lengths.append(metres[at])
    return _summed(np.concatenate(pairs), np.concatenate(lengths)), bools(single)


def near_borders(some: Segments, others: Segments, within_m: float) -> Borders:
    """Measure how far segments of one region run along those of another.

    Two segments count where they are nearly parallel and no further apart than `within_m`; a pair
    of regions needs more than twice that distance in common, so that corners do not count.
    """
    tree = shapely.STRtree(_lines(others))
    mine, theirs = tree.query(_lines(some), predicate="dwithin", distance=within_m)
    first, second = some.region[mine], others.region[theirs]
    apart = first != second
    mine, theirs = mine[apart], theirs[apart]
    metres = _side_by_side(some.some(mine), others.some(theirs), within_m)
    directed, where = _pairs_once(np.column_stack([first[apart], second[apart]]))
    length = np.bincount(where, metres, minlength=len(directed))
    seen = length > 2 * within_m
    return _longest(directed[seen], floats(length[seen]))


def _side_by_side(mine: Segments, theirs: Segments, within_m: float) -> Floats:
    """Metres of each segment that its counterpart runs along, shape (p,).

    The counterpart is projected on the segment's own direction u: along = (p - begin) . u, and what
    of 0..length it covers counts, if the distance across |(p - begin) x u| stays within `within_m`.
    """
    own = mine.metres
    u = (mine.end - mine.begin) / own[:, None]
    direction = (theirs.end - theirs.begin) / theirs.metres[:, None]
    parallel = np.abs((u * direction).sum(axis=1)) >= PARALLEL
    to_begin, to_end = theirs.begin - mine.begin, theirs.end - mine.begin
    along = np.sort(np.stack([(to_begin * u).sum(axis=1), (to_end * u).sum(axis=1)]), axis=0)
    covered = np.minimum(along[1], own) - np.maximum(along[0], 0.0)
    middle = (to_begin + to_end) / 2
    across = np.abs(middle[:, 0] * u[:, 1] - middle[:, 1] * u[:, 0])
    close = across <= within_m + theirs.metres * np.sqrt(1 - PARALLEL**2) / 2
    return floats(np.where(parallel & close, np.maximum(covered, 0.0), 0.0))


def _lines(segments: Segments) -> NDArray[np.object_]:
    return np.asarray(shapely.linestrings(np.stack([segments.begin, segments.end], axis=1)))


def _grid(xy: Floats) -> NDArray[np.int64]:
    return np.rint(xy * GRID_PER_M).astype(np.int64)


def _bits(xy: Floats) -> NDArray[np.int64]:
    return np.ascontiguousarray(xy + 0.0).view(np.int64)  # + 0.0 makes one of both zeros


def _mixed(ends: NDArray[np.int64]) -> Hashes:
    """Hash rows of whole numbers (multiply and shift, as in splitmix64, Steele et al., OOPSLA 2014)."""
    hashed = np.zeros(len(ends), np.uint64)
    for column in ends.T:
        hashed = (hashed ^ column.astype(np.uint64)) * np.uint64(0xBF58476D1CE4E5B9)
        hashed ^= hashed >> np.uint64(31)
    return hashed


def _summed(pairs: NDArray[np.integer[Any]], metres: NDArray[np.float64]) -> Borders:
    """Return each pair once, i < j, with its metres added up."""
    unique, where = _pairs_once(np.sort(pairs, axis=1))
    return Borders(ints(unique), floats(np.bincount(where, metres, minlength=len(unique))))


def _longest(pairs: NDArray[np.integer[Any]], metres: Floats) -> Borders:
    """Return each pair once, i < j: a border seen from both sides counts as the longer sight."""
    unique, where = _pairs_once(np.sort(pairs, axis=1))
    longest = np.zeros(len(unique))
    np.maximum.at(longest, where, metres)
    return Borders(ints(unique), floats(longest))


def _pairs_once(pairs: NDArray[np.integer[Any]]) -> tuple[NDArray[np.int64], NDArray[np.intp]]:
    """Return the different pairs in order (u, 2), and which of them each pair is (p,)."""
    base = int(pairs.max(initial=0)) + 1
    code, where = np.unique(pairs[:, 0].astype(np.int64) * base + pairs[:, 1], return_inverse=True)
    return np.stack([code // base, code % base], axis=1), where
