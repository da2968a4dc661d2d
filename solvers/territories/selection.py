"""Some territories divided anew among themselves, all others as they are."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from planner.judge.parts import Part, restricted, seats_are_inside
from planner.judge.problem import Floor, Problem, Solution, Status
from planner.judge.verify import judged, score, violations
from planner.judge.within import fenced, judged_within
from planner.model.types import UNASSIGNED, Ints, ints
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
    found = _divided(problem, owner, part, options, report, stop, owner)
    status = found.status
    if found.owner is None or violations(problem, found.owner):
        status = Status.INFEASIBLE if status is Status.INFEASIBLE else Status.UNKNOWN
    return judged(problem, replace(found, status=status))


def solve_within(
    problem: Problem,
    owner: Ints,
    territories: Ints,
    regions: Ints,
    options: SolveOptions = NORMAL,
    report: Report | None = None,
    stop: Stop | None = None,
    start: Ints | None = None,
) -> Solution:
    """Divide regions anew among some territories; nothing else in the problem is touched or judged.

    Parameters
    ----------
    problem : Problem
    owner : Ints, shape (n,)
        The plan at hand; the rest stays as it is there, also what nobody has.
    territories, regions : Ints
        `regions` are all that the territories hold, and what nobody has and they may have.
    options, report, stop
        As for `solve`; what is reported are plans of the whole.
    start : Ints of shape (n,), optional
        Where to begin instead of the plan at hand.

    Returns
    -------
    Solution
        Of the whole, judged by the rules of these territories and regions (`judged_within`). Its bound
        holds for plans that leave the rest as it is. Where a home base lies outside, the whole is
        solved with the rest locked, and a bound is told only where the rest keeps its rules too.
    """
    begin = owner if start is None else start
    if seats_are_inside(problem, territories, regions):
        part = restricted(problem, owner, territories, regions)
        found = _divided(problem, owner, part, options, report, stop, begin)
    else:
        found = _beside_the_rest(problem, owner, territories, regions, options, report, stop, begin)
    return judged_within(problem, found, territories, regions)


def _divided(
    problem: Problem, owner: Ints, part: Part, options: SolveOptions, report: Report | None,
    stop: Stop | None, start: Ints,
) -> Solution:  # fmt: skip
    """Solve a part, and return what was found in the numbers of the whole."""
    rest = score(problem, owner) - score(part.problem, _within(part, owner))

    def tell(progress: Progress) -> None:
        if report is not None and progress.owner is not None:
            whole = _joined(part, owner, progress.owner)
            best = None if progress.best is None else progress.best + rest
            bound = None if progress.bound is None else progress.bound + rest
            report(replace(progress, owner=whole, best=best, bound=bound))

    found = solve(part.problem, options, tell, stop, start=_within(part, start))
    assert found.owner is not None
    whole = _joined(part, owner, found.owner)
    return replace(
        found, owner=whole, score=score(problem, whole), certificate=None, parts=(),
        bound=None if found.bound is None else found.bound + rest,
        floors=tuple(_floor(part, one) for one in found.floors),
    )  # fmt: skip


def _beside_the_rest(
    problem: Problem, owner: Ints, territories: Ints, regions: Ints, options: SolveOptions,
    report: Report | None, stop: Stop | None, start: Ints,
) -> Solution:  # fmt: skip
    """Solve the whole with all but the regions locked, and take of the answer what it says of these."""
    whole = _with_the_rest_locked(problem, owner, territories, regions)
    # What the rest travels to other home bases is the same in every plan that leaves it as it is.
    apart = score(problem, owner) - score(whole, owner)

    def kept(found: Ints) -> Ints:
        ours = np.zeros(problem.n, np.bool_)
        ours[regions] = np.isin(found[regions], territories)
        return ints(np.where(ours, found, owner))

    def tell(progress: Progress) -> None:
        if report is not None and progress.owner is not None:
            shown = kept(progress.owner)
            bound = None if progress.bound is None else progress.bound + apart
            report(replace(progress, owner=shown, best=score(problem, shown), bound=bound))

    found = solve(whole, options, tell, stop, start=start)
    assert found.owner is not None
    plan = kept(found.owner)
    status, bound = found.status, None if found.bound is None else found.bound + apart
    if status is Status.INFEASIBLE or not np.array_equal(plan, found.owner):
        status = Status.FEASIBLE if status is Status.OPTIMAL else Status.UNKNOWN
        bound = None  # of what the rest does too
    return replace(
        found, owner=plan, score=score(problem, plan), status=status, bound=bound,
        floors=tuple(one for one in found.floors if one.region in regions),
        certificate=None, parts=(),
    )  # fmt: skip


def _with_the_rest_locked(
    problem: Problem, owner: Ints, territories: Ints, regions: Ints
) -> Problem:
    """Return the problem in which all but these regions stays with whom it is, and is served there.

    A home base holds its region for its territory: those of others are moved out of these regions.
    """
    rest = np.setdiff1d(np.arange(problem.n), regions)
    owned = rest[owner[rest] != UNASSIGNED]
    locks, seats = problem.locks.copy(), np.array(problem.seats)
    locks[owned] = owner[owned]
    others = np.setdiff1d(np.arange(problem.k), territories)
    for territory in others[np.isin(seats[others], regions)].tolist():
        own = rest[owner[rest] == territory]
        seats[territory] = own[0] if len(own) else UNASSIGNED
    locked = replace(problem, locks=ints(locks), seats=ints(seats))
    return fenced(locked, territories, regions)


def _within(part: Part, owner: Ints) -> Ints:
    """Return a plan of the whole in the numbers of a part; UNASSIGNED where others have a region."""
    largest = max(int(part.territories.max()), int(owner.max(initial=UNASSIGNED)))
    number = np.full(largest + 2, UNASSIGNED)  # the extra last entry keeps UNASSIGNED as it is
    number[part.territories] = np.arange(len(part.territories))
    return ints(number[owner[part.regions]])


def _joined(part: Part, owner: Ints, inner: Ints) -> Ints:
    whole = owner.copy()
    whole[part.regions] = np.where(inner == UNASSIGNED, UNASSIGNED, part.territories[inner])
    return ints(whole)


def _floor(part: Part, floor: Floor) -> Floor:
    """Return a floor of a part in the numbers of the whole."""
    return replace(
        floor,
        region=None if floor.region is None else int(part.regions[floor.region]),
        territory=None if floor.territory is None else int(part.territories[floor.territory]),
    )
