"""What a move would do, counted by hand on small grids."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from builders import grid_edges, grid_plan
from hypothesis import given
from hypothesis import strategies as st
from strategies import connected_edges, grid_plans, owners

from planner.edits.accounts import name_for
from planner.edits.territories import set_rep
from planner.insight.consequences import Consequences, consequences
from planner.insight.cut_off import cut_off, with_cut_off
from planner.insight.summary import layer_summary
from planner.model.graph import outside_main_piece
from planner.model.layers import BASE
from planner.model.plan import Plan
from planner.model.types import UNASSIGNED, RepId, bools, frozen_map, ints


def told(plan: Plan, owner: list[int]) -> Consequences:
    return consequences(plan, "Plan A", BASE, layer_summary(plan, "Plan A"), ints(owner))


def test_a_move_is_told_before_and_after_by_the_largest_change_first() -> None:
    """Of six places in a row, three each, one goes from the second territory to the first."""
    plan = grid_plan(1, 6, 2)
    found = told(plan, [0, 0, 0, 0, 1, 1])
    assert found.moved.tolist() == [3]
    first, second = found.territories
    assert (first.territory, second.territory) == (0, 1)
    assert (first.before.regions, first.after.regions) == (3, 4)
    assert first.before.deviations == (0.0, 0.0, 0.0)
    assert first.after.deviations == pytest.approx((1 / 3, 1 / 3, 1 / 3))
    assert (first.before.within, first.after.within) == (True, False)
    assert second.after.loads == (2.0, 20.0, 200.0)
    assert first.before.travel_km == pytest.approx(2 / 3)
    assert first.after.travel_km == pytest.approx(
        1.0
    )  # the seat stays at the second: 1 + 0 + 1 + 2
    assert len(found.cut_off) == 0


def test_what_changes_hands_is_counted_with_its_money_and_time() -> None:
    """Region 3 has the fourth account: a customer of 50 euro, with its rep for a year."""
    plan = grid_plan(1, 6, 2)
    known = replace(
        plan.accounts,
        text=frozen_map({**plan.accounts.text, "owner_since": ("2026-01-01",) * 6}),
    )
    handed = told(replace(plan, accounts=known), [0, 0, 0, 0, 1, 1]).handed
    assert (handed.regions, handed.accounts) == (1, 1)
    assert handed.loads == (1.0, 10.0, 100.0)
    assert handed.revenue == 50.0
    assert handed.pipeline is None
    assert handed.months == pytest.approx(12.0, abs=0.01)


def test_named_accounts_stay_with_their_owners() -> None:
    plan = name_for(grid_plan(1, 6, 2), "Plan A", ["A00004"], "R02")
    handed = told(plan, [0, 0, 0, 0, 1, 1]).handed
    assert (handed.regions, handed.accounts) == (1, 0)
    assert handed.loads == (1.0, 10.0, 100.0)


def test_nothing_changes_hands_between_two_territories_of_one_rep() -> None:
    plan = set_rep(grid_plan(1, 6, 2), "Plan A", BASE, 1, RepId("R01"))
    found = told(plan, [0, 0, 0, 0, 1, 1])
    assert (found.handed.regions, found.handed.accounts) == (0, 0)
    assert len(found.territories) == 2


def test_what_nobody_had_changes_no_hands() -> None:
    plan = grid_plan(1, 4, 2, plan_a=[0, UNASSIGNED, 1, 1])
    assert told(plan, [0, 0, 1, 1]).handed.regions == 0


@given(st.data(), grid_plans())
def test_a_move_that_is_none_has_no_consequences(data: st.DataObject, plan: Plan) -> None:
    owner = plan.scenario("Plan A").base.owner
    found = told(plan, owner.tolist())
    assert found.territories == ()
    assert not len(found.cut_off)
    assert found.handed.regions == found.handed.accounts == 0


def test_a_move_out_of_the_middle_cuts_the_shorter_end_off() -> None:
    """0 0 0 0 0 | 1: the fourth goes to 1, which leaves the fifth apart."""
    edges = grid_edges(2, 6)
    before = ints([0, 0, 0, 0, 0, 1] + [1] * 6)
    after = ints([0, 0, 0, 1, 0, 1] + [1] * 6)
    assert cut_off(edges, before, after).tolist() == [4]
    assert with_cut_off(edges, before, after, 1).tolist() == [0, 0, 0, 1, 1, 1] + [1] * 6
    stays = np.zeros(12, np.bool_)
    stays[4] = True
    assert with_cut_off(edges, before, after, 1, bools(stays)).tolist() == after.tolist()


def test_a_piece_that_touches_the_target_only_through_another_follows_it() -> None:
    """The middle of a row goes to the other territory, at its short side two places in two rows."""
    edges = grid_edges(1, 7)
    before, after = ints([0, 0, 0, 0, 0, 0, 1]), ints([0, 0, 0, 1, 0, 0, 1])
    assert with_cut_off(edges, before, after, 1).tolist() == [0, 0, 0, 1, 1, 1, 1]


@given(st.data())
def test_cut_off_is_what_falls_out_of_the_main_piece(data: st.DataObject) -> None:
    n = data.draw(st.integers(2, 9))
    edges = data.draw(connected_edges(n))
    before = data.draw(owners(n, 3, unassigned=True))
    after = data.draw(owners(n, 3, unassigned=True))
    main = (before != UNASSIGNED) & ~outside_main_piece(edges, before)
    touched = np.union1d(before[before != after], after[before != after])
    lost = main & outside_main_piece(edges, after) & np.isin(after, touched)
    # A region that stays in a territory that was not touched lies where it lay.
    assert cut_off(edges, before, after).tolist() == np.flatnonzero(lost).tolist()


@given(st.data())
def test_taking_along_changes_only_what_was_cut_off(data: st.DataObject) -> None:
    n = data.draw(st.integers(2, 9))
    edges = data.draw(connected_edges(n))
    before = data.draw(owners(n, 2))
    moved = data.draw(st.lists(st.integers(0, n - 1), min_size=1, max_size=3))
    after = before.copy()
    after[moved] = 1
    found = with_cut_off(edges, before, ints(after), 1)
    taken = np.flatnonzero(found != after)
    assert (found[taken] == 1).all()
    assert (before[taken] == 0).all()
    loose = set(cut_off(edges, before, found).tolist()) - set(np.flatnonzero(found == 1).tolist())
    pairs = {pair for i, j in edges.tolist() for pair in ((i, j), (j, i))}
    assert not any(i in loose and found[j] == 1 for i, j in pairs)
