"""How whole the shape of a territory is: its share of the land inside its convex hull."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely

from planner.model.geometry import Geometry
from planner.model.graph import spans
from planner.model.layers import Layer
from planner.model.regions import RegionSet
from planner.model.types import Floats, Ints, floats, ints

RAGGED = 0.4
"""A territory that holds less of its hull's land than this is named with the reason."""

Hull = Any
"""A convex polygon of shapely, which has no types."""


@dataclass(frozen=True, slots=True, eq=False)
class LandInside:
    """Land of the plan inside a hull.

    Attributes
    ----------
    regions : Ints, shape (r,)
        Regions that lie in the hull, wholly or in part.
    km2 : Floats, shape (r,)
        How much of each lies in it.
    hull_km2 : float
        Area of the hull itself, water and foreign land included.
    """

    regions: Ints
    km2: Floats
    hull_km2: float


class Land:
    """The outlines of a region set, ready to be asked what lies inside a hull.

    Most regions are told apart by their bounding boxes; only those the hull's edge crosses are cut
    (35,000 regions and 300 hulls take a few seconds).
    """

    def __init__(self, regions: RegionSet) -> None:
        self._regions = regions
        self._boxes = regions.geometry.boxes()
        self._box_shapes = shapely.box(*self._boxes.T)

    def hull(self, held: Ints) -> Hull:
        """Return the convex hull of some regions; empty where they have no outlines."""
        geometry = self._regions.geometry
        start = geometry.ring_start[geometry.polygon_start[geometry.region_start]]
        xy = geometry.xy[spans(start, held)]
        # One line through all vertices has their hull, and is made fifty times sooner than points are.
        return shapely.convex_hull(shapely.linestrings(xy) if len(xy) else shapely.MultiPoint())

    def inside(self, hull: Hull) -> LandInside:
        """Return which regions lie inside a hull and how much of each."""
        near = self._near(hull)
        boxes = self._box_shapes[near]
        shapely.prepare(hull)
        share = shapely.contains_properly(hull, boxes).astype(np.float64)
        cut = np.flatnonzero((share == 0) & shapely.intersects(hull, boxes))
        share[cut] = _share_inside(self._regions.geometry, ints(near[cut]), hull)
        some = share > 0
        km2 = self._regions.area_km2[near[some]] * share[some]
        return LandInside(ints(near[some]), floats(km2), float(hull.area) / 1e6)

    def share(self, held: Ints) -> float:
        """Return which share of the land in their hull some regions hold; NaN without outlines.

        ``area(held) / sum_i area(region i inside the convex hull of held)``: 1 is a convex territory
        of its land; sea and what lies beyond the plan do not count.
        """
        total = float(self.inside(self.hull(held)).km2.sum()) if len(held) else 0.0
        own = float(self._regions.area_km2[held].sum())
        return min(1.0, own / total) if total > 0 else float("nan")

    def _near(self, hull: Hull) -> Ints:
        if shapely.is_empty(hull):
            return ints([])
        left, low, right, high = hull.bounds
        box = self._boxes
        apart = (box[:, 0] > right) | (box[:, 2] < left) | (box[:, 1] > high) | (box[:, 3] < low)
        return ints(np.flatnonzero(~apart & np.isfinite(box[:, 0])))


def hull_shares(regions: RegionSet, layer: Layer) -> Floats:
    """Return `Land.share` of each territory, shape (k,); NaN for an empty one."""
    land = Land(regions)
    return floats([land.share(layer.regions_of(t)) for t in range(len(layer.territories))])


def _share_inside(geometry: Geometry, which: Ints, hull: Hull) -> Floats:
    """Return which share of the area of each region lies in a hull."""
    shapes = shapes_of(geometry, which)
    broken = ~shapely.is_valid(shapes)
    shapes[broken] = shapely.make_valid(shapes[broken])
    whole = shapely.area(shapes)
    inside = shapely.area(shapely.intersection(shapes, hull))
    return floats(np.divide(inside, whole, out=np.zeros(len(which)), where=whole > 0))


def shapes_of(geometry: Geometry, which: Ints) -> Any:
    """Return the outlines of some regions as multipolygons of shapely."""
    polygons = spans(geometry.region_start, which)
    rings = spans(geometry.polygon_start, polygons)
    counts = (
        np.diff(geometry.ring_start)[rings],
        np.diff(geometry.polygon_start)[polygons],
        np.diff(geometry.region_start)[which],
    )
    offsets = tuple(np.concatenate([[0], np.cumsum(count)]) for count in counts)
    xy = geometry.xy[spans(geometry.ring_start, rings)]
    return np.array(shapely.from_ragged_array(shapely.GeometryType.MULTIPOLYGON, xy, offsets))
