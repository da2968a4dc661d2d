"""Scan conversion of outlines to a raster of region numbers, in pure numpy.

Every pixel whose centre lies in a region gets that region's number. Numpy releases the interpreter lock,
and a map of 35,000 regions takes about 15 ms, so nothing here needs Qt, a mesh or a graphics card.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import numpy as np
from numpy.typing import NDArray

from planner.model.types import Floats, Ints
from ui.map.prepared import Level

Ids = NDArray[np.int32]

PARTED = 20_000
"""As many outlines are worth a second thread, each with half of the rows."""
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
    if len(rings) < PARTED:
        return _strip(level, rings, scale, left, top, width, height)
    upper = height // 2
    with ThreadPoolExecutor(1) as beside:
        lower = beside.submit(_strip, level, rings, scale, left, top - upper, width, height - upper)
        return np.concatenate(
            [_strip(level, rings, scale, left, top, width, upper), lower.result()]
        )


def _strip(
    level: Level, rings: Ints, scale: float, left: float, top: float, width: int, height: int
) -> Ids:
    """Do the same for the rings that may be in sight."""
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
    y = corners[:, 1] * scale
    y += top - 0.5  # row r is crossed at y = r
    rounded = np.clip(np.ceil(y), 0, height).astype(np.int32)
    crosses = rounded[1:] != rounded[:-1]
    crosses[end[:-1] - 1] = False  # from the end of one ring to the beginning of the next
    edge = np.flatnonzero(crosses)
    region = np.repeat(level.ring_region[rings], np.diff(end, prepend=0))[edge]
    x0, y0 = corners[edge, 0] * scale + left, y[edge]
    slope = (corners[edge + 1, 0] * scale + left - x0) / (y[edge + 1] - y0)
    rows = _rows(rounded[edge], rounded[edge + 1])
    return _packed(region, x0 - y0 * slope, slope, rows, width)


def _rows(above: Ints, below: Ints) -> tuple[Ints, Ints, Ints]:
    """Return the first row each edge crosses, then edges and rows of what they cross beyond that.

    Most edges of a whole country cross one row, and repeating an array by numbers is slow.
    """
    row = np.minimum(above, below)
    beyond = np.abs(below - above) - 1
    long = np.flatnonzero(beyond)
    beyond = beyond[long]
    edge = np.repeat(long.astype(np.int32), beyond)
    before = np.cumsum(beyond) - beyond
    further = row[edge] + (np.arange(1, len(edge) + 1) - np.repeat(before, beyond))
    return row, edge, further.astype(np.int32)


def _packed(
    region: Ints, x: Floats, slope: Floats, rows: tuple[Ints, Ints, Ints], width: int
) -> NDArray[np.int64]:
    """Return the crossings of edges that lie at `x + row * slope`, packed and sorted."""
    row, edge, further = rows
    first = len(row)
    at = np.empty(first + len(edge))
    np.multiply(row, slope, out=at[:first])
    at[:first] += x
    np.multiply(further, slope[edge], out=at[first:])
    at[first:] += x[edge]
    at -= 0.5
    np.clip(np.ceil(at, out=at), 0, width, out=at)
    packed = np.concatenate([region, region[edge]]).astype(np.int64)
    packed <<= 16
    packed |= np.concatenate([row, further])
    packed <<= 16
    packed |= at.astype(np.int64)
    packed.sort()
    return packed


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
