"""Cuts that connect: regions of which a territory must take one to join two loose ones."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from planner.judge.problem import Problem
from planner.model.graph import pieces
from planner.model.types import Ints
from solvers.territories.separators import neighbours_of, separator

MOST = 4
"""Loose pieces cut off per territory and round."""


@dataclass(frozen=True, slots=True)
class Cut:
    """A territory that holds `one` and `other` holds a region of `between`, while `barriers` stand."""

    territory: int
    one: int
    other: int
    between: tuple[int, ...]
    barriers: tuple[str, ...] = ()


class Waters:
    """The neighbour graph of a problem, asked for what separates."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self._neighbours, self._everywhere = neighbours_of(problem), set(range(problem.n))

    def missing(self, owner: Ints) -> list[Cut]:
        """Return cuts that a plan breaks: for each loose piece two minimal separators from the main one."""
        count, label = pieces(self.problem.n, self.problem.edges, owner)
        size = np.bincount(label, minlength=count)
        found: list[Cut] = []
        for t in range(self.problem.k):
            mine = np.unique(label[owner == t])
            if len(mine) < 2:
                continue
            order = mine[np.argsort(-size[mine], kind="stable")]
            body = np.flatnonzero(label == order[0]).tolist()
            for loose in order[1 : 1 + MOST].tolist():
                piece = np.flatnonzero(label == loose).tolist()
                found += {self._cut(t, piece, body), self._cut(t, body, piece)}
        return sorted(found, key=lambda cut: (cut.territory, cut.one, cut.other, cut.between))

    def _cut(self, t: int, near: list[int], far: list[int]) -> Cut:
        """Return the separator of two pieces along the near one, and the barriers it needs."""
        between, beyond = separator(self._neighbours, set(near), far, self._everywhere)
        touched = set(between)
        # Barriers with an edge out of the far side hold it there; the cut needs them.
        needed = tuple(
            barrier.name
            for barrier in self.problem.barriers
            if any(
                ((i in beyond) != (j in beyond)) and i not in touched and j not in touched
                for i, j in barrier.edges.tolist()
            )
        )
        return Cut(t, near[0], far[0], tuple(between), needed)
