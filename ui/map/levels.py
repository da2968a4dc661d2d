"""From outlines to the prepared map: the same borders, simplified to four tolerances. Knows no Qt."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import numpy as np

from planner.model.geometry import Geometry
from planner.model.types import Floats, Ints, floats, ints
from ui.map.prepared import CHUNK, Level, PreparedMap
from ui.map.topology import (
    Rings,
    Segments,
    border_lengths,
    cut_arcs,
    find_nodes,
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
        Asked between the stages.

    Returns
    -------
    PreparedMap

    Raises
    ------
    MapPreparationStopped
        When `stop` answered True.
    """
    _check(stop)
    origin = _centre(geometry)
    rings, xy = number_vertices(geometry)
    _check(stop)
    xy = floats((xy - origin) * (1.0, -1.0))
    exact = pair_segments(rings, len(xy))
    _check(stop)
    borders, border_m = border_lengths(exact, xy)
    _check(stop)
    arcs = cut_arcs(rings, exact, find_nodes(rings, exact, len(xy)), xy)
    span = float(np.ptp(xy, axis=0).max()) if len(xy) else 1.0
    levels = []
    for part in (1, 4, 16):
        _check(stop)
        tolerance = span / FIT_PIXELS / 2 / part
        kept = surviving_vertices(arcs, tolerance, len(xy))
        _check(stop)
        simpler = rings.keeping(kept[rings.vertex])
        levels.append(_level(simpler, pair_segments(simpler, len(xy)), xy, tolerance, stop))
    del arcs
    levels.append(_level(rings, exact, xy, 0.0, stop))
    return PreparedMap(
        origin=(float(origin[0]), float(origin[1])),
        levels=tuple(levels),
        points=floats((points - origin) * (1.0, -1.0)),
        boxes=_turned_boxes(geometry.boxes(), origin),
        borders=borders,
        border_m=border_m,
    )


def _check(stop: Stop | None) -> None:
    if stop is not None and stop():
        raise MapPreparationStopped


def _frozen(array: Array) -> Array:
    """Make a new array read-only, without the copy that protects from a caller's changes."""
    array.setflags(write=False)
    return array


def _centre(geometry: Geometry) -> Floats:
    if not len(geometry.xy):
        return np.zeros(2)
    return np.asarray((geometry.xy.min(axis=0) + geometry.xy.max(axis=0)) / 2)


def _turned_boxes(boxes: Floats, origin: Floats) -> Floats:
    """Turn boxes of metres north into boxes of metres south: the top becomes minus the north edge."""
    west, south, east, north = boxes.T
    x, y = origin
    return floats(np.column_stack([west - x, y - north, east - x, y - south]))


def _level(
    rings: Rings, found: Segments, xy: Floats, tolerance: float, stop: Stop | None
) -> Level:
    _check(stop)
    vertex, start = rings.closed()
    corners = _frozen(xy[vertex])
    _check(stop)
    segments, sides = _segments(found, xy)
    _check(stop)
    return Level(
        tolerance=tolerance,
        xy=corners,
        ring_start=start,
        ring_region=rings.region,
        ring_box=_boxes(corners, start[:-1]),
        segments=segments,
        sides=sides,
        chunk_box=_boxes(
            segments.reshape(-1, 2), np.arange(0, len(segments) * 2, CHUNK * 2, dtype=np.int32)
        ),
    )


def _boxes(xy: Floats, start: Ints) -> Floats:
    if not len(start):
        return floats(np.empty((0, 4)))
    return floats(
        np.concatenate(
            [np.minimum.reduceat(xy, start, axis=0), np.maximum.reduceat(xy, start, axis=0)], axis=1
        )
    )


def _segments(found: Segments, xy: Floats) -> tuple[Floats, Ints]:
    """Return the segments of a level in Morton order, shape (s, 4), and their sides, shape (s, 2)."""
    if not len(found.ends):
        return floats(np.empty((0, 4))), ints(np.empty((0, 2)))
    inside = found.sides[:, 0] == found.sides[:, 1]  # a spike: the same region on both sides
    ends, sides = found.ends[~inside], found.sides[~inside]
    middle = (xy[ends[:, 0]] + xy[ends[:, 1]]) / 2
    # Number and place in one key: plain sorting is several times faster than sorting places by numbers.
    key = _morton(middle) << 32 | np.arange(len(ends))
    key.sort()
    order = key & 0xFFFFFFFF
    return _frozen(xy[ends[order]].reshape(-1, 4)), _frozen(sides[order])


def _morton(xy: Floats) -> Ints:
    """Return the Z-order number of points on a grid of 2**15 by 2**15."""
    low = xy.min(axis=0)
    span = max(float((xy.max(axis=0) - low).max()), 1e-9)
    cell = ((xy - low) / span * 0x7FFF).astype(np.int64)
    for shift, mask in ((8, 0x00FF00FF), (4, 0x0F0F0F0F), (2, 0x33333333), (1, 0x55555555)):
        cell = (cell | cell << shift) & mask
    return np.asarray(cell[:, 0] | cell[:, 1] << 1)
