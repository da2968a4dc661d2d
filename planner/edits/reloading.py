"""Putting other regions or accounts under a plan: loads are reckoned anew, old proofs go."""

from __future__ import annotations

from dataclasses import replace

from planner.model.accounts import Accounts
from planner.model.loads import region_loads
from planner.model.plan import Plan
from planner.model.regions import RegionSet
from planner.model.scenarios import Scenario
from planner.model.types import identical


def reloaded(
    plan: Plan, *, regions: RegionSet | None = None, accounts: Accounts | None = None
) -> Plan:
    """Return the plan with other figures of its regions, or other accounts.

    The plan itself comes back when they say the same. Owners, exceptions and goals stay. Where any
    load differs, what was proven of a layer or of key accounts does not hold any more and goes.

    Raises
    ------
    FormulaError
        When a measure names a column that is not there any more.
    """
    regions = plan.regions if regions is None else regions
    accounts = plan.accounts if accounts is None else accounts
    if identical(regions, plan.regions) and identical(accounts, plan.accounts):
        return plan
    made = replace(plan, regions=regions, accounts=accounts)
    loads = region_loads(regions, accounts, plan.segments, plan.measures, made.inside)
    if identical(loads, plan.loads):
        return made
    return replace(made, loads=loads, scenarios=tuple(map(unproven, made.scenarios)))


def unproven(scenario: Scenario) -> Scenario:
    """Return a scenario without what was proven of it under other loads."""
    layers = tuple(
        replace(layer, proof=None) if layer.proof is not None else layer
        for layer in scenario.layers
    )
    return replace(scenario, layers=layers, account_proofs=())
