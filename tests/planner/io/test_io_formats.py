"""Every format of region files, alone, in a folder and in a zip file; what a file offers."""

from __future__ import annotations

import json
import shutil
import struct
import sys
import zipfile
from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np
import pyogrio.raw
import pytest
import shapely
from region_files import squares, write_regions, zipped

from planner.io import features as features_module
from planner.io.bundles import BLOCK, bundles_in
from planner.io.encodings import LOOKED_AT, dbf_sample
from planner.io.features import Features, layers_of, read_features
from planner.io.formats import FORMATS, READABLE, file_pattern, format_of, is_region_name
from planner.model.issues import Issue, Severity

COLUMNS = {"code": ("0101", "0102", "0103"), "naam": ("Ée", "Bee", "Cee"), "people": (1, 2, 3)}
DEGREES = squares(1, 3, 0.1, (5.0, 52.0))
WRITTEN = (".shp", ".gpkg", ".geojson", ".geojsonl", ".kml", ".gml", ".fgb", ".tab", ".mif", ".gdb")
ONE_FILE = (".gpkg", ".geojson", ".geojsonl", ".kml", ".gml", ".fgb")


def written(folder: Path, ending: str, shapes: Any = DEGREES) -> Path:
    return write_regions(folder / f"a{ending}", shapes, COLUMNS, "EPSG:4326")


def read(path: Path, layer: str = "") -> tuple[Features, tuple[Issue, ...]]:
    features, issues = read_features(path, layer)
    assert features is not None, [issue.line() for issue in issues]
    return features, issues


def by_code(features: Features) -> dict[str, tuple[str, int]]:
    columns = features.columns
    return {
        code: (name, int(people))
        for code, name, people in zip(
            columns["code"], columns["naam"], columns["people"], strict=True
        )
    }


WANTED = {"0101": ("Ée", 1), "0102": ("Bee", 2), "0103": ("Cee", 3)}


@pytest.mark.filterwarnings("ignore:.*Integer64 will be written as a Float64")
@pytest.mark.parametrize("ending", WRITTEN)
def test_every_format_gives_the_same_regions(tmp_path: Path, ending: str) -> None:
    features, issues = read(written(tmp_path, ending))
    assert issues == ()
    assert by_code(features) == WANTED
    assert features.crs == "EPSG:4326"
    union = shapely.union_all(features.shapes)
    assert shapely.symmetric_difference(union, shapely.box(5.0, 52.0, 5.3, 52.1)).area < 1e-6


@pytest.mark.parametrize("ending", ONE_FILE)
def test_a_zipped_file_of_any_format_reads_at_any_depth(tmp_path: Path, ending: str) -> None:
    path = written(tmp_path, ending)
    packed = tmp_path / "packed.zip"
    with zipfile.ZipFile(packed, "w") as archive:
        archive.write(path, f"maps/2027/{path.name}")
        archive.writestr("maps/2027/readme.txt", "no map")
    assert by_code(read(packed)[0]) == WANTED


@pytest.mark.filterwarnings("ignore:.*Integer64 will be written as a Float64")
def test_a_zipped_geodatabase_reads_like_the_folder(tmp_path: Path) -> None:
    folder = written(tmp_path, ".gdb")
    packed = tmp_path / "packed.zip"
    with zipfile.ZipFile(packed, "w") as archive:
        for file in folder.iterdir():
            archive.write(file, f"a.gdb/{file.name}")
    assert by_code(read(packed)[0]) == WANTED


def test_a_kmz_reads_its_largest_document(tmp_path: Path) -> None:
    path = tmp_path / "a.kmz"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("doc.kml", "<kml><Document/></kml>")
        archive.write(written(tmp_path, ".kml"), "files/regions.kml")
    assert by_code(read(path)[0]) == WANTED


def test_a_folder_that_holds_one_shapefile_is_that_shapefile(tmp_path: Path) -> None:
    written(tmp_path, ".shp")
    features, issues = read(tmp_path)
    assert (by_code(features), issues) == (WANTED, ())


