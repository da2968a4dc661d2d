"""Today from owners per account: counted by hand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import permutations

import numpy as np
import pytest
from builders import grid_accounts, grid_plan, grid_reps

from planner.insight.ownership import account_owners
from planner.io.owners import said_of_owners, with_rep_ids
from planner.io.today import nobody, with_first_owners, with_today
from planner.model.accounts import Accounts
from planner.model.issues import Issue
from planner.model.plan import Plan
from planner.model.scenarios import STRAY, AccountException
from planner.model.types import UNASSIGNED, AccountId, RepId, floats, frozen_map, ints
from planner.sales.key_accounts import held_by_name

Row = tuple[int, str, float]
"""Region, owner, revenue of an account."""


def today_of(
    rows: Sequence[Row], owners: Sequence[str] = ("",) * 4
) -> tuple[Plan, dict[str, Issue]]:
    """Four regions in a row, three people, and these accounts."""
    plan = grid_plan(1, 4, 2, reps=grid_reps(3))
    accounts = grid_accounts(ints([row[0] for row in rows]), [row[1] for row in rows])
    money = floats([row[2] for row in rows])
    accounts = replace(accounts, numbers=frozen_map({"revenue_last_year": money}))
    plan = replace(plan, accounts=with_rep_ids(accounts, plan.reps))
    plan = replace(plan, scenarios=(nobody(plan.goals, 4, 3),))
    made, issues = with_today(plan, owners)
    assert made is not None
    return made, {issue.code: issue for issue in issues}


def held(plan: Plan) -> list[str]:
    """Rep of each region today."""
    reps = [territory.rep_id or "" for territory in plan.today.base.territories]
    return [reps[at] if at != UNASSIGNED else "" for at in plan.today.base.owner.tolist()]


ROWS: list[Row] = [
    (0, "R01", 5),
    (0, "R02", 3),
    (0, "R02", 1),
    (1, "R02", 0),
    (1, "R03", 0),
    (1, "R03", 0),
]


def test_most_revenue_decides_and_where_there_is_none_most_accounts() -> None:
    plan, said = today_of(ROWS)
    # Region 0: 5 against 4, though R02 has two accounts; region 1: two accounts against one.
    assert held(plan) == ["R01", "R03", "", ""]
    assert "2 of them follow their accounts" in said["today_from_accounts"].found
    assert said["today_from_accounts"].mend == (
        "Each went to who owns most of last year's revenue in it, in 1 without revenue to who owns "
        "most accounts. 2 have no owned account and no owner."
    )


def test_without_revenue_the_count_of_accounts_decides_and_it_is_said() -> None:
    plan, said = today_of([(0, "R02", np.nan), (0, "R01", np.nan), (0, "R02", 0)])
    assert held(plan)[0] == "R02"
    assert "who owns most accounts in it, for none of these has revenue" in (
        said["today_from_accounts"].mend
    )


def test_equal_owners_are_told_apart_by_their_id_whatever_the_order() -> None:
    rows: list[Row] = [(0, "R03", 0.1), (0, "R02", 0.3), (0, "R03", 0.2), (0, "R02", 0)]
    for order in permutations(rows):
        assert held(today_of(order)[0])[0] == "R02"


def test_strays_are_exceptions_with_counts_and_money_per_person() -> None:
    plan, said = today_of(ROWS)
    assert [(one.account_id, one.rep_id, one.reason) for one in plan.today.exceptions] == [
        ("A00002", "R02", STRAY), ("A00003", "R02", STRAY), ("A00004", "R02", STRAY),
    ]  # fmt: skip
    assert said["account_stray"].found == (
        "3 accounts are owned by somebody else than their region today (EUR 4): Rep 2 3 (EUR 4)"
    )


def test_accounts_in_regions_that_nobody_has_keep_their_own_owner_and_are_counted() -> None:
    plan, said = today_of([(0, "R01", 5), (3, "R02", 2)], ("R01", "R01", "R01", ""))
    assert held(plan) == ["R01", "R01", "R01", ""]
    assert account_owners(plan, plan.today) == ("R01", "R02")
    assert said["account_unowned_region"].found == (
        "1 account lies in regions that nobody has today (EUR 2)"
    )


def test_owners_by_name_in_any_capitals_become_ids_and_it_is_said() -> None:
    cells = ("rep 1", "Rep  2", "R03", "R01", "rep 1")
    reps = grid_reps(3)
    accounts = grid_accounts(ints([0] * 5), cells)
    assert with_rep_ids(accounts, reps).text["owner"] == ("R01", "R02", "R03", "R01", "R01")
    (said,) = said_of_owners(cells, reps, noun=("account", "accounts"), shared=True)
    assert (said.code, said.found) == (
        "owner_by_name", "3 accounts name their owner by name, not by id",
    )  # fmt: skip


def test_owners_last_name_first_and_without_accents_are_known_too() -> None:
    first, second = grid_reps(2)
    reps = (replace(first, name="Jörg Müller"), replace(second, name="Anna de Vries"))
    accounts = grid_accounts(ints([0, 0]), ["Muller, Jorg", "de Vries, Anna"])
    assert with_rep_ids(accounts, reps).text["owner"] == ("R01", "R02")


def test_a_name_that_two_people_have_is_nobodys() -> None:
    first, second, third = grid_reps(3)
    twins = (first, replace(second, name="REP 1"), third)
    accounts = grid_accounts(ints([0, 0]), ["rep 1", "Rep 1"])
    # Written exactly as one of them it is him; in other capitals it could be either.
    assert with_rep_ids(accounts, twins).text["owner"] == ("rep 1", "R01")


def test_shared_accounts_and_unknown_owners_are_listed_once_with_counts() -> None:
    cells = ("R01;R02", "R02; R01", "Jan", "Jan", "Piet", "", "R01")
    issues = said_of_owners(cells, grid_reps(2), noun=("account", "accounts"), shared=True)
    assert [issue.found for issue in issues] == [
        "2 accounts name several owners, such as 'R02; R01'",
        "2 accounts belong to 'Jan', who is no rep",
        "1 account belongs to 'Piet', who is no rep",
    ]
    assert said_of_owners(cells, (), noun=("account", "accounts"), shared=True) == ()


@pytest.mark.parametrize(("present", "owner"), [("R01", "R01"), ("", "R02"), ("Jan", "R02")])
def test_in_today_an_account_is_with_its_present_owner_whoever_it_is_named_for(
    present: str, owner: str
) -> None:
    plan, _ = today_of([(0, present, 5), (1, "R03", 5)])
    named = AccountException(AccountId("A00001"), RepId("R02"), "renewal")
    today = replace(plan.today, exceptions=(named,))
    plan = replace(plan, scenarios=(today, replace(today, name="Plan A")))
    assert held_by_name(plan, plan.today)[AccountId("A00001")].rep_id == owner
    assert held_by_name(plan, plan.scenario("Plan A"))[AccountId("A00001")].rep_id == "R02"


def test_accounts_that_come_later_say_who_has_what_today() -> None:
    plan = grid_plan(1, 4, 2)
    nobodys = replace(plan, scenarios=(nobody(plan.goals, 4, 3), *plan.scenarios[1:]))
    names = {str(rep.id): rep.name for rep in plan.reps}
    owners = tuple(names[owner] for owner in ("R01", "R01", "R02", "R02"))
    accounts = replace(plan.accounts, text=frozen_map({**plan.accounts.text, "owner": owners}))
    after, issues = with_first_owners(replace(nobodys, accounts=accounts))
    base = after.today.base
    assert [str(base.territories[owner].rep_id) for owner in base.owner] == ["R01"] * 2 + [
        "R02"
    ] * 2
    assert "today_from_accounts" in {issue.code for issue in issues}
    assert after.scenarios[1:] == plan.scenarios[1:]


def test_who_has_what_today_is_not_made_anew() -> None:
    plan = grid_plan(1, 4, 2)
    assert with_first_owners(plan) == (plan, ())
    alone = replace(plan, scenarios=(nobody(plan.goals, 4, 3),), accounts=Accounts())
    assert with_first_owners(alone) == (alone, ())
