"""Which of the eight fills each territory gets: neighbours differ, and colours stay through edits.

A colour means nothing but "not my neighbour". The vertices of the territory graph are coloured in the
order of D. Brélaz, "New methods to color the vertices of a graph", CACM 22 (1979) 251-256 (DSATUR), each
with the colour that lies farthest from its neighbours' colours under every kind of colour vision, in both
themes.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import numpy as np

from planner.model.types import UNASSIGNED, Floats, Ints, ints
from ui.map.oklab import least_distances
from ui.theme.theme import tokens

UNCOLOURED = -1
GOOD_DISTANCE = 8.2
"""Two fills this far apart are told apart by everyone; beyond it variety counts."""
STEPS = 3_000
"""Vertices coloured over all restarts together, so that many territories cost no more than few."""


def borders_between(edges: Ints, owners: Sequence[Ints]) -> Ints:
    """Return the pairs i < j of territories that touch in any of several answers, shape (p, 2).

    Parameters
    ----------
    edges : Ints, shape (e, 2)
        Neighbouring regions.
    owners : sequence of Ints, each shape (n,)
        Owners by scenario, whose territories share their numbers.
    """
    found = []
    for owner in owners:
        pairs = np.sort(owner[edges], axis=1)
        found.append(pairs[(pairs[:, 0] != pairs[:, 1]) & (pairs[:, 0] != UNASSIGNED)])
    return ints(np.unique(np.concatenate(found), axis=0) if found else np.empty((0, 2)))


def territory_colours(territories: int, borders: Ints, previous: Ints | None = None) -> Ints:
    """Return a place in the palette for each territory, shape (k,).

    Parameters
    ----------
    territories : int
        Number of territories k.
    borders : Ints, shape (p, 2)
        From `borders_between`.
    previous : Ints, optional
        Colours that were shown: they stay, but where two neighbours have the same one of them changes.
    """
    neighbours: list[list[int]] = [[] for _ in range(territories)]
    for one, other in borders.tolist():
        neighbours[one].append(other)
        neighbours[other].append(one)
    if previous is not None:
        return _mended(neighbours, previous)
    best, reached = np.zeros(territories, np.int32), (-np.inf, 0.0)
    restarts = max(2, min(60, STEPS // max(territories, 1)))
    for seed in range(restarts):
        colours = _coloured(neighbours, np.random.default_rng(seed))
        value = _separation(colours, borders)
        if value > reached:
            best, reached = colours, value
    return ints(best)


@cache
def palette_distances() -> Floats:
    """Return how far apart the fills look at the least, in the light and the dark theme, shape (c, c)."""
    both = [least_distances(tokens()[mode]["terr"]) for mode in ("light", "dark")]
    return np.asarray(np.minimum(*both))


def _coloured(neighbours: list[list[int]], chance: np.random.Generator) -> Ints:
    """Colour all vertices once, ties broken by chance."""
    k = len(neighbours)
    colours = np.full(k, UNCOLOURED, np.int32)
    used = np.zeros(len(palette_distances()))
    seen: list[set[int]] = [set() for _ in range(k)]
    noise = chance.random(k)
    degree = np.array([len(near) for near in neighbours])
    # + k * colours seen around it: saturation first, then degree, then chance.
    rank = degree + noise
    for _ in range(k):
        vertex = int(np.argmax(np.where(colours == UNCOLOURED, rank, -1.0)))
        colours[vertex] = _farthest(vertex, neighbours, colours, used, chance)
        used[colours[vertex]] += 1
        for near in neighbours[vertex]:
            seen[near].add(int(colours[vertex]))
            rank[near] = degree[near] + noise[near] + (k + 1) * len(seen[near])
    return colours


def _farthest(
    vertex: int,
    neighbours: list[list[int]],
    colours: Ints,
    used: Floats,
    chance: np.random.Generator | None,
) -> int:
    """Return the colour with the largest least distance to the neighbours' colours; the rarest of equals."""
    around = colours[neighbours[vertex]]
    around = np.unique(around[around != UNCOLOURED])
    distance = palette_distances()
    least = distance[:, around].min(axis=1) if len(around) else np.full(len(used), distance.max())
    least = np.minimum(least, GOOD_DISTANCE) - used * 0.01
    if chance is not None:
        least = least + chance.random(len(least)) * 0.5
        least[around] -= GOOD_DISTANCE
    return int(np.argmax(least))


def _separation(colours: Ints, borders: Ints) -> tuple[float, float]:
    """Return the least distance over all borders, as far as it counts, and how many fills are in use."""
    distance = palette_distances()[colours[borders[:, 0]], colours[borders[:, 1]]]
    least = float(distance.min(initial=GOOD_DISTANCE))
    share = np.bincount(colours) / max(len(colours), 1)
    return (least, 1 - float((share**2).sum()))  # Simpson's index: 0 for one fill, near 1 for many


def _mended(neighbours: list[list[int]], previous: Ints) -> Ints:
    """Keep the colours that were shown; recolour one of two equal neighbours, the one with fewer borders."""
    k = len(neighbours)
    colours = np.full(k, UNCOLOURED, np.int32)
    colours[: min(k, len(previous))] = previous[:k]
    order = sorted(range(k), key=lambda vertex: (len(neighbours[vertex]), -vertex))
    for vertex in order:
        near = colours[neighbours[vertex]]
        if colours[vertex] == UNCOLOURED or (near == colours[vertex]).any():
            used = np.bincount(colours[colours >= 0], minlength=len(palette_distances()))
            colours[vertex] = _farthest(vertex, neighbours, colours, used.astype(float), None)
    return ints(colours)
