"""Which shape gets which target: territories tied to nothing may exchange their numbers."""

from __future__ import annotations

import numpy as np
from scipy.optimize import linear_sum_assignment

from planner.model.types import Bools, Floats, Ints, bools, ints
from solvers.territories.terrain import Terrain

NEAR_TARGET = 1e-3
"""Price of a deviation inside the band, so that equal fits prefer the nearer target."""

MOST_GROWTH = 3.0
"""A territory is not believed to grow more than so many times."""


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


def exchangeable(terrain: Terrain) -> Ints:
    """Return the territories that may exchange targets; none where all targets are alike."""
    who = np.flatnonzero(untied(terrain))
    ends = np.hstack([terrain.low[who], terrain.high[who]])
    return ints(who if (ends != ends[:1]).any() else who[:0])


def relabelled(terrain: Terrain, who: Ints, load: Floats, cost: Floats, lam: float) -> Ints | None:
    """Return the new number of each territory by least energy, shape (k,); None where nothing changes.

    An assignment problem: shape t against target l is priced
    lam sum_a importance_a (v + 10 v^2) + cost_t ((aim / load)^(1 + p/2) - 1), aim the end
    of the band of l nearest to the load: a disc that gathers more has to reach farther, and less so
    where it is dense.

    Parameters
    ----------
    terrain : Terrain
    who : Ints
        Territories that may exchange targets.
    load : Floats, shape (k, m)
    cost : Floats, shape (k,)
        Travel of each territory.
    lam : float
        Price of a violation of one.
    """
    inverse, held = terrain.inverse[who][None], load[who][:, None]
    low, high = terrain.low[who][None], terrain.high[who][None]
    off = np.abs((held + terrain.problem.besides[who][None]) * inverse - 1)
    beyond = np.maximum(np.maximum(held - high, low - held) * inverse, 0.0)
    fit = (beyond + 10 * beyond**2 + NEAR_TARGET * off) @ terrain.problem.importance
    o = terrain.problem.objective.measure
    grown = np.divide(
        np.clip(held, low, high)[..., o], held[..., o],
        out=np.ones(fit.shape), where=held[..., o] > 0,
    )  # fmt: skip
    reach = np.minimum(grown, MOST_GROWTH) ** (1 + terrain.power / 2)
    price = lam * fit + cost[who][:, None] * (reach - 1)
    shape, label = linear_sum_assignment(price)
    if price[shape, label].sum() >= np.trace(price) * (1 - 1e-12) - 1e-12:
        return None
    new = np.arange(terrain.problem.k)
    new[who[shape]] = who[label]
    return ints(new)
