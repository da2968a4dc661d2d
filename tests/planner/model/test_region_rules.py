"""Rules that ask the region an account lies in."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from builders import grid_regions
from hypothesis import given
from hypothesis import strategies as st

from planner.model.accounts import Accounts
from planner.model.formula import (
    Columns,
    FormulaError,
    columns_of,
    measure_values,
    primary_segments,
    rows_where,
)
from planner.model.measures import Measure
from planner.model.regions import RegionSet
from planner.model.rule_rows import RuleRow, rows_of, text_of
from planner.model.segments import Segment
from planner.model.types import UNASSIGNED, AccountId, floats, frozen_map, ints

# Four regions, two in the West (0, 2) and two in the East; nobody knows how urban the last one is.
REGIONS = replace(
    grid_regions(2, 2),
    columns=frozen_map({"urbanity": floats([5, 3, 1, np.nan]), "homes 2024": floats([9, 0, 0, 4])}),
)


def accounts_in(*regions: int) -> Accounts:
    a = len(regions)
    return Accounts(
        ids=tuple(AccountId("abcdefghijklmnop"[at]) for at in range(a)),
        names=("",) * a,
        region=ints(regions),
        lon_lat=floats(np.full((a, 2), np.nan)),
        text=frozen_map({"industry": ("food", "it", "food", "it", "food", "it")[:a]}),
    )


ACCOUNTS = accounts_in(0, 0, 1, 2, 3, UNASSIGNED)


def held(where: str, segments: tuple[Segment, ...] = ()) -> str:
    rows = rows_where(where, ACCOUNTS, segments, regions=REGIONS)
    return "".join(id_ for id_, holds in zip(ACCOUNTS.ids, rows, strict=True) if holds)


@pytest.mark.parametrize(
    ("where", "rows"),
    [
        ("region.urbanity >= 3", "abc"),
        ("region.urbanity != 3", "abd"),  # unknown is not unequal
        ("region.urbanity in (1, 3)", "cd"),
        ("region.urbanity not in (1, 3)", "abe"),
        ("not region.urbanity >= 3", "de"),  # the account without a region stays out
        ("not (region.urbanity >= 3 or industry = 'food')", "d"),
        ("region.'homes 2024' > 0", "abe"),
        ('region."homes 2024" = 0', "cd"),
        ("region.province = 'West'", "abd"),
        ("region.province != 'West'", "ce"),
        ("region.province in ('East', 'North')", "ce"),
        ("region.province not in ('East', 'North')", "abd"),
        ("region.country has 'Gridland'", "abcde"),
        ("region.urbanity > 2 and industry = 'food'", "ac"),
        ("region.urbanity > 2 or industry = 'it'", "abcdf"),
        ("not industry = 'food'", "bdf"),  # no test of a region: it holds outside them too
    ],
)
def test_a_rule_asks_the_region_of_each_account(where: str, rows: str) -> None:
    assert held(where) == rows


def test_a_segment_over_regions_counts_in_other_rules_and_in_measures() -> None:
    segments = (Segment("urban", "Urban", "region.urbanity >= 3"),)
    assert held("segment:urban and industry = 'it'", segments) == "b"
    assert held("not segment:urban", segments) == "def"
    assert primary_segments(ACCOUNTS, segments, regions=REGIONS).tolist() == [0, 0, 0, -1, -1, -1]
    for where in ("segment:urban", "region.urbanity >= 3"):
        counted = measure_values(
            Measure("m", "M", "", "accounts.count", where), REGIONS, ACCOUNTS, segments
        )
        assert counted.tolist() == [2, 1, 0, 0]


@pytest.mark.parametrize(
    ("where", "found", "mend"),
    [
        ("industry = 'it' and region.colour = 3", "regions have no column 'colour'",
         "Columns: province, country, urbanity, homes 2024."),
        ("industry = 'it' and region.urbanity = 'x'", "column region.urbanity holds numbers",
         "Leave the quotes out."),
        ("industry = 'it' and region.province = 3", "column region.province holds text",
         "Write '3' with quotes."),
    ],
)  # fmt: skip
def test_what_a_region_cannot_answer_is_said_with_place_and_mend(
    where: str, found: str, mend: str
) -> None:
    with pytest.raises(FormulaError) as caught:
        rows_where(where, ACCOUNTS, regions=REGIONS)
    assert (caught.value.position, caught.value.found, caught.value.mend) == (20, found, mend)


@pytest.mark.parametrize("where", ["region.", "region. = 3", "region.3 = 3", "region.a"])
def test_a_column_of_a_region_is_a_name_and_a_test(where: str) -> None:
    with pytest.raises(FormulaError):
        rows_where(where, ACCOUNTS, regions=REGIONS)


def test_an_account_column_may_still_be_called_region() -> None:
    accounts = replace(ACCOUNTS, text=frozen_map({"region": tuple("xyxyxy")}))
    assert rows_where("region = 'x'", accounts, regions=REGIONS).tolist() == [True, False] * 3


def test_the_columns_a_rule_names_are_told_apart() -> None:
    found = columns_of("regions.homes", "region.urbanity > 3 and visits > 2 and region.p = 'x'")
    assert found == Columns(regions=("homes", "urbanity"), levels=("p",), numbers=("visits",))


NAMES = ("urbanity", "homes 2024", "it's", 'a "b"', "in", "province")


@given(st.lists(st.tuples(st.sampled_from(NAMES), st.sampled_from(("=", "not in"))), min_size=1))
def test_rows_over_regions_come_back_from_their_text(tests: list[tuple[str, str]]) -> None:
    rows = tuple(RuleRow(f"region.{name}", sign, (3.0,), "and") for name, sign in tests)
    assert rows_of(text_of(rows)) == rows


SIGNS = {
    "=": lambda one, other: one == other,
    "!=": lambda one, other: one != other,
    "<": lambda one, other: one < other,
    ">=": lambda one, other: one >= other,
}


@given(
    st.lists(st.integers(UNASSIGNED, 3), min_size=1, max_size=6),
    st.lists(st.sampled_from([math.nan, 0.0, 1.0, 2.0]), min_size=4, max_size=4),
    st.sampled_from(list(SIGNS)),
    st.sampled_from([0.0, 1.0, 2.0]),
    st.booleans(),
)
def test_every_account_is_held_as_a_plain_loop_says(
    places: list[int], figures: list[float], sign: str, value: float, turned: bool
) -> None:
    regions: RegionSet = replace(REGIONS, columns=frozen_map({"x": floats(figures)}))
    rule = f"region.x {sign} {value:g}"
    rows = rows_where(f"not {rule}" if turned else rule, accounts_in(*places), regions=regions)
    for place, holds in zip(places, rows.tolist(), strict=True):
        figure = figures[place]
        passes = not math.isnan(figure) and SIGNS[sign](figure, value)
        assert holds == (place != UNASSIGNED and passes != turned)
