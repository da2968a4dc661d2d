"""Locks of regions and territories."""

from __future__ import annotations

import pytest
from builders import grid_plan

from planner.edits.assignment import assign
from planner.edits.layers import accept_owner
from planner.edits.locks import lock_regions, lock_territory
from planner.model.layers import Proof
from planner.model.plan import Plan
from planner.model.types import UNASSIGNED, ints


def proven() -> Plan:
    plan = grid_plan(2, 2, 2)
    owner = plan.scenario("Plan A").base.owner
    return accept_owner(plan, "Plan A", "base", owner, Proof("optimal", 1.0, 1.0, 0.0, "inertia"))


def test_a_locked_region_can_be_freed_again() -> None:
    plan = proven()
    locked = lock_regions(plan, "Plan A", "base", ints([1, 2]), locked=True)
    assert locked.scenario("Plan A").base.locked.tolist() == [False, True, True, False]
    free = lock_regions(locked, "Plan A", "base", ints([1, 2]), locked=False)
    assert not free.scenario("Plan A").base.locked.any()


def test_the_same_plan_comes_back_when_nothing_is_locked_or_freed() -> None:
    plan = proven()
    locked = lock_regions(plan, "Plan A", "base", ints([1]), locked=True)
    assert lock_regions(locked, "Plan A", "base", ints([1]), locked=True) is locked
    assert lock_regions(plan, "Plan A", "base", ints([1]), locked=False) is plan
    assert lock_territory(plan, "Plan A", "base", 0, locked=False) is plan


def test_a_region_without_territory_cannot_be_locked() -> None:
    plan = assign(proven(), "Plan A", "base", ints([0]), UNASSIGNED)
    assert lock_regions(plan, "Plan A", "base", ints([0]), locked=True) is plan


def test_a_lock_keeps_the_proof_and_freeing_drops_it() -> None:
    plan = proven()
    locked = lock_regions(plan, "Plan A", "base", ints([0]), locked=True)
    whole = lock_territory(locked, "Plan A", "base", 1, locked=True)
    assert whole.scenario("Plan A").base.proof is not None
    freed = lock_territory(whole, "Plan A", "base", 1, locked=False)
    assert freed.scenario("Plan A").base.proof is None
    assert freed.scenario("Plan A").base.locked.tolist() == [True, False, False, False]


def test_today_cannot_be_locked() -> None:
    with pytest.raises(ValueError, match="Today"):
        lock_regions(proven(), "Today", "base", ints([0]), locked=True)
    with pytest.raises(ValueError, match="Today"):
        lock_territory(proven(), "Today", "base", 0, locked=True)
