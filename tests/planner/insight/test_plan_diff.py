"""What differs between two plans is said in the words of planning."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import shapely
from builders import grid_plan
from hypothesis import given, settings
from hypothesis import strategies as st
from rich_plans import rich_plan
from strategies import grid_plans

from planner.edits.areas import add_area, count_area, rename_area, reshape_area
from planner.edits.assignment import assign
from planner.insight.plan_diff import differences
from planner.model.accounts import Accounts
from planner.model.goals import Goals, TerritoryGoals
from planner.model.inside import outline_of
from planner.model.plan import Plan
from planner.model.scenarios import AccountException
from planner.model.types import Floats, floats, identical, ints

PLAN = grid_plan(2, 3, 2)


def said(before: Plan, after: Plan) -> list[str]:
    return [f"{one.where} | {one.text}" for one in differences(before, after)]


def test_a_plan_does_not_differ_from_itself() -> None:
    plan = rich_plan()
    assert differences(plan, plan) == ()
    assert differences(plan, rich_plan()) == ()


def test_a_region_that_moved_says_from_where_to_where_and_what_went_along() -> None:
    after = assign(PLAN, "Plan A", "base", ints([0]), 1)
    first, second = PLAN.scenario("Plan A").base.territories
    total, line = said(PLAN, after)
    assert total.startswith("Plan A, Territories | 1 region of another territory, +")
    name = PLAN.regions.names[0]
    assert line.startswith(f"Plan A, Territories | {name}: {first.name} to {second.name}, +")
    assert PLAN.measures[0].unit in line


def test_a_region_that_nobody_has_any_more_says_so() -> None:
    after = assign(PLAN, "Plan A", "base", ints([0]), -1)
    assert " to nobody, " in said(PLAN, after)[1]


def test_the_order_of_the_regions_does_not_matter() -> None:
    before = grid_plan(1, 2, 1)
    assert said(before, grid_plan(1, 2, 1)) == []


def test_fields_people_goals_and_exceptions_are_named() -> None:
    rep = replace(PLAN.reps[0], fte=0.8)
    account = PLAN.accounts.ids[0]
    scenario = PLAN.scenario("Plan A")
    named = replace(scenario, exceptions=(AccountException(account, rep.id),))
    after = replace(
        PLAN,
        seed=7,
        reps=(rep, *PLAN.reps[1:]),
        goals=Goals((TerritoryGoals(count=9),)),
        scenarios=(PLAN.today, named),
    )
    assert said(PLAN, after) == [
        "Plan | seed 1 to 7",
        f"People | {rep.id}: fte 1 to 0.8",
        f"Goals | layers base.count: {PLAN.goals.layers[0].count or 'nothing'} to 9",
        f"Plan A, exceptions | {PLAN.accounts.names[0]} to {rep.name}",
    ]
    back = said(after, PLAN)
    assert f"Plan A, exceptions | {PLAN.accounts.names[0]} is no exception any more" in back


def test_accounts_that_came_went_and_changed_are_named() -> None:
    accounts = PLAN.accounts
    fewer = replace(PLAN, accounts=replace(
        accounts, ids=accounts.ids[1:], names=("Other", *accounts.names[2:]),
        region=accounts.region[1:], lon_lat=accounts.lon_lat[1:],
        text={key: cells[1:] for key, cells in accounts.text.items()},
        numbers={key: values[1:] for key, values in accounts.numbers.items()},
    ))  # fmt: skip
    lines = said(PLAN, fewer)
    assert lines[0] == f"Accounts | {accounts.ids[0]} ({accounts.names[0]}) is gone"
    assert f"Accounts | Other: name {accounts.names[1]} to Other" in lines


@settings(max_examples=40)
@given(grid_plans(), st.data())
def test_no_lines_mean_the_same_owners(plan: Plan, data: st.DataObject) -> None:
    k = len(plan.scenario("Plan A").base.territories)
    region = data.draw(st.integers(0, len(plan.regions) - 1))
    after = assign(plan, "Plan A", "base", ints([region]), data.draw(st.integers(-1, k - 1)))
    assert (differences(plan, after) == ()) == identical(
        plan.scenario("Plan A").base.owner, after.scenario("Plan A").base.owner
    )


def test_figures_that_moved_between_regions_are_named_though_their_sum_is_the_same() -> None:
    loads = PLAN.loads.copy()
    loads[0, 1], loads[3, 1] = loads[0, 1] - 2, loads[3, 1] + 2
    assert said(PLAN, replace(PLAN, loads=floats(loads))) == [
        "Figures | Place 1: Workload 10 to 8 hours",
        "Figures | Place 4: Workload 10 to 12 hours",
    ]
    loads[3, 1] += 5
    assert said(PLAN, replace(PLAN, loads=floats(loads))) == [
        "Figures | Workload: 60 to 65 hours",
        "Figures | Place 4: Workload 10 to 17 hours",
        "Figures | Place 1: Workload 10 to 8 hours",
    ]


def with_targets(plan: Plan, targets: Floats) -> Plan:
    scenario = plan.scenario("Plan A")
    layer = replace(scenario.base, targets=targets)
    return replace(plan, scenarios=(plan.today, replace(scenario, layers=(layer,))))


def test_what_a_territory_should_hold_is_named() -> None:
    targets = PLAN.scenario("Plan A").base.targets.copy()
    targets[:, 0] = 0.25, 0.75
    first, second = PLAN.scenario("Plan A").base.territories
    assert said(PLAN, with_targets(PLAN, floats(targets))) == [
        f"Plan A, Territories | {first.name}: to hold of Prospects 50 % to 25 %",
        f"Plan A, Territories | {second.name}: to hold of Prospects 50 % to 75 %",
    ]


def test_another_name_of_a_layer_is_named_beside_what_moved_in_it() -> None:
    moved = assign(PLAN, "Plan A", "base", ints([0]), 1)
    plan_a = moved.scenario("Plan A")
    base = replace(plan_a.base, label="Patches")
    after = replace(moved, scenarios=(moved.today, replace(plan_a, layers=(base,))))
    lines = said(PLAN, after)
    assert lines[0] == "Plan A, Patches | label Territories to Patches"
    assert len(lines) == 3


def test_where_accounts_lie_and_how_regions_are_called_is_named() -> None:
    lon_lat = np.zeros((len(PLAN.accounts), 2))
    before = replace(PLAN, accounts=replace(PLAN.accounts, lon_lat=floats(lon_lat)))
    lon_lat[1] = 4.5, 52
    after = replace(
        PLAN,
        accounts=replace(PLAN.accounts, lon_lat=floats(lon_lat)),
        regions=replace(PLAN.regions, crs="EPSG:3035", noun=("wijk", "wijken")),
    )
    name = PLAN.accounts.names[1]
    assert said(before, after) == [
        f"Regions | crs {PLAN.regions.crs} to EPSG:3035",
        f"Regions | called wijk and wijken, not {' and '.join(PLAN.regions.noun)}",
        f"Accounts | {name}: longitude 0 to 4.5",
        f"Accounts | {name}: latitude 0 to 52",
    ]


def test_a_plan_that_had_no_accounts_gets_no_new_columns_of_its_own() -> None:
    lines = said(replace(PLAN, accounts=Accounts()), PLAN)
    assert not [line for line in lines if line.endswith(("column name is new", "region is new"))]


def test_plans_without_measures_are_compared() -> None:
    scenarios = tuple(
        replace(one, layers=(replace(one.base, targets=floats(np.zeros((2, 0)))),))
        for one in (PLAN.today, PLAN.scenario("Plan A"))
    )
    bare = replace(PLAN, measures=(), loads=floats(np.zeros((6, 0))), scenarios=scenarios)
    _, line = said(bare, assign(bare, "Plan A", "base", ints([0]), 1))
    assert line.endswith("nothing in it")


def test_what_has_no_words_of_its_own_is_a_difference_all_the_same() -> None:
    moved = replace(PLAN, regions=replace(PLAN.regions, points=floats(PLAN.regions.points + 1)))
    assert said(PLAN, moved) == ["Plan | other details differ"]
    assert said(PLAN, replace(moved, seed=5)) == ["Plan | seed 1 to 5"]


@given(grid_plans(), grid_plans())
def test_no_lines_mean_the_same_plan(before: Plan, after: Plan) -> None:
    assert (differences(before, after) == ()) == identical(before, after)


def test_areas_differ_in_words() -> None:
    plan = grid_plan(2, 3, 2)
    drawn = add_area(plan, "Pilot", outline_of(shapely.box(0, 0, 1000, 1000)))
    wider = reshape_area(drawn, "pilot", outline_of(shapely.box(0, 0, 2000, 1000)))
    counted = count_area(rename_area(wider, "pilot", "P"), "pilot", "touches")
    assert said(plan, drawn) == ["Areas | pilot is new"]
    assert said(drawn, wider) == [
        "Areas | pilot: outline differs, 1.0 km2 with 1 region to 2.0 km2 with 2 regions"
    ]
    assert said(wider, counted) == [
        "Areas | pilot: label Pilot to P", "Areas | pilot: counts centre to touches",
    ]  # fmt: skip
