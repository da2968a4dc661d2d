"""Polish on small grids: what it mends, what it keeps, when it ends."""

from __future__ import annotations

import threading
from dataclasses import replace

import numpy as np
import pytest
from builders import grid_problem, stripes
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.judge.problem import Kind, Objective, Problem
from planner.judge.verify import Rule, score, violations
from planner.model.graph import pieces_per_territory
from planner.model.types import Ints, floats, ints
from solvers.crew import Crew
from solvers.territories.cuts import missing_cuts
from solvers.territories.order import earlier
from solvers.territories.patch import MOST_CHOICES, patch_of
from solvers.territories.polish import Polisher, seconds_for
from solvers.territories.standing import Best, standing
from solvers.territories.subproblem import Aim, divide
from solvers.territories.terrain import terrain_of


def never() -> bool:
    return False


def polished(problem: Problem, owner: Ints, seconds: float = 0.3, seed: int = 1) -> Best:
    best = Best(problem, owner)
    terrain = terrain_of(problem)
    Polisher(terrain, best, seed=seed, seconds=seconds, look=never, stop=never).run()
    return best


def uneven(problem: Problem) -> Ints:
    """Columns 0 and 1 of a grid of six columns to territory 0, the rest to territory 1."""
    return ints(np.where(np.arange(problem.n) % 6 < 2, 0, 1))


def test_a_broken_band_is_mended():
    problem = grid_problem(6, 6, 2)  # 18 each, at most one off
    owner = uneven(problem)  # 12 and 24
    assert len(violations(problem, owner)) == 2
    best = polished(problem, owner)
    assert violations(problem, best.owner) == ()
    assert np.bincount(best.owner).tolist() == [18, 18]


def test_load_travels_along_a_chain_of_territories():
    problem = grid_problem(4, 12, 4, tolerance=0.01)  # 12 each exactly
    column = np.arange(48) % 12
    owner = ints(np.select([column < 2, column < 5, column < 8], [0, 1, 2], 3))  # 8, 12, 12, 16
    best = polished(problem, owner, seconds=1.0)
    assert violations(problem, best.owner) == ()
    assert np.bincount(best.owner).tolist() == [12, 12, 12, 12]


def test_cost_falls_when_no_rule_is_broken():
    problem = grid_problem(4, 4, 4, tolerance=0.0)
    owner = stripes(4, 4, 4)  # columns of 4: 1 + 0 + 1 + 4 = 6 each
    best = polished(problem, owner)
    assert score(problem, owner) == pytest.approx(24)
    assert best.standing.score == pytest.approx(12)  # four T shapes: 0 + 1 + 1 + 1 each


def test_a_locked_region_stays_where_it_is():
    locks = np.full(36, -1)
    locks[[2, 32]] = 1  # in the way of a straight border
    problem = grid_problem(6, 6, 2, locks=ints(locks))
    best = polished(problem, uneven(problem))
    assert violations(problem, best.owner) == ()
    assert best.owner[2] == best.owner[32] == 1


def test_a_split_territory_is_joined():
    problem = grid_problem(3, 6, 2, tolerance=0.4)
    owner = uneven(problem).copy()
    owner[17] = 0  # a corner far from the rest of territory 0
    assert [broken.rule for broken in violations(problem, ints(owner))] == [Rule.PIECES]
    assert violations(problem, polished(problem, ints(owner)).owner) == ()


def test_pieces_that_locks_force_apart_do_no_harm():
    locks = np.full(12, -1)
    locks[[0, 11]] = 0
    locks[5:7] = 1  # with the rest a wall of territory 1 that may be opened only below
    problem = grid_problem(2, 6, 2, locks=ints(locks), tolerance=0.0)
    owner = ints([0, 0, 0, 1, 1, 1, 1, 1, 1, 0, 0, 0])
    best = polished(problem, owner)
    assert best.standing <= standing(problem, owner)
    assert (best.owner[[0, 11]] == 0).all()


def test_without_contiguity_distant_regions_may_be_exchanged():
    weights = [[4.0], [1.0], [1.0], [1.0], [1.0], [4.0]]
    problem = grid_problem(
        1, 6, 2, weights=weights, tolerance=0.0, contiguous=False, edges=ints(np.empty((0, 2)))
    )
    owner = ints([0, 0, 1, 1, 1, 1])  # 5 and 7
    best = polished(problem, owner)
    assert violations(problem, best.owner) == ()


def test_a_given_seat_stays_inside_and_counts():
    problem = grid_problem(6, 6, 2, seats=ints([0, 35]), objective=Objective(Kind.DISTANCE))
    best = polished(problem, uneven(problem))
    assert violations(problem, best.owner) == ()
    assert best.owner[0] == 0
    assert best.owner[35] == 1
    assert best.standing.score <= score(problem, stripes(6, 6, 2))


def test_disruption_moves_no_more_than_it_must():
    base = grid_problem(6, 6, 2)
    current = uneven(base)
    problem = replace(
        base, current=current, switch_cost=floats(np.ones(36)), objective=Objective(Kind.DISRUPTION)
    )
    best = polished(problem, current)
    assert violations(problem, best.owner) == ()
    assert best.standing.score == 6  # from 12 to 18 regions, none may be missing


def test_a_region_too_heavy_for_any_territory_holds_nobody_up():
    weights = np.ones((36, 1))
    weights[0] = 100.0
    problem = grid_problem(6, 6, 3, weights=weights)
    owner = stripes(6, 6, 3)
    best = polished(problem, owner)
    assert best.standing <= standing(problem, owner)
    assert (pieces_per_territory(problem.edges, best.owner, 3) == 1).all()


