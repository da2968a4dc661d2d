"""Regions that a move cuts off from the main piece of their territory, and taking them along."""

from __future__ import annotations

import numpy as np

from planner.model.graph import outside_main_piece, pieces
from planner.model.types import UNASSIGNED, Bools, Ints, bools, ints


def cut_off(edges: Ints, owner_before: Ints, owner_after: Ints) -> Ints:
    """Return the regions that lay in the main piece of their territory before and do not after.

    A region that moves to a territory it does not touch is one of them. Only territories that gain
    or lose a region are looked at.

    Parameters
    ----------
    edges : Ints, shape (e, 2)
        Neighbouring regions, links to islands included.
    owner_before, owner_after : Ints, shape (n,)
    """
    changed = owner_before != owner_after
    if not changed.any():
        return ints([])
    owners = np.union1d(owner_before[changed], owner_after[changed])
    here = np.zeros(int(max(owner_before.max(), owner_after.max())) + 2, np.bool_)
    here[owners[owners != UNASSIGNED]] = True
    looked_at = ints(np.flatnonzero(here[owner_before] | here[owner_after]))
    place = np.full(len(owner_before), UNASSIGNED, np.int32)
    place[looked_at] = np.arange(len(looked_at), dtype=np.int32)
    near = edges[place[edges[:, 0]] != UNASSIGNED]  # few: the rest need no second look
    local = place[near]
    local = ints(local[local[:, 1] != UNASSIGNED])
    was, now = ints(owner_before[looked_at]), ints(owner_after[looked_at])
    main = (was != UNASSIGNED) & ~outside_main_piece(local, was)
    return ints(looked_at[main & outside_main_piece(local, now)])


def with_cut_off(
    edges: Ints,
    layer_owner: Ints,
    owner_after: Ints,
    target: int,
    stays: Bools | None = None,
) -> Ints:
    """Return the owners after a move to a territory, with what the move cut off taken along.

    Of the regions cut off from other territories, every piece that touches the target joins it,
    until none is left that does.

    Parameters
    ----------
    edges : Ints, shape (e, 2)
    layer_owner, owner_after : Ints, shape (n,)
        Before and after the move.
    target : int
    stays : Bools of shape (n,) or None
        Regions that may not move: locked, or not allowed in the target.
    """
    owner = owner_after.copy()
    while target != UNASSIGNED:
        loose = cut_off(edges, layer_owner, ints(owner))
        loose = loose[owner[loose] != target]
        loose = loose if stays is None else loose[~stays[loose]]
        joining = _touching(edges, ints(owner), ints(loose), target) if len(loose) else loose
        if not len(joining):
            break
        owner[joining] = target
    return ints(owner)


def _touching(edges: Ints, owner: Ints, loose: Ints, target: int) -> Ints:
    """Return the loose regions whose piece, of loose regions of one territory, touches the target."""
    alone = np.full(len(owner), UNASSIGNED, np.int32)
    alone[loose] = owner[loose]
    count, piece = pieces(len(owner), edges, ints(alone))
    touches = np.zeros(count, np.bool_)
    for one, other in ((0, 1), (1, 0)):
        touches[piece[edges[owner[edges[:, one]] == target, other]]] = True
    return ints(loose[bools(touches[piece[loose]])])
