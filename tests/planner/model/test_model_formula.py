"""Rules over accounts and measures of regions."""

from __future__ import annotations

import numpy as np
import pytest
from builders import grid_regions
from hypothesis import given
from hypothesis import strategies as st

from planner.model.accounts import Accounts
from planner.model.formula import (
    FormulaError,
    columns_of,
    measure_values,
    primary_segments,
    rows_where,
)
from planner.model.grammar import parse_formula, parse_rule
from planner.model.measures import Measure
from planner.model.segments import Segment
from planner.model.types import UNASSIGNED, AccountId, floats, frozen_map, ints

REGIONS = grid_regions(2, 2)
ACCOUNTS = Accounts(
    ids=tuple(map(AccountId, "abcd")),
    names=("A", "B", "C", "D"),
    region=ints([0, 0, 3, UNASSIGNED]),
    lon_lat=floats(np.full((4, 2), np.nan)),
    text=frozen_map(
        {
            "industry": ("food", "it", "food", "food"),
            "status": ("prospect", "customer", "", "prospect"),
        }
    ),
    numbers=frozen_map({"employees": floats([10, 60, np.nan, 99]), "visits": floats([1, 2, 4, 8])}),
)
SEGMENTS = (
    Segment("food", "Food", "industry = 'food' and employees >= 50"),
    Segment("big", "Big", "employees > 20"),
    Segment("both", "Both", "segment:food or segment:big"),
    Segment("ring", "Ring", "segment:ring"),
)


@pytest.mark.parametrize(
    ("where", "rows"),
    [
        ("", "abcd"),
        ("industry = 'food'", "acd"),
        ("industry != 'food'", "b"),
        ("employees < 60", "a"),
        ("employees <= 60 and employees > -1.5", "ab"),
        ("employees != 60", "ad"),  # unknown is not unequal
        ("not employees = 60", "acd"),
        ("industry in ('food', 'wood')", "acd"),
        ("industry not in ('food', 'wood')", "b"),
        ("employees in (10, 99)", "ad"),
        ("industry = 'it' or industry = 'food' and employees = 99", "bd"),
        ("(industry = 'it' or industry = 'food') and employees = 99", "d"),
        ('status = ""', "c"),
        ("segment:food", "d"),
        ("segment:both and not segment:food", "b"),
        ("account_id = 'a' OR account = 'B'", "ab"),
    ],
)  # fmt: skip
def test_a_rule_holds_for_the_accounts_it_describes(where: str, rows: str) -> None:
    held = rows_where(where, ACCOUNTS, SEGMENTS)
    assert "".join(id_ for id_, holds in zip(ACCOUNTS.ids, held, strict=True) if holds) == rows


@pytest.mark.parametrize(
    ("source", "where", "values"),
    [
        ("regions.workload", "", [10, 10, 10, 10]),
        ("accounts.count", "", [2, 0, 0, 1]),
        ("accounts.count", "status = 'prospect'", [1, 0, 0, 0]),
        ("accounts.sum(visits)", "", [3, 0, 0, 4]),
        ("accounts.sum(employees)", "", [70, 0, 0, 0]),
        ("accounts.sum(visits) * 2 + regions.prospects", "", [7, 1, 1, 9]),
        ("2 * (accounts.sum(visits) + 1) - -1", "", [9, 3, 3, 11]),
        ("8 / 4 / 2", "", [1, 1, 1, 1]),
        ("regions.'workload' - 1 - 2", "", [7, 7, 7, 7]),
    ],
)
def test_a_measure_is_reckoned_region_by_region(
    source: str, where: str, values: list[float]
) -> None:
    measure = Measure("m", "M", "", source, where)
    assert measure_values(measure, REGIONS, ACCOUNTS, SEGMENTS).tolist() == values


def test_division_by_nothing_is_not_finite_instead_of_an_exception() -> None:
    values = measure_values(Measure("m", "M", "", "1 / accounts.count"), REGIONS, ACCOUNTS)
    assert np.isfinite(values).tolist() == [True, False, False, True]


def test_the_first_segment_that_matches_is_primary() -> None:
    assert primary_segments(ACCOUNTS, SEGMENTS[:2]).tolist() == [-1, 1, -1, 0]


@pytest.mark.parametrize(
    ("where", "position"),
    [
        ("industry = ", 10),
        ("industry food", 9),
        ("nope = 1", 0),
        ("industry = 1", 0),
        ("employees = 'ten'", 0),
        ("segment:nope", 0),
        ("segment:ring", 0),
        ("employees = 1 employees", 14),
        ("employees = 'x", 12),
        ("employees in (1, )", 17),
        ("__import__('os')", 10),
        ("(" * 60 + "a = 1", 51),
    ],
)
def test_a_wrong_rule_says_where_it_goes_wrong(where: str, position: int) -> None:
    with pytest.raises(FormulaError) as caught:
        rows_where(where, ACCOUNTS, SEGMENTS)
    assert caught.value.position == position
    assert caught.value.mend


@pytest.mark.parametrize(
    "source",
    [
        "",
        "regions",
        "regions.nope",
        "accounts.sum(industry)",
        "accounts.avg(visits)",
        "1 +",
        "1e999",
    ],
)
def test_a_wrong_measure_is_a_formula_error(source: str) -> None:
    with pytest.raises(FormulaError):
        measure_values(Measure("m", "M", "", source), REGIONS, ACCOUNTS)


def test_the_columns_a_measure_needs_are_known_before_any_file_is_read() -> None:
    needs = columns_of("accounts.sum(visits) + regions.x", "segment:food and industry = 'a'")
    assert (needs.regions, needs.sums) == (("x",), ("visits",))
    assert (needs.texts, needs.segments) == (("industry",), ("food",))
    assert columns_of("1", "a in (1, 2) or b > 3").numbers == ("a", "b")
    assert needs.accounts


WORDS = st.sampled_from(
    ["regions", "accounts", ".", "count", "sum", "(", ")", "+", "-", "*", "/", "1", "2.5", "x", "and",
     "or", "not", "in", "=", "<", ">=", "'a'", '"', "'", ",", "segment", ":", "employees", "industry"]
)  # fmt: skip


@given(st.one_of(st.text(max_size=60), st.lists(WORDS, max_size=40).map(" ".join)))
def test_no_text_is_anything_but_a_tree_or_a_formula_error(source: str) -> None:
    for parse in (parse_rule, parse_formula):
        try:
            parse(source)
            position = 0
        except FormulaError as error:
            position = error.position
        assert 0 <= position <= len(source)


@given(st.lists(WORDS, max_size=20).map(" ".join))
def test_no_text_breaks_reckoning(source: str) -> None:
    for reckon in (
        lambda: rows_where(source, ACCOUNTS, SEGMENTS),
        lambda: measure_values(Measure("m", "M", "", source), REGIONS, ACCOUNTS, SEGMENTS),
    ):
        try:
            assert len(reckon()) == 4
        except FormulaError:
            continue


@given(st.integers(0, 3000))
def test_a_long_chain_is_an_answer_or_a_formula_error(length: int) -> None:
    for source in ("1" + "+1" * length, "-" * length + "1"):
        try:
            measure_values(Measure("m", "M", "", source), REGIONS, ACCOUNTS)
        except FormulaError:
            continue
