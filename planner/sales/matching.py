"""Who gets which territory: people matched to territories of their share, by travel and relations."""

from __future__ import annotations

import numpy as np

from planner.judge.problem import Problem
from planner.model.layers import Layer
from planner.model.plan import Plan
from planner.model.types import UNASSIGNED, Floats, Ints, floats, ints
from planner.sales.homes import homes_of


def matched(plan: Plan, layer: Layer, problem: Problem, owner: Ints) -> Ints:
    """Return the same territories with their people exchanged where that shortens the way from home.

    Only territories that are alike to the rules change hands: the same target shares, the same
    part, no home base chosen, nothing locked into them. So loads, deviations and, with free seats
    and no price on moves, the score stay as they are. With seats given or a price on moves the
    solver has matched people already, and `owner` comes back.

    Parameters
    ----------
    plan : Plan
    layer : Layer
        Laid out; its territories say who waits for which number.
    problem : Problem
        Made from that layer.
    owner : Ints, shape (n,)

    Returns
    -------
    Ints, shape (n,)

    Notes
    -----
    Least sum of ``km(home, territory) / mean km + 1 - share kept``: the weighted mean way from the
    rep's home, in units of its mean over all pairs, and the part of the territory's weight that is
    not with that rep today. Solved exactly (Crouse, IEEE Trans. Aerosp. Electron. Syst.
    52(4):1679-1696, 2016, as in scipy).
    """
    if problem.seats is not None or problem.switch_cost is not None:
        return owner
    from scipy.optimize import linear_sum_assignment  # late: it is slow to import

    cost = _cost(plan, layer, problem, owner)
    number = np.arange(problem.k)
    for alike in _alike(layer, problem):
        held, people = linear_sum_assignment(cost[np.ix_(alike, alike)])
        number[alike[held]] = alike[people]
    # The extra last entry keeps UNASSIGNED as it is.
    return ints(np.append(number, UNASSIGNED)[owner])


def _alike(layer: Layer, problem: Problem) -> list[Ints]:
    """Return groups of territories whose people may change places."""
    fixed = {int(t) for t in np.unique(problem.locks) if t != UNASSIGNED}
    fixed |= {t for t, one in enumerate(layer.territories) if one.locked or one.seat is not None}
    groups: dict[tuple[int, bytes], list[int]] = {}
    for t in range(problem.k):
        if t not in fixed:
            # Key accounts stay with their owner, so what lies besides the regions must be alike too.
            figures = np.concatenate([problem.targets[t], problem.besides[t]])
            key = (int(problem.part_of_territory[t]), np.round(figures, 12).tobytes())
            groups.setdefault(key, []).append(t)
    return [ints(group) for group in groups.values() if len(group) > 1]


def _cost(plan: Plan, layer: Layer, problem: Problem, owner: Ints) -> Floats:
    """Cost of giving territory j, as solved, to the person who waits for number k; shape (k, k)."""
    k, weight = problem.k, problem.weights[:, problem.objective.measure]
    weight = np.where(np.bincount(owner, weight, k)[owner] > 0, weight, 1.0)
    mass = np.maximum(np.bincount(owner, weight, k), 1e-300)[:, None]
    reps = [None if one.rep_id is None else plan.rep(one.rep_id) for one in layer.territories]
    homes = homes_of(plan.regions, reps) / 1000.0
    way = np.zeros((k, k))
    for person in np.flatnonzero(np.isfinite(homes).all(axis=1)):
        km = np.hypot(*(problem.xy_km - homes[person]).T)
        way[:, person] = np.bincount(owner, weight * km, k) / mass[:, 0]
    known = way[:, np.isfinite(homes).all(axis=1)]
    scale = float(known.mean()) if known.size else 1.0
    kept = np.zeros((k, k))
    if problem.current is not None:
        here = problem.current != UNASSIGNED
        np.add.at(kept, (owner[here], problem.current[here]), weight[here])
    return floats(way / (scale or 1.0) + 1.0 - kept / mass)
