"""The parents of regions as numbers, worked out once per set of regions."""

from __future__ import annotations

from dataclasses import replace

from builders import grid_regions

from planner.model.types import frozen_map
from ui.steps.parent_levels import ParentLevels


def test_levels_with_one_parent_alone_are_left_out() -> None:
    levels = ParentLevels()
    regions = grid_regions(2, 4)
    assert levels.several(regions) == ("province",)
    assert levels.lowest(regions) == "province"
    assert levels.lowest(replace(regions, parents=frozen_map({"country": ("NL",) * 8}))) == ""


def test_each_parent_has_a_number_until_other_regions_come() -> None:
    levels, regions = ParentLevels(), grid_regions(2, 4)
    found = levels.numbers(regions, "province")
    assert found.tolist() == [0, 0, 1, 1, 0, 0, 1, 1]
    assert levels.numbers(regions, "province") is found
    assert levels.numbers(grid_regions(1, 2), "province").tolist() == [0, 1]
