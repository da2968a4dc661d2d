"""Measures added to a plan: what is balanced beside what was."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

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
