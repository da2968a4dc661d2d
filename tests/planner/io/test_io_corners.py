"""A map drawn in another system keeps its borders where only one side has a corner."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import shapely
from hypothesis import given
from hypothesis import strategies as st
from pyproj import CRS
from region_files import squares, write_regions

from planner.io.corners import with_corners_of_others
from planner.io.region_table import RegionSource
from planner.io.regions import read_regions

WGS84 = CRS("EPSG:4326")
SMALL = squares(10, 6, 0.1, (5.0, 52.0))
LARGE = squares(1, 2, 0.3, (5.0, 51.7))
"""Two squares below a field of small ones, three of which stand on the upper side of each."""


def test_straight_borders_in_degrees_stay_borders_with_neither_gap_nor_overlap(
    tmp_path: Path,
) -> None:
    names = (*map(str, range(60)), "west", "east")
    path = write_regions(tmp_path / "a.gpkg", [*SMALL, *LARGE], {"code": names}, "EPSG:4326")
    read, issues = read_regions([RegionSource(path, id="code")])
    assert read is not None
    assert issues == ()
    borders = {(names[i], names[j]) for i, j in read.regions.graph.borders.tolist()}
    assert {pair for pair in borders if {"west", "east"} & set(pair)} == {
        ("0", "west"), ("1", "west"), ("2", "west"), ("3", "east"), ("4", "east"), ("5", "east"),
        ("west", "east"),
    }  # fmt: skip


def test_outlines_stay_the_same_but_for_the_corners_of_others() -> None:
    shapes = np.array([*SMALL, *LARGE], object)
    drawn = with_corners_of_others(shapes, WGS84)
    assert shapely.equals(drawn, shapes).all()
    added = shapely.get_num_coordinates(drawn) - shapely.get_num_coordinates(shapes)
    assert added.tolist() == [0] * 60 + [2, 2]


def test_a_hole_gets_the_corners_of_what_stands_in_it() -> None:
    hole = shapely.box(5.1, 52.1, 5.3, 52.3)
    inside = [shapely.box(5.1, 52.1, 5.2, 52.3), shapely.box(5.2, 52.1, 5.3, 52.3)]
    around = shapely.box(5.0, 52.0, 5.4, 52.4).difference(hole)
    drawn = with_corners_of_others(np.array([around, *inside], object), WGS84)
    assert shapely.get_coordinates(drawn[0]).tolist().count([5.2, 52.1]) == 1
    assert shapely.get_coordinates(drawn[0]).tolist().count([5.2, 52.3]) == 1
    assert shapely.equals(drawn[0], around)


def test_short_borders_and_what_is_no_outline_stay_as_they_are() -> None:
    shapes = np.array([shapely.Point(5, 52), None, shapely.Polygon(), SMALL[0]], object)
    assert with_corners_of_others(shapes, WGS84).tolist() == shapes.tolist()
    tiny = squares(3, 3, 0.001, (5.0, 52.0))
    assert with_corners_of_others(tiny, WGS84) is tiny


CORNERS = st.tuples(st.integers(0, 4), st.integers(0, 4))
RINGS = st.lists(CORNERS, min_size=2, max_size=6).map(lambda ring: [*ring, ring[0]])


def outline(rings: list[list[tuple[int, int]]]) -> Any:
    parts = [shapely.from_wkt(f"POLYGON (({', '.join(f'{x} {y}' for x, y in r)}))") for r in rings]
    return parts[0] if len(parts) == 1 else shapely.multipolygons(parts)


@given(st.lists(st.lists(RINGS.filter(lambda r: len(r) > 3), min_size=1, max_size=3), max_size=5))
def test_no_outlines_raise_and_none_loses_a_corner(rows: list[list[list[tuple[int, int]]]]) -> None:
    shapes = np.array([outline(rings) for rings in rows], object)
    drawn = with_corners_of_others(shapes, WGS84)
    for before, after in zip(shapes, drawn, strict=True):
        kept = set(map(tuple, shapely.get_coordinates(after).tolist()))
        assert kept >= set(map(tuple, shapely.get_coordinates(before).tolist()))
