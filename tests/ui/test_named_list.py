"""A list of named accounts as a job reads it: how far it is, stopped, and no more issues than one reads."""

from __future__ import annotations

from pathlib import Path

import pytest
from builders import grid_plan

from planner.io.table_format import Stopped
from ui.use_cases.named_list import MOST_ISSUES, Step, list_of_file, list_of_text


def list_file(folder: Path, rows: int) -> Path:
    path = folder / "named.csv"
    lines = [f"Z{row:05d},R01\n" for row in range(rows)]
    path.write_text("account,rep\nA00001,R02\n" + "".join(lines), "utf-8")
    return path


def test_a_list_in_a_file_says_how_far_it_is(tmp_path: Path) -> None:
    heard: list[Step] = []
    found, issues = list_of_file(list_file(tmp_path, 3), grid_plan(1, 4, 2), heard.append, bool)
    assert [str(one.account_id) for one in found] == ["A00001"]
    assert [issue.row for issue in issues] == [3, 4, 5]
    shares = [step.share for step in heard]
    assert shares == sorted(shares)
    assert 0 <= shares[0] < shares[-1] < 1
    assert heard[-1].what == "Finding the accounts"


@pytest.mark.parametrize("after", [0, 2, 5])
def test_a_list_in_a_file_stops_when_it_is_asked_to(tmp_path: Path, after: int) -> None:
    asked: list[int] = []

    def stop() -> bool:
        asked.append(1)
        return len(asked) > after

    with pytest.raises(Stopped):
        list_of_file(list_file(tmp_path, 3), grid_plan(1, 4, 2), lambda _step: None, stop)
    assert len(asked) == after + 1


def test_a_list_stops_while_its_accounts_are_looked_for(tmp_path: Path) -> None:
    rows = 5000
    asked: list[int] = []

    def stop() -> bool:
        asked.append(1)
        return len(asked) > 3

    text = "account\trep\n" + "".join(f"Z{row:05d}\tR01\n" for row in range(rows))
    with pytest.raises(Stopped):
        list_of_text(text, grid_plan(1, 4, 2), "clipboard", stop)
    assert len(asked) == 4  # of ten a column


def test_of_very_many_issues_the_rest_is_a_number(tmp_path: Path) -> None:
    text = "account\trep\n" + "".join(f"Z{row:05d}\tR01\n" for row in range(MOST_ISSUES + 200))
    for found, issues in (
        list_of_text(text, grid_plan(1, 4, 2), "clipboard"),
        list_of_file(
            list_file(tmp_path, MOST_ISSUES + 200), grid_plan(1, 4, 2), lambda _step: None, bool
        ),
    ):
        assert len(found) <= 1
        assert len(issues) == MOST_ISSUES + 1
        assert issues[-1].found == "and 200 more"
        assert "there is no account" in issues[0].found
    _, issues = list_of_text("account\trep\nA1\tR01\n", grid_plan(1, 4, 2), "clipboard")
    assert len(issues) == 1


def test_a_file_that_cannot_be_read_is_an_issue(tmp_path: Path) -> None:
    found, issues = list_of_file(
        tmp_path / "none.csv", grid_plan(1, 4, 2), lambda _step: None, bool
    )
    assert found == ()
    assert len(issues) == 1
