"""Region files of strangers: nothing fetched, nothing followed, nothing hangs, nothing crashes."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from region_files import squares, write_regions

from planner.io import bundles, read_apart
from planner.io.features import layers_of, read_features
from planner.io.gdal_child import ALLOWED, SKIPPED
from planner.model.issues import Issue, Severity
from planner.store.read_cache import content_key

CODES = {"code": ("01", "02", "03")}


def refused(path: Path) -> Issue:
    """Return the one error of a file that gives nothing."""
    features, issues = read_features(path)
    assert features is None
    errors = [issue for issue in issues if issue.severity is Severity.ERROR]
    assert len(errors) == 1
    assert errors[0].file == path.name
    assert errors[0].mend
    return errors[0]


@contextmanager
def listener() -> Iterator[tuple[int, list[bytes]]]:
    """Listen on this machine and keep what comes."""
    heard: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.05)
        ended = threading.Event()

        def listen() -> None:
            while not ended.is_set():
                try:
                    connection, _ = server.accept()
                except TimeoutError:
                    continue
                with connection:
                    heard.append(b"call")

        thread = threading.Thread(target=listen)
        thread.start()
        try:
            yield server.getsockname()[1], heard
        finally:
            ended.set()
            thread.join()


KML = """<kml xmlns="http://www.opengis.net/kml/2.2"><Document>
<NetworkLink><Link><href>{url}/a.kml</href></Link></NetworkLink>
<Placemark><styleUrl>{url}/b.kml#s</styleUrl><Polygon><outerBoundaryIs><LinearRing><coordinates>
5,52 6,52 6,53 5,52</coordinates></LinearRing></outerBoundaryIs></Polygon></Placemark></Document></kml>"""

GML = """<ogr:FeatureCollection xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
 xsi:schemaLocation="http://ogr.maptools.org/ {url}/a.xsd" xmlns:ogr="http://ogr.maptools.org/"
 xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:gml="http://www.opengis.net/gml">
