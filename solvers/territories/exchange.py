"""Two territories exchange everything they hold: what no move of single regions leads to.

Where territories are small, or rules tie their numbers to a place, a plan may be right but for the
numbers of its territories.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import combinations

import numpy as np

from planner.judge.bands import allowed
from planner.model.types import Bools, Ints, ints
from solvers.territories.standing import Best

MOST_WORK = 5e4
"""Regions looked at in the exchanges of one round at most; larger problems do without."""


def exchange(best: Best, stop: Callable[[], bool]) -> None:
    """Offer plans in which two territories have changed places, while that makes the plan better.

    No region comes where it may not be in exchange for other rules: locks are worth more than bands.
    """
    k = best.problem.k
    better = best.problem.n * k * (k - 1) / 2 <= MOST_WORK
    may = allowed(best.problem) if better else None
    while may is not None and better and best.standing.violations and not stop():
        better = False
        owner = best.owner
        for a, b in combinations(range(k), 2):
            if stop():
                return
            new = np.arange(k)
            new[[a, b]] = b, a
            changed = ints(new[owner])
            if astray(may, changed) <= astray(may, owner):
                better |= best.offer(changed)


def astray(may: Bools, owner: Ints) -> int:
    """Return how many regions are where they may not be."""
    return int((~may[np.arange(len(owner)), owner]).sum())
