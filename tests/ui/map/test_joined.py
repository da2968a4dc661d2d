"""Segments joined into lines and shapes: none lost, none drawn twice, holes kept."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from builders import grid_regions
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.model.types import Floats, bools, floats, ints
from ui.map.joined import joined_lines, joined_shapes
from ui.map.levels import prepare_map

GRID = grid_regions(5, 6)
LEVEL = prepare_map(GRID.geometry, GRID.points).levels[-1]


def filled(rings: list[Floats]) -> float:
    """Return the area in square km that a fill by odd and even paints."""
    area = shapely.Polygon()
    for ring in rings:
        area = area.symmetric_difference(shapely.Polygon(ring))
    return float(area.area) / 1e6


@settings(max_examples=40)
@given(st.lists(st.integers(0, 3), min_size=30, max_size=30), st.integers(0, 2**30 - 1))
def test_the_shape_of_a_key_is_as_large_as_its_regions(keys: list[int], mask: int) -> None:
    seen = bools([mask >> region & 1 for region in range(30)])
    shapes = joined_shapes(LEVEL, ints(keys), seen)
    for key in range(4):
        count = int((seen & (np.array(keys) == key)).sum())
        assert filled(shapes.get(key, [])) == pytest.approx(count)
    for ring in (ring for rings in shapes.values() for ring in rings):
        assert ring[0].tolist() == ring[-1].tolist()


def test_a_ring_of_regions_keeps_its_hole() -> None:
    keys = np.ones(30, np.int32)
    keys[14] = 0
    shapes = joined_shapes(LEVEL, ints(keys), bools(np.ones(30)))
    assert (len(shapes[1]), len(shapes[0])) == (2, 1)
    assert filled(shapes[1]) == pytest.approx(29)


@settings(max_examples=40)
@given(st.lists(st.booleans(), min_size=len(LEVEL.segments), max_size=len(LEVEL.segments)))
def test_lines_run_through_every_segment_once(chosen: list[bool]) -> None:
    segments = LEVEL.segments[np.array(chosen)]
    lines = joined_lines(segments)
    steps = [
        tuple(sorted([tuple(a), tuple(b)]))
        for line in lines
        for a, b in zip(line[:-1].tolist(), line[1:].tolist(), strict=True)
    ]
    wanted = [tuple(sorted([tuple(each[:2]), tuple(each[2:])])) for each in segments.tolist()]
    assert sorted(steps) == sorted(wanted)


def test_a_chain_of_segments_is_one_line() -> None:
    segments = floats([[0, 0, 1, 0], [2, 0, 1, 0], [2, 0, 3, 5]])
    (line,) = joined_lines(segments)
    assert {tuple(line[0].tolist()), tuple(line[-1].tolist())} == {(0.0, 0.0), (3.0, 5.0)}
    assert len(line) == 4


def test_nothing_gives_nothing() -> None:
    assert joined_lines(floats(np.empty((0, 4)))) == []
