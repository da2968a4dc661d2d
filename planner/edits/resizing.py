"""Targets of a layer anew: by the reps, parts and named accounts as they are now."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from planner.judge.from_plan import pinned_regions
from planner.model.goals import TerritoryGoals
from planner.model.layers import Layer
from planner.model.plan import Plan
from planner.model.scenarios import Scenario
from planner.model.types import ints
from planner.sales.key_accounts import carried, fit_parts
from planner.sales.slots import part_names, parts_of_regions
from planner.sales.targets import size_territories


def covers_parts(plan: Plan, goals: TerritoryGoals, layer: Layer) -> bool:
    """Whether the territories lie in the parts that the goals keep apart, and every part has one."""
    return {one.part for one in layer.territories} == set(part_names(plan.regions, goals) or [""])


def resized(plan: Plan, scenario: Scenario, goals: TerritoryGoals, layer: Layer) -> Layer:
    """Return the layer with its targets anew; the very same layer when they stay.

    Targets of a layer that is not laid out in the parts kept apart stay.
    """
    if not covers_parts(plan, goals, layer):
        return layer
    targets = size_territories(plan, goals, layer.territories, pinned_regions(layer)).targets
    held = carried(plan, scenario, layer)
    if goals.apart and held.loads is not plan.loads:
        names = part_names(plan.regions, goals)
        inside = ints([names.index(territory.part) for territory in layer.territories])
        targets = fit_parts(targets, inside, parts_of_regions(plan.regions, goals), held)
    return layer if np.array_equal(targets, layer.targets) else replace(layer, targets=targets)
