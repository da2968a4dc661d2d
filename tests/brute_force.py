"""All plans of a tiny problem at once: what no clever solver may contradict.

Plans are sieved by what is quick to see; of those that are left the verifier decides.
"""

from __future__ import annotations

from itertools import product

import numpy as np

from planner.judge.bands import allowed, bands
from planner.judge.problem import Problem
from planner.judge.verify import score, violations
from planner.model.types import UNASSIGNED, Bools, Ints, bools, ints


def all_owners(problem: Problem) -> Ints:
    """Every way to give n regions to k territories that keeps locks, shape (p, n)."""
    choices = [
        range(problem.k) if lock == UNASSIGNED else [lock] for lock in problem.locks.tolist()
    ]
    return ints(np.array(list(product(*choices)), np.int32).reshape(-1, problem.n))


def connected_sets(problem: Problem) -> Bools:
    """Which sets of regions are connected, by their number in binary, shape (2 ** n,)."""
    sets = np.arange(2**problem.n)
    beside = np.zeros(problem.n, np.int64)
    for one, other in problem.edges.tolist():
        beside[one] |= 1 << other
        beside[other] |= 1 << one
    reached = sets & -sets  # the first region; then its neighbours within the set, and theirs
    for _ in range(problem.n - 1):
        for region in range(problem.n):
            reached |= np.where(reached >> region & 1, beside[region] & sets, 0)
    return bools(reached == sets)


def connected_plans(problem: Problem, owners: Ints) -> Bools:
    """Which owners leave no territory in pieces, or whether that is not asked, shape (p,)."""
    kept = np.ones(len(owners), np.bool_)
    if problem.contiguous:
        whole = connected_sets(problem)
        for territory in range(problem.k):
            kept &= whole[(owners == territory) @ (1 << np.arange(problem.n))]
    return bools(kept)


def plans_in_band(problem: Problem) -> Ints:
    """Those owners whose territories are connected and hold what is in their bands, shape (p, n)."""
    owners = all_owners(problem)
    kept = np.array(connected_plans(problem, owners))
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


def every_owner(problem: Problem) -> Ints:
    """Every way to give n regions to k territories, locks or not, shape (k ** n, n)."""
    return ints(np.array(list(product(range(problem.k), repeat=problem.n)), np.int32))


def meets_some(problem: Problem, owners: Ints) -> bool:
    """Whether one of the owners meets every rule; loads are sieved first, the verifier decides."""
    low, high = bands(problem, slack=1e-8)
    kept = np.array(connected_plans(problem, owners))
    for territory in range(problem.k):
        mine = owners == territory
        load = mine @ problem.weights
        kept &= mine.any(axis=1) & ((load >= low[territory]) & (load <= high[territory])).all(
            axis=1
        )
    may = allowed(problem)
    kept &= may[np.arange(problem.n), owners].all(axis=1)
    return any(not violations(problem, ints(owner)) for owner in owners[kept])
