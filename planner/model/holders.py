"""Who holds what: territories of two layers that belong to the same person."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from planner.model.layers import Layer
from planner.model.territories import Territory
from planner.model.types import UNASSIGNED, Bools, Ints, bools, ints


def holders(layer: Layer) -> tuple[str, ...]:
    """Return who holds each territory: its rep, or the territory itself while it has none."""
    return tuple(
        f"territory {territory.id}" if territory.rep_id is None else f"rep {territory.rep_id}"
        for territory in layer.territories
    )


def same_holder(before: Layer, after: Layer) -> Ints:
    """Return the territory of `after` that each territory of `before` lives on in, shape (k before,).

    The one with the same rep (of several, the one with the same id), or, where neither has a
    rep, the one with the same id; else UNASSIGNED.
    """
    exact = {(who, t.id): k for k, (who, t) in enumerate(_held(after))}
    by_holder: dict[str, int] = {}
    for k, (who, _) in enumerate(_held(after)):
        by_holder.setdefault(who, k)
    found = [
        exact.get((who, territory.id), by_holder.get(who, UNASSIGNED))
        for who, territory in _held(before)
    ]
    return ints(np.array(found, dtype=np.int32))


@dataclass(frozen=True, slots=True, eq=False)
class Hands:
    """Who holds each region before and after, as numbers of holders.

    Attributes
    ----------
    before, after : Ints, shape (n,)
        Equal numbers mean the same holder; UNASSIGNED means nobody.
    territory : Ints, shape (holders + 1,)
        Territory each holder has after (the first of several), UNASSIGNED for one who has none;
        the extra last entry lets UNASSIGNED index it.
    holder : Ints, shape (k after + 1,)
        Number of the holder of each territory after; the extra last entry keeps UNASSIGNED.
    """

    before: Ints
    after: Ints
    territory: Ints
    holder: Ints

    @property
    def differs(self) -> Bools:
        """Regions whose holder is not the same, shape (n,)."""
        return bools(self.before != self.after)


def hands(before: Layer, after: Layer) -> Hands:
    """Return who holds each region in two layers over the same regions."""
    numbers: dict[str, int] = {}
    for who in (*holders(before), *holders(after)):
        numbers.setdefault(who, len(numbers))
    territory = np.full(len(numbers) + 1, UNASSIGNED)
    for k, who in reversed(list(enumerate(holders(after)))):
        territory[numbers[who]] = k
    was, holder = _of_territories(before, numbers), _of_territories(after, numbers)
    return Hands(ints(was[before.owner]), ints(holder[after.owner]), ints(territory), holder)


def _of_territories(layer: Layer, numbers: Mapping[str, int]) -> Ints:
    # The extra last entry keeps UNASSIGNED as it is.
    return ints(np.array([*(numbers[who] for who in holders(layer)), UNASSIGNED], dtype=np.int32))


def _held(layer: Layer) -> list[tuple[str, Territory]]:
    return list(zip(holders(layer), layer.territories, strict=True))
