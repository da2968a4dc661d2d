"""Why each territory has the person it has, for a layer as it stands."""

from __future__ import annotations

from dataclasses import replace

import pytest
from builders import grid_plan, grid_reps

from planner.insight.people_reasons import people_reasons
from planner.model.plan import Plan

# Corners of the grid in degrees: EPSG:28992 has its origin near 3.31 E 47.97 N.
WEST, EAST = (3.313, 47.975), (3.366, 47.975)


def two_halves(*homes: tuple[float, float]) -> Plan:
    reps = tuple(replace(rep, lon_lat=home) for rep, home in zip(grid_reps(2), homes, strict=True))
    today, plan_a = [0, 0, 0, 1, 0, 0, 0, 1], [0, 0, 1, 1, 0, 0, 1, 1]
    return grid_plan(2, 4, reps=reps, today=today, plan_a=plan_a)


def test_each_territory_has_its_way_its_share_and_its_next_exchange() -> None:
    plan = two_halves(WEST, EAST)
    scenario = plan.scenario("Plan A")
    west, east = people_reasons(plan, scenario, scenario.base)
    assert (west.other, east.other) == (1, 0)
    assert west.price > 0
    assert (west.kept, east.kept) == (1.0, 0.5)
    assert 0 < west.km < 10


def test_who_lives_in_the_others_territory_would_do_better_to_change() -> None:
    plan = two_halves(EAST, WEST)
    scenario = plan.scenario("Plan A")
    there = people_reasons(two_halves(WEST, EAST), scenario, scenario.base)[0]
    here = people_reasons(plan, scenario, scenario.base)[0]
    assert here.km > there.km
    assert here.price < there.price


@pytest.mark.parametrize(
    "changed", [{"reps": ()}, {"plan_a": [-1, *[0] * 3, *[1] * 4]}], ids=["nobody", "unassigned"]
)
def test_nothing_is_said_without_people_or_with_regions_left_over(
    changed: dict[str, object],
) -> None:
    plan = grid_plan(2, 4, 2, **changed)
    scenario = plan.scenario("Plan A")
    assert people_reasons(plan, scenario, scenario.base) == ()
