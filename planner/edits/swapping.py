"""Exchanging regions between two territories."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from planner.edits.assignment import movable
from planner.edits.replacing import editable, with_layer
from planner.model.plan import Plan
from planner.model.types import UNASSIGNED, Ints, ints


def swap_regions(plan: Plan, scenario_name: str, layer_key: str, regions: Ints) -> Plan:
    """Return the plan in which regions of two territories have changed places.

    Those of the one go to the other; what is locked, or may not lie in the other's part, stays. The
    proof goes with the first that moves.

    Raises ValueError for Today, and for regions that are not of exactly two territories.
    """
    layer = editable(plan, scenario_name).layer(layer_key)
    owners = np.unique(layer.owner[regions])
    if len(owners) != 2 or owners[0] == UNASSIGNED:
        raise ValueError("regions of exactly two territories change places")
    first, second = owners.tolist()
    owner = layer.owner.copy()
    for giving, taking in ((first, second), (second, first)):
        leaving = ints(regions[layer.owner[regions] == giving])
        owner[movable(plan, layer, leaving, taking)] = taking
    if np.array_equal(owner, layer.owner):
        return plan
    return with_layer(plan, scenario_name, replace(layer, owner=ints(owner), proof=None))
