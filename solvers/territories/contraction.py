"""Regions that stay together, merged: the search divides a smaller problem whose plans are unfolded.

A group becomes one node with the summed weights, at the mean of its places; who may have it is who
may have all of it. What it costs in travel changes a little, so every plan is ranked again unfolded.
A group in several pieces takes the regions of a shortest way between them along.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from planner.judge.bands import allowed
from planner.judge.problem import Problem
from planner.model.graph import adjacency, pieces
from planner.model.types import UNASSIGNED, Floats, Ints, floats, ints
from solvers.territories.standing import Best


@dataclass(frozen=True, slots=True, eq=False)
class Contraction:
    """A smaller problem, and the node of each region in it.

    Attributes
    ----------
    problem : Problem
        Of the nodes; without groups.
    node : Ints, shape (n,)
    first : Ints, shape (nodes,)
        The heaviest region of each node, which speaks for it.
    """

    problem: Problem
    node: Ints
    first: Ints

    def unfolded(self, owner: Ints) -> Ints:
        """Return the plan of the regions, shape (n,), from one of the nodes."""
        return ints(owner[self.node])

    def folded(self, owner: Ints) -> Ints:
        """Return the plan of the nodes from one of the regions; the heaviest region decides."""
        return ints(owner[self.first])


def contraction_of(problem: Problem) -> Contraction | None:
    """Merge what stays together; None where nothing does, or fewer nodes than territories are left."""
    label = _labels(problem)
    if label is None:
        return None
    _, first, node = np.unique(label, return_index=True, return_inverse=True)
    if len(first) < problem.k:
        return None
    return _merged(problem, ints(node), len(first))


def _labels(problem: Problem) -> NDArray[np.int64] | None:
    """Return one number a node, groups joined along shortest ways; None where each region is alone."""
    label = np.arange(problem.n)
    grouped = problem.together != UNASSIGNED
    for group in np.unique(problem.together[grouped]):
        mine = np.flatnonzero(problem.together == group)
        label[mine] = mine[0]
    if (label == np.arange(problem.n)).all():
        return None
    if problem.contiguous:
        lists = adjacency(problem.n, problem.edges)
        for group in np.unique(label[grouped]).tolist():
            while (way := _way(problem, lists.start, lists.neighbours, label, group)) is not None:
                label[way] = group
    return label


def _way(
    problem: Problem, start: Ints, neighbours: Ints, label: NDArray[np.int64], group: int
) -> list[int] | None:
    """Return free regions on a shortest way between two pieces of a group; None when it is whole."""
    mine = ints(np.where(label == group, 0, UNASSIGNED))
    piece = pieces(problem.n, problem.edges, mine)[1]
    members = np.flatnonzero(label == group)
    sources = members[piece[members] == piece[members[0]]]
    if len(sources) == len(members):
        return None
    came = dict.fromkeys(sources.tolist(), UNASSIGNED)
    queue = deque(sources.tolist())
    while queue:
        here = queue.popleft()
        for other in neighbours[start[here] : start[here + 1]].tolist():
            if other in came:
                continue
            if label[other] == group:
                return _back(came, here)
            if problem.together[other] == UNASSIGNED and problem.locks[other] == UNASSIGNED:
                came[other] = here
                queue.append(other)
    return None


def _back(came: dict[int, int], here: int) -> list[int]:
    """Return the way back to the source, which is left out."""
    way = []
    while came[here] != UNASSIGNED:
        way.append(here)
        here = came[here]
    return way


def _merged(problem: Problem, node: Ints, count: int) -> Contraction:
    def summed(values: Floats) -> Floats:
        total = np.zeros((count, *values.shape[1:]))
        np.add.at(total, node, values)
        return floats(total)

    weight = problem.weights[:, problem.objective.measure] + 1e-9
    order = np.lexsort((np.arange(problem.n), -weight, node))
    first = order[np.unique(node[order], return_index=True)[1]]
    locks = np.full(count, UNASSIGNED)
    locked = np.flatnonzero(problem.locks != UNASSIGNED)
    locks[node[locked]] = problem.locks[locked]
    current, cost = _present(problem, node, first)
    seats = problem.seats
    made = replace(
        problem,
        weights=summed(problem.weights),
        xy_km=summed(weight[:, None] * problem.xy_km) / summed(weight)[:, None],
        edges=_inner(node, problem.edges),
        island_links=_inner(node, problem.island_links),
        seats=None if seats is None else ints(np.where(seats >= 0, node[seats], UNASSIGNED)),
        locks=ints(locks),
        current=current,
        switch_cost=cost,
        part_of_region=problem.part_of_region[first],
        together=ints(np.full(count, UNASSIGNED)),
        kept_from=_kept_from(problem, node, count),
        reach_km=problem.reach_km if seats is None else floats(np.full(problem.k, np.inf)),
    )
    return Contraction(made, node, ints(first))


def _inner(node: Ints, pairs: Ints) -> Ints:
    renamed = np.sort(node[pairs], axis=1)
    return ints(np.unique(renamed[renamed[:, 0] != renamed[:, 1]], axis=0))


def _kept_from(problem: Problem, node: Ints, count: int) -> Ints:
    """Return the pairs of node and territory of which one region may not be there, locks aside."""
    may = allowed(replace(problem, locks=ints(np.full(problem.n, UNASSIGNED))))
    out = np.zeros((count, problem.k), np.bool_)
    region, territory = np.nonzero(~may)
    out[node[region], territory] = True
    return ints(np.argwhere(out))


def _present(
    problem: Problem, node: Ints, first: NDArray[np.int64]
) -> tuple[Ints | None, Floats | None]:
    """Return the present territory of each node, that of its heaviest region, and what leaving costs."""
    if problem.current is None:
        return None, None
    current = problem.current[first]
    if problem.switch_cost is None:
        return ints(current), None
    same = problem.current == current[node]
    cost = np.bincount(node, np.where(same, problem.switch_cost, 0.0), minlength=len(first))
    return ints(current), floats(cost)


@dataclass(frozen=True, slots=True, eq=False)
class Unfolder:
    """Hears of plans of the nodes and offers them unfolded to the best plan of the regions."""

    contraction: Contraction
    best: Best

    def offer(self, owner: Ints, /) -> bool:
        """Take the plan when it is better; say whether it was."""
        return self.best.offer(self.contraction.unfolded(owner))
