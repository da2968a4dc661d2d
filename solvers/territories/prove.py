"""The bound of one part: which relaxation proves it, by what is given and what is minimised."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace

from planner.judge.certificate import Assignment, Proof, Single
from planner.judge.problem import Kind, Objective, Problem
from solvers.territories.bound_free import bound_with_free_seats
from solvers.territories.bound_seats import bound_with_seats
from solvers.territories.standing import Best


@dataclass(frozen=True, slots=True)
class Proven:
    """A proven least score of any plan of the part (None when stopped before) and the work it took.

    Attributes
    ----------
    bound : float or None
    work : float
    terms : tuple of Proof
        What proves it.
    """

    bound: float | None
    work: float = 0.0
    terms: tuple[Proof, ...] = ()


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
        return _assigned(problem, effort, look)
    if look():
        return Proven(None)
    free = bound_with_free_seats(problem, best.owner, effort=effort, look=look)
    if free is None:
        return Proven(None if look() else 0.0)
    if free.bound == math.inf:
        return Proven(None, free.work)
    moving = _least_disruption(problem, effort, look)
    proof = () if free.proof is None else (free.proof,)
    return Proven(
        max(0.0, free.bound) + (moving.bound or 0.0), free.work + moving.work, proof + moving.terms
    )


def _assigned(problem: Problem, effort: float, look: Callable[[], bool]) -> Proven:
    found = bound_with_seats(problem, effort=effort, look=look)
    travels = problem.objective.kind is not Kind.DISRUPTION
    return Proven(found.bound, found.work, (Assignment(found.price, travels),))


def _least_disruption(problem: Problem, effort: float, look: Callable[[], bool]) -> Proven:
    if problem.current is None or problem.switch_cost is None or not problem.switch_cost.any():
        return Proven(0.0)
    alone = replace(problem, objective=Objective(Kind.DISRUPTION))
    return _assigned(alone, effort, look)
