"""The prepared map: outlines as the canvas needs them, in several levels of detail."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from planner.model.types import Floats, Ints

CHUNK = 256
"""Segments lie in chunks of this many, near together on the map, so that what is off screen is skipped."""


@dataclass(frozen=True, slots=True, eq=False)
class Level:
    """Outlines simplified to one tolerance; neighbours still share every border (watertight).

    Coordinates are metres east and *south* of the map's origin, so that they only need scaling to pixels.

    Attributes
    ----------
    tolerance : float
        Largest distance in metres between these outlines and the exact ones.
    xy : Floats, shape (v, 2)
        Vertices of all rings, each ring closed.
    ring_start : Ints, shape (rings + 1,)
    ring_region : Ints, shape (rings,)
    ring_box : Floats, shape (rings, 4)
        Left, top, right, bottom.
    segments : Floats, shape (s, 4)
        Every border segment once (x1, y1, x2, y2), in Morton order.
    sides : Ints, shape (s, 2)
        The regions on both sides of a segment; the second is -1 along a coast.
    chunk_box : Floats, shape (ceil(s / CHUNK), 4)
        Box of each run of CHUNK segments.
    """

    tolerance: float
    xy: Floats
    ring_start: Ints
    ring_region: Ints
    ring_box: Floats
    segments: Floats
    sides: Ints
    chunk_box: Floats

    def segments_near(self, box: tuple[float, float, float, float]) -> Ints:
        """Return the segments whose chunk meets a box (left, top, right, bottom)."""
        left, top, right, bottom = box
        chunks = self.chunk_box
        near = np.flatnonzero(
            (chunks[:, 2] >= left)
            & (chunks[:, 0] <= right)
            & (chunks[:, 3] >= top)
            & (chunks[:, 1] <= bottom)
        )
        index = (near[:, None] * CHUNK + np.arange(CHUNK)).ravel()
        return index[index < len(self.segments)].astype(np.int32)


@dataclass(frozen=True, slots=True, eq=False)
class PreparedMap:
    """Everything the canvas needs to know of n regions.

    Attributes
    ----------
    origin : (float, float)
        Map coordinate (metres east, metres north) of the centre, which is (0, 0) here.
    levels : tuple of Level
        Coarsest first; the last one is exact.
    points : Floats, shape (n, 2)
        Representative points, metres east and south of the origin.
    boxes : Floats, shape (n, 4)
        Left, top, right, bottom of each region; NaN for a region without outline.
    borders : Ints, shape (b, 2)
        Pairs i < j of regions that share a border.
    border_m : Floats, shape (b,)
        Length of that border in metres.
    extent : (float, float, float, float)
        Left, top, right, bottom of all regions; a unit square when there are none.
    """

    origin: tuple[float, float]
    levels: tuple[Level, ...]
    points: Floats
    boxes: Floats
    borders: Ints
    border_m: Floats
    extent: tuple[float, float, float, float] = field(init=False)

    def __post_init__(self) -> None:
        everything = np.arange(len(self.points), dtype=np.int32)
        object.__setattr__(self, "extent", self.extent_of(everything))

    @property
    def regions(self) -> int:
        """Number of regions n."""
        return len(self.points)

    def extent_of(self, regions: Ints) -> tuple[float, float, float, float]:
        """Return the box around some regions; a unit square when none of them has an outline."""
        boxes = self.boxes.take(regions, axis=0)
        # fmin and fmax pass over regions without an outline, whose box is NaN; a column at a time they
        # take a fifth of what rows of four take.
        low = [float(np.fmin.reduce(boxes[:, at], initial=np.inf)) for at in (0, 1)]
        high = [float(np.fmax.reduce(boxes[:, at], initial=-np.inf)) for at in (2, 3)]
        if low[0] > high[0]:
            return (-0.5, -0.5, 0.5, 0.5)
        return (low[0], low[1], high[0], high[1])

    def level_for(self, scale: float) -> Level:
        """Return the coarsest level that is exact to 0.6 pixel at `scale` pixels a metre."""
        for level in self.levels:
            if level.tolerance * scale <= 0.6:
                return level
        return self.levels[-1]
