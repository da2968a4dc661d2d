"""Proposals that mend the shape of territories."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from builders import grid_plan
from hypothesis import given
from strategies import grid_plans

from planner.edits.layers import accept_moves
from planner.edits.locks import lock_regions, lock_territory
from planner.edits.mending import complete_contiguity, fill_holes
from planner.edits.replacing import with_layer
from planner.insight.summary import layer_summary
from planner.insight.troubles import Trouble, troubles
from planner.model.graph import outside_main_piece
from planner.model.layers import BASE, Layer
from planner.model.plan import Plan
from planner.model.types import UNASSIGNED, ints

A = "Plan A"


def base(plan: Plan) -> Layer:
    return plan.scenario(A).base


def whole(plan: Plan) -> list[int]:
    return list(complete_contiguity(plan, A, BASE).tolist())


def filled(plan: Plan) -> list[int]:
    return list(fill_holes(plan, A, BASE).tolist())


def test_a_piece_goes_to_the_territory_around_it() -> None:
    assert whole(grid_plan(1, 6, 2, plan_a=[0, 0, 1, 1, 0, 1])) == [0, 0, 1, 1, 1, 1]


def test_of_borders_hardly_shorter_the_one_nearest_to_its_targets_gets_the_piece() -> None:
    """A row of eight: the third of 0 lies between 1 with two regions and 2 with three."""
    plan = grid_plan(1, 8, 3, plan_a=[0, 0, 1, 1, 0, 2, 2, 2])
    assert whole(plan) == [0, 0, 1, 1, 1, 2, 2, 2]


def test_a_much_longer_border_outweighs_the_balance() -> None:
    """The piece in the middle has three borders with the heaviest territory, one with the lightest."""
    owner = [1, 1, 1, 1, 0, 2, 1, 1, 1, 0, 0, 2]
    assert whole(grid_plan(4, 3, 3, plan_a=owner)) == [1, 1, 1, 1, 1, 2, 1, 1, 1, 0, 0, 0]


def test_a_piece_that_touches_only_pieces_follows_when_these_have_gone() -> None:
    plan = grid_plan(1, 11, 3, plan_a=[0, 0, 0, 1, 2, 1, 2, 2, 2, 1, 1])
    assert whole(plan) == [0, 0, 0, 0, 2, 2, 2, 2, 2, 1, 1]


def test_locks_and_parts_hold_pieces_back() -> None:
    plan = grid_plan(1, 6, 2, plan_a=[0, 0, 1, 1, 0, 1])
    owner = base(plan).owner.tolist()
    locked = lock_regions(plan, A, BASE, ints([4]), True)
    assert whole(locked) == owner
    assert filled(locked) == owner
    for territory in (0, 1):
        closed = lock_territory(plan, A, BASE, territory, True)
        assert whole(closed)[4] == 0
        assert filled(closed)[4] == 0
    layer = base(plan)
    parts = tuple(
        replace(one, part=part)
        for one, part in zip(layer.territories, ("East", "West"), strict=True)
    )
    plan = with_layer(plan, A, replace(layer, territories=parts))
    goals = replace(plan.goals.layer(BASE), apart="province")
    apart = replace(plan, goals=replace(plan.goals, layers=(goals,)))
    assert whole(apart)[4] == 0  # East may not give it to the territory of West


def test_a_hole_goes_whole_to_the_territory_around_it() -> None:
    """Two regions of nobody in the middle of three rows of four."""
    owner = np.zeros(12, np.int32)
    owner[[5, 6]] = UNASSIGNED
    assert filled(grid_plan(3, 4, 1, plan_a=owner)) == [0] * 12


def test_an_enclave_is_filled_and_other_pieces_are_left() -> None:
    """Three columns: a 1 among nine of 0 is filled; one between 0 and 2 is only a piece."""
    inside = [0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 1, 1]
    assert filled(grid_plan(4, 3, 2, plan_a=inside)) == [0] * 9 + [1] * 3
    between = [0, 0, 1, 2, 2, 1, 1]
    assert filled(grid_plan(1, 7, 3, plan_a=between)) == between


def test_regions_of_nobody_go_to_the_longest_border_then_to_who_has_less() -> None:
    """A row of six: the two in the middle are split; of three, the last goes to who has less."""
    assert filled(grid_plan(1, 6, 2, plan_a=[0, 0, -1, -1, 1, 1])) == [0, 0, 0, 1, 1, 1]
    assert filled(grid_plan(1, 6, 2, plan_a=[0, 0, 0, -1, 1, 1])) == [0, 0, 0, 1, 1, 1]
    assert filled(grid_plan(1, 6, 2, plan_a=[0, 0, -1, 1, 1, 1])) == [0, 0, 0, 1, 1, 1]
    assert filled(grid_plan(1, 3, 2, plan_a=[-1, -1, -1])) == [-1, -1, -1]


@given(grid_plans())
def test_a_complete_plan_has_no_piece_apart_and_only_pieces_moved(plan: Plan) -> None:
    edges = plan.regions.graph.edges
    layer, after = base(plan), complete_contiguity(plan, A, BASE)
    assert ((layer.owner == UNASSIGNED) == (after == UNASSIGNED)).all()
    moved = after != layer.owner
    assert not (moved & ~outside_main_piece(edges, layer.owner)).any()
    left = outside_main_piece(edges, after)
    if not (after == UNASSIGNED).any():
        assert not left.any()  # a grid is connected: every piece touches some main piece in the end
    accepted = accept_moves(plan, A, BASE, after, ints(np.flatnonzero(moved)))
    assert base(accepted).owner.tolist() == after.tolist()


@given(grid_plans())
def test_after_filling_there_is_no_hole_and_no_enclave(plan: Plan) -> None:
    if (base(plan).owner == UNASSIGNED).all():
        return
    after = fill_holes(plan, A, BASE)
    assert (after != UNASSIGNED).all()
    accepted = accept_moves(plan, A, BASE, after, ints(np.arange(len(after))))
    found = troubles(accepted, A, BASE, layer_summary(accepted, A))
    assert not [one for one in found if one.kind in (Trouble.UNASSIGNED, Trouble.ENCLAVE)]
    assert fill_holes(accepted, A, BASE).tolist() == after.tolist()


@given(grid_plans())
def test_proposals_are_the_same_every_time(plan: Plan) -> None:
    assert whole(plan) == whole(plan)
    assert filled(plan) == filled(plan)
