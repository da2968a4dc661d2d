"""Splitting a region: a square of a grid, by hand countable."""

import numpy as np
import pytest
from builders import grid_plan, grid_regions
from redrawn_maps import assert_whole

from planner.edits.region_merges import merge_regions
from planner.edits.region_splits import split_by_area, split_by_ratio, split_region
from planner.model.redrawing import By, Division, Refusal, Why
from planner.model.types import floats, ints


def line(*points):
    return floats(np.array(points, np.float64))


def test_a_line_across_a_square_makes_two_regions_in_its_place():
    plan = grid_plan(2, 2)
    made = split_region(plan, 1, line((1400, -100), (1400, 1100))).plan
    assert made.regions.ids == ("0001", "0002-1", "0002-2", "0003", "0004")
    assert made.regions.names[1:3] == ("Place 2 1", "Place 2 2")
    assert made.regions.area_km2[1:3].tolist() == [0.6, 0.4]
    assert made.regions.parents["province"][1:3] == ("East", "East")
    assert made.regions.columns["potential"].tolist() == [100.0, 60.0, 40.0, 100.0, 100.0]
    assert_whole(made.regions)
    assert made.regions.graph.borders.tolist() == [[0, 2], [0, 3], [1, 2], [1, 4], [2, 4], [3, 4]]


def test_both_parts_keep_the_territory_of_the_whole_in_every_scenario():
    plan = grid_plan(2, 2)
    made = split_region(plan, 1, line((1400, -100), (1400, 1100))).plan
    for before, after in zip(plan.scenarios, made.scenarios, strict=True):
        owner = before.base.owner
        assert after.base.owner.tolist() == [owner[0], owner[1], owner[1], owner[2], owner[3]]
        assert after.base.proof is None


def test_a_line_that_ends_inside_splits_nothing():
    plan = grid_plan(2, 2)
    refused = split_region(plan, 1, line((1400, -100), (1400, 500)))
    assert refused == Refusal(Why.NOT_CROSSED, ("0002",))


def test_a_crumb_is_refused():
    refused = split_region(grid_plan(1, 1), 0, line((0.5, -1), (0.5, 1.2), (-1, 1.2)))
    assert refused.why is Why.TOO_SMALL
    assert 0.0 < refused.square_metres < 1.0


def test_an_area_inside_a_region_becomes_a_part_with_the_rest_around_it():
    made = split_by_area(
        grid_plan(1, 2), 0, line((200, 200), (400, 200), (400, 700), (200, 700))
    ).plan
    assert made.regions.area_km2[:2].tolist() == [0.9, 0.1]
    assert_whole(made.regions)


def test_an_area_that_crosses_itself_is_refused():
    bow = line((200, 200), (400, 400), (400, 200), (200, 400))
    assert split_by_area(grid_plan(1, 1), 0, bow).why is Why.CROSSES_ITSELF


def test_a_typed_ratio_splits_across_the_longest_axis():
    made = split_by_ratio(grid_plan(1, 1), 0, 0.25).plan
    assert np.allclose(sorted(made.regions.area_km2), [0.25, 0.75], rtol=0, atol=1e-9)


@pytest.mark.parametrize(("rows", "cols"), [(1, 3), (3, 1)])
def test_the_longest_axis_is_cut_across_wherever_it_points(rows, cols):
    plan = grid_plan(rows, cols, territories=1)
    long = merge_regions(plan, ints([0, 1, 2]), parents_of=0).plan
    made = split_by_ratio(long, 0, 0.25).plan
    assert np.allclose(made.regions.area_km2, [2.25, 0.75], rtol=0, atol=1e-9)
    assert np.allclose(made.regions.graph.border_km, [1.0], rtol=0, atol=1e-9)


def test_accounts_without_a_point_go_with_the_largest_part_and_it_is_said():
    made = split_region(grid_plan(1, 2, accounts=4), 0, line((400, -1), (400, 1001)))
    assert made.plan.accounts.region.tolist() == [0, 2, 0, 2]
    assert (made.told.by_point, made.told.by_code) == (0, 2)
    assert made.plan.regions.ids[0] == "0001-1"


def test_figures_by_accounts_all_go_where_the_accounts_are():
    made = split_region(
        grid_plan(1, 2, accounts=4), 0, line((400, -1), (400, 1001)), Division(By.ACCOUNTS)
    )
    assert made.plan.regions.columns["potential"].tolist() == [100.0, 0.0, 100.0]
    assert made.told.by_area_instead == ()


def test_a_region_without_accounts_is_divided_by_area_and_it_is_said():
    made = split_region(
        grid_plan(1, 2, accounts=0), 0, line((400, -1), (400, 1001)), Division(By.ACCOUNTS)
    )
    assert made.plan.regions.columns["potential"].tolist() == [60.0, 40.0, 100.0]
    assert made.told.by_area_instead == ("0001",)


def test_an_average_is_no_sum():
    division = Division(averages=frozenset({"potential"}))
    made = split_region(grid_plan(1, 2), 0, line((400, -1), (400, 1001)), division)
    assert made.plan.regions.columns["potential"].tolist() == [100.0, 100.0, 100.0]


def test_a_second_split_finds_free_ids():
    once = split_region(grid_plan(1, 1), 0, line((400, -1), (400, 1001))).plan
    twice = split_region(once, 0, line((700, -1), (700, 1001))).plan
    assert twice.regions.ids == ("0001-1-1", "0001-1-2", "0001-2")
    assert_whole(twice.regions)


def test_the_regions_of_a_grid_are_whole_to_begin_with():
    assert_whole(grid_regions(3, 3))
