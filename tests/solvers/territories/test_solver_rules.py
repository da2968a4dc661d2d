"""The search obeys every rule of problem format 2, on grids where each of them decides."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from builders import grid_problem, stripes
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.judge.clash import Asked
from planner.judge.problem import Barrier, Kind, Objective, Problem, Solution, Status
from planner.judge.verify import deviations, loads, score, violations
from planner.model.types import UNASSIGNED, ints
from solvers.options import SolveOptions
from solvers.territories.exchange import exchange
from solvers.territories.solve import solve
from solvers.territories.standing import Best

OPTIONS = SolveOptions(work=5.0)
MET = (Status.OPTIMAL, Status.FEASIBLE)


def grid(rows: int = 6, **fields: object) -> Problem:
    """Rows of six regions, three territories, 34 % of balance unless told."""
    return grid_problem(rows, 6, 3, **({"tolerance": 0.34} | fields))


def uneven(**fields: object) -> Problem:
    """Four rows of six: the columns weigh 4, 8, ... 24, so that today's pairs hold 12, 28 and 44."""
    return grid(4, weights=np.arange(24) % 6 + 1.0, current=stripes(4, 6, 3), **fields)


def solved(problem: Problem) -> Solution:
    found = solve(problem, OPTIONS)
    assert found.owner is not None
    assert found.status in MET, violations(problem, found.owner)
    return found


def test_limits_in_absolute_figures_are_kept() -> None:
    problem = grid(minimum=[[14], [0], [0]], maximum=[[40], [9], [40]])
    held = loads(problem, ints(solved(problem).owner))[:, 0]
    assert held[0] >= 14
    assert held[1] <= 9


def test_what_a_territory_holds_besides_leaves_it_fewer_regions() -> None:
    problem = grid(tolerance=0.05, besides=[[6], [0], [3]])
    count = np.bincount(ints(solved(problem).owner), minlength=3)
    assert count.tolist() == [9, 15, 12]


def test_regions_kept_from_a_territory_are_elsewhere() -> None:
    west = [[row * 6 + column, 0] for row in range(6) for column in range(3)]
    owner = ints(solved(grid(kept_from=west)).owner)
    assert not (owner[[region for region, _ in west]] == 0).any()


def test_the_reach_of_a_given_seat_is_kept() -> None:
    problem = grid(seats=[0, 5, 33], reach_km=[3.2, np.inf, np.inf], tolerance=0.5)
    assert solved(problem).status in MET


def test_the_reach_of_free_seats_is_kept() -> None:
    assert solved(grid(reach_km=[3.0, 3.0, 3.0])).status in MET


def test_what_is_handed_over_and_taken_over_stays_within_its_caps() -> None:
    # Within 40 % one region of 5 must leave the east, and the west must get two of 3.
    problem = uneven(
        tolerance=0.4, most_handed_over=[[6.0]] * 3, most_taken_over=[[6.0]] * 3
    )  # fmt: skip
    assert solved(problem).status in MET


def test_no_more_is_moved_than_the_plan_may() -> None:
    # Within 30 % the east hands over two regions, and the west gets three: five, and no fewer.
    problem = uneven(tolerance=0.3, switch_cost=np.ones(24), most_moved=5.0)
    owner = ints(solved(problem).owner)
    assert (owner != problem.current).sum() == 5


def test_a_price_beyond_the_ideal_draws_the_balance_tighter() -> None:
    plain, priced = grid(), grid(ideal=[0.0], ideal_price=[1e6])
    worst = [np.abs(deviations(p, ints(solved(p).owner))).max() for p in (plain, priced)]
    assert worst[1] == pytest.approx(0.0, abs=1e-9)


def test_a_barrier_is_not_crossed() -> None:
    edges = grid_problem(6, 6, 3).edges
    across = (edges[:, 0] % 6 == 2) & (edges[:, 1] % 6 == 3)
    problem = grid(tolerance=0.7, edges=edges[~across], barriers=(Barrier("Rhine", edges[across]),))
    owner = ints(solved(problem).owner).reshape(6, 6)
    assert not set(owner[:, :3].ravel()) & set(owner[:, 3:].ravel())


