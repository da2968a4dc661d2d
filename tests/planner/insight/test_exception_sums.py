"""Sums over exceptions, split families, vacancies: counted by hand on a row of four regions."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from builders import grid_plan
from hypothesis import given
from hypothesis import strategies as st

from planner.edits.accounts import set_exceptions
from planner.insight.checks import check_plan
from planner.insight.covers import Trouble, cover_trouble, vacancies
from planner.insight.exception_sums import exception_sums
from planner.insight.money import money_of
from planner.insight.ownership import account_owners
from planner.insight.scope import Scope, ScopeKind
from planner.insight.split_families import split_families
from planner.model.families import families_of
from planner.model.plan import Plan
from planner.model.reps import Rep
from planner.model.scenarios import STRAY, AccountException, Scenario
from planner.model.types import AccountId, RepId, floats, frozen_map


def named(account: int, rep: str, **said: object) -> AccountException:
    return AccountException(AccountId(f"A{account:05d}"), RepId(rep), **said)  # type: ignore[arg-type]


def row_plan(*parents: str) -> Plan:
    """Eight accounts, two a region of four; account n had a revenue of n last year."""
    plan = grid_plan(1, 4, 2, accounts=8)
    family = tuple(parents) + ("",) * (8 - len(parents))
    accounts = replace(
        plan.accounts,
        text=frozen_map({**plan.accounts.text, "parent_id": family}),
        numbers=frozen_map({"revenue_last_year": floats(np.arange(1.0, 9.0))}),
    )
    return replace(plan, accounts=accounts)


def with_exceptions(plan: Plan, *exceptions: AccountException) -> tuple[Plan, Scenario]:
    after = set_exceptions(plan, "Plan A", exceptions)
    return after, after.scenario("Plan A")


def today_alone(plan: Plan) -> Plan:
    return replace(plan, scenarios=(plan.today,))


def codes(plan: Plan) -> list[str]:
    return [issue.code for issue in check_plan(plan)]


def test_fourteen_accounts_on_request_of_one_are_told_per_asker() -> None:
    plan, scenario = with_exceptions(
        row_plan(),
        named(1, "R01", asked_by="Smit", reason="a", until=date(2027, 3, 1)),
        named(2, "R02", asked_by="Smit", until=date(2027, 9, 1)),
        named(8, "R02", reason="b", counts=False),
        named(3, "R01", asked_by="Smit", until=date(2026, 9, 1)),
    )
    sums = exception_sums(plan, scenario)
    assert [(one.key, one.accounts, one.money) for one in sums.per_asker] == [
        ("", 1, 8),
        ("Smit", 2, 3),
    ]
    assert [(one.key, one.accounts, one.money) for one in sums.per_rep] == [
        ("R02", 2, 10),
        ("R01", 1, 1),
    ]
    smit = sums.per_asker[1]
    assert (smit.until, smit.without_reason, smit.not_counted) == (date(2027, 9, 1), 1, 0)
    assert (sums.total.until, sums.total.not_counted) == (None, 1)
    assert sums.share == pytest.approx(11 / 36)
    assert [one.account_id for one in sums.ended] == ["A00003"]


def test_strays_of_today_protect_nothing_and_scope_narrows() -> None:
    plan = row_plan()
    today = replace(plan.today, exceptions=(named(1, "R02", reason=STRAY), named(8, "R02")))
    plan = replace(plan, scenarios=(today, plan.scenarios[1]))
    assert exception_sums(plan, today).total.accounts == 1
    west = Scope(ScopeKind.PARENT, "West", "province")
    assert exception_sums(plan, today, west).total.accounts == 0
    # West is regions 0 and 1: accounts 1, 2, 5 and 6.
    assert exception_sums(plan, today, west).of_all == 14


@given(
    given_=st.lists(
        st.builds(
            named,
            st.integers(1, 8),
            st.sampled_from(["R01", "R02"]),
            asked_by=st.sampled_from(["", "Smit", "Bos"]),
            until=st.sampled_from([None, date(2026, 5, 1), date(2027, 5, 1)]),
            counts=st.booleans(),
        ),
        max_size=12,
    )
)
def test_sums_per_rep_and_per_asker_add_up_to_the_total(given_: list[AccountException]) -> None:
    plan, scenario = with_exceptions(row_plan(), *given_)
    sums = exception_sums(plan, scenario)
    for parts in (sums.per_rep, sums.per_asker):
        assert sum(one.accounts for one in parts) == sums.total.accounts
        assert sum(one.money for one in parts) == pytest.approx(sums.total.money)
        assert sum(one.not_counted for one in parts) == sums.total.not_counted
        for at in range(len(plan.measures)):
            whole = sum(one.loads[at] for one in parts)
            assert whole == pytest.approx(sums.total.loads[at])
    assert sums.total.accounts + len(sums.ended) == len(scenario.exceptions)


def test_money_is_revenue_else_potential_else_nothing() -> None:
    assert money_of(row_plan()).column == "revenue_last_year"
    plan = row_plan()
    poor = replace(plan, accounts=replace(plan.accounts, numbers=frozen_map({})))
    assert (money_of(poor).column, money_of(poor).values.sum()) == ("", 0)
    rich = {"revenue_last_year": floats(np.zeros(8)), "potential": floats(np.ones(8))}
    other = replace(plan, accounts=replace(plan.accounts, numbers=frozen_map(rich)))
    assert money_of(other).column == "potential"


def test_a_family_with_two_owners_is_split_and_the_owner_of_its_head_is_suggested() -> None:
    # Accounts 1 and 5 lie in region 0 (R01), 4 and 8 in region 3 (R02).
    plan = row_plan("", "", "", "A00001", "A00001", "", "", "A00004")
    (split,) = split_families(plan, plan.today)
    assert (split.name, split.members.tolist()) == ("Account 1", [0, 3, 4, 7])
    assert (split.owners, split.money, split.suggested) == ((("R01", 2), ("R02", 2)), 18, "R01")
    after, scenario = with_exceptions(plan, *(named(at, "R01") for at in (1, 4, 5, 8)))
    assert split_families(after, scenario) == ()


def test_of_a_head_that_is_not_there_who_has_most_money_is_suggested() -> None:
    plan = row_plan("HOLD", "", "", "HOLD", "HOLD")
    (split,) = split_families(plan, plan.today)
    # R01 has accounts 1 and 5 with 6, R02 has account 4 with 4.
    assert (split.name, split.suggested) == ("HOLD", "R01")


@given(
    st.lists(st.sampled_from(["", "A00001", "A00003", "HOLD"]), min_size=8, max_size=8),
    st.lists(st.sampled_from(["R01", "R02", ""]), min_size=8, max_size=8),
)
def test_the_split_families_are_those_with_two_known_owners(
    parents: list[str], people: list[str]
) -> None:
    plan, named_ = with_exceptions(
        row_plan(*parents), *(named(at, rep) for at, rep in enumerate(people, 1) if rep)
    )
    first, second = named_.base.territories
    nobody = replace(named_.base, territories=(first, replace(second, rep_id=None)))
    scenario = replace(named_, layers=(nobody, *named_.layers[1:]))
    families, owners = families_of(plan.accounts), account_owners(plan, scenario)
    wanted = {
        tuple(families.members(at).tolist())
        for at in range(len(families.names))
        if len({owners[row] for row in families.members(at).tolist()} - {""}) > 1
    }
    split = split_families(plan, scenario)
    assert {tuple(one.members.tolist()) for one in split} == wanted
    for one in split:
        assert dict(one.owners) == Counter(owners[row] for row in one.members.tolist())


def test_split_families_are_counted_once_for_a_plan_and_scenario() -> None:
    plan = row_plan("", "", "", "A00001")
    assert split_families(plan, plan.today) is split_families(plan, plan.today)


def test_split_families_and_loops_are_told_once_a_scenario() -> None:
    plan = row_plan("A00004", "", "", "A00001")
    found = {issue.code: issue.line() for issue in check_plan(today_alone(plan))}
    assert (
        "1 family of 2 accounts has several owners in Today: Account 1 (R01 1, R02 1)"
        in (found["family_split"])
    )
    assert "A00001, A00004 are each other's parents" in found["family_loop"]


def test_ended_and_unknown_exceptions_are_told() -> None:
    plan, _ = with_exceptions(row_plan(), named(1, "R01", until=date(2026, 9, 1)))
    found = {issue.code: issue.line() for issue in check_plan(plan)}
    assert "plan start 1 Jan 2027, 1 Sep 2026: A00001" in found["exception_ended"]
    scenario = replace(plan.scenario("Plan A"), exceptions=(named(77, "R01"), named(2, "R99")))
    broken = replace(plan, scenarios=(plan.today, scenario))
    assert codes(broken).count("exception_unknown") == 2


def covered(*reps: Rep) -> Plan:
    return grid_plan(1, 4, 2, reps=reps)


def rep(id_: str, **fields: object) -> Rep:
    return Rep(RepId(id_), f"Rep {id_}", "closer", **fields)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("cover", "other", "trouble", "code"),
    [
        (None, {}, Trouble.NOBODY, "vacancy_without_cover"),
        ("R99", {}, Trouble.UNKNOWN, "cover_unknown"),
        ("R02", {"vacancy": True, "cover": RepId("R03")}, Trouble.VACANCY, "cover_absent"),
        ("R02", {"end": date(2026, 11, 1)}, Trouble.GONE, "cover_absent"),
        ("R02", {"start": date(2027, 2, 1)}, Trouble.LATER, "cover_absent"),
        ("R02", {"vacancy": True, "cover": RepId("R01")}, Trouble.LOOP, "cover_loop"),
        ("R01", {}, Trouble.LOOP, "cover_loop"),
    ],
)
def test_a_cover_that_is_not_there_is_told(
    cover: str | None, other: dict[str, object], trouble: Trouble, code: str
) -> None:
    vacancy = rep("R01", vacancy=True, cover=cover and RepId(cover))
    plan = covered(vacancy, rep("R02", **other), rep("R03"))
    assert cover_trouble(plan, vacancy) is trouble
    assert code in codes(plan)


def test_a_vacancy_with_a_cover_is_fine_and_told_with_what_it_holds() -> None:
    plan = covered(rep("R01", vacancy=True, cover=RepId("R02")), rep("R02"))
    (found,) = vacancies(plan, plan.today)
    assert found.trouble is Trouble.NONE
    assert (found.territories, found.regions, found.accounts) == (("T01",), 2, 2)
    assert not {"cover_loop", "cover_absent", "vacancy_without_cover"} & set(codes(plan))
