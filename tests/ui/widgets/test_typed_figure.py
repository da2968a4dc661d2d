"""Figures are read as people type them, and never guessed where they mean two things."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ui.widgets.figures import number, percent
from ui.widgets.typed_figure import plain_figure, read_figure


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1.8 %", 0.018), ("3,6%", 0.036), ("7 400", 7400.0), ("7\u202f400", 7400.0),
        ("1.234,5", 1234.5), ("1,234.5", 1234.5), ("1,234,567", 1234567.0), ("0,5", 0.5),
        ("\u2212 3", -3.0), (".5", 0.5), ("7,400", None), ("", None), ("x", None), ("1.2.3", None),
        ("1,2,3", None), ("5 %%", None), ("1e5", None),
    ],
)  # fmt: skip
def test_what_is_typed_is_read(text: str, value: float | None) -> None:
    assert read_figure(text) == value


@given(st.integers(-(10**12), 10**12))
def test_what_is_shown_reads_back(value: int) -> None:
    assert read_figure(number(value)) == value
    assert read_figure(percent(value / 100, 0)) == pytest.approx(value / 100)


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_formula_reads_back_what_was_put_into_it(value: float) -> None:
    assert float(plain_figure(value)) == value
