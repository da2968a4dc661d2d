from __future__ import annotations

from dataclasses import replace

from builders import grid_plan

from planner.insight.region_figures import RegionFigures, accounts_per_region, region_figures
from planner.insight.summary import layer_summary
from planner.model.types import UNASSIGNED, ints


def test_a_region_is_a_part_of_its_territory() -> None:
    plan = grid_plan(3, 3, 3, accounts=12)
    summary, layer = layer_summary(plan, "Plan A"), plan.scenario("Plan A").base
    expected = RegionFigures((1.0, 10.0, 100.0), (1 / 3, 1 / 3, 1 / 3), 2, 0)
    assert region_figures(plan, layer, summary, 1) == expected


def test_without_a_territory_it_is_a_part_of_nothing() -> None:
    plan = grid_plan(3, 3, 3, plan_a=[UNASSIGNED, 0, 0, 1, 1, 1, 2, 2, 2], accounts=0)
    summary, layer = layer_summary(plan, "Plan A"), plan.scenario("Plan A").base
    found = region_figures(plan, layer, summary, 0)
    assert (found.shares, found.accounts, found.territory) == ((None, None, None), 0, UNASSIGNED)


def test_accounts_outside_all_regions_count_nowhere() -> None:
    plan = grid_plan(2, 2, 2)
    outside = replace(plan.accounts, region=ints([0, 0, UNASSIGNED, 3]))
    assert accounts_per_region(outside, 4).tolist() == [2, 0, 0, 1]
