"""Giving regions to territories by hand."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from planner.edits.replacing import editable, with_layer
from planner.model.layers import Layer
from planner.model.plan import Plan
from planner.model.types import UNASSIGNED, Bools, Ints, bools, ints


def assign(plan: Plan, scenario_name: str, layer_key: str, regions: Ints, territory: int) -> Plan:
    """Return the plan with regions given to a territory, or to nobody (UNASSIGNED).

    Locked regions, the regions of a locked territory and, for a territory that must stay inside
    a part (a country, say), regions of another part stay as they are; a locked territory takes
    nothing (`locked_among` and `outside_part` tell which). The proof goes with the first region
    that moves. The same plan comes back when none does.

    Raises ValueError for Today, and for a territory or region the layer has not got.
    """
    layer = editable(plan, scenario_name).layer(layer_key)
    moving = movable(plan, layer, regions, territory)
    if not len(moving):
        return plan
    owner = layer.owner.copy()
    owner[moving] = territory
    return with_layer(plan, scenario_name, replace(layer, owner=ints(owner), proof=None))


def movable(plan: Plan, layer: Layer, regions: Ints, territory: int) -> Ints:
    """Return those of the regions that a territory has not got and may have, ascending.

    Raises ValueError for a territory or region the layer has not got.
    """
    chosen = _checked(layer, regions)
    if not UNASSIGNED <= territory < len(layer.territories):
        raise ValueError(f"no territory {territory} in layer {layer.key}")
    if territory != UNASSIGNED and layer.territories[territory].locked:
        return ints([])
    moving = chosen[~_stays(layer)[chosen] & (layer.owner[chosen] != territory)]
    return ints(np.setdiff1d(moving, outside_part(plan, layer, ints(moving), territory)))


def locked_among(plan: Plan, scenario_name: str, layer_key: str, regions: Ints) -> Ints:
    """Return those of the regions that may not move: locked, or in a locked territory."""
    layer = plan.scenario(scenario_name).layer(layer_key)
    chosen = _checked(layer, regions)
    return ints(chosen[_stays(layer)[chosen]])


def outside_part(plan: Plan, layer: Layer, regions: Ints, territory: int) -> Ints:
    """Return those of the regions that a territory may not have, because they lie in another part."""
    apart = next((goals.apart for goals in plan.goals.layers if goals.key == layer.key), "")
    part = "" if territory == UNASSIGNED else layer.territories[territory].part
    parents = plan.regions.parents.get(apart)
    if not part or parents is None:
        return ints([])
    return ints([region for region in regions if parents[region] != part])


def may_take(plan: Plan, layer: Layer, regions: Ints) -> Bools:
    """Return which territories may have each of the regions, shape (r, k): the locked ones none."""
    taking = np.ones((len(regions), len(layer.territories)), np.bool_)
    apart = next((goals.apart for goals in plan.goals.layers if goals.key == layer.key), "")
    parents = plan.regions.parents.get(apart)
    lies_in = None if parents is None else np.array([parents[i] for i in regions.tolist()], object)
    for t, territory in enumerate(layer.territories):
        if territory.locked:
            taking[:, t] = False
        elif lies_in is not None and territory.part:
            taking[:, t] = lies_in == territory.part
    return bools(taking)


def _stays(layer: Layer) -> Bools:
    whole = np.array([*(territory.locked for territory in layer.territories), False])
    return bools(layer.locked | whole[layer.owner])


def _checked(layer: Layer, regions: Ints) -> Ints:
    chosen = np.unique(ints(regions))
    if len(chosen) and not (chosen[0] >= 0 and chosen[-1] < len(layer.owner)):
        raise ValueError(f"regions must lie in 0..{len(layer.owner) - 1}")
    return ints(chosen)
