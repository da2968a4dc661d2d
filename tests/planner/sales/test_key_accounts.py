"""Key accounts are owned by name and count with their owner, not with their region."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from builders import grid_accounts, grid_plan
from hypothesis import given
from strategies import owners

from planner.edits.accounts import name_accounts, set_exceptions
from planner.insight.summary import layer_summary
from planner.judge.from_accounts import account_problem_from
from planner.judge.from_plan import problem_from
from planner.judge.verify import violations
from planner.model.formula import FormulaError, account_values, measure_values
from planner.model.goals import AccountGoals, Goals, TerritoryGoals
from planner.model.measures import Measure
from planner.model.plan import Plan
from planner.model.scenarios import NAMED, STRAY, AccountException
from planner.model.types import UNASSIGNED, AccountId, Ints, RepId, floats, frozen_map, ints
from planner.sales.key_accounts import carried, fit_parts, key_accounts, named_in

COUNTED = (
    Measure("accounts", "Accounts", "", "accounts.count"),
    Measure("visits", "Visits", "", "accounts.sum(visits) + 2 * regions.prospects"),
)
FOOD = AccountGoals("food", "Food", "industry = 'food'")


def counted_plan(**fields: object) -> Plan:
    """Four regions in a row, eight accounts two a region, the food ones (0, 3, 6) key accounts."""
    plan = grid_plan(1, 4, 2, accounts=8, loads=np.ones((4, 2)))
    goals = Goals(layers=(TerritoryGoals(count=2),), key_accounts=(replace(FOOD, **fields),))
    plan = replace(plan, goals=goals, measures=COUNTED)
    loads = [measure_values(one, plan.regions, plan.accounts) for one in COUNTED]
    return replace(plan, loads=floats(np.stack(loads, axis=1)))


@given(region=owners(9, 4, unassigned=True))
def test_the_accounts_of_a_region_sum_to_its_measure(region: Ints) -> None:
    plan = grid_plan(1, 4, 2)
    accounts = grid_accounts(region, [""] * len(region))
    for measure in COUNTED:
        whole = measure_values(measure, plan.regions, accounts)
        each = account_values(measure, plan.regions, accounts)
        inside = region != UNASSIGNED
        base = 2.0 if "regions" in measure.source else 0.0
        sums = np.bincount(region[inside], each[inside], minlength=4)
        assert (sums + base).tolist() == pytest.approx(whole.tolist())
        assert (each[~inside] == 0).all()


def test_a_measure_of_a_column_that_is_not_there_is_refused() -> None:
    plan = counted_plan()
    with pytest.raises(FormulaError):
        account_values(Measure("x", "X", "", "accounts.sum(nothing)"), plan.regions, plan.accounts)


def test_a_named_account_leaves_its_region_and_counts_with_its_owner() -> None:
    plan = counted_plan()
    assert np.flatnonzero(key_accounts(plan)).tolist() == [0, 3, 6]
    # Account 0 lies in region 0, which is Territory 1's; it goes to R02 of Territory 2.
    named = name_accounts(plan, "Plan A", {"A00001": "R02"})
    scenario = named.scenario("Plan A")
    assert scenario.exceptions[0].reason == NAMED
    held = carried(named, scenario, scenario.base)
    assert held.loads.tolist() == [[1, 6], [2, 10], [2, 10], [2, 10]]
    assert held.besides.tolist() == [[0, 0], [1, 4]]
    assert held.total.tolist() == plan.loads.sum(axis=0).tolist()
    problem = problem_from(named, scenario)
    assert problem.besides.tolist() == [[0, 0], [1, 4]]
    assert problem.wanted[:, 0].tolist() == [4, 4]
    # Today nobody is named: everything counts where it lies.
    assert carried(named, named.today, named.today.base).loads is named.loads


def test_the_figures_of_a_territory_count_its_named_accounts() -> None:
    plan = name_accounts(counted_plan(), "Plan A", {"A00001": "R02"})
    base = plan.scenario("Plan A").base
    summary = layer_summary(plan, "Plan A")
    mine = np.bincount(base.owner, plan.loads[:, 0], minlength=2)
    where = int(base.owner[0])
    mine[where] -= 1
    mine[1] += 1
    assert summary.loads[:, 0].tolist() == mine.tolist()
    assert summary.targets[:, 0].sum() == summary.loads[:, 0].sum()


def test_an_account_of_somebody_without_territory_leaves_the_layer() -> None:
    plan = counted_plan()
    other = replace(plan.reps[0], id="R99", role="account_manager")
    plan = replace(plan, reps=(*plan.reps, other))
    named = name_accounts(plan, "Plan A", {"A00001": "R99"})
    held = carried(named, named.scenario("Plan A"), named.scenario("Plan A").base)
    assert held.total.tolist() == (plan.loads.sum(axis=0) - [1, 4]).tolist()
    assert not held.besides.any()


def test_each_named_account_is_told_with_the_territory_it_counts_in() -> None:
    plan = counted_plan()
    other = replace(plan.reps[0], id="R99", role="account_manager")
    plan = replace(plan, reps=(*plan.reps, other))
    named = name_accounts(plan, "Plan A", {"A00001": "R02", "A00004": "R99"})
    rows, territory = named_in(named, named.scenario("Plan A"), named.scenario("Plan A").base)
    assert (rows.tolist(), territory.tolist()) == ([0, 3], [1, UNASSIGNED])
    assert [len(one) for one in named_in(named, named.today, named.today.base)] == [0, 0]


def test_naming_accounts_twice_replaces_and_unknown_people_are_refused() -> None:
    plan = counted_plan()
    named = name_accounts(plan, "Plan A", {"A00001": "R02"})
    again = name_accounts(named, "Plan A", {"A00001": "R01"})
    assert [one.rep_id for one in again.scenario("Plan A").exceptions] == ["R01"]
    assert name_accounts(again, "Plan A", {"A00001": "R01"}) is again
    with pytest.raises(ValueError, match="R77"):
        name_accounts(plan, "Plan A", {"A00001": "R77"})


def test_what_somebody_asked_for_is_not_given_away_again() -> None:
    plan = counted_plan()
    kept = AccountException(AccountId("A00001"), RepId("R02"), "renewal", asked_by="J. Smit")
    answered = name_accounts(plan, "Plan A", {"A00004": "R02"})
    asked = set_exceptions(answered, "Plan A", [kept])
    problem = account_problem_from(asked, asked.scenario("Plan A"), FOOD)
    assert problem is not None
    # Of 0, 3 and 6 the first is asked for; the answer of a solver for 3 is given anew.
    assert problem.accounts.tolist() == [3, 6]


def test_a_named_account_that_is_on_no_list_counts_with_its_owner_all_the_same() -> None:
    plan = counted_plan()
    named = AccountException(AccountId("A00002"), RepId("R01"), "renewal")
    after = set_exceptions(plan, "Plan A", [named])
    scenario = after.scenario("Plan A")
    rows, _ = named_in(after, scenario, scenario.base)
    assert rows.tolist() == [1]
    stray = set_exceptions(plan, "Plan A", [replace(named, reason=STRAY)]).scenario("Plan A")
    assert carried(plan, stray, stray.base).loads is plan.loads


def test_targets_of_parts_add_up_to_what_they_hold_with_named_accounts() -> None:
    plan = name_accounts(counted_plan(), "Plan A", {"A00001": "R02"})
    scenario = plan.scenario("Plan A")
    base = replace(scenario.base, owner=ints([0, 0, 1, 1]))
    held = carried(plan, scenario, base)
    fitted = fit_parts(base.targets, ints([0, 1]), ints([0, 0, 1, 1]), held)
    # Part 0 is left with three of eight accounts, part 1 holds five.
    assert fitted[:, 0].tolist() == pytest.approx([3 / 8, 5 / 8])


def test_a_list_becomes_a_problem_of_accounts_and_homes() -> None:
    asked = account_problem_from(counted_plan(), counted_plan().scenario("Plan A"), FOOD)
    assert asked is not None
    problem = asked.problem
    assert asked.accounts.tolist() == [0, 3, 6]
    assert (problem.n, problem.k) == (5, 2)
    assert problem.weights[:, 0].tolist() == [1, 1, 1, 0, 0]
    assert problem.seats is not None
    assert problem.seats.tolist() == [3, 4]
    assert problem.locks.tolist() == [UNASSIGNED] * 3 + [0, 1]
    # Half of what a territory should hold: 0.5 x 4 accounts, 0.5 x 20 visits.
    assert problem.maximum.tolist() == [[2, 10], [2, 10]]
    assert not problem.contiguous


def test_families_skills_and_kept_owners_become_rules() -> None:
    goals = replace(FOOD, together="parent_id", skill="industry", keep="account_id = 'A00004'")
    plan = counted_plan()
    text = {**plan.accounts.text, "parent_id": ("", "", "", "A00001", "", "", "", "")}
    plan = replace(plan, accounts=replace(plan.accounts, text=frozen_map(text)))
    able = replace(plan.reps[1], skills={"food": 100.0})
    plan = replace(plan, reps=(plan.reps[0], able))
    asked = account_problem_from(plan, plan.scenario("Plan A"), goals)
    assert asked is not None
    problem = asked.problem
    # A00004 names A00001 as its parent: the two are one family, A00007 is on its own.
    assert problem.together[0] == problem.together[1] != UNASSIGNED
    assert problem.together[2] == UNASSIGNED
    # Only R02 knows food, and A00004 (in region 3, of R02) stays where it is.
    assert problem.kept_from.tolist() == [[0, 0], [1, 0], [2, 0]]
    assert problem.locks[1] == 1
    everything = ints([1, 1, 1, 0, 1])
    assert {one.rule.value for one in violations(problem, everything)} <= {"limit"}


def test_a_family_of_three_generations_is_one_in_the_rules_too() -> None:
    plan = counted_plan()
    # A00004 belongs to A00002, which is no key account, and that to A00001, by its name.
    parents = ("", plan.accounts.names[0], "", "A00002", "", "", "", "")
    text = {**plan.accounts.text, "parent_id": parents}
    plan = replace(plan, accounts=replace(plan.accounts, text=frozen_map(text)))
    goals = replace(FOOD, together="parent_id")
    asked = account_problem_from(plan, plan.scenario("Plan A"), goals)
    assert asked is not None
    together = asked.problem.together.tolist()
    assert together[0] == together[1] != UNASSIGNED
    assert together[2] == UNASSIGNED


def test_a_list_without_accounts_is_no_problem_and_one_without_people_is_refused() -> None:
    plan = counted_plan()
    scenario = plan.scenario("Plan A")
    assert account_problem_from(plan, scenario, replace(FOOD, where="industry = 'none'")) is None
    with pytest.raises(ValueError, match="nobody may own"):
        account_problem_from(plan, scenario, replace(FOOD, role="account_manager"))
