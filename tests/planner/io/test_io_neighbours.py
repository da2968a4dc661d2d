"""Which regions are neighbours."""

from __future__ import annotations

import tracemalloc
from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from region_files import squares

from planner.io import neighbours
from planner.io.neighbours import exact_borders, near_borders, segments_of, shared_borders
from planner.io.repair import ragged
from planner.model.types import ints


def pairs_of(shapes: Sequence[Any], within_m: float = 50.0) -> set[tuple[int, int]]:
    geometry = ragged(np.array(shapes, object))
    found = shared_borders(geometry, ints(np.zeros(len(shapes))), within_m)
    return {(int(i), int(j)) for i, j in found.graph.borders}


def test_a_border_with_a_corner_on_one_side_only_is_a_border() -> None:
    # A block of 100 squares whose middle four are one large square without corners halfway.
    cells = squares(10, 10)
    middle = {44, 45, 54, 55}
    large = shapely.box(*shapely.union_all(cells[sorted(middle)]).bounds)
    around = [cell for at, cell in enumerate(cells) if at not in middle]
    found = pairs_of([*around, large])
    assert sum(len(around) in pair for pair in found) == 8


def test_squares_that_meet_in_a_corner_are_no_neighbours() -> None:
    assert pairs_of(squares(2, 2)) == {(0, 1), (0, 2), (1, 3), (2, 3)}


def test_a_map_of_a_wrong_scale_has_no_more_neighbours_than_a_right_one() -> None:
    small = shapely.transform(squares(4, 4), lambda xy: (xy - (1e5, 4e5)) / 1000)  # km taken for m
    moved = [*small[:-1], shapely.affinity.translate(small[-1], 0.001, 0.0)]
    assert pairs_of(moved) == pairs_of(squares(4, 4))


@given(st.integers(1, 200), st.integers(0, 100))
def test_neighbours_do_not_depend_on_how_many_are_looked_at_at_once(once: int, seed: int) -> None:
    chance = np.random.default_rng(seed)
    shapes = [
        shapely.affinity.translate(cell, *chance.uniform(-20, 20, 2)) for cell in squares(3, 3)
    ]
    segments = segments_of(ragged(np.array(shapes, object)))
    whole, _ = near_borders(segments, segments, 50.0)
    with pytest.MonkeyPatch.context() as changed:
        changed.setattr(neighbours, "PAIRS_AT_ONCE", once)
        blocks, complete = near_borders(segments, segments, 50.0)
    assert complete
    assert blocks.pairs.tolist() == whole.pairs.tolist()
    assert blocks.metres == pytest.approx(whole.metres)


def test_an_outline_that_stands_there_many_times_takes_the_memory_of_its_corners() -> None:
    heap = segments_of(ragged(np.array([shapely.Point(0, 0).buffer(100, 100)] * 100, object)))
    tracemalloc.start()
    borders, _ = exact_borders(heap)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert len(heap) == 40_000
    assert len(borders.pairs) == sum(99 - at if at > 36 else 63 for at in range(100))
    assert most < 30e6  # 63 pairs of each segment at once would be 150 MB


def test_outlines_on_one_heap_end_the_look_and_it_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(neighbours, "MOST_PAIRS", 1000)
    circles = [shapely.Point(0, 0).buffer(100 + i / 100) for i in range(40)]
    found = shared_borders(ragged(np.array(circles, object)), ints(np.zeros(40)), 50.0)
    assert not found.complete


def test_a_loosely_drawn_map_of_any_size_is_looked_through(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(neighbours, "MOST_PAIRS", 1000)
    chance = np.random.default_rng(1)
    shapes = [
        shapely.affinity.translate(cell, *chance.uniform(-20, 20, 2)) for cell in squares(20, 20)
    ]
    found = shared_borders(ragged(np.array(shapes, object)), ints(np.zeros(400)), 50.0)
    assert found.complete
    assert len(found.graph.edges) == 2 * 20 * 19
