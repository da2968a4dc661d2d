"""Each rule of problem format 2 broken by hand on a grid, and what it takes to keep it."""

from __future__ import annotations

import numpy as np
import pytest
from brute_force import all_owners
from builders import grid_problem
from hypothesis import given, settings
from strategies import problems

from planner.judge.bands import allowed, bands
from planner.judge.parts import parts, started
from planner.judge.problem import Barrier, Kind, Objective, Problem
from planner.judge.verify import (
    Rule,
    Violation,
    beyond_ideal,
    deviations,
    handovers,
    loads,
    score,
    violations,
)
from planner.model.types import UNASSIGNED, ints

HALVES = ints([0, 0, 1, 1])


def broken(problem: Problem, owner: list[int], rule: Rule) -> list[Violation]:
    return [found for found in violations(problem, ints(owner)) if found.rule is rule]


def row(**fields: object) -> Problem:
    """Four regions in a row, two territories, any balance."""
    return grid_problem(1, 4, 2, tolerance=1.0, **fields)


def test_a_load_under_its_minimum_breaks_it_by_its_share_of_the_target() -> None:
    problem = row(minimum=[[0], [2.5]])
    (found,) = broken(problem, [0, 0, 1, 1], Rule.LIMIT)
    assert (found.territory, found.measure, found.amount) == (1, 0, pytest.approx(0.25))
    assert not broken(problem, [0, 1, 1, 1], Rule.LIMIT)


def test_a_load_over_its_maximum_breaks_it_and_the_maximum_itself_does_not() -> None:
    problem = row(maximum=[[2], [np.inf]])
    (found,) = broken(problem, [0, 0, 0, 1], Rule.LIMIT)
    assert (found.territory, found.amount) == (0, pytest.approx(0.5))
    assert not broken(problem, [0, 0, 1, 1], Rule.LIMIT)
    assert not broken(problem, [0, 1, 1, 1], Rule.LIMIT)


def test_beyond_the_ideal_each_deviation_costs_its_price() -> None:
    problem = row(ideal=[0.1], ideal_price=[100.0], objective=Objective(Kind.INERTIA))
    plain = row(objective=Objective(Kind.INERTIA))
    even, uneven = ints([0, 0, 1, 1]), ints([0, 0, 0, 1])
    assert score(problem, even) == score(plain, even)
    # Both are 50 % off, 40 % beyond the ideal.
    assert score(problem, uneven) == pytest.approx(score(plain, uneven) + 2 * 40)
    assert not violations(problem, uneven)


def test_a_region_kept_from_a_territory_may_be_anywhere_else() -> None:
    problem = row(kept_from=[[3, 1], [0, 1]])
    (found,) = broken(problem, [0, 0, 1, 1], Rule.KEPT_FROM)
    assert (found.region, found.territory) == (3, 1)
    assert allowed(problem).tolist() == [[True, False], [True, True], [True, True], [True, False]]


def test_a_region_beyond_the_reach_of_a_given_seat_is_named_with_how_far() -> None:
    problem = row(seats=[0, 3], reach_km=[1.0, np.inf])
    (found,) = broken(problem, [0, 0, 0, 1], Rule.REACH)
    assert (found.region, found.territory, found.amount) == (2, 0, pytest.approx(1.0))
    assert not broken(problem, [0, 0, 1, 1], Rule.REACH)
    assert allowed(problem)[:, 0].tolist() == [True, True, False, False]
    assert allowed(problem)[:, 1].all()


def test_with_free_seats_the_reach_is_from_the_best_region() -> None:
    problem = row(reach_km=[1.0, 1.0])
    assert [v.region for v in broken(problem, [0, 0, 0, 0], Rule.REACH)] == [3]  # seat is region 1
    assert not broken(problem, [0, 0, 0, 1], Rule.REACH)
    assert allowed(problem).all()


def test_a_group_that_belongs_together_counts_its_territories_beyond_one() -> None:
    problem = grid_problem(1, 6, 3, tolerance=1.0, together=[7, 7, 7, -1, 2, 2])
    (found,) = broken(problem, [0, 1, 2, 2, 1, 1], Rule.TOGETHER)
    assert (found.region, found.amount) == (0, 2.0)
    assert not broken(problem, [0, 0, 0, 1, 2, 2], Rule.TOGETHER)


def test_what_a_territory_hands_over_and_takes_over_is_capped_each_by_itself() -> None:
    problem = row(
        current=[0, 0, 1, UNASSIGNED], most_handed_over=[[1], [0]], most_taken_over=[[0], [0]]
    )
    handed, taken = handovers(problem, ints([1, 1, 1, 1]))
    assert handed.ravel().tolist() == [2, 0]
    assert taken.ravel().tolist() == [0, 2]  # the last region had no territory before
    found = broken(problem, [1, 1, 1, 1], Rule.HANDOVER)
    assert [(v.territory, v.amount) for v in found] == [(0, 0.5), (1, 1.0)]
    assert not broken(problem, [0, 0, 1, 1], Rule.HANDOVER)
    handed, taken = handovers(
        problem, ints([UNASSIGNED, 0, 1, 1])
    )  # nobody takes the first one over
    assert (handed.ravel().tolist(), taken.ravel().tolist()) == ([1, 0], [0, 0])


def test_the_cap_on_all_moves_is_on_their_switch_cost() -> None:
    problem = row(current=HALVES, switch_cost=[1, 2, 3, 4], most_moved=3.0)
    assert not broken(problem, [1, 1, 1, 1], Rule.MOVED)
    (found,) = broken(problem, [0, 0, 0, 0], Rule.MOVED)
    assert found.amount == pytest.approx((7 - 3) / 10)


