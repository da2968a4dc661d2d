"""No file brings more columns than a plan file holds, and what is left out is said."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from builders import grid_plan
from region_files import squares, write_regions

from planner.io import column_limit
from planner.io.column_limit import MOST_COLUMNS, MOST_HELD, first_columns, too_wide
from planner.io.region_table import RegionSource
from planner.io.regions import read_regions
from planner.io.tables import read_table
from planner.model.types import floats, frozen_map
from planner.store.rayon_file import load_rayon, save_rayon


def test_a_table_is_read_up_to_the_limit_and_says_how_wide_it_is(tmp_path: Path) -> None:
    path = tmp_path / "wide.csv"
    names = [f"c{at}" for at in range(MOST_COLUMNS + 1)]
    path.write_text(f"{','.join(names)}\n{','.join('1' for _ in names)}\n")
    table, issues = read_table(path)
    assert table is not None
    assert list(table.columns) == names[:-1]
    assert [issue.found for issue in issues] == [
        "it has 1\u202f001 columns; the first 1\u202f000 were read"
    ]
    path.write_text(f"{','.join(names[:-1])}\n{','.join('1' for _ in names[:-1])}\n")
    assert read_table(path)[1] == ()


def test_columns_that_a_plan_uses_are_read_wherever_they_stand(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(column_limit, "MOST_COLUMNS", 2)
    kept, issues = first_columns(("a", "b", "c"), ("c",), "m.shp")
    assert kept == ("a", "c")
    assert [issue.file for issue in issues] == ["m.shp"]
    assert first_columns(("a", "b"), (), "m.shp") == (("a", "b"), ())


def test_a_map_is_read_up_to_the_limit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(column_limit, "MOST_COLUMNS", 2)
    columns = {"code": list("abcd"), "n": [1, 2, 3, 4], "m": [1, 2, 3, 4], "k": [1, 2, 3, 4]}
    path = write_regions(tmp_path / "m.gpkg", squares(2, 2, 9e4), columns)
    read, issues = read_regions([RegionSource(path, id="code")], wanted=["k"])
    assert read is not None
    assert list(read.regions.columns) == ["n", "k"]
    assert "file_doubtful" in {issue.code for issue in issues}


def test_a_plan_with_as_many_columns_as_it_may_have_is_saved_and_one_more_is_told(
    tmp_path: Path,
) -> None:
    plan = grid_plan(2, 2)
    room = MOST_HELD - len(plan.regions.parents) - len(plan.measures)
    columns = {f"c{at}": floats(np.zeros(4)) for at in range(room)}
    full = replace(plan, regions=replace(plan.regions, columns=frozen_map(columns)))
    assert too_wide(full) == ()
    save_rayon(full, tmp_path / "plan.rayon")
    opened, _ = load_rayon(tmp_path / "plan.rayon")
    assert opened is not None
    assert len(opened.regions.columns) == room
    more = frozen_map(columns | {"one more": floats(np.zeros(4))})
    (issue,) = too_wide(replace(plan, regions=replace(plan.regions, columns=more)))
    assert issue.found == "the regions would have 1\u202f801 columns; a plan holds 1\u202f800"
