"""Merging, growing, shrinking and swapping, by hand on small grids."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from builders import grid_plan
from hypothesis import given
from hypothesis import strategies as st
from strategies import grid_plans

from planner.edits.layers import accept_owner, follow_goals, lay_out
from planner.edits.locks import lock_regions, lock_territory
from planner.edits.merging import larger_of, may_merge, merge_territories, touch
from planner.edits.replacing import with_layer
from planner.edits.rings import grow, ring_around, shrink
from planner.edits.splitting import split_territory
from planner.edits.swapping import swap_regions
from planner.insight.summary import layer_summary
from planner.model.graph import borders_with
from planner.model.layers import BASE, Layer, Proof
from planner.model.plan import Plan
from planner.model.scenarios import TODAY
from planner.model.types import UNASSIGNED, ints

A = "Plan A"


def base(plan: Plan) -> Layer:
    return plan.scenario(A).base


def proven(plan: Plan) -> Plan:
    proof = Proof("feasible", 1.0, 0.5, 0.5, "inertia")
    return accept_owner(plan, A, BASE, base(plan).owner, proof)


def in_parts(plan: Plan) -> Plan:
    """The first territory stays inside West, the second inside East."""
    goals = replace(plan.goals.layer(BASE), apart="province")
    layer = base(plan)
    parts = ("West", "East")
    kept = tuple(
        replace(one, part=part) for one, part in zip(layer.territories, parts, strict=True)
    )
    plan = replace(plan, goals=replace(plan.goals, layers=(goals,)))
    return with_layer(plan, A, replace(layer, territories=kept))


def test_a_merged_territory_keeps_code_and_rep_and_the_others_move_up() -> None:
    plan = proven(grid_plan(1, 6, 3))
    layer = base(merge_territories(plan, A, BASE, 2, 0))
    assert [t.id for t in layer.territories] == ["T02", "T03"]
    assert [t.rep_id for t in layer.territories] == ["R02", "R03"]
    assert layer.owner.tolist() == [1, 1, 0, 0, 1, 1]
    assert layer.targets[:, 0] == pytest.approx([0.5, 0.5])
    assert layer.proof is None
    assert layer.own_count


def test_merging_leaves_what_nobody_has_and_keeps_locks_of_the_one_that_stays() -> None:
    plan = grid_plan(1, 6, 3, plan_a=[0, UNASSIGNED, 1, 1, 2, 2])
    plan = lock_regions(plan, A, BASE, ints([0]), True)
    layer = base(merge_territories(plan, A, BASE, 0, 1))
    assert layer.owner.tolist() == [0, UNASSIGNED, 0, 0, 1, 1]
    assert layer.locked.tolist() == [True] + [False] * 5


def test_what_may_not_move_over_is_not_merged() -> None:
    plan = grid_plan(1, 6, 2)
    for closed in (
        lock_territory(plan, A, BASE, 0, True),
        lock_territory(plan, A, BASE, 1, True),
        lock_regions(plan, A, BASE, ints([4]), True),
        in_parts(plan),
    ):
        assert merge_territories(closed, A, BASE, 0, 1) is closed
        assert not may_merge(closed, base(closed), 0, 1)
    assert may_merge(plan, base(plan), 0, 1)


def test_strange_pairs_are_refused() -> None:
    plan = grid_plan(1, 6, 2)
    with pytest.raises(ValueError, match="itself"):
        merge_territories(plan, A, BASE, 1, 1)
    with pytest.raises(ValueError, match="no territory 2"):
        merge_territories(plan, A, BASE, 0, 2)
    with pytest.raises(ValueError, match="Today"):
        merge_territories(plan, TODAY, BASE, 0, 1)


def test_the_number_of_a_merged_layer_is_its_own_until_the_goals_are_followed() -> None:
    plan = lay_out(grid_plan(1, 6, 3), A, BASE)
    plan = accept_owner(plan, A, BASE, ints([0, 0, 1, 1, 2, 2]), None)
    plan = merge_territories(plan, A, BASE, 0, 1)
    assert lay_out(plan, A, BASE) is plan
    assert len(base(lay_out(follow_goals(plan, A, BASE), A, BASE)).territories) == 3


@given(grid_plans())
def test_merging_what_was_split_gives_the_same_regions_back(plan: Plan) -> None:
    layer = base(plan)
    after = split_territory(plan, A, BASE, 0, layer.regions_of(0)[:1])
    if after is plan:
        return
    merged = base(merge_territories(after, A, BASE, 0, len(layer.territories)))
    assert merged.owner.tolist() == layer.owner.tolist()
    assert merged.territories == layer.territories
    assert merged.targets.sum(axis=0) == pytest.approx(np.ones(3))


def test_the_larger_is_the_one_that_holds_more_of_the_measure() -> None:
    plan = grid_plan(1, 6, 2, plan_a=[0, 0, 1, 1, 1, 1])
    summary = layer_summary(plan, A)
    assert (larger_of(summary, 0, 1, 0), larger_of(summary, 1, 0, 0)) == (1, 1)
    even = layer_summary(grid_plan(1, 6, 2), A)
    assert (larger_of(even, 0, 1, 0), larger_of(even, 1, 0, 0)) == (0, 1)


def test_territories_touch_where_regions_are_neighbours() -> None:
    plan = grid_plan(1, 6, 3)
    assert touch(plan, base(plan), 0, 1)
    assert touch(plan, base(plan), 1, 0)
    assert not touch(plan, base(plan), 0, 2)


def test_borders_are_summed_from_both_sides() -> None:
    """The middle of a square of nine has one km with each neighbour; two of them belong to 1."""
    graph = grid_plan(3, 3, 1).regions.graph
    group = ints([-1] * 4 + [0] + [-1] * 4)
    owner = ints([0, 1, 0, 1, 0, 2, 0, -1, 0])
    assert borders_with(graph, group, owner, 1, 3).tolist() == [[0.0, 2.0, 1.0]]


def test_a_territory_grows_by_the_regions_around_it() -> None:
    """The middle of a square of 25 gets a cross of four; of one source only those of it."""
    owner = [1] * 25
    owner[12], owner[7] = 0, 2
    plan = proven(grid_plan(5, 5, 3, plan_a=owner))
    assert ring_around(plan, base(plan), 0).tolist() == [7, 11, 13, 17]
    grown = grow(plan, A, BASE, 0)
    assert base(grown).regions_of(0).tolist() == [7, 11, 12, 13, 17]
    assert base(grown).proof is None
    assert base(grow(plan, A, BASE, 0, source=2)).regions_of(0).tolist() == [7, 12]
    assert grow(plan, A, BASE, 0, source=UNASSIGNED) is plan


def test_locks_and_parts_hold_a_ring_back() -> None:
    plan = grid_plan(1, 6, 2)
    locked = lock_regions(plan, A, BASE, ints([3]), True)
    assert grow(locked, A, BASE, 0) is locked
    closed = lock_territory(plan, A, BASE, 1, True)
    assert grow(closed, A, BASE, 0) is closed
    assert shrink(closed, A, BASE, 0) is closed
    apart = in_parts(plan)
    assert grow(apart, A, BASE, 0) is apart
    assert shrink(apart, A, BASE, 0) is apart


def test_a_territory_shrinks_by_its_outer_ring_to_the_longest_border() -> None:
    """A square of nine in the middle of 25 keeps its middle; the corner beside two goes to the longer."""
    number = np.arange(25).reshape(5, 5)
    owner = np.full(25, 1)
    owner[number[1:4, 1:4].ravel()] = 0
    owner[number[0]] = 2
    owner[number[1, 0]] = 2
    plan = grid_plan(5, 5, 3, plan_a=owner)
    after = base(shrink(plan, A, BASE, 0))
    assert after.regions_of(0).tolist() == [12]
    # The corner 6 has both its outer borders with 2, its neighbour 7 the upper one.
    assert after.owner[[6, 7, 8, 11]].tolist() == [2, 2, 1, 1]


def test_a_territory_does_not_shrink_to_nothing() -> None:
    plan = grid_plan(1, 4, 4)
    assert shrink(plan, A, BASE, 1) is plan
    with pytest.raises(ValueError, match="no territory 9"):
        shrink(plan, A, BASE, 9)


def test_regions_of_two_territories_change_places() -> None:
    plan = proven(grid_plan(1, 6, 2))
    after = base(swap_regions(plan, A, BASE, ints([0, 2, 5])))
    assert after.owner.tolist() == [1, 0, 1, 1, 1, 0]
    assert after.proof is None
    locked = lock_regions(plan, A, BASE, ints([0]), True)
    assert base(swap_regions(locked, A, BASE, ints([0, 5]))).owner.tolist() == [0, 0, 0, 1, 1, 0]
    both = lock_regions(plan, A, BASE, ints([0, 5]), True)
    assert swap_regions(both, A, BASE, ints([0, 5])) is both


@pytest.mark.parametrize("regions", [[], [0], [0, 2, 4], [1, 3]])
def test_only_two_territories_swap(regions: list[int]) -> None:
    plan = grid_plan(1, 6, 3, plan_a=[0, UNASSIGNED, 1, 1, 2, 2])
    with pytest.raises(ValueError, match="exactly two"):
        swap_regions(plan, A, BASE, ints(regions))


@given(st.data(), grid_plans())
def test_swapping_twice_gives_the_same_owners_back(data: st.DataObject, plan: Plan) -> None:
    layer = base(plan)
    if len(layer.regions_of(0)) == 0 or len(np.unique(layer.owner[layer.owner >= 0])) < 2:
        return
    other = data.draw(st.sampled_from(sorted(set(layer.owner.tolist()) - {0, UNASSIGNED})))
    chosen = ints([layer.regions_of(0)[0], layer.regions_of(other)[0]])
    twice = swap_regions(swap_regions(plan, A, BASE, chosen), A, BASE, chosen)
    assert base(twice).owner.tolist() == layer.owner.tolist()
