"""The best plan of a part does not depend on the order in which plans are offered."""

from __future__ import annotations

from itertools import permutations

from builders import grid_problem

from planner.model.types import ints
from solvers.territories.standing import Best

HALVES, MIRRORED, WORSE = (ints(owner) for owner in ([0, 0, 1, 1], [1, 1, 0, 0], [0, 1, 0, 1]))


def test_of_equal_plans_the_same_one_stays_whichever_came_first() -> None:
    problem = grid_problem(1, 4, 2)
    for first, *others in permutations([HALVES, MIRRORED, WORSE]):
        best = Best(problem, first)
        for owner in others:
            best.offer(owner)
        assert best.owner.tolist() == HALVES.tolist()


def test_of_equal_plans_the_one_on_the_screen_stays() -> None:
    for first, other in ((HALVES, MIRRORED), (MIRRORED, HALVES)):
        best = Best(grid_problem(1, 4, 2), first)
        best.starts = (MIRRORED,)
        best.offer(other)
        assert best.owner.tolist() == MIRRORED.tolist()


def test_an_offer_says_whether_it_was_taken() -> None:
    best = Best(grid_problem(1, 4, 2), WORSE)
    assert best.offer(HALVES)
    assert not best.offer(HALVES)
    assert not best.offer(MIRRORED)
