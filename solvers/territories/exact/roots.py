"""Whether any plan meets the rules: each territory is rooted at its heaviest region.

A slot is a family of territories and a root; it may hold only regions no heavier than the root (of
equals, none before it), and of those, where territories are connected, only regions that a way through
such regions links to the root with a load on the way within the band. So every plan has one slot for
each territory, and where a region has no slot, or the program of the slots has no solution, no plan
exists. The rule is that of the diagonal models of Validi, Buchanan, Lykhovyd (Oper. Res. 70(2):867-892,
2022) with an order by weight.
"""

from __future__ import annotations

import heapq
from dataclasses import replace

import numpy as np

from planner.judge.bands import allowed
from planner.judge.problem import Kind, Objective, Problem
from planner.model.types import Bools, Floats, Ints, bools, floats, ints
from solvers.territories.exact.program import whole_atoms
from solvers.territories.exact.slots import Slots, slots_of
from solvers.territories.separators import neighbours_of


def rooted_slots(problem: Problem) -> Slots:
    """Return the slots rooted at heaviest regions, with no costs."""
    free = replace(
        problem, seats=None, objective=Objective(Kind.INERTIA),
        kept_from=_barred(problem), ideal_price=floats(np.zeros(len(problem.measures))),
    )  # fmt: skip
    slots = slots_of(free)
    slots = replace(slots, cost=floats(np.where(slots.open, 0.0, np.inf)))
    keep = slots.open.copy()
    order = _rank(problem)
    near = neighbours_of(problem)
    for q, root in enumerate(slots.root.tolist()):
        keep[q] &= order >= order[root]
        if problem.contiguous:
            keep[q] &= _within_reach(problem.weights, near, bools(keep[q]), root, slots.high[q])
        keep[q] &= bool((problem.weights[keep[q]].sum(axis=0) >= slots.low[q]).all())
    slots = slots.kept(bools(keep))
    return slots.kept(whole_atoms(slots))


def homeless(slots: Slots) -> Ints:
    """Return the regions that have no slot."""
    return ints(np.flatnonzero(~slots.open.any(axis=0)))


def _barred(problem: Problem) -> Ints:
    """Return the pairs that may not be, those too far from given seats among them."""
    return ints(np.argwhere(~allowed(problem)))


def _rank(problem: Problem) -> Ints:
    """Return the place of each region by weight, heaviest first, shape (n,)."""
    weight = problem.weights[:, problem.objective.measure]
    rank = np.empty(problem.n, np.int64)
    rank[np.lexsort((np.arange(problem.n), -weight))] = np.arange(problem.n)
    return ints(rank)


def _within_reach(
    weights: Floats, near: list[list[int]], there: Bools, root: int, high: Floats
) -> Bools:
    """Return which regions a way within the band links to the root, for each measure by itself."""
    found = there.copy()
    for a in range(weights.shape[1]):
        least = _lightest_ways(weights[:, a].tolist(), near, there, root)
        found &= least <= high[a]
    return bools(found)


def _lightest_ways(weight: list[float], near: list[list[int]], there: Bools, root: int) -> Floats:
    """Return the least load of a way from the root to each region, both ends counted (Dijkstra)."""
    least = np.full(len(weight), np.inf)
    least[root] = weight[root]
    queue = [(weight[root], root)]
    while queue:
        load, i = heapq.heappop(queue)
        if load > least[i]:
            continue
        for j in near[i]:
            if there[j] and load + weight[j] < least[j]:
                least[j] = load + weight[j]
                heapq.heappush(queue, (float(least[j]), j))
    return floats(least)
