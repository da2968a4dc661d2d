"""Bounds are held against brute force over all owners of tiny problems."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
from brute_force import least_score
from builders import grid_problem, stripes
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import ArrayLike
from strategies import problems

from planner.judge.parts import parts
from planner.judge.problem import Kind, Objective, Problem, Status
from planner.judge.verify import score
from planner.model.types import UNASSIGNED, Ints, floats, ints
from solvers.options import SolveOptions
from solvers.progress import Progress
from solvers.territories import bound_free
from solvers.territories.board import Board
from solvers.territories.bound_free import bound_with_free_seats
from solvers.territories.bound_seats import bound_with_seats
from solvers.territories.dual import Dual, Multipliers
from solvers.territories.prove import prove
from solvers.territories.safe import round_down
from solvers.territories.sites import layout_of
from solvers.territories.solve import solve
from solvers.territories.standing import Best
from solvers.watch import Watch

INERTIA = Objective(Kind.INERTIA)


def any_owner(problem: Problem) -> Ints:
    return ints(np.arange(problem.n) % problem.k)


def never() -> bool:
    return False


def town(rows: int, cols: int, k: int, **fields: object) -> Problem:
    return grid_problem(rows, cols, k, objective=INERTIA, **fields)


def test_territories_of_different_targets_are_different_sizes() -> None:
    targets = [[0.25], [0.25], [0.5]]
    sizes = layout_of(town(2, 4, 3, targets=targets), tilted=False).sizes
    assert sizes.number.tolist() == [2, 1]
    assert np.allclose(sizes.high, [2 * 1.05, 4 * 1.05])


@settings(max_examples=60)
@given(problem=problems(max_regions=9))
def test_no_plan_under_the_rules_scores_below_the_bound(problem: Problem) -> None:
    bound = prove(Best(problem, any_owner(problem)), effort=0.2, look=never).bound
    least = least_score(problem)
    assert bound is None or 0 <= bound <= least * (1 + 1e-12)
    assert bound is not None or least == math.inf


@given(problem=problems(max_regions=7, max_measures=2), measure=st.integers(0, 1), data=st.data())
def test_the_bound_holds_where_regions_weigh_nothing(
    problem: Problem, measure: int, data: st.DataObject
) -> None:
    weight = st.lists(st.sampled_from([0, 0, 1, 7]), min_size=problem.n, max_size=problem.n)
    weights = np.column_stack([data.draw(weight) for _ in problem.measures]).astype(np.float64)
    weights[0] = 1.0
    objective = replace(problem.objective, measure=min(measure, len(problem.measures) - 1))
    problem = replace(problem, weights=floats(weights), objective=objective)
    bound = prove(Best(problem, any_owner(problem)), effort=0.2, look=never).bound
    assert bound is None or bound <= least_score(problem) * (1 + 1e-12)


@settings(max_examples=60)
@given(problem=problems(max_regions=7), data=st.data())
def test_any_multipliers_give_a_valid_bound(problem: Problem, data: st.DataObject) -> None:
    problem = replace(problem, seats=None)
    layout = layout_of(problem, tilted=True)
    q = len(problem.measures) - 1

    def drawn(least: float, *shape: int) -> ArrayLike:
        size = int(np.prod(shape))
        number = st.floats(least, 300.0, allow_nan=False)
        return np.reshape(data.draw(st.lists(number, min_size=size, max_size=size)), shape)

    at = Multipliers(
        floats(drawn(-50.0, problem.n)),
        floats(drawn(-20.0, q)),
        floats(drawn(-300.0, problem.n, q)),
    )
    assert Dual(layout, never).bound(at) <= least_score(problem) * (1 + 1e-12)


@settings(max_examples=40)
@given(problem=problems(max_regions=7))
def test_disruption_is_bounded_with_and_without_seats(problem: Problem) -> None:
    current = ints(any_owner(problem)[::-1].copy())
    problem = replace(
        problem, current=current, switch_cost=floats(np.arange(problem.n) + 1.0),
        objective=Objective(Kind.DISRUPTION),
    )  # fmt: skip
    assert bound_with_seats(problem, effort=0.3, look=never).bound <= least_score(problem)


def test_a_line_of_equal_regions_is_bounded_to_the_figure() -> None:
    problem = town(1, 6, 2, tolerance=0.0)
    found = bound_with_free_seats(problem, stripes(1, 6, 2), effort=1.0, look=never)
    assert found is not None
    assert math.isclose(found.bound, 4.0, rel_tol=1e-3)
    assert found.bound <= 4.0


def test_given_seats_of_a_line_are_bounded_to_the_figure() -> None:
    problem = grid_problem(
        1, 6, 2, tolerance=0.0, seats=ints([1, 4]), objective=Objective(Kind.DISTANCE)
    )
    bound = bound_with_seats(problem, effort=1.0, look=never).bound
    assert math.isclose(bound, 4.0, rel_tol=1e-3)
    assert bound <= 4.0


def test_a_grid_of_a_hundred_regions_is_bounded_within_a_tenth() -> None:
    problem = town(10, 10, 4, tolerance=0.02)
    found = bound_with_free_seats(problem, stripes(10, 10, 4), effort=1.0, look=never)
    quarters = ints([2 * (r // 5) + c // 5 for r in range(10) for c in range(10)])
    assert found is not None
    assert 0.9 * score(problem, quarters) < found.bound <= score(problem, quarters)


def test_a_heavier_measure_beside_the_one_that_travels_raises_the_bound() -> None:
    second = np.where(np.arange(60) % 20 < 10, 1.0, 3.0)
    alone = town(3, 20, 3, tolerance=0.02)
    both = town(3, 20, 3, tolerance=0.02, weights=np.column_stack([np.ones(60), second]))
    start = stripes(3, 20, 3)
    less = bound_with_free_seats(alone, start, effort=1.0, look=never)
    more = bound_with_free_seats(both, start, effort=1.0, look=never)
    assert less is not None
    assert more is not None
    assert more.bound > less.bound * 1.01


def test_the_same_work_gives_the_same_bound_and_more_work_no_lower_one() -> None:
    problem = town(8, 9, 3, tolerance=0.03)
    once, again, more = (
        bound_with_free_seats(problem, stripes(8, 9, 3), effort=effort, look=never)
        for effort in (0.1, 0.1, 1.0)
    )
    assert once == again
    assert once is not None
    assert more is not None
    assert more.bound >= once.bound


def test_bands_that_no_division_meets_leave_no_bound() -> None:
    problem = town(1, 4, 2, weights=[9.0, 1.0, 1.0, 1.0], tolerance=0.05)
    assert prove(Best(problem, ints([0, 1, 1, 1])), effort=1.0, look=never).bound is None
    solution = solve(problem, SolveOptions(work=5))
    assert solution.status is Status.INFEASIBLE
    assert solution.bound is None


def test_a_region_of_its_own_does_not_lie_in_another_territory() -> None:
    weights = np.ones(21)
    weights[0] = 20.0
    targets = [[0.5], [0.25], [0.25]]
    locks = np.full(21, UNASSIGNED)
    locks[0] = 0
    problem = town(1, 21, 3, weights=weights, targets=targets, tolerance=0.0, locks=ints(locks))
    found = bound_with_free_seats(problem, any_owner(problem), effort=1.0, look=never)
    # Region 0 is a territory by itself; 20 regions in two rows of 10 cost 85 each.
    assert found is not None
    assert 165 < found.bound <= 170


def test_stopping_ends_the_proof_at_once_with_what_is_proven() -> None:
    problem = town(10, 10, 4, tolerance=0.02)
    asked = 0

    def soon() -> bool:
        nonlocal asked
        asked += 1
        return asked > 20

    assert bound_with_free_seats(problem, stripes(10, 10, 4), effort=1.0, look=soon) is None
    assert asked == 21
    seated = replace(problem, seats=ints([0, 9, 90, 99]), objective=Objective(Kind.DISTANCE))
    asked = 19
    assert bound_with_seats(seated, effort=1.0, look=soon).bound > 0
    assert asked == 21


def test_parts_kept_apart_add_their_bounds() -> None:
    # 16 columns: too large to be proven by a search.
    part = np.repeat([0, 1], 128)
    problem = town(
        16, 16, 4, tolerance=0.05, part_of_region=ints(part), part_of_territory=ints([0, 0, 1, 1])
    )
    heard: list[Progress] = []
    solution = solve(problem, SolveOptions(work=10), report=heard.append)
    assert solution.status is Status.FEASIBLE
    assert solution.bound is not None
    assert solution.score is not None
    assert 0.8 * solution.score < solution.bound <= solution.score
    assert heard[-1].bound == solution.bound


def test_one_territory_is_optimal() -> None:
    solution = solve(town(1, 3, 1), SolveOptions(work=1))
    assert solution.status is Status.OPTIMAL
    assert solution.bound == solution.score == 2.0


def test_a_bound_of_less_than_half_the_score_is_not_shown() -> None:
    problem = town(2, 2, 2, tolerance=0.0)
    board = Board(problem, parts(problem), Watch(SolveOptions()))
    best = Best(problem, ints([0, 0, 1, 1]))
    board.open([best])
    best.raise_by_search(0.9)
    assert (best.standing.score, board.bound(), board.certificate()) == (2.0, None, None)
    best.raise_by_search(1.1)
    assert board.bound() == 1.1


@given(numbers=st.lists(st.floats(-1e6, 1e6, allow_nan=False), min_size=1, max_size=50))
def test_rounding_down_ends_below_the_true_sum(numbers: list[float]) -> None:
    magnitude = sum(abs(number) for number in numbers)
    assert round_down(sum(numbers), len(numbers), magnitude) <= math.fsum(numbers)


def test_large_problems_leave_out_seats_only_on_the_way() -> None:
    problem = town(50, 70, 4, tolerance=0.05)
    assert problem.n >= 2 * bound_free.FEWEST_SEATS
    found = bound_with_free_seats(problem, stripes(50, 70, 4), effort=0.05, look=never)
    quarters = ints([2 * (r // 25) + c // 35 for r in range(50) for c in range(70)])
    assert found is not None
    assert found.bound <= score(problem, quarters)
