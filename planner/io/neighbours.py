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

TOUCHING_M = 0.01
"""Sides of a border no further apart than this touch, whether or not their corners agree."""

LONG = 0.01
"""Length of a border that touches at least, as a share of a region's usual width: a corner has less."""

WIDEST = 0.25
"""How far apart the sides of a border may be drawn at most, as a share of a region's usual width."""

PAIRS_AT_ONCE = 1_000_000
"""Pairs of segments measured at once, which bounds memory."""

MOST_PAIRS, MOST_BESIDE = 2_000_000, 100
"""Pairs of segments measured in all, about two seconds, or so many a segment where that is more.

Loosely drawn maps have ten a segment; thousands have only outlines on one heap.
"""

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
    """The graph, how many of its borders are drawn apart, and whether each such was looked for."""

    graph: RegionGraph
    near: int
    exact: int
    complete: bool = True


def shared_borders(geometry: Geometry, files: Ints, within_m: float) -> Neighbours:
    """Return which regions share a border of positive length (rook neighbours).

    Segments that two regions have in common to the millimetre make a border. Of those that no
    other region has, the ones that run side by side within `within_m` make a border too, where

    * they touch: one side has a corner where the other runs on, or
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
        How far apart the two sides of a border may be drawn, in metres; never more than `WIDEST` of
        what half of the regions are across, or in a map of a wrong scale all would touch.
    """
    segments = segments_of(geometry)
    exact, single = exact_borders(segments)
    loose = segments.some(single)
    width = _usual_width(segments)
    near, complete = near_borders(loose, loose, min(within_m, WIDEST * width))
    n = geometry.regions
    code = near.pairs[:, 0].astype(np.int64) * n + near.pairs[:, 1]
    fresh = ~np.isin(code, exact.pairs[:, 0].astype(np.int64) * n + exact.pairs[:, 1])
    if fresh.sum() <= LOOSELY_DRAWN * len(exact.pairs):
        alone = np.ones(n, np.bool_)
        alone[exact.pairs.ravel()] = False
        across = files[near.pairs[:, 0]] != files[near.pairs[:, 1]]
        touching, _ = near_borders(loose, loose, min(within_m, TOUCHING_M), LONG * width)
        touches = np.isin(code, touching.pairs[:, 0].astype(np.int64) * n + touching.pairs[:, 1])
        kept = across | touches | (alone[near.pairs].any(axis=1) & fresh)
        near, fresh = Borders(near.pairs[kept], near.metres[kept]), fresh[kept]
    both = summed(
        np.concatenate([exact.pairs, near.pairs]), np.concatenate([exact.metres, near.metres])
    )
    graph = RegionGraph(n, both.pairs, floats(both.metres / 1000.0))
    return Neighbours(graph, int(fresh.sum()), len(exact.pairs), complete)


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
    borders = Borders(ints(np.empty((0, 2))), floats(np.empty(0)))
    single = np.ones(len(segments), np.bool_)
    for step in range(1, min(len(segments), MOST_ON_ONE_SEGMENT)):
        same = (ends[step:] == ends[:-step]).all(axis=1)
        if not same.any():
            break  # at step 2, but where outlines overlap
        same &= region[step:] != region[:-step]
        at = np.flatnonzero(same)
        single[order[at]] = single[order[at + step]] = False
        pairs = np.column_stack([region[at], region[at + step]])
        # Added up step by step: outlines on one heap have many times more segments than pairs.
        borders = summed(
            np.concatenate([borders.pairs, pairs]), np.concatenate([borders.metres, metres[at]])
        )
    return borders, bools(single)


def _usual_width(segments: Segments) -> float:
    """Return the middle one of the longer sides of the boxes around regions, in metres."""
    if not len(segments):
        return 0.0
    order = np.argsort(segments.region, kind="stable")
    start = np.flatnonzero(np.diff(segments.region[order], prepend=-1))
    at = segments.begin[order]
    sides = np.maximum.reduceat(at, start) - np.minimum.reduceat(at, start)
    return float(np.median(sides.max(axis=1)))


