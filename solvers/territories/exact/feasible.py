"""Whether any plan of a small part meets its rules: a plan, a proof that there is none, or neither."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

import numpy as np

from planner.judge.clash import Reason
from planner.judge.demands import by_search
from planner.judge.problem import Kind, Objective, Problem
from planner.model.types import Ints
from solvers.territories.exact.answer import Answer
from solvers.territories.exact.cp_sat import solve_with_cp_sat
from solvers.territories.exact.program import Rows
from solvers.territories.exact.roots import homeless, rooted_slots
from solvers.territories.exact.rounds import prove_in_rounds
from solvers.territories.exact.rules import program_of
from solvers.territories.exact.slots import slots_of

ROUNDS = 400
"""Most rounds of cuts."""


@dataclass(frozen=True, slots=True, eq=False)
class Verdict:
    """A plan that meets all rules, or the reason why there is none; with neither nothing is known."""

    owner: Ints | None = None
    reason: Reason | None = None
    work: float = 0.0


def is_feasible(
    problem: Problem, *, seed: int, seconds: float, look: Callable[[], bool]
) -> Verdict:
    """Look for any plan that meets all rules, within so many deterministic seconds.

    A proof that there is none is made twice, the second time without presolve: wrong answers of
    that kind have been reported of CP-SAT 9.15.
    """
    far = problem.seats is None and bool(np.isfinite(problem.reach_km).any())
    # With a largest distance to seats that are free a root has to be the seat.
    slots = slots_of(_travelling(problem)) if far else rooted_slots(problem)
    alone = homeless(slots)
    if len(alone):
        return Verdict(reason=by_search(problem, tuple(alone.tolist())))
    spent = [0.0]

    def solve(rows: Rows, *, presolve: bool = True) -> Answer:
        left = seconds - spent[0]
        if left <= 0 or look():
            return Answer(-math.inf, None, done=False)
        answer = solve_with_cp_sat(rows, seed=seed, seconds=left, stop=look, presolve=presolve)
        spent[0] += answer.work
        return answer

    program = program_of(slots)
    proof = prove_in_rounds(program, partial(solve, presolve=True), rounds=ROUNDS, tell=bool)
    if proof.bound < math.inf:
        return Verdict(owner=proof.owner, work=spent[0])
    confirmed = solve(program.rows, presolve=False).bound == math.inf
    return Verdict(reason=by_search(problem) if confirmed else None, work=spent[0])


def _travelling(problem: Problem) -> Problem:
    travels = problem.objective.kind is not Kind.DISRUPTION
    return problem if travels else replace(problem, objective=Objective(Kind.INERTIA))