def test_a_folder_with_several_files_offers_each_and_takes_the_one_named(tmp_path: Path) -> None:
    folder = tmp_path / "maps"
    folder.mkdir()
    written(folder, ".shp")
    write_regions(folder / "b.shp", squares(1, 1), {"code": ("x",)})
    offers, issues = layers_of(folder)
    assert issues == ()
    assert [(offer.layer, offer.rows) for offer in offers] == [("a.shp", 3), ("b.shp", 1)]
    features, issues = read(folder)
    assert (len(features), [issue.code for issue in issues]) == (3, ["file_chosen"])
    features, issues = read(folder, "b.shp")
    assert (len(features), issues) == (1, ())
    missing, issues = read_features(folder, "c.shp")
    assert missing is None
    assert "a.shp, b.shp" in issues[0].found


def test_points_and_lines_beside_the_regions_are_passed_over(tmp_path: Path) -> None:
    folder = tmp_path / "maps"
    folder.mkdir()
    for name, shape in (
        ("a", shapely.Point(1e5, 4e5)),
        ("c", shapely.LineString([(0, 0), (1, 1)])),
    ):
        write_regions(folder / f"{name}.gpkg", [shape], {"code": ("x",)})
    write_regions(folder / "b.gpkg", squares(1, 2), {"code": ("1", "2")})
    features, issues = read(folder)
    assert len(features) == 2
    assert [(issue.code, issue.mend.partition(";")[0]) for issue in issues] == [
        ("file_chosen", "Took b.gpkg")
    ]
    (folder / "b.gpkg").unlink()
    nothing, issues = read_features(folder)
    assert nothing is None
    assert [issue.code for issue in issues] == ["file_chosen", "file_empty"]


def test_an_outline_that_does_not_end_where_it_begins_is_closed(tmp_path: Path) -> None:
    path = write_regions(tmp_path / "a.geojson", squares(1, 2), {"code": ("1", "2")})
    written = json.loads(path.read_text())
    written["features"][0]["geometry"]["coordinates"][0].pop()
    path.write_text(json.dumps(written))
    features, issues = read(path)
    assert shapely.area(features.shapes).tolist() == [1e6, 1e6]
    assert [issue.found for issue in issues] == [
        "outlines that do not end where they begin were closed"
    ]


def test_offers_say_name_rows_kind_system_and_columns_with_polygons_first(tmp_path: Path) -> None:
    path = tmp_path / "a.gpkg"
    points = shapely.points([[1e5, 4e5], [1.1e5, 4e5]])
    for layer, shapes, kind in (("sites", points, "Point"), ("places", squares(1, 3), "Polygon")):
        pyogrio.raw.write(
            str(path), shapely.to_wkb(shapes), [np.arange(len(shapes))], ["code"], layer=layer,
            driver="GPKG", geometry_type=kind, crs="EPSG:28992",
        )  # fmt: skip
    offers, issues = layers_of(path)
    assert issues == ()
    assert [(o.layer, o.name, o.rows, o.kind, o.crs, o.columns) for o in offers] == [
        ("places", "places", 3, "polygons", "EPSG:28992", ("code",)),
        ("sites", "sites", 2, "points", "EPSG:28992", ("code",)),
    ]
    features, issues = read(path)  # the polygons, though the points come first in the file
    assert (len(features), [issue.code for issue in issues]) == (3, ["file_chosen"])
    _, issues = read_features(path, "sites")
    assert "bring them in as accounts" in issues[0].mend


def test_the_objects_of_a_topology_are_layers(tmp_path: Path) -> None:
    ring = [[5, 52], [6, 52], [6, 53], [5, 53], [5, 52]]
    region = {"type": "Polygon", "arcs": [[0]], "properties": {"code": "01"}}
    point = {"type": "Point", "coordinates": [5, 52], "properties": {"code": "x"}}
    topology = {
        "type": "Topology", "arcs": [ring],
        "objects": {
            "capitals": {"type": "GeometryCollection", "geometries": [point]},
            "places": {"type": "GeometryCollection", "geometries": [region]},
        },
    }  # fmt: skip
    path = tmp_path / "a.topojson"
    path.write_text(json.dumps(topology))
    offers, _ = layers_of(path)
    assert [(offer.layer, offer.kind) for offer in offers] == [
        ("places", "polygons"), ("capitals", "points"),
    ]  # fmt: skip
    assert list(read(path)[0].columns["code"]) == ["01"]


