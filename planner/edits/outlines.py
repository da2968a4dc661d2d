"""Giving a plan the same regions with other outlines."""

from __future__ import annotations

from dataclasses import replace

from planner.edits.recounting import with_counts
from planner.model.plan import Plan
from planner.model.regions import RegionSet
from planner.model.scenarios import Scenario
from planner.model.types import identical


def with_regions(plan: Plan, regions: RegionSet) -> Plan:
    """Return the plan with other outlines; the same plan when nothing differs.

    Owners, locks, loads and the regions of accounts stay; what lies inside drawn areas is counted
    anew. What was proven of a layer is dropped where points or neighbours differ, since travel and
    pieces were reckoned with these.

    Raises
    ------
    ValueError
        When the ids are others, or in another order; or when areas are drawn and the outlines lie in
        another reference system.
    """
    before = plan.regions
    if regions is before:
        return plan
    if regions.ids != before.ids:
        raise ValueError("outlines are for other regions than those of the plan")
    if identical(regions, before):
        return plan
    proven = identical(regions.points, before.points) and identical(regions.graph, before.graph)
    scenarios = plan.scenarios if proven else tuple(map(_unproven, plan.scenarios))
    made = replace(plan, regions=regions, scenarios=scenarios)
    if not plan.areas:
        return made
    if regions.crs != before.crs:
        raise ValueError(f"areas are drawn in {before.crs}, the outlines lie in {regions.crs}")
    return with_counts(made)


def _unproven(scenario: Scenario) -> Scenario:
    if all(layer.proof is None for layer in scenario.layers):
        return scenario
    return replace(scenario, layers=tuple(replace(layer, proof=None) for layer in scenario.layers))
