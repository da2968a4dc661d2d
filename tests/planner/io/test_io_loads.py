"""What is balanced where a lone file names no measure."""

from __future__ import annotations

from dataclasses import replace

import pytest
from builders import grid_regions

from planner.io.loads import likely_measure
from planner.model.types import floats, frozen_map


@pytest.mark.parametrize("name", ["Fläche m ²", f"n {'9' * 5000}", "inhabitants ٢٠٢٤"])
def test_a_column_of_any_name_may_be_a_measure(name: str) -> None:
    regions = replace(grid_regions(1, 2), columns=frozen_map({name: floats([1.0, 2.0])}))
    assert likely_measure(regions)[1].source == f"regions.'{name}'"


def test_of_two_years_the_newest_is_balanced() -> None:
    columns = {"inhabitants 2023": floats([1.0, 2.0]), "inhabitants 2024": floats([1.0, 2.0])}
    regions = replace(grid_regions(1, 2), columns=frozen_map(columns))
    assert likely_measure(regions)[1].source == "regions.'inhabitants 2024'"
