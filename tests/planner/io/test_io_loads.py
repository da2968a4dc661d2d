"""What is balanced where a lone file names no measure."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
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


@pytest.mark.parametrize(
    "name",
    ["OBJECTID", "FID_1", "Shape_Leng", "Shape_Length", "Shape_Area", "PLZ", "GEOID20", "gid"],
)
def test_what_tells_rows_apart_or_measures_the_drawing_is_not_balanced(name: str) -> None:
    columns = frozen_map({name: floats([7.0, 9.0]), "Houses": floats([1.0, 2.0])})
    regions = replace(grid_regions(1, 2), columns=columns)
    assert likely_measure(regions)[1].source == "regions.'Houses'"


def test_the_column_of_the_ids_is_not_balanced() -> None:
    columns = frozen_map({"PRO_COM": floats([1001.0, 1002.0])})
    regions = replace(grid_regions(1, 2), ids=("1001", "1002"), columns=columns)
    assert likely_measure(regions)[1].source == "regions.'area_km2'"


def test_a_column_that_one_of_two_files_has_is_not_balanced() -> None:
    columns = {"residents": floats([5.0, np.nan]), "Houses": floats([1.0, 2.0])}
    regions = replace(grid_regions(1, 2), columns=frozen_map(columns))
    assert likely_measure(regions)[1].source == "regions.'Houses'"


def test_a_column_with_few_empty_cells_is_balanced() -> None:
    columns = {"residents": floats([5.0, 6.0, 7.0, np.nan]), "Houses": floats([1.0] * 4)}
    regions = replace(grid_regions(2, 2), columns=frozen_map(columns))
    assert likely_measure(regions)[1].source == "regions.'residents'"
