"""Outlines of regions as ragged arrays of coordinates in metres, without any geometry library's objects."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from planner.model.types import Floats, Ints, floats, ints


@dataclass(frozen=True, slots=True, eq=False)
class Geometry:
    """Multipolygons of n regions, in the ragged form of GeoArrow (shapely's `to_ragged_array`).

    Attributes
    ----------
    xy : Floats, shape (v, 2)
        Vertices in metres of a metric CRS; every ring closes on its first vertex.
    ring_start : Ints, shape (rings + 1,)
        Ring r has the vertices `ring_start[r]:ring_start[r + 1]`.
    polygon_start : Ints, shape (polygons + 1,)
        Polygon p has the rings `polygon_start[p]:polygon_start[p + 1]`, its shell first, then holes.
    region_start : Ints, shape (n + 1,)
        Region i has the polygons `region_start[i]:region_start[i + 1]`.
    """

    xy: Floats
    ring_start: Ints
    polygon_start: Ints
    region_start: Ints

    def __post_init__(self) -> None:
        object.__setattr__(self, "xy", floats(np.reshape(self.xy, (-1, 2))))
        for name in ("ring_start", "polygon_start", "region_start"):
            object.__setattr__(self, name, ints(getattr(self, name)))
        if self.ring_start[-1] != len(self.xy):
            raise ValueError(f"rings end at vertex {self.ring_start[-1]} of {len(self.xy)}")

    @property
    def regions(self) -> int:
        """Number of regions n."""
        return len(self.region_start) - 1

    @property
    def region_of_ring(self) -> Ints:
        """The region each ring belongs to, shape (rings,)."""
        rings = self.polygon_start[self.region_start]
        return ints(np.repeat(np.arange(self.regions), np.diff(rings)))

    def boxes(self) -> Floats:
        """Return the bounding box of each region, shape (n, 4): xmin, ymin, xmax, ymax; NaN when empty."""
        start = self.ring_start[self.polygon_start[self.region_start]]
        boxes = np.full((self.regions, 4), np.nan)
        some = np.flatnonzero(np.diff(start))
        if len(some):
            boxes[some, :2] = np.minimum.reduceat(self.xy, start[some])
            boxes[some, 2:] = np.maximum.reduceat(self.xy, start[some])
        return floats(boxes)
