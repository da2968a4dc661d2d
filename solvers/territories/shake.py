"""A group shaken: divided around shifted seats, then around its own, to leave a local optimum."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from planner.judge.verify import best_seats
from planner.model.types import Ints, ints
from solvers.territories.division import divided
from solvers.territories.neighbourhoods import Around, Group, at_random
from solvers.territories.standing import Standing, standing
from solvers.territories.subproblem import Aim
from solvers.territories.terrain import Terrain

NEAR = 5
"""Regions around a seat among which it is shifted."""

RESTS = 3
"""Times a shaken group is divided around its own seats before it is judged."""

TRIES = 4
"""Draws for each group of a batch that shares no territory with the others."""

EQUAL = 1e-9
"""Violations closer than this are equal."""


@dataclass(frozen=True, slots=True, eq=False)
class Shaken:
    """A whole plan with one group shaken (None where that was no gain), and the seconds it took."""

    group: Group
    owner: Ints | None
    seconds: float


def apart(around: Around, random: np.random.Generator, most: int) -> list[Group]:
    """Draw groups of touching territories that have no territory in common, at most so many."""
    groups: list[Group] = []
    taken: set[int] = set()
    for _ in range(most * TRIES):
        group = at_random(around, random)
        if len(groups) < most and taken.isdisjoint(group.territories):
            groups.append(group)
            taken.update(group.territories)
    return groups


def shaken(
    terrain: Terrain, owner: Ints, held: Standing, group: Group, random: np.random.Generator,
    *, seed: int, seconds: float, stop: Callable[[], bool],
) -> Shaken:  # fmt: skip
    """Shake a group of a plan; no rule may be broken more on the way.

    This leads out of plans that no division around their own seats makes better.
    """
    plan, reached, spent = owner, held, 0.0
    seats = _shifted(terrain, owner, best_seats(terrain.problem, owner), group, random)
    for rest in range(1 + RESTS):
        if spent >= seconds or stop():
            break
        found = divided(
            terrain, plan, seats, group, Aim.COST, seed=seed, seconds=seconds - spent, stop=stop
        )
        spent += found.seconds
        if found.owner is None or (rest and not found.cheaper):
            break
        whole = found.within(plan)
        now = standing(terrain.problem, whole)
        if now.violations > held.violations or now.violation > held.violation + EQUAL:
            break
        if rest and not now < reached:
            break
        plan, reached = whole, now
        seats = best_seats(terrain.problem, plan)
    return Shaken(group, plan if reached < held else None, spent)


def _shifted(
    terrain: Terrain, owner: Ints, seats: Ints, group: Group, random: np.random.Generator
) -> Ints:
    moved = seats.copy()
    some = random.permutation(list(group.territories))[: int(random.integers(1, 4))]
    for territory in some.tolist():
        mine = np.flatnonzero(owner == territory)
        seat = seats[territory]
        far = np.hypot(terrain.x[mine] - terrain.x[seat], terrain.y[mine] - terrain.y[seat])
        near = mine[np.argsort(far, kind="stable")[1 : 1 + NEAR]]
        if len(near):
            moved[territory] = near[int(random.integers(len(near)))]
    return ints(moved)
