"""A look at a map file before it becomes a plan: layers, columns, and where on earth it lies."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from region_files import squares, write_regions

from planner.io.landmarks import landmarks
from planner.io.map_file import MOST_CORNERS, look_at
from planner.io.plan_reader import plan_of_regions
from planner.io.region_table import RegionSource

COLUMNS = {"code": ["a", "b", "c", "d"], "name": ["A", "B", "C", "D"], "n": [1.0, 2.0, 3.0, 4.0]}


def test_a_map_that_says_where_it_lies_leaves_nothing_open(tmp_path: Path) -> None:
    found, issues = look_at(write_regions(tmp_path / "m.gpkg", squares(2, 2, 9e4), COLUMNS))
    assert issues == ()
    assert found is not None
    assert not found.asks
    assert (found.rows, found.id, found.name, found.crs) == (4, "code", "name", "EPSG:28992")
    first = found.columns[0]
    assert (first.name, first.first, first.filled) == ("code", ("a", "b", "c"), 1.0)


def test_a_map_that_does_not_say_where_it_lies_asks_and_guesses(tmp_path: Path) -> None:
    path = write_regions(tmp_path / "m.shp", squares(2, 2, 9e4), COLUMNS, crs=None)
    found, _ = look_at(path)
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
    plan, issues = plan_of_regions(source)
    assert plan is not None
    assert plan.regions.ids == ("A", "B", "C", "D")
    assert plan.regions.names == ("a", "b", "c", "d")
    assert plan.regions.noun == ("hut", "huts")
    assert "crs_guessed" not in {issue.code for issue in issues}


def test_many_corners_are_thinned_ring_by_ring(tmp_path: Path) -> None:
    shapes = [shape.buffer(10, quad_segs=20_000) for shape in squares(1, 2, 9e4)]
    columns = {key: values[:2] for key, values in COLUMNS.items()}
    found, _ = look_at(write_regions(tmp_path / "m.gpkg", shapes, columns))
    assert found is not None
    assert len(found.rings) == 3
    assert found.rings[-1] == len(found.corners) <= MOST_CORNERS + 2 * 2
    for start, end in zip(found.rings[:-1], found.rings[1:], strict=True):
        assert (found.corners[start] == found.corners[end - 1]).all()


def test_a_file_that_is_no_map_is_told(tmp_path: Path) -> None:
    (tmp_path / "m.geojson").write_text("{}")
    found, issues = look_at(tmp_path / "m.geojson")
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
