"""Everything wrong or doubtful in a plan, one line each."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
import pytest
from builders import grid_accounts, grid_plan, grid_reps

from planner.insight.checks import check_plan
from planner.insight.scope import (
    Scope,
    ScopeKind,
    people_under,
    regions_in_scope,
    scopes,
    territories_in_scope,
)
from planner.model.goals import Goals, TerritoryGoals
from planner.model.issues import Severity
from planner.model.plan import Plan
from planner.model.reps import Rep
from planner.model.scenarios import AccountException
from planner.model.teams import Post, Team
from planner.model.types import UNASSIGNED, AccountId, RepId, frozen_map, ints


def lines(plan: Plan, code: str) -> list[str]:
    return [issue.line() for issue in check_plan(plan) if issue.code == code]


def changed(plan: Plan, at: int, **fields: Any) -> Plan:
    """The plan with one rep changed."""
    reps = list(plan.reps)
    reps[at] = replace(reps[at], **fields)
    return replace(plan, reps=tuple(reps))


def owned(*owners: str, language: tuple[str, ...] = ()) -> Plan:
    """A row of four regions whose first accounts have these owners (and languages)."""
    plan = grid_plan(1, 4, 2)
    accounts = grid_accounts(ints(range(len(owners))), owners)
    text = dict(accounts.text) | ({"language": language} if language else {})
    return replace(plan, accounts=replace(accounts, text=frozen_map(text)))


def test_a_sound_plan_has_no_issue() -> None:
    assert check_plan(grid_plan(2, 4, 2)) == ()


def test_a_plan_without_people_and_accounts_has_no_issue() -> None:
    plan = grid_plan(1, 4, 2, reps=0, accounts=0, today=[UNASSIGNED] * 4)
    assert check_plan(plan) == ()


def test_accounts_without_owner_with_two_and_with_an_unknown_one_are_told() -> None:
    plan = owned("R01", "R01; R02", "R77")
    outside = replace(plan.accounts, region=ints([UNASSIGNED, 1, 2]))
    text = dict(plan.accounts.text) | {"owner": ("", "R01; R02", "R77")}
    plan = replace(plan, accounts=replace(outside, text=frozen_map(text)))
    assert lines(plan, "account_without_owner") == [
        "account A00001 (Account 1) has no owner. Give it one."
    ]
    assert lines(plan, "account_two_owners") == [
        "account A00002 (Account 2) has 2 owners: R01, R02. Keep one of them."
    ]
    assert "owned by R77, who is not among the people" in lines(plan, "account_owner_unknown")[0]


def test_accounts_of_people_who_leave_or_have_left_are_told() -> None:
    plan = changed(owned("R01", "R02"), 0, end=date(2027, 5, 1))
    assert "Rep 1, who leaves on 1 May 2027" in lines(plan, "account_owner_leaves")[0]
    plan = changed(owned("R01", "R02"), 0, end=date(2026, 5, 1))
    assert "Rep 1, who left on 1 May 2026" in lines(plan, "account_owner_leaves")[0]


def test_two_exceptions_for_one_account_are_told() -> None:
    plan = grid_plan(1, 4, 2)
    both = tuple(
        AccountException(AccountId("A00001"), RepId(f"R0{i}"), until=until)
        for i, until in ((1, None), (2, date(2027, 6, 1)))
    )
    scenario = replace(plan.scenario("Plan A"), exceptions=both)
    plan = replace(plan, scenarios=(plan.today, scenario))
    (line,) = lines(plan, "account_two_owners")
    assert "account A00001 is an exception for R01, R02 in Plan A" in line


def test_a_language_nobody_of_the_owners_team_speaks_is_told() -> None:
    plan = owned("R01", "R01", "R02", language=("French", "dutch", "French"))
    plan = changed(plan, 0, languages=("Dutch",))
    assert len(lines(plan, "account_language")) == 1  # of R02 no language is known
    team = Team("t", "T", "m", posts=tuple(Post("closer", RepId(r), 40.0) for r in ("R01", "R02")))
    plan = changed(plan, 1, languages=("french",))
    assert len(lines(plan, "account_language")) == 1
    teamed = replace(plan.scenario("Plan A"), teams=(team,))
    assert lines(replace(plan, scenarios=(plan.today, teamed)), "account_language") == []


def test_people_of_one_manager_speak_for_one_another_while_there_are_no_teams() -> None:
    plan = owned("R01", language=("French",))
    plan = changed(plan, 0, languages=("Dutch",), manager_id=RepId("R02"))
    assert len(lines(plan, "account_language")) == 1
    third = Rep(RepId("R03"), "Rep 3", "inbound", languages=("French",), manager_id=RepId("R02"))
    assert lines(replace(plan, reps=(*plan.reps, third)), "account_language") == []


def test_territories_of_leavers_are_told_in_every_scenario() -> None:
    plan = changed(grid_plan(1, 4, 2), 1, end=date(2027, 2, 1), cover=RepId("R01"))
    assert lines(plan, "territory_owner_leaves") == [
        f"{name}: territory T02 belongs to Rep 2, who leaves on 1 Feb 2027. R01 covers."
        for name in ("Today", "Plan A")
    ]


def test_a_vacancy_wants_a_cover_who_is_there() -> None:
    plan = changed(grid_plan(1, 4, 2), 1, vacancy=True)
    assert len(lines(plan, "vacancy_without_cover")) == 1
    assert lines(changed(plan, 1, cover=RepId("R01")), "vacancy_without_cover") == []
    assert len(lines(changed(plan, 1, cover=RepId("R77")), "cover_unknown")) == 1
    gone = changed(changed(plan, 1, cover=RepId("R01")), 0, end=date(2026, 1, 1))
    assert "is not there at plan start" in lines(gone, "cover_absent")[0]


def test_a_manager_nobody_knows_is_told() -> None:
    plan = changed(grid_plan(1, 4, 2), 0, manager_id=RepId("R77"))
    assert "reports to R77" in lines(plan, "manager_unknown")[0]


def test_a_missing_home_matters_only_where_homes_are_seats() -> None:
    assert lines(grid_plan(1, 4, 2), "home_missing") == []
    plan = grid_plan(1, 4, 2, goals=Goals((TerritoryGoals(count=2, seats="homes"),)))
    assert len(lines(plan, "home_missing")) == 2


def test_regions_without_territory_are_one_line_a_scenario() -> None:
    plan = grid_plan(1, 8, 2, plan_a=[UNASSIGNED] * 7 + [1])
    (line,) = lines(plan, "regions_unassigned")
    assert line.startswith("Plan A: 7 regions without territory: Place 1, Place 2,")
    assert "Place 5 and 2 more" in line


@pytest.mark.parametrize(
    ("oversize", "severity", "more"),
    [("report", Severity.WARNING, "20\u00a0%"), ("own", Severity.NOTE, "50\u00a0%")],
)
def test_a_region_larger_than_a_territory_is_told_with_its_floor(
    oversize: str, severity: Severity, more: str
) -> None:
    goals = Goals((TerritoryGoals(count=2, oversize=oversize),))
    loads = np.array([1.0, 6, 1, 2])[:, None]
    (issue,) = check_plan(grid_plan(1, 4, 2, loads=loads, goals=goals))
    assert issue.severity is severity
    found = f"Place 2 (0002) alone holds {more} more Prospects than the largest territory should"
    assert issue.found == found
    assert ("+20\u00a0%" in issue.mend) == (oversize == "report")


@pytest.mark.parametrize(
    ("goals", "code"),
    [
        (TerritoryGoals(one_per="support"), "territories_unknown"),
        (TerritoryGoals(count=9), "more_territories_than_regions"),
        (TerritoryGoals(count=1, apart="province"), "parts_not_covered"),
        (TerritoryGoals(count=2, apart="planet"), "parts_not_covered"),
    ],
)
def test_goals_no_plan_can_meet_are_errors(goals: TerritoryGoals, code: str) -> None:
    (issue,) = check_plan(grid_plan(1, 4, 2, goals=Goals((goals,))))
    assert (issue.code, issue.severity) == (code, Severity.ERROR)


def test_a_plan_with_nothing_to_balance_is_an_error() -> None:
    plan = grid_plan(1, 4, 2, loads=np.zeros((4, 1)))
    assert [issue.code for issue in check_plan(plan)] == ["nothing_to_balance"]


def led() -> Plan:
    """Rep 3 leads rep 2, who leads rep 1; rep 4 stands alone; a territory each for 1, 2 and 4."""
    plan = grid_plan(1, 4, 3, reps=grid_reps(4))
    plan = changed(changed(plan, 0, manager_id=RepId("R02")), 1, manager_id=RepId("R03"))
    return changed(plan, 2, role="leader")


def test_a_scope_of_all_holds_every_region() -> None:
    assert regions_in_scope(led(), Scope()).all()
    assert territories_in_scope(led(), Scope()).tolist() == [0, 1, 2]


def test_a_scope_of_a_parent_holds_its_regions() -> None:
    east = Scope(ScopeKind.PARENT, "East", "province")
    assert regions_in_scope(led(), east).tolist() == [False, False, True, True]
    assert territories_in_scope(led(), east, "Today").tolist() == [1, 2]


def test_a_managers_scope_reaches_down_through_all_levels() -> None:
    plan = led()
    assert people_under(plan, "R03") == {"R01", "R02", "R03"}
    people = Scope(ScopeKind.PEOPLE, "R03")
    assert plan.today.base.owner.tolist() == [0, 0, 1, 2]
    assert regions_in_scope(plan, people, "Today").tolist() == [True] * 4
    below = Scope(ScopeKind.PEOPLE, "R02")
    assert regions_in_scope(plan, below, "Today").tolist() == [True, True, True, False]


def test_managers_who_lead_one_another_do_not_go_round_for_ever() -> None:
    plan = changed(led(), 2, manager_id=RepId("R01"))
    assert people_under(plan, "R02") == {"R01", "R02", "R03"}


def test_a_plan_offers_its_parents_and_managers_as_scopes() -> None:
    plan = led()
    assert scopes(plan) == (
        Scope(), Scope(ScopeKind.PEOPLE, "R02"), Scope(ScopeKind.PEOPLE, "R03"),
    )  # fmt: skip
    parents = {"country": plan.regions.parents["province"]}
    plan = replace(plan, regions=replace(plan.regions, parents=frozen_map(parents)))
    assert [scope.value for scope in scopes(plan)] == ["", "East", "West", "R02", "R03"]
