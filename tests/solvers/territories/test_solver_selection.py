"""A start that is never made worse, and some territories planned anew with the rest as it is."""

from __future__ import annotations

import numpy as np
import pytest
from builders import grid_problem, stripes
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.judge.parts import restricted
from planner.judge.problem import Kind, Objective, Status
from planner.judge.verify import violations
from planner.model.types import UNASSIGNED, Ints, floats, ints
from solvers.options import SolveOptions
from solvers.progress import Progress
from solvers.territories.selection import solve_some, solve_within
from solvers.territories.solve import solve
from solvers.territories.standing import standing

QUICK = SolveOptions(work=1.0)


def test_a_part_of_some_territories_keeps_their_targets_in_absolute_figures() -> None:
    problem = grid_problem(4, 6, 3, targets=[[0.25], [0.25], [0.5]])
    owner = ints(np.arange(24) % 6 // 2)  # 8 regions each
    part = restricted(problem, owner, ints([0, 2]))
    assert part.regions.tolist() == [i for i in range(24) if owner[i] != 1]
    assert part.problem.wanted[:, 0].tolist() == [6.0, 12.0]


def test_what_the_rest_has_moved_is_taken_off_the_caps() -> None:
    owner = ints(np.arange(6) // 2)  # 0 0 1 1 2 2
    problem = grid_problem(
        1, 6, 3, current=ints([0, 1, 1, 1, 1, 2]), switch_cost=floats(np.full(6, 3.0)),
        most_moved=10.0, most_handed_over=floats(np.full((3, 1), 2.0)),
    )  # fmt: skip
    part = restricted(problem, owner, ints([0, 1]))
    assert part.problem.most_moved == 7.0  # the second region moved too, but may yet move back
    assert part.problem.most_handed_over[:, 0].tolist() == [2.0, 1.0]


def test_a_seat_outside_the_chosen_territories_is_refused() -> None:
    problem = grid_problem(1, 6, 3, seats=ints([0, 5, 4]), objective=Objective(Kind.DISTANCE))
    with pytest.raises(ValueError, match="seat lies outside"):
        restricted(problem, ints(np.arange(6) // 2), ints([0, 1]))


def test_only_the_chosen_territories_change_and_the_rest_counts_in_score_and_bound() -> None:
    problem = grid_problem(4, 8, 4, tolerance=0.0)
    owner = stripes(4, 8, 4)  # pairs of columns, but let 0 and 1 be badly cut
    owner = ints(np.where(owner < 2, np.arange(32) // 8 // 2, owner))  # two flat halves of 2 x 4
    heard: list[Progress] = []
    solution = solve_some(problem, owner, ints([0, 1]), QUICK, heard.append)
    assert np.array_equal(solution.owner[owner >= 2], owner[owner >= 2])
    assert violations(problem, solution.owner) == ()
    assert solution.status is Status.OPTIMAL
    assert solution.score == pytest.approx(heard[-1].best)
    assert all(one.owner.shape == (32,) for one in heard)
    assert solution.bound == pytest.approx(solution.score)  # what stays counts in both


@settings(max_examples=5)
@given(seed=st.integers(0, 10_000))
def test_a_start_is_never_made_worse(seed: int) -> None:
    random = np.random.default_rng(seed)
    problem = grid_problem(3, 4, 3, weights=random.integers(1, 9, 12).astype(float), tolerance=0.5)
    start = solve(problem, SolveOptions(seed=seed, work=0.2)).owner
    again = solve(problem, SolveOptions(seed=seed + 1, work=0.01), start=start)
    assert standing(problem, again.owner) <= standing(problem, start)


@pytest.mark.parametrize("workers", [1, 2])
def test_a_start_leads_to_the_same_plan_on_any_number_of_workers(workers: int) -> None:
    problem = grid_problem(8, 8, 4, tolerance=0.05)
    start = stripes(8, 8, 4)
    one = solve(problem, SolveOptions(work=1.0), start=start)
    same = solve(problem, SolveOptions(work=1.0, workers=workers), start=start)
    assert np.array_equal(one.owner, same.owner)
    assert (one.score, one.work) == (same.score, same.work)


def test_a_part_of_the_plan_is_divided_and_what_nobody_has_elsewhere_stays_so() -> None:
    problem = grid_problem(4, 8, 4, tolerance=0.0)
    owner = stripes(4, 8, 4).copy()  # pairs of columns
    owner[[0, 7]] = UNASSIGNED  # a corner inside, a corner outside
    solution = solve_within(problem, ints(owner), ints([0, 1]), _west(32), QUICK)
    assert np.array_equal(solution.owner[_east(32)], owner[_east(32)])
    assert (solution.owner[_west(32)] < 2).all()
    assert solution.status is Status.OPTIMAL
    # Of the whole one region is still nobody's, and its territory is short of it.
    assert {one.rule.value for one in violations(problem, solution.owner)} == {"unowned", "balance"}


def test_a_part_that_cannot_keep_its_rules_is_not_called_met() -> None:
    problem = grid_problem(4, 8, 4, targets=[[0.3], [0.3], [0.2], [0.2]])
    solution = solve_within(problem, stripes(4, 8, 4), ints([0, 1]), _west(32), QUICK)
    assert solution.status in (Status.INFEASIBLE, Status.UNKNOWN)
    assert np.array_equal(solution.owner[_east(32)], stripes(4, 8, 4)[_east(32)])


def test_parts_kept_apart_stay_apart_inside_a_part_of_the_plan() -> None:
    apart = {
        "part_of_region": ints([0] * 16 + [1] * 16), "part_of_territory": ints([0, 0, 1, 1]),
    }  # fmt: skip
    problem = grid_problem(4, 8, 4, **apart)
    owner = ints(stripes(4, 4, 2).tolist() + (stripes(4, 4, 2) + 2).tolist())
    solution = solve_within(
        problem, owner, ints([1, 2]), ints(np.flatnonzero((owner == 1) | (owner == 2))), QUICK
    )
    assert np.array_equal(solution.owner, owner)  # nothing can be exchanged over the border


def test_a_home_base_outside_is_still_served_from() -> None:
    problem = grid_problem(
        1, 8, 4, seats=ints([0, 7, 5, 6]), objective=Objective(Kind.DISTANCE), tolerance=0.0,
    )  # fmt: skip
    owner = ints([0, 1, 0, 1, 2, 2, 3, UNASSIGNED])  # 0 and 1 in pieces; the last is nobody's
    solution = solve_within(problem, owner, ints([0, 1]), ints([0, 1, 2, 3]), QUICK)
    assert solution.owner.tolist() == [0, 0, 1, 1, 2, 2, 3, UNASSIGNED]
    assert solution.status is Status.FEASIBLE
    assert solution.bound is None
    assert solution.score == pytest.approx(1 + 5 + 4 + 1)


def _west(n: int) -> Ints:
    return ints(np.flatnonzero(np.arange(n) % 8 < 4))


def _east(n: int) -> Ints:
    return ints(np.flatnonzero(np.arange(n) % 8 >= 4))