@pytest.mark.parametrize("ending", [".topojson", ".json", ".geojson"])
def test_the_layer_named_is_read_from_a_topology_of_any_ending(tmp_path: Path, ending: str) -> None:
    arcs = [[[x, 52], [x + 1, 52], [x + 1, 53], [x, 53], [x, 52]] for x in (5, 6, 7)]
    regions = [
        {"type": "Polygon", "arcs": [[arc]], "properties": {"code": f"{arc}"}} for arc in range(3)
    ]
    objects = {
        "counties": {"type": "GeometryCollection", "geometries": regions[:2]},
        "states": {"type": "GeometryCollection", "geometries": regions[2:]},
    }
    path = tmp_path / f"a{ending}"
    path.write_text(json.dumps({"type": "Topology", "arcs": arcs, "objects": objects}))
    assert [(offer.layer, offer.name, offer.rows) for offer in layers_of(path)[0]] == [
        ("counties", "counties", 2), ("states", "states", 1),
    ]  # fmt: skip
    features, issues = read(path, "states")
    assert (list(features.columns["code"]), issues) == (["2"], ())
    assert list(read(path, "counties")[0].columns["code"]) == ["0", "1"]


def rows_said(path: Path) -> list[tuple[Severity, str]]:
    return [(issue.severity, issue.found.partition(";")[0]) for issue in read(path)[1]]


def hundred(path: Path) -> Path:
    codes = {"code": tuple(f"{row:03}" for row in range(100))}
    return write_regions(path, squares(10, 10, 0.1, (5.0, 50.0)), codes, "EPSG:4326")


def test_rows_that_a_cut_file_has_lost_are_an_error_with_both_numbers(tmp_path: Path) -> None:
    path = hundred(tmp_path / "a.fgb")
    content = path.read_bytes()
    row = next(n for n in range(8, 1000) if content[-n - 4 : -n] == struct.pack("<I", n)) + 4
    path.write_bytes(content[: -55 * row])
    assert len(read(path)[0]) == 45
    said = rows_said(path)
    assert said == [(Severity.ERROR, "it says it holds 100 rows, 45 could be read")]


@pytest.mark.parametrize("left", [1, 5, 9, 39, 105])
def test_a_record_cut_in_two_at_the_end_of_a_file_by_lines_is_an_error(
    tmp_path: Path, left: int
) -> None:
    path = hundred(tmp_path / "a.geojsonl")
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join(lines[:-1]) + lines[-1][:left])
    features, issues = read_features(path)
    assert features is None
    assert [(issue.code, issue.severity) for issue in issues] == [
        ("file_unreadable", Severity.ERROR)
    ]
    assert "cut short" in issues[0].found


def test_blank_lines_and_records_over_many_lines_are_nothing_amiss(tmp_path: Path) -> None:
    path = written(tmp_path, ".geojsonl")
    lines = path.read_bytes().splitlines(keepends=True)
    pretty = [json.dumps(json.loads(line), indent=1).encode() for line in lines]
    spread = b"".join(b"\x1e" + record + b"\n" for record in pretty)
    for content in (b"\n".join(lines), b"".join(lines).rstrip(), spread):
        path.write_bytes(content)
        features, issues = read(path)
        assert (by_code(features), issues) == (WANTED, ())


def test_a_table_with_fewer_rows_than_there_are_outlines_is_an_error(tmp_path: Path) -> None:
    table = hundred(tmp_path / "a.shp").with_suffix(".dbf")
    content = bytearray(table.read_bytes())
    struct.pack_into("<I", content, 4, 50)
    table.write_bytes(content)
    said = rows_said(tmp_path / "a.shp")
    assert said == [(Severity.ERROR, "it says it holds 100 rows, 50 could be read")]


