from __future__ import annotations

import math

import pytest

from ui.widgets import figures as f


@pytest.mark.parametrize(
    ("fraction", "said"),
    [
        (0.041, "+4.1\u00a0%"),
        (-0.024, "\u22122.4\u00a0%"),
        (0.0, "0.0\u00a0%"),
        (-0.0001, "0.0\u00a0%"),
        (0.0004, "0.0\u00a0%"),
        (math.inf, "–"),
        (None, "–"),
    ],
)
def test_a_deviation_has_its_sign_and_zero_has_none(fraction: float | None, said: str) -> None:
    assert f.deviation(fraction) == said


def test_figures_have_thin_spaces_and_a_true_minus() -> None:
    assert f.number(-1234567.891, 1) == "\u22121\u202f234\u202f567.9"


@pytest.mark.parametrize(
    ("value", "unit", "said"),
    [
        (89_200_000, "EUR", "€\u00a089.2\u00a0M"),
        (8_110_000, "EUR", "€\u00a08\u202f110\u00a0k"),
        (950, "USD", "$\u00a0950"),
        (1640, "hours", "1\u202f640\u00a0hours"),
        (12.5, "accounts", "12.5\u00a0accounts"),
    ],
)
def test_a_quantity_has_its_unit(value: float, unit: str, said: str) -> None:
    assert f.quantity(value, unit) == said


def test_time_is_minutes_and_seconds() -> None:
    assert f.clock(62.9) == "1:02"
