"""Measures of a plan: added, changed, removed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from planner.edits.reloading import unproven
from planner.model.formula import FormulaError
from planner.model.layers import Layer
from planner.model.loads import region_loads
from planner.model.measures import Measure
from planner.model.plan import Plan
from planner.model.scenarios import Scenario
from planner.model.types import floats

MONEY = ("potential", "revenue_last_year")
"""Account columns worth balancing, likeliest first."""


def add_measures(plan: Plan, measures: Sequence[Measure]) -> Plan:
    """Return the plan with more measures; the same plan where it has them all.

    Every territory should hold the share of a new measure that it should hold of the first one.
    What was proven of a layer does not hold any more and goes.

    Raises
    ------
    FormulaError
        When a measure names a column that is not there.
    """
    known = {measure.key for measure in plan.measures}
    fresh = tuple(measure for measure in measures if measure.key not in known)
    if not fresh:
        return plan
    loads = region_loads(plan.regions, plan.accounts, plan.segments, fresh, plan.inside)
    return replace(
        plan,
        measures=(*plan.measures, *fresh),
        loads=floats(np.concatenate([plan.loads, loads], axis=1)),
        scenarios=tuple(_with_targets(scenario, len(fresh)) for scenario in plan.scenarios),
    )


def change_measure(plan: Plan, key: str, **fields: Any) -> Plan:
    """Return the plan with other fields of a measure (label, unit, source, where, tolerance, ...).

    Its loads are reckoned anew; where they or what is allowed differ, what was proven goes.

    Raises
    ------
    FormulaError
        When its formula or rule cannot be reckoned.
    ValueError
        When there is no such measure, or a field cannot be so.
    """
    at = _place(plan, key)
    before = plan.measures[at]
    made = replace(before, **fields)
    if made == before:
        return plan
    column = region_loads(plan.regions, plan.accounts, plan.segments, [made], plan.inside)[:, 0]
    after = replace(plan, measures=(*plan.measures[:at], made, *plan.measures[at + 1 :]))
    said = replace(made, label=before.label, unit=before.unit, source=before.source)
    if np.array_equal(column, plan.loads[:, at]) and replace(said, where=before.where) == before:
        return after
    loads = plan.loads.copy()
    loads[:, at] = column
    return replace(after, loads=floats(loads), scenarios=tuple(map(unproven, after.scenarios)))


def remove_measure(plan: Plan, key: str) -> Plan:
    """Return the plan without a measure; raises ValueError for the last, or where quotas follow it."""
    at = _place(plan, key)
    if len(plan.measures) == 1:
        raise ValueError("a plan balances at least one measure")
    if plan.goals.quota is not None and plan.goals.quota.measure == key:
        raise ValueError(f"quotas follow measure {key}")

    def without(layer: Layer) -> Layer:
        return replace(layer, targets=floats(np.delete(layer.targets, at, axis=1)), proof=None)

    return replace(
        plan,
        measures=(*plan.measures[:at], *plan.measures[at + 1 :]),
        loads=floats(np.delete(plan.loads, at, axis=1)),
        scenarios=tuple(
            replace(one, layers=tuple(map(without, one.layers)), account_proofs=())
            for one in plan.scenarios
        ),
    )


def measures_of_accounts(plan: Plan) -> tuple[Measure, ...]:
    """Return what accounts can be balanced by and are not yet: their number, and their money."""
    asked = " ".join(measure.source for measure in plan.measures)
    choices = [Measure("accounts", "Accounts", "accounts", "accounts.count")]
    labels = {"potential": "Potential", "revenue_last_year": "Revenue last year"}
    money = next((key for key in MONEY if np.nansum(plan.accounts.numbers.get(key, 0.0)) > 0), "")
    if money:
        choices.append(Measure(money, labels[money], plan.currency, f"accounts.sum({money})"))
    return _usable(plan, [one for one in choices if one.source not in asked])


def measures_of_figures(plan: Plan, columns: Sequence[str]) -> tuple[Measure, ...]:
    """Return columns of the regions as measures, without those that are balanced already."""
    asked = " ".join(measure.source for measure in plan.measures)
    choices = [Measure(name, name, "", f"regions.{name}") for name in columns]
    return _usable(plan, [one for one in choices if one.source not in asked])


def _place(plan: Plan, key: str) -> int:
    keys = [measure.key for measure in plan.measures]
    if key not in keys:
        raise ValueError(f"no measure {key}; there are {', '.join(keys)}")
    return keys.index(key)


def _usable(plan: Plan, choices: Sequence[Measure]) -> tuple[Measure, ...]:
    """Return those of which there is something, and whose column a formula can name."""
    found = []
    for one in choices:
        try:
            loads = region_loads(plan.regions, plan.accounts, plan.segments, (one,), plan.inside)
        except FormulaError:
            continue
        if loads.sum() > 0 and all(one.key != measure.key for measure in plan.measures):
            found.append(one)
    return tuple(found)


def _with_targets(scenario: Scenario, more: int) -> Scenario:
    return replace(
        scenario,
        layers=tuple(_layer_with_targets(layer, more) for layer in scenario.layers),
        account_proofs=(),
    )


def _layer_with_targets(layer: Layer, more: int) -> Layer:
    first = np.repeat(layer.targets[:, :1], more, axis=1)
    targets = floats(np.concatenate([layer.targets, first], axis=1))
    return replace(layer, targets=targets, proof=None)
