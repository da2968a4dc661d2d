from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.sales.apportionment import exact, largest_remainder, rounded_to_step, split_in_steps


def shares(*numbers: float) -> list[Fraction]:
    return [exact(number) for number in numbers]


def test_seven_units_on_50_30_20_are_4_2_1():
    assert largest_remainder(7, shares(50, 30, 20)) == (4, 2, 1)


def test_quota_1_closes_over_the_blended_weights():
    potential, history = (9200, 6400, 7700, 4500), (1900, 1450, 1300, 750)
    weights = [
        exact(0.6) * Fraction(p, sum(potential)) + exact(0.3) * Fraction(h, sum(history))
        + exact(0.1) / 4
        for p, h in zip(potential, history, strict=True)
    ]  # fmt: skip
    assert largest_remainder(6000, weights) == (1975, 1462, 1580, 983)


def test_quota_1_gives_the_reps_of_north_their_pool_by_capacity():
    anna, bram, cato = exact(1.2), exact(0.8), exact(0.7) * Fraction(940, 1200)
    assert largest_remainder(2173, [anna, bram, cato]) == (1023, 682, 468)


def test_ties_go_to_the_larger_weight_and_then_to_the_earlier():
    assert largest_remainder(1, shares(1, 1)) == (1, 0)
    assert largest_remainder(2, shares(1, 3)) == (0, 2)  # both half a unit over


def test_no_weight_at_all_means_equal_weights():
    assert largest_remainder(5, shares(0, 0, 0)) == (2, 2, 1)


def test_an_amount_that_is_no_multiple_of_the_step_still_closes():
    assert split_in_steps(7499, shares(50, 30, 20), 1000) == (4499, 2000, 1000)


def test_halves_round_up():
    assert rounded_to_step(Fraction(395, 2), 1) == 198
    assert rounded_to_step(Fraction(1499), 1000) == 1000
    assert rounded_to_step(Fraction(1500), 1000) == 2000


def test_a_decimal_is_read_as_written():
    assert exact(0.1) == Fraction(1, 10)


@pytest.mark.parametrize(("total", "weights"), [(-1, shares(1)), (1, []), (1, shares(1, -1))])
def test_what_cannot_be_split_is_refused(total, weights):
    with pytest.raises(ValueError, match="largest_remainder"):
        largest_remainder(total, weights)


@given(
    st.integers(0, 10**9),
    st.lists(st.fractions(0, 100), min_size=1, max_size=8),
    st.sampled_from([1, 7, 1000]),
)
def test_pieces_sum_exactly_and_lie_within_a_step_of_their_share(total, weights, step):
    pieces = split_in_steps(total, weights, step)
    assert sum(pieces) == total
    whole = sum(weights)
    for piece, weight in zip(pieces, weights, strict=True):
        share = total * weight / whole if whole else Fraction(total, len(weights))
        assert abs(piece - share) < 2 * step
