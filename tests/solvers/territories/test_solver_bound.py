"""Bounds are held against brute force over all owners of tiny problems."""

from __future__ import annotations

import math
from dataclasses import replace
from itertools import product

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from strategies import problems

from planner.judge.problem import Problem
from planner.judge.verify import score, violations
from planner.model.types import ints
from solvers.territories.prove import prove
from solvers.territories.standing import Best


def least_score(problem: Problem) -> float:
    """The least score of all plans that meet every rule; infinite when there is none."""
    least = math.inf
    for owner in product(range(problem.k), repeat=problem.n):
        plan = ints(owner)
        if not violations(problem, plan):
            least = min(least, score(problem, plan))
    return least


def never() -> bool:
    return False


@given(problem=problems(max_regions=7), measured=st.booleans())
def test_no_plan_under_the_rules_scores_below_the_bound(problem: Problem, measured: bool) -> None:
    if measured:
        problem = replace(
            problem, objective=replace(problem.objective, measure=len(problem.measures) - 1)
        )
    owner = ints(np.arange(problem.n) % problem.k)
    bound = prove(Best(problem, owner), effort=0.2, look=never).bound
    least = least_score(problem)
    assert bound is None or bound <= least * (1 + 1e-12)
