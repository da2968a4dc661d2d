"""Locking and freeing regions and territories."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from planner.edits.replacing import editable, with_layer
from planner.model.layers import Layer, Proof
from planner.model.plan import Plan
from planner.model.types import UNASSIGNED, Ints, bools, ints


def lock_regions(
    plan: Plan, scenario_name: str, layer_key: str, regions: Ints, locked: bool
) -> Plan:
    """Return the plan with regions locked to their territory, or free again.

    A region without territory cannot be locked and stays as it is. A lock narrows what is allowed,
    so a proven bound still holds and the proof stays; freeing a region drops it.
    """
    layer = editable(plan, scenario_name).layer(layer_key)
    after = layer.locked.copy()
    after[regions] = locked
    if locked:
        after &= (layer.owner != UNASSIGNED) | layer.locked
    if np.array_equal(after, layer.locked):
        return plan
    changed = replace(layer, locked=bools(after), proof=_proof(layer, locked=locked))
    return with_layer(plan, scenario_name, changed)


def lock_territory(
    plan: Plan, scenario_name: str, layer_key: str, territory: int, locked: bool
) -> Plan:
    """Return the plan with a territory locked as a whole (nothing enters or leaves), or free again."""
    layer = editable(plan, scenario_name).layer(layer_key)
    before = layer.territories[territory]
    if before.locked == locked:
        return plan
    territories = list(layer.territories)
    territories[territory] = replace(before, locked=locked)
    changed = replace(layer, territories=tuple(territories), proof=_proof(layer, locked=locked))
    return with_layer(plan, scenario_name, changed)


def lock_all(plan: Plan, scenario_name: str, layer_key: str) -> Plan:
    """Return the plan with every region locked that a territory has; locks of territories stay."""
    layer = editable(plan, scenario_name).layer(layer_key)
    every = ints(np.arange(len(layer.owner)))
    return lock_regions(plan, scenario_name, layer_key, every, True)


def unlock_all(plan: Plan, scenario_name: str, layer_key: str) -> Plan:
    """Return the plan with no region and no territory of a layer locked; the proof goes with a lock."""
    layer = editable(plan, scenario_name).layer(layer_key)
    if not layer.locked.any() and not any(one.locked for one in layer.territories):
        return plan
    changed = replace(
        layer,
        locked=bools(np.zeros(len(layer.locked))),
        territories=tuple(replace(one, locked=False) for one in layer.territories),
        proof=None,
    )
    return with_layer(plan, scenario_name, changed)


def _proof(layer: Layer, *, locked: bool) -> Proof | None:
    return layer.proof if locked else None
