"""Outlines as objects of the geometry library, and back."""

from __future__ import annotations

from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from planner.model.geometry import Geometry
from planner.model.types import ints


def ragged(shapes: NDArray[Any]) -> Geometry:
    """Return polygons and multipolygons as the ragged arrays that a plan holds."""
    kind, xy, offsets = shapely.to_ragged_array(shapes, include_z=False)
    if kind is shapely.GeometryType.POLYGON:
        rings, polygons = offsets
        return Geometry(xy, rings, polygons, ints(np.arange(len(shapes) + 1)))
    rings, polygons, regions = offsets
    return Geometry(xy, rings, polygons, regions)


def shapes_of(geometry: Geometry) -> NDArray[Any]:
    """Return the outlines as shapely multipolygons, shape (n,); empty ones for regions without."""
    # shapely 2.2 reads beyond the arrays where a multipolygon has no polygon, or a polygon no ring.
    solid = np.diff(geometry.polygon_start) > 0
    ends = np.concatenate([[0], np.cumsum(solid)])[geometry.region_start]
    there = np.diff(ends) > 0
    shapes = np.full(geometry.regions, shapely.MultiPolygon(), object)
    if there.any():
        polygons = np.append(geometry.polygon_start[:-1][solid], geometry.polygon_start[-1])
        offsets = (geometry.ring_start, polygons, np.append(ends[:-1][there], ends[-1]))
        kind = shapely.GeometryType.MULTIPOLYGON
        shapes[there] = shapely.from_ragged_array(kind, geometry.xy, offsets)
    return shapes
