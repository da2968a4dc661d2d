"""What the rules of a plan ask of the problem: three by four regions in the provinces West and East."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from builders import MEASURES, grid_layer, grid_plan, grid_reps, stripes

from planner.judge.from_plan import problem_from
from planner.judge.problem import Kind, Problem
from planner.judge.rules_from_plan import fits
from planner.model.goals import Goals, TerritoryGoals
from planner.model.measures import Measure
from planner.model.plan import Plan
from planner.model.rules import BarrierGoal, Placing, TerritoryRules
from planner.model.types import UNASSIGNED, frozen_map, ints


def plan_of(*, measure: Measure = MEASURES[0], **rules: object) -> Plan:
    """Twelve regions, two territories of R01 and R02; today the left and the right half."""
    goals = Goals((TerritoryGoals(count=2, rules=TerritoryRules(**rules)),))
    plan = grid_plan(3, 4, 2, goals=goals, loads=np.ones((12, 1)))
    return replace(plan, measures=(measure,))


def problem_of(plan: Plan, layer: str = "base") -> Problem:
    return problem_from(plan, plan.scenario("Plan A"), layer)


def test_without_rules_the_problem_asks_for_nothing_more() -> None:
    problem = problem_of(plan_of())
    assert not problem.minimum.any()
    assert not len(problem.kept_from)
    assert (problem.together == UNASSIGNED).all()
    assert np.isinf(problem.most_moved)
    assert np.isinf(problem.reach_km).all()


def test_limits_of_a_measure_hold_for_every_territory() -> None:
    measure = replace(MEASURES[0], minimum=3.0, maximum=9.0)
    problem = problem_of(plan_of(measure=measure))
    assert problem.minimum.tolist() == [[3.0], [3.0]]
    assert problem.maximum.tolist() == [[9.0], [9.0]]


def test_an_ideal_at_a_price_of_one_costs_what_a_territory_travels() -> None:
    measure = replace(MEASURES[0], ideal=0.02, ideal_price=1.0)
    problem = problem_of(plan_of(measure=measure))
    assert problem.ideal.tolist() == [0.02]
    # Two discs of 6 km2 that hold 6 prospects each: 6 * 6 / (2 pi).
    assert problem.ideal_price[0] == pytest.approx(36 / (2 * np.pi))


def test_a_measure_with_limits_that_cross_is_refused() -> None:
    with pytest.raises(ValueError, match="minimum"):
        replace(MEASURES[0], minimum=3.0, maximum=2.0)


def test_a_barrier_leaves_the_graph_and_keeps_its_name() -> None:
    river = BarrierGoal("Rhine", (("0002", "0003"), ("0007", "0006"), ("0001", "0012")))
    problem = problem_of(plan_of(barriers=(river,)))
    (barrier,) = problem.barriers
    assert (barrier.name, barrier.edges.tolist()) == ("Rhine", [[1, 2], [5, 6]])
    assert [1, 2] not in problem.edges.tolist()
    assert len(problem.edges) == 17 - 2


def test_a_ferry_is_an_edge_that_is_no_border() -> None:
    problem = problem_of(plan_of(ferries=(("0012", "0001"),), ferries_only=True))
    assert problem.island_links.tolist() == [[0, 11]]
    assert [0, 11] in problem.edges.tolist()


def test_with_ferries_alone_islands_are_not_linked_otherwise() -> None:
    plan = plan_of(ferries_only=True)
    graph = replace(plan.regions.graph, links=ints([[0, 11]]))
    plan = replace(plan, regions=replace(plan.regions, graph=graph))
    assert not len(problem_of(plan).island_links)
    as_usual = replace(plan, goals=Goals((TerritoryGoals(count=2),)))
    assert problem_of(as_usual).island_links.tolist() == [[0, 11]]


def test_regions_are_held_by_and_kept_from_the_territory_of_a_rep() -> None:
    problem = problem_of(
        plan_of(
            held_by=(Placing("R02", ("0001",)), Placing("R99", ("0002",))),
            kept_from=(Placing("R01", ("0003", "0004")),),
        )
    )
    assert problem.locks.tolist() == [1] + [UNASSIGNED] * 11
    assert problem.kept_from.tolist() == [[2, 0], [3, 0]]


def test_a_region_goes_to_a_rep_who_has_the_skill_it_needs() -> None:
    reps = grid_reps(2)
    reps = (replace(reps[0], languages=("fr",)), replace(reps[1], skills=frozen_map({"nl": 60.0})))
    plan = plan_of(skill="needs")
    needs = ("nl:50",) * 6 + ("nl:70",) + ("fr",) + ("",) * 4
    parents = frozen_map(dict(plan.regions.parents) | {"needs": needs})
    plan = replace(plan, reps=reps, regions=replace(plan.regions, parents=parents))
    wanted = [[region, 0] for region in range(6)] + [[6, 0], [6, 1], [7, 1]]
    assert problem_of(plan).kept_from.tolist() == wanted


@pytest.mark.parametrize(
    ("need", "fit"),
    [
        ("", True),
        ("nl", True),
        ("nl:60", True),
        ("nl:60.5", False),
        ("nl:50; fr", True),
        ("de", False),
    ],
)
def test_needs_are_keys_with_percents(need: str, fit: bool) -> None:
    (rep,) = grid_reps(1, skills=frozen_map({"nl": 60.0}), languages=("fr",))
    assert fits(rep, need) == fit
    assert fits(None, need) == (need == "")


def test_regions_of_one_parent_stay_together() -> None:
    label = problem_of(plan_of(together="province")).together.reshape(3, 4)
    assert len(set(label[:, :2].ravel().tolist())) == 1
    assert len(set(label[:, 2:].ravel().tolist())) == 1
    assert label[0, 0] != label[0, 3]


def test_a_layer_made_of_another_keeps_its_territories_whole() -> None:
    plan = plan_of()
    upper = TerritoryGoals(
        key="group", count=1, rules=TerritoryRules(made_of="base", together="province")
    )
    plan = replace(plan, goals=Goals((plan.goals.layers[0], upper)))
    scenario = plan.scenario("Plan A")
    base = replace(scenario.layers[0], owner=ints([UNASSIGNED, *stripes(3, 4, 2, across=True)[1:]]))
    layer = replace(grid_layer(np.zeros(12, int), plan.reps, measures=1, k=1), key="group")
    plan = replace(plan, scenarios=(plan.scenarios[0], replace(scenario, layers=(base, layer))))
    together = problem_of(plan, "group").together
    assert len(set(together.tolist())) == 1  # provinces and territories cross: all hangs together
    alone = TerritoryGoals(key="group", count=1, rules=TerritoryRules(made_of="base"))
    plan = replace(plan, goals=Goals((plan.goals.layers[0], alone)))
    together = problem_of(plan, "group").together
    assert together[0] == UNASSIGNED
    assert (together[1:] >= 0).all()
    assert len(set(together[1:].tolist())) == 2


def test_caps_are_fractions_of_what_each_territory_holds_today() -> None:
    problem = problem_of(plan_of(most_handed_over=0.5, most_taken_over=0.25, most_moved=0.1))
    assert problem.most_handed_over.tolist() == [[3.0], [3.0]]
    assert problem.most_taken_over.tolist() == [[1.5], [1.5]]
    assert problem.switch_cost is not None
    assert problem.most_moved == pytest.approx(0.1 * problem.switch_cost.sum())
    assert problem.objective.kind is Kind.INERTIA


def test_the_reach_holds_for_every_territory() -> None:
    assert problem_of(plan_of(reach_km=2.5)).reach_km.tolist() == [2.5, 2.5]
