from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from builders import grid_plan
from hypothesis import given
from strategies import owners

from planner.insight.comparison import scenario_figures
from planner.insight.extent import extent_of, narrowed, scope_from_text, territories_across
from planner.insight.scope import Scope, ScopeKind, scopes
from planner.insight.summary import layer_summary
from planner.model.goals import Goals, TerritoryGoals
from planner.model.plan import Plan
from planner.model.types import UNASSIGNED, Ints, RepId

LEADER = Scope(ScopeKind.PEOPLE, "R01")
WEST = Scope(ScopeKind.PARENT, "West", "province")
EAST = Scope(ScopeKind.PARENT, "East", "province")


def plan_of() -> Plan:
    plan = grid_plan(4, 4, 4, plan_a=[UNASSIGNED, 0, 0, 0, *[1] * 4, *[2] * 4, *[3] * 4])
    reps = [replace(rep, manager_id=RepId("R01") if rep.id == "R02" else None) for rep in plan.reps]
    return replace(plan, reps=tuple(reps))


def test_a_managers_extent_has_his_territories_and_all_of_his_people() -> None:
    extent = extent_of(plan_of(), "Plan A", LEADER)
    assert extent.territories.tolist() == [0, 1]
    assert np.flatnonzero(extent.regions).tolist() == list(range(1, 8))
    assert extent.people == {"R01", "R02"}
    assert extent.text == "people:R01"


def test_a_summary_of_everything_is_the_summary_itself() -> None:
    plan = plan_of()
    summary = layer_summary(plan, "Plan A")
    assert narrowed(plan, summary, extent_of(plan, "Plan A")) is summary


def test_a_narrowed_summary_has_the_sums_of_the_scope_alone() -> None:
    plan = plan_of()
    summary = layer_summary(plan, "Plan A")
    people = narrowed(plan, summary, extent_of(plan, "Plan A", LEADER))
    assert people.ids == ("T01", "T02")
    assert people.loads[:, 0].tolist() == [3.0, 4.0]
    assert people.unassigned == 0
    km = (3 * summary.travel_km[0] + 4 * summary.travel_km[1]) / 7
    assert people.mean_travel_km == pytest.approx(km)
    west = narrowed(
        plan, summary, extent_of(plan, "Plan A", Scope(ScopeKind.PARENT, "West", "province"))
    )
    assert (west.unassigned, west.unassigned_loads.tolist()) == (1, [1.0, 10.0, 100.0])
    # Of the first two columns rows 1, 2, 3 and rows 0, 2, 3 change hands, and region 0 has nobody now.
    assert west.moved == 7


def test_territories_that_also_hold_regions_outside_are_named() -> None:
    plan = plan_of()
    assert territories_across(plan, extent_of(plan, "Plan A", LEADER)) == ()
    assert territories_across(plan, extent_of(plan, "Plan A", WEST)) == ("T01", "T02", "T03", "T04")
    assert territories_across(plan, extent_of(plan, "Plan A")) == ()
    assert territories_across(plan, extent_of(plan, "Today", WEST)) == ()  # stripes of columns


@given(owners(16, 4, unassigned=True))
def test_what_two_provinces_count_is_what_everything_counts(plan_a: Ints) -> None:
    plan = grid_plan(4, 4, 4, plan_a=plan_a)
    scenario = plan.scenario("Plan A")
    west, east, whole = (
        scenario_figures(plan, scenario, scope=scope) for scope in (WEST, EAST, Scope())
    )
    assert west.unassigned + east.unassigned == whole.unassigned
    assert west.moved_regions + east.moved_regions == whole.moved_regions
    assert np.add(west.moved_loads, east.moved_loads).tolist() == list(whole.moved_loads)
    across = len(territories_across(plan, extent_of(plan, "Plan A", WEST)))
    empty = whole.territories - len(set(plan_a.tolist()) - {UNASSIGNED})
    assert west.territories + east.territories - across + empty == whole.territories


@pytest.mark.parametrize(
    ("text", "scope"),
    [
        ("all", Scope()),
        ("country:Gridland", Scope(ScopeKind.PARENT, "Gridland", "country")),
        ("province:West, layer:base", Scope(ScopeKind.PARENT, "West", "province")),
        ("people:R01", LEADER),
    ],
)
def test_a_scope_is_read_as_it_is_typed(text: str, scope: Scope) -> None:
    assert scope_from_text(plan_of(), "Plan A", text) == (scope, "base")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("country:NL", "no country 'NL'; there are Gridland"),
        ("people:R99", "no person 'R99'; there are R01, R02"),
        ("layer:support", "no layer 'support'; there are base"),
        ("planet:Mars", "no level 'planet'; there are province, country"),
    ],
)
def test_what_is_not_there_is_named_with_what_is(text: str, told: str) -> None:
    with pytest.raises(ValueError, match=told):
        scope_from_text(plan_of(), "Plan A", text)


def test_regions_without_a_name_at_a_level_are_no_scope_of_their_own() -> None:
    plan = plan_of()
    unnamed = ("", *plan.regions.parents["country"][1:])
    regions = replace(plan.regions, parents={**plan.regions.parents, "country": unnamed})
    assert scopes(replace(plan, regions=regions)) == (Scope(), LEADER)
    with pytest.raises(ValueError, match=r"there are Gridland$"):
        scope_from_text(replace(plan, regions=regions), "Plan A", "country:")


def test_a_part_of_the_same_name_at_another_level_is_another_place() -> None:
    # Luxembourg is a province of Belgium and a country: two territories, kept apart by country.
    owner = [0, 0, 1, 1] * 4
    plan = grid_plan(4, 4, 3, plan_a=owner)
    country = tuple("Luxembourg" if at else "Belgium" for at in owner)
    province = tuple("Liege" if at or row < 8 else "Luxembourg" for row, at in enumerate(owner))
    regions = replace(plan.regions, parents={"province": province, "country": country})
    base = plan.scenario("Plan A").base
    parts = zip(base.territories, ("Belgium", "Luxembourg", "Luxembourg"), strict=True)
    layer = replace(base, territories=tuple(replace(one, part=part) for one, part in parts))
    today, scenario = plan.scenarios
    plan = replace(
        plan,
        regions=regions,
        scenarios=(today, replace(scenario, layers=(layer,))),
        goals=Goals(layers=(TerritoryGoals(count=3, apart="country"),)),
    )
    there = extent_of(plan, "Plan A", Scope(ScopeKind.PARENT, "Luxembourg", "province"))
    assert there.territories.tolist() == [0]
    # The third has no region yet, and lies in the country that it is kept to.
    there = extent_of(plan, "Plan A", Scope(ScopeKind.PARENT, "Luxembourg", "country"))
    assert there.territories.tolist() == [1, 2]
