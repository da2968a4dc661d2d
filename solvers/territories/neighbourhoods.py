"""Which territories to divide anew together, most promising first."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from planner.model.types import Floats, Ints
from solvers.territories.terrain import Terrain

NEAREST = 6
"""Neighbours of a territory where contiguity is not asked for."""

LARGEST = 5
"""Territories in the largest group."""

Around = dict[int, set[int]]


@dataclass(frozen=True, slots=True)
class Group:
    """Territories to divide anew, ascending, and how hard to try.

    Attributes
    ----------
    territories : tuple of int
    seconds : float
        Deterministic seconds at most.
    exact : bool
        Whether every connected division counts, not only those connected in the order at hand.
    """

    territories: tuple[int, ...]
    seconds: float
    exact: bool = False


def territory_neighbours(terrain: Terrain, owner: Ints, seats: Ints) -> Around:
    """Return which territories touch; without contiguity, also the nearest by seat."""
    problem = terrain.problem
    around: Around = {territory: set() for territory in range(problem.k)}
    pairs = owner[problem.edges]
    pairs = np.unique(pairs[pairs[:, 0] != pairs[:, 1]], axis=0)
    if not problem.contiguous:
        pairs = np.concatenate([pairs, _nearest(terrain, seats)])
    for a, b in pairs.tolist():
        around[a].add(b)
        around[b].add(a)
    return around


def _nearest(terrain: Terrain, seats: Ints) -> NDArray[np.int64]:
    x, y = terrain.x[seats], terrain.y[seats]
    far = np.hypot(x - x[:, None], y - y[:, None])
    np.fill_diagonal(far, np.inf)
    near = np.argsort(far, axis=1, kind="stable")[:, : min(NEAREST, len(seats) - 1)]
    return np.stack([np.repeat(np.arange(len(seats)), near.shape[1]), near.ravel()], axis=1)


def for_cost(around: Around) -> list[Group]:
    """Return all touching pairs, then all connected triples."""
    pairs = [Group((a, b), 0.15, exact=True) for a in around for b in sorted(around[a]) if a < b]
    triples = {
        tuple(sorted((a, b, c))) for a in around for b, c in combinations(sorted(around[a]), 2)
    }
    return pairs + [Group((a, b, c), 0.3) for a, b, c in sorted(triples)]


def at_random(around: Around, random: np.random.Generator) -> Group:
    """Return two to five touching territories, every second time to divide in any connected way."""
    chosen = [int(random.integers(len(around)))]
    for _ in range(int(random.integers(1, 5))):
        edge = sorted(set().union(*(around[member] for member in chosen)) - set(chosen))
        if edge:
            chosen.append(edge[int(random.integers(len(edge)))])
    return Group(tuple(sorted(chosen)), 0.3, exact=bool(random.integers(2)))


def for_mending(terrain: Terrain, load: Floats, around: Around) -> list[Group]:
    """Return groups around territories that break a band, by what evening out could mend.

    If regions could be divided at will, a group would break only what its summed load breaks of its
    summed bands; the difference to what it breaks now is its promise.
    """
    broken = _broken(terrain, load, terrain.low, terrain.high)
    reached: set[tuple[int, ...]] = set()
    for territory in np.flatnonzero(broken > 0).tolist():
        reached |= _connected(territory, around, LARGEST)
    found = sorted(reached)
    ranked = [
        (-round(promise, 9), members)
        for members, promise in zip(found, _promises(terrain, load, broken, found), strict=True)
        if promise > 0
    ]
    ranked.sort()
    groups = []
    for exact, counts in ((False, {2: 4, 3: 8, 4: 8, 5: 8}), (True, {2: 4, 3: 8, 4: 8})):
        for size, most in counts.items():
            of_size = [members for _, members in ranked if len(members) == size]
            groups += [Group(members, 0.1 * size, exact) for members in of_size[:most]]
    return groups


def _promises(
    terrain: Terrain, load: Floats, broken: Floats, groups: list[tuple[int, ...]]
) -> list[float]:
    """Return what evening out could mend in each group, in the order given."""
    promise = np.zeros(len(groups))
    for size in range(2, LARGEST + 1):
        at = [number for number, members in enumerate(groups) if len(members) == size]
        if not at:
            continue
        mine = np.array([groups[number] for number in at])
        summed = (side[mine].sum(axis=1) for side in (load, terrain.low, terrain.high))
        promise[at] = broken[mine].sum(axis=1) - _broken(terrain, *summed)
    return [float(value) for value in promise]


def _broken(terrain: Terrain, load: Floats, low: Floats, high: Floats) -> Floats:
    middle = np.maximum((low + high) / 2, 1e-300)
    beyond = np.maximum(np.maximum(load - high, low - load), 0.0) / middle
    return np.asarray((beyond * terrain.problem.importance).sum(axis=1))


def _connected(first: int, around: Around, largest: int) -> set[tuple[int, ...]]:
    """Return all connected groups of 2 to `largest` territories that hold the first."""
    layer: set[tuple[int, ...]] = {(first,)}
    found: set[tuple[int, ...]] = set()
    for _ in range(largest - 1):
        layer = {
            tuple(sorted((*group, other)))
            for group in layer
            for other in set().union(*(around[member] for member in group)) - set(group)
        }
        found |= layer
        if len(found) > 20_000:
            break
    return found
