"""Figures are divided without loss."""

import math

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from planner.edits.dividing import account_weights, averaged, divided, shares
from planner.model.types import floats, ints

WEIGHTS = st.lists(st.floats(0, 1e9, allow_subnormal=False), min_size=1, max_size=6).filter(any)


def test_ten_over_three_equal_parts_is_four_three_three():
    assert shares(10.0, [1.0, 1.0, 1.0], whole=True) == [4.0, 3.0, 3.0]


def test_a_loss_is_divided_like_a_gain():
    assert shares(-10.0, [3.0, 1.0], whole=True) == [-8.0, -2.0]  # 7.5 and 2.5: the first gets more


def test_a_part_that_weighs_nothing_gets_nothing():
    assert shares(7.0, [2.0, 0.0], whole=False) == [7.0, 0.0]


@given(st.integers(-(2**52), 2**52), WEIGHTS)
def test_whole_figures_stay_whole_and_add_up(total, weights):
    parts = shares(float(total), weights, whole=True)
    assert all(part == int(part) for part in parts)
    assert sum(parts) == total


@given(st.floats(-1e15, 1e15, allow_subnormal=False), WEIGHTS, st.randoms())
def test_parts_of_any_figure_add_up_to_it_in_every_order(total, weights, random):
    parts = shares(total, weights, whole=False)
    random.shuffle(parts)
    assert sum(parts) == total


@given(st.integers(1, 10**6), WEIGHTS)
def test_no_part_is_off_by_more_than_one(total, weights):
    parts = shares(float(total), weights, whole=True)
    for part, weight in zip(parts, weights, strict=True):
        assert (
            abs(part - total * (weight / max(weights)) / sum(w / max(weights) for w in weights))
            < 1.001
        )


def test_parts_of_two_regions_are_put_together():
    got = divided(floats([10.0, 4.0]), floats([[1.0, 1.0, 0.0], [0.0, 3.0, 1.0]]))
    assert got.tolist() == [5.0, 8.0, 1.0]


def test_an_unknown_figure_adds_nothing_and_stays_unknown_alone():
    got = divided(floats([math.nan, 4.0]), floats([[1.0, 1.0, 0.0], [0.0, 1.0, 0.0]]))
    assert np.isnan(got[0])
    assert got[1] == 4.0
    assert np.isnan(got[2])


def test_one_broken_figure_lets_a_column_be_broken():
    assert divided(floats([3.0, 0.5]), floats([[1.0, 1.0], [0.0, 1.0]])).tolist() == [1.5, 2.0]


def test_an_average_is_kept_by_parts_and_weighed_by_land_when_put_together():
    assert averaged(floats([20.0]), floats([[1.0, 9.0]])).tolist() == [20.0, 20.0]
    assert averaged(floats([20.0, 40.0]), floats([[3.0], [1.0]])).tolist() == [25.0]


def test_a_region_without_accounts_goes_by_area():
    weights, empty = account_weights(
        floats([5.0, math.nan, 1.0]),
        ints([0, 0, 0]),
        ints([1, 0, 0]),
        (2, 2),
        floats([[1, 1], [3, 1]]),
    )
    assert weights.tolist() == [[1.0, 5.0], [3.0, 1.0]]
    assert empty.tolist() == [False, True]


def test_land_that_weighs_nothing_has_no_figure_but_a_known_one():
    got = divided(floats([9.0]), floats([[1.0, 0.0]]), land=floats([[1.0, 1.0]]))
    assert got.tolist() == [9.0, 0.0]
