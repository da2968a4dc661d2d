"""What separates regions on the neighbour graph: pieces, what can be reached, minimal separators.

A territory that holds regions on both sides of a separator holds a region of it (Oehrlein, Haunert, JOSIS
15:89-120, 2017). The three programs that ask for connection (of a patch, of a small part, of rules that
may clash) state that in their own columns.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

import numpy as np

from planner.judge.problem import Problem

Neighbours = Sequence[Sequence[int]]
"""Neighbours of each region."""


def neighbours_of(problem: Problem) -> list[list[int]]:
    """Return the neighbours of each region, ascending."""
    near: list[list[int]] = [[] for _ in range(problem.n)]
    for i, j in np.unique(np.sort(problem.edges, axis=1), axis=0).tolist():
        if i != j:
            near[i].append(j)
            near[j].append(i)
    return near


def reach(neighbours: Neighbours, start: Collection[int], through: set[int]) -> set[int]:
    """Return what can be reached from `start`, itself included, through regions of a set."""
    seen, stack = set(start), list(start)
    while stack:
        for other in neighbours[stack.pop()]:
            if other in through and other not in seen:
                seen.add(other)
                stack.append(other)
    return seen


def pieces_of(neighbours: Neighbours, regions: set[int]) -> list[set[int]]:
    """Return the connected pieces of a set of regions, by first region."""
    left, parts = set(regions), []
    for start in sorted(regions):
        if start in left:
            part = reach(neighbours, {start}, left)
            left -= part
            parts.append(part)
    return parts


def separator(
    neighbours: Neighbours, near: set[int], far: Collection[int], through: set[int]
) -> tuple[list[int], set[int]]:
    """Return the minimal separator along `near`, and what lies beyond it with `far`.

    It is the shore of `near`, regions of `through`, as far as `far` can reach it without crossing it.
    """
    shore = {j for i in near for j in neighbours[i] if j in through and j not in near}
    beyond = reach(neighbours, far, through - shore)
    return sorted(j for j in shore if not beyond.isdisjoint(neighbours[j])), beyond
