"""Pieces of a divided patch that have lost their root, and the separators between."""

from __future__ import annotations

import numpy as np

from planner.model.types import Ints
from solvers.territories.patch import Patch
from solvers.territories.separators import pieces_of, reach, separator

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
        held = set(np.flatnonzero(owner == g).tolist())
        there = set(np.flatnonzero(patch.may[:, g]).tolist())
        body = reach(patch.neighbours, roots, held)
        for piece in pieces_of(patch.neighbours, held - body):
            along, _ = separator(patch.neighbours, piece, body, there)
            back, _ = separator(patch.neighbours, body, piece, there)
            cuts.append((g, sorted(piece), along))
            if back != along:
                cuts.append((g, sorted(piece), back))
    return cuts
