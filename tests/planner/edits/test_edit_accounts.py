"""Accounts named for people and let go again, alone and with their families."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest
from builders import grid_plan
from hypothesis import given
from hypothesis import strategies as st

from planner.edits.accounts import (
    FAMILY,
    bring_together,
    drop_exceptions,
    name_family,
    name_for,
    set_exceptions,
)
from planner.edits.people import set_cover
from planner.insight.ownership import account_owners
from planner.insight.summary import layer_summary
from planner.model.formula import measure_values
from planner.model.layers import Proof
from planner.model.measures import Measure
from planner.model.plan import Plan
from planner.model.scenarios import NAMED, STRAY, AccountException
from planner.model.types import AccountId, RepId, floats, frozen_map, ints

MEASURES = (
    Measure("accounts", "Accounts", "", "accounts.count"),
    Measure("visits", "Visits", "", "accounts.sum(visits) + 2 * regions.prospects"),
)
PROOF = Proof("optimal", 1.0, 1.0, 0.0, "inertia")


def named(account: int, rep: str, **said: object) -> AccountException:
    return AccountException(AccountId(f"A{account:05d}"), RepId(rep), **said)  # type: ignore[arg-type]


def counted_plan(*parents: str) -> Plan:
    """Four regions in a row, eight accounts two a region, measures that count them."""
    plan = grid_plan(1, 4, 2, accounts=8, loads=np.ones((4, 2)))
    family = tuple(parents) + ("",) * (8 - len(parents))
    text = frozen_map({**plan.accounts.text, "parent_id": family})
    plan = replace(plan, measures=MEASURES, accounts=replace(plan.accounts, text=text))
    loads = [measure_values(one, plan.regions, plan.accounts) for one in MEASURES]
    return replace(plan, loads=floats(np.stack(loads, axis=1)))


exceptions = st.builds(
    named,
    st.integers(1, 8),
    st.sampled_from(["R01", "R02", "R03"]),
    until=st.sampled_from([None, date(2026, 12, 31), date(2027, 1, 1), date(2027, 6, 30)]),
    counts=st.booleans(),
)


@given(given_=st.lists(exceptions, max_size=10))
def test_naming_and_letting_go_gives_the_owners_back(given_: list[AccountException]) -> None:
    plan = counted_plan()
    plan = replace(plan, reps=(*plan.reps, replace(plan.reps[0], id=RepId("R03"))))
    after = set_exceptions(plan, "Plan A", given_)
    back = drop_exceptions(after, "Plan A", {one.account_id for one in given_})
    before = plan.scenario("Plan A")
    assert back.scenario("Plan A").exceptions == ()
    assert account_owners(back, back.scenario("Plan A")) == account_owners(plan, before)


@given(given_=st.lists(exceptions, max_size=10))
def test_territories_and_what_counts_in_none_add_up_to_all(
    given_: list[AccountException],
) -> None:
    plan = counted_plan()
    # R03 has no territory: what is named for him counts in none.
    plan = replace(plan, reps=(*plan.reps, replace(plan.reps[0], id=RepId("R03"))))
    plan = set_exceptions(plan, "Plan A", given_)
    summary = layer_summary(plan, "Plan A")
    whole = summary.loads.sum(axis=0) + summary.unassigned_loads + summary.apart_loads
    assert whole.tolist() == pytest.approx(plan.loads.sum(axis=0).tolist())
    out = [one for one in plan.scenario("Plan A").held_on(plan.start).values() if not one.counts]
    assert summary.apart_loads[0] >= len(out)


def test_an_account_out_of_the_balance_counts_in_no_territory() -> None:
    plan = counted_plan()
    before = layer_summary(plan, "Plan A").loads[:, 0]
    after = set_exceptions(plan, "Plan A", [named(1, "R02", counts=False)])
    summary = layer_summary(after, "Plan A")
    # Account 1 lies in region 0, of Territory 1: that is all that changes.
    assert (before - summary.loads[:, 0]).tolist() == [1, 0]
    assert summary.apart_loads.tolist() == [1, 4]
    assert account_owners(after, after.scenario("Plan A"))[0] == "R02"


def test_an_exception_that_ended_before_plan_start_counts_nothing() -> None:
    plan = counted_plan()
    after = set_exceptions(plan, "Plan A", [named(1, "R02", until=date(2026, 12, 31))])
    assert layer_summary(after, "Plan A").loads.tolist() == (
        layer_summary(plan, "Plan A").loads.tolist()
    )
    last_day = set_exceptions(plan, "Plan A", [named(1, "R02", until=plan.start)])
    assert layer_summary(last_day, "Plan A").loads[1, 0] == 5


def test_a_changed_exception_keeps_its_place_and_the_same_one_makes_no_step() -> None:
    plan = set_exceptions(counted_plan(), "Plan A", [named(2, "R01"), named(1, "R02")])
    after = set_exceptions(plan, "Plan A", [named(2, "R01", asked_by="J. Smit")])
    assert [one.account_id for one in after.scenario("Plan A").exceptions] == ["A00002", "A00001"]
    assert set_exceptions(after, "Plan A", [named(2, "R01", asked_by="J. Smit")]) is after
    assert drop_exceptions(after, "Plan A", {"A00008"}) is after


def test_what_was_proven_goes_when_the_balance_changes_and_stays_for_a_word() -> None:
    plan = set_exceptions(counted_plan(), "Plan A", [named(1, "R02")])
    scenario = plan.scenario("Plan A")
    proven = replace(
        scenario, layers=(replace(scenario.base, proof=PROOF),), account_proofs=(("key", PROOF),)
    )
    plan = replace(plan, scenarios=(plan.today, proven))
    worded = set_exceptions(plan, "Plan A", [named(1, "R02", reason="asked for")])
    assert worded.scenario("Plan A").base.proof is PROOF
    moved = set_exceptions(plan, "Plan A", [named(1, "R01")]).scenario("Plan A")
    assert moved.base.proof is None
    assert moved.account_proofs == ()


def test_a_parent_is_named_with_everything_below_it() -> None:
    plan = counted_plan("", "A00001", "", "A00002")
    after = name_family(plan, "Plan A", "A00001", "R02").scenario("Plan A")
    assert after.exceptions == (named(1, "R02"), named(2, "R02"), named(4, "R02"))
    child = name_family(plan, "Plan A", "A00002", "R02").scenario("Plan A")
    assert [one.account_id for one in child.exceptions] == ["A00002", "A00004"]


def test_naming_again_keeps_what_was_asked_but_not_a_last_day_that_is_over() -> None:
    plan = counted_plan()
    said = (
        named(1, "R01", reason="renewal", asked_by="CEO", until=date(2028, 1, 1), counts=False),
        named(2, "R01", reason="handover", until=plan.start - timedelta(days=1)),
        named(3, "R01", reason=NAMED),
        named(4, "R01", reason=STRAY),
    )
    plan = set_exceptions(plan, "Plan A", said)
    after = name_for(plan, "Plan A", [one.account_id for one in said], "R02").scenario("Plan A")
    assert after.exceptions == (
        replace(said[0], rep_id=RepId("R02")),
        named(2, "R02", reason="handover"),
        named(3, "R02"),
        named(4, "R02"),
    )


def test_a_family_brought_together_keeps_what_was_said_of_its_accounts() -> None:
    plan = set_exceptions(
        counted_plan("", "A00001"), "Plan A", [named(2, "R01", asked_by="J. Smit", counts=False)]
    )
    after = bring_together(plan, "Plan A", ints([0, 1]), "R02").scenario("Plan A")
    assert after.exceptions == (
        named(2, "R02", asked_by="J. Smit", counts=False),
        named(1, "R02", reason=FAMILY),
    )


def test_today_unknown_accounts_and_unknown_people_are_refused() -> None:
    plan = counted_plan()
    with pytest.raises(ValueError, match="Today"):
        set_exceptions(plan, "Today", [named(1, "R02")])
    with pytest.raises(ValueError, match="A00009, R77"):
        set_exceptions(plan, "Plan A", [named(9, "R77")])
    with pytest.raises(ValueError, match="A00099"):
        name_family(plan, "Plan A", "A00099", "R01")


def test_a_cover_is_set_and_taken_away() -> None:
    plan = grid_plan(1, 4, 2)
    covered = set_cover(plan, "R01", "R02")
    assert covered.rep("R01").cover == "R02"
    assert set_cover(covered, "R01", "R02") is covered
    assert set_cover(covered, "R01", "").rep("R01").cover is None
    with pytest.raises(ValueError, match="own cover"):
        set_cover(plan, "R01", "R01")
    with pytest.raises(ValueError, match="R77"):
        set_cover(plan, "R01", "R77")
