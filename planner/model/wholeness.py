"""Whether the pieces of territories stay as they are when regions change owner, told from nearby."""

from __future__ import annotations

import numpy as np

from planner.model.graph import Adjacency, edges_within, pieces
from planner.model.types import UNASSIGNED, Bools, Ints, ints

FEW = 1 / 64
"""Where a larger share of all regions changed, a look around costs as much as a look at everything."""
RINGS = 2
"""Around what changed: regions that meet in a corner only are joined by the second."""
LEAST = 16
"""So many may always change: small maps cost nothing anyway."""


def stay_whole(lists: Adjacency, before: Ints, after: Ints, outside: Bools) -> bool:
    """Return True only if the same regions lie outside main pieces after as before.

    Territories have as many pieces as before then. False says nothing: a main piece may hold together
    by a way further around. The cost goes with the regions that changed, hardly with those of the
    territories.

    Let L be the regions that changed with those around them. If no piece but the main one of a
    territory reaches into L, these others stay. From each region that the main piece keeps, a way leads
    inside what it had to a region in L that it keeps: where the way enters what the territory loses,
    the step before lies in L. So the main piece holds together when its regions in L do and one of them
    is kept; and it stays the main one while it is larger than all the others taken together.

    Parameters
    ----------
    lists : Adjacency
        Neighbours of all n regions, links to islands included.
    before, after : Ints, shape (n,)
    outside : Bools, shape (n,)
        Regions outside the main piece of their territory, before.
    """
    changed = ints(np.flatnonzero(before != after))
    if len(changed) > max(FEW * len(before), LEAST):
        return False
    near = lists.surroundings(changed, RINGS)
    touched = np.union1d(before[changed], after[changed])
    touched = touched[touched != UNASSIGNED]
    was, now = before[near], after[near]
    if np.isin(was[outside[near]], touched).any():
        return False
    count, piece = pieces(len(near), edges_within(lists, near), ints(now))
    owner_of = np.full(count, UNASSIGNED)
    owner_of[piece] = now  # a piece lies in one territory, so any of its regions tells which
    one_each = np.isin(owner_of, touched).sum() == len(touched)
    kept = np.isin(touched, now[was == now]).all()
    return bool(one_each and kept) and _main_are_larger(touched, before, after, outside)


def _main_are_larger(touched: Ints, before: Ints, after: Ints, outside: Bools) -> bool:
    loose = before[outside]
    loose = loose[np.isin(loose, touched)]
    return all(
        np.count_nonzero(after == t) > 2 * number
        for t, number in zip(*np.unique(loose, return_counts=True), strict=True)
    )
