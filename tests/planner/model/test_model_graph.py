"""Neighbours, pieces, travel and holders on grids that can be counted by hand."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from builders import CRS, grid_edges, grid_layer, grid_problem, grid_regions, grid_reps
from hypothesis import given
from hypothesis import strategies as st
from strategies import connected_edges, owners, problems

from planner.judge.problem import Problem
from planner.judge.verify import best_seats, score
from planner.model.graph import (
    RegionGraph,
    adjacency,
    pieces,
    pieces_per_territory,
)
from planner.model.holders import hands, holders, same_holder
from planner.model.projection import project
from planner.model.travel import centre_seats, km_to_seat
from planner.model.types import UNASSIGNED, floats, ints


def test_neighbours_of_the_middle_of_a_grid_are_the_four_around_it() -> None:
    lists = adjacency(9, grid_edges(3, 3))
    assert lists.neighbours[lists.start[4] : lists.start[5]].tolist() == [1, 3, 5, 7]
    assert lists.start[-1] == 2 * 12


def test_a_region_without_neighbours_has_an_empty_list() -> None:
    lists = adjacency(3, ints([[0, 2]]))
    assert lists.start.tolist() == [0, 1, 1, 2]
    assert lists.neighbours.tolist() == [2, 0]


def test_borders_and_links_together_are_the_edges() -> None:
    graph = RegionGraph(3, ints([[0, 1]]), floats([2.5]), links=ints([[1, 2]]))
    assert graph.edges.tolist() == [[0, 1], [1, 2]]


@pytest.mark.parametrize("pair", [[1, 0], [0, 0], [0, 3], [-1, 0]])
def test_a_border_is_a_pair_of_two_regions_in_order(pair: list[int]) -> None:
    with pytest.raises(ValueError, match="pairs i < j"):
        RegionGraph(3, ints([pair]), floats([1.0]))


def test_a_territory_split_by_another_is_in_two_pieces() -> None:
    count, label = pieces(5, grid_edges(1, 5), ints([0, 1, 0, UNASSIGNED, UNASSIGNED]))
    assert count == 5  # two of territory 0, one of 1, and each unassigned region alone
    assert len(set(label.tolist())) == 5
    owner = ints([0, 1, 0, 1, 1])
    assert pieces_per_territory(grid_edges(1, 5), owner, 3).tolist() == [2, 2, 0]


@given(st.integers(1, 9).flatmap(lambda n: st.tuples(connected_edges(n), owners(n, 3))))
def test_pieces_of_all_territories_are_the_pieces_of_the_map(drawn: tuple[np.ndarray, ...]) -> None:
    edges, owner = ints(drawn[0]), ints(drawn[1])
    count, label = pieces(len(owner), edges, owner)
    assert pieces_per_territory(edges, owner, 3).sum() == count
    for piece in range(count):
        assert len(set(owner[label == piece].tolist())) == 1


@given(problems(rules=False).flatmap(lambda p: st.tuples(st.just(p), owners(p.n, p.k))))
def test_the_region_nearest_to_the_weighted_centre_is_the_best_seat_for_inertia(
    drawn: tuple[Problem, np.ndarray],
) -> None:
    problem, owner = drawn[0], ints(drawn[1])
    seats = centre_seats(problem.xy_km, floats(problem.weights[:, 0]), owner, problem.k)
    assert (seats == UNASSIGNED).tolist() == (best_seats(problem, owner) == UNASSIGNED).tolist()
    km = km_to_seat(problem.xy_km, owner, seats)
    assert float(problem.weights[:, 0] @ km**2) == pytest.approx(score(problem, owner))


def test_a_territory_without_weight_is_served_from_its_plain_centre() -> None:
    xy_km = grid_problem(1, 3, 1).xy_km
    assert centre_seats(xy_km, floats([0, 0, 0]), ints([0, 0, 0]), 1).tolist() == [1]


def test_an_unassigned_region_travels_nowhere() -> None:
    km = km_to_seat(grid_problem(1, 3, 1).xy_km, ints([0, 0, UNASSIGNED]), ints([1]))
    assert km[:2].tolist() == [1.0, 0.0]
    assert np.isnan(km[2])


def test_a_territory_lives_on_with_its_rep_whatever_its_number() -> None:
    reps = grid_reps(3)
    before = grid_layer([0, 1, 2], reps, measures=1, k=3)
    after = grid_layer([0, 1, 1], (reps[2], reps[0]), measures=1, k=2)
    assert same_holder(before, after).tolist() == [1, UNASSIGNED, 0]


def test_an_open_territory_lives_on_under_its_own_id() -> None:
    before = grid_layer([0, 1], (), measures=1, k=2)
    after = grid_layer([0, 1], grid_reps(1), measures=1, k=2)
    assert holders(after) == ("rep R01", "territory T02")
    assert same_holder(before, after).tolist() == [UNASSIGNED, 1]


def test_of_two_territories_of_one_rep_each_keeps_its_id() -> None:
    rep = grid_reps(1)[0]
    layer = grid_layer([0, 1], (rep, rep), measures=1, k=2)
    assert same_holder(layer, layer).tolist() == [0, 1]


def test_hands_tell_who_had_and_has_each_region() -> None:
    reps = grid_reps(2)
    before = grid_layer([0, 1, UNASSIGNED], reps, measures=1, k=2)
    after = replace(before, owner=ints([1, 1, 0]))
    found = hands(before, after)
    assert found.differs.tolist() == [True, False, True]
    assert found.territory[found.before].tolist() == [0, 1, UNASSIGNED]
    assert found.territory[found.after].tolist() == [1, 1, 0]


def test_degrees_become_metres_of_the_map_and_unknown_stays_unknown() -> None:
    # The tower of Amersfoort is the origin of the Dutch grid: 155 000, 463 000.
    metres = project(floats([[5.38720621, 52.15517440], [np.nan, np.nan]]), CRS)
    assert metres[0] == pytest.approx([155_000, 463_000], abs=1.0)
    assert np.isnan(metres[1]).all()


def test_grid_regions_are_one_kilometre_squares_with_their_centres_inside() -> None:
    regions = grid_regions(2, 3)
    assert regions.points_km[5].tolist() == [2.5, 1.5]
    assert regions.geometry.boxes()[5].tolist() == [2000, 1000, 3000, 2000]
    assert regions.graph.edges.tolist() == grid_edges(2, 3).tolist()
