"""What one ask wants beside the rules of the plan; nothing of it stays in the plan."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np

from planner.insight.extent import Extent
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
    territories : Ints or None
        The movable regions are those of these territories, which exchange them among themselves.
    held : Ints, shape (h, 2)
        Pairs of a region and the territory that has to have it.
    kept_from : Ints, shape (p, 2)
        Pairs of a region and a territory that may not have it.
    start : Ints of shape (n,) or None
        Owners to begin with.
    among : Ints or None
        Only these territories give and take; whatever else there is stays, and is not judged.
    """

    movable: Ints | None = None
    territories: Ints | None = None
    held: Ints = field(default_factory=_no_pairs)
    kept_from: Ints = field(default_factory=_no_pairs)
    start: Ints | None = None
    among: Ints | None = None

    def __post_init__(self) -> None:
        for name in ("held", "kept_from"):
            object.__setattr__(self, name, ints(np.reshape(getattr(self, name), (-1, 2))))


def kept_to_scope(wishes: Wishes, extent: Extent) -> Wishes:
    """Return the wishes kept to a scope: what lies outside neither moves nor takes."""
    if extent.is_all:
        return wishes
    inside, theirs = np.flatnonzero(extent.regions), extent.territories
    if wishes.movable is not None:
        inside = np.intersect1d(inside, wishes.movable)
    if wishes.territories is not None:
        theirs = ints(np.intersect1d(theirs, wishes.territories))
    return replace(wishes, movable=ints(inside), territories=None, among=ints(theirs))


def chosen_territories(problem: Problem, owner: Ints, wishes: Wishes) -> Ints | None:
    """Return the territories that can be divided anew by themselves, which is a smaller problem.

    None where something else is wished, where regions have no territory, or where a home base lies
    in a territory that was not chosen: then the rest is locked instead.
    """
    if wishes.territories is None or len(wishes.held) or len(wishes.kept_from):
        return None
    if (owner == UNASSIGNED).any() or len(np.unique(owner)) < problem.k:
        return None
    seats = ints([]) if problem.seats is None else problem.seats[wishes.territories]
    at_home = bool(np.isin(owner[seats[seats != UNASSIGNED]], wishes.territories).all())
    one_part = len(np.unique(problem.part_of_territory[wishes.territories])) == 1
    return wishes.territories if at_home and one_part else None


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
