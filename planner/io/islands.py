"""Links for islands: pieces of a map that share no border are joined at their closest regions."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components
from scipy.spatial import KDTree

from planner.model.graph import RegionGraph
from planner.model.types import Bools, Floats, Ints, bools, ints

FEW = 32
"""Regions nearby that are asked; pieces of as many or more are measured whole."""

Link = tuple[float, int, int]


def linked(graph: RegionGraph, points: Floats, parts: Ints) -> RegionGraph:
    """Return the graph with links added until it is connected.

    Pieces are joined by their closest pair of representative points, as a minimum spanning tree
    (Boruvka 1926): first within each part, since territories may have to stay inside it, then over
    parts.

    Parameters
    ----------
    graph : RegionGraph
    points : Floats, shape (n, 2)
        Representative points in metres.
    parts : Ints, shape (n,)
        Country, say; all 0 where there is one.
    """
    links: list[Link] = []
    for part in np.unique(parts):
        members = bools(parts == part)
        inside = graph.borders[members[graph.borders].all(axis=1)]
        links += _spanning(inside, points, members)
    within = np.array([link[1:] for link in links], np.int32).reshape(-1, 2)
    everywhere = bools(np.ones(graph.regions, np.bool_))
    links += _spanning(ints(np.concatenate([graph.borders, within])), points, everywhere)
    pairs = np.array(sorted({link[1:] for link in links}), np.int32).reshape(-1, 2)
    return replace(graph, links=ints(pairs))


def _spanning(edges: Ints, points: Floats, members: Bools) -> list[Link]:
    """Return the links (metres, i, j) that connect the members, given the edges there are."""
    links: list[Link] = []
    while True:
        piece = _pieces(edges, members)
        if piece.max(initial=-1) <= 0:
            return links
        chosen = _closest_per_piece(piece, points, members)
        links += chosen
        added = np.array([link[1:] for link in chosen], np.int32).reshape(-1, 2)
        edges = ints(np.concatenate([edges, added]))


def _pieces(edges: Ints, members: Bools) -> Ints:
    """Return the piece of each member, numbered from the largest; -1 elsewhere, shape (n,)."""
    n = len(members)
    matrix = coo_array((np.ones(len(edges), np.int8), (edges[:, 0], edges[:, 1])), shape=(n, n))
    label = connected_components(matrix, directed=False)[1]
    _, first, label, size = np.unique(
        label[members], return_index=True, return_inverse=True, return_counts=True
    )
    rank = np.empty(len(size), np.int32)
    rank[np.lexsort((first, -size))] = np.arange(len(size))
    piece = np.full(n, -1, np.int32)
    piece[members] = rank[label.ravel()]
    return ints(piece)


def _closest_per_piece(piece: Ints, points: Floats, members: Bools) -> list[Link]:
    """Return for every piece but the largest its closest pair with another, no two pairs in a ring."""
    at = np.flatnonzero(members)
    size = np.bincount(piece[at])
    best: dict[int, Link] = {}
    # A piece of fewer regions than are asked for has a stranger among them; larger ones are few.
    small = at[(piece[at] > 0) & (size[piece[at]] < FEW)]
    distance, near = KDTree(points[at]).query(points[small], k=min(FEW, len(at)))
    near = at[near]
    nearest = (piece[near] != piece[small][:, None]).argmax(axis=1)
    for row, column in enumerate(nearest.tolist()):
        link = float(distance[row, column]), int(small[row]), int(near[row, column])
        _keep(best, int(piece[small[row]]), link)
    for large in np.flatnonzero(size >= FEW).tolist():
        if large > 0:
            _keep(best, large, _closest(at, piece, points, large))
    return _without_rings(best, piece)


def _closest(at: NDArray[np.intp], piece: Ints, points: Floats, own_piece: int) -> Link:
    """Return the closest pair between one piece and all others."""
    own, rest = at[piece[at] == own_piece], at[piece[at] != own_piece]
    distance, near = KDTree(points[own]).query(points[rest])
    row = int(np.lexsort((near, distance))[0])
    return float(distance[row]), int(own[near[row]]), int(rest[row])


def _keep(best: dict[int, Link], piece: int, link: Link) -> None:
    """Keep the shorter link; of equal ones the one with the lower regions."""
    metres, i, j = link
    link = (metres, min(i, j), max(i, j))
    if piece not in best or link < best[piece]:
        best[piece] = link


def _without_rings(best: dict[int, Link], piece: Ints) -> list[Link]:
    """Take the links from short to long, leaving out any whose ends are joined already."""
    root = {int(p): int(p) for p in np.unique(piece) if p >= 0}

    def find(p: int) -> int:
        while root[p] != p:
            p = root[p]
        return p

    chosen = []
    for link in sorted(best.values()):
        a, b = find(int(piece[link[1]])), find(int(piece[link[2]]))
        if a != b:
            root[max(a, b)] = min(a, b)
            chosen.append(link)
    return chosen
