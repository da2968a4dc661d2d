"""What can be said before any search: rules that no plan can meet, each in one line."""

from __future__ import annotations

import numpy as np

from planner.judge.problem import Problem
from planner.judge.verify import floors
from planner.model.graph import pieces
from planner.model.types import UNASSIGNED, ints

MARGIN = 1e-7
"""Relative: a clash must be clear of rounding before it counts as proven."""


def clashes(problem: Problem) -> tuple[str, ...]:
    """Return the rules proven to clash, in plain words with region and territory numbers; empty if none."""
    return (*_oversize(problem), *_overfull_locks(problem), *_split_graph(problem))


def _oversize(problem: Problem) -> list[str]:
    return [
        f"region {floor.region} outweighs every territory in {floor.measure}: "
        f"at least {100 * floor.deviation:.1f} % over"
        for floor in floors(problem)
        if floor.deviation > MARGIN
    ]


def _overfull_locks(problem: Problem) -> list[str]:
    """Locked regions whose sum alone is over the band of their territory."""
    locked = problem.locks != UNASSIGNED
    found = []
    for a, name in enumerate(problem.measures):
        held = np.bincount(problem.locks[locked], problem.weights[locked, a], minlength=problem.k)
        most = problem.wanted[:, a] * (1 + problem.tolerance[a])
        for territory in np.flatnonzero(held > most * (1 + MARGIN) + MARGIN).tolist():
            over = held[territory] / max(float(problem.wanted[territory, a]), 1e-300) - 1
            found.append(
                f"locked regions put territory {territory} {100 * over:.1f} % over in {name}"
            )
    return found


def _split_graph(problem: Problem) -> list[str]:
    """More unlinked pieces of the map than territories cannot each hold a connected territory."""
    if not problem.contiguous:
        return []
    count, _ = pieces(problem.n, problem.edges, ints(np.zeros(problem.n)))
    if count <= problem.k:
        return []
    return [f"the map falls into {count} unlinked pieces, more than {problem.k} territories"]
