"""The goal to divide, what teams are formed around, and how many territories are wanted."""

from __future__ import annotations

from dataclasses import replace

import pytest
from builders import grid_plan

from planner.edits.goals import form_teams_around, set_quota_goal
from planner.edits.layers import count_territories, lay_out
from planner.edits.replacing import with_layer
from planner.model.goals import Goals, QuotaGoals, TerritoryGoals
from planner.model.plan import Plan
from planner.model.scenarios import TODAY


@pytest.fixture
def plan() -> Plan:
    return grid_plan(2, 3, 2, goals=Goals((TerritoryGoals(count=2),)))


def test_a_goal_is_set_where_there_was_none_and_keeps_its_step(plan: Plan) -> None:
    first = set_quota_goal(plan, 900, 0.1)
    assert first.goals.quota == QuotaGoals(900, 0.1)
    stepped = replace(first, goals=replace(first.goals, quota=QuotaGoals(900, 0.1, step=50)))
    assert set_quota_goal(stepped, 1_000, 0.0).goals.quota == QuotaGoals(1_000, 0.0, step=50)
    assert set_quota_goal(stepped, 900, 0.1) is stepped


def test_a_goal_that_nobody_may_have_is_refused(plan: Plan) -> None:
    with pytest.raises(ValueError, match="total"):
        set_quota_goal(plan, -1, 0.0)


def test_teams_are_formed_around_another_thing_and_keep_their_norms(plan: Plan) -> None:
    first = form_teams_around(plan, "territory")
    assert first.goals.teams is not None
    assert form_teams_around(first, "territory") is first
    normed = replace(first.goals.teams, norms={"win_rate": 0.3})
    second = form_teams_around(
        replace(first, goals=replace(first.goals, teams=normed)), "parent:province"
    )
    assert second.goals.teams == replace(normed, markets="parent:province")


def test_another_number_is_wanted_and_the_territories_stay_until_they_are_laid_out(
    plan: Plan,
) -> None:
    wanted = count_territories(plan, "Plan A", "base", 3)
    assert wanted.scenario("Plan A") is plan.scenario("Plan A")
    assert len(lay_out(wanted, "Plan A", "base").scenario("Plan A").base.territories) == 3
    assert count_territories(plan, "Plan A", "base", 2) is plan
    assert count_territories(plan, TODAY, "base", 3).goals.layers[0].count == 3


def test_a_number_made_by_hand_gives_way_to_one_that_is_wanted(plan: Plan) -> None:
    layer = replace(plan.scenario("Plan A").base, own_count=True)
    by_hand = with_layer(plan, "Plan A", layer)
    assert not count_territories(by_hand, "Plan A", "base", 3).scenario("Plan A").base.own_count


@pytest.mark.parametrize("count", [0, 7])
def test_there_is_at_least_one_territory_and_at_most_one_a_region(plan: Plan, count: int) -> None:
    with pytest.raises(ValueError, match=r"count|territories"):
        count_territories(plan, "Plan A", "base", count)
