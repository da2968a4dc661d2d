"""A group of territories cut out of a plan: who may hold which region, at which cost, from which root."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from planner.judge.bands import beyond_reach
from planner.model.types import UNASSIGNED, Bools, Floats, Ints, bools, floats, ints
from solvers.territories.separators import reach
from solvers.territories.terrain import Terrain

MOST_CHOICES = 900
"""Pairs of region and territory in one program; beyond it only regions near borders may move."""

FEWEST_RINGS = 2


@dataclass(frozen=True, slots=True, eq=False)
class Patch:
    """A part of a plan to divide anew; regions and territories by their number within the group.

    Attributes
    ----------
    terrain : Terrain
    plan : Ints, shape (n,)
        The whole plan it is cut out of.
    territories : tuple of int
        g territories.
    regions : Ints, shape (r,)
        All regions of the group.
    owner : Ints, shape (r,)
        The plan at hand, 0..g-1.
    may : Bools, shape (r, g)
        Which territory may hold which region; one choice means the region stays.
    astray : Bools, shape (r, g)
        Where a region should not be by the rules, though it may stay while it is there.
    cost : Floats, shape (r, g)
        From the seats of the moment.
    roots : tuple of tuple of int
        Regions of each territory that its other regions must connect to; the first is the main one.
    neighbours : tuple of tuple of int
        Neighbours of each region within the group.
    """

    terrain: Terrain
    plan: Ints
    territories: tuple[int, ...]
    regions: Ints
    owner: Ints
    may: Bools
    astray: Bools
    cost: Floats
    roots: tuple[tuple[int, ...], ...]
    neighbours: tuple[tuple[int, ...], ...]

    def total(self, owner: Ints) -> float:
        """Return the cost of an owner, shape (r,)."""
        return float(self.cost[np.arange(len(owner)), owner].sum())


def patch_of(
    terrain: Terrain, owner: Ints, seats: Ints, territories: tuple[int, ...]
) -> Patch | None:
    """Cut a group out of a plan; None when nothing in it may move."""
    regions = np.flatnonzero(np.isin(owner, territories))
    place = np.full(terrain.problem.k, UNASSIGNED)
    place[list(territories)] = np.arange(len(territories))
    inside = place[owner[regions]]
    if len(np.unique(inside)) < len(territories):
        return None  # an empty territory has no root to grow from
    neighbours = _neighbours(terrain, regions)
    cost = _cost(terrain, regions, seats, territories)
    stays = terrain.fixed[regions] != UNASSIGNED
    astray = _astray(terrain, regions, seats, territories)
    main = [
        _main_root(cost, inside, stays, (regions == seats[t]) & ~astray[:, g], g)
        for g, t in enumerate(territories)
    ]
    stays[main] = True
    may = _choices(terrain, inside, neighbours, stays, len(territories))
    may = bools(may & (~astray | (inside[:, None] == np.arange(len(territories)))))
    if (may.sum(axis=1) < 2).all():
        return None
    roots = _roots(terrain, inside, may, neighbours, main)
    return Patch(
        terrain,
        owner,
        territories,
        ints(regions),
        ints(inside),
        may,
        astray,
        cost,
        roots,
        neighbours,
    )


def _neighbours(terrain: Terrain, regions: NDArray[np.int64]) -> tuple[tuple[int, ...], ...]:
    place = np.full(terrain.problem.n, UNASSIGNED)
    place[regions] = np.arange(len(regions))
    lists = []
    for region in regions.tolist():
        mine = place[terrain.neighbours[terrain.start[region] : terrain.start[region + 1]]]
        lists.append(tuple(mine[mine >= 0].tolist()))
    return tuple(lists)


def _cost(
    terrain: Terrain, regions: NDArray[np.int64], seats: Ints, territories: tuple[int, ...]
) -> Floats:
    at = seats[list(territories)]
    km = np.hypot(
        terrain.x[regions][:, None] - terrain.x[at], terrain.y[regions][:, None] - terrain.y[at]
    )
    if terrain.problem.objective.round_km:
        km = np.floor(km + 0.5)
    cost = terrain.mass[regions][:, None] * km**terrain.power
    current = terrain.current[regions][:, None]
    leaves = (current != UNASSIGNED) & (current != np.array(territories))
    return floats(cost + np.where(leaves, terrain.switch[regions][:, None], 0.0))


def _astray(
    terrain: Terrain, regions: NDArray[np.int64], seats: Ints, territories: tuple[int, ...]
) -> Bools:
    """Return who may not be where by locks away, parts and distances from the seats of the moment."""
    astray = np.zeros((len(regions), len(territories)), np.bool_)
    rules = terrain.rules
    if rules.limited:
        astray |= ~rules.may[regions][:, list(territories)]
    if rules.reaching:
        for g, territory in enumerate(territories):
            far = beyond_reach(terrain.problem, territory, int(seats[territory]))
            astray[:, g] |= far[regions]
    return bools(astray)


def _main_root(
    cost: Floats,
    inside: NDArray[np.int64],
    stays: NDArray[np.bool_],
    seat: NDArray[np.bool_],
    g: int,
) -> int:
    """Return the seat where it lies inside, else a region that stays anyway, else the nearest one."""
    mine = np.flatnonzero(inside == g)
    for chosen in (mine[seat[mine]], mine[stays[mine]]):
        if len(chosen):
            return int(chosen[np.argmin(cost[chosen, g])])
    return int(mine[np.argmin(cost[mine, g])])


def _choices(
    terrain: Terrain,
    inside: NDArray[np.int64],
    neighbours: tuple[tuple[int, ...], ...],
    stays: NDArray[np.bool_],
    groups: int,
) -> Bools:
    """Let regions within so many steps of a territory join it that the program keeps its size."""
    steps = np.stack([_steps(neighbours, inside == g) for g in range(groups)], axis=1)
    if not terrain.problem.contiguous:
        steps = np.minimum(steps, 1)
    reached = np.sort(steps[~stays][steps[~stays] > 0])
    rings = len(steps)
    if len(reached) > MOST_CHOICES:
        rings = max(FEWEST_RINGS, int(reached[MOST_CHOICES]) - 1)
    return bools((steps == 0) | ((steps <= rings) & ~stays[:, None]))


def _steps(
    neighbours: tuple[tuple[int, ...], ...], sources: NDArray[np.bool_]
) -> NDArray[np.int64]:
    """Count the steps of each region from the sources; more than there are regions if unreachable."""
    steps = np.where(sources, 0, len(sources) + 1)
    layer = np.flatnonzero(sources).tolist()
    number = 0
    while layer:
        number += 1
        following = []
        for region in layer:
            for other in neighbours[region]:
                if steps[other] > number:
                    steps[other] = number
                    following.append(other)
        layer = following
    return steps


def _roots(
    terrain: Terrain,
    inside: NDArray[np.int64],
    may: NDArray[np.bool_],
    neighbours: tuple[tuple[int, ...], ...],
    main: list[int],
) -> tuple[tuple[int, ...], ...]:
    """Return the main root, and one for every piece that cannot be joined to it or let go."""
    roots = []
    for g, root in enumerate(main):
        mine = [root]
        if terrain.problem.contiguous:
            there = set(np.flatnonzero(may[:, g]).tolist())
            joined = reach(neighbours, {root}, there)
            for region in np.flatnonzero((inside == g) & (may.sum(axis=1) < 2)).tolist():
                if region not in joined:
                    mine.append(region)
                    joined |= reach(neighbours, {region}, there)
        roots.append(tuple(mine))
    return tuple(roots)
