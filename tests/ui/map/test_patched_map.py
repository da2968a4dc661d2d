"""A map patched where regions changed shows what a map derived anew shows."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from builders import grid_plan
from shared_sets import REGION_SETS

from planner.edits.border_points import move_point
from planner.edits.redrawing import Redrawn
from planner.edits.region_drawing import Over, draw_region
from planner.edits.region_merges import merge_regions
from planner.edits.region_splits import split_by_ratio, split_region
from planner.model.plan import Plan
from planner.model.redrawing import Refusal
from planner.model.regions import RegionSet
from planner.model.types import floats, ints
from ui.map.known_maps import KnownMaps
from ui.map.levels import prepare_map
from ui.map.patched import patched_map, unchanged
from ui.map.prepared import Level, PreparedMap
from ui.map.topology import go_on


def made(found: Redrawn | Refusal) -> Plan:
    assert isinstance(found, Redrawn), found
    return found.plan


def prepared(regions: RegionSet) -> PreparedMap:
    return prepare_map(regions.geometry, regions.points)


def segments_of(level: Level, origin: tuple[float, float]) -> set[tuple[object, ...]]:
    """Every segment with its sides, whichever way it runs, in whole millimetres of the plan."""
    ends = level.segments.reshape(-1, 2, 2) * (1.0, -1.0) + origin
    ends = np.rint(ends * 1000).astype(np.int64).tolist()
    sides = np.sort(level.sides, axis=1).tolist()
    return {(*sorted(map(tuple, pair)), *side) for pair, side in zip(ends, sides, strict=True)}


def rings_of(level: Level, origin: tuple[float, float]) -> list[tuple[int, int]]:
    area = []
    for at, region in enumerate(level.ring_region.tolist()):
        x, y = level.xy[level.ring_start[at] : level.ring_start[at + 1]].T
        area.append((region, round(abs(float(x[:-1] @ y[1:] - y[:-1] @ x[1:])))))
    return sorted(area)


def assert_same_map(found: PreparedMap | None, wanted: PreparedMap, *, levels: bool = True) -> None:
    assert found is not None
    assert found.borders.tolist() == wanted.borders.tolist()
    assert np.allclose(found.border_m, wanted.border_m, rtol=1e-9, atol=1e-6)
    shift = np.array(wanted.origin) - found.origin
    assert np.allclose(found.points - shift * (1, -1), wanted.points, atol=1e-6)
    for one, other in zip(found.levels, wanted.levels, strict=True):
        assert (np.diff(one.ring_region) >= 0).all()
        if levels or one.tolerance == 0.0:
            assert segments_of(one, found.origin) == segments_of(other, wanted.origin)
            assert rings_of(one, found.origin) == rings_of(other, wanted.origin)


@pytest.mark.parametrize(
    "change",
    [
        lambda plan: split_region(plan, 110, floats([[5400.0, 0.0], [5400.0, 90000.0]])),
        lambda plan: split_by_ratio(plan, 0, 0.3),
        lambda plan: merge_regions(plan, ints([210, 211, 231]), parents_of=210),
        lambda plan: move_point(plan, (7000.0, 7000.0), (7100.0, 7200.0)),
        lambda plan: draw_region(
            plan,
            floats([[4500, 4500], [6500, 4600], [6400, 6700], [4400, 6600]]),
            over=Over.TAKE,
            parents_of=100,
        ),
    ],
)
def test_a_patched_grid_is_the_grid_derived_anew(change) -> None:
    before = grid_plan(21, 21, territories=2)
    after = made(change(before)).regions
    found = patched_map(prepared(before.regions), before.regions, after, go_on)
    assert_same_map(found, prepared(after))


def test_regions_whose_outline_is_the_very_same_are_known() -> None:
    before = grid_plan(2, 3, territories=1)
    after = made(split_by_ratio(before, 1, 0.5)).regions
    # It is cut from west to east: regions 0 and 2 got the ends of the new border.
    assert unchanged(before.regions, after).tolist() == [-1, -1, -1, 4, 5, 6]


def test_where_too_much_changed_nothing_is_patched() -> None:
    before = grid_plan(2, 2, territories=1)
    after = made(split_by_ratio(before, 1, 0.5)).regions
    assert patched_map(prepared(before.regions), before.regions, after, go_on) is None


def test_undo_finds_the_very_map_it_had() -> None:
    plan, maps = grid_plan(21, 21, territories=1), KnownMaps()
    after = made(split_by_ratio(plan, 50, 0.5)).regions
    first = maps.prepared(plan.regions)
    assert maps.prepared(after) is not first
    assert maps.prepared(plan.regions) is first
    assert maps.prepared(replace(plan.regions, noun=("place", "places"))) is first


@pytest.mark.shared
@pytest.mark.skipif(not REGION_SETS.is_dir(), reason="../shared is absent")
@pytest.mark.parametrize("region", range(3, 342, 34))
def test_patched_municipalities_are_those_derived_anew(region: int) -> None:
    from planner.io.region_table import RegionSource
    from planner.io.regions import read_regions

    name = "nl_municipalities"
    read, _ = read_regions([RegionSource(REGION_SETS / name / f"{name}_shp.zip")])
    assert read is not None
    plan = replace(grid_plan(1, len(read.regions), territories=1, accounts=0), regions=read.regions)
    before, found = prepared(read.regions), read.regions
    for step in (lambda p: split_by_ratio(p, region, 0.4), lambda p: merge_regions(p, beside(p))):
        plan = made(step(plan))
        patch = patched_map(before, found, plan.regions, go_on)
        assert_same_map(patch, prepared(plan.regions))
        assert patch is not None
        before, found = patch, plan.regions


def beside(plan: Plan):
    return ints(plan.regions.graph.borders[len(plan.regions) // 2])
