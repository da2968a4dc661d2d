"""Which regions a proposal moves from where to where, as arrows over the map. Knows no Qt."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from planner.model.types import UNASSIGNED, Floats, Ints, ints


@dataclass(frozen=True, slots=True, eq=False)
class Move:
    """Regions that leave one territory for another.

    Attributes
    ----------
    source, target : int
        Territories, or -1.
    regions : Ints
    middle : (float, float)
        The moved region nearest to the centre of them all: where the arrow lies, in map metres.
    direction : (float, float)
        Unit vector from what the source keeps to what the target keeps.
    """

    source: int
    target: int
    regions: Ints
    middle: tuple[float, float]
    direction: tuple[float, float]


def moves_between(before: Ints, after: Ints, points: Floats) -> list[Move]:
    """Return the moves from one answer to another, the one with most regions first.

    Parameters
    ----------
    before, after : Ints, shape (n,)
        Owners.
    points : Floats, shape (n, 2)
        Representative points in map metres.
    """
    changed = np.flatnonzero(before != after)
    pairs, of_region = np.unique(
        np.stack([before[changed], after[changed]], axis=1), axis=0, return_inverse=True
    )
    moves = []
    for index, (source, target) in enumerate(pairs.tolist()):
        regions = changed[of_region.ravel() == index]
        centre = points[regions].mean(axis=0)
        nearest = regions[np.argmin(((points[regions] - centre) ** 2).sum(axis=1))]
        start = _heart(source, before, after, points, centre)
        end = _heart(target, before, after, points, centre)
        x, y = points[nearest]
        moves.append(Move(source, target, ints(regions), (float(x), float(y)), _unit(end - start)))
    return sorted(moves, key=lambda move: (-len(move.regions), move.source, move.target))


def _heart(territory: int, before: Ints, after: Ints, points: Floats, otherwise: Floats) -> Floats:
    """Return the middle of what a territory keeps, of all it has where it keeps nothing, or a fallback."""
    if territory == UNASSIGNED:
        return otherwise
    for mask in (
        (before == territory) & (after == territory),
        after == territory,
        before == territory,
    ):
        if mask.any():
            return np.asarray(points[mask].mean(axis=0))
    return otherwise


def _unit(vector: Floats) -> tuple[float, float]:
    length = float(np.hypot(*vector))
    return (float(vector[0]) / length, float(vector[1]) / length) if length else (1.0, 0.0)
