"""Shares of the hull's land on unit squares, and the reasons of territories that are ragged."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from builders import grid_plan, grid_regions

from planner.edits.locks import lock_regions
from planner.insight.checks import check_plan
from planner.insight.shape import Land, hull_shares
from planner.insight.shape_reasons import Cause, ragged_territories, shape_of
from planner.insight.summary import layer_summary
from planner.model.geometry import Geometry
from planner.model.goals import Goals, TerritoryGoals
from planner.model.graph import RegionGraph
from planner.model.plan import Plan
from planner.model.rules import BarrierGoal, TerritoryRules
from planner.model.types import Ints, ints

RING = ints([1 if 0 < r < 4 and 0 < c < 4 else 0 for r in range(5) for c in range(5)])
"""A frame one square wide around a block of nine."""
CORNER = ints([0 if i < 8 or i % 8 == 0 else 1 for i in range(64)])
"""Two sides of a square of eight: 15 squares, and half of the 7 x 7 others is in their hull."""
CORNER_SHARE = 15 / (15 + 49 / 2)


def ring_plan(**fields: object) -> Plan:
    return grid_plan(5, 5, 2, plan_a=RING, **fields)


def causes(plan: Plan, t: int, below: float) -> set[Cause]:
    found = {one.territory: one for one in ragged_territories(plan, "Plan A", "base", below)}
    return {reason.cause for reason in found[t].reasons}


def test_a_rectangle_holds_all_of_its_hull() -> None:
    plan = grid_plan(4, 6, 2)
    assert hull_shares(plan.regions, plan.scenario("Plan A").base) == pytest.approx([1.0, 1.0])


def test_an_l_of_three_squares_holds_three_of_three_and_a_half() -> None:
    # Its hull cuts half of the fourth square off.
    assert Land(grid_regions(2, 2)).share(ints([0, 1, 2])) == pytest.approx(3 / 3.5)


def test_a_ring_holds_sixteen_of_twenty_five_squares() -> None:
    plan = ring_plan()
    shares = hull_shares(plan.regions, plan.scenario("Plan A").base)
    assert shares == pytest.approx([16 / 25, 1.0])


def test_what_lies_beyond_the_plan_does_not_count() -> None:
    whole = grid_regions(2, 2)
    geometry = whole.geometry
    lake = replace(
        whole,
        geometry=Geometry(
            geometry.xy[:15], geometry.ring_start[:4], geometry.polygon_start[:4],
            ints([0, 1, 2, 3, 3]),
        ),
    )  # fmt: skip
    assert Land(lake).share(ints([0, 1, 2])) == pytest.approx(1.0)


def test_a_region_without_outline_has_no_share() -> None:
    empty = replace(
        grid_regions(1, 1), geometry=Geometry(np.empty((0, 2)), ints([0]), ints([0]), ints([0, 0]))
    )
    assert np.isnan(Land(empty).share(ints([0])))


def test_a_hole_in_a_region_is_not_its_land() -> None:
    """A square of 4 x 4 km around another of 2 x 2 km: the outer holds 12 of 16."""
    outer = [[0, 0], [4, 0], [4, 4], [0, 4], [0, 0]]
    hole = [[1, 1], [1, 3], [3, 3], [3, 1], [1, 1]]
    inner = hole[::-1]
    pair = replace(
        grid_regions(1, 2),
        geometry=Geometry(
            np.array([*outer, *hole, *inner]) * 1000.0, ints([0, 5, 10, 15]), ints([0, 2, 3]),
            ints([0, 1, 2]),
        ),
        area_km2=np.array([12.0, 4.0]),
    )  # fmt: skip
    land = Land(pair)
    assert land.share(ints([0])) == pytest.approx(12 / 16)
    assert land.share(ints([1])) == pytest.approx(1.0)


def test_nothing_is_ragged_among_rectangles() -> None:
    plan = grid_plan(4, 6, 2)
    assert ragged_territories(plan, "Plan A", "base") == ()
    assert "territory_ragged" not in {issue.code for issue in check_plan(plan)}


def test_a_territory_bends_around_one_that_lies_inside_it() -> None:
    (found,) = ragged_territories(ring_plan(), "Plan A", "base", below=0.7)
    assert (found.territory, found.share) == (0, pytest.approx(0.64))
    assert "it bends around T02" in found.text


def test_locked_regions_of_others_are_named() -> None:
    plan = lock_regions(ring_plan(), "Plan A", "base", ints([6, 7, 8]), True)
    assert Cause.LOCKED_AWAY in causes(plan, 0, 0.7)


def test_a_lock_that_explains_too_little_is_no_reason() -> None:
    plan = lock_regions(ring_plan(), "Plan A", "base", ints([12]), True)
    assert causes(plan, 0, 0.9) == {Cause.WRAPS, Cause.BAND}


def test_its_own_locked_region_far_away_is_named() -> None:
    owner = ints([0 if i < 12 or i == 33 else 1 for i in range(36)])
    plan = lock_regions(grid_plan(6, 6, 2, plan_a=owner), "Plan A", "base", ints([33]), True)
    assert {Cause.LOCKED_IN, Cause.PIECES} <= causes(plan, 0, 0.7)


def test_a_link_over_water_is_named() -> None:
    owner = ints([0 if i < 12 or i == 33 else 1 for i in range(36)])
    plan = grid_plan(6, 6, 2, plan_a=owner)
    graph = plan.regions.graph
    linked = RegionGraph(36, graph.borders, graph.border_km, ints([[9, 33]]))
    plan = replace(plan, regions=replace(plan.regions, graph=linked))
    assert Cause.ISLANDS in causes(plan, 0, 0.7)
    assert Cause.PIECES not in causes(plan, 0, 0.7)


def test_a_barrier_along_a_ragged_territory_is_named() -> None:
    river = BarrierGoal("Waal", (("0019", "0020"), ("0062", "0063")))
    goals = Goals((TerritoryGoals(count=2, rules=TerritoryRules(barriers=(river,))),))
    plan = grid_plan(8, 8, 2, plan_a=CORNER, goals=goals)
    (found,) = ragged_territories(plan, "Plan A", "base")
    assert "a barrier runs along it: Waal" not in found.text  # beside others, but none of its own
    river = BarrierGoal("Maas", (("0009", "0010"),))
    goals = Goals((TerritoryGoals(count=2, rules=TerritoryRules(barriers=(river,))),))
    (found,) = ragged_territories(replace(plan, goals=goals), "Plan A", "base")
    assert "a barrier runs along it: Maas" in found.text


def test_without_any_rule_behind_it_that_is_said() -> None:
    share = np.array([[15 / 64] * 3, [49 / 64] * 3])
    plan = with_targets(grid_plan(8, 8, 2, plan_a=CORNER), share)
    (found,) = ragged_territories(plan, "Plan A", "base")
    assert found.share == pytest.approx(CORNER_SHARE)
    assert found.reasons == ()
    assert found.text == "no rule explains it"


def test_a_ragged_territory_is_a_line_of_the_checks() -> None:
    plan = grid_plan(8, 8, 2, plan_a=CORNER)
    (issue,) = [issue for issue in check_plan(plan) if issue.code == "territory_ragged"]
    stopped = check_plan(plan, lambda: True)
    assert "territory_ragged" not in {issue.code for issue in stopped}
    assert issue.found == (
        "Plan A: territory T01 holds 0.38 of the land in its convex hull: "
        "its band could not be met: Prospects −53\u00a0%"
    )


def with_targets(plan: Plan, targets: np.ndarray) -> Plan:
    scenario = plan.scenario("Plan A")
    layer = replace(scenario.base, targets=targets)
    made = replace(scenario, layers=(layer,))
    return replace(plan, scenarios=tuple(made if s is scenario else s for s in plan.scenarios))


def test_a_region_alone_has_the_shape_it_has() -> None:
    owner: Ints = ints([0, 0, 0, 1, 1, 1, 1, 1, 1])
    plan = grid_plan(3, 3, 2, plan_a=owner)
    found = shape_of(plan, plan.scenario("Plan A").base, layer_summary(plan, "Plan A"), 0)
    assert (found.share, found.reasons) == (pytest.approx(1.0), ())
    assert Cause.FEW_REGIONS in causes(plan, 0, 1.1)
