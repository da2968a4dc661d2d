"""The verifier against hand-computed figures and against a naive evaluation in plain Python."""

from __future__ import annotations

from itertools import product
from math import floor, hypot, inf

import numpy as np
import pytest
from builders import grid_problem
from hypothesis import given, settings
from strategies import owners, problems

from planner.judge.parts import parts
from planner.judge.problem import Kind, Objective, Problem, Solution, Status
from planner.judge.verify import (
    Rule,
    best_seats,
    deviations,
    extra_pieces,
    floors,
    judged,
    loads,
    score,
    violations,
)
from planner.model.types import UNASSIGNED, floats, ints


def naive_score(problem: Problem, owner: list[int]) -> float:
    """The objective by its definition, loop by loop."""

    def km(i: int, j: int) -> float:
        (a, b), (c, d) = problem.xy_km[i], problem.xy_km[j]
        distance = hypot(a - c, b - d)
        return floor(distance + 0.5) if problem.objective.round_km else distance

    power = 1 if problem.objective.kind is Kind.DISTANCE else 2
    total = 0.0
    for t in range(problem.k):
        mine = [i for i in range(problem.n) if owner[i] == t]
        seats = mine if problem.seats is None else [int(problem.seats[t])]
        travel = [
            sum(problem.weights[i, problem.objective.measure] * km(i, s) ** power for i in mine)
            for s in seats
        ]
        if mine and problem.objective.kind is not Kind.DISRUPTION:
            total += min(travel)
    for i in range(problem.n):
        if (
            problem.current is not None
            and problem.switch_cost is not None
            and problem.current[i] not in (UNASSIGNED, owner[i])
        ):
            total += problem.switch_cost[i]
    return total


def naive_pieces(problem: Problem, regions: list[int]) -> int:
    """Connected pieces of a set of regions, by walking."""
    left, count = set(regions), 0
    while left:
        count += 1
        waiting = [left.pop()]
        while waiting:
            i = waiting.pop()
            near = {int(b) for a, b in problem.edges if a == i} | {
                int(a) for a, b in problem.edges if b == i
            }
            waiting += sorted(near & left)
            left -= near
    return count


def naive_rules(problem: Problem, owner: list[int]) -> list[tuple[str, int | None, int | None]]:
    """Broken rules as (rule, territory, region or measure), by their definitions."""
    broken: list[tuple[str, int | None, int | None]] = []
    broken += [("unowned", None, i) for i in range(problem.n) if owner[i] == UNASSIGNED]
    held = [[i for i in range(problem.n) if owner[i] == t] for t in range(problem.k)]
    broken += [("empty", t, None) for t in range(problem.k) if not held[t]]
    total = [sum(problem.weights[:, a]) for a in range(len(problem.measures))]
    for t, a in product(range(problem.k), range(len(problem.measures))):
        target = problem.targets[t, a] * total[a]
        off = abs(sum(problem.weights[i, a] for i in held[t]) / target - 1)
        if off > problem.tolerance[a] + 1e-9:
            broken.append(("balance", t, a))
    if problem.contiguous:
        pieces = [naive_pieces(problem, mine) for mine in held]
        broken += [("pieces", t, None) for t in range(problem.k) if pieces[t] > 1]
    for i in range(problem.n):
        if problem.locks[i] not in (UNASSIGNED, owner[i]):
            broken.append(("lock", int(problem.locks[i]), i))
    return broken


@given(problems())
@settings(max_examples=30)
def test_score_and_violations_equal_a_naive_evaluation_of_every_plan(problem: Problem) -> None:
    every = product(range(UNASSIGNED, problem.k), repeat=problem.n)
    for number, owner in enumerate(every):
        if number % 37 and number > 50:  # all of the small, every 37th of the large
            continue
        assert score(problem, ints(owner)) == pytest.approx(naive_score(problem, list(owner)))
        found = [
            (v.rule.value, v.territory, v.measure if v.rule is Rule.BALANCE else v.region)
            for v in violations(problem, ints(owner))
        ]
        assert found == naive_rules(problem, list(owner))


def test_score_of_a_row_of_three_is_computed_by_hand() -> None:
    problem = grid_problem(1, 3, 1, weights=[1, 2, 3])
    # Seats at 0.5, 1.5, 2.5: 2*1 + 3*4 = 14; 1 + 3 = 4; 1*4 + 2*1 = 6.
    assert score(problem, ints([0, 0, 0])) == 4.0
    assert best_seats(problem, ints([0, 0, 0])).tolist() == [1]


