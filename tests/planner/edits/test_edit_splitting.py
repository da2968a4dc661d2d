"""Making two territories of one, and the sides that a line or a ratio gives."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from builders import grid_plan, grid_reps
from hypothesis import given
from hypothesis import strategies as st
from strategies import grid_plans

from planner.edits.layers import accept_owner, follow_goals, lay_out
from planner.edits.locks import lock_regions, lock_territory
from planner.edits.repairs import apply_repair
from planner.edits.replacing import with_layer
from planner.edits.sides import around_seat, halves, two_sides
from planner.edits.splitting import next_code, split_territory
from planner.edits.territories import rename_territory, set_seat
from planner.judge.clash import Mend, Repair
from planner.model.goals import Goals, TerritoryGoals
from planner.model.graph import pieces_per_territory
from planner.model.layers import BASE, Layer, Proof
from planner.model.lines import on_its_left
from planner.model.plan import Plan
from planner.model.scenarios import TODAY
from planner.model.territories import Territory
from planner.model.types import Ints, TerritoryId, floats, identical, ints


def base(plan: Plan) -> Layer:
    return plan.scenario("Plan A").base


def split(plan: Plan, territory: int, leaving: list[int], name: str = "") -> Plan:
    return split_territory(plan, "Plan A", BASE, territory, ints(leaving), name)


def proven(plan: Plan) -> Plan:
    proof = Proof("feasible", 1.0, 0.5, 0.5, "inertia")
    return accept_owner(plan, "Plan A", BASE, base(plan).owner, proof)


def test_the_regions_that_leave_become_an_open_territory_at_the_end() -> None:
    """Two territories of one full-time rep each become three: the open one counts as full-time."""
    plan = proven(grid_plan(1, 6, 2))
    after = split(plan, 0, [0])
    layer = base(after)
    assert [t.id for t in layer.territories] == ["T01", "T02", "T03"]
    new = layer.territories[2]
    assert (new.name, new.rep_id, new.seat, new.locked) == ("Territory 3", None, None, False)
    assert layer.owner.tolist() == [2, 0, 0, 1, 1, 1]
    assert layer.targets[:, 0] == pytest.approx([1 / 3] * 3)
    assert layer.proof is None
    assert layer.own_count
    assert base(split(plan, 0, [0], " North ")).territories[2].name == "North"


def test_the_home_base_stays_with_the_side_it_lies_in() -> None:
    plan = set_seat(grid_plan(1, 6, 2), "Plan A", BASE, 0, 0)
    along, kept = base(split(plan, 0, [0])), base(split(plan, 0, [2]))
    assert [t.seat for t in along.territories] == [None, None, 0]
    assert [t.seat for t in kept.territories] == [0, None, None]


def test_nothing_changes_where_a_side_would_be_empty_or_may_not_leave() -> None:
    plan = grid_plan(1, 6, 2)
    assert split(plan, 0, []) is plan
    assert split(plan, 0, [0, 1, 2]) is plan
    assert split(plan, 0, [3, 4]) is plan  # of the other territory
    locked = lock_regions(plan, "Plan A", BASE, ints([0]), True)
    assert split(locked, 0, [0]) is locked
    closed = lock_territory(plan, "Plan A", BASE, 0, True)
    assert split(closed, 0, [0]) is closed


def test_today_and_strange_territories_are_refused() -> None:
    plan = grid_plan(1, 6, 2)
    with pytest.raises(ValueError, match="Today"):
        split_territory(plan, TODAY, BASE, 0, ints([0]))
    with pytest.raises(ValueError, match="no territory 2"):
        split(plan, 2, [0])


@pytest.mark.parametrize(
    ("codes", "like", "code"),
    [
        (["T01", "T12"], "T01", "T13"),
        (["T9"], "T9", "T10"),
        (["A07", "B01", "A08"], "B01", "B02"),
        (["North"], "North", "North b"),
        (["North", "North b"], "North", "North c"),
    ],
)
def test_the_next_code_is_in_the_style_of_the_others(
    codes: list[str], like: str, code: str
) -> None:
    assert next_code(codes, like) == code


def test_targets_of_a_part_are_shared_inside_it() -> None:
    goals = Goals((TerritoryGoals(count=2, apart="province"),))
    plan = lay_out(grid_plan(1, 6, 2, goals=goals), "Plan A", BASE)
    plan = accept_owner(plan, "Plan A", BASE, ints([0, 0, 0, 1, 1, 1]), None)
    part = base(plan).territories[0].part
    layer = base(split(plan, 0, [0]))
    assert layer.territories[2].part == part
    assert layer.targets[:, 0] == pytest.approx([1 / 4, 1 / 2, 1 / 4])


def test_a_layer_not_laid_out_in_its_parts_shares_the_target_by_load() -> None:
    goals = Goals((TerritoryGoals(count=2, apart="province"),))
    layer = base(split(grid_plan(1, 6, 2, goals=goals), 0, [0]))
    assert layer.targets[:, 0] == pytest.approx([1 / 3, 1 / 2, 1 / 6])


def test_a_layer_split_by_hand_keeps_its_territories_when_it_is_laid_out_again() -> None:
    plan = lay_out(grid_plan(1, 6, 2), "Plan A", BASE)
    plan = split(accept_owner(plan, "Plan A", BASE, ints([0, 0, 0, 1, 1, 1]), None), 0, [0])
    assert lay_out(plan, "Plan A", BASE) is plan
    anew = lay_out(follow_goals(plan, "Plan A", BASE), "Plan A", BASE)
    assert len(base(anew).territories) == 2
    assert not base(anew).own_count
    assert follow_goals(anew, "Plan A", BASE) is anew


def test_a_repair_that_changes_the_number_follows_the_goals_again() -> None:
    plan = split(grid_plan(1, 6, 2), 0, [0])
    after = apply_repair(plan, "Plan A", BASE, ("prospects",), Repair(Mend.COUNT, amount=4))
    assert not base(after).own_count
    assert len(base(lay_out(after, "Plan A", BASE)).territories) == 4


def test_a_rep_who_left_leaves_an_open_territory_where_the_number_is_the_layers_own() -> None:
    plan = split(lay_out(grid_plan(1, 6, 2), "Plan A", BASE), 0, [])
    plan = accept_owner(plan, "Plan A", BASE, ints([0, 0, 0, 1, 1, 1]), None)
    plan = split(plan, 0, [0])
    left = replace(plan.reps[1], end=date(2026, 12, 31))
    plan = lay_out(replace(plan, reps=(plan.reps[0], left)), "Plan A", BASE)
    assert [t.rep_id for t in base(plan).territories] == ["R01", None, None]
    assert base(plan).owner.tolist() == [2, 0, 0, 1, 1, 1]


def test_a_layer_outside_the_parts_kept_apart_now_gets_those_its_goals_ask_for() -> None:
    plan = split(grid_plan(1, 6, 2), 0, [0])
    apart = replace(plan, goals=Goals((TerritoryGoals(count=2, apart="province"),)))
    layer = base(lay_out(apart, "Plan A", BASE))
    assert sorted(t.part for t in layer.territories) == ["East", "West"]
    assert not layer.own_count


@given(st.data(), grid_plans())
def test_a_split_moves_only_what_leaves_and_targets_still_add_up(
    data: st.DataObject, plan: Plan
) -> None:
    layer = base(plan)
    leaving = data.draw(st.lists(st.integers(0, len(layer.owner) - 1), max_size=6))
    after = split(plan, 0, leaving)
    if after is plan:
        return
    new = len(layer.territories)
    moved = np.flatnonzero(base(after).owner != layer.owner)
    assert (layer.owner[moved] == 0).all()
    assert (base(after).owner[moved] == new).all()
    assert set(moved.tolist()) <= set(leaving)
    assert base(after).targets.sum(axis=0) == pytest.approx(np.ones(3))
    assert split(after, new, moved.tolist()) is after


def test_points_lie_to_the_left_of_a_line_that_goes_on_at_both_ends() -> None:
    up = floats([[0, 0], [0, 1]])
    points = floats([[-1, 50], [1, 50], [-1, -50], [1, -50]])
    assert on_its_left(up, points).tolist() == [True, False, True, False]
    assert on_its_left(floats(up[::-1]), points).tolist() == [False, True, False, True]
    corner = floats([[0, 10], [0, 0], [10, 0]])  # down, then to the right: its left is the corner's
    assert on_its_left(corner, floats([[5, 5], [-5, 5], [5, -5], [100, 1]])).tolist() == [
        True,
        False,
        False,
        True,
    ]
    with pytest.raises(ValueError, match="two different points"):
        on_its_left(floats([[1, 1], [1, 1]]), points)


def test_a_line_parts_a_territory_and_the_smaller_side_leaves() -> None:
    """Three rows of six; a line up and down between the second and the third column."""
    plan = grid_plan(3, 6, 1)
    line = floats([[2000, 1400], [2000, 1600]])
    assert two_sides(plan, base(plan), 0, line).tolist() == [0, 1, 6, 7, 12, 13]
    beside = floats([[-900, 0], [-900, 10]])
    assert two_sides(plan, base(plan), 0, beside).tolist() == []


def test_a_stray_piece_goes_to_the_other_side() -> None:
    """A line around the third place of a row leaves it between two pieces: the shorter follows it."""
    plan = grid_plan(1, 7, 1)
    line = floats([[2000, 2000], [2000, -2000], [3000, -2000], [3000, 2000]])
    assert two_sides(plan, base(plan), 0, line).tolist() == [0, 1, 2]


def test_locked_regions_stay_on_the_other_side() -> None:
    plan = lock_regions(grid_plan(1, 6, 1), "Plan A", BASE, ints([0]), True)
    line = floats([[2000, -100], [2000, 2000]])
    assert two_sides(plan, base(plan), 0, line).tolist() == [2, 3, 4, 5]


def test_halves_share_the_measure_along_the_shorter_border() -> None:
    """Two rows of eight: a cut across is two km long, one along them eight."""
    plan = grid_plan(2, 8, 1)
    leaving = halves(plan, "Plan A", BASE, 0, 0)
    assert len(leaving) == 8
    assert set((leaving % 8).tolist()) in ({0, 1, 2, 3}, {4, 5, 6, 7})
    assert len(halves(plan, "Plan A", BASE, 0, 0, share=0.25)) == 4


def around(plan: Plan, second: int, share: float = 0.5) -> list[int]:
    return around_seat(plan, "Plan A", BASE, 0, 0, second, share).tolist()


def test_the_regions_nearer_to_a_second_home_base_leave_as_far_as_the_share_says() -> None:
    plan = set_seat(grid_plan(1, 8, 1), "Plan A", BASE, 0, 1)
    assert around(plan, 6) == [4, 5, 6, 7]
    assert around(plan, 6, 0.25) == [6, 7]
    assert around(plan, 6, 0.75) == [2, 3, 4, 5, 6, 7]
    assert around(plan, 0, 0.125) == [0]  # beside the first one


def test_a_territory_without_home_base_grows_from_its_far_side() -> None:
    """From the second of eight the last is furthest: it stays, however much leaves."""
    assert around(grid_plan(1, 8, 1), 1) == [0, 1, 2, 3]
    assert around(grid_plan(1, 8, 1), 6, 0.25) == [6, 7]


def test_a_second_home_base_is_one_that_may_leave() -> None:
    plan = set_seat(grid_plan(1, 6, 2), "Plan A", BASE, 0, 0)
    with pytest.raises(ValueError, match="does not lie in T01"):
        around(plan, 3)
    with pytest.raises(ValueError, match="is the home base of T01 already"):
        around(plan, 0)
    with pytest.raises(ValueError, match="is locked to T01"):
        around(lock_regions(plan, "Plan A", BASE, ints([2]), True), 2)
    with pytest.raises(ValueError, match="between 0 and 1"):
        around(plan, 2, 0.0)


def test_each_side_holds_its_home_base_even_where_the_share_cannot_be() -> None:
    """In a row of four a fifth around the second region would cut the first off from the rest."""
    plan = set_seat(grid_plan(1, 4, 1), "Plan A", BASE, 0, 0)
    assert around(plan, 1, 0.2) == [1, 2, 3]
    pieces = grid_plan(1, 7, 2, plan_a=[0, 1, 0, 0, 0, 0, 1])  # its regions are 0 and 2 to 5
    assert around(pieces, 0, 0.2) == [0]
    assert around(pieces, 5, 0.4) == [2, 3, 4, 5]  # the first region is the far side
    assert around(grid_plan(1, 1, 1), 0) == []


def test_the_new_territory_gets_the_second_home_base_and_the_first_keeps_its_own() -> None:
    plan = set_seat(grid_plan(1, 6, 2), "Plan A", BASE, 0, 0)
    after = split_territory(plan, "Plan A", BASE, 0, ints([1, 2]), seat=2)
    assert [t.seat for t in base(after).territories] == [0, None, 2]
    along = split_territory(plan, "Plan A", BASE, 0, ints([0, 1]), seat=1)
    assert [t.seat for t in base(along).territories] == [None, None, 1]
    with pytest.raises(ValueError, match="region 2 does not leave"):
        split_territory(plan, "Plan A", BASE, 0, ints([0, 1]), seat=2)


@given(st.integers(1, 5), st.integers(2, 6), st.sampled_from([0.2, 0.5, 0.7]), st.data())
def test_both_sides_of_two_home_bases_are_in_one_piece_and_hold_their_own(
    rows: int, cols: int, share: float, data: st.DataObject
) -> None:
    regions = st.integers(0, rows * cols - 1)
    first, second = data.draw(st.lists(regions, min_size=2, max_size=2, unique=True))
    plan = set_seat(grid_plan(rows, cols, 1), "Plan A", BASE, 0, first)
    leaving = around_seat(plan, "Plan A", BASE, 0, 0, second, share)
    assert in_pieces(plan, leaving) == [1, 1]
    assert second in leaving
    assert first not in leaving


def test_an_empty_or_single_territory_has_no_halves() -> None:
    plan = grid_plan(1, 3, 3, plan_a=[0, 1, 1])
    assert halves(plan, "Plan A", BASE, 0, 0).tolist() == []
    assert halves(plan, "Plan A", BASE, 2, 0).tolist() == []
    line = floats([[0, 0], [1, 1]])
    assert two_sides(plan, base(plan), 2, line).tolist() == []
    with pytest.raises(ValueError, match="between 0 and 1"):
        halves(plan, "Plan A", BASE, 0, 0, share=1.0)


def in_pieces(plan: Plan, leaving: Ints) -> list[int]:
    owner = base(plan).owner.copy()
    owner[leaving] = 1
    return list(pieces_per_territory(plan.regions.graph.edges, ints(owner), 2).tolist())


@given(st.integers(1, 5), st.integers(2, 6), st.sampled_from([0.2, 0.5, 0.7]))
def test_both_halves_are_in_one_piece(rows: int, cols: int, share: float) -> None:
    plan = grid_plan(rows, cols, 1)
    assert in_pieces(plan, halves(plan, "Plan A", BASE, 0, 0, share)) == [1, 1]


@given(st.data())
def test_both_sides_of_any_line_are_in_one_piece(data: st.DataObject) -> None:
    plan = grid_plan(4, 5, 1)
    place = st.tuples(st.integers(-500, 5500), st.integers(-500, 4500))
    line = data.draw(st.lists(place, min_size=2, max_size=6, unique=True))
    leaving = two_sides(plan, base(plan), 0, floats(line))
    assert len(leaving) <= 10
    if len(leaving):
        assert in_pieces(plan, leaving) == [1, 1]


def test_codes_without_a_number_get_a_letter() -> None:
    plan = grid_plan(1, 4, 1, reps=grid_reps(1))
    named = replace(base(plan), territories=(Territory(TerritoryId("North"), "The north"),))
    after = split(with_layer(plan, "Plan A", named), 0, [0])
    assert [(t.id, t.name) for t in base(after).territories][1] == ("North b", "North b")


def test_a_name_that_rayon_gave_is_no_other_than_the_same_one_typed() -> None:
    plan = split(grid_plan(1, 4, 2), 0, [0])
    name = base(plan).territories[2].name
    assert rename_territory(plan, "Plan A", BASE, 2, str(name)) is plan
    assert identical(name, "Territory 3")
    assert not identical(name, "Territory 4")
    assert not identical(name, 3)
