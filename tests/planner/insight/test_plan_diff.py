"""What differs between two plans is said in the words of planning."""

from __future__ import annotations

from dataclasses import replace

from builders import grid_plan
from hypothesis import given, settings
from hypothesis import strategies as st
from rich_plans import rich_plan
from strategies import grid_plans

from planner.edits.assignment import assign
from planner.insight.plan_diff import differences
from planner.model.goals import Goals, TerritoryGoals
from planner.model.plan import Plan
from planner.model.scenarios import AccountException
from planner.model.types import identical, ints

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
