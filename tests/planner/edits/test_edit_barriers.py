"""Barriers drawn by hand, locks of everything, and accounts that stay."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from builders import grid_plan
from hypothesis import given
from hypothesis import strategies as st

from planner.edits.accounts import (
    free_account,
    free_accounts,
    keep_account,
    kept_accounts,
    name_accounts,
)
from planner.edits.assignment import assign
from planner.edits.barriers import (
    add_barrier,
    bend_barrier,
    bent,
    extend_barrier,
    open_borders,
    remove_barrier,
)
from planner.edits.layers import accept_owner
from planner.edits.locks import lock_all, lock_regions, lock_territory, unlock_all
from planner.insight.line_crossing import pairs_crossed
from planner.insight.ownership import account_owners
from planner.judge.rules_from_plan import WATER, barred
from planner.model.graph import RegionGraph
from planner.model.layers import BASE, Layer, Proof
from planner.model.plan import Plan
from planner.model.rules import BarrierGoal
from planner.model.scenarios import TODAY
from planner.model.types import UNASSIGNED, floats, ints

A = "Plan A"


def base(plan: Plan) -> Layer:
    return plan.scenario(A).base


def barriers(plan: Plan) -> tuple[BarrierGoal, ...]:
    return plan.goals.layer(BASE).rules.barriers


def proven(plan: Plan) -> Plan:
    proof = Proof("feasible", 1.0, 0.5, 0.5, "inertia")
    return accept_owner(plan, A, BASE, base(plan).owner, proof)


def test_a_barrier_names_neighbours_by_id_and_the_proof_goes() -> None:
    plan = proven(grid_plan(2, 3))
    after = add_barrier(plan, BASE, " River ", ints([[1, 0], [4, 1], [0, 5], [0, 1]]))
    assert barriers(after) == (BarrierGoal("River", (("0001", "0002"), ("0002", "0005"))),)
    assert barred(after, BASE).tolist() == [[0, 1], [1, 4]]
    assert base(after).proof is None
    assert add_barrier(plan, BASE, "River", ints([[0, 5]])) is plan  # no neighbours
    with pytest.raises(ValueError, match="needs a name"):
        add_barrier(plan, BASE, "  ", ints([[0, 1]]))


# A grid of two rows of four: 0 1 2 3 below, 4 5 6 7 above; the river runs between the second and third.
RIVER = ((1, 2), (5, 6))


def with_river() -> Plan:
    return add_barrier(grid_plan(2, 4), BASE, "River", ints(RIVER))


def test_a_barrier_goes_round_a_region_that_changes_sides() -> None:
    """Region 2 comes to lie west of the river: it runs under 6 and east of 2 instead."""
    plan = proven(with_river())
    after = bend_barrier(plan, BASE, (1, 2), ints([2]))
    assert barred(after, BASE).tolist() == [[2, 3], [2, 6], [5, 6]]
    assert [one.name for one in barriers(after)] == ["River"]
    assert base(after).proof is None
    both = bend_barrier(after, BASE, (5, 6), ints([6]))
    assert barred(both, BASE).tolist() == [[2, 3], [6, 7]]


def test_bending_a_barrier_back_gives_the_same_goals() -> None:
    plan = with_river()
    there = bend_barrier(plan, BASE, (2, 1), ints([2, 3]))
    assert bend_barrier(there, BASE, (5, 6), ints([2, 3])).goals == plan.goals
    assert bend_barrier(plan, BASE, (1, 2), ints([])) is plan


def test_only_the_barrier_that_is_held_takes_new_borders_and_all_open() -> None:
    plan = add_barrier(with_river(), BASE, "Road", ints([[2, 1], [2, 3]]))
    after = bend_barrier(plan, BASE, (5, 6), ints([2]))
    assert barriers(after) == (BarrierGoal("River", (("0003", "0007"), ("0006", "0007"))),)
    with pytest.raises(ValueError, match="no barrier parts 0001 and 0002"):
        bend_barrier(after, BASE, (0, 1), ints([2]))


def test_a_barrier_goes_on_with_borders_it_did_not_close() -> None:
    plan = add_barrier(grid_plan(2, 3), BASE, "River", ints([[0, 1]]))
    plan = proven(add_barrier(plan, BASE, "Rail", ints([[1, 2]])))
    ids = plan.regions.ids
    after = extend_barrier(plan, BASE, (1, 0), ints([[4, 3], [0, 1], [0, 5]]))
    river, rail = barriers(after)
    assert (river.name, river.pairs) == ("River", ((ids[0], ids[1]), (ids[3], ids[4])))
    assert rail is barriers(plan)[1]
    assert base(after).proof is None


def test_a_barrier_that_closes_a_border_already_stays_and_so_does_the_proof() -> None:
    plan = proven(add_barrier(grid_plan(2, 3), BASE, "River", ints([[0, 1], [3, 4]])))
    assert extend_barrier(plan, BASE, (0, 1), ints([[4, 3], [0, 5]])) is plan
    with pytest.raises(ValueError, match="no barrier parts"):
        extend_barrier(plan, BASE, (1, 2), ints([[4, 5]]))


def test_a_ring_that_is_pulled_over_all_it_holds_is_gone() -> None:
    ring = add_barrier(grid_plan(2, 4), BASE, "Ring", ints([[0, 1], [0, 4]]))
    assert barriers(bend_barrier(ring, BASE, (0, 1), ints([0]))) == ()


@given(st.sets(st.integers(0, 11)), st.sets(st.integers(0, 11)))
def test_what_a_barrier_holds_apart_is_held_apart_after_it_is_bent(
    held: set[int], changing: set[int]
) -> None:
    """A barrier around some regions goes around these and those that change sides, less both."""
    edges = grid_plan(3, 4).regions.graph.edges

    def around(regions: set[int]) -> list[list[int]]:
        return sorted(
            [a, b] for a, b in edges.tolist() if (a in regions) != (b in regions)
        )  # fmt: skip

    before = ints(around(held)).reshape(-1, 2)
    after = bent(edges, before, ints(sorted(changing)))
    assert after.tolist() == around(held ^ changing)


def test_a_name_that_is_taken_gets_a_number() -> None:
    plan = grid_plan(2, 3)
    for _ in range(3):
        plan = add_barrier(plan, BASE, "River", ints([[0, 1]]))
    plan = add_barrier(plan, BASE, WATER, ints([[0, 1]]))
    assert [one.name for one in barriers(plan)] == ["River", "River 2", "River 3", f"{WATER} 2"]


def test_a_barrier_is_removed_and_the_proof_goes() -> None:
    drawn = proven(add_barrier(grid_plan(2, 3), BASE, "River", ints([[0, 1]])))
    removed = remove_barrier(drawn, BASE, "River")
    assert barriers(removed) == ()
    assert base(removed).proof is None
    with pytest.raises(ValueError, match="no barrier River"):
        remove_barrier(removed, BASE, "River")


def test_a_line_crosses_the_borders_between_the_regions_it_goes_through() -> None:
    """Three rows of three squares: a line through the first two of the lowest row, then up."""
    plan = grid_plan(3, 3)
    line = floats([[500, 500], [1500, 500], [1500, 1500]])
    assert pairs_crossed(plan, line).tolist() == [[0, 1], [1, 4]]
    assert pairs_crossed(plan, floats([[200, 200], [800, 800]])).tolist() == []
    assert pairs_crossed(plan, floats([[-5000, -5000], [-4000, -4000]])).tolist() == []
    with pytest.raises(ValueError, match="two points"):
        pairs_crossed(plan, floats([[0, 0]]))


def test_a_line_along_a_border_crosses_it_and_a_link_over_water_is_crossed_between_its_points() -> (
    None
):
    plan = grid_plan(1, 4)
    assert [1, 2] in pairs_crossed(plan, floats([[2000, 100], [2000, 900]])).tolist()
    graph = plan.regions.graph
    apart = RegionGraph(4, graph.borders[[0, 2]], graph.border_km[[0, 2]], ints([[1, 2]]))
    over = replace(plan, regions=replace(plan.regions, graph=apart))
    assert pairs_crossed(over, floats([[1800, 100], [1800, 900]])).tolist() == [[1, 2]]
    assert pairs_crossed(over, floats([[500, 100], [500, 900]])).tolist() == []


@given(st.integers(0, 3), st.integers(0, 4))
def test_a_stroke_between_two_neighbours_parts_these_two(row: int, col: int) -> None:
    plan = grid_plan(4, 6)
    first, second = row * 6 + col, row * 6 + col + 1
    line = floats(plan.regions.points[[first, second]])
    assert pairs_crossed(plan, line).tolist() == [[first, second]]


def test_a_border_is_opened_in_every_barrier_that_parts_it() -> None:
    plan = add_barrier(grid_plan(2, 3), BASE, "River", ints([[0, 1], [3, 4]]))
    plan = add_barrier(plan, BASE, "Rail", ints([[1, 0]]))
    half = open_borders(plan, BASE, ints([[1, 0]]))
    assert [(one.name, one.pairs) for one in barriers(half)] == [("River", (("0004", "0005"),))]
    assert barriers(open_borders(half, BASE, ints([[3, 4]]))) == ()
    assert open_borders(half, BASE, ints([[0, 1]])) is half


def test_everything_is_locked_and_freed_at_once() -> None:
    plan = proven(grid_plan(1, 4, 2, plan_a=[0, UNASSIGNED, 1, 1]))
    locked = lock_all(plan, A, BASE)
    assert base(locked).locked.tolist() == [True, False, True, True]
    assert base(locked).proof is not None
    assert lock_all(locked, A, BASE) is locked
    both = lock_territory(locked, A, BASE, 1, True)
    freed = unlock_all(both, A, BASE)
    assert not base(freed).locked.any()
    assert not any(one.locked for one in base(freed).territories)
    assert base(freed).proof is None
    assert unlock_all(freed, A, BASE) is freed
    one = lock_regions(plan, A, BASE, ints([0]), True)
    assert not base(unlock_all(one, A, BASE)).locked.any()


def test_an_account_that_is_kept_stays_with_its_owner_when_its_region_goes() -> None:
    plan = grid_plan(1, 4, 2)
    kept = keep_account(plan, A, "A00001")
    assert keep_account(kept, A, "A00001") is kept
    moved = assign(kept, A, BASE, ints([0]), 1)
    assert account_owners(moved, moved.scenario(A))[0] == "R01"
    freed = free_account(moved, A, "A00001")
    assert account_owners(freed, freed.scenario(A))[0] == "R02"
    assert free_account(freed, A, "A00001") is freed
    with pytest.raises(ValueError, match="Z"):
        keep_account(plan, A, "Z")


def test_all_accounts_that_are_kept_are_freed_at_once() -> None:
    """What a solver named and what Today only describes are not kept: nobody asked for them."""
    plan = grid_plan(1, 4, 2)
    named = name_accounts(plan, A, {"A00004": "R01"})
    kept = keep_account(keep_account(named, A, "A00001"), A, "A00002")
    assert kept_accounts(kept, kept.scenario(A)) == {"A00001", "A00002"}
    freed = free_accounts(kept, A)
    assert freed.scenario(A).exceptions == named.scenario(A).exceptions
    assert free_accounts(freed, A) is freed
    with pytest.raises(ValueError, match="Today"):
        free_accounts(plan, TODAY)


def test_an_account_whose_last_day_is_over_is_not_kept() -> None:
    plan = keep_account(grid_plan(1, 4, 2), A, "A00001")
    one = replace(plan.scenario(A).exceptions[0], until=plan.start)
    assert kept_accounts(plan, replace(plan.scenario(A), exceptions=(one,)))
    over = replace(one, until=plan.start - timedelta(days=1))
    assert not kept_accounts(plan, replace(plan.scenario(A), exceptions=(over,)))


def test_an_account_of_nobody_cannot_be_kept() -> None:
    plan = assign(grid_plan(1, 4, 2), A, BASE, ints([0]), UNASSIGNED)
    assert keep_account(plan, A, "A00001") is plan
