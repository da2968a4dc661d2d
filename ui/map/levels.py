"""From outlines to the prepared map: the same borders, simplified to four tolerances. Knows no Qt."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from planner.model.geometry import Geometry
from planner.model.types import Floats, Ints, floats, ints
from ui.map.prepared import CHUNK, Level, PreparedMap
from ui.map.topology import (
    Check,
    Rings,
    Segments,
    border_lengths,
    cut_arcs,
    find_nodes,
    forget,
    gathered,
    number_vertices,
    pair_segments,
    surviving_vertices,
)

Stop = Callable[[], bool]
Array = TypeVar("Array", bound=np.ndarray)

FIT_PIXELS = 1400
"""A map that fills a window is about this wide; the coarsest level is exact to half such a pixel."""


class MapPreparationStopped(Exception):
    """The stop token was set before the map was ready."""


def prepare_map(geometry: Geometry, points: Floats, stop: Stop | None = None) -> PreparedMap:
    """Derive shared borders and levels of detail from outlines.

    Parameters
    ----------
    geometry : Geometry
        Outlines of n regions, metres east and north.
    points : Floats, shape (n, 2)
        Representative points, metres east and north.
    stop : callable returning bool, optional
        Asked about every tenth of a second.

    Returns
    -------
    PreparedMap

    Raises
    ------
    MapPreparationStopped
        When `stop` answered True.
    """

    def check() -> None:
        if stop is not None and stop():
            raise MapPreparationStopped

    check()
    low, high = _corners(geometry)
    origin = (low + high) / 2
    span = float((high - low).max()) if len(geometry.xy) else 1.0
    tolerances = [span / FIT_PIXELS / 2 / part for part in (1, 4, 16)]
    check()
    levels, borders, border_m = derived(geometry, origin, tolerances, check)
    return PreparedMap(
        origin=(float(origin[0]), float(origin[1])),
        levels=levels,
        points=floats((points - origin) * (1.0, -1.0)),
        boxes=turned_boxes(geometry.boxes(), origin),
        borders=borders,
        border_m=border_m,
    )


def derived(
    geometry: Geometry, origin: Floats, tolerances: Sequence[float], check: Check
) -> tuple[tuple[Level, ...], Ints, Floats]:
    """Return outlines simplified to each tolerance and the exact ones, the borders and their metres.

    Parameters
    ----------
    geometry : Geometry
    origin : Floats, shape (2,)
        What becomes (0, 0), metres east and north.
    tolerances : sequence of float
        Metres, coarsest first.
    """
    rings, xy = number_vertices(geometry, check)
    check()
    xy -= origin
    xy *= (1.0, -1.0)
    check()
    exact = pair_segments(rings, len(xy), check)
    borders, border_m = border_lengths(exact, xy, check)
    arcs = cut_arcs(rings, exact, find_nodes(rings, exact, len(xy), check), xy, check)
    levels = []
    for tolerance in tolerances:
        kept = surviving_vertices(arcs, tolerance, len(xy), check)
        simpler = rings.keeping(kept[rings.vertex])
        check()
        found = pair_segments(simpler, len(xy), check)
        levels.append(_level(simpler, found, xy, tolerance, check))
    forget(arcs, check)
    levels.append(_level(rings, exact, xy, 0.0, check))
    return tuple(levels), borders, border_m


def _frozen(array: Array) -> Array:
    """Make a new array read-only, without the copy that protects from a caller's changes."""
    array.setflags(write=False)
    return array


def _corners(geometry: Geometry) -> tuple[Floats, Floats]:
    """Return the least and the largest coordinates of outlines; zeros where there are none."""
    if not len(geometry.xy):
        return np.zeros(2), np.zeros(2)
    along = geometry.xy.T  # a column at a time takes a tenth of what rows of two take
    return np.array([axis.min() for axis in along]), np.array([axis.max() for axis in along])


def turned_boxes(boxes: Floats, origin: Floats) -> Floats:
    """Turn boxes of metres north into boxes of metres south: the top becomes minus the north edge."""
    west, south, east, north = boxes.T
    x, y = origin
    return floats(np.column_stack([west - x, y - north, east - x, y - south]))


def _level(rings: Rings, found: Segments, xy: Floats, tolerance: float, check: Check) -> Level:
    check()
    vertex, start = rings.closed()
    check()
    corners = _frozen(gathered(xy, vertex, check))
    segments, sides = _segments(found, xy, check)
    check()
    return Level(
        tolerance=tolerance,
        xy=corners,
        ring_start=start,
        ring_region=rings.region,
        ring_box=boxes_around(corners, start[:-1]),
        segments=segments,
        sides=sides,
        chunk_box=chunk_boxes(segments),
    )


def chunk_boxes(segments: Floats) -> Floats:
    """Return the box around each run of CHUNK segments."""
    start = np.arange(0, len(segments) * 2, CHUNK * 2, dtype=np.int32)
    return boxes_around(segments.reshape(-1, 2), start)


def boxes_around(xy: Floats, start: Ints) -> Floats:
    """Return the box around each run of points that begins at `start`: left, top, right, bottom."""
    if not len(start):
        return floats(np.empty((0, 4)))
    return floats(
        np.column_stack(
            [of.reduceat(axis, start) for of in (np.minimum, np.maximum) for axis in xy.T]
        )
    )


def _segments(found: Segments, xy: Floats, check: Check) -> tuple[Floats, Ints]:
    """Return the segments of a level in Morton order, shape (s, 4), and their sides, shape (s, 2)."""
    if not len(found.ends):
        return floats(np.empty((0, 4))), ints(np.empty((0, 2)))
    inside = found.sides[:, 0] == found.sides[:, 1]  # a spike: the same region on both sides
    ends, sides = found.ends[~inside], found.sides[~inside]
    check()
    middle = gathered(xy, ends[:, 0], check)
    middle += gathered(xy, ends[:, 1], check)
    middle /= 2
    check()
    # Number and place in one key: plain sorting is several times faster than sorting places by numbers.
    key = _morton(middle).astype(np.int64) << 32 | np.arange(len(ends))
    check()
    key.sort()
    check()
    order = key & 0xFFFFFFFF
    ends = ends.take(order, axis=0)
    check()
    segments = _frozen(gathered(xy, ends, check).reshape(-1, 4))
    return segments, _frozen(sides.take(order, axis=0))


def _morton(xy: Floats) -> NDArray[np.uint32]:
    """Return the Z-order number of points on a grid of 2**15 by 2**15."""
    low = xy.min(axis=0)
    span = max(float((xy.max(axis=0) - low).max()), 1e-9)
    cell = ((xy - low) / span * 0x7FFF).astype(np.uint32)
    for shift, mask in ((8, 0x00FF00FF), (4, 0x0F0F0F0F), (2, 0x33333333), (1, 0x55555555)):
        cell = (cell | cell << shift) & mask
    return np.asarray(cell[:, 0] | cell[:, 1] << 1)
