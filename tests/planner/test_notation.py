from __future__ import annotations

import math

import pytest

from planner.notation import (
    deviation,
    environment_notation,
    notation,
    notation_of,
    number,
    percent,
    plain,
    quantity,
    read_number,
    scale_of,
    signed,
    use_notation,
)

# name, 12345.67 with 1 decimal, -1234, 4.1 %, money of 89.2 million
WRITTEN = [
    ("neutral", "12\u202f345.7", "−1\u202f234", "4.1\u00a0%", "€\u00a089.2\u00a0M"),
    ("neutral_comma", "12\u202f345,7", "−1\u202f234", "4,1\u00a0%", "€\u00a089,2\u00a0M"),
    ("point_comma", "12.345,7", "−1.234", "4,1\u00a0%", "€\u00a089,2\u00a0M"),
    ("comma_point", "12,345.7", "−1,234", "4.1%", "€\u00a089.2\u00a0M"),
]


@pytest.mark.parametrize(("name", "figure", "negative", "share", "money"), WRITTEN)
def test_figures_in_each_notation(
    name: str, figure: str, negative: str, share: str, money: str
) -> None:
    use_notation(name)
    assert notation() == name
    assert number(12345.67, 1) == figure
    assert number(-1234) == negative
    assert percent(0.041) == share
    assert quantity(89_213_456.0, "EUR") == money


def test_zero_has_no_sign_and_the_unknown_is_a_dash() -> None:
    assert number(-0.04, 1) == "0.0"
    assert (number(math.nan), percent(None), percent(math.inf)) == ("–", "–", "–")
    assert (deviation(0.0), deviation(0.031), deviation(-0.024)) == (
        "0.0\u00a0%", "+3.1\u00a0%", "−2.4\u00a0%",
    )  # fmt: skip
    assert (signed(1240.0), signed(-3.0), signed(0.0)) == ("+1\u202f240", "−3", "0")


def test_money_is_scaled_by_its_column_and_other_units_are_not() -> None:
    use_notation("point_comma")
    assert scale_of(8_110_000.0, "EUR").unit == "€\u00a0k"
    assert quantity(8_110_000.0, "EUR") == "€\u00a08.110\u00a0k"
    assert quantity(81_100.0, "EUR") == "€\u00a081.100"
    assert quantity(1640.0, "hours") == "1.640\u00a0hours"
    assert quantity(7.5, "h") == "7,5\u00a0h"


def test_a_figure_of_as_many_decimals_as_it_has() -> None:
    assert [plain(x) for x in (0.25, 12.0, 1234.5, -3.0)] == ["0.25", "12", "1\u202f234.5", "−3"]
    assert plain(12345678.0) == "12\u202f345\u202f678"
    use_notation("point_comma")
    assert plain(52.37) == "52,37"


@pytest.mark.parametrize("name", [name for name, *_ in WRITTEN])
@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("12 345,7", 12345.7), ("12\u202f345.7", 12345.7), ("12.345,7", 12345.7),
        ("12,345.7", 12345.7), ("1.234.567", 1234567.0), ("1,234,567", 1234567.0),
        ("−3,5", -3.5), ("-3.5", -3.5), ("4,1 %", 4.1), ("0,5", 0.5), ("0.125", 0.125),
        ("1'234.5", 1234.5), ("7", 7.0), ("+2", 2.0),
    ],
)  # fmt: skip
def test_typed_figures_are_read_in_every_notation(name: str, typed: str, value: float) -> None:
    use_notation(name)
    assert read_number(typed) == pytest.approx(value)


def test_one_sign_with_three_digits_behind_it_is_read_as_the_notation_has_it() -> None:
    assert read_number("1.234") == 1.234
    use_notation("point_comma")
    assert (read_number("1.234"), read_number("1,234")) == (1234.0, 1.234)
    use_notation("comma_point")
    assert (read_number("1.234"), read_number("1,234")) == (1.234, 1234.0)


@pytest.mark.parametrize("typed", ["", "x", "1.2.3,4,5", "1e400", "nan", "１２", "1_000", "--3"])
def test_what_is_no_figure_is_none(typed: str) -> None:
    assert read_number(typed) is None


@pytest.mark.parametrize(
    ("locale", "name"),
    [
        ("nl_NL.UTF-8", "point_comma"), ("nl", "point_comma"), ("en_US", "comma_point"),
        ("en-GB", "comma_point"), ("fr_FR@euro", "neutral_comma"), ("de_DE", "point_comma"),
        ("de_AT", "neutral_comma"), ("de_CH", "neutral"), ("C", "neutral"), ("", "neutral"),
    ],
)  # fmt: skip
def test_a_locale_says_the_notation(locale: str, name: str) -> None:
    assert notation_of([locale]) == name


def test_the_environment_says_the_notation() -> None:
    assert environment_notation({"LANG": "nl_NL.UTF-8"}) == "point_comma"
    assert environment_notation({"LANG": "nl_NL", "LC_ALL": "C"}) == "neutral"
    assert (
        environment_notation({"LANG": "nl_NL", "RAYON_NUMBERS": "neutral_comma"}) == "neutral_comma"
    )
    with pytest.raises(ValueError, match="notation is one of"):
        use_notation("roman")
