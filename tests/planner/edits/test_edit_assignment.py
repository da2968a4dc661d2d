"""Giving regions to territories by hand."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from builders import grid_plan
from hypothesis import given
from hypothesis import strategies as st
from strategies import grid_plans

from planner.edits.assignment import assign, locked_among
from planner.edits.layers import accept_owner, lay_out
from planner.edits.locks import lock_regions, lock_territory
from planner.judge.from_plan import problem_from
from planner.judge.verify import loads
from planner.model.goals import Goals, TerritoryGoals
from planner.model.layers import Layer, Proof
from planner.model.plan import Plan
from planner.model.types import UNASSIGNED, identical, ints

PROOF = Proof("optimal", 1.0, 1.0, 0.0, "inertia")


def base(plan: Plan) -> Layer:
    return plan.scenario("Plan A").base


def some_regions(plan: Plan) -> st.SearchStrategy[list[int]]:
    return st.lists(st.integers(0, len(plan.regions) - 1), max_size=6)


def test_a_region_goes_where_it_is_put_and_nothing_else_moves() -> None:
    before = grid_plan(2, 3, 2)
    after = assign(before, "Plan A", "base", ints([1]), 1)
    assert base(before).owner.tolist() == [0, 0, 0, 1, 1, 1]
    assert base(after).owner.tolist() == [0, 1, 0, 1, 1, 1]
    assert after.today is before.today


def test_nothing_changes_when_the_regions_are_there_already() -> None:
    plan = grid_plan(2, 3, 2)
    assert assign(plan, "Plan A", "base", ints([0, 1]), 0) is plan
    assert assign(plan, "Plan A", "base", ints([]), 1) is plan


def test_a_region_may_be_taken_away_from_everybody() -> None:
    after = assign(grid_plan(2, 2, 2), "Plan A", "base", ints([0]), UNASSIGNED)
    assert base(after).owner.tolist() == [UNASSIGNED, 0, 1, 1]


def test_a_move_drops_the_proof() -> None:
    plan = grid_plan(2, 2, 2)
    proven = accept_owner(plan, "Plan A", "base", base(plan).owner, PROOF)
    assert base(proven).proof == PROOF
    assert base(assign(proven, "Plan A", "base", ints([0]), 1)).proof is None


def test_a_locked_region_stays_where_it_is() -> None:
    locked = lock_regions(grid_plan(2, 2, 2), "Plan A", "base", ints([0]), locked=True)
    after = assign(locked, "Plan A", "base", ints([0, 1]), 1)
    assert base(after).owner.tolist() == [0, 1, 1, 1]
    assert locked_among(locked, "Plan A", "base", ints([0, 1])).tolist() == [0]
    assert assign(locked, "Plan A", "base", ints([0]), 1) is locked


def test_a_locked_territory_neither_gives_nor_takes() -> None:
    locked = lock_territory(grid_plan(2, 2, 2), "Plan A", "base", 0, locked=True)
    assert assign(locked, "Plan A", "base", ints([0]), 1) is locked
    assert assign(locked, "Plan A", "base", ints([3]), 0) is locked
    assert locked_among(locked, "Plan A", "base", ints([0, 3])).tolist() == [0]


def test_a_region_of_another_part_stays_out() -> None:
    goals = Goals((TerritoryGoals(count=2, apart="province"),))
    plan = lay_out(grid_plan(2, 2, 2, goals=goals), "Plan A", "base")
    east = [t.part for t in base(plan).territories].index("East")
    after = assign(plan, "Plan A", "base", ints([0, 1, 2, 3]), east)
    assert (base(after).owner == east).tolist() == [False, True, False, True]


def test_today_cannot_be_edited() -> None:
    with pytest.raises(ValueError, match="Today"):
        assign(grid_plan(2, 2, 2), "Today", "base", ints([0]), 1)


@pytest.mark.parametrize(("regions", "territory"), [([0], 2), ([0], -2), ([4], 0), ([-1], 0)])
def test_what_does_not_exist_is_refused(regions: list[int], territory: int) -> None:
    with pytest.raises(ValueError, match=r"territory|regions"):
        assign(grid_plan(2, 2, 2), "Plan A", "base", ints(regions), territory)


@given(grid_plans(), st.data())
def test_an_edit_leaves_the_plan_before_it_as_it_was(plan: Plan, data: st.DataObject) -> None:
    copy = replace(base(plan), owner=base(plan).owner.copy())
    target = data.draw(st.integers(UNASSIGNED, len(base(plan).territories) - 1))
    after = assign(plan, "Plan A", "base", ints(data.draw(some_regions(plan))), target)
    assert identical(base(plan), copy)
    assert (after is plan) == np.array_equal(base(after).owner, copy.owner)
    assert not base(after).owner.flags.writeable


@given(grid_plans(), st.data())
def test_locks_hold_and_the_owner_stays_a_partition(plan: Plan, data: st.DataObject) -> None:
    kept = ints(data.draw(some_regions(plan)))
    plan = lock_regions(plan, "Plan A", "base", kept, locked=True)
    before = base(plan)
    target = data.draw(st.integers(UNASSIGNED, len(before.territories) - 1))
    after = base(assign(plan, "Plan A", "base", ints(data.draw(some_regions(plan))), target))
    assert np.array_equal(after.owner[before.locked], before.owner[before.locked])
    assert after.owner.shape == before.owner.shape
    assert after.owner.min() >= UNASSIGNED
    assert after.owner.max() < len(after.territories)


@given(grid_plans(), st.data())
def test_no_measure_is_lost_or_made_by_a_move(plan: Plan, data: st.DataObject) -> None:
    owner = ints(np.maximum(base(plan).owner, 0))
    plan = accept_owner(plan, "Plan A", "base", owner, None)
    target = data.draw(st.integers(0, len(base(plan).territories) - 1))
    after = assign(plan, "Plan A", "base", ints(data.draw(some_regions(plan))), target)
    problem = problem_from(plan, plan.scenario("Plan A"))
    held = loads(problem, base(after).owner).sum(axis=0)
    assert held == pytest.approx(problem.total)
