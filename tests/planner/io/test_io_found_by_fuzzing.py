"""What damaged files brought to light: one test a finding; and a few damages of every reader anew.

`python -m benchmarks.fuzzing` looks for more.
"""

from __future__ import annotations

import json
import sqlite3
import struct
import subprocess
import sys
import zipfile
from contextlib import closing
from pathlib import Path

import numpy as np
import pyogrio.raw
import pytest
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from region_files import damaged, squares, write_regions, zipped

from planner.io.feature_values import sound
from planner.io.features import layers_of, read_features
from planner.io.headings import LONGEST_NAME
from planner.io.read_apart import SCRIPT
from planner.io.region_table import RegionSource
from planner.io.regions import read_regions
from planner.io.tables import read_table
from planner.model.issues import Severity, blocks

CODES = {"code": ("01", "02", "03", "04")}
DEGREES = squares(2, 2, 0.1, (5.0, 52.0))


def shapefile(folder: Path) -> Path:
    return write_regions(folder / "a.shp", DEGREES, CODES, "EPSG:4326")


def test_a_zip_entry_that_does_not_inflate_is_one_error(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.geojson", b"{" * 1000)
    content = bytearray(path.read_bytes())
    content[30 + len("a.geojson")] = 0xFF  # the first byte of the packed stream
    path.write_bytes(content)
    features, issues = read_features(path)
    assert features is None
    assert [issue.code for issue in issues] == ["file_unreadable"]


def test_a_corner_that_is_no_number_costs_its_row(tmp_path: Path) -> None:
    path = shapefile(tmp_path)
    content = bytearray(path.read_bytes())
    struct.pack_into("<d", content, 100 + 8 + 48, float("nan"))  # x of the first corner
    path.write_bytes(content)
    read, issues = read_regions([RegionSource(path, id="code")])
    assert read is not None
    assert read.regions.ids == ("02", "03", "04")
    assert "file_doubtful" in [issue.code for issue in issues]


def test_a_coordinate_that_is_hardly_a_number_is_zero() -> None:
    corners = [(1e-313, 0), (0, 50), (2e-313, 100), (100, 100), (100, 0)]
    shapes, issues = sound(np.array([shapely.Polygon(corners), None]), "a.shp")
    assert issues == ()
    assert shapely.equals(shapes[0], shapely.box(0, 0, 100, 100))
    assert shapely.area(shapely.envelope(shapely.point_on_surface(shapes[0]))) == 0


def test_a_file_whose_outlines_are_all_broken_is_one_error(tmp_path: Path) -> None:
    path = shapefile(tmp_path)
    content = bytearray(path.read_bytes())
    for row in range(4):  # the record of a square: 8 bytes of header, 128 of content
        struct.pack_into("<d", content, 100 + 136 * row + 8 + 48, 1e300)
    path.write_bytes(content)
    read, issues = read_regions([RegionSource(path, id="code")])
    assert read is None
    assert [issue.code for issue in issues if blocks((issue,))] == ["file_empty"]


def test_a_latitude_of_thousands_costs_its_row_alone(tmp_path: Path) -> None:
    shapes = [*DEGREES[:3], shapely.box(5.1, 52.1, 5.2, 127_000)]
    path = write_regions(tmp_path / "a.gpkg", shapes, CODES, "EPSG:4326")
    read, issues = read_regions([RegionSource(path, id="code")])
    assert read is not None
    assert read.regions.ids == ("01", "02", "03")
    assert "geometry_missing" in [issue.code for issue in issues]


def test_outlines_that_their_system_does_not_reach_cost_their_rows_alone(tmp_path: Path) -> None:
    # So far from the middle of UTM 31 areas are not true: the map is drawn in another system.
    near = [shapely.box(2e6 + x, 5e6, 2e6 + x + 1e4, 5e6 + 1e4) for x in (0, 1e4)]
    far = [shapely.box(5e7, y, 5e7 + 10, y + 10) for y in (5e7, 6e7)]
    path = write_regions(tmp_path / "a.gpkg", [*near, *far], CODES, "EPSG:32631")
    read, issues = read_regions([RegionSource(path, id="code")])
    assert read is not None
    assert read.regions.ids == ("01", "02")
    assert [issue.code for issue in issues].count("geometry_missing") == 2


def test_latitudes_beyond_the_pole_alone_are_one_error(tmp_path: Path) -> None:
    shapes = squares(2, 2, 10.0, (5.0, 100.0))
    path = write_regions(tmp_path / "a.gpkg", shapes, CODES, "EPSG:4326")
    read, issues = read_regions([RegionSource(path, id="code")])
    assert read is None
    assert "file_empty" in [issue.code for issue in issues]


def test_a_file_without_a_layer_is_one_error(tmp_path: Path) -> None:
    path = tmp_path / "a.kml"
    path.write_text("<kml xmlns='http://www.opengis.net/kml/2.2'/>")
    offers, issues = layers_of(path)
    assert offers == ()
    assert len(issues) == 1
    assert blocks(issues)


MARS = 'GEOGCS["A",DATUM["A",SPHEROID["A",1,5]],PRIMEM["Greenwich",0],UNIT["Degree",0.0174532925]]'
NO_UNIT = (
    'GEOGCS["A",DATUM["A",SPHEROID["A",6378137,298.25]],PRIMEM["Greenwich",0],UNIT["Degree",0.0]]'
)


@pytest.mark.parametrize("text", [MARS, NO_UNIT])
def test_a_reference_system_that_leads_nowhere_is_one_error(tmp_path: Path, text: str) -> None:
    path = shapefile(tmp_path)
    path.with_suffix(".prj").write_text(text)
    read, issues = read_regions([RegionSource(path, id="code")])
    assert read is None
    assert [issue.code for issue in issues] == ["crs_unknown"]


@pytest.mark.parametrize("text", ['GEOGCS["GCS_WGS', "\x00" * 100, "]" * 5000, "PROJCS[" * 200])
def test_a_reference_system_that_is_no_text_of_one_costs_no_outlines(
    tmp_path: Path, text: str
) -> None:
    path = shapefile(tmp_path)
    path.with_suffix(".prj").write_text(text)
    features, _ = read_features(path)
    assert features is not None
    assert features.crs is None


def test_a_map_of_many_columns_is_read_within_the_memory_of_a_map(tmp_path: Path) -> None:
    columns = {f"c{i}": (1, 2, 3, 4) for i in range(300)}  # a million places in each are 2.4 GB
    path = write_regions(tmp_path / "a.gpkg", DEGREES, columns, "EPSG:4326")
    features, issues = read_features(path)
    assert features is not None, issues
    assert len(features.columns) == 300


@pytest.mark.parametrize("counted", [0, 1, 3, 150, 2**40])
def test_a_count_of_rows_that_is_a_lie_costs_no_row(tmp_path: Path, counted: int) -> None:
    shapes = squares(10, 10, 0.1, (5.0, 52.0))
    codes = {"code": [f"0{i}" for i in range(100)]}
    path = write_regions(tmp_path / "a.gpkg", shapes, codes, "EPSG:4326")
    with closing(sqlite3.connect(path)) as database, database:
        database.execute("UPDATE gpkg_ogr_contents SET feature_count = ?", (counted,))
    features, issues = read_features(path)
    assert features is not None
    assert features.columns["code"].tolist() == codes["code"]
    # the rows may be all there and the count out of date; one past 2**31 says nothing
    warned = [Severity.WARNING] if counted == 150 else []
    assert [issue.severity for issue in issues] == warned


def test_a_day_that_no_calendar_has_costs_its_column_alone(tmp_path: Path) -> None:
    path = tmp_path / "a.shp"
    days = np.full(4, "2026-02-21", "datetime64[D]")
    fields = [np.array(CODES["code"], object), days]
    pyogrio.raw.write(path, shapely.to_wkb(DEGREES), fields, ["code", "since"], driver="ESRI Shapefile",
                      crs="EPSG:4326", geometry_type="Polygon")  # fmt: skip
    table = path.with_suffix(".dbf")
    table.write_bytes(table.read_bytes().replace(b"20260221", b"20260231", 1))
    features, issues = read_features(path)
    assert features is not None
    assert list(features.columns) == ["code"]
    assert [(issue.code, issue.found) for issue in issues] == [
        ("file_doubtful", "left out since: a date there is none (day is out of range for month)")
    ]


@pytest.mark.parametrize("opening", ["[", '{"a":'])
def test_brackets_within_brackets_without_end_are_one_error_at_once(
    tmp_path: Path, opening: str
) -> None:
    path = write_regions(tmp_path / "a.geojson", DEGREES, CODES, "EPSG:4326")
    text = path.read_text()
    at = text.index('"coordinates"')
    path.write_text(text[:at] + 100_000 * opening + text[at:])  # GDAL takes a minute or more
    features, issues = read_features(path)
    assert features is None
    assert "nested deeper than any map" in issues[-1].found


def test_a_header_without_end_is_a_name_all_the_same(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("id,name," + '{"a":' * 100_000 + "\n1,Acme,x\n")
    table, _ = read_table(path)
    assert table is not None
    assert list(map(len, table.columns)) == [2, 4, LONGEST_NAME]


def test_brackets_in_names_are_no_nesting(tmp_path: Path) -> None:
    codes = {"code": [f"[{i}" for i in range(900)]}
    path = write_regions(
        tmp_path / "a.geojson", squares(30, 30, 0.01, (5.0, 52.0)), codes, "EPSG:4326"
    )
    features, _ = read_features(path)
    assert features is not None
    assert features.columns["code"].tolist() == codes["code"]


def test_a_table_cut_short_is_said_in_plain_words(tmp_path: Path) -> None:
    path = shapefile(tmp_path)
    table = path.with_suffix(".dbf")
    table.write_bytes(table.read_bytes()[:-100])
    features, issues = read_features(path)
    assert features is None
    assert "its .dbf file, which holds the ids and figures, is cut short" in issues[-1].found


FORMATS = (".shp", ".zip", ".gpkg", ".geojson", ".geojsonl", ".kml", ".gml", ".fgb", ".tab", ".mif")
CHANGES = st.lists(st.tuples(st.integers(0, 100_000), st.integers(0, 255)), max_size=8)
KEEP = st.one_of(st.just(1.0), st.floats(0, 1))


@pytest.mark.parametrize("ending", FORMATS)
@settings(max_examples=3, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(changes=CHANGES, keep=KEEP)
def test_no_damage_to_any_format_is_a_traceback(
    tmp_path: Path, ending: str, changes: list[tuple[int, int]], keep: float
) -> None:
    folder = tmp_path / str(len(list(tmp_path.iterdir())))
    folder.mkdir()
    kind = ".shp" if ending == ".zip" else ending
    path = write_regions(folder / f"a{kind}", DEGREES, CODES, "EPSG:4326")
    path = zipped(path) if ending == ".zip" else path
    path.write_bytes(damaged(path.read_bytes(), changes, keep))
    features, issues = read_features(path)
    assert features is not None or blocks(issues)
    offers, issues = layers_of(path)
    assert offers or blocks(issues)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such limits")
def test_a_system_that_allows_less_memory_than_we_do_still_reads(tmp_path: Path) -> None:
    path = shapefile(tmp_path)
    request = tmp_path / "request.json"
    fields = {"op": "offers", "location": str(path), "layer": "", "encoding": None, "skip": []}
    limits = {"memory": 10**12, "seconds": 10**6, "mend_index": False}
    request.write_text(json.dumps({**fields, **limits}), encoding="utf-8")
    allowed = f"ulimit -v 3000000; exec {sys.executable} -I {SCRIPT} {request}"
    assert subprocess.run(["/bin/sh", "-c", allowed], check=False).returncode == 0
    answer = json.loads((tmp_path / "answer.json").read_text(encoding="utf-8"))
    assert answer["layers"][0]["rows"] == 4
