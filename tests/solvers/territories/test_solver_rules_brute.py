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


FEWEST_FOUND = 0.95
"""Share of the problems with a plan for which one is found; what is missed is unknown, never infeasible."""


def test_no_answer_contradicts_the_list_of_all_plans() -> None:
    """Feasible means so, infeasible is true, the bound lies under the best plan, and plans are found."""
    found: list[bool] = []

    @given(problems(max_regions=7, later_rules=True), st.integers(0, 3))
    @settings(max_examples=60)
    def one(problem: Problem, seed: int) -> None:
        plans = feasible_plans(problem)
        solution = solve(problem, SolveOptions(seed=seed, work=10.0))
        least = min((score(problem, plan) for plan in plans), default=math.inf)
        assert solution.owner is not None
        met = not violations(problem, solution.owner)
        assert met == (solution.status in MET)
        if solution.status is Status.INFEASIBLE:
            assert not plans
        if solution.status is Status.OPTIMAL:
            assert solution.score is not None
            assert solution.score <= least * (1 + RELATIVE) + RELATIVE
        if solution.bound is not None:
            assert solution.bound <= least * (1 + RELATIVE) + RELATIVE
        if plans:
            found.append(met)

    one()
    assert len(found) > 20
    assert sum(found) >= FEWEST_FOUND * len(found)
