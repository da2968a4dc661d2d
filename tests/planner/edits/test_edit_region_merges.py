"""Merging regions of a grid."""

from dataclasses import replace

import numpy as np
from builders import grid_plan
from redrawn_maps import assert_whole

from planner.edits.locks import lock_regions
from planner.edits.region_merges import merge_regions
from planner.model.redrawing import Refusal, Why
from planner.model.scenarios import STRAY
from planner.model.types import floats, ints


def test_two_squares_become_one_with_the_figures_of_both():
    made = merge_regions(grid_plan(2, 2, territories=1), ints([0, 2])).plan
    assert made.regions.ids == ("0001", "0002", "0004")
    assert made.regions.area_km2.tolist() == [2.0, 1.0, 1.0]
    assert made.regions.columns["potential"].tolist() == [200.0, 100.0, 100.0]
    assert made.accounts.region.tolist() == [0, 1, 0, 2]
    assert_whole(made.regions)


def test_a_single_region_changes_nothing():
    plan = grid_plan(2, 2)
    assert merge_regions(plan, ints([1])).plan is plan


def test_regions_that_do_not_touch_are_merged_only_when_said():
    plan = grid_plan(1, 3, territories=1)
    plan = replace(plan, regions=replace(plan.regions, parents={}))
    assert merge_regions(plan, ints([0, 2])) == Refusal(Why.APART, ("0001", "0003"))
    made = merge_regions(plan, ints([0, 2]), apart=True).plan
    assert made.regions.ids == ("0001", "0002")
    assert made.regions.graph.borders.tolist() == [[0, 1]]
    assert made.regions.graph.border_km.tolist() == [2.0]


def test_different_parents_are_asked_about():
    plan = grid_plan(1, 2, territories=1)
    assert merge_regions(plan, ints([0, 1])) == Refusal(
        Why.PARENTS_DIFFER, ("0001", "0002"), "province"
    )
    made = merge_regions(plan, ints([0, 1]), parents_of=1).plan
    assert made.regions.parents["province"] == ("East",)


def test_a_locked_region_does_not_change_its_territory_by_a_merge():
    plan = grid_plan(2, 1)  # Plan A in stripes of rows
    plan = lock_regions(plan, "Plan A", "base", ints([1]), True)
    assert merge_regions(plan, ints([0, 1])) == Refusal(Why.LOCKED, ("0002",), "Plan A")


def test_what_is_merged_over_a_border_of_today_leaves_exceptions_of_today():
    plan = grid_plan(1, 2, territories=2)
    assert plan.today.base.owner.tolist() == [0, 1]
    made = merge_regions(plan, ints([0, 1]), parents_of=0)
    stray = made.plan.today.exceptions
    assert [(one.account_id, one.rep_id, one.reason) for one in stray] == [("A00002", "R02", STRAY)]
    assert made.told.strays == 1
    assert ("Today", "base", 1) in made.told.moved


def test_a_home_base_goes_with_its_place():
    plan = grid_plan(2, 1, territories=1)
    base = plan.scenarios[1].base
    seated = replace(base, territories=(replace(base.territories[0], seat=1),))
    plan = replace(plan, scenarios=(plan.today, replace(plan.scenarios[1], layers=(seated,))))
    assert merge_regions(plan, ints([0, 1])).plan.scenarios[1].base.territories[0].seat == 0


def test_the_loads_follow_the_formula_or_are_divided_where_they_do_not():
    plan = grid_plan(2, 1, territories=1, loads=[[5.0, 7.0, 9.0], [1.0, 2.0, 3.0]])
    assert merge_regions(plan, ints([0, 1])).plan.loads.tolist() == [[6.0, 9.0, 12.0]]
    assert np.array_equal(plan.loads, floats([[5.0, 7.0, 9.0], [1.0, 2.0, 3.0]]))
