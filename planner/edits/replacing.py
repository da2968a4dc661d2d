"""Putting a changed scenario or layer back into its plan."""

from __future__ import annotations

from dataclasses import replace

from planner.model.goals import TerritoryGoals
from planner.model.layers import Layer
from planner.model.plan import Plan
from planner.model.scenarios import TODAY, Scenario


def editable(plan: Plan, scenario_name: str) -> Scenario:
    """Return a scenario that may be edited; raises ValueError for Today and for an unknown name."""
    if scenario_name == TODAY:
        raise ValueError(f"{TODAY} is the present situation; duplicate it and edit the copy")
    return plan.scenario(scenario_name)


def with_scenario(plan: Plan, scenario: Scenario) -> Plan:
    """Return the plan with the scenario of that name replaced; the plan itself when it is the same."""
    if plan.scenario(scenario.name) is scenario:
        return plan
    scenarios = tuple(scenario if old.name == scenario.name else old for old in plan.scenarios)
    return replace(plan, scenarios=scenarios)


def with_layer(plan: Plan, scenario_name: str, layer: Layer) -> Plan:
    """Return the plan with the layer of that key replaced; the plan itself when it is the same."""
    scenario = editable(plan, scenario_name)
    if scenario.layer(layer.key) is layer:
        return plan
    layers = tuple(layer if old.key == layer.key else old for old in scenario.layers)
    return with_scenario(plan, replace(scenario, layers=layers))


def with_goals(plan: Plan, changed: TerritoryGoals) -> Plan:
    """Return the plan with the goals of that key replaced; the plan itself when they say the same."""
    layers = tuple(changed if goals.key == changed.key else goals for goals in plan.goals.layers)
    if layers == plan.goals.layers:
        return plan
    return replace(plan, goals=replace(plan.goals, layers=layers))
