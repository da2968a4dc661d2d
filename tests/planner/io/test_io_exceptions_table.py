"""Named accounts from a pasted table or a file, with everything that was not understood."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from builders import grid_plan

from planner.io.exceptions_table import (
    ExceptionSource,
    exceptions_of,
    exceptions_of_text,
    read_exceptions,
)
from planner.io.tables import table_of_text
from planner.model.issues import Issue, Severity
from planner.model.plan import Plan
from planner.model.scenarios import AccountException
from planner.model.types import AccountId, RepId

HEADER = "account\trep\treason\tasked by\tuntil\tcounts\n"


@pytest.fixture
def plan() -> Plan:
    return grid_plan(1, 4, 2)


def codes(issues: tuple[Issue, ...]) -> list[tuple[str, int | None]]:
    return [(issue.code, issue.row) for issue in issues]


def test_a_pasted_table_is_taken_by_id_and_by_name(plan: Plan) -> None:
    found, issues = exceptions_of_text(
        HEADER + "A00001\tR02\trenewal\tJ. Smit\t31-12-2027\tnee\naccount  2\trep 1\t\t\t\tja\n",
        plan,
    )
    assert found == (
        AccountException(
            AccountId("A00001"), RepId("R02"), "renewal", date(2027, 12, 31), "J. Smit", False
        ),
        AccountException(AccountId("A00002"), RepId("R01")),
    )
    assert issues == ()


@pytest.mark.parametrize(("cell", "counts"), [("1", True), ("0", False), ("No", False), ("", True)])
def test_counts_is_read_in_any_usual_form(plan: Plan, cell: str, counts: bool) -> None:
    (found,), issues = exceptions_of_text(f"{HEADER}A00001\tR02\t\t\t\t{cell}", plan)
    assert (found.counts, issues) == (counts, ())


def test_what_is_not_understood_is_listed_with_the_nearest(plan: Plan) -> None:
    found, issues = exceptions_of_text(
        HEADER + "Acount 3\tR02\n\tR02\nA00002\tRep 9\nA00004\tR01\t\t\tsoon\tmaybe\n",
        plan,
    )
    assert [one.account_id for one in found] == ["A00004"]
    by_code = {(one.code, one.row): one for one in issues if one.code != "row_ragged"}
    assert set(by_code) == {
        ("account_unknown", 2), ("account_unknown", 3), ("rep_unknown", 4), ("date_wrong", 5),
        ("value_wrong", 5),
    }  # fmt: skip
    assert "Account 3 (A00003)" in by_code["account_unknown", 2].mend
    assert "Rep 1 (R01)" in by_code["rep_unknown", 4].mend


@pytest.mark.parametrize("head", ["Klantnummer;Verkoper", "Account Number;Account Owner"])
def test_headers_of_exports_are_known_in_a_list_too(plan: Plan, head: str) -> None:
    found, issues = exceptions_of_text(f"{head}\nA00001;R02\n", plan)
    assert (len(found), issues) == (1, ())


def test_people_are_known_last_name_first_and_without_accents(plan: Plan) -> None:
    reps = (replace(plan.reps[0], name="Jörg Müller"), replace(plan.reps[1], name="Bo Łuk"))
    text = HEADER + "A00001\tMuller, Jorg\nA00002\tLUK Bo\n"
    found, issues = exceptions_of_text(text, replace(plan, reps=reps))
    assert [one.rep_id for one in found] == ["R01", "R02"]
    assert {issue.code for issue in issues} <= {"row_ragged"}


def test_a_name_that_several_have_is_not_guessed(plan: Plan) -> None:
    accounts = replace(plan.accounts, names=("Same", "same", "Other", "Else"))
    found, issues = exceptions_of_text(HEADER + "Same\tR01\n", replace(plan, accounts=accounts))
    assert found == ()
    assert "A00001, A00002" in next(i.found for i in issues if i.code == "account_ambiguous")


def test_of_two_rows_for_one_account_the_last_counts(plan: Plan) -> None:
    found, issues = exceptions_of_text("account\trep\nA00001\tR01\nAccount 1\tR02\n", plan)
    assert [(one.account_id, one.rep_id) for one in found] == [("A00001", "R02")]
    assert codes(issues) == [("id_duplicate", 3)]


def test_a_table_without_a_header_is_taken_in_the_usual_order(plan: Plan) -> None:
    found, issues = exceptions_of_text("A00001;R02;renewal\nA00009;R02;x\n", plan)
    assert [(one.account_id, one.reason) for one in found] == [("A00001", "renewal")]
    assert codes(issues) == [("order_guessed", None), ("account_unknown", 2)]


def test_an_empty_clipboard_and_a_table_of_something_else_are_told(plan: Plan) -> None:
    for text in ("", "\n\n"):
        found, issues = exceptions_of_text(text, plan)
        assert found == ()
        assert issues[-1].severity is Severity.ERROR
    table, _ = table_of_text("colour,size\nred,3\n")
    assert table is not None
    assert [one.code for one in exceptions_of(table, plan)[1]] == ["column_missing"] * 2


def test_a_file_of_named_accounts_comes_into_today(plan: Plan, tmp_path: Path) -> None:
    path = tmp_path / "named.csv"
    path.write_text("klant,wie,reden\nA00001,R02,renewal\n", encoding="utf-8")
    after, issues = read_exceptions([ExceptionSource(path, {"rep_id": "wie"})], plan)
    assert issues == ()
    assert after.today.exceptions == (
        AccountException(AccountId("A00001"), RepId("R02"), "renewal"),
    )
    same, issues = read_exceptions([ExceptionSource(tmp_path / "none.csv")], plan)
    assert same is plan
    assert codes(issues) == [("file_missing", None)]