def test_rows_that_were_deleted_from_a_shapefile_are_not_missed(tmp_path: Path) -> None:
    table = hundred(tmp_path / "a.shp").with_suffix(".dbf")
    content = bytearray(table.read_bytes())
    start, length = struct.unpack_from("<HH", content, 8)
    content[start + 7 * length] = ord("*")  # as dBASE marks a row until the table is packed
    table.write_bytes(content)
    features, issues = read(tmp_path / "a.shp")
    assert (len(features), issues) == (99, ())


@pytest.mark.parametrize("ending", [".gpkg", ".geojson", ".kml", ".gml", ".fgb"])
def test_a_file_without_an_ending_is_known_by_its_first_bytes(tmp_path: Path, ending: str) -> None:
    path = tmp_path / "download"
    shutil.copyfile(written(tmp_path, ending), path)
    assert by_code(read(path)[0]) == WANTED


def test_a_wrong_ending_is_said_with_the_right_one(tmp_path: Path) -> None:
    path = tmp_path / "b.geojson"
    shutil.copyfile(written(tmp_path, ".gpkg"), path)
    features, issues = read_features(path)
    assert features is None
    assert "give it the ending .gpkg" in issues[0].found


def collection(*geometries: str) -> str:
    rows = [
        f'{{"type": "Feature", "properties": {{"code": "{row}"}}, "geometry": {geometry}}}'
        for row, geometry in enumerate(geometries)
    ]
    return f'{{"type": "FeatureCollection", "features": [{", ".join(rows)}]}}'


SQUARE = '{"type": "Polygon", "coordinates": [[[5, 52, 7], [6, 52, 7], [6, 53, 7], [5, 52, 7]]]}'
POINT = '{"type": "Point", "coordinates": [5, 52]}'


def test_collections_give_their_polygons_and_heights_are_dropped(tmp_path: Path) -> None:
    inner = f'{{"type": "GeometryCollection", "geometries": [{POINT}, {SQUARE}]}}'
    nested = f'{{"type": "GeometryCollection", "geometries": [{inner}, {POINT}]}}'
    path = tmp_path / "a.geojson"
    path.write_text(collection(SQUARE, inner, nested))
    shapes = read(path)[0].shapes
    assert not shapely.has_z(shapes).any()
    assert shapely.area(shapes).tolist() == [0.5, 0.5, 0.5]


def test_points_or_lines_alone_say_what_they_are_and_what_to_do(tmp_path: Path) -> None:
    line = '{"type": "LineString", "coordinates": [[5, 52], [6, 53]]}'
    for geometry, what, mend in ((POINT, "1 points", "accounts"), (line, "1 lines", "Polygons")):
        path = tmp_path / "a.geojson"
        path.write_text(collection(geometry))
        features, issues = read_features(path)
        assert features is None
        assert [issue.severity for issue in issues] == [Severity.ERROR]
        assert what in issues[0].found
        assert mend in issues[0].mend


def test_curves_become_straight_pieces(tmp_path: Path) -> None:
    """A half disc of radius 1 km: well-known binary 10 (curve polygon) of 9 (compound) of 8 and 2."""
    arc = struct.pack("<BII6d", 1, 8, 3, 1e5, 4e5, 101e3, 401e3, 102e3, 4e5)
    chord = struct.pack("<BII4d", 1, 2, 2, 102e3, 4e5, 1e5, 4e5)
    curved = struct.pack("<BII", 1, 10, 1) + struct.pack("<BII", 1, 9, 2) + arc + chord
    path = tmp_path / "a.gpkg"
    pyogrio.raw.write(
        str(path), np.array([curved], object), [np.array([1])], ["code"], driver="GPKG",
        geometry_type="Unknown", crs="EPSG:28992",
    )  # fmt: skip
    (shape,) = read(path)[0].shapes
    assert shape.area == pytest.approx(np.pi / 2 * 1e6, rel=1e-3)


