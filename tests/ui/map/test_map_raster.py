"""Scan conversion against the geometry itself."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from builders import grid_regions
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.model.geometry import Geometry
from planner.model.types import floats, ints
from ui.map.levels import prepare_map
from ui.map.raster import raster


def geometry_of(shapes: list[shapely.Geometry]) -> Geometry:
    multi = [shapely.MultiPolygon([s]) if s.geom_type == "Polygon" else s for s in shapes]
    _, xy, (rings, polygons, regions) = shapely.to_ragged_array(np.array(multi))
    return Geometry(xy, ints(rings), ints(polygons), ints(regions))


def voronoi(seed: int, count: int = 40) -> list[shapely.Geometry]:
    points = np.random.default_rng(seed).random((count, 2)) * 10_000
    box = shapely.box(0, 0, 10_000, 10_000)
    cells = shapely.voronoi_polygons(shapely.MultiPoint(points), extend_to=box)
    return [cell.intersection(box) for cell in cells.geoms]


def points_in(shapes: list[shapely.Geometry]) -> np.ndarray:
    return shapely.get_coordinates(shapely.point_on_surface(np.array(shapes)))


def test_every_pixel_of_a_grid_has_the_region_it_lies_in() -> None:
    regions = grid_regions(2, 3)
    prepared = prepare_map(regions.geometry, regions.points)
    # 3 x 2 km at 4 pixels a kilometre, the upper row of pixels is the northern row of regions.
    ids = raster(prepared.levels[-1], 0.004, 6.0, 4.0, 12, 8)
    assert ids[:4, :4].min() == ids[:4, :4].max() == 4  # region 3, plus one
    assert ids[4:, 8:].min() == ids[4:, 8:].max() == 3
    assert (np.bincount(ids.ravel(), minlength=7) == [0, 16, 16, 16, 16, 16, 16]).all()


@settings(max_examples=15)
@given(st.integers(0, 10_000), st.floats(0.001, 0.2), st.floats(-900, 900), st.floats(-900, 900))
def test_a_pixel_centre_picks_the_region_that_contains_it(
    seed: int, scale: float, left: float, top: float
) -> None:
    shapes = voronoi(seed)
    prepared = prepare_map(geometry_of(shapes), points_in(shapes))
    width, height = 50, 40
    ids = raster(prepared.levels[-1], scale, left, top, width, height)
    rows, columns = np.indices(ids.shape)
    east = (columns.ravel() + 0.5 - left) / scale + prepared.origin[0]
    north = prepared.origin[1] - (rows.ravel() + 0.5 - top) / scale
    tree = shapely.STRtree(shapes)
    points = shapely.points(east, north)
    near = tree.query(points, predicate="dwithin", distance=0.01)
    on_border = np.bincount(near[0], minlength=len(points)) > 1
    inside = np.zeros(len(points), int)
    inside[near[0]] = near[1] + 1
    outside_edge = np.abs(np.maximum(np.abs(east - 5000), np.abs(north - 5000)) - 5000) < 0.01
    sure = ~on_border & ~outside_edge
    assert (ids.ravel()[sure] == inside[sure]).all()


def test_a_hole_is_not_part_of_its_region() -> None:
    ring = shapely.box(0, 0, 30, 30).difference(shapely.box(10, 10, 20, 20))
    prepared = prepare_map(geometry_of([ring]), floats([[5.0, 5.0]]))
    ids = raster(prepared.levels[-1], 1.0, 15.0, 15.0, 30, 30)
    assert (ids == 0).sum() == 100
    assert ids[15, 15] == 0


def test_a_region_in_a_hole_fills_it() -> None:
    outer = shapely.box(0, 0, 30, 30).difference(shapely.box(10, 10, 20, 20))
    inner = shapely.box(10, 10, 20, 20)
    prepared = prepare_map(geometry_of([outer, inner]), floats([[5.0, 5.0], [15.0, 15.0]]))
    for level in prepared.levels:
        ids = raster(level, 1.0, 15.0, 15.0, 30, 30)
        assert (ids == 2).sum() == 100
        assert (ids == 1).sum() == 800


def test_where_regions_overlap_every_pixel_still_has_one() -> None:
    shapes = [shapely.box(0, 0, 20, 20), shapely.box(10, 0, 30, 20)]
    prepared = prepare_map(geometry_of(shapes), floats([[5.0, 10.0], [25.0, 10.0]]))
    ids = raster(prepared.levels[-1], 1.0, 15.0, 10.0, 30, 20)
    assert ids.shape == (20, 30)
    assert (ids == 1).sum() == 400
    assert (ids == 2).sum() == 200


def test_a_view_beside_the_map_is_empty() -> None:
    regions = grid_regions(2, 2)
    prepared = prepare_map(regions.geometry, regions.points)
    assert not raster(prepared.levels[0], 0.01, 5000.0, 0.0, 20, 10).any()


def test_a_raster_that_is_too_large_is_refused() -> None:
    regions = grid_regions(1, 1)
    level = prepare_map(regions.geometry, regions.points).levels[0]
    with pytest.raises(ValueError, match="too large"):
        raster(level, 1.0, 0.0, 0.0, 40_000, 10)