def near_borders(
    some: Segments, others: Segments, within_m: float, least_m: float = 0.0
) -> tuple[Borders, bool]:
    """Measure how far segments of one region run along those of another.

    Two segments count where they are nearly parallel and no further apart than `within_m`; a pair
    of regions needs more than twice that distance and `least_m` in common, so that corners do not
    count.

    Returns
    -------
    Borders, bool
        The borders, and whether all pairs were measured: on one heap there are too many.
    """
    tree, lines = shapely.STRtree(_lines(others)), _lines(some)
    directed: list[Ints] = [ints(np.empty((0, 2)))]
    lengths: list[Floats] = [floats(np.empty(0))]
    start, step, measured = 0, 16, 0
    most = max(MOST_PAIRS, MOST_BESIDE * len(lines))
    while start < len(lines) and measured <= most:
        block = slice(start, start + step)
        mine, theirs = tree.query(lines[block], predicate="dwithin", distance=within_m)
        measured += len(mine)
        start += step
        step = int(np.clip(PAIRS_AT_ONCE * start // max(1, measured), 16, 4 * step))
        apart = some.region[block][mine] != others.region[theirs]
        mine, theirs = mine[apart] + block.start, theirs[apart]
        metres = _side_by_side(some.some(mine), others.some(theirs), within_m)
        pairs, where = _pairs_once(np.column_stack([some.region[mine], others.region[theirs]]))
        directed.append(ints(pairs))
        lengths.append(floats(np.bincount(where, metres, minlength=len(pairs))))
    pairs, where = _pairs_once(np.concatenate(directed))
    length = np.bincount(where, np.concatenate(lengths), minlength=len(pairs))
    seen = length > max(2 * within_m, least_m)
    return _longest(pairs[seen], floats(length[seen])), start >= len(lines)


def _side_by_side(mine: Segments, theirs: Segments, within_m: float) -> Floats:
    """Metres of each segment along which its counterpart is no further off than `within_m`, shape (p,).

    With u the segment's own direction, the counterpart runs from (a0, d0) to (a1, d1), where
    a = (p - begin) . u lies along the segment and d = (p - begin) x u across it. Between, d is linear
    in a; what counts is where 0 <= a <= length and |d| <= within_m.
    """
    own = mine.metres
    u = (mine.end - mine.begin) / own[:, None]
    direction = (theirs.end - theirs.begin) / theirs.metres[:, None]
    parallel = np.abs((u * direction).sum(axis=1)) >= PARALLEL
    to_begin, to_end = theirs.begin - mine.begin, theirs.end - mine.begin
    a0, a1 = (to_begin * u).sum(axis=1), (to_end * u).sum(axis=1)
    d0, d1 = _across(to_begin, u), _across(to_end, u)
    length = np.where(parallel, a1 - a0, 1.0)  # parallel: at least PARALLEL of its metres
    slope = (d1 - d0) / length
    with np.errstate(divide="ignore", invalid="ignore"):
        ends = np.stack([(-within_m - d0) / slope, (within_m - d0) / slope])
    inside = np.abs(d0) <= within_m
    level = np.where(inside, np.inf, -np.inf)
    flat = slope == 0.0
    first = a0 + np.where(flat, -level, ends.min(axis=0))
    last = a0 + np.where(flat, level, ends.max(axis=0))
    begin = np.maximum(np.maximum(np.minimum(a0, a1), first), 0.0)
    end = np.minimum(np.minimum(np.maximum(a0, a1), last), own)
    return floats(np.where(parallel, np.maximum(end - begin, 0.0), 0.0))


def _across(to: Floats, u: Floats) -> Floats:
    return floats(to[:, 0] * u[:, 1] - to[:, 1] * u[:, 0])


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


def summed(pairs: NDArray[np.integer[Any]], metres: NDArray[np.float64]) -> Borders:
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
