"""Connection by cuts: where a solution falls into pieces, minimal separators are asked for.

A piece C of a slot that is cut off from the anchor r needs a region of any separator S between them:
``x_i <= sum of x_s over S`` for every i in C (Oehrlein, Haunert, JOSIS 15:89-120, 2017; Validi, Buchanan,
Lykhovyd, Oper. Res. 70(2):867-892, 2022). The same separator serves every slot whose anchor lies beyond it.
"""

from __future__ import annotations

import numpy as np

from planner.model.types import UNASSIGNED, Ints
from solvers.territories.exact.program import Program
from solvers.territories.separators import pieces_of, separator

PAIRS = 4
"""Regions of a loose piece that are asked for a way to its main body, where no anchor is known."""


def connect(program: Program, slot: Ints) -> bool:
    """Add the cuts that a solution (slot of each region) breaks; say whether there were any."""
    if not program.slots.problem.contiguous:
        return False
    torn = False
    for q in np.unique(slot).tolist():
        parts = pieces_of(program.neighbours, set(np.flatnonzero(slot == q).tolist()))
        if len(parts) > 1:
            torn = True
            _mend(program, q, parts)
    return torn


def _mend(program: Program, q: int, parts: list[set[int]]) -> None:
    slots, anchor = program.slots, int(program.slots.anchor[q])
    weight = slots.problem.weights[:, 0]
    main = next(
        (part for part in parts if anchor in part),
        max(parts, key=lambda part: float(weight[sorted(part)].sum())),
    )
    there = set(np.flatnonzero(program.choice[q] != UNASSIGNED).tolist())
    everywhere = set(range(slots.problem.n))
    for piece in parts:
        if piece is main:
            continue
        if anchor == UNASSIGNED:
            _between(program, q, piece, main, there)
            continue
        for doors in _doors(program, piece, anchor, there):
            for i in sorted(piece):
                program.demand(q, i, doors)
        _elsewhere(program, q, piece, anchor, everywhere)


def _doors(program: Program, piece: set[int], region: int, there: set[int]) -> list[list[int]]:
    """Return the minimal separators along a piece and along a region that it should be joined to."""
    return [
        separator(program.neighbours, near, far, there)[0]
        for near, far in ((piece, {region}), ({region}, piece))
    ]


def _between(program: Program, q: int, piece: set[int], main: set[int], there: set[int]) -> None:
    weight = program.slots.problem.weights[:, 0]
    heart = max(sorted(main), key=lambda i: float(weight[i]))
    for doors in _doors(program, piece, heart, there):
        for i in sorted(piece, key=lambda i: (-float(weight[i]), i))[:PAIRS]:
            program.demand_between(q, i, heart, doors)


def _elsewhere(program: Program, q: int, piece: set[int], anchor: int, there: set[int]) -> None:
    """Ask the same of the other slots whose anchors lie beyond the separator."""
    doors, beyond = separator(program.neighbours, piece, {anchor}, there)
    for other in np.flatnonzero(np.isin(program.slots.anchor, sorted(beyond))).tolist():
        if other != q:
            for i in sorted(piece):
                program.demand(other, i, doors)
