"""Goals beside those of territories: the total to divide, and what teams are formed around."""

from __future__ import annotations

from dataclasses import replace

from planner.model.goals import QuotaGoals, TeamGoals
from planner.model.plan import Plan


def set_quota_goal(plan: Plan, total: int, over_assignment: float) -> Plan:
    """Return the plan with another goal and over-assignment; the plan itself when they are as they were.

    Raises ValueError for a total or an over-assignment that no goal may have.
    """
    before = plan.goals.quota
    after = QuotaGoals(total, over_assignment)
    if before is not None:
        after = replace(before, total=total, over_assignment=over_assignment)
    return plan if after == before else replace(plan, goals=replace(plan.goals, quota=after))


def form_teams_around(plan: Plan, markets: str) -> Plan:
    """Return the plan whose teams are formed around "segment", "product", "territory" or "parent:LEVEL".

    Norms stay. Raises ValueError for anything else.
    """
    before = plan.goals.teams
    after = TeamGoals(markets) if before is None else replace(before, markets=markets)
    return plan if after == before else replace(plan, goals=replace(plan.goals, teams=after))
