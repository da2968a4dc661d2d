"""Measures that are added: their loads, their targets, and what was proven before."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from builders import grid_plan
from hypothesis import given, settings
from strategies import grid_plans

from planner.edits.measures import (
    add_measures,
    change_measure,
    measures_of_accounts,
    measures_of_figures,
    remove_measure,
)
from planner.model.formula import FormulaError
from planner.model.layers import Proof
from planner.model.measures import Measure
from planner.model.plan import Plan
from planner.model.types import floats, frozen_map

COUNT = Measure("accounts", "Accounts", "accounts", "accounts.count")


def test_a_new_measure_has_its_loads_and_the_shares_of_the_first() -> None:
    plan = grid_plan(2, 3, 2)
    after = add_measures(plan, [COUNT])
    assert after.measures == (*plan.measures, COUNT)
    counts = np.bincount(plan.accounts.region, minlength=6)
    assert after.loads[:, -1].tolist() == counts.tolist()
    assert (after.loads[:, :-1] == plan.loads).all()
    for scenario in after.scenarios:
        for layer in scenario.layers:
            assert (layer.targets[:, -1] == layer.targets[:, 0]).all()


def test_a_measure_that_is_there_changes_nothing() -> None:
    plan = grid_plan(2, 3, 2)
    assert add_measures(plan, plan.measures) is plan
    after = add_measures(plan, [COUNT])
    assert add_measures(after, [COUNT]) is after


def test_what_was_proven_before_goes() -> None:
    plan = grid_plan(2, 3, 2)
    scenario = plan.scenarios[-1]
    proven = replace(scenario.base, proof=Proof("optimal", 1.0, 1.0, 0.0, "inertia"))
    plan = replace(plan, scenarios=(plan.today, replace(scenario, layers=(proven,))))
    assert add_measures(plan, [COUNT]).scenarios[-1].base.proof is None


def test_a_column_that_is_not_there_is_told() -> None:
    with pytest.raises(FormulaError):
        add_measures(grid_plan(2, 3, 2), [Measure("x", "X", "", "regions.nothing")])


def test_accounts_offer_their_number_and_their_money_once() -> None:
    plan = grid_plan(2, 3, 2)
    offered = measures_of_accounts(plan)
    assert [one.source for one in offered] == ["accounts.count"]  # "potential" is a measure already
    bare = replace(plan, measures=plan.measures[:1], loads=plan.loads[:, :1], scenarios=(
        replace(plan.today, layers=(
            replace(plan.today.base, targets=plan.today.base.targets[:, :1]),
        )),
    ))  # fmt: skip
    assert [one.key for one in measures_of_accounts(bare)] == ["accounts", "potential"]
    assert measures_of_accounts(add_measures(bare, measures_of_accounts(bare))) == ()


def test_figures_offer_what_a_formula_can_name_and_holds_something() -> None:
    plan = grid_plan(2, 2, 2)
    columns = {"dwellings": [1, 2, 3, 4], "nothing": [0, 0, 0, 0], "not a name!": [1, 1, 1, 1]}
    held = frozen_map({**plan.regions.columns, **{k: floats(v) for k, v in columns.items()}})
    plan = replace(plan, regions=replace(plan.regions, columns=held))
    assert [one.key for one in measures_of_figures(plan, list(columns))] == ["dwellings"]


@settings(max_examples=30)
@given(grid_plans())
def test_targets_of_a_new_measure_add_up(plan: Plan) -> None:
    for scenario in add_measures(plan, [COUNT]).scenarios:
        for layer in scenario.layers:
            if len(layer.territories):
                assert layer.targets[:, -1].sum() == pytest.approx(layer.targets[:, 0].sum())


def proven(plan: Plan) -> Plan:
    proof = Proof("optimal", 1.0, 1.0, 0.0, "inertia", (), "work", 1, 0.1, {}, "ab", ())
    scenarios = tuple(
        replace(one, layers=tuple(replace(layer, proof=proof) for layer in one.layers))
        for one in plan.scenarios
    )
    return replace(plan, scenarios=scenarios)


def test_a_constant_changes_the_loads_and_ends_what_was_proven() -> None:
    plan = proven(grid_plan(2, 2))
    more = change_measure(plan, "potential", source="regions.potential * 0.5")
    assert more.loads[:, 2].tolist() == [50.0] * 4
    assert more.loads[:, :2].tolist() == plan.loads[:, :2].tolist()
    assert more.today.base.proof is None
    assert change_measure(plan, "potential", tolerance=0.2).today.base.proof is None


def test_another_name_or_the_same_value_ends_nothing() -> None:
    plan = proven(grid_plan(2, 2))
    assert change_measure(plan, "potential", label="Potential") is plan
    named = change_measure(plan, "potential", label="Market", unit="k")
    assert (named.measures[2].label, named.today.base.proof) == ("Market", plan.today.base.proof)
    same = change_measure(plan, "potential", source="regions.potential * 1")
    assert same.today.base.proof == plan.today.base.proof


def test_a_formula_that_cannot_be_reckoned_changes_nothing() -> None:
    with pytest.raises(FormulaError):
        change_measure(grid_plan(2, 2), "potential", source="regions.nothing")
    with pytest.raises(ValueError, match="no measure x"):
        change_measure(grid_plan(2, 2), "x", label="X")


def test_a_measure_goes_with_its_loads_and_targets() -> None:
    plan = remove_measure(proven(grid_plan(2, 2)), "workload")
    assert [measure.key for measure in plan.measures] == ["prospects", "potential"]
    assert plan.loads.tolist() == [[1.0, 100.0]] * 4
    assert plan.today.base.targets.shape == (2, 2)
    assert plan.today.base.proof is None
    last = remove_measure(plan, "potential")
    with pytest.raises(ValueError, match="at least one"):
        remove_measure(last, "prospects")
