"""Assignments without contiguity: the program is held against all plans there are."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from brute_force import feasible_plans, least_score
from builders import grid_problem
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import problems

from benchmarks.accounts import account_problem
from planner.judge.problem import Kind, Objective, Problem, Status, StoppedBy
from planner.judge.verify import score, violations
from planner.model.types import UNASSIGNED, Ints, floats, ints
from solvers.options import SolveOptions
from solvers.territories.assignment import fits
from solvers.territories.assignment_prices import prices_of
from solvers.territories.assignment_rows import program_of
from solvers.territories.solve import solve

QUICK = SolveOptions(seed=1, work=2.0)


@st.composite
def assignments(draw: st.DrawFn) -> Problem:
    """Problems without contiguity and with known costs, under any of the rules."""
    drawn = draw(problems(max_regions=7, later_rules=True))
    if draw(st.booleans()) and drawn.current is not None and drawn.switch_cost is not None:
        return replace(drawn, contiguous=False, objective=Objective(Kind.DISRUPTION))
    seats = drawn.seats
    if seats is None:
        seats = ints(draw(st.permutations(range(drawn.n)))[: drawn.k])
    return replace(drawn, contiguous=False, seats=seats, objective=Objective(Kind.DISTANCE))


@settings(max_examples=20)
@given(problem=assignments())
def test_the_program_finds_the_least_of_all_plans_or_that_there_is_none(problem: Problem) -> None:
    assert fits(problem)
    solution = solve(problem, QUICK)
    least = least_score(problem)
    if least == math.inf:
        assert solution.status in (Status.INFEASIBLE, Status.UNKNOWN)
    else:
        assert solution.status is Status.OPTIMAL
        assert solution.score == pytest.approx(least)
        assert solution.bound is not None
        assert solution.bound <= least * (1 + 1e-9) + 1e-9


@settings(max_examples=20)
@given(problem=assignments())
def test_prices_never_prove_more_than_is_true(problem: Problem) -> None:
    program = program_of(problem)
    prices = prices_of(program, lambda: False)
    assert prices is not None
    plans = feasible_plans(problem)
    if prices.bound == math.inf:
        assert not plans
        return
    for plan in plans:
        choice = _choice(program.item, plan)
        regret = float(prices.regret[np.arange(len(choice)), choice].sum())
        cost = score(problem, plan)
        assert prices.bound + regret <= cost * (1 + 1e-9) + 1e-6


def _choice(item: Ints, plan: Ints) -> Ints:
    choice = np.zeros(int(item.max()) + 1, np.int32)
    choice[item] = plan
    return ints(choice)


def test_the_cheapest_accounts_stay_and_two_families_move_as_one() -> None:
    # Six accounts in a row, reps at both ends; the middle pair is a family nearer to the right.
    problem = grid_problem(
        1, 6, 2, tolerance=0.4, contiguous=False, seats=ints([0, 5]),
        together=ints([-1, -1, 7, 7, -1, -1]), objective=Objective(Kind.DISTANCE),
        kept_from=ints([[2, 0]]),
    )  # fmt: skip
    solution = solve(problem, QUICK)
    assert solution.status is Status.OPTIMAL
    assert solution.owner is not None
    assert solution.owner.tolist() == [0, 0, 1, 1, 1, 1]
    # Travel: 0 + 1 to the left, 3 + 2 + 1 + 0 to the right.
    assert solution.score == pytest.approx(7.0)


def test_accounts_that_cannot_all_be_dealt_out_are_proven_so() -> None:
    # Two accounts, one of 9 and one of 1, for two equal reps within 50 %.
    problem = grid_problem(
        1, 2, 2, weights=[9, 1], tolerance=0.5, contiguous=False, seats=ints([0, 1]),
        objective=Objective(Kind.DISTANCE),
    )  # fmt: skip
    solution = solve(problem, QUICK)
    assert solution.status is Status.INFEASIBLE
    assert solution.clash
    assert solution.owner is not None


def test_two_hundred_accounts_are_dealt_out_within_their_bands_near_the_bound() -> None:
    problem = replace(account_problem(200, 8), tolerance=floats([0.1, 0.1]))
    solution = solve(problem, SolveOptions(seed=1, work=20.0))
    assert solution.status in (Status.FEASIBLE, Status.OPTIMAL)
    assert solution.owner is not None
    assert not violations(problem, solution.owner)
    assert solution.gap is not None
    assert solution.gap < 0.02


def test_one_seed_gives_one_plan_on_one_and_on_two_threads() -> None:
    problem = account_problem(120, 5)
    first, second = (
        solve(problem, SolveOptions(seed=3, work=4.0, workers=workers)) for workers in (1, 2)
    )
    assert first.owner is not None
    assert second.owner is not None
    assert first.owner.tolist() == second.owner.tolist()
    assert first.bound == second.bound


def test_an_assignment_that_is_stopped_at_once_still_gives_a_plan() -> None:
    problem = account_problem(120, 5)
    solution = solve(problem, SolveOptions(seed=1), stop=lambda: True)
    assert solution.stopped_by is StoppedBy.USER
    assert solution.owner is not None
    assert (solution.owner != UNASSIGNED).all()
