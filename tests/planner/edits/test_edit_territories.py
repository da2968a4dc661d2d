"""One territory's rep, home base and name; a scenario's teams and quotas."""

from __future__ import annotations

from dataclasses import replace

import pytest
from builders import grid_plan, grid_reps

from planner.edits.layers import accept_owner, lay_out
from planner.edits.locks import lock_territory
from planner.edits.quotas import set_quotas
from planner.edits.teams import set_teams
from planner.edits.territories import give_to_rep, rename_territory, set_rep, set_seat
from planner.model.goals import Goals, TerritoryGoals
from planner.model.layers import Layer, Proof
from planner.model.plan import Plan
from planner.model.quotas import QuotaNode
from planner.model.teams import Post, Team
from planner.model.types import RepId


def base(plan: Plan) -> Layer:
    return plan.scenario("Plan A").base


def laid_out() -> Plan:
    """Two territories of 1.0 and 0.5 FTE, and a third rep of 2.0 FTE without territory; proven."""
    reps = [replace(rep, fte=fte) for rep, fte in zip(grid_reps(3), (1.0, 0.5, 2.0), strict=True)]
    plan = lay_out(grid_plan(2, 3, 2, reps=reps), "Plan A", "base")
    proof = Proof("feasible", 1.0, 0.5, 0.5, "inertia")
    return accept_owner(plan, "Plan A", "base", base(plan).owner, proof)


def test_targets_follow_the_capacity_of_a_new_rep_and_the_proof_goes() -> None:
    plan = set_rep(laid_out(), "Plan A", "base", 1, RepId("R03"))
    assert base(plan).territories[1].rep_id == "R03"
    assert base(plan).targets[:, 0] == pytest.approx([1 / 3, 2 / 3])
    assert base(plan).proof is None


def test_an_open_territory_is_sized_for_a_full_time_rep() -> None:
    plan = set_rep(laid_out(), "Plan A", "base", 1, None)
    assert base(plan).targets[:, 0] == pytest.approx([0.5, 0.5])


def test_the_proof_stays_when_the_new_rep_carries_as_much() -> None:
    plan = laid_out()
    twin = replace(plan, reps=(*plan.reps, replace(plan.reps[1], id=RepId("R99"))))
    after = set_rep(twin, "Plan A", "base", 1, RepId("R99"))
    assert base(after).proof is base(twin).proof
    assert base(after).targets is base(twin).targets


def test_nothing_changes_for_the_same_rep_or_a_locked_territory() -> None:
    plan = laid_out()
    assert set_rep(plan, "Plan A", "base", 0, RepId("R01")) is plan
    locked = lock_territory(plan, "Plan A", "base", 0, locked=True)
    assert set_rep(locked, "Plan A", "base", 0, None) is locked
    assert set_seat(locked, "Plan A", "base", 0, 2) is locked


def people(plan: Plan) -> list[str | None]:
    return [one.rep_id for one in base(plan).territories]


def test_a_rep_without_territory_takes_one_and_who_had_it_has_none() -> None:
    plan = give_to_rep(laid_out(), "Plan A", "base", 1, RepId("R03"))
    assert people(plan) == ["R01", "R03"]
    assert base(plan).targets[:, 0] == pytest.approx([1 / 3, 2 / 3])


def test_who_has_a_territory_changes_places() -> None:
    plan = give_to_rep(laid_out(), "Plan A", "base", 0, RepId("R02"))
    assert people(plan) == ["R02", "R01"]
    assert base(plan).targets[:, 0] == pytest.approx([1 / 3, 2 / 3])
    assert base(plan).proof is None
    assert people(give_to_rep(plan, "Plan A", "base", 0, RepId("R01"))) == ["R01", "R02"]


def test_an_open_territory_changes_places_too() -> None:
    opened = give_to_rep(laid_out(), "Plan A", "base", 1, None)
    assert people(opened) == ["R01", None]
    assert people(give_to_rep(opened, "Plan A", "base", 1, RepId("R01"))) == [None, "R01"]


