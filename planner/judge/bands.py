"""What a plan may do, laid out for those who search: bands of loads, and who may be where."""

from __future__ import annotations

import numpy as np

from planner.judge.problem import Problem
from planner.model.types import UNASSIGNED, Bools, Floats, bools, floats

REACH_SLACK = 1e-9
"""Relative slack on a largest distance, for rounding."""


def bands(problem: Problem, slack: float = 0.0) -> tuple[Floats, Floats]:
    """Return least and greatest load of each territory's *regions*, shapes (k, m).

    Tolerance, minimum and maximum, less what the territory holds besides its regions. This is the
    only place where bands are computed. Low is above high where no load is right.

    Parameters
    ----------
    problem : Problem
    slack : float
        Widens every band by this fraction of the yardstick.
    """
    wanted, unit = problem.wanted, yardstick(problem)
    low = np.maximum(wanted * (1 - problem.tolerance - slack), problem.minimum - slack * unit)
    high = np.minimum(wanted * (1 + problem.tolerance + slack), problem.maximum + slack * unit)
    return floats((low - problem.besides).clip(min=0.0)), floats(high - problem.besides)


def yardstick(problem: Problem) -> Floats:
    """Return what amounts of a load are relative to, shape (k, m): the target, else the total, else 1."""
    wanted, total = problem.wanted, problem.total
    return floats(np.where(wanted > 0, wanted, np.where(total > 0, total, 1.0)))


def allowed(problem: Problem) -> Bools:
    """Return which territory may have which region, shape (n, k).

    By locks, parts, pairs kept apart, and largest distances to given seats. (With free seats
    distances are known only once a plan stands.)
    """
    may = problem.part_of_region[:, None] == problem.part_of_territory[None, :]
    locked = np.flatnonzero(problem.locks != UNASSIGNED)
    held = problem.locks[locked]
    lawful = may[locked, held]
    may[locked] = False
    may[locked, held] = lawful
    may[problem.kept_from[:, 0], problem.kept_from[:, 1]] = False
    if problem.seats is not None:
        for territory in np.flatnonzero(np.isfinite(problem.reach_km)).tolist():
            may[:, territory] &= ~beyond_reach(problem, territory, int(problem.seats[territory]))
    return bools(may)


def beyond_reach(problem: Problem, territory: int, seat: int) -> Bools:
    """Return which regions lie too far from a seat of the territory, shape (n,)."""
    reach = float(problem.reach_km[territory])
    if seat == UNASSIGNED or not np.isfinite(reach):
        return bools(np.zeros(problem.n))
    km = np.hypot(*(problem.xy_km - problem.xy_km[seat]).T)
    return bools(km > reach + REACH_SLACK * max(reach, 1.0))
