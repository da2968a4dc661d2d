"""Figures joined onto regions by code: sums, unknown codes with a guess, regions without a row."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.io.figures import figures_of
from planner.io.tables import Table, table_of_text
from planner.model.issues import Issue, Severity

BY_CODE = {"0001": 0, "0002": 1, "0003": 2, "Utrecht": 2, "0104": 3}


def table(text: str) -> Table:
    read, issues = table_of_text(text)
    assert read is not None, issues
    return read


def codes(issues: tuple[Issue, ...]) -> list[tuple[str, int | None]]:
    return [(issue.code, issue.row) for issue in issues]


def test_rows_of_one_region_are_added_up_and_lost_zeros_put_back() -> None:
    text = "pc;inwoners;omzet\n0001;10;1,5\n1;20;2\n0002;5;3\nUtrecht;1;1\n104;7;0\n"
    columns, issues = figures_of(table(text), "pc", ["inwoners", "omzet"], BY_CODE)
    assert list(columns) == ["inwoners", "omzet"]
    assert columns["inwoners"].tolist() == [30, 5, 1, 7]
    assert columns["omzet"].tolist() == [3.5, 3, 1, 0]
    assert codes(issues) == [("region_code", None), ("figures_summed", None)]
    assert "2 codes" in issues[0].found


def test_unknown_codes_are_said_once_with_their_row_and_the_nearest_guess() -> None:
    text = "pc,n\n0001,1\n0O02,2\n0O02,3\nxyzzy,4\n,5\n"
    columns, issues = figures_of(table(text), "pc", ["n"], BY_CODE)
    assert columns["n"].tolist()[0] == 1
    assert np.isnan(columns["n"][1:]).all()
    unknown = [issue for issue in issues if issue.code == "region_unknown"]
    assert [(issue.row, "0002" in issue.mend) for issue in unknown] == [
        (3, True), (5, False), (6, False),
    ]  # fmt: skip
    assert "'0O02' (2 rows)" in unknown[0].found
    assert unknown[2].found == "the row has no code"


def test_regions_without_a_row_are_told_and_stay_unknown() -> None:
    columns, issues = figures_of(table("pc,n\n0001,0\n0104,2\n"), "pc", ["n"], BY_CODE)
    assert np.isnan(columns["n"]).tolist() == [False, True, True, False]
    (missing,) = issues
    assert (missing.code, missing.severity) == ("figures_missing", Severity.WARNING)
    assert "2 of 4 regions have no row (0002, 0003)" in missing.found


def test_a_cell_that_is_no_number_is_left_out_of_the_sum() -> None:
    text = "pc,n\n0001,1\n0001,x\n0002,2\n0003,3\n0104,4\n"
    columns, issues = figures_of(table(text), "pc", ["n"], BY_CODE)
    assert columns["n"].tolist() == [1, 2, 3, 4]
    assert codes(issues) == [("figures_summed", None), ("number_wrong", 3)]


def test_an_absent_column_is_one_error() -> None:
    columns, issues = figures_of(table("pc,n\n0001,1\n"), "pc", ["inwoners"], BY_CODE)
    assert dict(columns) == {}
    assert [issue.severity for issue in issues] == [Severity.ERROR]


def test_a_wrong_column_of_codes_is_said_in_some_lines_not_in_thousands() -> None:
    text = "pc,n\n" + "".join(f"wrong-{at},1\n" for at in range(500))
    _, issues = figures_of(table(text), "pc", ["n"], BY_CODE)
    assert len([issue for issue in issues if issue.code == "region_unknown"]) == 101
    assert "400 more codes" in issues[100].found


@pytest.mark.parametrize("regions", [1, 7])
@given(rows=st.lists(st.tuples(st.integers(0, 6), st.integers(-1000, 1000)), min_size=1))
def test_nothing_is_lost_or_added(regions: int, rows: list[tuple[int, int]]) -> None:
    by_code = {f"r{at}": at for at in range(regions)}
    text = "code;n;x\n" + "".join(f"r{at % regions};{value};\n" for at, value in rows)
    columns, _ = figures_of(table(text), "code", ["n"], by_code)
    assert np.nansum(columns["n"]) == sum(value for _, value in rows)
