"""Views, moves, pieces and neighbours: the small questions around the map."""

from __future__ import annotations

import numpy as np
import pytest
from builders import grid_edges, grid_regions
from hypothesis import given
from hypothesis import strategies as st

from planner.model.geometry import Geometry
from planner.model.types import floats, ints
from ui.map.contiguity import Contiguity, cut_off_regions
from ui.map.levels import prepare_map
from ui.map.moves import moves_between
from ui.map.neighbours import region_towards
from ui.map.scale_bar import round_length
from ui.map.view import View, fit


@given(st.floats(1e-4, 10), st.floats(-500, 500), st.floats(-500, 500), st.floats(0.2, 5))
def test_zooming_keeps_the_point_under_the_pointer(
    scale: float, x: float, y: float, factor: float
) -> None:
    view = View(scale, 12.5, -7.25)
    east, south = view.point(x, y)
    after = view.zoomed(factor, x, y).pixel(np.array([[east, south]]))[0]
    assert after == pytest.approx((x, y), abs=0.02)  # offsets are kept to 1/64 pixel


def test_a_fitted_box_touches_the_margins_on_one_side_and_is_centred_on_the_other() -> None:
    view = fit((0, 0, 100, 50), 240, 300, (20, 20, 20, 20))
    assert view.scale == 2.0
    assert view.pixel(np.array([[0.0, 0.0], [100.0, 50.0]])).tolist() == [[20, 100], [220, 200]]


def test_moving_there_and_back_is_exact() -> None:
    view = fit((0, 0, 333, 77), 1001, 777)
    assert view.moved(17, -33).moved(-17, 33) == view


def test_nothing_is_cut_off_in_whole_territories() -> None:
    assert not cut_off_regions(grid_edges(2, 2), ints([0, 0, 1, 1])).any()


def test_the_smaller_piece_of_a_territory_is_cut_off() -> None:
    # A row of six: territory 0 has two regions, then one; the single one is cut off.
    owner = ints([0, 0, 1, 0, 1, -1])
    assert np.flatnonzero(cut_off_regions(grid_edges(1, 6), owner)).tolist() == [3, 4]


def test_unassigned_regions_are_never_cut_off() -> None:
    assert not cut_off_regions(grid_edges(1, 4), ints([-1, 0, -1, -1])).any()


@given(
    st.lists(st.integers(-1, 3), min_size=20, max_size=20),
    st.lists(st.integers(-1, 3), min_size=20, max_size=20),
)
def test_pieces_found_after_an_edit_are_those_found_anew(one: list[int], other: list[int]) -> None:
    edges, before, after = grid_edges(4, 5), ints(one), ints(other)
    contiguity, cut_off = Contiguity(edges), cut_off_regions(edges, before)
    for owner, earlier in ((after, before), (before, after)):
        cut_off = contiguity.after(owner, earlier, cut_off)
        assert (cut_off == cut_off_regions(edges, owner)).all()


def test_a_link_to_an_island_keeps_it_in_one_piece() -> None:
    owner = ints([0, 1, 0])
    assert cut_off_regions(grid_edges(1, 3), owner).any()
    linked = ints([[0, 1], [1, 2], [0, 2]])
    assert not cut_off_regions(linked, owner).any()


def test_moves_are_grouped_by_from_and_to_the_largest_first() -> None:
    points = floats([[0, 0], [10, 0], [20, 0], [30, 0], [40, 0], [50, 0]])
    moves = moves_between(ints([0, 0, 0, 1, 1, 1]), ints([0, 1, 1, 1, 1, 0]), points)
    assert [(move.source, move.target, move.regions.tolist()) for move in moves] == [
        (0, 1, [1, 2]),
        (1, 0, [5]),
    ]
    assert moves[0].direction == (1.0, 0.0)
    assert moves[0].middle in ((10.0, 0.0), (20.0, 0.0))


def test_no_change_makes_no_move() -> None:
    assert moves_between(ints([0, 1]), ints([0, 1]), floats([[0, 0], [1, 1]])) == []


def test_a_territory_that_was_empty_can_be_moved_to() -> None:
    moves = moves_between(ints([0, 0]), ints([0, 1]), floats([[0, 0], [10, 0]]))
    assert moves[0].direction == (1.0, 0.0)


@pytest.mark.parametrize(
    ("direction", "expected"),
    [((1.0, 0.0), 5), ((-1.0, 0.0), 3), ((0.0, -1.0), 7), ((0.0, 1.0), 1)],
)
def test_arrows_go_to_the_neighbour_that_way(direction: tuple[float, float], expected: int) -> None:
    regions = grid_regions(3, 3)
    prepared = prepare_map(regions.geometry, regions.points)
    assert region_towards(prepared, 4, direction) == expected


def test_an_arrow_at_the_edge_stays() -> None:
    regions = grid_regions(1, 2)
    prepared = prepare_map(regions.geometry, regions.points)
    assert region_towards(prepared, 1, (1.0, 0.0)) == 1


def test_an_arrow_crosses_water_to_the_nearest_region() -> None:
    near = grid_regions(1, 1).geometry.xy
    far = near + np.array([5000.0, 0.0])
    xy = np.concatenate([near, far])
    geometry = Geometry(xy, ints([0, 5, 10]), ints([0, 1, 2]), ints([0, 1, 2]))
    prepared = prepare_map(geometry, floats([[500, 500], [5500, 500]]))
    assert not len(prepared.borders)
    assert region_towards(prepared, 0, (1.0, 0.0)) == 1


@pytest.mark.parametrize(("most", "length"), [(1.0, 1.0), (4.9, 2.0), (730_000, 500_000)])
def test_a_scale_bar_is_a_round_length(most: float, length: float) -> None:
    assert round_length(most) == length
