"""A region that holds its territory together goes with all that hangs on it, and a seat never goes."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from builders import grid_problem
from hypothesis import given, settings
from strategies import problems

from planner.judge.problem import Kind, Objective, Problem
from planner.judge.verify import extra_pieces, loads
from planner.model.types import UNASSIGNED, ints
from solvers.territories import annealing, bundles, construct, repair
from solvers.territories.improve import Annealer
from solvers.territories.terrain import terrain_of

TOP_AND_BOTTOM = (0, 0, 0, 0, 1, 1, 1, 1)


def two_rows(**fields: object) -> Annealer:
    """Two rows of four, a territory each, with the seats on the left."""
    problem = grid_problem(
        2, 4, 2, seats=ints([0, 4]), objective=Objective(Kind.DISTANCE), **fields
    )
    return Annealer(terrain_of(problem), ints(TOP_AND_BOTTOM), 1)


def hanging_on(annealer: Annealer, region: int, most: int = 8) -> list[int]:
    size = bundles.bundle(annealer.ground, annealer.state, region, most)
    return sorted(annealer.state.second[:size].tolist())


def test_what_lies_beyond_a_region_of_a_corridor_hangs_on_it() -> None:
    assert hanging_on(two_rows(), 1) == [1, 2, 3]
    assert hanging_on(two_rows(), 2) == [2, 3]
    assert hanging_on(two_rows(), 3) == [3]


def test_too_long_a_tail_stays() -> None:
    assert hanging_on(two_rows(), 1, most=2) == []


def test_nothing_goes_between_two_regions_that_must_stay() -> None:
    locks = np.full(8, UNASSIGNED)
    locks[3] = 0
    annealer = two_rows(locks=ints(locks))
    assert hanging_on(annealer, 1) == []
    assert hanging_on(annealer, 2) == []


def test_a_tail_changes_hands_where_no_region_can_alone() -> None:
    # Regions 1 and 2 hang on one another: 0 - 1 - 2 with 3 beside 1. Balanced is 3 | 1 + 1 + 1.
    problem = replace(
        grid_problem(1, 4, 2, weights=[3.0, 1.0, 1.0, 1.0], seats=ints([0, 3])),
        edges=ints([[0, 1], [1, 2], [1, 3]]),
    )
    alone, together = (Annealer(terrain_of(problem), ints([0, 0, 0, 1]), 1) for _ in range(2))
    assert annealing.anneal(alone.ground, alone.state, 1e6, 0.0, 1000, 0.5) == 0
    assert bundles.anneal_bundles(together.ground, together.state, 1e6, 0.0, 1000, 8) == 1
    assert together.owner.tolist() == [0, 1, 1, 1]


@pytest.mark.parametrize("kind", [Kind.INERTIA, Kind.DISTANCE])
def test_the_change_foretold_for_a_bundle_is_the_change_that_comes(kind: Kind) -> None:
    problem = grid_problem(
        2, 4, 2, weights=np.arange(1.0, 9.0), seats=ints([0, 4]), objective=Objective(kind)
    )
    annealer = Annealer(terrain_of(problem), ints(TOP_AND_BOTTOM), 1)
    ground, state = annealer.ground, annealer.state
    cost, price = annealing.energy(ground, state)
    size = bundles.bundle(ground, state, 1, 8)
    foretold = bundles.bundle_change(ground, state, 10.0, size, 1)
    for region in state.second[:size].tolist():
        annealing.move(ground, state, region, 1)
    after, priced = annealing.energy(ground, state)
    assert after - cost + 10.0 * (priced - price) == pytest.approx(foretold)


@settings(max_examples=50)
@given(problem=problems(max_regions=9))
def test_bundles_keep_locks_and_tear_nothing(problem: Problem) -> None:
    terrain = terrain_of(problem)
    owner = repair.whole(terrain, construct.bisection(terrain, np.random.default_rng(1)))
    annealer = Annealer(terrain, owner, 3)
    before = extra_pieces(problem, owner)
    bundles.anneal_bundles(
        annealer.ground, annealer.state, annealer.scale, annealer.scale, 1000, problem.n
    )
    after = annealer.owner
    held = terrain.fixed != UNASSIGNED
    assert np.array_equal(after[held], terrain.fixed[held])
    assert len(np.unique(after)) == problem.k
    assert np.array(annealer.state.load) == pytest.approx(np.array(loads(problem, after)))
    if problem.contiguous:
        assert extra_pieces(problem, after) <= before
