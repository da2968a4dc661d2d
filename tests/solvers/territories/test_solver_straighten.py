"""Weightless regions straighten borders; whatever weighs, holds together or is a seat stays."""

from __future__ import annotations

import numpy as np
from builders import grid_problem
from hypothesis import given, settings
from strategies import problems

from planner.judge.problem import Problem
from planner.judge.verify import extra_pieces, score, violations
from planner.model.types import Ints, ints
from solvers.territories import construct, repair
from solvers.territories.standing import Best
from solvers.territories.straighten import straightened
from solvers.territories.terrain import terrain_of

# Three rows of six: weight in the first and last column, a finger of territory 0 in the middle row.
ENDS = [1.0, 0, 0, 0, 0, 1.0] * 3
FINGER = ints([0, 0, 0, 1, 1, 1, 0, 0, 0, 0, 0, 1, 0, 0, 0, 1, 1, 1])
STRAIGHT = [0, 0, 0, 1, 1, 1] * 3


def cut_edges(problem: Problem, owner: Ints) -> int:
    return int((owner[problem.edges[:, 0]] != owner[problem.edges[:, 1]]).sum())


def test_a_finger_of_weightless_regions_is_drawn_in() -> None:
    problem = grid_problem(3, 6, 2, weights=ENDS)
    assert cut_edges(problem, FINGER) == 7
    assert cut_edges(problem, straightened(terrain_of(problem), FINGER)) == 3


def test_weight_at_the_end_of_a_finger_keeps_its_territory_and_its_way_there() -> None:
    weights = np.array(ENDS)
    weights[10] = 1.0
    problem = grid_problem(3, 6, 2, weights=weights)
    after = straightened(terrain_of(problem), FINGER)
    assert after[weights > 0].tolist() == FINGER[weights > 0].tolist()
    assert extra_pieces(problem, after) == 0


def test_a_plan_with_shorter_borders_is_the_better_of_two_that_cost_the_same() -> None:
    problem = grid_problem(3, 6, 2, weights=ENDS)
    best = Best(problem, FINGER)
    assert best.offer(ints(STRAIGHT))
    assert not best.offer(FINGER)


@settings(max_examples=50)
@given(problem=problems(max_regions=9))
def test_straightening_keeps_score_and_rules_and_shortens_borders(problem: Problem) -> None:
    weights = problem.weights.copy()
    weights[::2] = 0.0
    if not (weights.sum(axis=0) > 0).all():
        return
    terrain = terrain_of(problem)
    owner = repair.whole(terrain, construct.bisection(terrain, np.random.default_rng(1)))
    after = straightened(terrain, owner)
    assert np.isclose(score(problem, after), score(problem, owner))
    assert len(violations(problem, after)) <= len(violations(problem, owner))
    assert extra_pieces(problem, after) <= extra_pieces(problem, owner)
    assert after.tolist() == owner.tolist() or cut_edges(problem, after) < cut_edges(problem, owner)
