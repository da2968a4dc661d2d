"""The quotas of a scope: hand-counted on a 4 x 4 grid of four rows with 1600 to divide."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from builders import grid_plan
from hypothesis import given
from strategies import owners

from planner.edits.quotas import set_quotas
from planner.insight.extent import extent_of
from planner.insight.quota_scope import ScopedQuotas, quotas_within
from planner.insight.scope import EVERYTHING, Scope, ScopeKind
from planner.model.goals import Goals, QuotaGoals, TerritoryGoals
from planner.model.plan import Plan
from planner.model.types import UNASSIGNED, Ints, RepId
from planner.sales.quota import quota_tree

WEST = Scope(ScopeKind.PARENT, "West", "province")
EAST = Scope(ScopeKind.PARENT, "East", "province")
LEADER = Scope(ScopeKind.PEOPLE, "R05")
LONELY = Scope(ScopeKind.PEOPLE, "R06")


def plan_of(plan_a: Ints | list[int] | None = None) -> Plan:
    """Reps 1 to 4 have a row of four regions each, rep 5 leads reps 1 and 2, rep 6 has nothing."""
    goals = Goals(layers=(TerritoryGoals(count=4),), quota=QuotaGoals(1600, 0.10, 1))
    plan = grid_plan(4, 4, 4, reps=6, goals=goals, plan_a=plan_a)
    led = tuple(
        replace(rep, manager_id=RepId("R05") if rep.id in ("R01", "R02") else None)
        for rep in plan.reps
    )
    plan = replace(plan, reps=led)
    return set_quotas(plan, "Plan A", quota_tree(plan, plan.scenario("Plan A")))


def within(plan: Plan, scope: Scope) -> ScopedQuotas:
    return quotas_within(plan, extent_of(plan, "Plan A", scope))


def test_of_everything_there_is_the_whole_tree() -> None:
    plan = plan_of()
    found = within(plan, EVERYTHING)
    assert found.nodes is plan.scenario("Plan A").quotas
    assert (found.goal, found.of_all) == (1600, 1600)
    assert (found.territories, found.all_territories) == (4, 4)
    assert found.across == ()


def test_a_managers_people_are_a_group_that_closes_by_itself() -> None:
    found = within(plan_of(), LEADER)
    assert (found.goal, found.of_all) == (800, 1600)
    assert (found.territories, found.all_territories) == (2, 4)
    assert found.across == ()
    top = [node for node in found.nodes if not node.parent]
    assert [(node.level, node.quota) for node in top] == [("group", 800)]
    assert [node.quota for node in found.nodes if node.level == "rep"] == [440, 440]


def test_a_group_of_which_one_territory_lies_outside_is_left_out() -> None:
    # Row 1, rep 1's, lies in the east alone; the other rows are West's too.
    found = within(plan_of([UNASSIGNED, UNASSIGNED, 0, 0, *[1] * 4, *[2] * 4, *[3] * 4]), WEST)
    assert {node.node for node in found.nodes if node.level == "territory"} == {"T02", "T03", "T04"}
    assert not [node for node in found.nodes if node.level in ("company", "group")]
    assert all(not node.parent for node in found.nodes if node.level == "territory")


def test_territories_that_also_lie_outside_count_whole_and_are_named() -> None:
    found = within(plan_of(), WEST)
    assert found.across == ("T01", "T02", "T03", "T04")
    assert found.goal == found.of_all


def test_a_scope_without_a_territory_has_no_quotas() -> None:
    found = within(plan_of(), LONELY)
    assert (found.nodes, found.goal, found.territories) == ((), 0, 0)
    assert (found.of_all, found.all_territories) == (1600, 4)


def test_before_quotas_are_set_there_are_none_of_a_scope_either() -> None:
    plan = set_quotas(plan_of(), "Plan A", ())
    found = within(plan, LEADER)
    assert (found.nodes, found.goal, found.of_all, found.all_territories) == ((), 0, 0, 0)


@given(owners(16, 4, unassigned=True))
def test_what_is_inside_and_what_is_outside_add_up_to_the_goal(plan_a: Ints) -> None:
    plan = plan_of(plan_a)
    whole = plan.scenario("Plan A").quotas
    for scope in (WEST, EAST, LEADER, LONELY):
        found = within(plan, scope)
        kept = {node.node for node in found.nodes}
        outside = [node for node in whole if node.level == "territory" and node.node not in kept]
        assert found.goal + sum(node.quota for node in outside) == found.of_all == 1600
        for node in found.nodes:  # what closed in the whole closes here
            below = [child.quota for child in found.nodes if child.parent == node.node]
            assert not below or sum(below) == node.quota + node.over_assignment_amount
    if not len(np.intersect1d(plan_a[np.arange(16) % 4 < 2], plan_a[np.arange(16) % 4 > 1])):
        assert within(plan, WEST).across == within(plan, EAST).across == ()
