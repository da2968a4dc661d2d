"""Segments close to the total, whatever their rules and however they overlap."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
import shapely
from builders import grid_plan
from hypothesis import given
from hypothesis import strategies as st

from planner.edits.areas import add_area
from planner.edits.segments import add_product, add_segment
from planner.insight.measure_figures import Rate, measure_figures, rate_of
from planner.insight.segment_sums import Overlap, area_sums, rule_sum, segment_sums
from planner.model.formula import FormulaError
from planner.model.inside import outline_of
from planner.model.plan import Plan
from planner.model.segments import Segment
from planner.model.types import bools, floats

RULES = ("industry = 'food'", "status = 'customer'", "visits > 3", "visits > 9", "potential >= 100")


def counted() -> Plan:
    """Six accounts of 100 euro: 0, 3 are food, 1, 3, 5 customers."""
    plan = add_segment(grid_plan(2, 3, 2), "Food", RULES[0])
    return add_segment(plan, "Customers", RULES[1])


def test_every_account_counts_once_and_overlaps_are_told() -> None:
    plan = counted()
    sums = segment_sums(plan, plan.accounts.numbers["potential"])
    told = [(one.label, one.accounts, one.money, one.share, one.matching) for one in sums.segments]
    assert told == [("Food", 2, 200.0, 2 / 6, 2), ("Customers", 2, 200.0, 2 / 6, 3)]
    assert (sums.others.accounts, sums.others.money) == (2, 200.0)
    assert (sums.accounts, sums.money, sums.several) == (6, 600.0, 1)
    assert sums.overlaps == (Overlap("Food", "Customers", 1),)


@given(
    st.lists(st.sampled_from(RULES), max_size=5),
    st.lists(st.floats(0, 1e12), min_size=12, max_size=12),
)
def test_segments_and_everyone_else_add_up_exactly(rules: list[str], money: list[float]) -> None:
    plan = grid_plan(3, 4, 2)
    segments = tuple(Segment(f"s{at}", f"S{at}", rule) for at, rule in enumerate(rules))
    sums = segment_sums(replace(plan, segments=segments), floats(money))
    parts = [*sums.segments, sums.others]
    assert sum(part.accounts for part in parts) == sums.accounts == 12
    assert math.fsum(part.money for part in parts) == sums.money
    assert sums.money == pytest.approx(math.fsum(money))
    assert sum(part.share for part in parts) == pytest.approx(1.0)


def test_without_segments_everyone_is_everyone_else() -> None:
    plan = grid_plan(2, 2)
    sums = segment_sums(plan, floats(np.zeros(4)))
    assert (sums.segments, sums.others.accounts, sums.others.share) == ((), 4, 1.0)


def test_product_lines_add_up_the_same_way() -> None:
    plan = add_product(counted(), "Metal", "industry = 'metal'")
    sums = segment_sums(plan, plan.accounts.numbers["potential"], plan.products)
    assert [(one.label, one.accounts) for one in sums.segments] == [("Metal", 4)]
    assert sums.others.accounts == 2


def test_a_rule_under_the_hand_is_counted() -> None:
    plan = counted()
    money = plan.accounts.numbers["potential"]
    assert rule_sum(plan, money, "segment:food or status = 'customer'") == (4, 400.0)
    with pytest.raises(FormulaError):
        rule_sum(plan, money, "industry =")


def test_an_area_holds_regions_accounts_and_a_measure() -> None:
    plan = add_area(counted(), "Left", outline_of(shapely.box(0, 0, 1000, 2000)))
    (left,) = area_sums(plan, 2)
    assert (left.label, left.regions, left.accounts, left.amount) == ("Left", 2, 2, 200.0)


def test_most_and_least_are_among_regions_that_have_any() -> None:
    figures = measure_figures(floats([0, 3, 9, 1, 0]))
    assert (figures.total, figures.most, figures.least) == (13, 2, 3)
    assert figures.zero_share == 0.4
    assert measure_figures(floats([0, 0])).most is None


@pytest.mark.parametrize(
    ("source", "rate"),
    [
        ("regions.dwellings * 0.018 * 7400", Rate("dwellings", 133.2)),
        ("2 * accounts.count / 4", Rate("", 0.5)),
        ("-accounts.sum(visits)", Rate("visits", -1.0)),
        ("regions.a + 1", None),
        ("regions.a * regions.b", None),
        ("3 / regions.a", None),
        ("3", None),
    ],
)
def test_a_product_with_one_figure_has_a_rate(source: str, rate: Rate | None) -> None:
    found = rate_of(source)
    assert (found is None) == (rate is None)
    if found is not None and rate is not None:
        assert (found.of, found.each) == (rate.of, pytest.approx(rate.each))


def test_only_who_is_looked_at_is_counted() -> None:
    plan = counted()
    among = bools([True, True, True, False, False, False])
    money = plan.accounts.numbers["potential"]
    sums = segment_sums(plan, money, among=among)
    assert (sums.accounts, [one.accounts for one in sums.segments], sums.several) == (3, [1, 1], 0)
    assert rule_sum(plan, money, "industry = 'food'", among) == (1, 100.0)
    regions = bools([True, False, False, False, False, False])
    drawn = add_area(plan, "Left", outline_of(shapely.box(0, 0, 1000, 2000)))
    (left,) = area_sums(drawn, 2, regions)
    assert (left.regions, left.accounts, left.amount) == (1, 1, 100.0)
