"""Key accounts stay in the part of the base layer they lie in, and relationships are capped."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from builders import grid_plan

from planner.edits.layers import lay_out
from planner.judge.from_accounts import account_problem_from
from planner.model.goals import AccountGoals, Goals, TerritoryGoals
from planner.model.plan import Plan
from planner.model.types import UNASSIGNED, frozen_map

ALL = AccountGoals("all", "All", "industry in ('food', 'metal')", tolerance=0.25)


def apart_plan() -> Plan:
    """Two provinces of three regions each, a rep in each by his own province as country."""
    plan = grid_plan(1, 6, 2)
    reps = tuple(
        replace(rep, country=part) for rep, part in zip(plan.reps, ("East", "West"), strict=True)
    )
    goals = Goals(layers=(TerritoryGoals(count=2, apart="province"),), key_accounts=(ALL,))
    return lay_out(replace(plan, reps=reps, goals=goals), "Plan A", "base")


def test_no_account_goes_to_somebody_of_another_part() -> None:
    plan = apart_plan()
    asked = account_problem_from(plan, plan.scenario("Plan A"), ALL)
    assert asked is not None
    reps = [str(rep.id) for rep in asked.reps]
    part = {str(t.rep_id): t.part for t in plan.scenario("Plan A").base.territories}
    provinces = plan.regions.parents["province"]
    barred = {(int(i), reps[t]) for i, t in asked.problem.kept_from}
    expected = {
        (i, rep)
        for i, row in enumerate(asked.accounts.tolist())
        for rep in reps
        if provinces[plan.accounts.region[row]] != part[rep]
    }
    assert barred == expected
    assert asked.problem.tolerance.tolist() == [0.25] * len(asked.problem.measures)


def test_long_and_rich_relationships_cost_more_and_the_cap_is_a_share_of_all() -> None:
    plan = grid_plan(1, 6, 2)
    text = {**plan.accounts.text, "owner_since": ("2021-01-01", "2026-12-01") + ("",) * 4}
    plan = replace(plan, accounts=replace(plan.accounts, text=frozen_map(text)))
    homes = ((3.313, 47.975), (3.366, 47.975))
    reps = tuple(replace(rep, lon_lat=home) for rep, home in zip(plan.reps, homes, strict=True))
    plan = replace(plan, reps=reps, goals=Goals(key_accounts=(ALL,)))
    goals = replace(ALL, most_moved=0.5)
    asked = account_problem_from(plan, plan.scenario("Plan A"), goals)
    assert asked is not None
    cost, current = asked.problem.switch_cost, asked.problem.current
    assert cost is not None
    assert current is not None
    # Account 0 brings no revenue but is owned for five years; account 2 is owned for none.
    assert cost[0] == pytest.approx(2 * cost[2])
    # Accounts 1, 3 and 5 bring 50 each: twice the mean of all, so three times what none brings.
    assert cost[3] == pytest.approx(3 * cost[2])
    assert asked.problem.most_moved == pytest.approx(0.5 * cost[current != UNASSIGNED].sum())
    free = account_problem_from(plan, plan.scenario("Plan A"), ALL)
    assert free is not None
    assert np.isinf(free.problem.most_moved)
