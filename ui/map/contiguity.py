"""Which regions lie apart from the main piece of their territory. Knows no Qt."""

from __future__ import annotations

import numpy as np

from planner.model.graph import outside_main_piece
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
    return outside_main_piece(edges, owner)


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
