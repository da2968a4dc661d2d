from __future__ import annotations

from dataclasses import replace

import numpy as np
from builders import grid_plan
from hypothesis import given
from hypothesis import strategies as st

from planner.edits.assignment import assign
from planner.edits.locks import lock_regions, lock_territory
from planner.edits.redrawing import Redrawn
from planner.edits.region_drawing import Over, draw_region
from planner.edits.region_splits import split_region
from planner.edits.scenarios import duplicate_scenario
from planner.edits.scoped import kept_to
from planner.edits.territories import rename_territory
from planner.insight.extent import Extent, extent_of
from planner.insight.scope import Scope, ScopeKind
from planner.model.plan import Plan
from planner.model.types import RepId, floats, ints

WEST = Scope(ScopeKind.PARENT, "West", "province")
LEADER = Scope(ScopeKind.PEOPLE, "R01")


def plan_of() -> Plan:
    """A 4 x 4 grid in four rows; reps 1 and 2 report to R01; columns 0 and 1 are West."""
    plan = grid_plan(4, 4, 4)
    reps = [replace(rep, manager_id=RepId("R01") if rep.id == "R02" else None) for rep in plan.reps]
    return replace(plan, reps=tuple(reps))


def extent(plan: Plan, scope: Scope) -> Extent:
    return extent_of(plan, "Plan A", scope)


def owner(plan: Plan) -> list[int]:
    return plan.scenario("Plan A").base.owner.tolist()


def test_only_regions_of_the_province_move() -> None:
    plan = plan_of()
    after = assign(plan, "Plan A", "base", ints([4, 5, 6, 7]), 0)
    kept = kept_to(plan, after, extent(plan, WEST))
    assert owner(kept.plan)[4:8] == [0, 0, 1, 1]
    assert kept.kept == 2


def test_an_edit_all_of_it_outside_leaves_the_very_same_plan() -> None:
    plan = plan_of()
    moved = kept_to(plan, assign(plan, "Plan A", "base", ints([7]), 0), extent(plan, WEST))
    assert moved.plan is plan
    assert moved.kept == 1
    locked = lock_regions(plan, "Plan A", "base", ints([7]), True)
    assert kept_to(plan, locked, extent(plan, WEST)).plan is plan


def test_a_managers_people_give_nothing_away_and_their_neighbours_lose_nothing() -> None:
    plan = plan_of()
    away = assign(plan, "Plan A", "base", ints([4]), 2)  # from R02 to R03, who is not his
    assert kept_to(plan, away, extent(plan, LEADER)).plan is plan
    among = assign(plan, "Plan A", "base", ints([4]), 0)
    assert kept_to(plan, among, extent(plan, LEADER)).plan is among


def test_territories_outside_keep_their_name_and_their_lock() -> None:
    plan = plan_of()
    for after in (
        rename_territory(plan, "Plan A", "base", 3, "Mine now"),
        lock_territory(plan, "Plan A", "base", 3, True),
    ):
        assert kept_to(plan, after, extent(plan, LEADER)).plan is plan
    inside = rename_territory(plan, "Plan A", "base", 0, "Mine")
    assert kept_to(plan, inside, extent(plan, LEADER)).plan is inside


def test_an_edit_that_takes_a_territory_outside_away_is_refused() -> None:
    plan = plan_of()
    base = plan.scenario("Plan A").base
    fewer = replace(
        base, territories=base.territories[:3], owner=ints(np.minimum(base.owner, 2)),
        targets=base.targets[:3] / base.targets[:3].sum(axis=0),
    )  # fmt: skip
    after = replace(
        plan, scenarios=(plan.scenarios[0], replace(plan.scenarios[1], layers=(fewer,)))
    )
    kept = kept_to(plan, after, extent(plan, LEADER))
    assert kept.refused
    assert kept.plan is plan


def test_what_is_no_edit_of_the_layer_goes_through() -> None:
    plan = plan_of()
    copied = duplicate_scenario(plan, "Plan A", "Plan B")
    assert kept_to(plan, copied, extent(plan, WEST)).plan is copied
    assert kept_to(plan, copied, extent(plan, Scope())).plan is copied


@given(st.lists(st.integers(0, 15), min_size=1), st.integers(0, 3), st.sampled_from([WEST, LEADER]))
def test_nothing_outside_ever_changes(regions: list[int], territory: int, scope: Scope) -> None:
    plan = plan_of()
    reach = extent(plan, scope)
    after = kept_to(plan, assign(plan, "Plan A", "base", ints(regions), territory), reach).plan
    before, now = np.array(owner(plan)), np.array(owner(after))
    assert (before == now)[~reach.regions].all()
    assert np.isin(now[before != now], reach.territories).all()


def test_regions_that_are_redrawn_keep_their_territories_whatever_is_looked_at() -> None:
    split = split_region(plan_of(), 0, floats([[300, -10], [300, 1010]]))
    assert isinstance(split, Redrawn)
    plan = split.plan
    assert plan.regions.ids[:3] == ("0001-1", "0001-2", "0002")
    # A new region takes all of the narrow part and more of the region above: as many as before, but
    # the new one stands last, and all others a place earlier.
    area = [[0, 0], [300, 0], [300, 1000], [900, 1000], [900, 1900], [0, 1900], [0, 0]]
    found = draw_region(plan, floats(area), over=Over.TAKE, parents_of=0)
    assert isinstance(found, Redrawn)
    after = found.plan
    assert after.regions.ids == (*(id_ for id_ in plan.regions.ids if id_ != "0001-2"), "new-1")
    for scope in (WEST, LEADER):
        assert kept_to(plan, after, extent(plan, scope)).plan is after
