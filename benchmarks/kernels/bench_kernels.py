"""Inner loops of the territory solver and its verifier, on grids of a real size.

`make bench` runs them by cpu time, so that what else runs on the machine counts little.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from benchmarks.grids import blocks, grid, middles
from planner.judge.verify import score, violations
from planner.model.types import Ints, floats
from solvers.territories import annealing, construct, fares, repair
from solvers.territories.dual import Dual, Multipliers
from solvers.territories.improve import Annealer, Stage
from solvers.territories.sites import layout_of
from solvers.territories.standing import Best
from solvers.territories.terrain import terrain_of

COUNTIES, COMMUNES = (50, 60, 5, 6), (175, 200, 15, 20)
"""Rows, columns and blocks: 3,000 regions in 30 territories, 35,000 in 300."""

PROPOSALS = 1_000_000
SEATS = 200


def never() -> bool:
    return False


def made(
    shape: tuple[int, int, int, int], measures: int = 1, *, seated: bool = False
) -> tuple[Any, Ints]:
    rows, columns, high, wide = shape
    seats = middles(*shape) if seated else None
    problem = grid(rows, columns, high * wide, measures, seats=seats)
    return problem, blocks(*shape)


@pytest.mark.parametrize("shape", [COUNTIES, COMMUNES], ids=["3,000", "35,000"])
@pytest.mark.parametrize("measures", [1, 3])
def bench_annealing_a_million_proposals(benchmark: Any, shape: Any, measures: int) -> None:
    problem, owner = made(shape, measures)
    annealer = Annealer(terrain_of(problem), owner, (1, 0, 0))
    best = Best(problem, owner)
    stage = Stage(PROPOSALS, (1.0, 20.0), (1.0, 0.1))
    annealer.run(Stage(1000, (1.0, 1.0), (1.0, 1.0)), best, never)
    benchmark.pedantic(annealer.run, args=(stage, best, never), rounds=3)


@pytest.mark.parametrize("shape", [COUNTIES, COMMUNES], ids=["3,000", "35,000"])
def bench_whether_regions_may_leave_their_territory(benchmark: Any, shape: Any) -> None:
    problem, owner = made(shape)
    annealer = Annealer(terrain_of(problem), owner, (1, 0, 0))
    border = [int(i) for i in np.random.default_rng(1).permutation(problem.n)[:1000]]

    def thousand() -> int:
        return sum(annealing.keeps_whole(annealer.ground, annealer.state, i) for i in border)

    assert benchmark(thousand) == 1000  # a block loses no connection with any one region


@pytest.mark.parametrize("shape", [COUNTIES, COMMUNES], ids=["3,000", "35,000"])
def bench_working_out_the_state_of_a_plan_anew(benchmark: Any, shape: Any) -> None:
    problem, owner = made(shape)
    annealer = Annealer(terrain_of(problem), owner, (1, 0, 0))
    annealing.refresh(annealer.ground, annealer.state)
    benchmark(annealing.refresh, annealer.ground, annealer.state)


def bench_valuing_two_hundred_free_seats(benchmark: Any) -> None:
    problem, _ = made(COUNTIES)
    layout = layout_of(problem, tilted=False)
    seats = np.arange(0, problem.n, problem.n // SEATS)[:SEATS]
    dual = Dual(layout, never, seats.astype(np.int64))
    worth = floats(np.full(len(layout.sites.x), 20.0))
    prices = Multipliers(worth, floats([]), floats(np.zeros((len(seats), 0))))
    assert np.isfinite(dual.exact(prices))
    benchmark(dual.exact, prices)


@pytest.mark.parametrize("shape", [COUNTIES, COMMUNES], ids=["3,000", "35,000"])
def bench_evaluating_the_bound_of_given_seats(benchmark: Any, shape: Any) -> None:
    problem, _ = made(shape, seated=True)
    weights = np.ascontiguousarray(problem.weights)
    price = np.zeros((problem.k, 1))
    given = fares.fares_of(problem)
    value, _ = fares.least_sum(given, weights, price, 0, problem.n)
    assert value > 0
    benchmark(fares.least_sum, given, weights, price, 0, problem.n)


@pytest.mark.parametrize("shape", [COUNTIES, COMMUNES], ids=["3,000", "35,000"])
def bench_verifying_a_plan(benchmark: Any, shape: Any) -> None:
    problem, owner = made(shape, 3)
    violations(problem, owner)
    benchmark(violations, problem, owner)


@pytest.mark.parametrize("shape", [COUNTIES, COMMUNES], ids=["3,000", "35,000"])
def bench_scoring_a_plan(benchmark: Any, shape: Any) -> None:
    problem, owner = made(shape)
    benchmark(score, problem, owner)


@pytest.mark.parametrize("shape", [COUNTIES, COMMUNES], ids=["3,000", "35,000"])
def bench_a_first_connected_plan(benchmark: Any, shape: Any) -> None:
    problem, _ = made(shape)
    terrain = terrain_of(problem)

    def first() -> Ints:
        return repair.whole(terrain, construct.bisection(terrain, np.random.default_rng(1)))

    benchmark.pedantic(first, rounds=3, warmup_rounds=1)
