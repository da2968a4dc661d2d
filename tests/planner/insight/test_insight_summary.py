"""Figures of layers and scenarios, by hand on small grids."""

from __future__ import annotations

from dataclasses import replace
from math import isnan, nan

import numpy as np
import pytest
from builders import grid_accounts, grid_plan
from hypothesis import given
from strategies import grid_plans

from planner.edits.assignment import assign
from planner.edits.layers import accept_owner
from planner.edits.quotas import set_quotas
from planner.edits.scenarios import duplicate_scenario
from planner.edits.territories import set_rep, set_seat
from planner.insight.comparison import comparison
from planner.insight.disruption import day_of, disruption
from planner.insight.ownership import account_owners
from planner.insight.summary import layer_summary
from planner.model.layers import Proof
from planner.model.plan import Plan
from planner.model.quotas import QuotaNode
from planner.model.reps import Rep
from planner.model.scenarios import AccountException
from planner.model.types import UNASSIGNED, AccountId, RepId, floats, frozen_map, ints


def test_a_row_of_a_territory_is_counted_by_hand() -> None:
    # Today columns 0,1 | 2,3; Plan A: region 2 has gone to the first territory.
    plan = grid_plan(1, 4, 2, plan_a=[0, 0, 0, 1], accounts=6)
    row = layer_summary(plan, "Plan A").rows[0]
    assert (row.id, row.name, row.rep_id, row.rep) == ("T01", "Territory 1", "R01", "Rep 1")
    assert (row.regions, row.accounts, row.pieces) == (3, 5, 1)
    assert (row.loads, row.targets) == ((3.0, 30.0, 300.0), (2.0, 20.0, 200.0))
    assert row.deviations == pytest.approx((0.5, 0.5, 0.5))
    assert not row.within
    assert row.seat == 1
    assert row.travel_km == pytest.approx(2 / 3)
    assert (row.moved_in, row.moved_out) == (1, 0)
    assert row.loads_in == (1.0, 10.0, 100.0)


def test_what_one_gains_another_loses() -> None:
    summary = layer_summary(grid_plan(1, 4, 2, plan_a=[0, 0, 0, 1]), "Plan A")
    assert summary.moved_in.tolist() == [1, 0]
    assert summary.moved_out.tolist() == [0, 1]
    assert summary.loads_out[1].tolist() == [1.0, 10.0, 100.0]
    assert summary.moved == 1
    assert summary.moved_loads.tolist() == [1.0, 10.0, 100.0]


def test_figures_are_plain_python_numbers() -> None:
    row = layer_summary(grid_plan(1, 4, 2), "Plan A").rows[0]
    for value in (row.regions, row.accounts, row.pieces, row.seat, row.moved_in):
        assert type(value) is int
    for number in (*row.loads, *row.targets, *row.deviations, *row.loads_in, row.travel_km):
        assert type(number) is float
    assert type(row.within) is bool


def test_nothing_has_moved_in_today_or_while_today_has_no_owners() -> None:
    assert layer_summary(grid_plan(1, 4, 2), "Today").moved == 0
    fresh = grid_plan(1, 4, 2, today=[UNASSIGNED] * 4)
    assert layer_summary(fresh, "Plan A").moved_in.tolist() == [0, 0]


def test_another_rep_is_a_change_of_hands_though_the_territory_stays() -> None:
    plan = set_rep(grid_plan(1, 4, 2, reps=3), "Plan A", "base", 0, RepId("R03"))
    summary = layer_summary(plan, "Plan A")
    assert summary.moved_in.tolist() == [2, 0]
    assert summary.moved_out.tolist() == [0, 0]  # the one who lost them has no territory now
    assert summary.moved == 2


def test_a_region_nobody_had_comes_in_and_leaves_nobody() -> None:
    plan = grid_plan(1, 4, 2, today=[0, 0, 1, UNASSIGNED], plan_a=[0, 0, 1, 1])
    summary = layer_summary(plan, "Plan A")
    assert summary.moved_in.tolist() == [0, 1]
    assert summary.moved == 0


def test_regions_without_territory_are_counted_apart() -> None:
    plan = assign(grid_plan(1, 4, 2), "Plan A", "base", ints([0]), UNASSIGNED)
    summary = layer_summary(plan, "Plan A")
    assert summary.unassigned == 1
    assert summary.unassigned_loads.tolist() == [1.0, 10.0, 100.0]
    assert summary.regions.tolist() == [1, 2]


def test_an_empty_territory_is_off_by_all_of_its_target() -> None:
    summary = layer_summary(grid_plan(1, 4, 2, plan_a=[0, 0, 0, 0]), "Plan A")
    row = summary.rows[1]
    assert (row.seat, row.travel_km, row.pieces, row.within) == (None, None, 0, False)
    assert row.deviations == (-1.0, -1.0, -1.0)
    assert isnan(summary.travel_km[1])


def test_the_seat_is_the_one_set_else_the_region_nearest_to_the_weighted_centre() -> None:
    loads = np.array([1.0, 1, 1, 10])[:, None]
    plan = grid_plan(1, 4, 1, loads=loads)
    assert layer_summary(plan, "Plan A").seats.tolist() == [3]
    seated = set_seat(plan, "Plan A", "base", 0, 0)
    summary = layer_summary(seated, "Plan A")
    assert summary.seats.tolist() == [0]
    assert summary.travel_km[0] == pytest.approx((1 + 2 + 10 * 3) / 13)


