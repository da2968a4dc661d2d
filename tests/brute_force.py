"""All plans of a tiny problem at once: what no clever solver may contradict."""

from __future__ import annotations

from itertools import product

import numpy as np

from planner.judge.problem import Problem
from planner.judge.verify import score, violations
from planner.model.types import UNASSIGNED, Ints, ints


def all_owners(problem: Problem) -> Ints:
    """Every way to give n regions to k territories that keeps locks, shape (p, n)."""
    choices = [
        range(problem.k) if lock == UNASSIGNED else [lock] for lock in problem.locks.tolist()
    ]
    return ints(np.array(list(product(*choices)), np.int32).reshape(-1, problem.n))


def plans_in_band(problem: Problem) -> Ints:
    """Those owners whose territories all hold something within their bands, shape (p, n)."""
    owners = all_owners(problem)
    kept = np.ones(len(owners), np.bool_)
    for territory in range(problem.k):
        mine = owners == territory
        load = mine @ problem.weights + problem.besides[territory]
        wanted = problem.wanted[territory]
        beyond = np.abs(load - wanted) > (problem.tolerance + 1e-8) * wanted
        kept &= mine.any(axis=1) & ~beyond.any(axis=1)
    return ints(owners[kept])


def feasible_plans(problem: Problem) -> list[Ints]:
    """Every plan that the verifier finds no fault with."""
    return [plan for plan in map(ints, plans_in_band(problem)) if not violations(problem, plan)]


def least_score(problem: Problem) -> float:
    """The least score of all plans that meet every rule; infinite when there is none."""
    return min((score(problem, plan) for plan in feasible_plans(problem)), default=float("inf"))
