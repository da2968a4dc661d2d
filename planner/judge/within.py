"""A plan judged within some territories: they divide regions among themselves, all else stays as it is."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from planner.judge.problem import Problem, Solution, Status
from planner.judge.verify import Rule, Violation, score, violations
from planner.model.types import UNASSIGNED, Ints, ints


def divided_among(problem: Problem, owner: Ints, territories: Ints, free: Ints) -> Ints:
    """Return the regions that some territories divide: all they hold, and of `free` what nobody has.

    A region of a part that none of them lies in stays nobody's.
    """
    lawful = np.isin(problem.part_of_region, problem.part_of_territory[territories])
    nobodys = np.zeros(problem.n, np.bool_)
    nobodys[free] = True
    nobodys &= (owner == UNASSIGNED) & lawful
    return ints(np.flatnonzero(np.isin(owner, territories) | nobodys))


def fenced(problem: Problem, territories: Ints, regions: Ints) -> Problem:
    """Return the problem in which these regions keep to these territories, and no other comes to them.

    What is locked needs no fence: of 65,000 regions there would be millions of pairs.
    """
    free = np.flatnonzero(problem.locks == UNASSIGNED)
    within = np.isin(free, regions)
    others = np.setdiff1d(np.arange(problem.k), territories)
    pairs = [
        np.stack([np.repeat(some, len(barred)), np.tile(barred, len(some))], axis=1)
        for some, barred in ((free[within], others), (free[~within], np.unique(territories)))
    ]
    return replace(problem, kept_from=ints(np.concatenate([problem.kept_from, *pairs])))


def broken_within(
    problem: Problem, owner: Ints, territories: Ints, regions: Ints
) -> tuple[Violation, ...]:
    """Return the rules that a plan breaks in some territories and regions, or for all at once."""
    theirs, inside = set(territories.tolist()), set(regions.tolist())
    grouped = set(problem.together[regions].tolist()) - {UNASSIGNED}

    def concerns(one: Violation) -> bool:
        if one.rule is Rule.TOGETHER and one.region is not None:
            return int(problem.together[one.region]) in grouped
        if one.territory is None and one.region is None:
            return True
        return one.territory in theirs or one.region in inside

    return tuple(one for one in violations(problem, owner) if concerns(one))


def judged_within(
    problem: Problem, solution: Solution, territories: Ints, regions: Ints
) -> Solution:
    """Return the solution of the whole re-scored, its status that of these territories and regions.

    Caps on what is taken over are seen in the whole alone: a plan that breaks one there is not met,
    whatever was said of the part. A region that goes to a territory outside, a score that differs, a
    bound above that of a plan that meets all rules, or rules said to be impossible that are met is a
    bug: ValueError, nobody sees the result.
    """
    if solution.owner is None:
        return solution
    strangers = np.setdiff1d(solution.owner[regions], [*territories.tolist(), UNASSIGNED])
    if len(strangers):
        raise ValueError(f"territory {strangers[0]} does not take part, yet gets a region")
    true_score = score(problem, solution.owner)
    claimed, bound, status = solution.score, solution.bound, solution.status
    if claimed is not None and abs(claimed - true_score) > 1e-6 * max(1.0, abs(true_score)):
        raise ValueError(f"solver claims score {claimed}, judge finds {true_score}")
    if broken_within(problem, solution.owner, territories, regions):
        found = Status.INFEASIBLE if status is Status.INFEASIBLE else Status.UNKNOWN
        return replace(solution, score=true_score, status=found)
    if status is Status.INFEASIBLE:
        raise ValueError("solver claims infeasible, yet its plan meets every rule")
    if bound is not None and bound > true_score * (1 + 1e-9) + 1e-9:
        raise ValueError(f"solver claims bound {bound}, above the score {true_score} of a plan")
    met = Status.FEASIBLE if status is Status.UNKNOWN else status
    return replace(solution, score=true_score, status=met)
