"""Other outlines for the same regions: what stays, and what is dropped."""

from __future__ import annotations

from dataclasses import replace

import pytest
from builders import grid_plan, grid_regions

from planner.edits.outlines import with_regions
from planner.model.graph import RegionGraph
from planner.model.layers import Proof
from planner.model.plan import Plan
from planner.model.types import RegionId, floats

PROOF = Proof(status="optimal", score=1.0, bound=1.0, gap=0.0, objective="inertia")


def proven(plan: Plan) -> Plan:
    scenario = plan.scenarios[-1]
    layers = (replace(scenario.base, proof=PROOF), *scenario.layers[1:])
    return replace(plan, scenarios=(*plan.scenarios[:-1], replace(scenario, layers=layers)))


def test_the_same_outlines_are_no_edit() -> None:
    plan = grid_plan(3, 3, 2)
    assert with_regions(plan, plan.regions) is plan
    assert with_regions(plan, replace(plan.regions)) is plan


def test_owners_locks_and_loads_stay() -> None:
    plan = grid_plan(3, 3, 2)
    other = replace(plan.regions, area_km2=floats(plan.regions.area_km2 * 1.001))
    after = with_regions(plan, other)
    assert after.regions is other
    assert after.loads is plan.loads
    assert after.scenarios is plan.scenarios


def test_a_proof_stays_where_points_and_neighbours_do() -> None:
    plan = proven(grid_plan(3, 3, 2))
    other = replace(plan.regions, area_km2=floats(plan.regions.area_km2 * 1.001))
    assert with_regions(plan, other).scenarios[-1].base.proof == PROOF


def test_a_proof_is_dropped_where_neighbours_are_others() -> None:
    plan = proven(grid_plan(3, 3, 2))
    graph = plan.regions.graph
    fewer = RegionGraph(graph.regions, graph.borders[1:], graph.border_km[1:])
    after = with_regions(plan, replace(plan.regions, graph=fewer))
    assert after.scenarios[-1].base.proof is None
    assert after.scenarios[-1].base.owner is plan.scenarios[-1].base.owner


def test_other_regions_are_refused() -> None:
    plan = grid_plan(3, 3, 2)
    regions = grid_regions(3, 3)
    ids = (RegionId("stranger"), *regions.ids[1:])
    with pytest.raises(ValueError, match="other regions"):
        with_regions(plan, replace(regions, ids=ids))
