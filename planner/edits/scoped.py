"""An edit kept to a scope: what lies outside stays as it was."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from planner.edits.replacing import with_layer
from planner.insight.extent import Extent
from planner.model.layers import Layer
from planner.model.plan import Plan
from planner.model.scenarios import TODAY
from planner.model.types import UNASSIGNED, bools, identical, ints


@dataclass(frozen=True, slots=True, eq=False)
class Scoped:
    """A plan after an edit, less what the edit did outside the scope.

    Attributes
    ----------
    plan : Plan
        The plan before, the very same object, where nothing is left of the edit.
    kept : int
        Regions that stayed as they were.
    refused : bool
        Whether the edit took away a territory outside, so that nothing of it could be kept.
    """

    plan: Plan
    kept: int = 0
    refused: bool = False


def kept_to(before: Plan, after: Plan, extent: Extent) -> Scoped:
    """Return the edit from one plan to another, kept to an extent of the plan before.

    Outside stay: owners and locks of regions, and territories none of whose regions is inside; no
    region inside goes to a territory outside. Other scenarios, layers and inputs change as they do.
    """
    old = _layer(before, extent)
    new = _layer(after, extent)
    if extent.is_all or old is None or new is None or extent.scenario == TODAY:
        return Scoped(after)
    if old is new or not after.regions.is_drawn_as(before.regions):
        return Scoped(after)  # other regions: they keep the territories of those that they continue
    place = {one.id: at for at, one in enumerate(new.territories)}
    inside = set(extent.territories.tolist())
    outside = [at for at in range(len(old.territories)) if at not in inside]
    if any(old.territories[at].id not in place for at in outside):
        return Scoped(before, refused=True)
    # Numbers may differ after an edit: territories outside are known by their ids.
    number = ints([*(place.get(one.id, UNASSIGNED) for one in old.territories), UNASSIGNED])
    theirs = np.zeros(len(new.territories) + 1, np.bool_)
    theirs[[place[old.territories[at].id] for at in outside]] = True
    was = number[old.owner]
    wrong = (new.owner != was) & (~extent.regions | theirs[new.owner])
    relocked = ~extent.regions & (new.locked != old.locked)
    territories = list(new.territories)
    for at in outside:
        territories[place[old.territories[at].id]] = old.territories[at]
    kept = int((wrong | relocked).sum())
    if not kept and tuple(territories) == new.territories:
        return Scoped(after)
    back = replace(
        new,
        owner=ints(np.where(wrong, was, new.owner)),
        locked=bools(np.where(relocked, old.locked, new.locked)),
        territories=tuple(territories),
        proof=None,
    )
    if _same(old, back):
        others = with_layer(after, extent.scenario, old)
        return Scoped(before if identical(before, others) else others, kept)
    return Scoped(with_layer(after, extent.scenario, back), kept)


def _layer(plan: Plan, extent: Extent) -> Layer | None:
    scenarios = [one for one in plan.scenarios if one.name == extent.scenario]
    layers = [layer for one in scenarios for layer in one.layers if layer.key == extent.layer]
    return layers[0] if layers else None


def _same(one: Layer, other: Layer) -> bool:
    return bool(
        one.territories == other.territories
        and np.array_equal(one.owner, other.owner)
        and np.array_equal(one.locked, other.locked)
        and np.array_equal(one.targets, other.targets)
    )
