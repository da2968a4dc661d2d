"""Scan conversion of outlines to a raster of region numbers, in pure numpy.

Every pixel whose centre lies in a region gets that region's number. Numpy releases the interpreter lock,
and a map of 35,000 regions takes about 15 ms, so nothing here needs Qt, a mesh or a graphics card.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from planner.model.types import Floats, Ints
from ui.map.prepared import Level

Ids = NDArray[np.int32]

MAX_WIDTH = 1 << 15
MAX_PIXELS = 1 << 27
MAX_REGIONS = (1 << 21) - 1


def raster(level: Level, scale: float, left: float, top: float, width: int, height: int) -> Ids:
    """Return the region number plus one at every pixel centre, 0 where there is no region.

    A point (x, y) of the level lies at pixel (x * scale + left, y * scale + top). A pixel is inside a
    region by the even-odd rule over all rings of that region, so holes need no care; where regions
    overlap, the one whose span begins first wins.

    Parameters
    ----------
    level : Level
    scale : float
        Pixels a metre.
    left, top : float
        Pixel position of the level's origin.
    width, height : int
        Size of the raster in pixels, at most 2**15 wide and 2**27 pixels in all.

    Returns
    -------
    Ids, shape (height, width)

    Raises
    ------
    ValueError
        When the raster, or the number of regions (2**21), is too large.
    """
    if width >= MAX_WIDTH or width * height > MAX_PIXELS:
        raise ValueError(f"a raster of {width} x {height} pixels is too large")
    rings = _rings_in_sight(level, scale, left, top, width, height)
    if not len(rings) or not width or not height:
        return np.zeros((height, width), np.int32)
    crossings = _crossings(level, rings, scale, left, top, width, height)
    return _fill(crossings, width, height)


def _rings_in_sight(
    level: Level, scale: float, left: float, top: float, width: int, height: int
) -> Ints:
    box = level.ring_box
    seen = (
        (box[:, 2] >= -left / scale)
        & (box[:, 0] <= (width - left) / scale)
        & (box[:, 3] >= -top / scale)
        & (box[:, 1] <= (height - top) / scale)
    )
    return np.flatnonzero(seen).astype(np.int32)


def _corners(level: Level, rings: Ints) -> tuple[Floats, NDArray[np.int64]]:
    """Return the vertices of some rings, and where each ring ends."""
    length = (level.ring_start[1:] - level.ring_start[:-1])[rings].astype(np.int64)
    end = np.cumsum(length)
    if len(rings) == len(level.ring_region):
        return level.xy, end
    position = np.arange(end[-1]) + np.repeat(level.ring_start[rings] - end + length, length)
    return level.xy[position], end


def _crossings(
    level: Level, rings: Ints, scale: float, left: float, top: float, width: int, height: int
) -> NDArray[np.int64]:
    """Return where outlines cross the middle of pixel rows, sorted, packed as region | row | column."""
    corners, end = _corners(level, rings)
    y = corners[:, 1] * scale + (top - 0.5)  # row r is crossed at y = r
    rounded = np.clip(np.ceil(y), 0, height).astype(np.int32)
    crosses = rounded[1:] != rounded[:-1]
    crosses[end[:-1] - 1] = False  # from the end of one ring to the beginning of the next
    edge = np.flatnonzero(crosses)
    region = level.ring_region[rings][np.searchsorted(end, edge, side="right")]
    above, below = rounded[edge], rounded[edge + 1]
    count = np.abs(below - above)
    x0, y0 = corners[edge, 0] * scale + left, y[edge]
    slope = (corners[edge + 1, 0] * scale + left - x0) / (y[edge + 1] - y0)
    total = np.cumsum(count, dtype=np.int64)
    first = total - count - np.minimum(above, below)
    row = np.arange(total[-1] if len(total) else 0) - np.repeat(first, count)
    x = np.repeat(x0 - y0 * slope, count) + row * np.repeat(slope, count)
    column = np.clip(np.ceil(x - 0.5), 0, width).astype(np.int64)
    packed = np.repeat(region.astype(np.int64) << 32, count) | row << 16 | column
    packed.sort()
    return np.asarray(packed, dtype=np.int64)


def _fill(crossings: NDArray[np.int64], width: int, height: int) -> Ids:
    """Fill between the 1st and 2nd, 3rd and 4th ... crossing of a region with a row."""
    opening, closing = crossings[0::2], crossings[1::2]
    length = (closing & 0xFFFF) - (opening & 0xFFFF)
    some = length > 0
    opening, length = opening[some], length[some]
    if not len(opening):
        return np.zeros((height, width), np.int32)
    start = (opening >> 16 & 0xFFFF) * width + (opening & 0xFFFF)
    spans = start << 36 | (opening >> 32) + 1 << 15 | length
    spans.sort()
    start, end = spans >> 36, (spans >> 36) + (spans & 0x7FFF)
    covered = np.zeros_like(end)  # pixels up to here belong to spans before this one
    np.maximum.accumulate(end[:-1], out=covered[1:])
    begin = np.maximum(start, covered)
    runs = np.empty(2 * len(start) + 1, np.int64)
    runs[0:-1:2] = begin - covered
    runs[1::2] = np.maximum(end - begin, 0)
    runs[-1] = width * height - int(end.max())
    ids = np.zeros(len(runs), np.int32)
    ids[1::2] = spans >> 15 & 0x1FFFFF
    return np.repeat(ids, runs).reshape(height, width)
