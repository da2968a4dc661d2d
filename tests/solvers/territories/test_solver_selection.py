"""A start that is never made worse, and some territories planned anew with the rest as it is."""

from __future__ import annotations

from dataclasses import replace
from itertools import product
from typing import Any

import numpy as np
import pytest
from builders import grid_problem, stripes
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.judge.parts import restricted
from planner.judge.problem import Kind, Objective, Problem, Status
from planner.judge.verify import score, violations
from planner.judge.within import broken_within, divided_among
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


def test_a_home_base_of_others_inside_gives_them_nothing_there() -> None:
    problem = grid_problem(
        1, 8, 4, seats=ints([4, 3, 2, 5]), objective=Objective(Kind.DISTANCE), tolerance=5.0,
    )  # fmt: skip
    owner = ints([0, 0, 1, 1, 2, 2, 3, 3])  # 0 is served from a region of 2, and 2 from one of 1
    solution = solve_within(problem, owner, ints([0, 1]), ints([0, 1, 2, 3]), QUICK)
    assert solution.owner[4:].tolist() == [2, 2, 3, 3]
    assert set(solution.owner[:4].tolist()) == {0, 1}
    # 0 has far to go and gets one region, 1 those around its home base; 2 and 3 are as they were.
    assert solution.owner[:4].tolist() == [0, 1, 1, 1]
    assert solution.status is Status.OPTIMAL
    assert solution.score == pytest.approx(4 + (2 + 1 + 0) + (2 + 3) + (1 + 2))
    assert solution.bound == pytest.approx(solution.score)


def test_what_is_told_on_the_way_leaves_the_rest_as_it_is_too() -> None:
    problem = grid_problem(
        1, 8, 4, seats=ints([0, 7, 5, 6]), objective=Objective(Kind.DISTANCE), tolerance=0.0,
    )  # fmt: skip
    owner = ints([0, 1, 0, 1, 2, 2, 3, UNASSIGNED])
    heard: list[Progress] = []
    solution = solve_within(problem, owner, ints([0, 1]), ints([0, 1, 2, 3]), QUICK, heard.append)
    assert heard
    assert all(one.owner[4:].tolist() == [2, 2, 3, UNASSIGNED] for one in heard)
    assert heard[-1].best == pytest.approx(solution.score)


def test_what_cannot_be_better_is_told_of_regions_inside_alone() -> None:
    # The first and the last region outweigh any territory; only the first lies inside.
    problem = grid_problem(
        1, 8, 4, weights=[9, 1, 1, 1, 1, 1, 1, 9], seats=ints([0, 5, 4, 6]),
        objective=Objective(Kind.DISTANCE),
    )  # fmt: skip
    for seats in (ints([0, 5, 4, 6]), ints([0, 2, 4, 6])):  # a home base outside, and all inside
        asked = replace(problem, seats=seats)
        solution = solve_within(asked, stripes(1, 8, 4), ints([0, 1]), ints([0, 1, 2, 3]), QUICK)
        assert [one.region for one in solution.floors] == [0]


def test_a_territory_whose_part_has_no_region_here_is_left_without() -> None:
    apart = {
        "part_of_region": ints([0] * 4 + [1] * 4), "part_of_territory": ints([0, 0, 1, 1]),
    }  # fmt: skip
    problem = grid_problem(1, 8, 4, tolerance=5.0, **apart)
    owner = ints([0, 0, 0, 1, 3, 3, 3, 3])  # 2 has nothing, and 3 does not take part
    solution = solve_within(problem, owner, ints([0, 1, 2]), ints([0, 1, 2, 3]), QUICK)
    assert solution.status in (Status.INFEASIBLE, Status.UNKNOWN)
    assert solution.owner[4:].tolist() == [3, 3, 3, 3]
    assert set(solution.owner[:4].tolist()) == {0, 1}


@settings(max_examples=12, deadline=None)
@given(seed=st.integers(0, 10_000))
def test_a_part_of_the_plan_agrees_with_brute_force(seed: int) -> None:
    random = np.random.default_rng(seed)
    problem, owner, among, regions = _asked_within(random)
    heard: list[Progress] = []
    solution = solve_within(problem, owner, among, regions, SolveOptions(work=0.1), heard.append)
    rest = np.setdiff1d(np.arange(problem.n), regions)
    for told in (solution.owner, *(one.owner for one in heard)):
        assert np.array_equal(told[rest], owner[rest])
    best = np.inf
    for choice in product(among.tolist(), repeat=len(regions)):
        plan = owner.copy()
        plan[regions] = choice
        if not broken_within(problem, ints(plan), among, regions):
            best = min(best, score(problem, ints(plan)))
    if solution.status in (Status.FEASIBLE, Status.OPTIMAL):
        assert solution.score >= best - 1e-9
    if solution.status is Status.OPTIMAL:
        assert solution.score == pytest.approx(best)
    if np.isfinite(best):
        assert solution.status is not Status.INFEASIBLE
        assert solution.bound is None or solution.bound <= best + 1e-6


def _asked_within(random: np.random.Generator) -> tuple[Problem, Ints, Ints, Ints]:
    """A problem of 2 x 3 regions and 3 territories with some rules, a plan, and what to plan anew."""
    n, k = 6, 3
    fields: dict[str, Any] = {}
    if random.random() < 0.5:
        fields |= {
            "seats": ints(random.choice(n, k, replace=False)),
            "objective": Objective(Kind.DISTANCE),
        }
    if random.random() < 0.5:
        fields |= {
            "current": ints(random.integers(-1, k, n)),
            "switch_cost": floats(random.integers(0, 5, n)),
            "most_moved": float(random.integers(4, 15)),
        }
    if random.random() < 0.5:
        fields["kept_from"] = ints([[random.integers(n), random.integers(k)]])
    tolerance = float(random.choice([0.5, 1.0, 5.0]))
    weights = random.integers(0, 4, n).astype(float) + 1
    problem = grid_problem(2, 3, k, weights=weights, tolerance=tolerance, **fields)
    owner = random.integers(-1, k, n)
    owner[random.integers(n)] = 0
    among = ints(sorted({0, int(random.integers(k))}))
    free = ints(np.flatnonzero(random.random(n) < 0.7))
    return problem, ints(owner), among, divided_among(problem, ints(owner), among, free)
