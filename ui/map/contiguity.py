"""Which regions lie apart from the main piece of their territory. Knows no Qt."""

from __future__ import annotations

import numpy as np

from planner.model.graph import pieces
from planner.model.types import UNASSIGNED, Bools, Ints


def cut_off_regions(edges: Ints, owner: Ints) -> Bools:
    """Return the regions outside the largest piece of their territory, shape (n,).

    The largest piece has the most regions; of equal ones it is the one with the lowest region.

    Parameters
    ----------
    edges : Ints, shape (e, 2)
        Neighbouring regions, links to islands included.
    owner : Ints, shape (n,)
    """
    count, piece = pieces(len(owner), edges, owner)
    size = np.bincount(piece, minlength=count)
    owner_of = np.full(count, UNASSIGNED)
    owner_of[piece] = owner
    first = np.full(count, len(owner))
    np.minimum.at(first, piece, np.arange(len(owner)))
    order = np.lexsort((first, -size, owner_of))
    main = np.ones(count, np.bool_)
    main[1:] = owner_of[order][1:] != owner_of[order][:-1]
    largest = np.zeros(count, np.bool_)
    largest[order[main]] = True
    return np.asarray(~largest[piece] & (owner != UNASSIGNED))


def cut_off_after(edges: Ints, owner: Ints, before: Ints, cut_off: Bools) -> Bools:
    """Return the same as `cut_off_regions(edges, owner)`, looking only at territories that changed.

    Parameters
    ----------
    edges : Ints, shape (e, 2)
    owner : Ints, shape (n,)
    before : Ints, shape (n,)
        Owners that `cut_off` was found for.
    cut_off : Bools, shape (n,)
    """
    changed = owner != before
    if not changed.any():
        return cut_off
    touched = np.isin(owner, np.concatenate([owner[changed], before[changed]]))
    found = cut_off_regions(edges, np.where(touched, owner, np.int32(UNASSIGNED)))
    return np.asarray(np.where(touched, found, cut_off))