def test_what_lies_besides_the_regions_counts_in_load_total_and_target() -> None:
    problem = row(besides=[[2], [0]])
    assert problem.total.tolist() == [6]
    assert problem.wanted.ravel().tolist() == [3, 3]
    assert loads(problem, ints([0, 1, 1, 1])).ravel().tolist() == [3, 3]
    assert deviations(problem, ints([0, 1, 1, 1])).ravel().tolist() == [0, 0]


def test_bands_join_tolerance_limits_and_what_lies_besides() -> None:
    problem = grid_problem(
        1, 4, 2, tolerance=0.5, besides=[[2], [0]], minimum=[[2.5], [2]], maximum=[[np.inf], [4]]
    )
    low, high = bands(problem)
    assert low.ravel().tolist() == [0.5, 2.0]  # 2.5 - 2; 2 is above 1.5
    assert high.ravel().tolist() == [2.5, 4.0]  # 4.5 - 2; 4 is under 4.5


def test_locks_and_parts_say_who_may_be_where() -> None:
    problem = row(
        locks=[UNASSIGNED, 0, UNASSIGNED, 0], part_of_region=[0, 0, 1, 1], part_of_territory=[0, 1]
    )
    assert allowed(problem).tolist() == [
        [True, False], [True, False], [False, True], [False, False],
    ]  # fmt: skip


def test_barriers_ask_nothing_of_the_verifier() -> None:
    cut = row(edges=[[0, 1], [2, 3]], barriers=(Barrier("Rhine", ints([[1, 2]])),))
    assert not violations(cut, HALVES)
    assert broken(cut, [0, 0, 0, 1], Rule.PIECES)


@pytest.mark.parametrize(
    "fields",
    [{"minimum": [1]}, {"together": [0]}, {"reach_km": [1, 2, 3]}, {"ideal": [[1]]}],
)
def test_a_rule_of_the_wrong_shape_is_refused(fields: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=next(iter(fields))):
        row(**fields)


def two_parts(**fields: object) -> Problem:
    return grid_problem(
        1, 6, 4, tolerance=1.0, part_of_region=[0, 0, 0, 1, 1, 1], part_of_territory=[0, 1, 0, 1],
        switch_cost=[1, 1, 1, 1, 1, 1], **({"current": [0, 0, 2, 1, 3, 3]} | fields),
    )  # fmt: skip


def test_each_part_keeps_the_rules_of_its_regions_and_territories() -> None:
    problem = two_parts(
        minimum=[[1], [2], [3], [4]], kept_from=[[0, 2], [3, 3], [0, 1]], reach_km=[1, 2, 3, 4],
        together=[5, 5, -1, 8, -1, 8], besides=[[1], [0], [0], [3]],
        most_handed_over=[[1], [2], [3], [4]],
    )  # fmt: skip
    first, second = (part.problem for part in parts(problem))
    assert first.minimum.ravel().tolist() == [1, 3]
    assert first.kept_from.tolist() == [[0, 1]]
    assert second.kept_from.tolist() == [[0, 1]]
    assert second.reach_km.tolist() == [2, 4]
    assert first.together.tolist() == [5, 5, -1]
    assert second.besides.ravel().tolist() == [0, 3]
    assert second.most_handed_over.ravel().tolist() == [2, 4]
    assert first.wanted == pytest.approx(problem.wanted[[0, 2]])
    assert second.wanted == pytest.approx(problem.wanted[[1, 3]])


@pytest.mark.parametrize(
    "fields",
    [
        {"most_moved": 2.0},
        {"together": [-1, -1, 4, 4, -1, -1]},
        {"locks": [1, -1, -1, -1, -1, -1]},
        {"current": [0, 0, 1, 1, 3, 3], "most_taken_over": [[1], [1], [1], [1]]},
    ],
)
def test_parts_that_a_rule_joins_stay_one_problem(fields: dict[str, object]) -> None:
    problem = two_parts(**fields)
    assert [part.problem for part in parts(problem)] == [problem]


def test_a_start_is_cut_into_parts_and_foreign_territories_are_dropped() -> None:
    first, second = parts(two_parts())
    start = ints([0, 2, 1, 3, UNASSIGNED, 1])
    assert started(first, None) is None
    cut = [started(part, start) for part in (first, second)]
    assert [None if own is None else own.tolist() for own in cut] == [[0, 1, -1], [1, -1, 0]]


@given(problems(max_regions=6, later_rules=True))
@settings(max_examples=60)
def test_a_plan_breaks_no_more_rules_than_the_table_of_who_may_be_where_and_the_bands_say(
    problem: Problem,
) -> None:
    """`allowed` and `bands` say the same as `verify`, plan by plan."""
    may, (low, high) = allowed(problem), bands(problem)
    own = {Rule.LOCK, Rule.APART, Rule.KEPT_FROM}
    if problem.seats is not None:
        own |= {Rule.REACH}
    for owner in all_owners(problem)[::7]:
        rules = {found.rule for found in violations(problem, owner)}
        assert bool(may[np.arange(problem.n), owner].all()) == (not rules & own)
        regions = loads(problem, owner) - problem.besides
        inside = ((regions >= low - 1e-7) & (regions <= high + 1e-7)).all()
        assert bool(inside) == (not rules & {Rule.BALANCE, Rule.LIMIT})


def test_the_price_beyond_the_ideal_leaves_targets_of_nothing_out() -> None:
    problem = grid_problem(
        1, 2, 2, weights=[[1, 1], [1, 1]], targets=[[0.5, 0.0], [0.5, 1.0]],
        ideal=[0.0, 0.0], ideal_price=[1.0, 10.0],
    )  # fmt: skip
    assert beyond_ideal(problem, ints([0, 1])) == pytest.approx(5.0)
