"""Colours of territories and classes of a measure."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations, pairwise

import numpy as np
import pytest
from builders import grid_edges
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.model.types import Ints, floats, ints
from ui.map.classes import equal_classes, natural_classes, quantile_classes
from ui.map.colours import GOOD_DISTANCE, borders_between, palette_distances, territory_colours
from ui.map.oklab import least_distances


@st.composite
def grid_owners(draw: st.DrawFn) -> tuple[Ints, Ints, int]:
    """A grid whose regions are grouped around random seeds: a planar map of k territories."""
    side, k = draw(st.integers(4, 9)), draw(st.integers(1, 12))
    seeds = np.random.default_rng(draw(st.integers(0, 9999))).random((k, 2)) * side
    at = np.indices((side, side)).reshape(2, -1).T
    nearest = np.argmin(((at[:, None] - seeds) ** 2).sum(axis=2), axis=1)
    return grid_edges(side, side), ints(nearest), k


@settings(max_examples=40)
@given(grid_owners())
def test_neighbours_never_have_the_same_colour(made: tuple[Ints, Ints, int]) -> None:
    edges, owner, k = made
    borders = borders_between(edges, [owner])
    colours = territory_colours(k, borders)
    assert len(colours) == k
    assert (colours >= 0).all()
    assert (colours[borders[:, 0]] != colours[borders[:, 1]]).all()


@settings(max_examples=40)
@given(grid_owners(), st.integers(0, 9999))
def test_after_an_edit_only_equal_neighbours_change(
    made: tuple[Ints, Ints, int], seed: int
) -> None:
    edges, owner, k = made
    before = territory_colours(k, borders_between(edges, [owner]))
    chance = np.random.default_rng(seed)
    edited = owner.copy()
    edited[chance.integers(len(owner), size=3)] = chance.integers(k, size=3)
    borders = borders_between(edges, [edited])
    after = territory_colours(k, borders, before)
    assert (after[borders[:, 0]] != after[borders[:, 1]]).all()
    clash = borders[before[borders[:, 0]] == before[borders[:, 1]]]
    changed = np.flatnonzero(before != after)
    assert set(changed) <= set(clash.ravel().tolist())
    if not len(clash):
        assert not len(changed)


def test_a_territory_that_stays_keeps_its_colour_when_one_is_added() -> None:
    edges = grid_edges(1, 4)
    before = territory_colours(2, borders_between(edges, [ints([0, 0, 1, 1])]))
    borders = borders_between(edges, [ints([0, 0, 1, 2])])
    after = territory_colours(3, borders, before)
    assert after[:2].tolist() == before.tolist()
    assert after[2] != after[1]


def test_territories_that_touch_in_any_scenario_are_neighbours() -> None:
    edges = grid_edges(1, 3)
    owners = [ints([0, 1, 2]), ints([0, 2, -1])]
    assert borders_between(edges, owners).tolist() == [[0, 1], [0, 2], [1, 2]]


def test_two_neighbours_look_clearly_different_to_everyone() -> None:
    colours = territory_colours(3, ints([[0, 1], [1, 2]]))
    distance = palette_distances()
    assert distance[colours[0], colours[1]] >= GOOD_DISTANCE
    assert distance[colours[1], colours[2]] >= GOOD_DISTANCE


def test_the_oklab_distance_of_black_and_white_is_a_hundred() -> None:
    distance = least_distances(["#000000", "#FFFFFF"])
    assert distance[0, 1] == pytest.approx(100.0, abs=0.01)
    assert distance[0, 0] == 0.0


def test_red_and_green_are_nearer_to_people_who_cannot_tell_them_apart() -> None:
    # OKLab of #FF0000 is (0.628, 0.225, 0.126), of #00A000 (0.609, -0.164, 0.126): 0.39 apart.
    assert least_distances(["#FF0000", "#00A000"])[0, 1] < 30.0


def test_quantiles_hold_about_equal_counts() -> None:
    classes = quantile_classes(floats(np.arange(70.0)), 7)
    assert classes.counts.tolist() == [10] * 7
    assert classes.limits[0] == 0.0
    assert classes.limits[-1] == 69.0


def test_equal_values_stay_in_one_class() -> None:
    classes = quantile_classes(floats([0.0] * 9 + [5.0]), 5)
    assert len(set(classes.of_region[:9].tolist())) == 1
    assert classes.of_region[9] != classes.of_region[0]
    assert classes.counts.sum() == 10


def test_an_unknown_figure_has_no_class() -> None:
    for classes in (
        quantile_classes(floats([1.0, np.nan, 3.0]), 2),
        equal_classes(floats([1.0, np.nan, 3.0]), 2),
    ):
        assert classes.of_region[1] == -1
        assert classes.counts.sum() == 2


@pytest.mark.parametrize("values", [[], [4.0], [4.0, 4.0], [np.nan]])
def test_one_value_or_none_makes_one_class(values: list[float]) -> None:
    assert len(quantile_classes(floats(values)).counts) == 1
    assert len(equal_classes(floats(values)).counts) == 1


def test_equal_steps_part_the_range_evenly() -> None:
    classes = equal_classes(floats([0.0, 1.0, 4.0, 9.0, 10.0]), 2)
    assert classes.limits.tolist() == [0.0, 5.0, 10.0]
    assert classes.of_region.tolist() == [0, 0, 0, 1, 1]


def spread(values: Sequence[float]) -> float:
    return float(((np.array(values) - np.mean(values)) ** 2).sum())


@given(st.lists(st.integers(0, 40), min_size=2, max_size=9, unique=True), st.integers(2, 4))
def test_natural_classes_spread_as_little_as_any_cut_could(values: list[int], count: int) -> None:
    ordered, count = sorted(values), min(count, len(values))
    classes = natural_classes(floats(values), count)
    assert classes.counts.sum() == len(values)
    reached = sum(
        spread([v for v, own in zip(values, classes.of_region, strict=True) if own == each])
        for each in range(len(classes.counts))
    )
    best = min(
        sum(spread(ordered[a:b]) for a, b in pairwise((0, *cuts, len(ordered))))
        for cuts in combinations(range(1, len(ordered)), count - 1)
    )
    assert reached == pytest.approx(best, abs=1e-6)


def test_natural_classes_of_many_values_keep_far_groups_apart() -> None:
    chance = np.random.default_rng(1)
    values = np.concatenate([chance.normal(at, 1, 12_800) for at in (0, 100, 1000, 2000)])
    assert natural_classes(floats(values), 4).counts.tolist() == [12_800] * 4
    assert len(natural_classes(floats([5.0, 5.0]), 3).counts) == 1
