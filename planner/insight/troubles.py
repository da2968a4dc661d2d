"""What is wrong with the shape of a layer's territories, and where."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from planner.insight.bridges import bridges
from planner.insight.figures import LayerSummary
from planner.model.graph import outside_main_piece, pieces
from planner.model.layers import Layer
from planner.model.plan import Plan
from planner.model.travel import km_to_seat, travel_weight
from planner.model.types import UNASSIGNED, Bools, Floats, Ints, bools, ints

NEARER = 1 / 3
"""A region lies far when another seat is nearer than its own by more than this share of the way."""


class Trouble(StrEnum):
    """Kinds of trouble, the worst first."""

    UNASSIGNED = "unassigned"  # a connected group of regions without territory
    PIECE = "piece"  # a piece that lies apart from the main one of its territory
    ENCLAVE = "enclave"  # such a piece or group with one territory alone around it
    BRIDGE = "bridge"  # regions without which a territory falls apart
    FAR = "far"  # regions nearer to the seat of another territory


@dataclass(frozen=True, slots=True, eq=False)
class Found:
    """One trouble.

    Attributes
    ----------
    kind : Trouble
    territory : int
        Whose it is; UNASSIGNED for regions without territory.
    regions : Ints
        Where it is.
    other : int
        The territory around an enclave, or the one whose seat is nearer; else UNASSIGNED.
    load : float
        What the regions hold of the measure that weighs travel; of a bridge, what the lesser of the
        pieces would hold.
    """

    kind: Trouble
    territory: int
    regions: Ints
    other: int
    load: float


def troubles(
    plan: Plan, scenario_name: str, layer_key: str, summary: LayerSummary
) -> tuple[Found, ...]:
    """Return what is wrong with the shape of territories: by kind, then the largest load first.

    Links to islands connect. Regions beside one another that are bridges of one territory are one
    trouble, as are all regions of one territory that are nearer to the same other seat. Whether an
    enclave lies at the edge of the map is not told apart.

    Parameters
    ----------
    summary : LayerSummary
        Of this layer, for the seats.

    Raises
    ------
    ValueError
        For an unknown scenario or layer.
    """
    layer = plan.scenario(scenario_name).layer(layer_key)
    weight = travel_weight(plan)
    found = [
        *_apart(plan, layer, weight),
        *_bridges(plan, layer, weight),
        *_far(plan, layer, summary.seats, weight),
    ]
    rank = {kind: at for at, kind in enumerate(Trouble)}
    return tuple(sorted(found, key=lambda one: (rank[one.kind], -one.load, int(one.regions[0]))))


@dataclass(frozen=True, slots=True, eq=False)
class Apart:
    """Connected groups of regions without territory and pieces apart from the main one of theirs.

    Attributes
    ----------
    group : Ints, shape (n,)
        Group 0.. of each region, numbered by its first region; UNASSIGNED for all others.
    owner : Ints, shape (groups,)
        Territory of each group, UNASSIGNED without.
    around : Ints, shape (groups,)
        The territory that has every region beside the group; UNASSIGNED where there are several, or
        none.
    """

    group: Ints
    owner: Ints
    around: Ints


def groups_apart(edges: Ints, owner: Ints) -> Apart:
    """Return what lies apart in a layer's owners, by connected group."""
    loose = outside_main_piece(edges, owner) | (owner == UNASSIGNED)
    # Nobody's regions hang together too: to `pieces` they are one more territory.
    k = int(owner.max(initial=UNASSIGNED)) + 1
    held = np.where(loose, np.where(owner == UNASSIGNED, k, owner), UNASSIGNED)
    _, piece = pieces(len(owner), edges, ints(held))
    regions = np.flatnonzero(loose)
    _, first, label = np.unique(piece[regions], return_index=True, return_inverse=True)
    number = np.empty(len(first), np.int64)
    number[np.argsort(first)] = np.arange(len(first))
    group = np.full(len(owner), UNASSIGNED)
    group[regions] = number[label.ravel()]
    of_group = np.full(len(first), UNASSIGNED)
    of_group[group[regions]] = owner[regions]
    return Apart(ints(group), ints(of_group), _around(edges, owner, ints(group), len(first)))


