"""Growing and shrinking a territory by a ring of regions."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from planner.edits.assignment import assign, may_take
from planner.edits.replacing import editable, with_layer
from planner.judge.from_plan import pinned_regions
from planner.model.graph import borders_with, neighbour_lists
from planner.model.layers import Layer
from planner.model.plan import Plan
from planner.model.types import UNASSIGNED, Ints, ints


def grow(
    plan: Plan, scenario_name: str, layer_key: str, territory: int, source: int | None = None
) -> Plan:
    """Return the plan in which a territory has the neighbouring regions too, those that may move.

    Parameters
    ----------
    source : int or None
        Territory that they come from (UNASSIGNED: those of nobody); None takes them from all.

    Raises
    ------
    ValueError
        For Today, and for a territory the layer has not got.
    """
    layer = editable(plan, scenario_name).layer(layer_key)
    ring = ring_around(plan, layer, territory)
    ring = ring if source is None else ints(ring[layer.owner[ring] == source])
    return assign(plan, scenario_name, layer_key, ring, territory)


def shrink(plan: Plan, scenario_name: str, layer_key: str, territory: int) -> Plan:
    """Return the plan in which a territory has lost its outer ring.

    Each of its regions that lies beside another territory goes to the one it has the longest border
    with, of those that may have it. Locked regions stay. The same plan comes back when no region
    would be left.

    Raises ValueError for Today, and for a territory the layer has not got.
    """
    layer = editable(plan, scenario_name).layer(layer_key)
    held = _regions_of(layer, territory)
    place = np.full(len(layer.owner), UNASSIGNED, np.int32)
    place[held] = np.arange(len(held), dtype=np.int32)
    k = len(layer.territories)
    km = borders_with(plan.regions.graph, ints(place), layer.owner, len(held), k).copy()
    km[:, territory] = 0.0
    km[~may_take(plan, layer, held)] = 0.0
    km[pinned_regions(layer)[held] != UNASSIGNED] = 0.0
    goes = (km > 0).any(axis=1)
    if not goes.any() or goes.all():
        return plan
    owner = layer.owner.copy()
    owner[held[goes]] = km[goes].argmax(axis=1)
    return with_layer(plan, scenario_name, replace(layer, owner=ints(owner), proof=None))


def ring_around(plan: Plan, layer: Layer, territory: int) -> Ints:
    """Return the regions beside a territory that it has not got, links to islands counted."""
    _, beside = neighbour_lists(plan.regions.graph).around(_regions_of(layer, territory))
    return ints(np.unique(beside[layer.owner[beside] != territory]))


def _regions_of(layer: Layer, territory: int) -> Ints:
    if not 0 <= territory < len(layer.territories):
        raise ValueError(f"no territory {territory} in layer {layer.key}")
    return layer.regions_of(territory)
