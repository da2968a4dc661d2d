"""People are matched to territories of their share."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from builders import grid_plan, grid_reps
from hypothesis import given
from hypothesis import strategies as st

from planner.judge.from_plan import problem_from
from planner.judge.verify import deviations, score, violations
from planner.model.plan import Plan
from planner.model.types import ints
from planner.sales.matching import matched


def plan_with_homes(
    *homes: tuple[float, float] | None, fte: tuple[float, ...] = (1.0, 1.0)
) -> Plan:
    reps = tuple(
        replace(rep, lon_lat=home, fte=share)
        for rep, home, share in zip(grid_reps(len(homes)), homes, fte, strict=True)
    )
    return grid_plan(2, 4, reps=reps, today=[-1] * 8, plan_a=[0, 0, 1, 1, 0, 0, 1, 1])


# Corners of the grid in degrees: EPSG:28992 has its origin near 3.31 E 47.97 N.
WEST, EAST = (3.313, 47.975), (3.366, 47.975)


def test_people_who_live_in_each_others_territory_change_places() -> None:
    plan = plan_with_homes(EAST, WEST)
    layer = plan.scenario("Plan A").base

    owner = matched(plan, layer, problem_from(plan, plan.scenario("Plan A")), layer.owner)

    assert owner.tolist() == [1, 1, 0, 0, 1, 1, 0, 0]


def test_people_who_live_at_home_stay() -> None:
    plan = plan_with_homes(WEST, EAST)
    layer = plan.scenario("Plan A").base

    owner = matched(plan, layer, problem_from(plan, plan.scenario("Plan A")), layer.owner)

    assert owner.tolist() == layer.owner.tolist()


def test_a_locked_territory_keeps_its_owner() -> None:
    plan = plan_with_homes(EAST, WEST)
    base = plan.scenario("Plan A").base
    locked = (replace(base.territories[0], locked=True), base.territories[1])
    layer = replace(base, territories=locked)

    owner = matched(plan, layer, problem_from(plan, plan.scenario("Plan A")), layer.owner)

    assert owner.tolist() == base.owner.tolist()


def test_someone_without_a_home_follows_present_relations() -> None:
    plan = plan_with_homes(None, None)
    scenario = plan.scenario("Plan A")
    held = replace(problem_from(plan, scenario), current=ints([1, 1, 0, 0, 1, 1, 0, 0]))

    owner = matched(plan, scenario.base, held, scenario.base.owner)

    assert owner.tolist() == [1, 1, 0, 0, 1, 1, 0, 0]


@given(st.lists(st.integers(0, 1), min_size=8, max_size=8))
def test_matching_changes_neither_score_nor_balance(owner: list[int]) -> None:
    plan = plan_with_homes(EAST, WEST)
    scenario = plan.scenario("Plan A")
    problem = problem_from(plan, scenario)
    before = ints(owner)

    after = matched(plan, scenario.base, problem, before)

    assert np.isclose(score(problem, after), score(problem, before))
    assert len(violations(problem, after)) == len(violations(problem, before))
    worst = np.abs(deviations(problem, before)).max()
    assert np.isclose(np.abs(deviations(problem, after)).max(), worst)
