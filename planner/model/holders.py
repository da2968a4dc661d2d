"""Who holds what: territories of two layers that belong to the same person."""

from __future__ import annotations

import numpy as np

from planner.model.layers import Layer
from planner.model.territories import Territory
from planner.model.types import UNASSIGNED, Ints, ints


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


def changed_hands(before: Layer, after: Layer) -> tuple[Ints, Ints]:
    """Return a number for who holds each region before and after, two arrays of shape (n,).

    Equal numbers mean the same holder; UNASSIGNED means nobody.
    """
    numbers: dict[str, int] = {}
    for who in (*holders(before), *holders(after)):
        numbers.setdefault(who, len(numbers))
    found = []
    for layer in (before, after):
        # The extra last entry keeps UNASSIGNED as it is.
        number = np.array([*(numbers[who] for who in holders(layer)), UNASSIGNED], dtype=np.int32)
        found.append(ints(number[layer.owner]))
    return found[0], found[1]


def _held(layer: Layer) -> list[tuple[str, Territory]]:
    return list(zip(holders(layer), layer.territories, strict=True))