def test_surfaces_and_triangles_become_polygons() -> None:
    """What pyogrio hands over as surfaces has the bytes of polygons but for the type."""
    from planner.io.gdal_child import outline

    polygon = shapely.box(0, 0, 1, 1)
    many = shapely.multipolygons([polygon, shapely.box(1, 0, 2, 1)])
    surface = bytearray(shapely.to_wkb(many))
    surface[1] = 15
    assert shapely.from_wkb(outline(bytes(surface))).equals(many)
    triangles = bytearray(surface)
    triangles[1] = 16
    triangles[10] = 17  # the type of its first part
    assert shapely.from_wkb(outline(bytes(triangles))).equals(many)
    one = bytearray(shapely.to_wkb(polygon))
    one[1] = 17
    assert shapely.from_wkb(outline(bytes(one))).equals(polygon)
    assert outline(shapely.to_wkb(polygon)) == shapely.to_wkb(polygon)


def test_numbers_in_gml_are_numbers_and_codes_keep_their_zeros(tmp_path: Path) -> None:
    features, _ = read(written(tmp_path, ".gml"))
    assert features.columns["people"].tolist() == [1, 2, 3]
    assert features.columns["code"].tolist() == ["0101", "0102", "0103"]
    assert list(features.columns)[-1] == "gml_id"
    assert "lowerCorner" not in features.columns


def test_a_broken_index_of_a_shapefile_is_made_anew(tmp_path: Path) -> None:
    path = written(tmp_path, ".shp")
    index = path.with_suffix(".shx")
    index.write_bytes(index.read_bytes()[:40])
    before = index.read_bytes()
    features, issues = read(path)
    assert by_code(features) == WANTED
    assert [issue.code for issue in issues] == ["part_missing"]
    assert index.read_bytes() == before


def test_a_broken_prj_costs_no_outlines(tmp_path: Path) -> None:
    path = written(tmp_path, ".shp")
    path.with_suffix(".prj").write_text('GEOGCS["GCS')
    features, issues = read(path)
    assert (by_code(features), features.crs) == (WANTED, None)
    assert [issue.code for issue in issues] == ["file_doubtful"]


ENCODINGS = [
    ("CP1251", "CP1251", "Москва"), ("CP850", "CP850", "Århus"), ("ISO-8859-9", "ISO-8859-9", "Iğdır"),
    ("UTF-8", "UTF-8", "Łódź"), ("UTF-8", None, "Łódź"), ("CP1252", None, "Ée"), ("CP1252", "UTF-8", "Ée"),
]  # fmt: skip


@pytest.mark.parametrize(("encoding", "declared", "name"), ENCODINGS)
def test_names_read_in_every_code_page(
    tmp_path: Path, encoding: str, declared: str | None, name: str
) -> None:
    columns = {"code": ("1",), "naam": ("#" * len(name.encode(encoding)),)}
    path = write_regions(tmp_path / "a.shp", squares(1, 1), columns, encoding="ISO-8859-1")
    table = path.with_suffix(".dbf")
    content = bytearray(
        table.read_bytes().replace(columns["naam"][0].encode(), name.encode(encoding))
    )
    content[29] = 0  # says no code page
    table.write_bytes(content)
    path.with_suffix(".cpg").unlink(missing_ok=True)
    if declared is not None:
        path.with_suffix(".cpg").write_text(declared)
    assert list(read(path)[0].columns["naam"]) == [name]


def test_a_code_page_in_the_table_itself_is_followed(tmp_path: Path) -> None:
    columns = {"code": ("1",), "naam": ("######",)}
    path = write_regions(tmp_path / "a.shp", squares(1, 1), columns, encoding="ISO-8859-1")
    table = path.with_suffix(".dbf")
    content = bytearray(table.read_bytes().replace(b"######", "Москва".encode("cp1251")))
    content[29] = 0xC9  # Russian Windows
    table.write_bytes(content)
    path.with_suffix(".cpg").unlink()
    assert list(read(path)[0].columns["naam"]) == ["Москва"]


