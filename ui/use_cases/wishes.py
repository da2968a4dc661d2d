"""What one ask wants beside the rules of the plan; nothing of it stays in the plan."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np

from planner.judge.problem import Problem
from planner.model.types import UNASSIGNED, Ints, ints


def _no_pairs() -> Ints:
    return ints(np.empty((0, 2)))


@dataclass(frozen=True, slots=True, eq=False)
class Wishes:
    """Wishes of one ask, in regions of the plan and territories of its laid out layer.

    Attributes
    ----------
    movable : Ints or None
        Only these regions may move; None: all.
    held : Ints, shape (h, 2)
        Pairs of a region and the territory that has to have it.
    kept_from : Ints, shape (p, 2)
        Pairs of a region and a territory that may not have it.
    start : Ints of shape (n,) or None
        Owners to begin with.
    """

    movable: Ints | None = None
    held: Ints = field(default_factory=_no_pairs)
    kept_from: Ints = field(default_factory=_no_pairs)
    start: Ints | None = None

    def __post_init__(self) -> None:
        for name in ("held", "kept_from"):
            object.__setattr__(self, name, ints(np.reshape(getattr(self, name), (-1, 2))))


def with_wishes(problem: Problem, owner: Ints, wishes: Wishes) -> Problem:
    """Return the problem with the wishes in it; the plan's own locks go before.

    Parameters
    ----------
    problem : Problem
    owner : Ints, shape (n,)
        Who has each region now; what may not move stays there, where it may be there at all.
    wishes : Wishes
    """
    locks = np.array(problem.locks)
    wanted = np.full(problem.n, UNASSIGNED)
    if wishes.movable is not None:
        stays = np.ones(problem.n, np.bool_)
        stays[wishes.movable] = False
        wanted[stays] = owner[stays]
    wanted[wishes.held[:, 0]] = wishes.held[:, 1]
    lawful = (wanted != UNASSIGNED) & (problem.part_of_territory[wanted] == problem.part_of_region)
    taken = lawful & (locks == UNASSIGNED)
    locks[taken] = wanted[taken]
    pairs = np.concatenate([problem.kept_from, wishes.kept_from])
    return replace(problem, locks=ints(locks), kept_from=ints(pairs))
