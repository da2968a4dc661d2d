"""The exact solver against brute force over every plan of tiny problems."""

from __future__ import annotations

import numpy as np
import pytest
from brute_force import feasible_plans, least_score
from builders import grid_problem, stripes
from hypothesis import given, settings
from strategies import problems

from planner.judge.demands import keeping
from planner.judge.problem import Problem, Status
from planner.judge.verify import score, violations
from planner.model.types import UNASSIGNED, Ints, ints
from solvers.crew import Crew
from solvers.options import SolveOptions
from solvers.territories import construct, repair
from solvers.territories.exact.child import Child, Task
from solvers.territories.exact.connection import connect
from solvers.territories.exact.feasible import is_feasible
from solvers.territories.exact.program import Program
from solvers.territories.exact.prove_small import prove_small, refute
from solvers.territories.exact.relaxation import relax
from solvers.territories.exact.rules import program_of
from solvers.territories.exact.slots import slots_of
from solvers.territories.solve import solve
from solvers.territories.standing import Best
from solvers.territories.terrain import terrain_of

CLOSE = 1e-7


def never() -> bool:
    """Never stop."""
    return False


def first_plan(problem: Problem) -> Best:
    """A plan as the solver starts from it."""
    terrain = terrain_of(problem)
    raw = construct.bisection(terrain, np.random.default_rng(1))
    return Best(problem, repair.whole(terrain, raw))


def proven(problem: Problem) -> Best:
    """The best plan after the exact solver alone."""
    best = first_plan(problem)
    refute(best, seed=1, seconds=100.0, look=never)
    with Crew(1) as crew:
        prove_small(best, SolveOptions(exact=True), crew, never)
    return best


@settings(max_examples=100)
@given(problem=problems(later_rules=False))
def test_exact_plan_is_the_best_of_all_plans_and_refusal_is_true(problem: Problem) -> None:
    check_against_all_plans(problem)


@settings(max_examples=100)
@given(problem=problems(later_rules=True))
def test_exact_plan_is_the_best_of_all_plans_under_every_later_rule(problem: Problem) -> None:
    check_against_all_plans(problem)


def check_against_all_plans(problem: Problem) -> None:
    """Hold what the exact solver says against every plan there is."""
    least, best = least_score(problem), proven(problem)
    if np.isinf(least):
        assert best.refuted is not None
        assert best.standing.violations
        return
    assert best.refuted is None
    assert not best.standing.violations
    assert best.standing.score <= least * (1 + CLOSE) + 1e-9
    assert best.bound is not None
    assert best.bound == pytest.approx(least, rel=2 * CLOSE, abs=1e-6)


@settings(max_examples=15)
@given(problem=problems(later_rules=True))
def test_relaxation_bounds_every_plan_and_keeps_the_choices_of_the_best(problem: Problem) -> None:
    slots, plans = slots_of(problem), feasible_plans(problem)
    for most in (np.inf, least_score(problem)):
        relaxed = relax(slots, first_plan(problem).owner, most, look=never)
        for plan in plans:
            assert relaxed.bound <= score(problem, plan) * (1 + 1e-9) + 1e-9
            if score(problem, plan) <= most:
                for t in range(problem.k):
                    family = next(f for f, held in enumerate(slots.families) if t in held)
                    kept = relaxed.keep[slots.family == family][:, plan == t]
                    assert kept.all(axis=1).any()


@settings(max_examples=100)
@given(problem=problems(later_rules=True))
def test_verdict_on_rules_is_true_and_names_a_plan_or_a_reason(problem: Problem) -> None:
    verdict = is_feasible(problem, seed=1, seconds=100.0, look=never)
    possible = bool(feasible_plans(problem))
    assert (verdict.reason is None) == possible
    assert (verdict.owner is not None) == possible
    if verdict.owner is not None:
        assert not violations(problem, verdict.owner)
    if verdict.reason is not None:
        assert not feasible_plans(keeping(problem, verdict.reason.demands))


def test_territories_of_different_reach_do_not_stand_for_one_another() -> None:
    # One of the two reaches no region but its seat: it may be either, and the other has the rest.
    for reach_km in ([0.0, np.inf], [np.inf, 0.0]):
        problem = grid_problem(1, 4, 2, reach_km=reach_km, tolerance=1.0)
        verdict = is_feasible(problem, seed=1, seconds=10.0, look=never)
        assert verdict.owner is not None
        assert not violations(problem, verdict.owner)


