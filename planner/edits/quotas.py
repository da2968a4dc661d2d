"""The quota tree of a scenario."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from planner.edits.replacing import editable, with_scenario
from planner.model.plan import Plan
from planner.model.quotas import QuotaNode


def set_quotas(plan: Plan, scenario_name: str, quotas: Sequence[QuotaNode]) -> Plan:
    """Return the plan with the quota tree of a scenario replaced; the plan itself when it is equal.

    Raises ValueError for Today, and for a tree that does not close: at every node with children
    these must sum to its quota plus its over-assignment.
    """
    scenario, after = editable(plan, scenario_name), tuple(quotas)
    if after == scenario.quotas:
        return plan
    below: dict[str, int] = {}
    for node in after:
        below[node.parent] = below.get(node.parent, 0) + node.quota
    for node in after:
        wanted = node.quota + node.over_assignment_amount
        if node.node in below and below[node.node] != wanted:
            raise ValueError(f"quotas below {node.name} sum to {below[node.node]}, not to {wanted}")
    return with_scenario(plan, replace(scenario, quotas=after))
