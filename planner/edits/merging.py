"""Making one territory of two."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from planner.edits.assignment import movable
from planner.edits.replacing import editable, with_layer
from planner.edits.resizing import resized
from planner.insight.figures import LayerSummary
from planner.model.layers import Layer
from planner.model.plan import Plan
from planner.model.types import UNASSIGNED, floats, ints


def merge_territories(
    plan: Plan, scenario_name: str, layer_key: str, kept: int, absorbed: int
) -> Plan:
    """Return the plan in which a territory has the regions of another, which is no more.

    The one that is kept keeps its code, name, rep and home base; those behind the other move up in
    the list and keep their codes. All targets follow, the proof goes, and the number of territories
    is the layer's own from then on. The same plan comes back where regions may not move over: either
    is locked, the other holds locked regions, or they lie in parts kept apart.

    Raises ValueError for Today, for a territory the layer has not got and for one with itself.
    """
    scenario = editable(plan, scenario_name)
    layer = scenario.layer(layer_key)
    _refuse(layer, kept, absorbed)
    if not may_merge(plan, layer, kept, absorbed):
        return plan
    # The extra last entry keeps UNASSIGNED as it is.
    number = np.append(np.arange(len(layer.territories)), UNASSIGNED)
    number[absorbed] = kept
    number[number > absorbed] -= 1
    targets = layer.targets.copy()
    targets[kept] += targets[absorbed]
    others = tuple(one for at, one in enumerate(layer.territories) if at != absorbed)
    changed = replace(
        layer,
        territories=others,
        owner=ints(number[layer.owner]),
        targets=floats(np.delete(targets, absorbed, axis=0)),
        proof=None,
        own_count=True,
    )
    goals = plan.goals.layer(layer_key)
    return with_layer(plan, scenario_name, resized(plan, scenario, goals, changed))


def may_merge(plan: Plan, layer: Layer, kept: int, absorbed: int) -> bool:
    """Whether a territory may have all regions of another.

    Raises ValueError for a territory the layer has not got and for one with itself.
    """
    _refuse(layer, kept, absorbed)
    pair = layer.territories[kept], layer.territories[absorbed]
    if any(one.locked for one in pair) or pair[0].part != pair[1].part:
        return False
    regions = layer.regions_of(absorbed)
    return len(movable(plan, layer, regions, kept)) == len(regions)


def larger_of(summary: LayerSummary, first: int, second: int, measure: int) -> int:
    """Return the territory that holds more of a measure; the first of equals."""
    return second if summary.loads[second, measure] > summary.loads[first, measure] else first


def touch(plan: Plan, layer: Layer, first: int, second: int) -> bool:
    """Whether two territories have neighbouring regions, links to islands counted."""
    edges = np.sort(layer.owner[plan.regions.graph.edges], axis=1)
    return bool((edges == sorted((first, second))).all(axis=1).any())


def _refuse(layer: Layer, kept: int, absorbed: int) -> None:
    for territory in (kept, absorbed):
        if not 0 <= territory < len(layer.territories):
            raise ValueError(f"no territory {territory} in layer {layer.key}")
    if kept == absorbed:
        raise ValueError(f"territory {layer.territories[kept].id} cannot be merged with itself")
