"""Regions that were changed in the plan come back from every kind of file exactly."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from builders import grid_plan
from rich_plans import rich_plan

from planner.edits.border_points import move_point
from planner.edits.locks import lock_regions
from planner.edits.redrawing import Redrawn
from planner.edits.region_drawing import Over, draw_region
from planner.edits.region_merges import merge_regions
from planner.edits.region_splits import split_by_area, split_by_ratio, split_region
from planner.model.plan import Plan
from planner.model.redrawing import Refusal
from planner.model.types import floats, identical, ints
from planner.store.folder import load_plan, save_plan
from planner.store.journal import Journal
from planner.store.rayon_file import load_rayon, save_rayon


def made(found: Redrawn | Refusal) -> Plan:
    assert isinstance(found, Redrawn), found
    return found.plan


def redrawn(plan: Plan) -> Plan:
    """A slanting split, a hole, a merge in two pieces, an island drawn and a border moved."""
    slant = floats([[333.3, -10.0], [712.1, 1010.0]])
    hole = floats([[1200.0, 200.0], [1700.0, 250.0], [1400.0, 801.7]])
    island = floats([[100.0, 2600.0], [900.0, 2650.0], [500.0, 3300.1]])
    plan = made(split_region(plan, 0, slant))
    plan = made(split_by_area(plan, 2, hole))
    plan = made(split_by_ratio(plan, len(plan.regions) - 1, 1 / 3))
    plan = made(merge_regions(plan, ints([0, 4]), apart=True, parents_of=0))
    plan = made(draw_region(plan, island, "Ünï island", over=Over.TAKE))
    return made(move_point(plan, (1000.0, 1000.0), (1010.7, 991.3)))


def unlocked(plan: Plan) -> Plan:
    for scenario in plan.scenarios[1:]:
        for layer in scenario.layers:
            every = ints(np.arange(len(plan.regions)))
            plan = lock_regions(plan, scenario.name, layer.key, every, False)
    return plan


@pytest.fixture(params=["rich", "grid"])
def plan(request: pytest.FixtureRequest) -> Plan:
    return redrawn(
        unlocked(rich_plan()) if request.param == "rich" else grid_plan(2, 3, accounts=20)
    )


def test_a_plan_file_brings_redrawn_regions_back_exactly(plan: Plan, tmp_path: Path) -> None:
    save_rayon(plan, tmp_path / "plan.rayon")
    loaded, issues = load_rayon(tmp_path / "plan.rayon")
    assert issues == ()
    assert identical(loaded, plan)


def test_a_plan_folder_brings_redrawn_regions_back_exactly(plan: Plan, tmp_path: Path) -> None:
    save_plan(plan, tmp_path / "plan")
    loaded, issues = load_plan(tmp_path / "plan")
    assert issues == ()
    assert identical(loaded, plan)


def test_redrawn_regions_come_back_from_the_journal_after_a_crash(tmp_path: Path) -> None:
    before = grid_plan(2, 3, accounts=20)
    place = tmp_path / "plan.rayon"
    save_rayon(before, place)
    journal = Journal(place)
    journal.begin(before)
    after = redrawn(before)
    journal.record(after)
    found = Journal(place).recover(before)
    assert found is not None
    assert identical(found[0], after)


def test_redrawing_that_was_undone_leaves_nothing_to_bring_back(tmp_path: Path) -> None:
    before = grid_plan(2, 3)
    place = tmp_path / "plan.rayon"
    save_rayon(before, place)
    journal = Journal(place)
    journal.begin(before)
    journal.record(redrawn(before))
    journal.record(before)
    assert Journal(place).recover(before) is None


def test_every_part_of_a_region_put_together_apart_is_kept(plan: Plan, tmp_path: Path) -> None:
    save_rayon(plan, tmp_path / "plan.rayon")
    loaded, _ = load_rayon(tmp_path / "plan.rayon")
    pieces = np.diff(loaded.regions.geometry.region_start)
    assert pieces.max() == 2
