"""On tiny graphs with random rules of format 2 the solver is held against all plans there are."""

from __future__ import annotations

import math

from brute_force import feasible_plans
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import problems

from planner.judge.problem import Problem, Status
from planner.judge.verify import score, violations
from solvers.options import SolveOptions
from solvers.territories.solve import solve

MET = (Status.OPTIMAL, Status.FEASIBLE)
RELATIVE = 1e-6


@given(problems(max_regions=7, later_rules=True), st.integers(0, 3))
@settings(max_examples=60)
def test_no_answer_contradicts_the_list_of_all_plans(problem: Problem, seed: int) -> None:
    """Feasible means so, infeasible is true, and the bound lies under the best of all plans."""
    found = solve(problem, SolveOptions(seed=seed, work=10.0))
    plans = feasible_plans(problem)
    least = min((score(problem, plan) for plan in plans), default=math.inf)
    assert found.owner is not None
    broken = violations(problem, found.owner)
    if found.status in MET:
        assert not broken
    else:
        assert broken
    if found.status is Status.INFEASIBLE:
        assert not plans
    if found.status is Status.OPTIMAL:
        assert found.score is not None
        assert found.score <= least * (1 + RELATIVE) + RELATIVE
    if found.bound is not None:
        assert found.bound <= least * (1 + RELATIVE) + RELATIVE