def test_distance_to_given_seats_is_computed_by_hand() -> None:
    problem = grid_problem(
        1, 4, 2, weights=[1, 2, 3, 4], seats=[0, 3], objective=Objective(Kind.DISTANCE)
    )
    assert score(problem, ints([0, 0, 1, 1])) == 2 * 1 + 3 * 1
    assert score(problem, ints([0, 0, 0, 1])) == 2 * 1 + 3 * 2


def test_whole_kilometres_round_half_up() -> None:
    xy_km = np.array([[0.0, 0.0], [1.5, 0.0], [0.0, 0.49]])
    problem = grid_problem(
        1, 3, 1, seats=[0], xy_km=xy_km, objective=Objective(Kind.DISTANCE, round_km=True)
    )
    assert score(problem, ints([0, 0, 0])) == 2.0


def test_switch_costs_count_for_regions_that_had_a_territory_and_left_it() -> None:
    problem = grid_problem(
        1,
        3,
        2,
        current=ints([0, 0, UNASSIGNED]),
        switch_cost=floats([5, 7, 11]),
        objective=Objective(Kind.DISRUPTION),
    )
    assert score(problem, ints([0, 0, 1])) == 0
    assert score(problem, ints([1, 0, 1])) == 5
    assert score(problem, ints([1, 1, 0])) == 12


def test_loads_and_deviations_are_counted_by_hand() -> None:
    problem = grid_problem(1, 4, 2, weights=[[1, 10], [1, 20], [1, 30], [1, 40]])
    owner = ints([0, 0, 0, 1])
    assert loads(problem, owner).tolist() == [[3, 60], [1, 40]]
    assert deviations(problem, owner) == pytest.approx(np.array([[0.5, 0.2], [-0.5, -0.2]]))


def test_a_load_without_target_is_infinitely_far_off_and_nothing_of_nothing_is_exact() -> None:
    problem = grid_problem(1, 2, 2, weights=[[1, 1], [1, 0]], targets=[[0.5, 0.0], [0.5, 1.0]])
    found = deviations(problem, ints([0, 1]))
    assert found[0].tolist() == [0.0, inf]
    assert found[1].tolist() == [0.0, -1.0]


def test_a_plan_inside_every_band_breaks_nothing() -> None:
    problem = grid_problem(3, 4, 3, tolerance=0.0)
    assert violations(problem, ints([0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2])) == ()


def test_each_rule_is_named_with_its_place() -> None:
    problem = grid_problem(
        1, 5, 3, locks=ints([1, -1, -1, -1, -1]), part_of_region=[0, 0, 0, 0, 1],
        part_of_territory=[0, 0, 1], tolerance=0.5,
    )  # fmt: skip
    found = violations(problem, ints([0, 1, 0, UNASSIGNED, 1]))
    assert [(v.rule, v.territory, v.region) for v in found] == [
        (Rule.UNOWNED, None, 3),
        (Rule.EMPTY, 2, None),
        (Rule.BALANCE, 2, None),
        (Rule.PIECES, 0, None),
        (Rule.PIECES, 1, None),
        (Rule.LOCK, 1, 0),
        (Rule.APART, 1, 4),
    ]


def test_pieces_are_counted_beyond_one_a_territory() -> None:
    problem = grid_problem(1, 5, 2)
    owner = ints([0, 1, 0, 1, 0])
    assert extra_pieces(problem, owner) == 3
    assert [v.amount for v in violations(problem, owner) if v.rule is Rule.PIECES] == [2.0, 1.0]


@pytest.mark.parametrize("owner", [[0, 1], [0, 1, 2], [0, 1, -2]])
def test_an_owner_that_does_not_fit_is_refused(owner: list[int]) -> None:
    with pytest.raises(ValueError, match="owner"):
        violations(grid_problem(1, 3, 2), ints(owner))


def test_a_region_heavier_than_a_territory_has_a_floor() -> None:
    problem = grid_problem(1, 4, 2, weights=[6, 2, 1, 1])
    floor_found = floors(problem)
    assert [(one.region, one.measure) for one in floor_found] == [(0, "measure 0")]
    assert floor_found[0].deviation == pytest.approx(0.2)