def test_a_cut_in_one_territory_rules_out_no_way_of_another() -> None:
    # Region 4 is kept from territory 0, so there 2 comes to 0 through 1 alone; 1 goes by 5 and 4.
    problem = grid_problem(2, 3, 2, kept_from=ints([[4, 0]]), tolerance=1.0)
    slots = slots_of(problem)
    program = program_of(slots)
    left, right = (
        int(np.flatnonzero((slots.family == family) & (slots.root == root))[0])
        for family, root in ((0, 0), (1, 3))
    )
    torn = ints(np.where([1, 0, 1, 0, 0, 0], left, right))
    assert connect(program, torn)
    assert not keeps_rows(program, torn)
    assert keeps_rows(program, ints(np.where([1, 1, 0, 0, 0, 0], left, right)))


def keeps_rows(program: Program, slot: Ints) -> bool:
    """Whether the plan with these slots keeps every row."""
    value = np.zeros(program.size)
    value[program.choice[slot, np.arange(len(slot))]] = 1.0
    rows = program.rows
    sums = [
        float(np.dot(value[columns], values))
        for columns, values in zip(rows.columns, rows.values, strict=True)
    ]
    return bool((np.array(rows.low) <= sums).all() and (sums <= np.array(rows.high)).all())


def test_region_that_no_connected_territory_can_hold_is_named() -> None:
    # 2 - 6 - 4 - 6 in a row, three territories of 6: a six can stand alone, the two and the four cannot,
    # and 2 + 4 are not connected without the six between.
    row = grid_problem(1, 4, 3, weights=[2, 6, 4, 6], tolerance=0.05)
    verdict = is_feasible(row, seed=1, seconds=10.0, look=never)
    assert verdict.reason is not None
    assert verdict.reason.regions == (0, 2)


def test_solve_says_infeasible_where_bands_and_connection_clash() -> None:
    # Without connection 1+3 and 2+2 would do; in this row 1 2 3 2 no cut gives 4 and 4.
    row = grid_problem(1, 4, 2, weights=[1, 2, 3, 2], tolerance=0.05)
    answer = solve(row, SolveOptions(work=1.0))
    assert answer.status is Status.INFEASIBLE
    assert answer.clash


def test_solve_proves_a_grid_optimal_by_itself() -> None:
    # Four connected territories of four fields: squares of 2 x 2, whose inertia about a field is 4 each.
    answer = solve(grid_problem(4, 4, 4, tolerance=0.1), SolveOptions(work=2.0))
    assert answer.status is Status.OPTIMAL
    assert answer.score == pytest.approx(12.0)


def test_bigger_program_is_proven_in_a_process_of_its_own() -> None:
    rng = np.random.default_rng(7)
    weights = rng.integers(5, 15, 49)
    problem = grid_problem(7, 7, 3, weights=weights, tolerance=0.02)
    best = Best(problem, ints(stripes(7, 7, 3)))
    with Crew(1) as crew:
        prove_small(best, SolveOptions(exact=True), crew, never)
    assert not best.standing.violations
    assert best.bound == best.standing.score


def test_exact_plan_keeps_a_lock_that_costs() -> None:
    free = proven(grid_problem(3, 4, 2, tolerance=0.1))
    locks = np.full(12, UNASSIGNED)
    locks[[0, 3]] = 0
    held = proven(grid_problem(3, 4, 2, tolerance=0.1, locks=ints(locks)))
    assert held.owner[0] == held.owner[3] == 0
    assert held.standing.score > free.standing.score


def test_stop_ends_the_process_of_highs_before_it_has_said_anything() -> None:
    program, child = program_of(slots_of(grid_problem(7, 7, 3, tolerance=0.02))), Child()
    proof = child.prove(Task(program, nodes=10**9, rounds=9), look=lambda: True, tell=bool)
    assert child.ended
    assert not proof.done
    assert proof.owner is None


def test_process_of_highs_tells_the_best_plan_of_a_program_and_ends() -> None:
    problem = grid_problem(4, 4, 2, tolerance=0.1)
    child = Child()
    proof = child.prove(
        Task(program_of(slots_of(problem)), nodes=10**9, rounds=50), look=never, tell=bool
    )
    assert child.ended
    assert proof.done
    assert proof.owner is not None
    assert proof.bound == pytest.approx(score(problem, proof.owner), rel=CLOSE)
    assert proof.bound == pytest.approx(proven(problem).standing.score, rel=CLOSE)
