"""The neighbour graph of a region set: shared borders, links to islands, connected pieces."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np

from planner.model.types import UNASSIGNED, Bools, Floats, Ints, bools, floats, ints


@dataclass(frozen=True, slots=True, eq=False)
class RegionGraph:
    """Which regions are neighbours.

    Attributes
    ----------
    regions : int
        Number of regions n.
    borders : Ints, shape (b, 2)
        Pairs i < j that share a border of positive length.
    border_km : Floats, shape (b,)
        Length of that border in kilometres.
    links : Ints, shape (l, 2)
        Pairs i < j that are neighbours by declaration: islands linked at their closest pair of points.
    """

    regions: int
    borders: Ints
    border_km: Floats
    links: Ints = field(default_factory=lambda: ints(np.empty((0, 2))))

    def __post_init__(self) -> None:
        object.__setattr__(self, "borders", ints(np.reshape(self.borders, (-1, 2))))
        object.__setattr__(self, "border_km", floats(self.border_km))
        object.__setattr__(self, "links", ints(np.reshape(self.links, (-1, 2))))
        if len(self.borders) != len(self.border_km):
            raise ValueError(f"{len(self.borders)} borders, {len(self.border_km)} lengths")
        for name, pairs in (("borders", self.borders), ("links", self.links)):
            if len(pairs) and not (
                (pairs[:, 0] < pairs[:, 1]).all()
                and pairs.min() >= 0
                and pairs.max() < self.regions
            ):
                raise ValueError(f"{name} must be pairs i < j of regions 0..{self.regions - 1}")

    @property
    def edges(self) -> Ints:
        """Borders and links together, shape (e, 2)."""
        return _edges(self)


@lru_cache(maxsize=4)
def _edges(graph: RegionGraph) -> Ints:
    """Return borders and links; remembered, for a plan keeps its graph and asks many times a second."""
    return ints(np.concatenate([graph.borders, graph.links]))


@dataclass(frozen=True, slots=True, eq=False)
class Adjacency:
    """Compressed neighbour lists: the neighbours of region i are `neighbours[start[i]:start[i + 1]]`."""

    start: Ints
    neighbours: Ints

    def around(self, regions: Ints) -> tuple[Ints, Ints]:
        """Return every edge that begins in one of the regions: that region and the other end, (e,) each."""
        count = self.start[regions + 1] - self.start[regions]
        return ints(np.repeat(regions, count)), ints(self.neighbours[spans(self.start, regions)])

    def surroundings(self, regions: Ints, rings: int) -> Ints:
        """Return regions with all that lie at most so many borders or links away, ascending."""
        found = ints(np.unique(regions))
        for _ in range(rings):
            _, beside = self.around(found)
            found = ints(np.union1d(found, beside))
        return found


@lru_cache(maxsize=4)
def neighbour_lists(graph: RegionGraph) -> Adjacency:
    """Return the neighbour lists of a graph, links counted; remembered, for a plan keeps its graph."""
    return adjacency(graph.regions, graph.edges)


def edges_within(lists: Adjacency, regions: Ints) -> Ints:
    """Return the edges between some regions as places 0.. in `regions`, which ascend; shape (e, 2)."""
    place = np.full(len(lists.start) - 1, UNASSIGNED, np.int32)
    place[regions] = np.arange(len(regions), dtype=np.int32)
    source, target = lists.around(regions)
    both = (place[target] != UNASSIGNED) & (source < target)
    return ints(np.stack([place[source[both]], place[target[both]]], axis=1))


def spans(start: Ints, which: Ints) -> Ints:
    """Return the numbers `start[i]:start[i + 1]` of each i in `which`, one after another."""
    length = start[which + 1] - start[which]
    first = np.repeat(start[which] - (np.cumsum(length) - length), length)
    return ints(first + np.arange(int(length.sum())))


def adjacency(regions: int, edges: Ints) -> Adjacency:
    """Return the neighbour lists of an undirected graph, sorted, shape (n + 1,) and (2e,)."""
    first, second = edges[:, 0].astype(np.int64), edges[:, 1].astype(np.int64)
    # One number a neighbour sorts faster than two keys: people wait for this.
    key = np.concatenate([first << 32 | second, second << 32 | first])
    key.sort()
    start = np.searchsorted(key, np.arange(regions + 1, dtype=np.int64) << 32)
    return Adjacency(start=ints(start), neighbours=ints(key & 0xFFFFFFFF))


def pieces(regions: int, edges: Ints, owner: Ints) -> tuple[int, Ints]:
    """Split every territory into its connected pieces.

    Parameters
    ----------
    regions : int
        Number of regions n.
    edges : Ints, shape (e, 2)
    owner : Ints, shape (n,)
        Territory of each region; an unassigned region is a piece of its own.

    Returns
    -------
    int, Ints of shape (n,)
        Number of pieces, and the piece of each region.
    """
    # Late: a third of the time until the window stands would go into this import.
    from scipy.sparse import csr_array
    from scipy.sparse.csgraph import connected_components

    first, second = np.ascontiguousarray(edges[:, 0]), np.ascontiguousarray(edges[:, 1])
    own = owner.take(first)
    inside = (own == owner.take(second)) & (own != UNASSIGNED)
    first, second = first[inside], second[inside]
    # Borders are sorted and links after them: putting the two runs together costs next to nothing, and
    # spares scipy the arranging of what it is given.
    order = np.argsort(first, kind="stable")
    start = np.concatenate([[0], np.cumsum(np.bincount(first, minlength=regions))])
    matrix = csr_array((np.ones(len(first)), second[order], start), shape=(regions, regions))
    count, label = connected_components(matrix, directed=False)
    return int(count), ints(label)


def pieces_per_territory(edges: Ints, owner: Ints, territories: int) -> Ints:
    """Return the number of connected pieces of each territory, shape (k,); 0 for an empty one."""
    count, label = pieces(len(owner), edges, owner)
    territory = np.full(count, UNASSIGNED)
    territory[label] = owner  # a piece lies in one territory, so any of its regions tells which
    return ints(np.bincount(territory[territory != UNASSIGNED], minlength=territories))


def outside_main_piece(edges: Ints, owner: Ints) -> Bools:
    """Return the regions outside the largest piece of their territory, shape (n,).

    The largest piece has the most regions; of equal ones it is the one with the lowest region.

    Parameters
    ----------
    edges : Ints, shape (e, 2)
        Neighbouring regions, links to islands included.
    owner : Ints, shape (n,)
    """
    return pieces_and_outside(edges, owner, int(owner.max(initial=UNASSIGNED)) + 1)[1]


def pieces_and_outside(edges: Ints, owner: Ints, territories: int) -> tuple[Ints, Bools]:
    """Return the pieces of each territory, shape (k,), and what lies outside the largest, shape (n,).

    As `pieces_per_territory` and `outside_main_piece` do, for the price of one.
    """
    count, piece = pieces(len(owner), edges, owner)
    size = np.bincount(piece, minlength=count)
    owner_of = np.full(count, UNASSIGNED)
    owner_of[piece] = owner  # a piece lies in one territory, so any of its regions tells which
    first = np.full(count, len(owner))
    np.minimum.at(first, piece, np.arange(len(owner)))
    order = np.lexsort((first, -size, owner_of))
    main = np.ones(count, np.bool_)
    main[1:] = owner_of[order][1:] != owner_of[order][:-1]
    largest = np.zeros(count, np.bool_)
    largest[order[main]] = True
    number = np.bincount(owner_of[owner_of != UNASSIGNED], minlength=territories)
    return ints(number), bools(~largest[piece] & (owner != UNASSIGNED))


LINK_KM = 1e-6
"""What a link counts as where borders are compared: it wins where there is no border."""


def borders_with(graph: RegionGraph, group: Ints, owner: Ints, groups: int, k: int) -> Floats:
    """Return the km of border between groups of regions and territories, shape (groups, k).

    Parameters
    ----------
    group : Ints, shape (n,)
        Group 0.. of each region; UNASSIGNED outside all.
    owner : Ints, shape (n,)
    """
    edges = graph.edges
    km = np.concatenate([graph.border_km, np.full(len(graph.links), LINK_KM)])
    found = np.zeros(groups * k)
    for one, other in ((0, 1), (1, 0)):
        inside, beyond = group[edges[:, one]], owner[edges[:, other]]
        both = (inside != UNASSIGNED) & (beyond != UNASSIGNED)
        key = inside[both].astype(np.int64) * k + beyond[both]
        found += np.bincount(key, km[both], groups * k)
    return floats(found.reshape(groups, k))
