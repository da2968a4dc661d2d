"""Dutch municipalities split, merged, drawn over and moved: with coasts, islands and enclaves."""

from dataclasses import replace

import numpy as np
import pytest
from builders import MEASURES, START, grid_layer, grid_reps
from redrawn_maps import assert_graph_as_of_a_rebuild
from shared_sets import REGION_SETS

from planner.edits.border_points import move_point
from planner.edits.redrawing import Redrawn
from planner.edits.region_drawing import Over, draw_region
from planner.edits.region_merges import merge_regions
from planner.edits.region_splits import split_by_ratio
from planner.io.region_table import RegionSource
from planner.io.regions import read_regions
from planner.model.goals import Goals, TerritoryGoals
from planner.model.plan import Plan
from planner.model.scenarios import TODAY, Scenario
from planner.model.types import floats, frozen_map, ints

pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not REGION_SETS.is_dir(), reason="../shared is absent"),
]


@pytest.fixture(scope="module")
def plan():
    name = "nl_municipalities"
    read, _ = read_regions([RegionSource(REGION_SETS / name / f"{name}_shp.zip")])
    regions, n = read.regions, len(read.regions)
    figures = {measure.key: floats(np.arange(n) % 97) for measure in MEASURES}
    regions = replace(regions, columns=frozen_map(figures))
    owner = ints(np.arange(n) * 12 // n)
    layer = grid_layer(owner, grid_reps(12), measures=3, k=12)
    return Plan(
        name="Netherlands",
        currency="EUR",
        seed=1,
        start=START,
        regions=regions,
        measures=MEASURES,
        loads=floats(np.stack(list(figures.values()), axis=1)),
        goals=Goals(layers=(TerritoryGoals(count=12),)),
        scenarios=tuple(Scenario(name, (layer,)) for name in (TODAY, "Plan A")),
        reps=grid_reps(12),
    )


def holds(before, made):
    assert isinstance(made, Redrawn), made
    assert_graph_as_of_a_rebuild(made.plan.regions)
    assert made.plan.loads.sum(axis=0).tolist() == before.loads.sum(axis=0).tolist()
    assert np.isclose(made.plan.regions.area_km2.sum(), before.regions.area_km2.sum(), rtol=1e-9)


@pytest.mark.parametrize("region", range(0, 342, 18))
def test_any_municipality_is_split_in_the_middle(plan, region):
    holds(plan, split_by_ratio(plan, region, 0.4))


@pytest.mark.parametrize("border", range(0, 876, 60))
def test_any_two_neighbours_are_merged(plan, border):
    pair = plan.regions.graph.borders[border]
    holds(plan, merge_regions(plan, ints(pair), parents_of=int(pair[0])))


@pytest.mark.parametrize("region", range(5, 342, 30))
def test_a_circle_around_any_place_takes_land_from_what_it_covers(plan, region):
    turn = np.linspace(0.0, 2 * np.pi, 37)[:-1]
    circle = plan.regions.points[region] + 4000.0 * np.stack([np.cos(turn), np.sin(turn)], axis=1)
    made = draw_region(plan, floats(circle), over=Over.TAKE, parents_of=region)
    assert isinstance(made, Redrawn), made
    assert_graph_as_of_a_rebuild(made.plan.regions)
    assert made.plan.loads.sum(axis=0).tolist() == plan.loads.sum(axis=0).tolist()


@pytest.mark.parametrize("region", range(7, 342, 25))
def test_any_first_corner_moves_two_metres(plan, region):
    geometry = plan.regions.geometry
    ring = geometry.polygon_start[geometry.region_start[region]]
    x, y = geometry.xy[geometry.ring_start[ring]].tolist()
    made = move_point(plan, (x, y), (x + 2.0, y + 1.0))
    assert isinstance(made, Redrawn), made
    assert_graph_as_of_a_rebuild(made.plan.regions)
