"""Which territories to divide anew together where rules beyond bands are broken."""

from __future__ import annotations

from itertools import combinations

import numpy as np

from planner.judge.verify import Rule, violations
from planner.model.types import UNASSIGNED, Ints
from solvers.territories.neighbourhoods import Around, Group
from solvers.territories.terrain import Terrain

MOST = 24
"""Groups of each size."""

MENDED = (Rule.KEPT_FROM, Rule.APART, Rule.REACH, Rule.HANDOVER, Rule.MOVED)


def for_rules(terrain: Terrain, owner: Ints, around: Around) -> list[Group]:
    """Return groups of two and three around each territory that breaks a rule of `MENDED`.

    A region that is astray is divided together with the territories that may have it, were they not
    to touch; what changes hands, with the present territories of what is held.
    """
    if not terrain.rules.asked():
        return []
    found: dict[tuple[int, ...], None] = {}
    for broken in violations(terrain.problem, owner):
        if broken.rule not in MENDED:
            continue
        for home in _homes(terrain, owner, broken.territory):
            others = sorted(around[home] | _wanted(terrain, owner, home, broken.region))
            found |= dict.fromkeys(_group(home, other) for other in others)
            found |= dict.fromkeys(_group(home, *pair) for pair in combinations(others, 2))
    groups = []
    for size in (2, 3):
        of_size = [members for members in found if len(members) == size]
        groups += [Group(members, 0.1 * size, exact=True) for members in of_size[:MOST]]
    return groups


def _group(*territories: int) -> tuple[int, ...]:
    return tuple(sorted(territories))


def _homes(terrain: Terrain, owner: Ints, territory: int | None) -> list[int]:
    """Return the territory itself, else all that hold something from elsewhere."""
    if territory is not None:
        return [territory]
    strangers = (terrain.current != UNASSIGNED) & (terrain.current != owner)
    return [int(t) for t in np.unique(owner[strangers])]


def _wanted(terrain: Terrain, owner: Ints, home: int, region: int | None) -> set[int]:
    """Return other territories that ought to have what is in this one, or the region."""
    if region is not None and terrain.rules.limited:
        return set(np.flatnonzero(terrain.rules.may[region]).tolist()) - {home}
    present = terrain.current[owner == home]
    there = owner[terrain.current == home]
    return (set(present.tolist()) | set(there.tolist())) - {home, UNASSIGNED}