<gml:featureMember><ogr:a fid="a.0"><ogr:geometryProperty><gml:Polygon srsName="EPSG:4326">
<gml:outerBoundaryIs><gml:LinearRing><gml:coordinates>5,52 6,52 6,53 5,52</gml:coordinates></gml:LinearRing>
</gml:outerBoundaryIs></gml:Polygon></ogr:geometryProperty><ogr:code>01</ogr:code>
<ogr:part xlink:href="{url}/b.gml#x"/></ogr:a></gml:featureMember></ogr:FeatureCollection>"""

GEOJSON = """{{"type": "FeatureCollection", "crs": {{"type": "link", "properties": {{"href": "{url}/crs"}}}},
"features": [{{"type": "Feature", "properties": {{"code": "01"}}, "geometry": {{"type": "Polygon",
"coordinates": [[[5, 52], [6, 52], [6, 53], [5, 52]]]}}}}]}}"""


@pytest.mark.parametrize(("ending", "text"), [(".kml", KML), (".gml", GML), (".geojson", GEOJSON)])
def test_nothing_is_fetched(tmp_path: Path, ending: str, text: str) -> None:
    path = tmp_path / f"a{ending}"
    with listener() as (port, heard):
        path.write_text(text.format(url=f"http://127.0.0.1:{port}"))
        features, _ = read_features(path)
        layers_of(path)
    assert features is not None
    assert len(features) == 1
    assert heard == []


def test_a_reference_system_that_is_a_link_is_refused_unfetched(tmp_path: Path) -> None:
    path = tmp_path / "a.gml"
    with listener() as (port, heard):
        url = f"http://127.0.0.1:{port}"
        path.write_text(GML.format(url=url).replace('"EPSG:4326"', f'"{url}/crs"'))
        found = refused(path).found
    assert "never fetched" in found
    assert heard == []


def test_a_file_that_only_links_to_the_internet_says_so(tmp_path: Path) -> None:
    path = tmp_path / "a.kml"
    link = "<NetworkLink><Link><href>http://127.0.0.1:9/</href></Link></NetworkLink>"
    path.write_text(
        f"<kml xmlns='http://www.opengis.net/kml/2.2'><Document>{link}</Document></kml>"
    )
    assert "never fetched" in refused(path).found


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "latin-1"])
@pytest.mark.parametrize("ending", [".kml", ".gml", ".geojson"])
def test_a_document_type_is_refused_in_any_encoding(
    tmp_path: Path, ending: str, encoding: str
) -> None:
    path = tmp_path / f"a{ending}"
    declared = encoding if encoding != "latin-1" else "ISO-8859-1"
    path.write_text(
        f'<?xml version="1.0" encoding="{declared}"?><!-- a --><!DOCTYPE kml '
        '[<!ENTITY a SYSTEM "file:///etc/passwd">]><kml>&a;</kml>',
        encoding=encoding,
    )
    assert "document type" in refused(path).found


def test_a_web_page_and_a_picture_say_what_they_are(tmp_path: Path) -> None:
    for text, what in (
        ("<!DOCTYPE html><html></html>", "web page"), ("<html></html>", "web page"),
        ("<svg xmlns='http://www.w3.org/2000/svg'/>", "picture"),
    ):  # fmt: skip
        path = tmp_path / "a.geojson"
        path.write_text(text)
        assert what in refused(path).found


def test_what_a_stranger_put_beside_a_file_is_not_followed(tmp_path: Path) -> None:
    path = tmp_path / "a.gml"
    path.write_text(GML.format(url="http://127.0.0.1:9"))
    path.with_suffix(".gfs").write_text("<GMLFeatureClassList><Nonsense")
    path.with_suffix(".xsd").write_text('<!DOCTYPE a SYSTEM "file:///etc/passwd">')
    before = sorted(tmp_path.iterdir())
    features, _ = read_features(path)
    assert features is not None
    assert sorted(tmp_path.iterdir()) == before


def test_a_file_that_points_to_others_is_refused_under_any_name(tmp_path: Path) -> None:
    target = write_regions(tmp_path / "b.gpkg", squares(1, 3), CODES)
    layer = f'<OGRVRTLayer name="b"><SrcDataSource>{target}</SrcDataSource></OGRVRTLayer>'
    text = f"<OGRVRTDataSource>{layer}</OGRVRTDataSource>"
    for name in ("a.geojson", "a.kml", "a.gml", "a.tab", "a.mif", "a.shp", "a.topojson"):
        path = tmp_path / name
        path.write_text(text)
        features, _ = read_features(path)
        assert features is None, name


def test_every_driver_of_the_installed_gdal_is_allowed_or_skipped() -> None:
    import pyogrio

    assert set(pyogrio.list_drivers()) <= ALLOWED | set(SKIPPED.split(","))


def test_drivers_that_are_not_known_are_left_out_of_a_second_child(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    child = (read_apart.SCRIPT).read_text(encoding="utf-8")
    script = tmp_path / "child.py"
    script.write_text(child.replace("AVCE00,", ""), encoding="utf-8")
    monkeypatch.setattr(read_apart, "SCRIPT", script)
    monkeypatch.setattr(read_apart, "_skipped", [])
    features, _ = read_features(write_regions(tmp_path / "a.gpkg", squares(1, 3), CODES))
    assert features is not None
    assert read_apart._skipped == ["AVCE00"]


CRASH = "import os, signal; os.kill(os.getpid(), signal.SIGSEGV)"
HANG = "import time; time.sleep(600)"
LIE = """import sys, pathlib; pathlib.Path(sys.argv[1]).with_name("answer.json").write_text("[" * 100000)"""


def with_child(monkeypatch: pytest.MonkeyPatch, folder: Path, code: str) -> Path:
    script = folder / "child.py"
    script.write_text(code)
    monkeypatch.setattr(read_apart, "SCRIPT", script)
    return write_regions(folder / "a.gpkg", squares(1, 3), CODES)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signal")
def test_a_crash_of_the_reader_is_one_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "broke down" in refused(with_child(monkeypatch, tmp_path, CRASH)).found


def test_nonsense_of_the_reader_is_one_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "broke down" in refused(with_child(monkeypatch, tmp_path, LIE)).found


def test_a_reader_that_never_ends_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = with_child(monkeypatch, tmp_path, HANG)
    monkeypatch.setattr(read_apart, "SECONDS", 0.2)
    assert "took longer" in refused(path).found


def test_a_reading_that_is_cancelled_ends_the_child(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = with_child(monkeypatch, tmp_path, HANG)

    class CancelledError(Exception):
        pass

    def cancel() -> None:
        raise CancelledError

    began = time.monotonic()
    with pytest.raises(CancelledError):
        read_features(path, waiting=cancel)
    assert time.monotonic() - began < 60  # the child would have slept ten minutes


def test_a_reader_that_wants_all_memory_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.geojson"
    path.write_text('{"type": "FeatureCollection", "features": ' + "[" * 3_000_000)
    assert refused(path).found


@pytest.mark.parametrize("sign", ["[", '{"a":', '{"type":"GeometryCollection","geometries":['])
def test_nesting_a_hundred_thousand_deep_is_one_error(tmp_path: Path, sign: str) -> None:
    path = tmp_path / "a.geojson"
    path.write_text('{"type": "Feature", "geometry": ' + sign * 100_000)
    assert refused(path).found


def feature(x: str) -> str:
    ring = f"[[5, 52], [{x}, 52], [6, 53], [5, 52]]"
    geometry = f'{{"type": "Polygon", "coordinates": [{ring}]}}'
    return f'{{"type": "Feature", "properties": {{"code": "1"}}, "geometry": {geometry}}}'


@pytest.mark.parametrize("number", ["1e308", "-1e308", "NaN", "Infinity", "1e999", "1e12"])
def test_a_coordinate_that_is_no_place_costs_its_row_or_the_file(
    tmp_path: Path, number: str
) -> None:
    path = tmp_path / "a.geojson"
    rows = ", ".join([feature("6"), feature(number)])
    path.write_text(f'{{"type": "FeatureCollection", "features": [{rows}]}}')
    features, issues = read_features(path)
    assert issues
    if features is not None:
        assert [shape is None for shape in features.shapes] == [False, True]
        assert "row 3" in issues[-1].mend


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="Windows has no named pipes in folders")
def test_a_pipe_or_a_device_is_refused_at_once(tmp_path: Path) -> None:
    pipe = tmp_path / "a.geojson"
    os.mkfifo(pipe)
    for path in (pipe, Path("/dev/zero")):
        assert "device or a pipe" in refused(path).found
        assert content_key(path) is None


def test_a_pipe_inside_a_folder_is_not_read(tmp_path: Path) -> None:
    if hasattr(os, "mkfifo"):
        os.mkfifo(tmp_path / "a.geojson")
    assert "no region file" in refused(tmp_path).found


def test_a_folder_named_like_a_shapefile_is_a_folder(tmp_path: Path) -> None:
    path = tmp_path / "x.shp"
    path.mkdir()
    assert "folder holds no region file" in refused(path).found
    write_regions(path / "a.gpkg", squares(1, 3), CODES)
    features, _ = read_features(path)
    assert features is not None


@pytest.mark.parametrize("ending", [".shp", ".gpkg", ".geojson", ".zip", ".kmz", ".fgb", ""])
def test_an_empty_file_is_said_to_be_empty(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"a{ending}"
    path.touch()
    assert "empty" in refused(path).found


def test_a_path_that_cannot_be_is_no_exception(tmp_path: Path) -> None:
    for path in (tmp_path / "none.shp", tmp_path / ("x" * 5000 + ".shp"), Path("a\x00b.shp")):
        assert refused(path).found


NAMES = [
    "with space", "with'quote", 'with"quotes"', "{braces}", "Владимир 地図", "a,b;c", "per%20cent", "-dash",
    "?query#hash", "GPKG:colon", "é" * 60,
]  # fmt: skip


@pytest.mark.skipif(sys.platform == "win32", reason="Windows forbids some of these signs")
@pytest.mark.parametrize("name", NAMES)
def test_any_name_of_file_and_folder_can_be_read(tmp_path: Path, name: str) -> None:
    plain = write_regions(tmp_path / "a.shp", squares(1, 3), CODES)
    folder = tmp_path / name
    folder.mkdir()
    for part in tmp_path.glob("a.*"):
        part.rename(folder / f"{name}{part.suffix}")
    features, issues = read_features(folder / f"{name}{plain.suffix}")
    assert issues == ()
    assert features is not None


def test_a_folder_that_cannot_be_listed_still_gives_the_file_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write_regions(tmp_path / "a.shp", squares(1, 3), CODES)

    def denied(folder: Path) -> Iterator[Path]:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "iterdir", denied)
    features, issues = read_features(path)
    assert features is not None
    assert issues == ()


def test_a_file_that_changes_while_it_is_read_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": []}))
    ask = read_apart.ask

    def slow(*arguments: object) -> object:
        path.write_text(path.read_text() + "\n")
        return ask(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr("planner.io.features.ask", slow)
    assert "changed while it was read" in refused(path).found


def test_reading_leaves_the_folder_as_it_was(tmp_path: Path) -> None:
    for ending in (".shp", ".gpkg", ".gml", ".tab"):
        write_regions(tmp_path / f"a{ending}", squares(1, 3), CODES)
    (tmp_path / "a.shx").unlink()
    before = {path: path.stat().st_mtime_ns for path in sorted(tmp_path.iterdir())}
    for ending in (".shp", ".gpkg", ".gml", ".tab"):
        assert read_features(tmp_path / f"a{ending}")[0] is not None
    assert {path: path.stat().st_mtime_ns for path in sorted(tmp_path.iterdir())} == before


def test_a_very_large_file_is_read_where_it_stands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write_regions(tmp_path / "a.fgb", squares(1, 3), CODES)
    monkeypatch.setattr(bundles, "LINKED_FROM", 100)
    assert read_features(path)[0] is not None


@pytest.mark.parametrize("first", ["planner.io.projection", "planner.model.projection"])
def test_no_correction_grid_is_fetched_whatever_the_environment_says(first: str) -> None:
    program = (
        f"import {first}, pyproj; pyproj.Transformer.from_crs('EPSG:28992', 'EPSG:4326');"
        "print(pyproj.network.is_network_enabled())"
    )
    environment = {**os.environ, "PROJ_NETWORK": "ON"}
    done = subprocess.run(
        [sys.executable, "-c", program], env=environment, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "False"