def test_nobody_changes_places_over_a_lock_and_nothing_changes_for_the_same_rep() -> None:
    for locked in (0, 1):
        plan = lock_territory(laid_out(), "Plan A", "base", locked, locked=True)
        assert give_to_rep(plan, "Plan A", "base", 0, RepId("R02")) is plan
    assert give_to_rep(plan, "Plan A", "base", 0, RepId("R01")) is plan


def test_who_has_several_territories_takes_one_more() -> None:
    three = lay_out(grid_plan(2, 3, 3), "Plan A", "base")
    both = set_rep(three, "Plan A", "base", 1, RepId("R01"))
    assert people(give_to_rep(both, "Plan A", "base", 2, RepId("R01"))) == ["R01"] * 3


def test_a_rep_nobody_knows_is_refused() -> None:
    with pytest.raises(ValueError, match="no rep"):
        set_rep(laid_out(), "Plan A", "base", 0, RepId("R77"))


def test_the_home_base_moves_with_the_rep_where_homes_are_seats() -> None:
    west, east = (3.3135, 47.9795), (3.38, 47.9795)
    goals = Goals((TerritoryGoals(count=1, seats="homes"),))
    reps = [replace(r, lon_lat=at) for r, at in zip(grid_reps(2), (west, east), strict=True)]
    plan = lay_out(grid_plan(1, 3, 1, reps=reps, goals=goals), "Plan A", "base")
    assert base(plan).territories[0].seat == 0
    assert base(set_rep(plan, "Plan A", "base", 0, RepId("R02"))).territories[0].seat == 2


def test_a_home_base_is_chosen_and_freed_and_the_proof_goes() -> None:
    plan = set_seat(laid_out(), "Plan A", "base", 0, 4)
    assert base(plan).territories[0].seat == 4
    assert base(plan).proof is None
    assert set_seat(plan, "Plan A", "base", 0, 4) is plan
    assert base(set_seat(plan, "Plan A", "base", 0, None)).territories[0].seat is None


def test_a_home_base_outside_the_map_or_the_part_is_refused() -> None:
    with pytest.raises(ValueError, match="no region"):
        set_seat(laid_out(), "Plan A", "base", 0, 6)
    goals = Goals((TerritoryGoals(count=2, apart="province"),))
    plan = lay_out(grid_plan(1, 2, 2, goals=goals), "Plan A", "base")
    east = [t.part for t in base(plan).territories].index("East")
    with pytest.raises(ValueError, match="outside East"):
        set_seat(plan, "Plan A", "base", east, 0)


def test_a_new_name_keeps_the_proof_even_of_a_locked_territory() -> None:
    locked = lock_territory(laid_out(), "Plan A", "base", 0, locked=True)
    plan = rename_territory(locked, "Plan A", "base", 0, " North ")
    assert base(plan).territories[0].name == "North"
    assert base(plan).proof is not None
    assert rename_territory(plan, "Plan A", "base", 0, "North") is plan
    with pytest.raises(ValueError, match="name"):
        rename_territory(plan, "Plan A", "base", 0, " ")


def test_teams_are_set_once() -> None:
    team = Team("t", "Team", "m", posts=(Post("closer", RepId("R01"), 40.0),))
    plan = set_teams(laid_out(), "Plan A", [team])
    assert plan.scenario("Plan A").teams == (team,)
    assert set_teams(plan, "Plan A", [team]) is plan
    with pytest.raises(ValueError, match="unique"):
        set_teams(plan, "Plan A", [team, team])
    with pytest.raises(ValueError, match="R77"):
        set_teams(plan, "Plan A", [replace(team, posts=(Post("closer", RepId("R77"), 8.0),))])
    with pytest.raises(ValueError, match="Today"):
        set_teams(plan, "Today", [team])


def test_a_quota_tree_that_does_not_close_is_refused() -> None:
    tree = (
        QuotaNode("company", "", "company", "All", 100, 10),
        QuotaNode("T01", "company", "territory", "North", 60),
        QuotaNode("T02", "company", "territory", "South", 50),
    )
    plan = set_quotas(laid_out(), "Plan A", tree)
    assert plan.scenario("Plan A").quotas == tree
    assert set_quotas(plan, "Plan A", tree) is plan
    with pytest.raises(ValueError, match="sum to 109, not to 110"):
        set_quotas(plan, "Plan A", (*tree[:2], replace(tree[2], quota=49)))
