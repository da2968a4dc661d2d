"""The bound of one part: which relaxation proves it, by what is given and what is minimised."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace

from planner.judge.certificate import Assignment, Proof, Single
from planner.judge.problem import Kind, Objective, Problem
from planner.model.types import Ints
from solvers.territories.bound_free import bound_with_free_seats
from solvers.territories.bound_seats import bound_with_seats
from solvers.territories.branching import bound_by_cases
from solvers.territories.standing import Best

SMALL = 100_000
"""Pairs of region and territory up to which linear programs follow, and the climb may be short."""

FIRST_SHARE = 0.2
"""Part of the effort that the climb gets then."""


@dataclass(frozen=True, slots=True, eq=False)
class Proven:
    """A proven least score of any plan of the part (None when stopped before) and the work it took.

    Attributes
    ----------
    bound : float or None
    work : float
    terms : tuple of Proof
        What proves it.
    plan : Ints of shape (n,) or None
        A plan met on the way.
    """

    bound: float | None
    work: float = 0.0
    terms: tuple[Proof, ...] = ()
    plan: Ints | None = None


def prove(best: Best, *, effort: float, look: Callable[[], bool]) -> Proven:
    """Bound the score of every plan of a part that meets its rules.

    Parameters
    ----------
    best : Best
        The problem and a plan to start from; any plan gives a valid bound.
    effort : float
        1 is normal.
    look : callable
        Asked often; True ends the proof, with nothing proven unless a stage was complete.

    Notes
    -----
    A single territory has a single plan, which is its own bound. With free seats travel and
    disruption are bounded apart, and the two add up. A score is at least 0, so 0 is proven always.
    """
    problem = best.problem
    if problem.k == 1:
        return Proven(best.standing.score, terms=(Single(),))
    if problem.seats is not None or problem.objective.kind is Kind.DISRUPTION:
        known = math.inf if best.standing.violations else best.standing.score
        return _assigned(problem, known, effort, look)
    if look():
        return Proven(None)
    free = bound_with_free_seats(problem, best.owner, effort=effort, look=look)
    if free is None:
        return Proven(None if look() else 0.0)
    if free.bound == math.inf:
        return Proven(None, free.work)
    moving = _least_disruption(problem, effort, look)
    if moving.bound is None:
        return Proven(None, free.work + moving.work)
    proof = () if free.proof is None else (free.proof,)
    return Proven(
        max(0.0, free.bound) + moving.bound, free.work + moving.work, proof + moving.terms
    )


def _assigned(problem: Problem, known: float, effort: float, look: Callable[[], bool]) -> Proven:
    """Bound by prices on the bands, then by linear programs, cuts and cases where they are small."""
    small = problem.n * problem.k <= SMALL
    found = bound_with_seats(problem, effort=effort * (FIRST_SHARE if small else 1.0), look=look)
    if found.bound == math.inf:
        return Proven(None, found.work)  # a region may be nowhere
    travels = problem.objective.kind is not Kind.DISRUPTION
    plain = Proven(found.bound, found.work, (Assignment(found.price, travels),))
    if look():
        return plain
    cases = bound_by_cases(problem, found.price, known, effort=effort, stop=look)
    if cases is None:
        return plain
    work = found.work + cases.work
    if cases.bound == math.inf:
        return Proven(None, work)
    if cases.bound <= found.bound:
        return replace(plain, work=work, plan=cases.plan)
    return Proven(cases.bound, work, (cases.proof,), cases.plan)


def _least_disruption(problem: Problem, effort: float, look: Callable[[], bool]) -> Proven:
    if problem.current is None or problem.switch_cost is None or not problem.switch_cost.any():
        return Proven(0.0)
    alone = replace(problem, objective=Objective(Kind.DISRUPTION))
    found = bound_with_seats(alone, effort=effort, look=look)
    if found.bound == math.inf:
        return Proven(None, found.work)
    return Proven(found.bound, found.work, (Assignment(found.price, travels=False),))