@pytest.mark.parametrize(
    ("declared", "read_as"),
    [
        ("88591", None), ("885915", None), ("ISO 88591", None), ("ANSI 1252", None),
        ("base64", "'base64'"), ("rot13", "'rot13'"), ("idna", "'idna'"),
        ("x" * 100_000, "'" + 40 * "x" + "...'"),
    ],
    ids=lambda value: str(value)[:12],
)  # fmt: skip
def test_no_code_page_that_a_file_names_is_an_exception(
    tmp_path: Path, declared: str, read_as: str | None
) -> None:
    columns = {"code": ("1",), "naam": ("Ée",)}
    path = write_regions(tmp_path / "a.shp", squares(1, 1), columns, encoding="ISO-8859-1")
    path.with_suffix(".cpg").write_text(declared)
    features, issues = read(path)
    assert list(features.columns["naam"]) == ["Ée"]
    told = [f"the .cpg file names an unknown encoding {read_as}"] if read_as else []
    assert [issue.found for issue in issues] == told


@pytest.mark.parametrize("encoding", ["ISO-8859-1", "UTF-8"])
def test_names_of_columns_are_read_in_the_encoding_they_are_in(
    tmp_path: Path, encoding: str
) -> None:
    columns = {"code": ("1",), "Fläche": (1,)}  # nothing but a heading is beyond ASCII
    path = write_regions(tmp_path / "a.shp", squares(1, 1), columns, encoding=encoding)
    assert list(read(path)[0].columns) == ["code", "Fläche"]


def test_one_letter_beyond_ascii_far_into_a_table_still_tells_its_encoding(tmp_path: Path) -> None:
    names = ["Zuid"] * 30_000 + ["Café"]
    columns = {"code": tuple(map(str, range(len(names)))), "naam": tuple(names)}
    path = write_regions(tmp_path / "a.shp", squares(1, len(names)), columns, encoding="ISO-8859-1")
    path.with_suffix(".cpg").unlink()
    assert path.with_suffix(".dbf").stat().st_size > 2 * BLOCK
    assert read(path)[0].columns["naam"][-1] == "Café"


def test_a_table_is_not_kept_whole_to_tell_its_encoding() -> None:
    header = struct.pack("<8xHH20x", 33, 10) + b"\r"
    assert len(dbf_sample([header, *[b"x" * BLOCK] * 100, b"\xe9"])) == 34
    assert len(dbf_sample([header, *[b"\xe9" * BLOCK] * 100])) < 2 * LOOKED_AT


@pytest.mark.parametrize("ending", [".geojson", ".gpkg", ".geojsonl", ".fgb"])
def test_a_stray_byte_costs_one_letter_and_no_other_name(tmp_path: Path, ending: str) -> None:
    names = ("Köln", "Düren", "Zürich", "Caf@@")
    path = write_regions(
        tmp_path / f"a{ending}", squares(1, 4, 0.1, (5.0, 52.0)),
        {"code": ("1", "2", "3", "4"), "naam": names}, "EPSG:4326",
    )  # fmt: skip
    path.write_bytes(path.read_bytes().replace(b"Caf@@", b"Caf\xe9s"))
    features, issues = read(path)
    assert sorted(features.columns["naam"]) == sorted(("Köln", "Düren", "Zürich", "Caf\ufffds"))
    assert [issue.code for issue in issues] == ["encoding"]
    assert "1 of its texts" in issues[0].found


def test_a_whole_file_in_another_encoding_than_its_format_asks_for_reads(tmp_path: Path) -> None:
    path = written(tmp_path, ".geojson")
    path.write_bytes(path.read_bytes().replace("Ée".encode(), "Ée".encode("cp1252")))
    features, issues = read(path)
    assert by_code(features) == WANTED
    assert [issue.code for issue in issues] == ["encoding"]


