"""A plan judged within some territories: what others hold, and what nobody has, is not its concern."""

from __future__ import annotations

from dataclasses import replace

import pytest
from builders import grid_problem

from planner.judge.problem import Solution, Status
from planner.judge.verify import Rule, score
from planner.judge.within import broken_within, divided_among, fenced, judged_within
from planner.model.types import UNASSIGNED, floats, ints

# Eight regions in a row: two each for 0 and 1, one for 2, three for 3; equal targets of two.
PROBLEM = grid_problem(1, 8, 4, tolerance=0.1)
OWNER = ints([0, 0, 1, 1, 2, 3, 3, 3])


def test_rules_broken_elsewhere_are_not_counted() -> None:
    assert broken_within(PROBLEM, OWNER, ints([0, 1]), ints([0, 1, 2, 3])) == ()
    own = broken_within(PROBLEM, OWNER, ints([1, 2]), ints([2, 3, 4]))
    assert [(one.rule, one.territory) for one in own] == [(Rule.BALANCE, 2)]


def test_regions_that_nobody_has_count_only_inside() -> None:
    owner = ints([0, 0, 1, UNASSIGNED, 2, 3, 3, UNASSIGNED])
    broken = broken_within(PROBLEM, owner, ints([0, 1]), ints([0, 1, 2, 3]))
    assert [(one.rule, one.region, one.territory) for one in broken] == [
        (Rule.UNOWNED, 3, None),
        (Rule.BALANCE, None, 1),
    ]


def test_regions_that_belong_together_count_where_one_of_them_lies_inside() -> None:
    problem = replace(PROBLEM, together=ints([-1, -1, -1, 7, 7, -1, -1, -1]))
    assert broken_within(problem, OWNER, ints([0]), ints([0, 1])) == ()
    broken = broken_within(problem, OWNER, ints([1]), ints([2, 3]))
    assert [one.rule for one in broken] == [Rule.TOGETHER]


def test_a_cap_for_the_whole_plan_counts_everywhere() -> None:
    today = ints([0, 0, 1, 1, 2, 2, 3, 3])  # one region has moved
    problem = replace(PROBLEM, current=today, switch_cost=floats([1.0] * 8), most_moved=0.0)
    broken = broken_within(problem, OWNER, ints([0]), ints([0, 1]))
    assert [one.rule for one in broken] == [Rule.MOVED]


def test_territories_divide_what_they_hold_and_what_nobody_has_and_may_move() -> None:
    owner = ints([0, 0, 1, UNASSIGNED, 2, 3, UNASSIGNED, 3])
    assert divided_among(PROBLEM, owner, ints([0, 1]), ints([2, 3, 4])).tolist() == [0, 1, 2, 3]
    apart = replace(
        PROBLEM, part_of_region=ints([0] * 3 + [1] * 5), part_of_territory=ints([0, 0, 1, 1])
    )
    assert divided_among(apart, owner, ints([0, 1]), ints([2, 3, 4])).tolist() == [0, 1, 2]


def test_a_fence_keeps_these_regions_in_and_others_out() -> None:
    problem = fenced(grid_problem(1, 3, 2), ints([0]), ints([0, 1]))
    assert sorted(map(tuple, problem.kept_from.tolist())) == [(0, 1), (1, 1), (2, 0)]


def test_what_is_locked_needs_no_fence() -> None:
    problem = fenced(grid_problem(1, 3, 2, locks=ints([0, -1, 1])), ints([0]), ints([0, 1]))
    assert problem.kept_from.tolist() == [[1, 1]]


def test_a_status_is_that_of_the_territories_in_question() -> None:
    claimed = Solution(Status.OPTIMAL, OWNER, score(PROBLEM, OWNER))
    inside = judged_within(PROBLEM, claimed, ints([0, 1]), ints([0, 1, 2, 3]))
    assert inside.status is Status.OPTIMAL
    beyond = judged_within(PROBLEM, claimed, ints([1, 2]), ints([2, 3, 4]))
    assert beyond.status is Status.UNKNOWN


@pytest.mark.parametrize(
    ("solution", "told"),
    [
        (Solution(Status.FEASIBLE, OWNER, 99.0), "claims score 99"),
        (Solution(Status.INFEASIBLE, OWNER), "claims infeasible"),
        (Solution(Status.FEASIBLE, OWNER, bound=99.0), "claims bound 99"),
    ],
)
def test_what_a_solver_says_wrongly_is_seen_by_nobody(solution: Solution, told: str) -> None:
    with pytest.raises(ValueError, match=told):
        judged_within(PROBLEM, solution, ints([0, 1]), ints([0, 1, 2, 3]))


def test_an_answer_that_gives_others_a_region_inside_is_a_bug() -> None:
    owner = ints([0, 0, 1, 3, 2, 3, 3, 3])
    claim = Solution(Status.FEASIBLE, owner, score(PROBLEM, owner))
    with pytest.raises(ValueError, match="does not take part"):
        judged_within(PROBLEM, claim, ints([0, 1]), ints([0, 1, 2, 3]))
