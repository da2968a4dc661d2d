"""Why teams cannot be: the rules that clash, and the needs that few or none can serve."""

from __future__ import annotations

from collections.abc import Callable, Collection

import numpy as np
from ortools.sat.python import cp_model

from planner.judge.team_problem import TeamProblem
from planner.judge.team_verify import TeamRule
from planner.language import tr
from solvers.run import run
from solvers.teams.constraints import CLASHING, add_constraints
from solvers.teams.variables import make_variables

CHECK_S = 5.0
"""Deterministic seconds for one question of whether some rules can all be met."""


def clash(problem: TeamProblem, *, seed: int, stop: Callable[[], bool]) -> tuple[str, ...]:
    """Return rules of an infeasible problem none of which can be left out, by deletion filter.

    Solver cores are not trusted (OR-Tools issues 4109, 2649, 5141): each rule is dropped in turn,
    and stays dropped while the rest still cannot be met.
    """
    kept = list(CLASHING)
    for rule in tuple(CLASHING):
        rest = [each for each in kept if each is not rule]
        if impossible(problem, rest, seed=seed, stop=stop):
            kept = rest
    return tuple(str(rule) for rule in kept)


def impossible(
    problem: TeamProblem, rules: Collection[TeamRule], *, seed: int, stop: Callable[[], bool]
) -> bool:
    """Whether it is proven, without presolve and on one worker, that these rules cannot all be met.

    OR-Tools 9.15 calls some feasible models infeasible (issues 5003, 5274), with presolve off and
    many workers too (5295); this is the combination without such a report.
    """
    model = cp_model.CpModel()
    add_constraints(problem, make_variables(problem, model), rules)
    _, status = run(model, seed=seed, deterministic_s=CHECK_S, stop=stop, presolve=False)
    return status == cp_model.INFEASIBLE


def reasons(problem: TeamProblem) -> tuple[str, ...]:
    """Return one line for each need that nobody may serve, and each market only one person may."""
    able = problem.productivity > 0
    lines = [
        tr(
            "{label}: nobody can serve as {role}",
            label=problem.labels[market],
            role=problem.roles[role],
        )
        for market, role in np.argwhere((problem.demand > 0) & ~able.any(axis=0)).tolist()
    ]
    useful = (able & (problem.demand > 0)[None, :, :]).any(axis=2)
    lines += [
        tr(
            "{label}: only one person can serve, and nobody sells alone",
            label=problem.labels[market],
        )
        for market in np.flatnonzero(useful.sum(axis=0) == 1).tolist()
    ]
    return tuple(lines)
