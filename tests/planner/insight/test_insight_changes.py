"""What differs between two plans."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from builders import grid_plan
from hypothesis import given
from hypothesis import strategies as st
from strategies import grid_plans

from planner.edits.assignment import assign
from planner.edits.layers import accept_owner, lay_out
from planner.edits.locks import lock_regions, lock_territory
from planner.edits.measures import add_measures
from planner.edits.quotas import set_quotas
from planner.edits.scenarios import duplicate_scenario, remove_scenario, rename_scenario
from planner.edits.teams import set_teams
from planner.edits.territories import rename_territory, set_rep
from planner.insight.changes import LayerChange, PlanChange
from planner.model.goals import Goals, TerritoryGoals
from planner.model.layers import Proof
from planner.model.measures import Measure
from planner.model.plan import Plan
from planner.model.quotas import QuotaNode
from planner.model.teams import Team
from planner.model.types import UNASSIGNED, ints


def only(before: Plan, after: Plan) -> LayerChange:
    """The one layer that differs."""
    change = PlanChange.between(before, after)
    assert not change.structure
    assert change.scenarios == ("Plan A",)
    (layer,) = change.layers
    assert (layer.scenario, layer.layer) == ("Plan A", "base")
    assert change.layer("Plan A", "base") is layer
    assert change.layer("Today", "base") is None
    return layer


def test_a_plan_does_not_differ_from_itself() -> None:
    plan = grid_plan(2, 2, 2)
    assert PlanChange.between(plan, plan).nothing
    assert PlanChange.between(plan, replace(plan)).nothing


def test_moved_regions_and_the_territories_they_left_and_entered_are_told() -> None:
    plan = grid_plan(3, 3, 3)
    change = only(plan, assign(plan, "Plan A", "base", ints([0, 1]), 2))
    assert change.regions.tolist() == [0, 1]
    assert change.territories.tolist() == [0, 2]
    assert not change.structure
    assert not change.proof


def test_a_region_nobody_has_any_more_touches_one_territory() -> None:
    plan = grid_plan(2, 2, 2)
    change = only(plan, assign(plan, "Plan A", "base", ints([0]), UNASSIGNED))
    assert change.territories.tolist() == [0]


def test_locks_of_regions_and_territories_are_told() -> None:
    plan = grid_plan(2, 2, 2)
    regions = only(plan, lock_regions(plan, "Plan A", "base", ints([3]), locked=True))
    assert (regions.regions.tolist(), regions.territories.tolist()) == ([3], [1])
    whole = only(plan, lock_territory(plan, "Plan A", "base", 1, locked=True))
    assert (whole.regions.tolist(), whole.territories.tolist()) == ([], [1])


def test_names_targets_and_proofs_are_told() -> None:
    plan = grid_plan(2, 2, 2, reps=3)
    named = only(plan, rename_territory(plan, "Plan A", "base", 1, "North"))
    assert named.territories.tolist() == [1]
    open_one = only(plan, set_rep(plan, "Plan A", "base", 0, None))
    assert open_one.territories.tolist() == [0]
    owner = plan.scenario("Plan A").base.owner
    proof = Proof("optimal", 1.0, 1.0, 0.0, "inertia")
    proven = only(plan, accept_owner(plan, "Plan A", "base", owner, proof))
    assert proven.proof
    assert not len(proven.regions)


def test_another_number_of_territories_is_structure_of_the_layer() -> None:
    plan = grid_plan(2, 2, 2, goals=Goals((TerritoryGoals(count=3),)))
    change = only(plan, lay_out(plan, "Plan A", "base"))
    assert change.structure
    assert change.territories.tolist() == [0, 1, 2]


def test_the_list_of_scenarios_is_structure_of_the_plan() -> None:
    plan = grid_plan(2, 2, 2)
    copied = duplicate_scenario(plan, "Plan A", "Plan B")
    assert PlanChange.between(plan, copied).structure
    assert PlanChange.between(plan, copied).scenarios == ("Plan B",)
    assert PlanChange.between(copied, remove_scenario(copied, "Plan B")).structure
    assert PlanChange.between(plan, rename_scenario(plan, "Plan A", "B")).structure


def test_another_input_is_structure_and_an_equal_one_is_not() -> None:
    plan = grid_plan(2, 2, 2)
    doubled = PlanChange.between(plan, replace(plan, loads=plan.loads * 2))
    assert doubled.structure
    assert doubled.inputs == ("loads",)
    assert PlanChange.between(plan, replace(plan, loads=plan.loads.copy())).nothing
    assert not PlanChange.between(plan, replace(plan, name="New")).structure


def test_teams_and_quotas_are_told_apart_from_layers() -> None:
    plan = grid_plan(2, 2, 2)
    teams = PlanChange.between(plan, set_teams(plan, "Plan A", [Team("t", "T", "m")]))
    assert (teams.teams, teams.quotas, teams.layers) == (("Plan A",), (), ())
    root = QuotaNode("company", "", "company", "All", 100)
    quotas = PlanChange.between(plan, set_quotas(plan, "Plan A", [root]))
    assert (quotas.teams, quotas.quotas, quotas.layers) == ((), ("Plan A",), ())


@given(grid_plans(), st.data())
def test_the_change_names_exactly_the_regions_whose_owner_differs(
    plan: Plan, data: st.DataObject
) -> None:
    n, k = len(plan.regions), len(plan.today.base.territories)
    regions = data.draw(st.lists(st.integers(0, n - 1), max_size=5))
    after = assign(plan, "Plan A", "base", ints(regions), data.draw(st.integers(-1, k - 1)))
    found = PlanChange.between(plan, after).layer("Plan A", "base")
    differs = plan.scenario("Plan A").base.owner != after.scenario("Plan A").base.owner
    expected = np.flatnonzero(differs).tolist()
    assert (found.regions.tolist() if found else []) == expected


def test_another_measure_shows_every_layer_anew() -> None:
    plan = grid_plan(2, 3, 2)
    count = Measure("accounts", "Accounts", "accounts", "accounts.count")
    change = PlanChange.between(plan, add_measures(plan, [count]))
    assert change.structure
    assert {"measures", "loads"} <= set(change.inputs)
    assert all(layer.structure for layer in change.layers)
    assert len(change.layers) == len(plan.scenarios)
