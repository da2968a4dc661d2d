"""From a plan to the problem a solver is given."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from builders import grid_plan, grid_reps
from hypothesis import given
from strategies import grid_plans

from planner.edits.assignment import assign
from planner.edits.layers import lay_out
from planner.edits.locks import lock_regions, lock_territory
from planner.edits.scenarios import duplicate_scenario
from planner.edits.territories import set_rep, set_seat
from planner.insight.summary import layer_summary
from planner.judge.from_plan import problem_from
from planner.judge.parts import parts
from planner.judge.problem import Kind, Problem
from planner.judge.verify import deviations, extra_pieces, score, violations
from planner.model.goals import Goals, TerritoryGoals
from planner.model.layers import Layer
from planner.model.plan import Plan
from planner.model.types import UNASSIGNED, ints

HOMES = ((3.3135, 47.9795), (3.38, 47.9795))
"""Longitude and latitude near the first and beyond the last region of a short row."""


def goals(**fields: Any) -> Goals:
    return Goals((TerritoryGoals(**fields),))


def problem(plan: Plan) -> Problem:
    return problem_from(plan, plan.scenario("Plan A"))


def test_the_problem_says_what_the_plan_says() -> None:
    plan = grid_plan(2, 3, 2)
    given_ = problem(plan)
    assert (given_.n, given_.k, given_.measures) == (6, 2, ("prospects", "workload", "potential"))
    assert given_.wanted.tolist() == [[3, 30, 300]] * 2
    assert given_.tolerance.tolist() == [0.05, 0.05, 0.10]
    assert given_.edges.tolist() == plan.regions.graph.edges.tolist()
    assert given_.xy_km[4].tolist() == [1.5, 1.5]
    assert given_.objective.kind is Kind.INERTIA
    assert given_.seats is None
    assert given_.switch_cost is None
    assert given_.current is not None
    assert given_.current.tolist() == [0, 0, 1, 0, 0, 1]


def test_a_measure_that_is_nothing_everywhere_is_left_out() -> None:
    plan = grid_plan(1, 2, 1, loads=[[0.0, 1.0], [0.0, 2.0]])
    assert problem(plan).measures == ("workload",)
    with pytest.raises(ValueError, match="nothing to balance"):
        problem(grid_plan(1, 2, 1, loads=[[0.0], [0.0]]))


def test_locked_regions_are_locked_into_their_territory() -> None:
    plan = lock_regions(grid_plan(2, 2, 2), "Plan A", "base", ints([0, 3]), locked=True)
    assert problem(plan).locks.tolist() == [0, -1, -1, 1]


def test_a_locked_territory_is_a_part_of_its_own() -> None:
    plan = lock_territory(grid_plan(3, 2, 3), "Plan A", "base", 1, locked=True)
    given_ = problem(plan)
    assert given_.part_of_territory.tolist() == [0, 1, 0]
    assert given_.part_of_region.tolist() == [0, 0, 1, 1, 0, 0]
    assert given_.locks.tolist() == [-1, -1, 1, 1, -1, -1]
    rest, locked = parts(given_)
    assert rest.problem.wanted == pytest.approx(given_.wanted[[0, 2]])
    assert locked.regions.tolist() == [2, 3]


def test_parts_kept_apart_come_from_the_goals() -> None:
    reps = [replace(r, country=c) for r, c in zip(grid_reps(2), ("East", "West"), strict=True)]
    plan = grid_plan(1, 4, 2, reps=reps, goals=goals(count=2, apart="province"))
    given_ = problem(lay_out(plan, "Plan A", "base"))
    assert given_.part_of_territory.tolist() == [0, 1]
    assert given_.part_of_region.tolist() == [1, 1, 0, 0]
    assert given_.current is None  # each rep's present regions lie in the other part


def test_homes_are_seats_and_travel_is_distance() -> None:
    reps = [replace(r, lon_lat=at) for r, at in zip(grid_reps(2), HOMES, strict=True)]
    plan = grid_plan(1, 4, 2, reps=reps, goals=goals(count=3, seats="homes"))
    laid = lay_out(plan, "Plan A", "base")
    given_ = problem(laid)
    assert given_.objective.kind is Kind.DISTANCE
    assert given_.seats is not None
    assert given_.seats.tolist() == [0, 3, 1]
    assert layer_summary(laid, "Plan A").seats.tolist() == [0, 3, 1]


def test_two_reps_may_live_in_one_region() -> None:
    reps = [replace(r, lon_lat=HOMES[0]) for r in grid_reps(2)]
    plan = grid_plan(1, 4, 2, reps=reps, goals=goals(count=2, seats="homes"))
    seats = problem(lay_out(plan, "Plan A", "base")).seats
    assert seats is not None
    assert seats.tolist() == [0, 0]


def test_a_home_base_chosen_by_hand_belongs_to_its_territory() -> None:
    plan = set_seat(grid_plan(2, 2, 2), "Plan A", "base", 0, 3)
    assert problem(plan).locks.tolist() == [-1, -1, -1, 0]


def test_an_oversize_region_is_locked_into_its_own_territory() -> None:
    loads = np.array([1.0, 1, 8, 1, 1])[:, None]
    plan = grid_plan(1, 5, 3, reps=0, loads=loads, goals=goals(count=3, oversize="own"))
    given_ = problem(lay_out(plan, "Plan A", "base"))
    assert given_.locks.tolist() == [-1, -1, 2, -1, -1]
    assert given_.wanted.ravel() == pytest.approx([2, 2, 8])
    assert violations(given_, ints([0, 0, 2, 1, 1])) == ()


def test_an_oversize_region_stays_in_the_territory_it_is_locked_into() -> None:
    loads = np.array([1.0, 1, 8, 1, 1])[:, None]
    plan = grid_plan(1, 5, 3, reps=0, loads=loads, goals=goals(count=3, oversize="own"))
    plan = assign(lay_out(plan, "Plan A", "base"), "Plan A", "base", ints([2]), 0)
    plan = lock_regions(plan, "Plan A", "base", ints([2]), locked=True)
    assert problem(plan).wanted.ravel() == pytest.approx([8, 2, 2])


def test_present_owners_are_followed_by_rep_and_not_by_number() -> None:
    plan = set_rep(grid_plan(2, 3, 2, reps=3), "Plan A", "base", 0, grid_reps(3)[2].id)
    current = problem(plan).current
    assert current is not None
    assert current.tolist() == [-1, -1, 1, -1, -1, 1]


def test_moving_an_average_region_costs_what_its_average_travel_costs() -> None:
    today = [0, 0, 0, 1]
    loads = np.array([1.0, 2, 1, 4])[:, None]
    plan = grid_plan(1, 4, 2, loads=loads, today=today, goals=goals(count=2, disruption_weight=0.5))
    cost = problem(plan).switch_cost
    # Today: seat at region 1, 1 + 1 weight at 1 km: travel 2, over a weight of 8.
    assert cost == pytest.approx(0.5 * np.array([1, 2, 1, 4]) * 2 / 8)


def test_a_layer_without_territories_is_no_problem() -> None:
    both = Goals((TerritoryGoals(), TerritoryGoals(key="food")))
    plan = grid_plan(1, 2, 1, goals=both)
    nobody = ints([UNASSIGNED] * 2)
    bare = Layer("food", "Food", (), nobody, np.zeros(2, bool), np.empty((0, 3)))
    scenario = replace(plan.scenario("Plan A"), layers=(plan.today.base, bare))
    with pytest.raises(ValueError, match="lay it out"):
        problem_from(plan, scenario, "food")


@given(grid_plans())
def test_the_judge_and_the_summary_agree_on_every_figure(plan: Plan) -> None:
    given_, layer = problem(plan), plan.scenario("Plan A").base
    summary = layer_summary(plan, "Plan A")
    assert summary.deviations == pytest.approx(deviations(given_, layer.owner))
    assert summary.pieces_beyond_one == extra_pieces(given_, layer.owner)
    assert summary.score == pytest.approx(score(given_, layer.owner))
    judged_within = {
        v.territory for v in violations(given_, layer.owner) if v.rule in ("balance", "empty")
    }
    assert summary.within_tolerance == given_.k - len(judged_within)


@given(grid_plans())
def test_the_parts_of_a_laid_out_plan_hold_all_regions_and_targets(plan: Plan) -> None:
    if len(set(plan.regions.parents["province"])) < 2:
        return
    kept = replace(plan, goals=goals(count=min(3, len(plan.regions)), apart="province"))
    copy = duplicate_scenario(kept, "Today", "Copy")
    laid = lay_out(copy, "Copy", "base")
    split = parts(problem_from(laid, laid.scenario("Copy")))
    assert sum(part.problem.n for part in split) == len(plan.regions)
    for part in split:
        assert part.problem.targets.sum(axis=0) == pytest.approx(np.ones(3))
