"""The moves of a proposal, without Qt: which regions go from which territory to which."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from planner.model.types import Floats, Ints, ints


@dataclass(frozen=True, slots=True, eq=False)
class Move:
    """Regions that go together.

    Attributes
    ----------
    source, target : int
        Territories; UNASSIGNED is nobody.
    regions : Ints
    amounts : tuple of float
        Sum of each measure over the regions, in the measure's unit.
    """

    source: int
    target: int
    regions: Ints
    amounts: tuple[float, ...]


def moves_between(before: Ints, after: Ints, loads: Floats) -> tuple[Move, ...]:
    """Group the regions that change by where they come from and go to, most regions first.

    Parameters
    ----------
    before, after : Ints, shape (n,)
    loads : Floats, shape (n, m)
    """
    changed = np.flatnonzero(before != after)
    pairs = np.stack([before[changed], after[changed]], axis=1)
    kinds, which = np.unique(pairs, axis=0, return_inverse=True)
    which = which.reshape(-1)
    made = []
    for at, (source, target) in enumerate(kinds):
        regions = changed[which == at]
        amounts = tuple(float(each) for each in loads[regions].sum(axis=0))
        made.append(Move(int(source), int(target), ints(regions), amounts))
    return tuple(sorted(made, key=lambda move: (-len(move.regions), move.source, move.target)))


def with_moves(before: Ints, moves: Sequence[Move]) -> Ints:
    """Return the owner array after these moves."""
    after = np.array(before)
    for move in moves:
        after[move.regions] = move.target
    return ints(after)


def regions_of(moves: Sequence[Move]) -> Ints:
    """Return all regions that these moves have, in rising order."""
    if not moves:
        return ints([])
    return ints(np.sort(np.concatenate([move.regions for move in moves])))
