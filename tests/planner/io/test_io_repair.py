"""Invalid outlines made fit to plan with."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from planner.io import repair
from planner.io.repair import crossings_of, mended

SQUARE = "(0 0, 4 0, 4 4, 0 4, 0 0)"


def scribble(corners: int, seed: int) -> shapely.Polygon:
    return shapely.Polygon(np.random.default_rng(seed).random((corners, 2)) * 1e5)


@pytest.mark.parametrize(
    ("text", "area"),
    [
        ("POLYGON ((0 0, 2 2, 2 0, 0 2, 0 0))", 2.0),  # both halves of a bow tie
        (f"MULTIPOLYGON (({SQUARE}), ((2 2, 6 2, 6 6, 2 6, 2 2)))", 28.0),  # what both cover, once
        (f"POLYGON ({SQUARE}, (3 1, 6 1, 6 2, 3 2, 3 1))", 15.0),  # a hole only where there is land
        (f"POLYGON ({SQUARE}, {SQUARE})", 16.0),  # a border drawn twice is no hole
    ],
)
def test_a_crossing_outline_keeps_the_land_it_goes_around(text: str, area: float) -> None:
    shapes, usable, issues = mended(np.array([shapely.from_wkt(text)]), "a.shp", ["1 (One)"])
    assert usable.all()
    assert shapely.is_valid(shapes[0])
    assert shapely.area(shapes[0]) == pytest.approx(area)
    assert [issue.code for issue in issues] == ["geometry_repaired"]


def test_a_hole_that_lies_nowhere_leaves_its_outline_out() -> None:
    xy = np.array([(0, 0), (4, 0), (4, 4), (0, 4), (0, 0), (1, 1), (np.inf, 1), (1, 2), (1, 1)])
    rings = shapely.linearrings(xy, indices=[0] * 5 + [1] * 4)
    _, usable, issues = mended(np.array([shapely.Polygon(rings[0], [rings[1]])]), "a.shp", ["1"])
    assert not usable.any()
    assert issues[0].found == "1 lies outside its reference system"


def test_a_scribble_is_left_out_and_costs_no_other_region() -> None:
    # Two million crossings: GEOS takes an hour over them, and more with each corner.
    bow = shapely.from_wkt("POLYGON ((0 0, 2 2, 2 0, 0 2, 0 0))")
    shapes = np.array([scribble(2000, 1), bow, scribble(2000, 2), shapely.box(0, 0, 1, 1)])
    _, usable, issues = mended(shapes, "a.shp", ["1", "2", "3", "4"])
    assert usable.tolist() == [False, True, False, True]
    assert issues[0].found == "1 has an outline that crosses itself all over"


def test_a_border_drawn_over_itself_a_hundred_times_is_a_scribble() -> None:
    around = shapely.get_coordinates(shapely.Point(0, 0).buffer(1000, quad_segs=50))[:-1]
    shape = shapely.Polygon(np.concatenate([around] * 100))
    _, usable, issues = mended(np.array([shape]), "a.shp", ["1"])
    assert not usable.any()
    assert issues[0].found == "1 has an outline that crosses itself all over"


def test_borders_drawn_twice_in_every_region_of_a_file_end_the_count() -> None:
    # One of these takes 2 ms to look through; 2,419 of them in a small TopoJSON took seven seconds.
    around = shapely.get_coordinates(shapely.Point(0, 0).buffer(1000, quad_segs=50))[:-1]
    twice = shapely.Polygon(np.concatenate([around] * 2))
    beside = crossings_of(twice, 1000)[1]
    shapes = np.array([shapely.affinity.translate(twice, 4096 * at) for at in range(8)])
    _, usable, _ = mended(shapes, "a.shp", ["1"] * 8)
    assert usable.all()
    with pytest.MonkeyPatch.context() as changed:
        changed.setattr(repair, "MOST_BESIDE", 3 * beside)
        _, usable, issues = mended(shapes, "a.shp", ["1"] * 8)
    assert usable.tolist() == [True] * 3 + [False] * 5
    assert issues[-1].found == "1 has an outline that crosses itself all over"


def test_an_outline_that_stands_there_again_is_mended_once(monkeypatch: pytest.MonkeyPatch) -> None:
    # 1,809 outlines, of which 15 differ, took five seconds in a TopoJSON of 0.9 MB.
    looked: list[Any] = []

    def counted(shape: Any, most: int, beside: int) -> tuple[int, int]:
        looked.append(shape)
        return crossings_of(shape, most, beside)

    monkeypatch.setattr(repair, "crossings_of", counted)
    bow_tie = shapely.Polygon([(0, 0), (2, 2), (2, 0), (0, 2)])
    other = shapely.affinity.translate(bow_tie, 5)
    shapes, usable, issues = mended(
        np.array([bow_tie, other, bow_tie, bow_tie]), "a.shp", ["1", "2", "3", "4"]
    )
    assert looked == [bow_tie, other]
    assert usable.all()
    assert shapely.area(shapes).tolist() == [2, 2, 2, 2]
    assert [issue.row for issue in issues] == [2, 3, 4, 5]


@given(st.integers(0, 1000), st.integers(4, 12))
def test_crossings_are_those_counted_pair_by_pair(seed: int, corners: int) -> None:
    shape = scribble(corners, seed)
    xy = shapely.get_coordinates(shape)
    lines = [shapely.LineString(pair) for pair in pairwise(xy)]
    pairs = [one.crosses(other) for i, one in enumerate(lines) for other in lines[:i]]
    assert crossings_of(shape, 1000)[0] == sum(pairs)
    assert (crossings_of(shape, 2)[0] > 2) == (sum(pairs) > 2)
