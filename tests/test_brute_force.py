"""What the brute force sieves away, the verifier finds fault with too: no plan is overlooked."""

from __future__ import annotations

import pytest
from brute_force import every_owner, feasible_plans, least_score, meets_some
from hypothesis import given
from strategies import problems

from planner.judge.problem import Problem
from planner.judge.verify import score, violations
from planner.model.types import ints


@given(problem=problems(max_regions=5, later_rules=True))
def test_the_sieve_keeps_every_plan_that_the_verifier_accepts(problem: Problem) -> None:
    every = every_owner(problem)
    accepted = [owner for owner in every if not violations(problem, ints(owner))]
    assert [plan.tolist() for plan in feasible_plans(problem)] == [p.tolist() for p in accepted]
    assert meets_some(problem, every) == bool(accepted)
    least = min((score(problem, ints(owner)) for owner in accepted), default=float("inf"))
    assert least_score(problem) == pytest.approx(least)
