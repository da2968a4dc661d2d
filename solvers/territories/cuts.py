"""Pieces of a divided patch that have lost their root, and the separators between."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from planner.model.types import Ints
from solvers.territories.patch import Patch, reach

Cut = tuple[int, list[int], list[int]]
"""Territory, the regions of a piece, and the regions of which one must join to connect it."""


def missing_cuts(patch: Patch, owner: Ints) -> list[Cut]:
    """Return the cuts a solution breaks, two for each loose piece; empty when all is connected.

    One separator lies along the piece, the other along the territory's main body; both are minimal.
    """
    if not patch.terrain.problem.contiguous:
        return []
    cuts: list[Cut] = []
    for g, roots in enumerate(patch.roots):
        mine = owner == g
        body: set[int] = set()
        for root in roots:
            body |= reach(root, patch.neighbours, mine)
        loose = [int(i) for i in np.flatnonzero(mine) if i not in body]
        while loose:
            piece = reach(loose[0], patch.neighbours, mine)
            loose = [i for i in loose if i not in piece]
            along = _separator(patch, g, piece, body)
            cuts.append((g, sorted(piece), along))
            back = _separator(patch, g, body, piece)
            if back != along:
                cuts.append((g, sorted(piece), back))
    return cuts


def _separator(patch: Patch, g: int, near: set[int], far: set[int]) -> list[int]:
    """Return the shore of `near` that `far` can reach without crossing that shore."""
    allowed: NDArray[np.bool_] = patch.may[:, g]
    shore = {j for i in near for j in patch.neighbours[i] if allowed[j] and j not in near}
    open_water = allowed.copy()
    open_water[list(shore)] = False
    seen, stack = set(far), sorted(far)
    touched: set[int] = set()
    while stack:
        for other in patch.neighbours[stack.pop()]:
            if other in shore:
                touched.add(other)
            elif open_water[other] and other not in seen:
                seen.add(other)
                stack.append(other)
    return sorted(touched)
