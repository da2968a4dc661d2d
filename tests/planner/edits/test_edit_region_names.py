"""A region is called otherwise: rules, floors and earlier codes follow, all else stays as it is."""

from __future__ import annotations

from dataclasses import replace

import pytest
from builders import grid_plan
from hypothesis import given
from hypothesis import strategies as st

from planner.edits.earlier_codes import carried_codes
from planner.edits.redrawing import Redrawn
from planner.edits.region_merges import merge_regions
from planner.edits.region_names import rename_region
from planner.edits.region_splits import split_by_ratio
from planner.insight.extent import extent_of
from planner.io.account_lines import account_rows
from planner.io.export_tables import region_rows
from planner.model.goals import Goals, TerritoryGoals
from planner.model.layers import Proof
from planner.model.plan import Plan
from planner.model.redrawing import Refusal, Why
from planner.model.rules import BarrierGoal, Placing, TerritoryRules
from planner.model.types import identical, ints

RULES = TerritoryRules(
    ferries=(("0001", "0003"),),
    barriers=(BarrierGoal("Canal", (("0001", "0002"), ("0002", "gone"))),),
    held_by=(Placing("R01", ("0002", "0003")),),
    kept_from=(Placing("R01", ("0002",)),),
)
PLAN = grid_plan(1, 3, 1, accounts=6, goals=Goals(layers=(TerritoryGoals(count=1, rules=RULES),)))


def renamed(plan: Plan, region: int, code: str, name: str) -> Plan:
    found = rename_region(plan, region, code, name)
    assert isinstance(found, Plan), found
    return found


def test_a_region_has_another_code_and_name_and_nothing_else_is_touched() -> None:
    after = renamed(PLAN, 1, " MID ", "  The middle ")
    assert after.regions.ids == ("0001", "MID", "0003")
    assert after.regions.names == ("Place 1", "The middle", "Place 3")
    assert all(one is same for one, same in zip(after.scenarios, PLAN.scenarios, strict=True))
    for name in ("accounts", "loads", "measures", "reps", "segments"):
        assert getattr(after, name) is getattr(PLAN, name)
    for name in ("geometry", "graph", "points", "area_km2"):
        assert getattr(after.regions, name) is getattr(PLAN.regions, name)


def test_rules_name_the_region_by_its_code_of_now() -> None:
    rules = renamed(PLAN, 1, "MID", "").goals.layers[0].rules
    assert rules.ferries == (("0001", "0003"),)
    assert rules.barriers == (BarrierGoal("Canal", (("0001", "MID"), ("MID", "gone"))),)
    assert rules.held_by == (Placing("R01", ("MID", "0003")),)
    assert rules.kept_from == (Placing("R01", ("MID",)),)
    assert renamed(PLAN, 2, "0003", "Other name").goals is PLAN.goals


def test_what_was_proven_stays_and_names_the_region_by_its_code_of_now() -> None:
    proof = Proof("feasible", 1.0, 1.0, 0.0, "inertia", (("prospects", "0002", 0.4),))
    other = replace(proof, floors=(("prospects", "0001", 0.4),))
    layer = replace(PLAN.scenarios[1].base, proof=proof)
    scenario = replace(PLAN.scenarios[1], layers=(layer,), account_proofs=(("key", other),))
    after = renamed(replace(PLAN, scenarios=(PLAN.today, scenario)), 1, "MID", "")
    assert after.scenarios[1].base.proof == replace(proof, floors=(("prospects", "MID", 0.4),))
    assert after.scenarios[1].account_proofs == (("key", other),)
    assert after.today is PLAN.today


@pytest.mark.parametrize(
    ("code", "why"), [("", Why.NO_CODE), ("  ", Why.NO_CODE), (" 0003 ", Why.CODE_TAKEN)]
)
def test_a_code_that_is_empty_or_taken_is_refused(code: str, why: Why) -> None:
    found = rename_region(PLAN, 1, code, "A name")
    assert isinstance(found, Refusal)
    assert found.why is why


def test_a_region_without_a_name_is_called_by_its_code() -> None:
    assert renamed(PLAN, 1, "MID", " ").regions.names[1] == "MID"


def test_the_same_plan_comes_back_where_it_is_called_so_already() -> None:
    assert rename_region(PLAN, 1, "0002", "Place 2 ") is PLAN
    with pytest.raises(ValueError, match="no region 3"):
        rename_region(PLAN, 3, "X", "")


def test_codes_of_before_lead_to_what_became_of_the_region() -> None:
    found = split_by_ratio(PLAN, 0, 0.5)
    assert isinstance(found, Redrawn)
    assert found.plan.regions.earlier == {"0001": ("0001-1", "0001-2")}
    west = renamed(found.plan, 0, "WEST", "West")
    assert west.regions.earlier == {"0001": ("WEST", "0001-2"), "0001-1": ("WEST",)}
    # West is as large as the other part, and comes first.
    together = merge_regions(west, ints([0, 1]))
    assert isinstance(together, Redrawn)
    (kept,) = together.plan.regions.ids[:1]
    assert together.plan.regions.earlier["0001"] == (kept,)
    back = renamed(together.plan, 0, "0001", "Place 1")
    assert "0001" not in back.regions.earlier  # a code that a region has is none of before
    assert back.regions.earlier["0001-1"] == ("0001",)


@given(st.lists(st.tuples(st.integers(0, 3), st.sampled_from("abcdefgh")), max_size=12))
def test_a_code_of_before_leads_to_the_region_that_had_it_last(
    steps: list[tuple[int, str]],
) -> None:
    ids, last, earlier = list("abcd"), dict(zip("abcd", range(4), strict=True)), {}
    for at, code in steps:
        if code in ids:
            continue
        before, ids[at] = ids[at], code
        last[code] = at
        earlier = carried_codes(earlier, {before: (code,)}, ids)
    assert earlier == {code: (ids[at],) for code, at in last.items() if code not in ids}


def test_a_plan_that_knows_codes_of_before_is_told_from_one_that_does_not() -> None:
    there = renamed(PLAN, 1, "MID", "Place 2")
    again = renamed(there, 1, "0002", "Place 2")
    assert again.regions.ids == PLAN.regions.ids
    assert again.regions.earlier == {"MID": ("0002",)}
    assert not identical(again, PLAN)


def test_exports_say_the_code_and_the_name_of_now() -> None:
    plan = renamed(PLAN, 1, "MID", "The middle")
    scenario, extent = plan.scenario("Plan A"), extent_of(plan, "Plan A")
    rows = list(region_rows(plan, scenario.base, extent))
    assert [row[:2] for row in rows] == [
        ("0001", "Place 1"), ("MID", "The middle"), ("0003", "Place 3"),
    ]  # fmt: skip
    assert {row[2] for row in account_rows(plan, scenario, extent)} == {"0001", "MID", "0003"}
