"""Numbers and days as people and programs write them."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.io.cells import cell_form, date_column, number_column
from planner.io.columns import numbers
from planner.io.dates import DateOrder, date_form, read_date
from planner.io.tables import Table, TableFormat, table_of_text

MARKS = {"comma": (".", ","), "point": (",", "."), "space": (" ", ","), "apostrophe": ("'", ".")}


def read(cells: list[str], *, comma: bool = False) -> list[float | None]:
    values, wrong = numbers(cells, comma_likely=comma)
    assert not (wrong & np.isfinite(values)).any()
    return [
        None if bad else value for value, bad in zip(values.tolist(), wrong.tolist(), strict=True)
    ]


def table(*columns: list[str], delimiter: str = ";") -> Table:
    rows = zip(*columns, strict=True)
    text = "\n".join(delimiter.join(row) for row in rows)
    found, issues = table_of_text(text)
    assert found is not None, issues
    return found


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("1234", 1234), ("-12.5", -12.5), ("1e6", 1e6), ("1,5E+06", 1.5e6), ("+7", 7), (".5", 0.5),
        ("1234.", 1234), ("€ 1.234,50", 1234.5), ("1.234,50 €", 1234.5), ("$1,234.50", 1234.5),
        ("US$ 12", 12), ("EUR 7", 7), ("7 kr", 7), ("CHF 1'234.50", 1234.5), ("1’234", 1234),
        ("1 234,5", 1234.5), ("1\u00a0234,5", 1234.5), ("1\u202f234\u202f567", 1_234_567),
        ("12-", -12), ("1.200,50-", -1200.5), ("(12,50)", -12.5), ("($7)", -7), ("−3", -3),
        ("12%", 0.12), ("12,5 %", 0.125), ("-7%", -0.07), ("10,-", 10), ("€ 10,--", 10),
        ("1.234.567", 1_234_567), ("1,234,567", 1_234_567), ("0,123", 0.123), ("-€ 5", -5),
        ("50.-", 50), ("CHF 12'000.-", 12_000), ("7.–", 7), ("$(1,234.50)", -1234.5),
        ("€ -", 0), ("-   €", 0), ("Rs. 1,200", 1200),
    ],
)  # fmt: skip
def test_one_notation(cell: str, value: float) -> None:
    assert read([cell]) == [pytest.approx(value, rel=1e-15)]


@pytest.mark.parametrize(
    "cell",
    ["x", "1_000", "nan", "inf", "-", "1-2", "(5", "5)", "--5", "(-5)", "12 34", "020 123 4567",
     "1.2.3", "1,23,456", "12.34.567", "5 km", "1e999", "1 234 5", "€", "%", "#N/A", "31-12-2024"],
)  # fmt: skip
def test_what_is_no_number(cell: str) -> None:
    assert read([cell, "", "5"])[::2] == [None, 5]


def test_a_column_is_read_one_way_but_for_cells_that_have_one_reading() -> None:
    assert read(["1.5", "2.5", "1.234", "1.234,50"]) == [1.5, 2.5, 1.234, 1234.5]
    assert read(["1,5", "2,5", "1.234", "1,234.50"]) == [1.5, 2.5, 1234, 1234.5]
    assert read(["1.234", "5.678"]) == [1.234, 5.678]
    assert read(["1.234", "5.678"], comma=True) == [1234, 5678]
    assert read(["52.37", "4.5"], comma=True) == [52.37, 4.5]
    assert read(["1", ""], comma=True)[0] == 1


@given(
    st.lists(st.integers(-(10**9), 10**9), min_size=1, max_size=20),
    st.sampled_from(sorted(MARKS)),
    st.sampled_from(["{}", "€ {}", "{} EUR", "{}%"]),
)
def test_amounts_come_back_from_every_notation(cents: list[int], marks: str, around: str) -> None:
    thousands, decimal = MARKS[marks]
    written = [f"{value / 100:,.2f}" for value in cents]
    turned = [text.translate({44: thousands, 46: decimal}) for text in written]
    factor = 100 if "%" in around else 1
    values = read([around.format(text) for text in turned])
    assert values == [pytest.approx(value / 100 / factor, abs=1e-12) for value in cents]


@given(st.lists(st.one_of(st.text(max_size=12), st.floats().map(str)), max_size=8), st.booleans())
def test_every_cell_is_a_number_or_empty_or_told(cells: list[str], comma: bool) -> None:
    values, wrong = numbers(cells, comma_likely=comma)
    for cell, value, bad in zip(cells, values.tolist(), wrong.tolist(), strict=True):
        assert bad == (bool(cell.strip()) and not np.isfinite(value))


def test_a_thousand_that_may_be_one_is_told_unless_the_rest_of_the_table_tells() -> None:
    alone = table(["id", "1", "2"], ["n", "1.234", "5"], delimiter="\t")
    values, issues = number_column(alone, "n", "Left out.")
    assert values.tolist() == [1.234, 5]
    assert [issue.code for issue in issues] == ["number_doubtful"]
    assert "1.234" in issues[0].mend
    semicolons = table(["id", "1", "2"], ["n", "1.234", "5"])
    assert number_column(semicolons, "n", "Left out.")[0].tolist() == [1234, 5]
    degrees = table(["id", "1", "2"], ["n", "1.234", "5"], ["lat", "52.3702", "4.1"])
    assert number_column(degrees, "n", "Left out.")[0].tolist() == [1.234, 5]


THOUSANDS = [f"{1 + at % 12}.{at * 7 % 1000:03d}" for at in range(99)]
ENGLISH = [cell.replace(".", ",") for cell in THOUSANDS]
AMOUNTS = [int(cell.replace(".", "")) for cell in THOUSANDS]
COUNT = [str(at) for at in range(100)]


def quoted(cells: list[str]) -> list[str]:
    return [f'"{cell}"' for cell in cells]


@pytest.mark.parametrize("at", [0, 50, 99])
@pytest.mark.parametrize("stray", ["950.5", "0.95"])
def test_one_decimal_point_makes_no_thousand_a_little_over_one(at: int, stray: str) -> None:
    cells, amounts = [*THOUSANDS], [*AMOUNTS]
    cells.insert(at, stray)
    amounts.insert(at, float(stray))
    found = table(["id", *COUNT], ["omzet", *cells])
    values, issues = number_column(found, "omzet", "Left out.")
    assert values.tolist() == amounts
    assert [(issue.code, issue.row) for issue in issues] == [("number_doubtful", at + 2)]
    assert repr(stray) in issues[0].found
    assert "is read as" in cell_form(found, "omzet")
    assert stray not in cell_form(found, "omzet")


@pytest.mark.parametrize("same", [True, False])
def test_one_decimal_comma_makes_no_english_thousand_a_little_over_one(same: bool) -> None:
    cells, amounts = (["1,250"] * 99, [1250] * 99) if same else (ENGLISH, AMOUNTS)
    columns = ["id", *COUNT], ["revenue", *quoted([*cells, "950,5"])]
    for found in (table(*columns, delimiter=","), table(*columns, delimiter="\t")):
        values, issues = number_column(found, "revenue", "Left out.")
        assert values.tolist() == [*amounts, 950.5]
        assert [(issue.code, issue.row) for issue in issues] == [("number_doubtful", 101)]
        assert "'950,5'" in issues[0].found


def test_one_decimal_comma_in_another_column_makes_no_thousand_a_little_over_one() -> None:
    score = ["score", *["3"] * 98, '"2,5"']
    found = table(["id", *COUNT[1:]], ["revenue", *quoted(ENGLISH)], score, delimiter=",")
    assert not found.comma
    assert number_column(found, "revenue", "Left out.")[0].tolist() == AMOUNTS
    assert number_column(found, "score", "Left out.")[0][-1] == 2.5


def test_one_decimal_comma_among_negative_thousands_is_a_stray_too() -> None:
    assert read([*(f"-{cell}" for cell in ENGLISH), "950,5"])[::98] == [-AMOUNTS[0], -AMOUNTS[98]]


def test_a_decimal_mark_that_is_not_that_of_the_thousands_settles_them() -> None:
    for last in ("950,5", "1.250.000"):
        found = table(["id", *COUNT], ["omzet", *THOUSANDS, last], delimiter="\t")
        values, issues = number_column(found, "omzet", "Left out.")
        assert values[:-1].tolist() == AMOUNTS
        assert issues == ()
    found = table(["id", *COUNT], ["revenue", *quoted([*ENGLISH, "950.5"])], delimiter=",")
    values, issues = number_column(found, "revenue", "Left out.")
    assert values.tolist() == [*AMOUNTS, 950.5]
    assert issues == ()


def test_decimals_without_zeros_at_their_end_are_decimals() -> None:
    cells = [f"{1 + at % 12}.{at * 7 % 1000:03d}".rstrip("0") for at in range(1, 100)]
    found = table(["id", *COUNT[1:]], ["weight", *cells])
    values, issues = number_column(found, "weight", "Left out.")
    assert values.tolist() == list(map(float, cells))
    assert [issue.code for issue in issues] == ["number_doubtful"]


def test_where_only_the_semicolons_speak_for_a_decimal_comma_the_doubt_is_said() -> None:
    found = table(["id", *COUNT[1:]], ["omzet", *THOUSANDS])
    values, issues = number_column(found, "omzet", "Left out.")
    assert values.tolist() == AMOUNTS
    assert [issue.code for issue in issues] == ["number_doubtful"]
    sure = table(["id", *COUNT[1:]], ["omzet", *THOUSANDS], ["score", *["2,5"] * 99])
    assert number_column(sure, "omzet", "Left out.")[1] == ()


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        ("2027-01-31", date(2027, 1, 31)), ("20270131", date(2027, 1, 31)),
        ("2027/1/3", date(2027, 1, 3)), ("2027-01-31T23:59:59+02:00", date(2027, 1, 31)),
        ("31-1-2027", date(2027, 1, 31)), ("31.01.27", date(2027, 1, 31)),
        ("31/01/1999 14:05", date(1999, 1, 31)), ("3-4-75", date(1975, 4, 3)),
        ("di 5 jan. 2027", date(2027, 1, 5)), ("Tuesday, 5 January 2027", date(2027, 1, 5)),
        ("5-mrt-27", date(2027, 3, 5)), ("1 mai 2027", date(2027, 5, 1)),
        ("15 août 2027", date(2027, 8, 15)), ("5. Dezember 2027", date(2027, 12, 5)),
        ("Oct 5, 2027", date(2027, 10, 5)), ("1st of May", None), ("31-2-2027", None),
        ("2027-13-01", None), ("202711", None), ("5 foo 2027", None), ("0-0-0", None),
    ],
)  # fmt: skip
def test_one_day(cell: str, day: date | None) -> None:
    assert read_date(cell) == day


@given(st.dates(date(1970, 1, 1), date(2069, 12, 31)), st.sampled_from("-/. "))
def test_days_come_back_in_either_order(day: date, mark: str) -> None:
    parts = [str(day.day), str(day.month), str(day.year)]
    assert read_date(mark.join(parts)) == day
    parts[0], parts[1] = parts[1], parts[0]
    assert read_date(mark.join(parts), month_first=True) == day
    assert read_date(str((day - date(1899, 12, 30)).days), serial=True) == day


def test_the_order_of_a_column_is_settled_by_any_cell_or_told() -> None:
    form = date_form(["1/2/2027", "1/13/2027"])
    assert form is not None
    assert (form.order, form.sure) == (DateOrder.MONTH_FIRST, True)
    form = date_form(["1/2/2027", "13/1/2027"])
    assert form is not None
    assert (form.order, form.sure) == (DateOrder.DAY_FIRST, True)
    form = date_form(["3/3/2027", "1/2/2027"])
    assert form is not None
    assert (form.order, form.sure, form.example) == (DateOrder.DAY_FIRST, False, "1/2/2027")
    form = date_form(["1/2/2027"], [["3/4/2027"], ["1/31/2027"]])
    assert form is not None
    assert (form.order, form.sure) == (DateOrder.MONTH_FIRST, True)
    form = date_form(["1/2/2027 2:05 PM"])
    assert form is not None
    assert form.order is DateOrder.MONTH_FIRST
    assert date_form(["3/3/2027"]) is not None
    assert date_form(["x", "y", "1/2/2027"]) is None
    assert date_form(["", ""]) is None


def test_few_days_among_words_settle_their_order_too() -> None:
    cells = ["since", "03/04/2026", "12/31/2026", "soon", "later", "x", "y"]
    settled = table([f"{at}" for at in range(7)], cells)
    written, issues = date_column(settled, "since")
    assert written[:2] == ("2026-03-04", "2026-12-31")
    assert {issue.code for issue in issues} == {"date_wrong"}


def test_few_days_among_words_tell_the_doubt_about_their_order() -> None:
    cells = ["since", "03/04/2026", "soon", "later", "x", "y"]
    open_ = table([f"{at}" for at in range(6)], cells, delimiter="\t")
    written, issues = date_column(open_, "since")
    assert written[0] == "2026-04-03"
    assert issues[0].code == "date_doubtful"
    assert cell_form(open_, "since") == "text"


def test_a_column_of_day_numbers_is_told() -> None:
    found = table(["id", "1", "2"], ["since", "45443", "45444"])
    written, issues = date_column(found, "since")
    assert written == ("2024-05-31", "2024-06-01")
    assert [issue.code for issue in issues] == ["date_doubtful"]
    assert "2024-05-31" in issues[0].mend


def test_forms_are_said_in_words() -> None:
    found = table(
        ["id", "a", "b"], ["n", "7", "8"], ["m", "1.234,50", "2"], ["d", "31-1-2027", ""],
        ["e", "", ""], ["i", "2027-01-31", "x"], ["w", "1 mei 2027", "2 mei 2027"],
    )  # fmt: skip
    assert [cell_form(found, column) for column in found.columns] == [
        "text", "whole numbers", "numbers with a decimal comma (1.234,50)",
        "days as day-month-year (31-1-2027)", "empty", "text",
        "days with the name of the month (1 mei 2027)",
    ]  # fmt: skip
    english = table(["id", "a"], ["d", "1/2/2027"], ["n", "1.5"], delimiter="\t")
    assert "other way round" in cell_form(english, "d")
    assert cell_form(english, "n") == "numbers with a decimal point (1.5)"
    assert english.format == TableFormat("", 1, "", "\t")
