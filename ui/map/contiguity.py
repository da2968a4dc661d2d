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
