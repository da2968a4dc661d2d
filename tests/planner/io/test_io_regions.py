"""Region files: what is read, what is said, what is left out."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pyogrio.raw
import pytest
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyproj import CRS, Transformer
from region_files import damaged, squares, write_regions, zipped

from planner.io.projection import moved
from planner.io.region_table import RegionSource
from planner.io.regions import read_regions
from planner.model.issues import Issue, Severity, blocks
from planner.model.regions import RegionSet

IDS = ("0101", "0102", "0103", "0104", "0105", "0106")
COLUMNS = {
    "code": IDS,
    "naam": ("Ée", "Bee", "Cee", "Dee", "Eee", "Fee"),
    "people": (1, 2, 3, 4, 5, 6),
}


def codes(issues: tuple[Issue, ...]) -> list[str]:
    return [issue.code for issue in issues]


def source(path: Path, **fields: object) -> RegionSource:
    return RegionSource(path, id="code", name="naam", **fields)  # type: ignore[arg-type]


@pytest.mark.parametrize("ending", [".shp", ".gpkg", ".geojson"])
def test_ids_keep_their_zeros_and_figures_their_values(tmp_path: Path, ending: str) -> None:
    crs = "EPSG:4326" if ending == ".geojson" else "EPSG:28992"
    at, size = ((5.0, 52.0), 0.1) if ending == ".geojson" else ((1e5, 4e5), 1000.0)
    path = write_regions(tmp_path / f"a{ending}", squares(2, 3, size, at), COLUMNS, crs)
    read, issues = read_regions([source(path)])
    assert read is not None
    assert issues == ()
    assert read.regions.ids == IDS
    assert read.regions.names[0] == "Ée"
    assert read.regions.columns["people"].tolist() == [1, 2, 3, 4, 5, 6]
    assert len(read.regions.graph.borders) == 7
    assert read.regions.crs.startswith("EPSG:28992" if crs != "EPSG:4326" else "PROJCRS")


def test_a_repeated_id_gets_a_number_that_no_other_region_has(tmp_path: Path) -> None:
    ids = ("A", "A#2", "A", "A", "row-6", "")
    path = write_regions(
        tmp_path / "a.gpkg",
        squares(2, 3, 1000.0, (1e5, 4e5)),
        COLUMNS | {"code": ids},
        "EPSG:28992",
    )
    read, _ = read_regions([source(path)])
    assert read is not None
    assert len(set(read.regions.ids)) == 6
    assert set(ids) - {""} <= set(read.regions.ids)


def test_a_zipped_shapefile_reads_like_a_plain_one(tmp_path: Path) -> None:
    path = write_regions(tmp_path / "a.shp", squares(2, 3), COLUMNS)
    plain, _ = read_regions([source(path)])
    packed, issues = read_regions([source(zipped(path, "folder/"))])
    assert plain is not None
    assert packed is not None
    assert issues == ()
    assert packed.regions.ids == plain.regions.ids
    assert np.array_equal(packed.regions.geometry.xy, plain.regions.geometry.xy)


def test_geographic_degrees_become_square_kilometres(tmp_path: Path) -> None:
    path = write_regions(
        tmp_path / "a.gpkg", squares(1, 2, 1.0, (5.0, 52.0)), {"code": IDS[:2]}, "EPSG:4326"
    )
    read, _ = read_regions([RegionSource(path, id="code")])
    assert read is not None
    # Between great circles through the corners on the WGS84 ellipsoid (Karney's algorithm).
    assert read.regions.area_km2 == pytest.approx([7556.6, 7556.6], abs=1.0)


def test_a_missing_prj_is_guessed_and_said(tmp_path: Path) -> None:
    path = write_regions(tmp_path / "a.shp", squares(2, 3), COLUMNS, crs=None)
    read, issues = read_regions([source(path)])
    assert read is not None
    assert read.regions.crs == "EPSG:28992"
    assert codes(issues) == ["crs_guessed"]
    assert "EPSG:28992" in issues[0].mend


def test_coordinates_that_fit_nowhere_ask_for_the_system(tmp_path: Path) -> None:
    path = write_regions(tmp_path / "a.shp", squares(2, 3, at=(9e8, 9e8)), COLUMNS, crs=None)
    read, issues = read_regions([source(path)])
    assert read is None
    assert codes(issues) == ["crs_unknown"]
    assert 'crs = "EPSG:..."' in issues[0].mend
    read, issues = read_regions([source(path, crs="EPSG:28992")])
    assert read is not None


@pytest.mark.parametrize(("part", "severity"), [(".dbf", Severity.ERROR), (".shx", Severity.NOTE)])
@pytest.mark.parametrize("packed", [True, False])
def test_a_missing_part_is_one_line(
    tmp_path: Path, part: str, severity: Severity, packed: bool
) -> None:
    path = write_regions(tmp_path / "a.shp", squares(2, 3), COLUMNS)
    path.with_suffix(part).unlink()
    read, issues = read_regions([source(zipped(path) if packed else path)])
    assert [(issue.code, issue.severity) for issue in issues] == [("part_missing", severity)]
    assert (read is None) == (severity is Severity.ERROR)
    assert not (tmp_path / "a.shx").exists() or part != ".shx"  # the user's folder stays as it was


@pytest.mark.parametrize("declared", [None, "UTF-8", "nonsense"])
def test_wrong_or_no_encoding_still_gives_the_names(tmp_path: Path, declared: str | None) -> None:
    path = write_regions(tmp_path / "a.shp", squares(2, 3), COLUMNS, encoding="CP1252")
    cpg = path.with_suffix(".cpg")
    if declared is None:
        cpg.unlink(missing_ok=True)
    else:
        cpg.write_text(declared)
    read, issues = read_regions([source(path)])
    assert read is not None
    assert read.regions.names[0] == "Ée"
    assert set(codes(issues)) <= {"encoding"}


def test_every_trouble_of_a_file_is_told_at_once(tmp_path: Path) -> None:
    bow_tie = shapely.Polygon([(0, 0), (2e3, 2e3), (2e3, 0), (0, 2e3)])
    shapes = [*squares(1, 3), bow_tie, None, shapely.Polygon()]
    columns = {
        "code": ("a", "a", "", "d", "e", "f"),
        "naam": ("A", "B", "C", "D", "E", "F"),
        "people": ("1", "x", "", "-4", "5,5", "6"),
    }
    read, issues = read_regions(
        [source(write_regions(tmp_path / "a.gpkg", shapes, columns))], ["people"]
    )
    assert read is not None
    assert read.regions.ids == ("a", "a#2", "row-4", "d")
    assert read.regions.columns["people"].tolist() == [1, 0, 0, 0]
    said = {(issue.code, issue.row) for issue in issues if issue.row}
    assert said == {
        ("id_duplicate", 3), ("id_missing", 4), ("number_wrong", 3), ("number_missing", 4),
        ("number_wrong", 5), ("geometry_repaired", 5), ("geometry_missing", 6), ("geometry_missing", 7),
    }  # fmt: skip
    assert not blocks(issues)
    assert all(
        issue.file == "a.gpkg" and issue.found and issue.mend for issue in issues if issue.row
    )


@pytest.mark.parametrize(
    ("written", "planned"),
    [
        (("A", "A#2", "A", "A"), ("A", "A#2", "A#3", "A#4")),
        (("A", "A", "A#2", "B"), ("A", "A#3", "A#2", "B")),
        (("A", "", "row-3", "row-3"), ("A", "row-3#2", "row-3", "row-3#3")),
        (("row-5", "row-5#2", "B", ""), ("row-5", "row-5#2", "B", "row-5#3")),
    ],
)
def test_an_id_that_is_made_never_meets_one_that_is_there(
    tmp_path: Path, written: tuple[str, ...], planned: tuple[str, ...]
) -> None:
    columns = {"code": written, "name": ("A", "B", "C", "D")}
    path = write_regions(tmp_path / "a.gpkg", squares(1, 4), columns)
    read, issues = read_regions([RegionSource(path, id="code", name="name")])
    assert read is not None
    assert read.regions.ids == planned
    said = {issue.row for issue in issues if issue.code in ("id_duplicate", "id_missing")}
    changed = zip(written, planned, strict=True)
    assert said == {row for row, (old, new) in enumerate(changed, start=2) if old != new}


def test_columns_that_are_not_there_are_errors_with_the_ones_that_are(tmp_path: Path) -> None:
    path = write_regions(tmp_path / "a.shp", squares(2, 3), COLUMNS)
    read, issues = read_regions([RegionSource(path, id="nope", parents=("prov",))], ["jobs"])
    assert read is None
    missing = [issue for issue in issues if issue.code == "column_missing"]
    assert [issue.column for issue in missing] == ["nope", "prov", "jobs"]
    assert all("code, naam, people" in issue.found for issue in missing)


def test_a_file_with_several_layers_says_which_it_took(tmp_path: Path) -> None:
    path = write_regions(tmp_path / "a.gpkg", squares(2, 3), COLUMNS)
    pyogrio.raw.write(
        str(path),
        shapely.to_wkb(squares(1, 1)),
        [np.array(["x"], object)],
        ["code"],
        layer="other",
        driver="GPKG",
        geometry_type="Polygon",
        crs="EPSG:28992",
    )
    read, issues = read_regions([source(path)])
    assert read is not None
    assert len(read.regions) == 6
    assert codes(issues) == ["file_chosen"]
    read, issues = read_regions([RegionSource(path, id="code", layer="other")])
    assert read is not None
    assert (len(read.regions), issues) == (1, ())


def test_several_files_join_into_one_map_with_ids_by_country(tmp_path: Path) -> None:
    west = write_regions(tmp_path / "west.gpkg", squares(2, 2), {"code": IDS[:4]})
    # East starts 5 m further and 300 m higher: no vertex and no segment is the same.
    east = write_regions(
        tmp_path / "east.gpkg", squares(2, 2, at=(102_005.0, 400_300.0)), {"code": IDS[:4]}
    )
    read, issues = read_regions(
        [RegionSource(west, id="code", country="NL"), RegionSource(east, id="code", country="BE")]
    )
    assert read is not None
    assert read.regions.ids[0] == "NL-0101"
    assert read.regions.ids[4] == "BE-0101"
    assert read.regions.parents["country"] == ("NL",) * 4 + ("BE",) * 4
    assert codes(issues) == ["ids_prefixed", "borders_matched"]
    pairs = {tuple(pair) for pair in read.regions.graph.borders.tolist()}
    assert {(1, 4), (3, 4), (3, 6)} <= pairs
    assert len(pairs) == 4 + 4 + 3
    km = dict(
        zip(
            map(tuple, read.regions.graph.borders.tolist()),
            read.regions.graph.border_km,
            strict=True,
        )
    )
    assert km[(1, 4)] == pytest.approx(0.7)
    assert km[(3, 4)] == pytest.approx(0.3)
    assert read.by_code["NL-0101"] == 0
    assert "0101" not in read.by_code


def test_a_region_that_stands_in_two_files_counts_once(tmp_path: Path) -> None:
    west = write_regions(tmp_path / "west.gpkg", squares(1, 2), {"code": IDS[:2]})
    # The first of these is the second of the others, drawn a metre apart, under another id.
    east = write_regions(
        tmp_path / "east.gpkg", squares(1, 2, at=(101_001.0, 400_000.0)), {"code": ("b1", "b2")}
    )
    read, issues = read_regions([RegionSource(west, id="code"), RegionSource(east, id="code")])
    assert read is not None
    assert read.regions.ids == ("0101", "0102", "b2")
    assert read.rows == (("west.gpkg", 2), ("west.gpkg", 3), ("east.gpkg", 3))
    assert [(issue.code, issue.file, issue.row) for issue in issues if issue.row] == [
        ("id_duplicate", "east.gpkg", 2)
    ]
    assert read.regions.graph.borders.tolist() == [[0, 1], [1, 2]]


def centre(regions: RegionSet) -> tuple[float, float]:
    """Longitude and latitude that a map is centred on."""
    lon, lat = Transformer.from_crs(regions.crs, "EPSG:4326", always_xy=True).transform(0.0, 0.0)
    return round(lon, 2), round(lat, 2)


STATES = [shapely.box(lon, 30, lon + 2, 40) for lon in range(-124, -68, 2)]
ALEUTIANS = [shapely.box(-180, 51, -178, 52), shapely.box(172, 52, 180, 53)]
"""The islands of Alaska on both sides of the date line; all of it runs from 172 E to 68 W."""


@pytest.mark.parametrize("crs", ["EPSG:4326", "EPSG:3857"])
@pytest.mark.parametrize(
    "alaska", [ALEUTIANS, [shapely.multipolygons(ALEUTIANS)]], ids=["islands", "state"]
)
def test_islands_beyond_the_date_line_do_not_move_a_map_into_another_ocean(
    tmp_path: Path, alaska: list[Any], crs: str
) -> None:
    shapes = moved(np.array([*STATES, *alaska], object), CRS("EPSG:4326"), CRS(crs))
    columns = {"code": tuple(map(str, range(len(shapes))))}
    path = write_regions(tmp_path / "a.gpkg", shapes, columns, crs)
    read, _ = read_regions([RegionSource(path, id="code")])
    assert read is not None
    assert centre(read.regions) == (-96.0, 35.0)


@pytest.mark.parametrize(
    ("lons", "middle"),
    [
        ([177.0, 178.0, 179.0, -180.0, -179.5], 179.25),  # Fiji
        ([3.36, 5.0, 6.06], 5.21),
        ([358.0, 359.0, 0.0, 1.0], 0.0),  # counted eastward from Greenwich, up to 360
    ],
)
def test_a_map_is_centred_on_the_shortest_stretch_that_holds_it(
    tmp_path: Path, lons: list[float], middle: float
) -> None:
    shapes = [shapely.box(lon, 50, lon + 1, 51) for lon in lons]
    path = write_regions(tmp_path / "a.gpkg", shapes, {"code": tuple(map(str, lons))}, "EPSG:4326")
    read, _ = read_regions([RegionSource(path, id="code")])
    assert read is not None
    assert centre(read.regions) == (middle, 50.5)


def test_few_regions_overseas_do_not_tilt_a_country(tmp_path: Path) -> None:
    shapes = [*squares(5, 5, 0.4, (4.0, 51.0)), shapely.box(-68.4, 12.0, -68.2, 12.3)]
    path = write_regions(
        tmp_path / "a.gpkg", shapes, {"code": tuple(map(str, range(26)))}, "EPSG:4326"
    )
    read, _ = read_regions([RegionSource(path, id="code")])
    assert read is not None
    assert centre(read.regions) == (5.0, 52.0)


def test_many_regions_afar_are_part_of_the_middle(tmp_path: Path) -> None:
    shapes = [*squares(5, 5, 0.4, (4.0, 51.0)), *squares(5, 1, 0.4, (-16.0, 51.0))]
    path = write_regions(
        tmp_path / "a.gpkg", shapes, {"code": tuple(map(str, range(30)))}, "EPSG:4326"
    )
    read, _ = read_regions([RegionSource(path, id="code")])
    assert read is not None
    assert centre(read.regions) == (-5.0, 52.0)


def ten_km(lon: float, lat: float, crs: str) -> Any:
    """Two squares of 100 km² side by side, drawn in a system."""
    plane = CRS.from_proj4(f"+proj=laea +lat_0={lat} +lon_0={lon} +datum=WGS84")
    return moved(squares(1, 2, 1e4, (-1e4, -5e3)), plane, CRS(crs))


@pytest.mark.parametrize(
    "crs", ["EPSG:3857", "EPSG:3395", "EPSG:4087", "ESRI:54004", "ESRI:54001", "ESRI:53004"]
)
def test_areas_are_true_whatever_map_of_the_world_they_come_from(tmp_path: Path, crs: str) -> None:
    path = write_regions(tmp_path / "a.gpkg", ten_km(5.2, 52.2, crs), {"code": ("1", "2")}, crs)
    read, _ = read_regions([RegionSource(path, id="code", crs=crs)])
    assert read is not None
    assert read.regions.area_km2 == pytest.approx([100.0, 100.0], rel=0.01)


@pytest.mark.parametrize(
    ("crs", "lon", "lat"),
    [
        ("EPSG:28992", 5.2, 52.2), ("EPSG:7415", 5.2, 52.2), ("EPSG:2154", 2.5, 46.5),
        ("EPSG:27572", 2.5, 46.5), ("EPSG:32632", 10.0, 51.0), ("EPSG:3035", 10.0, 50.0),
        ("EPSG:5070", -96.0, 38.0), ("ESRI:102004", -96.0, 38.0),
    ],
)  # fmt: skip
def test_a_system_in_which_areas_are_true_is_kept(
    tmp_path: Path, crs: str, lon: float, lat: float
) -> None:
    path = write_regions(tmp_path / "a.gpkg", ten_km(lon, lat, crs), {"code": ("1", "2")}, crs)
    read, _ = read_regions([RegionSource(path, id="code", crs=crs)])
    assert read is not None
    assert CRS(read.regions.crs) == CRS(crs)


def test_the_same_file_twice_is_one_map(tmp_path: Path) -> None:
    path = write_regions(tmp_path / "a.gpkg", squares(2, 2), {"code": IDS[:4]})
    read, issues = read_regions([RegionSource(path, id="code"), RegionSource(path, id="code")])
    assert read is not None
    assert read.regions.ids == IDS[:4]
    assert codes(issues) == ["id_duplicate"]


def test_files_of_other_systems_formats_and_columns_join(tmp_path: Path) -> None:
    west = squares(2, 2, 0.1, (5.0, 52.0))
    east = moved(
        squares(2, 2, 0.1, (5.2, 52.0)),
        CRS.from_user_input("EPSG:4326"),
        CRS.from_user_input("EPSG:31370"),
    )
    people = {"code": IDS[:4], "people": (1, 2, 3, 4)}
    homes = {"nis": ("b1", "b2", "b3", "b4"), "naam": ("A", "B", "C", "D"), "homes": (5, 6, 7, 8)}
    read, _ = read_regions(
        [
            RegionSource(
                write_regions(tmp_path / "w.geojson", west, people, "EPSG:4326"), id="code"
            ),
            RegionSource(write_regions(tmp_path / "e.shp", east, homes, "EPSG:31370"), id="nis"),
        ]
    )
    assert read is not None
    assert read.regions.ids == (*IDS[:4], "b1", "b2", "b3", "b4")
    assert read.regions.names[3:5] == ("0104", "A")
    nan = float("nan")
    assert read.regions.columns["people"].tolist() == pytest.approx(
        [1, 2, 3, 4] + [nan] * 4, nan_ok=True
    )
    assert read.regions.columns["homes"].tolist() == pytest.approx(
        [nan] * 4 + [5, 6, 7, 8], nan_ok=True
    )
    pairs = {tuple(pair) for pair in read.regions.graph.borders.tolist()}
    assert {(1, 4), (3, 6)} <= pairs
    assert len(pairs) == 4 + 4 + 2
    assert read.regions.area_km2 == pytest.approx([76.0] * 8, rel=0.02)


def test_an_island_is_linked_inside_its_country_first(tmp_path: Path) -> None:
    shapes = [*squares(1, 2), *squares(1, 1, at=(110e3, 400e3)), *squares(1, 1, at=(111e3, 400e3))]
    columns = {"code": IDS[:4], "land": ("A", "A", "B", "A")}
    path = write_regions(tmp_path / "a.gpkg", shapes, columns)
    read, issues = read_regions([RegionSource(path, id="code", country="land")])
    assert read is not None
    # 2 and 3 share a border, but 3 belongs to A and is 9.5 km from its own country.
    assert read.regions.graph.borders.tolist() == [[0, 1], [2, 3]]
    assert read.regions.graph.links.tolist() == [[1, 3]]
    assert codes(issues) == ["island_linked"]
    assert "10.0\u00a0km" in issues[0].mend


def test_regions_that_touch_in_a_corner_are_no_neighbours(tmp_path: Path) -> None:
    shapes = [*squares(1, 1), *squares(1, 1, at=(101_000.0, 401_000.0))]
    path = write_regions(tmp_path / "a.gpkg", shapes, {"code": IDS[:2]})
    read, _ = read_regions([RegionSource(path, id="code")])
    assert read is not None
    assert len(read.regions.graph.borders) == 0
    assert read.regions.graph.links.tolist() == [[0, 1]]


def test_a_file_without_polygons_plans_nothing(tmp_path: Path) -> None:
    points = shapely.points([[1e5, 4e5], [1.1e5, 4e5]])
    path = write_regions(tmp_path / "a.gpkg", points, {"code": IDS[:2]})
    read, issues = read_regions([RegionSource(path, id="code")])
    assert read is None
    assert codes(issues) == ["file_empty"]
    assert "2 points" in issues[0].found
    assert "accounts" in issues[0].mend


ENDINGS = (".shp", ".dbf", ".shx", ".prj", ".cpg", ".gpkg", ".geojson", ".zip")
CHANGES = st.lists(st.tuples(st.integers(0, 100_000), st.integers(0, 255)), max_size=8)
KEEP = st.one_of(st.just(1.0), st.floats(0, 1))


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from(ENDINGS), CHANGES, KEEP)
def test_no_damage_to_a_file_is_a_traceback(
    tmp_path: Path, ending: str, changes: list[tuple[int, int]], keep: float
) -> None:
    kind = ending if ending in (".gpkg", ".geojson") else ".shp"
    folder = tmp_path / str(len(list(tmp_path.iterdir())))
    folder.mkdir()
    at = (5.0, 52.0) if kind == ".geojson" else (1e5, 4e5)
    crs = "EPSG:4326" if kind == ".geojson" else "EPSG:28992"
    path = write_regions(folder / f"a{kind}", squares(2, 2, 0.1, at), {"code": IDS[:4]}, crs)
    path = zipped(path) if ending == ".zip" else path
    victim = path.with_suffix(ending)
    victim.write_bytes(damaged(victim.read_bytes(), changes, keep))
    read, issues = read_regions([RegionSource(path, id="code")])
    assert read is not None or blocks(issues)
