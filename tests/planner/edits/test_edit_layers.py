"""Laying a layer out, and accepting what a solver proposes."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
import pytest
from builders import grid_plan, grid_reps
from hypothesis import given
from hypothesis import strategies as st
from strategies import grid_plans, owners

from planner.edits.layers import accept_moves, accept_owner, lay_out
from planner.edits.locks import lock_regions, lock_territory
from planner.edits.scenarios import duplicate_scenario
from planner.edits.territories import rename_territory, set_rep
from planner.model.goals import Goals, TerritoryGoals
from planner.model.layers import Layer, Proof
from planner.model.plan import Plan
from planner.model.types import UNASSIGNED, RepId, ints

PROOF = Proof("feasible", 2.0, 1.0, 0.5, "inertia")


def base(plan: Plan) -> Layer:
    return plan.scenario("Plan A").base


def goals(**fields: Any) -> Goals:
    return Goals((TerritoryGoals(**fields),))


def test_territories_are_numbered_and_owned_by_reps_in_the_order_of_their_ids() -> None:
    reps = tuple(reversed(grid_reps(3)))
    plan = lay_out(grid_plan(2, 3, 2, reps=reps, goals=goals(count=4)), "Plan A", "base")
    assert [t.id for t in base(plan).territories] == ["T01", "T02", "T03", "T04"]
    assert [t.rep_id for t in base(plan).territories] == ["R01", "R02", "R03", None]
    assert base(plan).targets[:, 0] == pytest.approx([0.25] * 4)


def test_laying_out_twice_gives_the_very_same_plan() -> None:
    plan = lay_out(grid_plan(2, 3, 2, goals=goals(count=3)), "Plan A", "base")
    assert lay_out(plan, "Plan A", "base") is plan


@given(grid_plans(), st.integers(1, 3))
def test_laying_out_is_done_once_whatever_was_there(plan: Plan, count: int) -> None:
    wanted = replace(plan, goals=goals(count=min(count, len(plan.regions))))
    once = lay_out(wanted, "Plan A", "base")
    assert lay_out(once, "Plan A", "base") is once
    assert base(once).targets.sum(axis=0) == pytest.approx(np.ones(3))


def test_a_copy_of_today_gets_territories_of_its_own_and_reps_keep_their_regions() -> None:
    plan = grid_plan(2, 4, 2, reps=3, goals=goals(one_per="closer"))
    leaver = replace(plan.reps[1], end=date(2026, 12, 31))
    plan = replace(plan, reps=(plan.reps[0], leaver, plan.reps[2]))
    after = lay_out(duplicate_scenario(plan, "Today", "New"), "New", "base").scenario("New").base
    assert [t.rep_id for t in after.territories] == ["R01", "R03"]
    assert after.owner.tolist() == [0, 0, -1, -1, 0, 0, -1, -1]


def test_names_and_reps_chosen_by_hand_survive_a_new_layout() -> None:
    plan = lay_out(grid_plan(2, 3, 2, reps=3, goals=goals(count=2)), "Plan A", "base")
    plan = rename_territory(plan, "Plan A", "base", 0, "North")
    plan = set_rep(plan, "Plan A", "base", 1, RepId("R03"))
    assert lay_out(plan, "Plan A", "base") is plan


def test_more_territories_keep_the_locks_of_reps_who_stay() -> None:
    plan = lay_out(grid_plan(2, 3, 2, reps=3, goals=goals(count=2)), "Plan A", "base")
    plan = lock_regions(plan, "Plan A", "base", ints([0]), locked=True)
    plan = lay_out(replace(plan, goals=goals(count=3)), "Plan A", "base")
    assert base(plan).owner.tolist() == [0, 0, 0, 1, 1, 1]
    assert base(plan).locked.tolist() == [True] + [False] * 5
    assert base(plan).targets[:, 0] == pytest.approx([1 / 3] * 3)


def test_territories_kept_apart_give_up_regions_of_other_parts() -> None:
    reps = [replace(r, country=c) for r, c in zip(grid_reps(2), ("East", "west"), strict=True)]
    plan = lay_out(
        grid_plan(1, 4, 2, reps=reps, goals=goals(count=2, apart="province"), plan_a=[0] * 4),
        "Plan A",
        "base",
    )
    assert [t.part for t in base(plan).territories] == ["East", "West"]
    assert base(plan).owner.tolist() == [-1, -1, 0, 0]


def test_goals_that_cannot_be_laid_out_are_refused() -> None:
    nobody = grid_plan(1, 2, 1, goals=goals(one_per="support"))
    with pytest.raises(ValueError, match="nobody has the role support"):
        lay_out(nobody, "Plan A", "base")
    crowded = grid_plan(1, 2, 1, goals=goals(count=3))
    with pytest.raises(ValueError, match="3 territories for 2 regions"):
        lay_out(crowded, "Plan A", "base")
    with pytest.raises(ValueError, match="Today"):
        lay_out(crowded, "Today", "base")


def test_an_overlay_of_the_goals_is_added_to_the_scenario() -> None:
    both = Goals((TerritoryGoals(count=2), TerritoryGoals(key="food", label="Food", count=1)))
    plan = lay_out(grid_plan(1, 2, 2, goals=both), "Plan A", "food")
    layer = plan.scenario("Plan A").layer("food")
    assert layer.owner.tolist() == [UNASSIGNED, UNASSIGNED]
    assert layer.targets.tolist() == [[1.0, 1.0, 1.0]]
    assert lay_out(plan, "Plan A", "food") is plan


def test_a_proposal_is_accepted_with_its_proof() -> None:
    plan = accept_owner(grid_plan(2, 2, 2), "Plan A", "base", ints([0, 1, 0, 1]), PROOF)
    assert base(plan).owner.tolist() == [0, 1, 0, 1]
    assert base(plan).proof == PROOF
    same = Proof("feasible", 2.0, 1.0, 0.5, "inertia")
    assert accept_owner(plan, "Plan A", "base", ints([0, 1, 0, 1]), same) is plan


def test_a_proposal_that_moves_a_lock_is_accepted_without_it_and_without_proof() -> None:
    locked = lock_regions(grid_plan(2, 2, 2), "Plan A", "base", ints([1]), locked=True)
    plan = accept_owner(locked, "Plan A", "base", ints([0, 1, 0, 1]), PROOF)
    assert base(plan).owner.tolist() == [0, 0, 0, 1]
    assert base(plan).proof is None


def test_names_of_todays_territories_are_not_kept() -> None:
    plan = grid_plan(2, 2, 2, goals=goals(count=3))
    people = [replace(t, name=f"Of rep {t.rep_id}") for t in plan.today.base.territories]
    today = replace(plan.today, layers=(replace(plan.today.base, territories=tuple(people)),))
    plan = replace(plan, scenarios=(today, replace(today, name="Plan A")))
    laid = lay_out(plan, "Plan A", "base")
    assert [t.name for t in base(laid).territories] == ["Territory 1", "Territory 2", "Territory 3"]


def test_a_proposal_that_does_not_fit_is_refused() -> None:
    with pytest.raises(ValueError, match="shape"):
        accept_owner(grid_plan(2, 2, 2), "Plan A", "base", ints([0]), None)


def test_ticked_moves_alone_are_applied() -> None:
    plan = accept_owner(grid_plan(2, 2, 2), "Plan A", "base", ints([0, 0, 1, 1]), PROOF)
    after = accept_moves(plan, "Plan A", "base", ints([1, 1, 0, 0]), ints([0, 2]))
    assert base(after).owner.tolist() == [1, 0, 0, 1]
    assert base(after).proof is None
    assert accept_moves(plan, "Plan A", "base", ints([0, 1, 1, 1]), ints([0, 2])) is plan


@given(owners(4, 2), st.integers(0, 1))
def test_no_proposal_changes_a_locked_territory(owner: np.ndarray, territory: int) -> None:
    plan = lock_territory(grid_plan(2, 2, 2), "Plan A", "base", territory, locked=True)
    held = base(plan).owner == territory
    for after in (
        accept_owner(plan, "Plan A", "base", ints(owner), None),
        accept_moves(plan, "Plan A", "base", ints(owner), ints([0, 1, 2, 3])),
    ):
        assert ((base(after).owner == territory) == held).all()
