"""Which shape gets which target: territories tied to nothing may exchange their numbers."""

from __future__ import annotations

import numpy as np
from scipy.optimize import linear_sum_assignment

from planner.model.types import Bools, Floats, Ints, bools, ints
from solvers.territories.terrain import Terrain

NEAR_TARGET = 1e-3
"""Price of a deviation inside the band, so that equal fits prefer the nearer target."""


def untied(terrain: Terrain) -> Bools:
    """Return which territories no lock, seat, present region or rule of their own ties, shape (k,)."""
    problem, rules = terrain.problem, terrain.rules
    if problem.seats is not None or len(np.unique(problem.part_of_territory)) > 1:
        return bools(np.zeros(problem.k, np.bool_))
    tied = np.zeros(problem.k + 1, np.bool_)
    tied[terrain.fixed] = True
    tied[problem.kept_from[:, 1]] = True
    if rules.reaching:
        tied[:-1] |= problem.reach_km < problem.reach_km.max()
    if terrain.switch.any():
        tied[terrain.current[terrain.switch > 0]] = True
    if rules.capped:
        tied[terrain.current] = True
    return bools(~tied[: problem.k])  # the last entry took UNASSIGNED


def relabelled(terrain: Terrain, load: Floats) -> Ints | None:
    """Return the new number of each territory by least violation, shape (k,); None where nothing changes.

    An assignment problem: price of shape t against target l is sum_a importance_a (v + 10 v^2).
    """
    who = np.flatnonzero(untied(terrain))
    if len(who) < 2 or not np.ptp(np.stack([terrain.low[who], terrain.high[who]]), axis=1).any():
        return None
    inverse, held = terrain.inverse[who][None], load[who][:, None]
    off = np.abs((held + terrain.problem.besides[who][None]) * inverse - 1)
    outside = np.maximum(held - terrain.high[who][None], terrain.low[who][None] - held)
    beyond = np.maximum(outside * inverse, 0.0)
    price = (beyond + 10 * beyond**2 + NEAR_TARGET * off) @ terrain.problem.importance
    shape, label = linear_sum_assignment(price)
    if (price[shape, label].sum() >= np.trace(price) - 1e-12) or (label == shape).all():
        return None
    new = np.arange(terrain.problem.k)
    new[who[shape]] = who[label]
    return ints(new)
