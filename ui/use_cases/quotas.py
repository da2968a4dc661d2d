"""Set the quotas of a scenario."""

from __future__ import annotations

from planner.model.plan import Plan
from planner.model.quotas import QuotaNode
from planner.sales.quota import quota_tree


def set_quota_tree(plan: Plan, scenario_name: str) -> tuple[QuotaNode, ...]:
    """Return the quota tree of a scenario, closed exactly; raises ValueError without quota goals."""
    return quota_tree(plan, plan.scenario(scenario_name))
