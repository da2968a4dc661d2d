"""What lies inside drawn areas: regions by their own rule, accounts by their point."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.errors import GEOSException

from planner.model.accounts import Accounts
from planner.model.areas import CENTRE, TOUCHES, Area
from planner.model.geometry import Geometry
from planner.model.projection import project
from planner.model.regions import RegionSet
from planner.model.shapes import ragged, shapes_of
from planner.model.types import Bools, Floats, Ints, bools, floats, ints

SLIVER = 1e-6
"""Part of a region that is no part: borders that should be the same differ by as much."""


class Inside(Mapping[str, Bools]):
    """Which accounts lie inside each area, shape (a,) by key; worked out when first asked for."""

    def __init__(self, areas: Sequence[Area], regions: RegionSet, accounts: Accounts) -> None:
        self._areas = {area.key: area for area in areas}
        self._regions = regions
        self._accounts = accounts

    def __getitem__(self, key: str) -> Bools:
        return accounts_inside(self._areas[key], self._regions, self._accounts)

    def __iter__(self) -> Iterator[str]:
        return iter(self._areas)

    def __len__(self) -> int:
        return len(self._areas)

    def __contains__(self, key: object) -> bool:
        return key in self._areas


@lru_cache(maxsize=1024)
def regions_inside(area: Area, regions: RegionSet) -> Bools:
    """Return which regions count as inside an area, shape (n,), by its own rule."""
    shape = shape_of(area.outline)
    if area.counts == CENTRE:
        return _points_inside(shape, regions.points)
    part = _parts_inside(shape, regions.geometry)
    return bools(part > SLIVER if area.counts == TOUCHES else part >= 1 - SLIVER)


@lru_cache(maxsize=64)
def accounts_inside(area: Area, regions: RegionSet, accounts: Accounts) -> Bools:
    """Return which accounts lie inside an area, shape (a,).

    An account with a point counts by that point, one without as its region does; one without
    either lies nowhere.
    """
    points, pointless = account_points(accounts, regions.crs)
    held = _points_inside(shape_of(area.outline), points)
    if not len(pointless):
        return held
    whole = np.append(regions_inside(area, regions), False)  # UNASSIGNED is -1: the last
    held = held.copy()
    held[pointless] = whole[accounts.region[pointless]]
    return bools(held)


@lru_cache(maxsize=1024)
def count_inside(area: Area, regions: RegionSet, accounts: Accounts) -> int:
    """Return how many accounts lie inside an area; remembered where `accounts_inside` is not."""
    return int(accounts_inside(area, regions, accounts).sum())


def cut_by(area: Area, regions: RegionSet) -> Ints:
    """Return the regions that an area's line runs through, ascending."""
    part = _parts_inside(shape_of(area.outline), regions.geometry)
    return ints(np.flatnonzero((part > SLIVER) & (part < 1 - SLIVER)))


@lru_cache(maxsize=2)
def account_points(accounts: Accounts, crs: str) -> tuple[Floats, Ints]:
    """Return the points of accounts in metres, shape (a, 2), and the rows that have none; remembered.

    Reckoning them takes a second for half a million accounts.
    """
    known = np.isfinite(accounts.lon_lat).all(axis=1)
    points = np.full((len(accounts), 2), np.nan)
    if known.any():
        points[known] = project(floats(accounts.lon_lat[known]), crs)
    return floats(points), ints(np.flatnonzero(np.isnan(points).any(axis=1)))


def shape_of(outline: Geometry) -> Any:
    """Return an outline as a shapely multipolygon."""
    return shapes_of(outline)[0]


def outline_of(shape: Any) -> Geometry:
    """Return a shapely polygon or multipolygon as an outline; raises ValueError for another kind."""
    if shape.geom_type not in ("Polygon", "MultiPolygon"):
        raise ValueError(f"an outline is made of polygons, not of a {shape.geom_type}")
    return ragged(np.array([shape], object))


def _points_inside(shape: Any, points: Floats) -> Bools:
    """Return which points lie inside a shape, shape (p,); those outside its box are not asked."""
    x0, y0, x1, y1 = shape.bounds
    x, y = points[:, 0], points[:, 1]
    near = np.flatnonzero((x >= x0) & (x <= x1) & (y >= y0) & (y <= y1))
    held = np.zeros(len(points), np.bool_)
    shapely.prepare(shape)
    held[near] = shapely.contains_xy(shape, x[near], y[near])
    return bools(held)


def _parts_inside(shape: Any, geometry: Geometry) -> Floats:
    """Return what part of each region lies inside a shape, shape (n,), 0..1."""
    x0, y0, x1, y1 = shape.bounds
    boxes = _boxes(geometry)
    near = (boxes[:, 0] < x1) & (boxes[:, 2] > x0) & (boxes[:, 1] < y1) & (boxes[:, 3] > y0)
    rows = np.flatnonzero(near)
    shapes = _shapes(geometry)[rows]
    part = np.zeros(geometry.regions)
    try:
        part[rows] = _parts(shape, shapes)
    except GEOSException:  # an outline crosses itself, as some come out of files
        part[rows] = _parts(shapely.make_valid(shape), shapely.make_valid(shapes))
    return floats(part)


def _parts(shape: Any, shapes: NDArray[Any]) -> Floats:
    """Return what part of each of some shapes lies inside one, shape (s,); raises GEOSException."""
    shapely.prepare(shape)
    whole = shapely.covers(shape, shapes)
    cut = ~whole & shapely.intersects(shape, shapes)
    part = whole.astype(np.float64)
    areas = shapely.area(shapes[cut])
    held = shapely.area(shapely.intersection(shape, shapes[cut]))
    part[cut] = np.divide(held, areas, out=np.zeros(len(held)), where=areas > 0)
    return floats(part)


@lru_cache(maxsize=2)
def _boxes(geometry: Geometry) -> Floats:
    return geometry.boxes()


@lru_cache(maxsize=2)
def _shapes(geometry: Geometry) -> NDArray[Any]:
    return shapes_of(geometry)
