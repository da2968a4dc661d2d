"""Which changes ask for other teams."""

from __future__ import annotations

from dataclasses import replace

from builders import grid_plan

from planner.edits.assignment import assign
from planner.edits.quotas import set_quotas
from planner.edits.scenarios import duplicate_scenario
from planner.edits.territories import set_rep
from planner.insight.changes import PlanChange
from planner.insight.team_inputs import asks_other_teams
from planner.model.plan import Plan
from planner.model.quotas import QuotaNode
from planner.model.types import ints

PLAN = duplicate_scenario(grid_plan(3, 3, 3), "Plan A", "Plan B")


def asks(after: Plan, scenario: str = "Plan A") -> bool:
    return asks_other_teams(PlanChange.between(PLAN, after), scenario)


def test_regions_owners_and_people_ask_for_other_teams() -> None:
    assert asks(assign(PLAN, "Plan A", "base", ints([0]), 2))
    assert asks(set_rep(PLAN, "Plan A", "base", 0, None))
    assert asks(replace(PLAN, reps=PLAN.reps[1:]))


def test_quotas_and_other_scenarios_do_not() -> None:
    quota = QuotaNode("company", "", "company", "All", 100)
    assert not asks(PLAN)
    assert not asks(set_quotas(PLAN, "Plan A", (quota,)))
    assert not asks(assign(PLAN, "Plan B", "base", ints([0]), 2))
    assert asks(assign(PLAN, "Plan B", "base", ints([0]), 2), "Plan B")
