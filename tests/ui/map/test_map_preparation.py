"""Shared borders, levels of detail, and the cache of prepared maps."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pytest
import shapely
from builders import grid_regions
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from test_map_raster import geometry_of, points_in, voronoi

from planner.model.geometry import Geometry
from planner.model.types import Floats, floats, identical, ints
from ui.map.cache import content_key, prepared_map
from ui.map.fingerprint import fingerprint
from ui.map.levels import MapPreparationStopped, prepare_map
from ui.map.map_file import DamagedMapFile, read_map
from ui.map.raster import raster


def wiggled(shapes: list[shapely.Geometry], step: float) -> list[shapely.Geometry]:
    """Bend every border the same way on both sides: the map of a smooth deformation."""
    dense = shapely.segmentize(np.array(shapes), step)
    bent = shapely.transform(
        dense, lambda xy: xy + 60 * np.column_stack([np.sin(xy[:, 1] / 90), np.sin(xy[:, 0] / 70)])
    )
    return list(bent)


def test_a_grid_has_its_inner_borders_once_with_both_sides() -> None:
    regions = grid_regions(3, 4)
    prepared = prepare_map(regions.geometry, regions.points)
    assert prepared.borders.tolist() == regions.graph.borders.tolist()
    assert np.allclose(prepared.border_m, 1000.0)
    sides = prepared.levels[-1].sides
    assert (sides[:, 1] >= 0).sum() == 17  # 3 * 3 across, 2 * 4 down
    assert (sides[:, 1] < 0).sum() == 14  # the outer edge, in pieces of 1 km


def test_points_and_boxes_are_metres_east_and_south_of_the_middle() -> None:
    regions = grid_regions(1, 2)
    prepared = prepare_map(regions.geometry, regions.points)
    assert prepared.origin == (1000.0, 500.0)
    assert prepared.points.tolist() == [[-500.0, 0.0], [500.0, 0.0]]
    assert prepared.boxes.tolist() == [[-1000, -500, 0, 500], [0, -500, 1000, 500]]


@settings(max_examples=15)
@given(st.integers(0, 10_000))
def test_simplified_neighbours_leave_no_gap_and_no_overlap(seed: int) -> None:
    shapes = wiggled(voronoi(seed), 40.0)
    prepared = prepare_map(geometry_of(shapes), points_in(shapes))
    exact, *_ = reversed(prepared.levels)
    assert len(prepared.levels[0].segments) < len(exact.segments)
    for level in prepared.levels:
        middle = raster(level, 0.02, 70.0, 70.0, 140, 140)  # inside the outer edge
        assert (middle > 0).all()
        # Every inner border has two sides, so what only one region has is the outer edge.
        coast = level.segments[level.sides[:, 1] < 0]
        assert (np.abs(coast).max(axis=1) > 4800).all()


@settings(max_examples=15)
@given(st.integers(0, 10_000))
def test_a_level_is_as_exact_as_it_says(seed: int) -> None:
    shapes = wiggled(voronoi(seed, 12), 40.0)
    prepared = prepare_map(geometry_of(shapes), points_in(shapes))
    exact = shapely.points(prepared.levels[-1].xy)
    for level in prepared.levels[:-1]:
        lines = shapely.multilinestrings(level.segments.reshape(-1, 2, 2))
        shapely.prepare(lines)
        assert shapely.dwithin(lines, exact, level.tolerance * 1.001).all()


def test_segments_near_a_box_are_all_that_meet_it() -> None:
    shapes = wiggled(voronoi(3, 80), 20.0)
    level = prepare_map(geometry_of(shapes), points_in(shapes)).levels[-1]
    box = (-800.0, 100.0, 900.0, 1500.0)
    near = level.segments_near(box)
    lines = shapely.linestrings(level.segments.reshape(-1, 2, 2))
    meeting = np.flatnonzero(shapely.intersects(lines, shapely.box(*box)))
    assert set(meeting) <= set(near.tolist())
    assert len(near) < len(lines)


def test_regions_without_an_outline_are_no_trouble() -> None:
    square = grid_regions(1, 1).geometry
    geometry = Geometry(square.xy, square.ring_start, square.polygon_start, ints([0, 0, 1]))
    prepared = prepare_map(geometry, floats([[0.0, 0.0], [500.0, 500.0]]))
    assert np.isnan(prepared.boxes[0]).all()
    assert prepared.extent == (-500.0, -500.0, 500.0, 500.0)


def test_no_regions_make_an_empty_map() -> None:
    nothing = Geometry(floats(np.empty((0, 2))), ints([0]), ints([0]), ints([0]))
    prepared = prepare_map(nothing, floats(np.empty((0, 2))))
    assert prepared.regions == 0
    assert not raster(prepared.levels[0], 1.0, 0.0, 0.0, 4, 4).any()


def test_preparation_stops_when_it_is_told_to() -> None:
    regions = grid_regions(2, 2)
    with pytest.raises(MapPreparationStopped):
        prepare_map(regions.geometry, regions.points, stop=lambda: True)


def test_a_prepared_map_comes_back_from_the_cache_as_it_was(tmp_path: Path) -> None:
    shapes = voronoi(5)
    geometry, points = geometry_of(shapes), points_in(shapes)
    made = prepared_map(geometry, points, folder=tmp_path)
    assert identical(prepared_map(geometry, points, folder=tmp_path), made)
    assert len(list(tmp_path.glob("*.map"))) == 1


def test_a_damaged_cache_file_is_made_again(tmp_path: Path) -> None:
    regions = grid_regions(2, 2)
    made = prepared_map(regions.geometry, regions.points, folder=tmp_path)
    path = tmp_path / f"{content_key(regions.geometry, regions.points)}.map"
    path.write_bytes(path.read_bytes()[:200])
    assert identical(prepared_map(regions.geometry, regions.points, folder=tmp_path), made)


def kept_map(folder: Path) -> tuple[Path, Geometry, Floats]:
    """Keep a small map in a cache; return its file and what it is made of."""
    shapes = voronoi(5)
    geometry, points = geometry_of(shapes), points_in(shapes)
    prepared_map(geometry, points, folder=folder)
    return folder / f"{content_key(geometry, points)}.map", geometry, points


@given(at=st.floats(0, 1, exclude_max=True), bit=st.integers(0, 7))
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_flipped_bit_never_shows_in_the_first_picture(
    tmp_path: Path, at: float, bit: int
) -> None:
    path, geometry, points = kept_map(tmp_path)
    content = bytearray(path.read_bytes())
    content[int(at * len(content))] ^= 1 << bit
    path.write_bytes(content)
    try:
        found = read_map(path)
    except DamagedMapFile:
        return
    made = prepare_map(geometry, points)
    assert identical(found.levels[0], made.levels[0])
    assert identical((found.points, found.boxes), (made.points, made.boxes))


def test_a_file_of_another_kind_is_no_prepared_map(tmp_path: Path) -> None:
    for content in (b"", b"rayonmap", b"PK\x03\x04" * 40, b"rayonmap" + b"\xff" * 8, b"\0" * 4096):
        (tmp_path / "other.map").write_bytes(content)
        with pytest.raises(DamagedMapFile):
            read_map(tmp_path / "other.map")


def test_the_cache_forgets_what_earlier_versions_and_broken_writings_left(tmp_path: Path) -> None:
    old, part, fresh = tmp_path / "old.npz", tmp_path / "old.1.part", tmp_path / "new.2.part"
    for path in (old, part, fresh):
        path.write_bytes(b"something")
    os.utime(part, (0, 0))
    kept_map(tmp_path)
    assert [path.exists() for path in (old, part, fresh)] == [False, False, True]


@given(
    st.lists(st.floats(-1e7, 1e7), min_size=1, max_size=5000),
    st.integers(0),
    st.sampled_from("-01"),
)
def test_a_fingerprint_tells_arrays_apart_in_any_value(
    values: list[float], at: int, change: str
) -> None:
    array = np.array(values)
    other = array.copy()
    other[at % len(array)] = {"-": -array[at % len(array)], "0": 0.0, "1": 1.0}[change]
    same = array.tobytes() == other.tobytes()
    assert (fingerprint(array) == fingerprint(other)) == same


def test_a_mirrored_map_has_another_fingerprint() -> None:
    array = np.random.default_rng(1).random((5000, 2))
    names = {fingerprint(each) for each in (array, -array, array * (1, -1), array[::-1], array.T)}
    assert len(names) == 5


def test_a_cache_that_cannot_be_written_is_no_error(tmp_path: Path) -> None:
    in_the_way = tmp_path / "maps"
    in_the_way.write_text("a file where the folder should be")
    regions = grid_regions(2, 2)
    assert prepared_map(regions.geometry, regions.points, folder=in_the_way).regions == 4


def test_the_key_of_a_map_follows_its_content() -> None:
    regions = grid_regions(2, 2)
    moved = floats(regions.points + 1.0)
    assert content_key(regions.geometry, regions.points) != content_key(regions.geometry, moved)
