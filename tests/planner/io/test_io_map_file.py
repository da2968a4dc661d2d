"""A look at a map file before it becomes a plan: layers, columns, and where on earth it lies."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import geopandas
import numpy as np
import pyogrio
import pytest
import shapely
from region_files import squares, write_regions

from planner.io.landmarks import landmarks
from planner.io.map_file import MOST_CORNERS, TOGETHER, look_at
from planner.io.plan_reader import plan_of_regions
from planner.io.region_table import RegionSource
from planner.model.plan import Plan

COLUMNS = {"code": ["a", "b", "c", "d"], "name": ["A", "B", "C", "D"], "n": [1.0, 2.0, 3.0, 4.0]}


def test_a_map_that_says_where_it_lies_leaves_nothing_open(tmp_path: Path) -> None:
    found, issues = look_at([write_regions(tmp_path / "m.gpkg", squares(2, 2, 9e4), COLUMNS)])
    assert issues == ()
    assert found is not None
    assert not found.asks
    assert (found.rows, found.id, found.name, found.crs) == (4, "code", "name", "EPSG:28992")
    first = found.columns[0]
    assert (first.name, first.first, first.filled) == ("code", ("a", "b", "c"), 1.0)


def test_a_map_that_does_not_say_where_it_lies_asks_and_guesses(tmp_path: Path) -> None:
    path = write_regions(tmp_path / "m.shp", squares(2, 2, 9e4), COLUMNS, crs=None)
    found, _ = look_at([path])
    assert found is not None
    assert found.asks
    assert found.guesses[0].code == "EPSG:28992"
    degrees = found.in_degrees(found.guesses[0].code)
    west, south = degrees.min(axis=0)
    assert west == pytest.approx(4.5, abs=0.5)
    assert south == pytest.approx(51.6, abs=0.5)
    assert not np.isfinite(found.in_degrees("nonsense")).any()


def test_the_plan_is_made_as_it_was_described(tmp_path: Path) -> None:
    path = write_regions(tmp_path / "m.shp", squares(2, 2, 9e4), COLUMNS, crs=None)
    source = RegionSource(path, id="name", name="code", noun=("hut", "huts"), crs="EPSG:28992")
    plan, issues = plan_of_regions([source])
    assert plan is not None
    assert plan.regions.ids == ("A", "B", "C", "D")
    assert plan.regions.names == ("a", "b", "c", "d")
    assert plan.regions.noun == ("hut", "huts")
    assert "crs_guessed" not in {issue.code for issue in issues}


def test_many_corners_are_thinned_ring_by_ring(tmp_path: Path) -> None:
    shapes = [shape.buffer(10, quad_segs=20_000) for shape in squares(1, 2, 9e4)]
    columns = {key: values[:2] for key, values in COLUMNS.items()}
    found, _ = look_at([write_regions(tmp_path / "m.gpkg", shapes, columns)])
    assert found is not None
    assert len(found.rings) == 3
    assert found.rings[-1] == len(found.corners) <= MOST_CORNERS + 2 * 2
    for start, end in zip(found.rings[:-1], found.rings[1:], strict=True):
        assert (found.corners[start] == found.corners[end - 1]).all()


def test_a_file_that_is_no_map_is_told(tmp_path: Path) -> None:
    (tmp_path / "m.geojson").write_text("{}")
    found, issues = look_at([tmp_path / "m.geojson"])
    assert found is None
    assert issues


def test_landmarks_are_the_largest_places_and_stand_apart() -> None:
    dutch = landmarks((3.3, 50.7, 7.3, 53.6))
    assert dutch[0].name in ("Amsterdam", "Brussels", "Köln")
    assert len(dutch) > 3
    for at, one in enumerate(dutch):
        for other in dutch[:at]:
            assert abs(one.lon - other.lon) > 0.4 or abs(one.lat - other.lat) > 0.29
    assert landmarks((-30.0, -50.0, -29.0, -49.0)) == ()


def maps(path: Path, *layers: tuple[str, dict[str, Any], str | None, int]) -> Path:
    """Write maps of two squares, each so many squares to the east, as layers of one file."""
    for name, columns, crs, east in layers:
        frame = geopandas.GeoDataFrame(columns, geometry=moved(east), crs="EPSG:28992")
        frame = frame if crs is None else frame.to_crs(crs)
        pyogrio.write_dataframe(frame, path, layer=name, append=path.exists())
    return path


def moved(east: int) -> list[shapely.Geometry]:
    return [shapely.affinity.translate(one, east * 9e4) for one in squares(1, 2, 9e4)]


def pair(first: int, code: str = "code") -> dict[str, Any]:
    return {code: [f"c{first}", f"c{first + 1}"], "name": [f"N{first}", f"N{first + 1}"]}


def planned(path: Path, **chosen: Any) -> Plan:
    found, _ = look_at([path], TOGETHER)
    assert found is not None
    plan, issues = plan_of_regions(found.sources(RegionSource(path, finds=False, **chosen)))
    assert plan is not None, issues
    return plan


def test_all_maps_of_a_file_are_one_map(tmp_path: Path) -> None:
    path = maps(tmp_path / "m.gpkg", ("west", pair(1), None, 0), ("east", pair(3), "EPSG:4326", 2))
    found, issues = look_at([path], TOGETHER)
    assert issues == ()
    assert found is not None
    assert [one.name for one in found.maps] == ["west", "east"]
    assert (found.rows, found.id, found.name) == (4, "code", "name")
    assert (found.columns[0].different, found.columns[0].filled) == (4, 1.0)
    assert len(found.rings) == 5
    assert np.ptp(found.in_degrees(found.crs), axis=0) == pytest.approx([5.2, 0.9], abs=0.2)
    plan = planned(path, id="code", name="name")
    assert plan.regions.ids == ("c1", "c2", "c3", "c4")
    assert plan.regions.names == ("N1", "N2", "N3", "N4")
    assert plan.regions.graph.borders.tolist() == [[0, 1], [1, 2], [2, 3]]


def test_ids_that_two_maps_of_a_file_have_get_the_map_in_front(tmp_path: Path) -> None:
    path = maps(tmp_path / "m.gpkg", ("west", pair(1), None, 0), ("east", pair(1), None, 2))
    ids = planned(path, id="code", name="name").regions.ids
    assert ids == ("west-c1", "west-c2", "east-c1", "east-c2")


def test_maps_with_columns_of_their_own_keep_their_own_ids(tmp_path: Path) -> None:
    folder = tmp_path / "maps"
    folder.mkdir()
    write_regions(folder / "be.shp", moved(0), pair(1, "nis"))
    write_regions(folder / "nl.shp", moved(2), pair(3, "gm_code"))
    found, _ = look_at([folder], TOGETHER)
    assert found is not None
    assert (found.columns, found.id, found.name) == ((), "", "")
    regions = planned(folder).regions
    assert regions.ids == ("c1", "c2", "c3", "c4")
    assert regions.names == ("N1", "N2", "N3", "N4")
    assert len(regions.graph.borders) == 3


def test_a_system_is_chosen_for_the_maps_that_name_none(tmp_path: Path) -> None:
    folder = tmp_path / "maps"
    folder.mkdir()
    write_regions(folder / "a.shp", moved(2), pair(1))
    write_regions(folder / "b.shp", moved(0), pair(3), crs=None)
    found, _ = look_at([folder], TOGETHER)
    assert found is not None
    assert found.asks
    assert (found.crs, len(found.rings)) == ("", 3)
    assert found.guesses[0].code == "EPSG:28992"
    chosen = RegionSource(folder, id="code", name="name", crs="EPSG:28992")
    assert [one.crs for one in found.sources(chosen)] == ["", "EPSG:28992"]
    regions = planned(folder, id="code", crs="EPSG:28992").regions
    assert len(regions.graph.borders) == 3


DEGREES = (
    'GEOGCS["GCS_WGS_1984",DATUM["D_WGS_1984",SPHEROID["WGS_1984",6378137.0,298.257223563]],'
    'PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]]'
)


@pytest.mark.parametrize(
    ("good", "damaged"),
    [("Greenwich", "{}"), ("0.0174532925199433", "0"), ("6378137.0", "2147483648")],
)
def test_a_system_that_is_none_on_earth_is_asked_for_as_if_nothing_was_said(
    tmp_path: Path, good: str, damaged: str
) -> None:
    folder = tmp_path / "maps"
    folder.mkdir()
    write_regions(folder / "a.shp", moved(2), pair(1))
    path = write_regions(folder / "b.shp", moved(0), pair(3))
    path.with_suffix(".prj").write_text(DEGREES.replace(good, damaged))
    found, _ = look_at([folder], TOGETHER)
    assert found is not None
    assert (found.crs, found.guesses[0].code) == ("", "EPSG:28992")
    assert len(planned(folder, id="code", crs="EPSG:28992").regions.graph.borders) == 3