@given(problems(rules=False))
@settings(max_examples=25)
def test_no_plan_is_closer_to_target_than_the_floors_say(problem: Problem) -> None:
    forced = {floor.measure: floor.deviation for floor in reversed(floors(problem))}
    for owner in list(product(range(problem.k), repeat=problem.n))[::11]:
        worst = np.abs(deviations(problem, ints(owner))).max(axis=0)
        for a, name in enumerate(problem.measures):
            assert worst[a] >= forced.get(name, 0.0) - 1e-9


def two_parts() -> Problem:
    """A row of six regions, three in each of two parts that are kept apart."""
    return grid_problem(
        1, 6, 4, weights=[1, 2, 3, 4, 5, 6], targets=np.array([[2], [4], [7], [8]]) / 21,
        tolerance=1.0, part_of_region=[0, 0, 0, 1, 1, 1], part_of_territory=[0, 0, 1, 1],
        locks=ints([1, -1, -1, -1, -1, 3]), current=ints([0, 0, 1, 2, 3, -1]),
        switch_cost=floats([1, 1, 1, 1, 1, 1]),
    )  # fmt: skip


def test_the_parts_of_a_problem_have_targets_of_their_own_total() -> None:
    first, second = parts(two_parts())
    assert first.problem.targets.ravel() == pytest.approx([2 / 6, 4 / 6])
    assert second.problem.targets.ravel() == pytest.approx([7 / 15, 8 / 15])
    assert first.problem.wanted.ravel() == pytest.approx([2, 4])
    assert first.problem.locks.tolist() == [1, -1, -1]
    assert second.problem.locks.tolist() == [-1, -1, 1]
    assert second.problem.current is not None
    assert second.problem.current.tolist() == [0, 1, -1]
    assert second.problem.edges.tolist() == [[0, 1], [1, 2]]


@given(owners(6, 2))
def test_scores_and_violations_of_the_parts_add_up(inner: np.ndarray) -> None:
    problem, owner, total, broken = two_parts(), np.zeros(6, np.int32), 0.0, 0
    for part in parts(problem):
        mine = ints(inner[part.regions])
        owner[part.regions] = part.territories[mine]
        total += score(part.problem, mine)
        broken += len(violations(part.problem, mine))
    assert score(problem, ints(owner)) == pytest.approx(total)
    assert len(violations(problem, ints(owner))) == broken


def test_one_part_is_the_problem_itself() -> None:
    problem = grid_problem(2, 2, 2)
    (only,) = parts(problem)
    assert only.problem is problem
    assert only.regions.tolist() == [0, 1, 2, 3]


def solution(status: Status, owner: list[int] | None, **fields: float) -> Solution:
    return Solution(status, None if owner is None else ints(owner), **fields)


def test_a_true_claim_comes_back_with_the_judges_score() -> None:
    problem = grid_problem(1, 4, 2)
    checked = judged(problem, solution(Status.FEASIBLE, [0, 0, 1, 1], bound=1.0))
    assert checked.score == 2.0
    assert checked.gap == 0.5


def test_an_unknown_plan_that_meets_every_rule_is_feasible() -> None:
    problem = grid_problem(1, 4, 2)
    assert judged(problem, solution(Status.UNKNOWN, [0, 0, 1, 1])).status is Status.FEASIBLE


def test_no_plan_passes_as_it_is() -> None:
    nothing = solution(Status.INFEASIBLE, None)
    assert judged(grid_problem(1, 4, 2), nothing) is nothing


@pytest.mark.parametrize(
    ("claim", "why"),
    [
        (solution(Status.FEASIBLE, [0, 0, 1, 1], score=1.9), "claims score"),
        (solution(Status.FEASIBLE, [0, 1, 0, 1]), "rules broken"),
        (solution(Status.OPTIMAL, [0, 0, 0, 1]), "rules broken"),
        (solution(Status.INFEASIBLE, [0, 0, 1, 1]), "meets every rule"),
        (solution(Status.FEASIBLE, [0, 0, 1, 1], bound=2.1), "above the score"),
    ],
)
def test_a_false_claim_is_rejected(claim: Solution, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        judged(grid_problem(1, 4, 2), claim)


def test_the_gap_is_unknown_without_a_bound_and_nothing_at_score_nothing() -> None:
    assert solution(Status.FEASIBLE, [0], score=2.0).gap is None
    assert solution(Status.FEASIBLE, [0], score=0.0, bound=0.0).gap == 0.0
