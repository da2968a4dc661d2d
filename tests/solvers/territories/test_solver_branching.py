"""Bounds by cases: never above what a plan costs, tighter than prices alone, checked without a solver."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from brute_force import least_score
from builders import grid_problem
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import problems

from planner.judge.certificate import Branching, Certificate, PartProof, digest
from planner.judge.certificate_file import certificate_from_json, certificate_to_json
from planner.judge.check_bound import check_bound
from planner.judge.problem import Kind, Objective, Problem, Status
from planner.judge.verify import score, violations
from planner.model.types import floats, ints
from solvers.options import SolveOptions
from solvers.territories.bound_seats import bound_with_seats
from solvers.territories.branching import Branched, bound_by_cases
from solvers.territories.solve import solve


def never() -> bool:
    return False


def by_cases(problem: Problem, known: float = math.inf, effort: float = 0.01) -> Branched | None:
    start = floats(np.zeros((problem.k, len(problem.measures))))
    return bound_by_cases(problem, start, known, effort=effort, stop=never)


def claim(problem: Problem, found: Branched) -> Certificate:
    part = PartProof(found.bound, (found.proof,))
    return Certificate(digest(problem), found.bound, (part,))


def seated() -> Problem:
    """Whole regions that fit no band well, and places that ask for torn territories."""
    number = np.arange(42)
    astray = np.stack([number * 17 % 42 % 5, number * 17 % 42 % 7], axis=1)
    return grid_problem(
        6, 7, 3, weights=1.0 + number * 7 % 11, tolerance=0.02, seats=ints([2, 3, 4]),
        objective=Objective(Kind.DISTANCE),
        xy_km=floats(np.stack([number % 7, number // 7], axis=1) + 0.3 * astray),
    )  # fmt: skip


@settings(max_examples=60)
@given(
    problem=st.one_of(problems(max_regions=8), problems(max_regions=8, later_rules=True)),
    data=st.data(),
)
def test_no_plan_scores_below_a_bound_by_cases_and_its_proof_is_accepted(
    problem: Problem, data: st.DataObject
) -> None:
    if problem.seats is None or data.draw(st.booleans()):
        current = ints(np.arange(problem.n)[::-1] % problem.k)
        problem = replace(
            problem, current=current, switch_cost=floats(np.arange(problem.n) + 1.0),
            objective=Objective(Kind.DISRUPTION),
        )  # fmt: skip
    found = by_cases(problem)
    least = least_score(problem)
    if found is None:
        assert least == math.inf  # a region may be nowhere
        return
    assert found.bound <= least * (1 + 1e-12)
    read = certificate_from_json(certificate_to_json(claim(problem, found)))
    verdict = check_bound(problem, read)
    assert verdict.accepted, verdict.why
    assert verdict.proven is not None
    assert verdict.proven <= least * (1 + 1e-12)
    if found.plan is not None:
        assert violations(problem, found.plan) == ()
        assert score(problem, found.plan) >= least


def test_cases_raise_the_bound_of_prices_alone_to_the_best_plan() -> None:
    problem = seated()
    prices = bound_with_seats(problem, effort=1.0, look=never)
    found = by_cases(problem, effort=0.2)
    assert found is not None
    assert found.plan is not None
    assert isinstance(found.proof, Branching)
    assert len(found.proof.cuts) > 0
    best = score(problem, found.plan)
    assert prices.bound < 0.995 * best
    assert found.bound >= best * (1 - 1e-9)
    assert check_bound(problem, claim(problem, found)).accepted


def test_a_proof_that_leaves_a_case_out_is_refused() -> None:
    problem = seated()
    found = by_cases(problem, effort=0.2)
    assert found is not None
    proof = found.proof
    assert isinstance(proof, Branching)
    rows = np.array(proof.branch)
    looped, astray, beyond = rows.copy(), rows.copy(), rows.copy()
    looped[-1, 2] = 0
    astray[0, 0] = problem.n
    beyond[0, 3] = -1 - len(proof.price)
    cut_price = np.array(proof.cut_price)
    cut_price[0, 0] = -1.0
    wrong: tuple[Branching, ...] = (
        replace(proof, branch=ints(looped)), replace(proof, branch=ints(astray)),
        replace(proof, branch=ints(beyond)), replace(proof, cut_price=floats(cut_price)),
        replace(proof, price=proof.price[1:]), replace(proof, travels=False),
        replace(proof, branch=ints(rows[:, :3])),
    )  # fmt: skip
    for other in wrong:
        assert not check_bound(problem, claim(problem, replace(found, proof=other))).accepted
    # The dearest end in place of all others would be a lie: its prices prove less elsewhere.
    ends = len(proof.price)
    for end in range(ends):
        prices = floats(np.repeat(proof.price[end : end + 1], ends, axis=0))
        same = replace(found, proof=replace(proof, price=prices))
        assert not check_bound(problem, claim(problem, same)).accepted


def test_a_solve_of_seats_proves_its_plan_best_with_a_certificate() -> None:
    problem = seated()
    solution = solve(problem, SolveOptions(work=10))
    assert solution.status is Status.OPTIMAL
    assert solution.certificate is not None
    assert check_bound(problem, solution.certificate).accepted


def test_stopping_keeps_what_is_proven_or_says_nothing() -> None:
    problem = seated()
    assert bound_by_cases(
        problem, floats(np.zeros((3, 1))), math.inf, effort=1.0, stop=lambda: True
    ) is None  # fmt: skip
    asked = iter([False] * 6)
    found = bound_by_cases(
        problem, floats(np.zeros((3, 1))), math.inf, effort=1.0, stop=lambda: next(asked, True)
    )
    assert found is not None
    assert check_bound(problem, claim(problem, found)).accepted


@pytest.mark.parametrize("effort", [0.001, 0.01, 0.05])
def test_more_work_proves_no_less_and_the_same_work_the_same(effort: float) -> None:
    problem = seated()
    once, again, more = (by_cases(problem, effort=one) for one in (effort, effort, 4 * effort))
    assert once is not None
    assert again is not None
    assert more is not None
    assert once.bound == again.bound <= more.bound
