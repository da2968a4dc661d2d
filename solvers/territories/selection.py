"""Some territories divided anew among themselves, all others as they are."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from planner.judge.parts import Part, restricted
from planner.judge.problem import Problem, Solution, Status
from planner.judge.verify import judged, score, violations
from planner.model.types import Ints, ints
from solvers.options import SolveOptions
from solvers.progress import Progress, Report, Stop
from solvers.territories.solve import NORMAL, solve


def solve_some(
    problem: Problem,
    owner: Ints,
    territories: Ints,
    options: SolveOptions = NORMAL,
    report: Report | None = None,
    stop: Stop | None = None,
) -> Solution:
    """Divide anew what some territories hold; the plan at hand is where it starts from.

    Parameters
    ----------
    problem : Problem
    owner : Ints, shape (n,)
        The plan at hand.
    territories : Ints
        Those that exchange regions among themselves.
    options, report, stop
        As for `solve`; what is reported are plans of the whole.

    Returns
    -------
    Solution
        Of the whole problem, judged within it. Its bound holds for plans that leave the rest as it
        is: the bound of the part and the score of what stays. The plan is never worse than the one
        at hand.
    """
    part = restricted(problem, owner, territories)
    rest = score(problem, owner) - score(part.problem, _within(part, owner))

    def tell(progress: Progress) -> None:
        if report is not None and progress.owner is not None:
            whole = _joined(part, owner, progress.owner)
            best = None if progress.best is None else progress.best + rest
            bound = None if progress.bound is None else progress.bound + rest
            report(replace(progress, owner=whole, best=best, bound=bound))

    found = solve(part.problem, options, tell, stop, start=_within(part, owner))
    assert found.owner is not None
    whole = _joined(part, owner, found.owner)
    status = found.status
    if violations(problem, whole):
        status = Status.INFEASIBLE if status is Status.INFEASIBLE else Status.UNKNOWN
    return judged(
        problem,
        replace(
            found, owner=whole, score=score(problem, whole), status=status, certificate=None,
            bound=None if found.bound is None else found.bound + rest,
        ),
    )  # fmt: skip


def _within(part: Part, owner: Ints) -> Ints:
    return ints(np.searchsorted(part.territories, owner[part.regions]))


def _joined(part: Part, owner: Ints, inner: Ints) -> Ints:
    whole = owner.copy()
    whole[part.regions] = part.territories[inner]
    return ints(whole)
