"""Locking and freeing regions and territories."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from planner.edits.replacing import editable, with_layer
from planner.model.layers import Layer, Proof
from planner.model.plan import Plan
from planner.model.types import UNASSIGNED, Ints, bools


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


def _proof(layer: Layer, *, locked: bool) -> Proof | None:
    return layer.proof if locked else None
