"""Thin bridges: regions without which a territory falls into two large pieces."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from planner.model.graph import pieces
from planner.model.types import UNASSIGNED, Floats, Ints, floats, ints

LEAST = 0.1
"""Each side of a bridge holds more than this share of its territory."""


@dataclass(frozen=True, slots=True, eq=False)
class Bridges:
    """Regions that hold their territories together.

    Attributes
    ----------
    regions : Ints, shape (b,)
        Ascending.
    lesser : Floats, shape (b,)
        What the lesser of the two largest pieces holds that the territory would fall into.
    """

    regions: Ints
    lesser: Floats


def bridges(edges: Ints, owner: Ints, load: Floats, least: float = LEAST) -> Bridges:
    """Return the regions whose removal leaves two pieces of their territory, each above a share of it.

    Articulation points after Tarjan (1972): in a depth-first tree the branch below a child c of v
    hangs on v alone when no edge from that branch reaches above v.

    Parameters
    ----------
    edges : Ints, shape (e, 2)
    owner : Ints, shape (n,)
    load : Floats, shape (n,)
        Not negative.
    least : float
        Share of what the whole territory holds, all of its pieces.
    """
    n = len(owner)
    count, piece = pieces(n, edges, owner)
    order, parent = _depth_first(edges, owner, count, piece)
    place = np.empty(n + 1, np.int64)
    place[order] = np.arange(n + 1)
    held = np.append(load, 0.0)[order]
    whole = np.append(np.bincount(piece, load, count)[piece], 0.0)[order]
    low = _reach(edges, owner, place)[order]
    of_region = np.empty(n + 1)
    of_region[order] = _lesser(place[parent[order[1:]]].tolist(), low.tolist(), held, whole)
    k = int(owner.max(initial=UNASSIGNED)) + 1
    needed = least * np.append(np.bincount(owner + 1, load, k + 1)[1:], np.inf)[owner]
    found = ints(np.flatnonzero(of_region[:n] > needed))
    return Bridges(found, floats(of_region[found]))


def _lesser(above: list[int], low: list[int], held: Floats, whole: Floats) -> Floats:
    """Return what the second largest piece would hold without each region; 0 where there is one piece.

    Everything is by place in the tree, 0 is the root that all pieces hang on; `above` begins with
    place 1, `whole` is what the piece of each region holds.
    """
    n, low = len(held) - 1, list(low)
    below = held.tolist()
    cut, first, second = ([0.0] * (n + 1) for _ in range(3))
    for at in range(n, 0, -1):
        v = above[at - 1]
        below[v] += below[at]
        low[v] = min(low[v], low[at])
        if low[at] >= v > 0:  # nothing below reaches above v
            cut[v] += below[at]
            second[v] = max(second[v], min(first[v], below[at]))
            first[v] = max(first[v], below[at])
    # What is not cut off by v hangs together above it.
    rest = whole - held - np.array(cut)
    largest = np.array(first)
    lesser = np.maximum(np.minimum(rest, largest), np.array(second))
    return floats(np.where(largest > 0, lesser, 0.0))


def _depth_first(edges: Ints, owner: Ints, count: int, piece: Ints) -> tuple[Ints, Ints]:
    """Return all regions depth first from a root n that hangs on a region of each piece, and parents."""
    # Late: see planner.model.graph.pieces.
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import depth_first_order

    n = len(owner)
    first = np.full(count, n)
    np.minimum.at(first, piece, np.arange(n))
    inside = _inside(edges, owner)
    one = np.concatenate([inside[:, 0], np.full(count, n)])
    other = np.concatenate([inside[:, 1], first])
    ones = np.ones(len(one), np.int8)
    matrix = coo_array((ones, (one, other)), shape=(n + 1, n + 1)).tocsr()
    order, parent = depth_first_order(matrix, n, directed=False)
    return ints(order), ints(parent)


def _reach(edges: Ints, owner: Ints, place: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the least place in the tree that each region, and the root, reaches by one edge."""
    low = place.copy()
    inside = _inside(edges, owner)
    np.minimum.at(low, inside[:, 0], place[inside[:, 1]])
    np.minimum.at(low, inside[:, 1], place[inside[:, 0]])
    return low


def _inside(edges: Ints, owner: Ints) -> Ints:
    same = (owner[edges[:, 0]] == owner[edges[:, 1]]) & (owner[edges[:, 0]] != UNASSIGNED)
    return ints(edges[same])