def test_parts_joined_by_a_cap_on_all_moves_are_kept_apart_still() -> None:
    part = (np.arange(36) % 6 >= 2).astype(int)
    today = np.where(part == 0, 0, np.where(np.arange(36) // 6 < 3, 1, 2))
    problem = grid(
        part_of_region=part, part_of_territory=[0, 1, 1], current=today,
        switch_cost=np.ones(36), most_moved=4.0,
    )  # fmt: skip
    owner = ints(solved(problem).owner)
    assert ((owner == 0) == (part == 0)).all()


def test_a_start_that_meets_every_rule_is_never_made_worse() -> None:
    problem = grid(tolerance=0.0, kept_from=[[0, 1], [35, 0]])
    start = np.array(stripes(6, 6, 3))
    found = solve(problem, SolveOptions(work=0.0), start=ints(start))
    assert found.status in MET
    half = start.copy()
    half[::3] = UNASSIGNED
    assert solve(problem, SolveOptions(work=1.0), start=ints(half)).owner is not None


def test_groups_that_belong_together_are_not_torn_apart() -> None:
    together = np.arange(36) // 6 // 2 * 3 + np.arange(36) % 6 // 2  # blocks of two by two
    together[[7, 8, 20, 25]] = UNASSIGNED
    owner = ints(solved(grid(together=together, tolerance=0.2)).owner)
    for label in range(9):
        assert len(set(owner[together == label].tolist())) == 1


def test_a_group_in_two_places_is_joined_along_a_way_between_them() -> None:
    together = np.full(36, UNASSIGNED)
    together[[0, 4]] = 0
    assert solved(grid(together=together)).status in MET


def test_territories_exchange_places_where_only_their_numbers_are_wrong() -> None:
    problem = grid_problem(
        1, 2, 2, tolerance=0.0, kept_from=[[0, 0], [1, 1]], locks=ints([UNASSIGNED, UNASSIGNED])
    )
    best = Best(problem, ints([0, 1]))
    assert best.standing.violations == 2
    exchange(best, lambda: False)
    assert best.owner.tolist() == [1, 0]


def test_a_lock_to_a_territory_of_another_part_clashes_and_is_named() -> None:
    problem = grid_problem(
        2, 4, 2, locks=ints([1, -1, -1, -1, -1, -1, -1, -1]), part_of_territory=ints([0, 1]),
        part_of_region=ints([0, 0, 1, 1, 0, 0, 1, 1]),
    )  # fmt: skip
    solution = solve(problem, SolveOptions(work=0.5))
    assert solution.status is Status.INFEASIBLE
    assert [rule.regions for rule in solution.clash[0].demands if rule.asked is Asked.LOCK] == [
        (0,)
    ]


def test_a_start_is_taken_where_a_part_has_no_region_left() -> None:
    apart = {"part_of_region": ints(np.zeros(4)), "part_of_territory": ints([0, 1])}
    solution = solve(
        grid_problem(1, 4, 2, **apart), SolveOptions(work=0.5), start=ints(np.zeros(4))
    )
    assert solution.status is Status.INFEASIBLE
    assert solution.owner.tolist() == [0, 0, 0, 0]


def test_a_home_base_in_another_part_is_where_its_territory_is_served_from() -> None:
    # 0 has the middle two to itself; 1 is served from there and 2 from the last region.
    problem = grid_problem(
        1, 8, 3, seats=ints([4, 3, 7]), objective=Objective(Kind.DISTANCE), tolerance=5.0,
        part_of_region=ints([0, 0, 0, 1, 1, 0, 0, 0]), part_of_territory=ints([1, 0, 0]),
        contiguous=False,
    )  # fmt: skip
    found = solved(problem)
    assert found.owner[[0, 1, 2, 3, 4, 6, 7]].tolist() == [1, 1, 1, 0, 0, 2, 2]
    assert found.score == pytest.approx(1 + (3 + 2 + 1) + 2 + (1 + 0))
    assert found.status is Status.OPTIMAL


@settings(max_examples=12)
@given(seed=st.integers(0, 10_000))
def test_home_bases_anywhere_are_no_better_served_than_brute_force_says(seed: int) -> None:
    random = np.random.default_rng(seed)
    problem = grid_problem(
        2, 3, 3, seats=ints(random.choice(6, 3, replace=False)), tolerance=1.0,
        weights=random.integers(1, 4, 6).astype(float), objective=Objective(Kind.DISTANCE),
        part_of_region=ints([0, 0, 1, 0, 0, 1]), part_of_territory=ints([0, 0, 1]),
    )  # fmt: skip
    found = solve(problem, SolveOptions(work=0.2))
    lawful = [
        plan for plan in map(ints, product(range(3), repeat=6)) if not violations(problem, plan)
    ]
    best = min((score(problem, plan) for plan in lawful), default=np.inf)
    if found.status in MET:
        assert found.score >= best - 1e-9
    if found.bound is not None and lawful:
        assert found.bound <= best + 1e-6
    assert not (lawful and found.status is Status.INFEASIBLE)


def test_a_part_that_has_nothing_of_what_it_wants_is_no_answer() -> None:
    # The first two regions are a part of their own, as those of a locked territory are, and empty.
    problem = grid_problem(
        1, 8, 3, weights=[0, 0, 1, 1, 1, 1, 1, 1], locks=ints([0, 0, -1, -1, -1, -1, -1, -1]),
        part_of_region=ints([1, 1, 0, 0, 0, 0, 0, 0]), part_of_territory=ints([1, 0, 0]),
        tolerance=0.6,
    )  # fmt: skip
    found = solve(problem, SolveOptions(work=0.2))
    assert found.status is Status.INFEASIBLE
    assert sorted(np.bincount(found.owner).tolist()) == [2, 3, 3]
