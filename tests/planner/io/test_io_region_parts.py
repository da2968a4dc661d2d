"""Rows that are parts of one region become one region."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from region_files import squares, write_regions

from planner.io import region_parts
from planner.io.region_parts import first_rows, outlines_together, together
from planner.io.region_table import RegionSource
from planner.io.regions import ReadRegions, read_regions
from planner.io.repair import shapes_of
from planner.model.issues import Issue, Severity
from planner.model.types import bools, floats, ints

SIDE = 1000.0


def read(
    folder: Path, columns: dict[str, Any], **how: Any
) -> tuple[ReadRegions, tuple[Issue, ...]]:
    """Read squares in one row, 1 km wide, with columns beside them."""
    count = len(next(iter(columns.values())))
    path = write_regions(folder / "a.gpkg", squares(1, count, SIDE), columns)
    found, issues = read_regions([RegionSource(path, **how)])
    assert found is not None
    return found, issues


def joined(issues: tuple[Issue, ...]) -> list[Issue]:
    return [issue for issue in issues if issue.code == "rows_joined"]


def test_the_islands_of_a_region_are_one_region_without_a_touch(tmp_path: Path) -> None:
    columns = {
        "gm_code": ("GM1", "GM2", "GM1"),
        "gm_name": ("Texel", "Vlieland", "Texel"),
        "people": (14.0, 1.0, 14.0),
        "Shape_Area": (1.0, 2.0, 3.0),
        "OBJECTID": (1, 2, 3),
    }
    found, issues = read(tmp_path, columns)
    regions = found.regions
    assert (regions.ids, regions.names) == (("GM1", "GM2"), ("Texel", "Vlieland"))
    assert regions.area_km2.tolist() == [2, 1]
    assert shapely.get_num_geometries(shapes_of(regions.geometry)).tolist() == [2, 1]
    assert regions.columns["people"].tolist() == [14, 1]
    assert regions.columns["Shape_Area"].tolist() == [4, 2]
    assert regions.columns["OBJECTID"].tolist() == [1, 2]
    assert regions.graph.borders.tolist() == [[0, 1]]
    assert found.rows == (("a.gpkg", 2), ("a.gpkg", 3))
    [said] = joined(issues)
    assert (said.severity, said.row) == (Severity.NOTE, 4)
    assert said.found == "2 rows are parts of one region, 'Texel'"
    assert said.mend == (
        "Joined, so that each region counts once; figures that differ from part to part were "
        "added (Shape_Area)."
    )


def test_parts_that_touch_lose_the_border_between_them(tmp_path: Path) -> None:
    found, issues = read(tmp_path, {"code": ("a", "a", "b"), "name": ("A", "A", "B")}, id="code")
    shapes = shapes_of(found.regions.geometry)
    assert shapely.get_num_geometries(shapes).tolist() == [1, 1]
    assert shapely.equals(shapes[0], shapely.box(*shapely.bounds(shapes[0])))
    assert [issue.code for issue in issues if issue.code.startswith("geometry")] == []


def test_rows_of_one_code_with_other_names_are_regions_of_their_own(tmp_path: Path) -> None:
    columns = {"code": ("a", "a", "a", "b"), "name": ("A", "Other", "A", "B")}
    found, issues = read(tmp_path, columns, id="code", name="name")
    assert found.regions.ids == ("a", "a#2", "b")
    assert found.regions.names == ("A", "Other", "B")
    assert [issue.row for issue in issues if issue.code == "id_duplicate"] == [3]
    assert [issue.row for issue in joined(issues)] == [4]


@pytest.mark.parametrize("level", ["owner", "country", "parents"])
def test_rows_that_belong_elsewhere_are_no_parts(tmp_path: Path, level: str) -> None:
    columns = {"code": ("a", "a"), "name": ("A", "A"), "level": ("x", "y")}
    how = ("level",) if level == "parents" else "level"
    found, issues = read(tmp_path, columns, id="code", name="name", **{level: how})
    assert found.regions.ids == ("a", "a#2")
    assert joined(issues) == []


def test_where_only_the_code_says_so_the_join_is_a_doubt(tmp_path: Path) -> None:
    found, issues = read(tmp_path, {"code": ("a", "a", "b", "b", "b")}, id="code")
    assert found.regions.ids == ("a", "b")
    [said] = joined(issues)
    assert said.severity is Severity.WARNING
    assert said.found == "5 rows are parts of 2 regions, 'a' for one"


def test_rows_that_are_numbered_or_have_no_code_are_never_joined(tmp_path: Path) -> None:
    columns = {"code": ("", "", "b"), "name": ("A", "A", "A")}
    found, _ = read(tmp_path, columns, id="code", name="name")
    assert found.regions.ids == ("row-2", "row-3", "b")
    found, _ = read(tmp_path, columns, name="name", finds=False)
    assert found.regions.ids == ("2", "3", "4")


def test_a_part_without_an_outline_costs_the_others_nothing(tmp_path: Path) -> None:
    shapes = [None, *squares(1, 2, SIDE)]
    columns = {"code": ("a", "a", "b"), "name": ("A", "A", "B"), "people": (3.0, 4.0, 5.0)}
    path = write_regions(tmp_path / "a.gpkg", shapes, columns)
    found, issues = read_regions([RegionSource(path, id="code", name="name")])
    assert found is not None
    assert found.regions.ids == ("a", "b")
    assert found.regions.columns["people"].tolist() == [7, 5]
    assert [issue.row for issue in issues if issue.code == "geometry_missing"] == [2]


def test_parts_that_cross_all_over_are_left_out_and_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(region_parts, "MOST_CROSSINGS", 3)
    across = [shapely.box(0, 2 * at, 9, 2 * at + 1) for at in range(3)]
    down = [shapely.box(2 * at, -1, 2 * at + 1, 9) for at in range(3)]
    shapes = np.array([*across, *down, shapely.box(20, 0, 21, 1)], object)
    first = ints([0, 0, 0, 0, 0, 0, 6])
    made, usable, issues = outlines_together(
        shapes, bools(np.ones(7, np.bool_)), first, "a.shp", ["comb"] * 6 + ["box"]
    )
    assert usable.tolist() == [False] * 6 + [True]
    assert made[0] is None
    assert [(issue.code, issue.row) for issue in issues] == [("geometry_missing", 2)]


@given(st.lists(st.sampled_from("ab "), max_size=8), st.lists(st.sampled_from("xy"), min_size=8))
def test_first_rows_are_those_of_a_naive_search(ids: list[str], names: list[str]) -> None:
    ids = [one.strip() for one in ids]
    rows = list(zip(ids, names, strict=False))
    naive = [rows.index(row) if row[0] else at for at, row in enumerate(rows)]
    assert first_rows(ids, names[: len(ids)]).tolist() == naive


@given(st.lists(st.tuples(st.integers(0, 3), st.sampled_from([0.0, 1.0, 2.5, np.nan])), min_size=1))
def test_figures_are_taken_once_or_added(rows: list[tuple[int, float]]) -> None:
    codes, figures = [str(code) for code, _ in rows], floats([figure for _, figure in rows])
    first = first_rows(codes)
    made = together(figures, first)
    own = {code: figures[np.array(codes) == code] for code in codes}
    once = all(len(set(map(str, values.tolist()))) == 1 for values in own.values())
    for code, values in own.items():
        known = values[~np.isnan(values)]
        expected = values[0] if once else known.sum() if len(known) else np.nan
        assert np.array_equal(made[codes.index(code)], expected, equal_nan=True)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from("abcd"), min_size=9, max_size=9))
def test_a_map_taken_apart_comes_back_together(tmp_path: Path, codes: list[str]) -> None:
    columns = {"code": tuple(codes), "name": tuple(code.upper() for code in codes)}
    path = write_regions(tmp_path / "a.gpkg", squares(3, 3, SIDE), columns)
    found, issues = read_regions([RegionSource(path, id="code", name="name")])
    assert found is not None
    assert found.regions.ids == tuple(dict.fromkeys(codes))
    assert found.regions.area_km2.tolist() == pytest.approx(
        [codes.count(code) for code in found.regions.ids]
    )
    assert shapely.is_valid(shapes_of(found.regions.geometry)).all()
    beside = {
        tuple(sorted((codes[at], codes[to])))
        for at in range(9)
        for to in ((at + 1,) if at % 3 < 2 else ()) + ((at + 3,) if at < 6 else ())
        if codes[at] != codes[to]
    }
    ids = found.regions.ids
    assert {tuple(sorted((ids[i], ids[j]))) for i, j in found.regions.graph.borders} == beside
    assert not [issue for issue in issues if issue.code.startswith("geometry")]