def _around(edges: Ints, owner: Ints, group: Ints, groups: int) -> Ints:
    least, most = np.full(groups, len(owner)), np.full(groups, UNASSIGNED)
    for one, other in ((0, 1), (1, 0)):
        inside, beyond = edges[:, one], edges[:, other]
        out = (group[inside] != UNASSIGNED) & (group[inside] != group[beyond])
        np.minimum.at(least, group[inside[out]], owner[beyond[out]])
        np.maximum.at(most, group[inside[out]], owner[beyond[out]])
    return ints(np.where(least == most, most, UNASSIGNED))


def _apart(plan: Plan, layer: Layer, weight: Floats) -> list[Found]:
    apart = groups_apart(plan.regions.graph.edges, layer.owner)
    found = []
    for number, regions in enumerate(regions_by_group(apart.group, len(apart.owner))):
        owner, around = int(apart.owner[number]), int(apart.around[number])
        kind = Trouble.UNASSIGNED if owner == UNASSIGNED else Trouble.PIECE
        kind = kind if around == UNASSIGNED else Trouble.ENCLAVE
        found.append(Found(kind, owner, regions, around, float(weight[regions].sum())))
    return found


def _bridges(plan: Plan, layer: Layer, weight: Floats) -> list[Found]:
    edges = plan.regions.graph.edges
    made = bridges(edges, layer.owner, weight)
    thin = np.full(len(layer.owner), UNASSIGNED)
    thin[made.regions] = layer.owner[made.regions]
    _, piece = pieces(len(thin), edges, ints(thin))
    lesser = np.zeros(len(thin))
    lesser[made.regions] = made.lesser
    _, label = np.unique(piece[made.regions], return_inverse=True)
    group = np.full(len(thin), UNASSIGNED)
    group[made.regions] = label.ravel()
    return [
        Found(
            Trouble.BRIDGE,
            int(layer.owner[regions[0]]),
            regions,
            UNASSIGNED,
            float(lesser[regions].max()),
        )
        for regions in regions_by_group(ints(group), int(group.max(initial=UNASSIGNED)) + 1)
    ]


def _far(plan: Plan, layer: Layer, seats: Ints, weight: Floats) -> list[Found]:
    """Find regions nearer to another seat; a territory that may not have them does not count."""
    seated = np.flatnonzero(seats != UNASSIGNED)
    if len(seated) < 2:
        return []
    # Late, like the rest of scipy: see planner.model.graph.pieces.
    from scipy.spatial import cKDTree

    points, owner = plan.regions.points_km, layer.owner
    own = km_to_seat(points, owner, seats)
    near, at = cKDTree(points[seats[seated]]).query(points)
    nearest = ints(seated[at])
    far = np.isfinite(own) & (nearest != owner) & (near < (1 - NEARER) * own)
    far &= _may_have(plan, layer, nearest)
    k = len(layer.territories)
    regions = np.flatnonzero(far)
    _, label = np.unique(
        owner[regions].astype(np.int64) * k + nearest[regions], return_inverse=True
    )
    group = np.full(len(owner), UNASSIGNED)
    group[regions] = label.ravel()
    return [
        Found(
            Trouble.FAR,
            int(owner[held[0]]),
            held,
            int(nearest[held[0]]),
            float(weight[held].sum()),
        )
        for held in regions_by_group(ints(group), int(group.max(initial=UNASSIGNED)) + 1)
    ]


def _may_have(plan: Plan, layer: Layer, territory: Ints) -> Bools:
    """Return which regions lie in the part of the territory that is given for each."""
    apart = next((goals.apart for goals in plan.goals.layers if goals.key == layer.key), "")
    parents = plan.regions.parents.get(apart)
    if parents is None:
        return bools(np.ones(len(territory)))
    part = np.array([one.part for one in layer.territories], object)[territory]
    return bools((part == "") | (part == np.array(parents, object)))


def regions_by_group(group: Ints, groups: int) -> list[Ints]:
    """Return the regions of each group, ascending."""
    order = np.argsort(group, kind="stable")
    start = np.searchsorted(group[order], np.arange(groups + 1))
    return [ints(order[start[at] : start[at + 1]]) for at in range(groups)]