def test_the_figure_furthest_from_its_target_is_told_in_tolerances() -> None:
    # Prospects (5 %) are 20 % off, potential (10 %) is 30 % off: four tolerances against three.
    loads = np.array([[6.0, 5.0, 6.5], [4.0, 5.0, 3.5]])
    furthest = layer_summary(grid_plan(1, 2, 2, loads=loads), "Plan A").furthest
    assert furthest is not None
    assert (furthest.measure, furthest.deviation) == (0, pytest.approx(0.2))


def test_pieces_are_counted_per_territory() -> None:
    summary = layer_summary(grid_plan(1, 5, 2, plan_a=[0, 1, 0, 1, 0]), "Plan A")
    assert summary.pieces.tolist() == [3, 2]
    assert summary.pieces_beyond_one == 3


@given(grid_plans())
def test_sums_over_territories_are_the_whole(plan: Plan) -> None:
    summary = layer_summary(plan, "Plan A")
    n = len(plan.regions)
    assert int(summary.regions.sum()) + summary.unassigned == n
    held = summary.loads.sum(axis=0) + summary.unassigned_loads
    assert held == pytest.approx(plan.loads.sum(axis=0))
    assert summary.moved_out.sum() <= summary.moved <= n
    assert (summary.loads_in <= summary.loads + 1e-9).all()


def test_all_scenarios_stand_in_one_table() -> None:
    plan = duplicate_scenario(grid_plan(1, 4, 2, plan_a=[0, 1, 0, 1]), "Today", "Plan B")
    proof = Proof("optimal", 2.0, 1.9, 0.05, "inertia")
    plan = accept_owner(plan, "Plan B", "base", plan.today.base.owner, proof)
    plan = set_quotas(plan, "Plan B", [QuotaNode("company", "", "company", "All", 12_000)])
    today, b, a = comparison(plan).scenarios
    assert (today.name, b.name, a.name) == ("Today", "Plan B", "Plan A")
    assert (b.status, b.gap, b.quota_total) == ("optimal", 0.05, 12_000)
    assert (today.status, today.gap, today.quota_total) == ("", None, None)
    assert (b.score, a.score) == (2.0, 8.0)
    assert (b.pieces_beyond_one, a.pieces_beyond_one) == (0, 2)
    assert (b.moved_regions, a.moved_regions) == (0, 2)
    assert b.meets_rules
    assert not a.meets_rules
    assert b.travel_km == pytest.approx(0.5)


def exception(account: str, rep: str, **fields: object) -> AccountException:
    return replace(AccountException(AccountId(account), RepId(rep)), **fields)


def test_an_account_belongs_to_its_exception_else_to_the_territory_it_lies_in() -> None:
    plan = grid_plan(1, 4, 2)
    scenario = replace(plan.scenario("Plan A"), exceptions=(exception("A00001", "R02"),))
    assert account_owners(plan, scenario) == ("R02", "R01", "R02", "R02")
    ended = exception("A00001", "R02", until=plan.start.replace(year=2026))
    scenario = replace(scenario, exceptions=(ended,))
    assert account_owners(plan, scenario) == ("R01", "R01", "R02", "R02")


def test_in_today_an_account_belongs_to_the_owner_it_names() -> None:
    plan = grid_plan(1, 4, 2)
    named = grid_accounts(ints([0, 1, UNASSIGNED, 3]), ["Rep 2;R01", "", "", "R09"])
    plan = replace(plan, accounts=named)
    assert account_owners(plan, plan.today) == ("R02", "R01", "", "R09")
    assert account_owners(plan, plan.scenario("Plan A")) == ("R01", "R01", "", "R02")


def test_disruption_counts_accounts_money_months_and_renewals() -> None:
    plan = grid_plan(1, 4, 2, plan_a=[0, 0, 0, 0])
    text = dict(plan.accounts.text) | {
        "owner_since": ("2020-01-01", "", "2026-01-01", "soon"),
        "renewal_date": ("2027-01-05", "", "2027-03-31", "2027-04-01"),
    }
    numbers = dict(plan.accounts.numbers) | {
        "revenue_last_year": floats([1, 2, 30, nan]),
        "open_pipeline": floats([5, 6, 7, 8]),
    }
    accounts = replace(plan.accounts, text=frozen_map(text), numbers=frozen_map(numbers))
    found = disruption(replace(plan, accounts=accounts), "Plan A")
    assert found.moved_accounts.tolist() == [False, False, True, True]
    assert (found.accounts, found.regions) == (2, 2)
    assert (found.revenue, found.pipeline) == (30.0, 15.0)
    assert found.months == pytest.approx(365 / (365.25 / 12))
    assert found.renewals == 1


def test_nothing_changes_hands_in_today() -> None:
    found = disruption(grid_plan(1, 4, 2), "Today")
    assert (found.regions, found.accounts, found.revenue, found.months) == (0, 0, 0.0, 0)


def test_a_text_that_is_no_day_is_unknown() -> None:
    assert day_of("next week") is None
    assert str(day_of(" 2027-02-01T10:00 ")) == "2027-02-01"


def test_a_rep_the_plan_does_not_know_is_shown_by_id() -> None:
    plan = grid_plan(1, 4, 2)
    stranger = replace(plan, reps=(Rep(RepId("R01"), "Rep 1", "closer"),))
    assert layer_summary(stranger, "Today").rep_names == ("Rep 1", "R02")