def test_empty_regions_and_rounded_distances_are_no_trouble():
    weights = np.zeros((36, 1))
    weights[[0, 5, 14, 21, 30, 35]] = 1.0
    objective = Objective(round_km=True)
    problem = grid_problem(6, 6, 2, weights=weights, objective=objective)
    owner = ints(np.where(np.arange(36) % 6 < 1, 0, 1))
    best = polished(problem, owner)
    assert violations(problem, best.owner) == ()


@settings(max_examples=25)
@given(
    seed=st.integers(0, 10_000),
    k=st.integers(2, 4),
    tolerance=st.sampled_from([0.0, 0.05, 0.3]),
    seated=st.booleans(),
)
def test_polish_never_worsens_a_plan(seed, k, tolerance, seated):
    random = np.random.default_rng(seed)
    locks = np.where(random.random(20) < 0.15, stripes(4, 5, k), -1)
    problem = grid_problem(
        4, 5, k,
        weights=random.integers(0, 9, (20, 2)) + 0.25,
        tolerance=tolerance,
        locks=ints(locks),
        seats=ints(random.permutation(20)[:k]) if seated else None,
        objective=Objective(Kind.DISTANCE) if seated and seed % 2 else Objective(),
    )  # fmt: skip
    owner = stripes(4, 5, k)
    best = polished(problem, owner, seconds=0.06, seed=seed)
    assert best.standing <= standing(problem, owner)
    assert best.standing == standing(problem, best.owner)
    assert not any(
        broken.rule in (Rule.LOCK, Rule.PIECES, Rule.EMPTY)
        for broken in violations(problem, best.owner)
    )


def test_the_same_seed_gives_the_same_plan():
    random = np.random.default_rng(5)
    problem = grid_problem(8, 8, 4, weights=random.integers(1, 20, (64, 2)), tolerance=0.03)
    first, second = (polished(problem, stripes(8, 8, 4)) for _ in range(2))
    assert np.array_equal(first.owner, second.owner)


def test_polish_ends_when_asked_before_or_during_its_work():
    problem = grid_problem(12, 12, 6, tolerance=0.0)
    owner = stripes(12, 12, 6)
    terrain, asked = terrain_of(problem), threading.Event()

    def look() -> bool:
        calls.append(1)
        if len(calls) > 3:
            asked.set()
        return asked.is_set()

    calls: list[int] = []
    polisher = Polisher(
        terrain, Best(problem, owner), seed=1, seconds=1e9, look=look, stop=asked.is_set
    )
    polisher.run()  # would not end before its work is used up
    assert asked.is_set()
    stopped = Best(problem, owner)
    idle = Polisher(terrain, stopped, seed=1, seconds=1.0, look=asked.is_set, stop=asked.is_set)
    assert idle.run() == 0
    assert np.array_equal(stopped.owner, owner)


def test_work_scales_the_seconds_and_size_does_so_slowly():
    small, large = (terrain_of(grid_problem(side, side, 2)) for side in (10, 40))
    assert seconds_for(large, 100) == pytest.approx(2 * seconds_for(large, 50))
    assert seconds_for(small, 100) < seconds_for(large, 100) < 16 * seconds_for(small, 100)


def test_an_exact_division_finds_the_least_cost_of_all_connected_ones():
    problem = grid_problem(3, 4, 2, tolerance=0.0)
    owner = ints([0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1])
    seats = ints([4, 7])
    patch = patch_of(terrain_of(problem), owner, seats, (0, 1))
    assert patch is not None
    found = divide(patch, Aim.COST, exact=True, seed=1, seconds=1.0, stop=never)
    assert found.owner is not None
    assert found.owner.tolist() == stripes(3, 4, 2).tolist()


def test_a_large_group_lets_only_regions_near_borders_move():
    problem = grid_problem(40, 60, 2)
    owner = stripes(40, 60, 2)
    patch = patch_of(terrain_of(problem), owner, ints([1214, 1245]), (0, 1))
    assert patch is not None
    free = patch.may.sum(axis=1) > 1
    assert free.sum() <= MOST_CHOICES
    assert free[[29, 30]].all()
    assert not free[[0, 59]].any()


def test_a_loose_piece_gives_separators_on_both_shores():
    problem = grid_problem(1, 7, 2)
    owner = ints([0, 0, 0, 1, 1, 1, 1])
    patch = patch_of(terrain_of(problem), owner, ints([0, 6]), (0, 1))
    assert patch is not None
    loose = ints([0, 1, 1, 1, 0, 1, 1])  # region 4 cut off from seat 0, 1..3 from seat 6
    assert missing_cuts(patch, loose) == [
        (0, [4], [3]), (0, [4], [1]), (1, [1, 2, 3], [4]),
    ]  # fmt: skip
    assert missing_cuts(patch, owner) == []


def test_the_order_starts_at_the_root_and_runs_through_the_territory_first():
    problem = grid_problem(2, 3, 2)
    owner = ints([0, 1, 0, 0, 0, 0])  # a U: from 0 down, along and up to 2
    patch = patch_of(terrain_of(problem), owner, ints([0, 1]), (0, 1))
    assert patch is not None
    assert np.round(earlier(patch, 0), 3).tolist() == [0, np.inf, 4, 1, 2, 3]


@pytest.mark.parametrize("workers", [2, 3])
def test_groups_divided_on_several_threads_end_as_on_one(workers: int) -> None:
    problem = grid_problem(8, 8, 8, tolerance=0.1)
    owner = stripes(8, 8, 8)
    terrain = terrain_of(problem)
    plans = []
    for crew in (Crew(1), Crew(workers)):
        best = Best(problem, owner)
        with crew:
            polisher = Polisher(
                terrain, best, seed=1, seconds=0.1, look=never, stop=never, crew=crew
            )
            spent = polisher.run()
        plans.append((best.owner.tolist(), spent))
    assert plans[0] == plans[1]
