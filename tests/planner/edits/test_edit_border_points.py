"""Points of borders: all regions that share one follow."""

import numpy as np
from builders import grid_plan
from redrawn_maps import assert_whole

from planner.edits.border_points import move_point, remove_point
from planner.edits.snapping import Snap, all_snapped, snapped
from planner.model.redrawing import Refusal, Why
from planner.model.types import floats


def test_the_corner_of_four_squares_moves_in_all_of_them():
    plan = grid_plan(2, 2, territories=1)
    made = move_point(plan, (1000, 1000), (1200, 1000)).plan
    assert np.allclose(made.regions.area_km2, [1.1, 0.9, 1.1, 0.9], rtol=0, atol=1e-12)
    assert made.regions.columns["potential"].tolist() == [110.0, 90.0, 110.0, 90.0]
    assert made.regions.ids == plan.regions.ids
    assert_whole(made.regions)


def test_a_point_of_a_border_that_is_no_corner_becomes_one():
    made = move_point(grid_plan(1, 2, territories=1), (1000, 500), (1200, 500)).plan
    assert np.allclose(made.regions.area_km2, [1.1, 0.9], rtol=0, atol=1e-12)
    assert_whole(made.regions)


def test_a_point_that_stays_changes_nothing():
    plan = grid_plan(1, 2)
    assert move_point(plan, (1000, 500), (1000, 500)).plan is plan


def test_where_there_is_no_border_there_is_no_point():
    assert move_point(grid_plan(1, 2), (500, 500), (1, 1)) == Refusal(Why.NO_POINT)


def test_a_border_does_not_cross_another_region():
    refused = move_point(grid_plan(1, 3), (1000, 500), (2500, 500))
    assert refused.why in (Why.OVER_OTHERS, Why.CROSSES_ITSELF)
    assert "0002" in refused.regions


def test_a_coast_moves_into_the_sea_and_figures_stay():
    made = move_point(grid_plan(1, 2, territories=1), (500, 1000), (500, 2000)).plan
    assert made.regions.area_km2.tolist() == [1.5, 1.0]
    assert made.regions.columns["potential"].tolist() == [100.0, 100.0]
    assert_whole(made.regions)


def test_a_point_taken_away_straightens_the_border():
    made = move_point(grid_plan(1, 2, territories=1), (1000, 500), (1200, 500)).plan
    back = remove_point(made, (1200, 500)).plan
    assert back.regions.area_km2.tolist() == [1.0, 1.0]
    assert back.regions.columns["potential"].tolist() == [100.0, 100.0]
    assert_whole(back.regions)


def test_a_point_where_three_borders_meet_is_not_taken_away():
    assert remove_point(grid_plan(1, 2), (1000, 0)).why is Why.BORDERS_MEET


def test_three_points_are_the_least():
    triangle = remove_point(grid_plan(1, 1), (0, 0)).plan
    assert triangle.regions.area_km2.tolist() == [0.5]
    assert remove_point(triangle, (1000, 0)).why is Why.TOO_FEW_POINTS


def test_a_point_snaps_to_a_vertex_before_a_border():
    geometry = grid_plan(2, 2).regions.geometry
    near = snapped(geometry, 1010.0, 990.0, 50.0)
    assert (near.x, near.y, near.snap) == (1000.0, 1000.0, Snap.VERTEX)
    beside = snapped(geometry, 1010.0, 500.0, 50.0)
    assert (beside.x, beside.y, beside.snap) == (1000.0, 500.0, Snap.BORDER)
    away = snapped(geometry, 500.0, 500.0, 50.0)
    assert (away.x, away.y, away.snap, away.region) == (500.0, 500.0, Snap.FREE, -1)


def test_points_of_a_line_that_snap_to_one_are_one():
    line = floats([[990.0, 1005.0], [1005.0, 1001.0], [1500.0, 1500.0]])
    geometry = grid_plan(2, 2).regions.geometry
    assert all_snapped(geometry, line, 50.0).tolist() == [[1000.0, 1000.0], [1500.0, 1500.0]]