def test_two_columns_of_one_name_are_both_kept_and_told(tmp_path: Path) -> None:
    columns = {"code": ("1",), "aa": (1,), "aa_2": (2,), "ab": (3,)}
    path = write_regions(tmp_path / "a.shp", squares(1, 1), columns)
    table = path.with_suffix(".dbf")
    table.write_bytes(table.read_bytes().replace(b"ab\0", b"aa\0"))
    features, issues = read(path)
    assert {name: list(values) for name, values in features.columns.items()} == {
        "code": ["1"], "aa": [1], "aa_2": [2], "aa_3": [3],
    }  # fmt: skip
    assert [issue.found for issue in issues] == ["several columns are called aa"]


def test_endings_stand_once() -> None:
    assert {ending for known in FORMATS for ending in known.endings} == set(READABLE)
    pattern = file_pattern().split()
    assert {f"*{ending}" for ending in READABLE if ending != ".gdb"} | {"*.zip"} == set(pattern)
    assert all(is_region_name(f"A{ending.upper()}") for ending in READABLE)
    assert is_region_name("a.zip")
    assert not is_region_name("a.csv")
    assert format_of("a") is None


@pytest.mark.parametrize("ending", [".csv", ".dbf", ".qgz", ".rar", ".vrt", ".txt", ""])
def test_what_is_no_region_file_says_what_it_is(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"a{ending}"
    path.write_bytes(b"anything")
    features, issues = read_features(path)
    assert features is None
    assert [issue.severity for issue in issues] == [Severity.ERROR]
    assert ".shp" in issues[0].mend


def test_a_workbook_is_said_to_be_one(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
    _, issues = read_features(path)
    assert "workbook" in issues[0].found


def test_a_zipped_shapefile_among_others_is_reached_by_its_name(tmp_path: Path) -> None:
    path = written(tmp_path, ".shp")
    write_regions(tmp_path / "b.shp", squares(1, 1), {"code": ("x",)})
    packed = zipped(path)
    with zipfile.ZipFile(packed, "a") as archive:
        for part in sorted(tmp_path.glob("b.*")):
            archive.write(part, f"sub/{part.name}")
    assert [offer.layer for offer in layers_of(packed)[0]] == ["a.shp", "sub/b.shp"]
    assert len(read(packed, "sub/b.shp")[0]) == 1
    assert len(read(packed, "b")[0]) == 1


def test_more_files_than_are_looked_into_are_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in "abc":
        write_regions(tmp_path / f"{name}.geojson", DEGREES, COLUMNS, "EPSG:4326")
    monkeypatch.setattr(features_module, "MOST_OFFERED", 2)
    offers, issues = layers_of(tmp_path)
    assert [offer.layer for offer in offers] == ["a.geojson", "b.geojson"]
    assert [issue.code for issue in issues] == ["file_chosen"]
    assert "3 region files" in issues[0].found


@pytest.mark.parametrize("packed", [True, False], ids=["zip", "folder"])
def test_ten_times_the_names_take_ten_times_the_steps(tmp_path: Path, packed: bool) -> None:
    steps = {count: steps_over(tmp_path / f"{count}", count, packed) for count in (20, 200)}
    assert steps[200] < 15 * steps[20]


def steps_over(folder: Path, count: int, packed: bool) -> int:
    """Calls that finding so many shapefiles takes, each with the three parts that are there."""
    folder.mkdir()
    names = [f"a{n}.{ending}" for n in range(count) for ending in ("shp", "dbf", "shx")]
    if packed:
        with zipfile.ZipFile(folder / "a.zip", "w") as archive:
            for name in [*names, *(f"g{n}.gdb/a.gdbtable" for n in range(count))]:
                archive.writestr(name, "x")
    else:
        for name in names:
            (folder / name).write_text("x")
    calls = Counter[str]()
    sys.setprofile(lambda frame, event, arg: calls.update((event,)))
    try:
        found, _ = bundles_in(folder / "a.zip" if packed else folder)
    finally:
        sys.setprofile(None)
    assert {frozenset(bundle.parts) for bundle in found if bundle.is_shapefile} == {
        frozenset(("shp", "dbf", "shx"))
    }
    assert len(found) == (2 * count if packed else count)
    return calls["call"]
