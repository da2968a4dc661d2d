"""Clashes against brute force: every verdict true, every clash minimal, every repair a repair."""

from __future__ import annotations

import numpy as np
import pytest
from brute_force import every_owner, meets_some
from builders import grid_edges, grid_problem
from hypothesis import given, settings
from strategies import problems

from planner.judge.clash import Asked, Demand, Mend, Why
from planner.judge.demands import demands, keeping
from planner.judge.problem import Barrier, Problem, Status
from planner.judge.verify import violations
from planner.model.types import UNASSIGNED, Ints, floats, ints
from solvers.options import SolveOptions
from solvers.territories.clash.decide import Answer, Decider
from solvers.territories.clash.explain import Effort, explain
from solvers.territories.presolve import reasons
from solvers.territories.solve import solve


def never() -> bool:
    return False


def possible(problem: Problem) -> bool:
    return meets_some(problem, every_owner(problem))


def locks(n: int, **held: int) -> Ints:
    found = np.full(n, UNASSIGNED)
    for region, territory in held.items():
        found[int(region[1:])] = territory
    return ints(found)


@settings(max_examples=150)
@given(problem=problems(max_regions=7, later_rules=True))
def test_rules_that_are_all_kept_are_the_problem_itself(problem: Problem) -> None:
    same = keeping(problem, demands(problem))
    owners = every_owner(problem)
    step = max(1, len(owners) // 40)
    for owner in owners[::step]:
        assert violations(problem, ints(owner)) == violations(same, ints(owner))


@settings(max_examples=250)
@given(problem=problems(max_regions=7, later_rules=True))
def test_every_reason_by_arithmetic_is_true(problem: Problem) -> None:
    for reason in reasons(problem):
        assert not possible(keeping(problem, reason.demands)), reason


@settings(max_examples=120)
@given(problem=problems(max_regions=7, later_rules=True))
def test_every_verdict_is_that_of_brute_force(problem: Problem) -> None:
    decider = Decider(problem, [], seed=1, seconds=100.0, stop=never)
    verdict = decider.decide(demands(problem))
    assert verdict.answer is (Answer.POSSIBLE if possible(problem) else Answer.IMPOSSIBLE)


@settings(max_examples=120)
@given(problem=problems(max_regions=7, later_rules=True))
def test_every_clash_is_true_and_minimal_and_every_repair_mends(problem: Problem) -> None:
    found = explain(problem)
    assert bool(found) is not possible(problem)
    for clash in found:
        assert clash.proven
        assert clash.minimal
        assert not possible(keeping(problem, clash.demands))
        for rule in clash.demands:
            rest = [other for other in clash.demands if other != rule]
            assert possible(keeping(problem, rest)), rule
        for repair in clash.repairs:
            assert repair.verified or repair.mend is Mend.OWN_TERRITORY
        assert [repair.verified for repair in clash.repairs] == sorted(
            (repair.verified for repair in clash.repairs), reverse=True
        )


@settings(max_examples=25)
@given(problem=problems(max_regions=9, later_rules=True))
def test_nine_regions_are_no_different(problem: Problem) -> None:
    found = explain(problem)
    assert bool(found) is not possible(problem)
    for clash in found:
        assert not possible(keeping(problem, clash.demands))
        for rule in clash.demands:
            assert possible(keeping(problem, [r for r in clash.demands if r != rule]))


def test_locks_that_overfill_a_territory_are_named_with_its_band() -> None:
    problem = grid_problem(2, 4, 2, locks=locks(8, r0=0, r1=0, r2=0, r3=0, r4=0), tolerance=0.1)
    (clash,) = explain(problem)
    asked = [rule.asked for rule in clash.demands]
    assert asked.count(Asked.LOCK) == 5
    assert Demand(Asked.BAND, territories=(0,), measure=0) in clash.demands
    assert (clash.reason.why, clash.minimal) == (Why.OVERFULL, True)
    assert clash.gives[asked.index(Asked.BAND)] == pytest.approx(0.25, abs=1e-4)
    lifted = next(r for r in clash.repairs if r.mend is Mend.LET_GO)
    assert len(lifted.demands) == 1
    assert lifted.worst == pytest.approx(0.0)
    widened = next(r for r in clash.repairs if r.mend is Mend.WIDEN)
    assert widened.amount == pytest.approx(0.25)


def test_a_limit_is_told_by_how_much_it_would_have_to_change() -> None:
    held = locks(8, r0=0, r1=0, r2=0, r3=0, r4=0)
    problem = grid_problem(2, 4, 2, locks=held, maximum=[[3], [np.inf]], tolerance=2.0)
    (clash,) = explain(problem)
    asked = [rule.asked for rule in clash.demands]
    assert asked.count(Asked.LOCK) == 4  # four are too many already
    assert clash.gives[asked.index(Asked.MAXIMUM)] == pytest.approx(1.0, abs=1e-4)


def test_a_barrier_that_closes_off_a_pocket_is_named_with_the_band() -> None:
    edges = grid_edges(1, 8)
    open_edges = edges[(edges != [4, 5]).any(axis=1)]
    problem = grid_problem(
        1, 8, 2, edges=open_edges, barriers=(Barrier("river", ints([[4, 5]])),), tolerance=0.1
    )
    (clash,) = explain(problem)
    assert clash.reason.why is Why.POCKET
    assert {rule.asked for rule in clash.demands} == {Asked.CONTIGUOUS, Asked.BARRIER, Asked.BAND}
    assert clash.minimal
    assert clash.repairs[0].worst == pytest.approx(0.0)
    assert {r.mend for r in clash.repairs} >= {Mend.LET_GO, Mend.WIDEN}
    worst = [round(repair.worst, 4) for repair in clash.repairs]
    assert worst == sorted(worst)


def test_a_barrier_that_only_a_search_shows_to_clash_is_named() -> None:
    # In the ring 1 2 2 3 the three and the one make 4; the river leaves a row that no cut makes 4 and 4.
    river = Barrier("river", ints([[0, 3]]))
    problem = grid_problem(1, 4, 2, weights=[1, 2, 2, 3], barriers=(river,), tolerance=0.05)
    (clash,) = explain(problem)
    assert clash.reason.why is Why.SEARCH
    assert {rule.asked for rule in clash.demands} == {Asked.CONTIGUOUS, Asked.BARRIER, Asked.BAND}
    assert clash.minimal


@pytest.mark.parametrize(("km", "answer"), [(1.0, Answer.POSSIBLE), (0.9, Answer.IMPOSSIBLE)])
def test_a_reach_counts_from_the_best_region_in_the_middle(km: float, answer: Answer) -> None:
    problem = grid_problem(1, 6, 2, reach_km=[km, km], tolerance=0.0)  # two rows of three
    decider = Decider(problem, [], seed=1, seconds=10.0, stop=never)
    assert decider.decide(demands(problem)).answer is answer


@pytest.mark.parametrize(("most", "answer"), [(1.0, Answer.POSSIBLE), (0.0, Answer.IMPOSSIBLE)])
def test_what_nobody_had_is_not_taken_over(most: float, answer: Answer) -> None:
    # The left half is a region that nobody had, locked to it, and one that it takes over.
    problem = grid_problem(
        1, 4, 2, current=ints([UNASSIGNED, 1, 1, 1]), most_taken_over=[[most], [0.0]],
        locks=locks(4, r0=0), tolerance=0.0,
    )  # fmt: skip
    decider = Decider(problem, [], seed=1, seconds=10.0, stop=never)
    assert decider.decide(demands(problem)).answer is answer


def test_an_oversize_region_is_offered_a_territory_of_its_own() -> None:
    weights = floats([9, 1, 1, 1, 1, 1, 1, 1, 2])
    problem = grid_problem(3, 3, 3, weights=weights, tolerance=0.2)
    (clash,) = explain(problem)
    assert clash.reason.why is Why.OVERSIZE
    assert (clash.reason.regions, clash.reason.amount) == ((0,), 9.0)
    own = next(r for r in clash.repairs if r.mend is Mend.OWN_TERRITORY)
    assert own.regions == (0,)
    assert own.worst <= 0.2


def test_regions_of_one_territory_cut_off_by_another_are_named() -> None:
    held = locks(9, r0=0, r1=1, r4=1, r7=1, r8=0)
    problem = grid_problem(3, 3, 2, locks=held, tolerance=1.0)
    (clash,) = explain(problem)
    assert clash.reason.why is Why.CUT_OFF
    assert {rule.regions for rule in clash.demands} == {
        (),
        (0,),
        (1,),
        (7,),
        (8,),
    }  # 4 must link 1 and 7


def test_a_region_that_may_be_nowhere_is_named() -> None:
    problem = grid_problem(1, 4, 2, kept_from=ints([[2, 0], [2, 1]]), tolerance=1.0)
    (clash,) = explain(problem)
    assert clash.reason.why is Why.NOWHERE
    assert clash.demands == (Demand(Asked.KEPT_FROM, regions=(2,), territories=(0, 1)),)


def test_the_first_clash_is_told_before_it_shrinks() -> None:
    heard = []
    problem = grid_problem(2, 4, 2, locks=locks(8, r0=0, r1=0, r2=0, r3=0, r4=0), tolerance=0.1)
    (clash,) = explain(problem, tell=heard.append)
    assert len(heard) >= 2
    assert not heard[0].minimal
    assert set(heard[-1].demands) == set(clash.demands)


def test_without_work_nothing_is_called_minimal_that_is_not_proven() -> None:
    problem = grid_problem(2, 4, 2, locks=locks(8, r0=0, r1=0, r2=0, r3=0, r4=0), tolerance=0.1)
    (clash,) = explain(problem, effort=Effort(work=1e-6))
    assert clash.proven  # by arithmetic, which is not limited
    assert not clash.minimal
    (clash,) = explain(problem)
    assert clash.minimal


def test_the_solver_hands_its_clash_on_and_is_infeasible_only_then() -> None:
    problem = grid_problem(3, 3, 2, locks=locks(9, r0=0, r8=0, r2=1, r6=1), tolerance=0.5)
    assert not possible(problem)
    solution = solve(problem, SolveOptions(work=1))
    assert solution.status is Status.INFEASIBLE
    assert solution.clash[0].minimal
