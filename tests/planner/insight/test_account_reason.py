from __future__ import annotations

from dataclasses import replace
from datetime import date

from builders import grid_accounts, grid_plan

from planner.insight.account_reason import AccountOwner, Reason, owner_of_account
from planner.insight.ownership import account_owners
from planner.model.plan import Plan
from planner.model.scenarios import AccountException
from planner.model.types import UNASSIGNED, AccountId, RepId, ints


def plan_with(*exceptions: AccountException, region: tuple[int, ...] = (0, 8)) -> Plan:
    """Two accounts in a 3 x 3 grid: territory 1 in the first row, territory 3 in the last."""
    plan = grid_plan(3, 3, 3)
    accounts = grid_accounts(ints(region), ["R01", "R02"][: len(region)])
    named = replace(plan.scenarios[1], exceptions=tuple(exceptions))
    return replace(plan, accounts=accounts, scenarios=(plan.scenarios[0], named))


def owner(plan: Plan, row: int, scenario: str = "Plan A") -> AccountOwner:
    found = owner_of_account(plan, plan.scenario(scenario), row)
    assert found.rep_id == account_owners(plan, plan.scenario(scenario))[row]
    return found


def test_an_account_is_with_the_rep_of_its_territory() -> None:
    assert owner(plan_with(), 1) == AccountOwner("R03", Reason.TERRITORY, 8, 2)


def test_a_named_account_is_with_whom_it_is_named_for_until_that_ends() -> None:
    named = AccountException(AccountId("A00002"), RepId("R01"), "since 2019")
    assert owner(plan_with(named), 1) == AccountOwner("R01", Reason.BY_NAME, 8, 2, named)
    ended = replace(named, until=date(2026, 12, 31))
    assert owner(plan_with(ended), 1).reason is Reason.TERRITORY


def test_today_an_account_is_with_its_present_owner() -> None:
    assert owner(plan_with(), 1, "Today") == AccountOwner("R02", Reason.PRESENT, 8, 2)


def test_outside_all_regions_an_account_stays_or_is_nobodys() -> None:
    away = plan_with(region=(0, UNASSIGNED))
    assert owner(away, 1) == AccountOwner("R02", Reason.PRESENT, UNASSIGNED, UNASSIGNED)
    lost = replace(away, accounts=grid_accounts(ints([0, UNASSIGNED]), ["", ""]))
    assert owner(lost, 1) == AccountOwner("", Reason.NO_REGION, UNASSIGNED, UNASSIGNED)


def test_a_territory_without_a_rep_and_a_region_without_a_territory_leave_it_open() -> None:
    plan = plan_with()
    base = plan.scenarios[1].base
    open_ = (*base.territories[:2], replace(base.territories[2], rep_id=None))
    bare = replace(plan.scenarios[1], layers=(replace(base, territories=open_),))
    vacant = replace(plan, scenarios=(plan.scenarios[0], bare))
    assert owner(vacant, 1) == AccountOwner("", Reason.OPEN, 8, 2)
    none = replace(base, owner=ints([*base.owner[:8], UNASSIGNED]))
    bare = replace(plan.scenarios[1], layers=(none,))
    left = replace(plan, scenarios=(plan.scenarios[0], bare))
    assert owner(left, 1) == AccountOwner("", Reason.NO_TERRITORY, 8, UNASSIGNED)
