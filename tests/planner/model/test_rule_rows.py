"""Rules as rows mean what their text means."""

from __future__ import annotations

import pytest
from builders import grid_plan
from hypothesis import given
from hypothesis import strategies as st

from planner.model.formula import rows_where
from planner.model.rule_rows import AREA, SEGMENT, RuleRow, rows_of, text_of

word = st.text(max_size=8)
words = st.lists(word, min_size=1, max_size=3).map(tuple)
numbers = st.tuples(st.floats(-1e6, 1e6))
joins = st.sampled_from(("and", "or"))


def rows_with(joins: st.SearchStrategy[str]) -> st.SearchStrategy[RuleRow]:
    """Rows of every kind."""
    return st.one_of(
        st.builds(
            RuleRow, st.just("a"), st.sampled_from(("=", "!=", "has")), st.tuples(word), joins
        ),
        st.builds(RuleRow, st.just("b"), st.sampled_from(("<", ">=")), numbers, joins),
        st.builds(RuleRow, st.just("c"), st.sampled_from(("in", "not in")), words, joins),
        st.builds(
            RuleRow,
            st.sampled_from((SEGMENT, AREA)),
            st.sampled_from(("=", "!=")),
            st.just(("x",)),
            joins,
        ),
    )


@given(rows_with(st.just("and")), st.lists(rows_with(joins), max_size=5))
def test_rows_come_back_from_their_text(first: RuleRow, more: list[RuleRow]) -> None:
    rows = (first, *more)
    assert rows_of(text_of(rows)) == rows


@pytest.mark.parametrize(
    "where",
    [
        "(industry = 'food' or status = 'customer') and visits > 3",
        "not (industry = 'food')",
        "not (industry = 'food' or visits > 3)",
        "visits > 3 and (status = 'x' or status = 'y')",
    ],
)
def test_what_needs_brackets_has_no_rows(where: str) -> None:
    assert rows_of(where) is None


def test_brackets_that_change_nothing_are_left_out() -> None:
    rows = rows_of("visits > 3 or (industry = 'food' and status = 'customer')")
    assert rows is not None
    assert text_of(rows) == "visits > 3 or industry = 'food' and status = 'customer'"
    accounts = grid_plan(3, 3).accounts
    assert rows_where(text_of(rows), accounts).tolist() == rows_where(
        "visits > 3 or (industry = 'food' and status = 'customer')", accounts
    ).tolist()  # fmt: skip


def test_an_empty_rule_has_no_rows() -> None:
    assert rows_of("  ") == ()
    assert text_of(()) == ""
