"""Scenarios as a whole: duplicate, rename, remove."""

from __future__ import annotations

from dataclasses import replace

from planner.edits.replacing import editable
from planner.language import tr
from planner.model.plan import Plan
from planner.model.scenarios import STRAY, TODAY


def duplicate_scenario(plan: Plan, name: str, new_name: str) -> Plan:
    """Return the plan with a copy of a scenario right behind it; Today may be copied too.

    A copy of Today leaves behind the accounts that only happen to stray from their region now.
    Raises ValueError when there is no such scenario, or the new name is empty or taken.
    """
    original = plan.scenario(name)
    at = plan.scenarios.index(original) + 1
    copy = replace(original, name=_free(plan, new_name))
    if name == TODAY:
        kept = tuple(one for one in original.exceptions if one.reason != STRAY)
        copy = replace(copy, exceptions=kept)
    return replace(plan, scenarios=(*plan.scenarios[:at], copy, *plan.scenarios[at:]))


def rename_scenario(plan: Plan, name: str, new_name: str) -> Plan:
    """Return the plan with a scenario renamed; the plan itself when it has that name already.

    Raises ValueError for Today, an unknown scenario, and a new name that is empty or taken.
    """
    original = editable(plan, name)
    if new_name.strip() == name:
        return plan
    renamed = replace(original, name=_free(plan, new_name))
    scenarios = tuple(renamed if old is original else old for old in plan.scenarios)
    return replace(plan, scenarios=scenarios)


def remove_scenario(plan: Plan, name: str) -> Plan:
    """Return the plan without a scenario. Raises ValueError for Today and for an unknown one."""
    original = editable(plan, name)
    return replace(plan, scenarios=tuple(old for old in plan.scenarios if old is not original))


def free_name(plan: Plan, wanted: str) -> str:
    """Return `wanted`, or the first of "wanted 2", "wanted 3", ... that no scenario has."""
    taken = {scenario.name.casefold() for scenario in plan.scenarios}
    name, number = wanted.strip(), 2
    while name.casefold() in taken:
        name, number = f"{wanted.strip()} {number}", number + 1
    return name


def _free(plan: Plan, new_name: str) -> str:
    name = new_name.strip()
    if not name:
        raise ValueError(tr("a scenario needs a name"))
    if name in {scenario.name for scenario in plan.scenarios}:
        raise ValueError(tr("there is a scenario {name} already", name=name))
    return name
