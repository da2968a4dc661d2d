"""A published map with overlaps, slivers and parts, as it came: no hole, no crash, all can be picked."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from shared_sets import REGION_SETS

from planner.io.plan_reader import read_plan
from planner.model.regions import RegionSet
from planner.model.types import Floats, floats, ints
from ui.map.content import MapContent, TerritoryMark
from ui.map.frame import Frame
from ui.map.levels import prepare_map
from ui.map.prepared import Level, PreparedMap
from ui.map.raster import Ids, raster
from ui.map.scene import MapScene
from ui.map.view import View, fit

MESSY = REGION_SETS / "nl_postcode4_raw_messy" / "nl_postcode4_raw_messy_shp.zip"
SIZE = (420, 480)

pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(
        not MESSY.exists(), reason="the shared region sets are not beside the checkout"
    ),
]


@pytest.fixture(scope="module")
def regions() -> RegionSet:
    plan, _ = read_plan(MESSY)
    assert plan is not None
    return plan.regions


@pytest.fixture(scope="module")
def prepared(regions: RegionSet) -> PreparedMap:
    return prepare_map(regions.geometry, regions.points)


@pytest.fixture(scope="module")
def shapes(regions: RegionSet) -> np.ndarray:
    outlines = regions.geometry
    starts = (outlines.ring_start, outlines.polygon_start, outlines.region_start)
    made = shapely.from_ragged_array(shapely.GeometryType.MULTIPOLYGON, outlines.xy.copy(), starts)
    return np.asarray(made)


def views(prepared: PreparedMap) -> list[View]:
    """The whole country, and its middle enlarged."""
    whole = fit(prepared.extent, *SIZE)
    return [whole, whole.zoomed(4, 230, 250), whole.zoomed(16, 230, 250)]


def centres(view: View, prepared: PreparedMap) -> Floats:
    """Return the map coordinates of all pixel centres, row by row."""
    rows, columns = np.indices((SIZE[1], SIZE[0]))
    x = (columns.ravel() + 0.5 - view.left) / view.scale + prepared.origin[0]
    y = prepared.origin[1] - (rows.ravel() + 0.5 - view.top) / view.scale
    return floats(np.column_stack([x, y]))


def painted(level: Level, view: View) -> Ids:
    return raster(level, view.scale, view.left, view.top, *SIZE).ravel()


def test_every_pixel_is_painted_as_a_region_that_holds_it(
    prepared: PreparedMap, shapes: np.ndarray
) -> None:
    tree = shapely.STRtree(shapes)
    for view in views(prepared):
        points = shapely.points(centres(view, prepared))
        held = np.zeros(len(points), np.bool_)
        held[tree.query(points, predicate="intersects")[0]] = True
        ids = painted(prepared.levels[-1], view)
        some = ids > 0
        assert held.sum() > 10_000
        away = shapely.distance(points[some], shapes[ids[some] - 1])
        assert away.max() < 0.01  # metres: on a border by the last digits
        bare = points[held & ~some]
        pixel, region = tree.query(bare, predicate="intersects")
        depth = shapely.distance(bare[pixel], shapely.boundary(shapes[region]))
        assert depth.size == 0 or depth.max() < 0.01


def test_the_level_in_use_is_as_near_as_it_says_and_leaves_no_hole(
    prepared: PreparedMap, shapes: np.ndarray
) -> None:
    tree = shapely.STRtree(shapes)
    for view in views(prepared):
        level = prepared.level_for(view.scale)
        points = shapely.points(centres(view, prepared))
        ids = painted(level, view)
        some = ids > 0
        away = shapely.distance(points[some], shapes[ids[some] - 1])
        assert away.max() <= level.tolerance * 1.001
        # Deeper in one region than borders can have moved, a pixel is never left bare.
        bare = points[~some]
        pixel, region = tree.query(bare, predicate="intersects")
        depth = shapely.distance(bare[pixel], shapely.boundary(shapes[region]))
        assert depth.size == 0 or depth.max() <= level.tolerance * 1.001


def test_every_region_larger_than_a_pixel_can_be_picked(
    prepared: PreparedMap, shapes: np.ndarray
) -> None:
    scene = MapScene(prepared, prepared.borders, *SIZE, 1.0)
    for view in views(prepared):
        scene.view = view
        scene.sharpen()
        shown = set((scene.frame.ids[scene.frame.ids > 0] - 1).tolist())
        at = view.pixel(prepared.points)
        inside = ((at >= 0) & (at < SIZE)).all(axis=1)
        large = shapely.area(shapes) * view.scale**2 > 1
        hidden = [each for each in np.flatnonzero(inside & large) if each not in shown]
        assert [scene.region_at(*at[each]) for each in hidden] == hidden


def test_an_overlapping_map_is_edited_and_moved_without_a_crash(prepared: PreparedMap) -> None:
    scene = MapScene(prepared, prepared.borders, *SIZE, 1.0)
    chance = np.random.default_rng(1)
    marks = tuple(TerritoryMark(f"T{i}", colour=i) for i in range(12))
    for _ in range(8):
        scene.content = MapContent(ints(chance.integers(-1, 12, prepared.regions)), marks)
        scene.refresh()
        scene.pan(*chance.integers(-60, 60, 2).tolist())
        scene.zoom(float(chance.uniform(0.5, 2)), *chance.uniform(100, 300, 2).tolist())
        scene.sharpen()
        fresh = Frame(prepared, *SIZE)
        fresh.show(scene.view)
        assert fresh.ids.any()
        assert (scene.frame.ids == fresh.ids).all()
