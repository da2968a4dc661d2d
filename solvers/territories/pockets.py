"""Parts of the map that are closed off: what they hold, and regions of one territory kept apart."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from planner.judge.clash import Asked, Demand, Reason, Why
from planner.judge.demands import locked
from planner.judge.problem import Problem
from planner.model.graph import pieces
from planner.model.types import UNASSIGNED, Ints, ints
from solvers.territories.safe import band

Numbers = NDArray[np.int64]


def pockets(problem: Problem, home: Numbers) -> list[Reason]:
    """Return the closed-off parts that make no whole number of territories within the bands.

    A connected territory lies in one part. A part of total T can hold q territories only if the q
    smallest lows sum to at most T and the q largest highs to at least T, in every measure; and the
    numbers of all parts must sum to k.
    """
    count, label = pieces(problem.n, problem.edges, ints(np.zeros(problem.n)))
    if count == 1:
        return []
    if count > problem.k:
        return [Reason(Why.POCKET, _shape(problem), amount=float(count), limit=float(problem.k))]
    few, many, tight = _numbers(problem, label, count)
    held = np.unique(
        np.stack([label[home != UNASSIGNED], home[home != UNASSIGNED]], axis=1), axis=0
    )
    own = np.bincount(held[:, 0], minlength=count)  # territories with a region that must be here
    found = []
    for part in np.flatnonzero(np.maximum(few, own) > many).tolist():
        ties = tuple(_locks(problem, home)) if own[part] > few[part] else ()
        fits = int(many[part]), int(max(few[part], own[part]))
        found.append(_pocket(problem, label, part, int(tight[part]), fits, ties))
    few = np.maximum(few, own)
    if not found and not (few.sum() <= problem.k <= many.sum()):
        rules = (*_shape(problem), *_bands(problem), *_locks(problem, home))
        found = [Reason(Why.POCKET, rules, amount=float(few.sum()), limit=float(problem.k))]
    return sorted(found, key=lambda reason: len(reason.regions))


def _numbers(problem: Problem, label: Ints, count: int) -> tuple[Numbers, Numbers, Numbers]:
    """Return the fewest and the most territories each part can hold, and the measure that says so."""
    low, high = band(problem)
    few, many = np.ones(count, np.int64), np.full(count, problem.k, np.int64)
    tight = np.zeros(count, np.int64)
    for a in range(len(problem.measures)):
        held = np.bincount(label, problem.weights[:, a], minlength=count)
        margin = 1e-9 * float(problem.total[a])
        least = np.cumsum(np.sort(low[:, a]))
        most = np.cumsum(np.sort(high[:, a])[::-1])
        fits = np.searchsorted(least, held + margin, side="right")
        needs = np.searchsorted(most, held - margin, side="left") + 1
        tight = np.where((needs > few) | (fits < many), a, tight)
        few, many = np.maximum(few, needs), np.minimum(many, fits)
    return few, many, tight


def _pocket(
    problem: Problem, label: Ints, part: int, measure: int, fits: tuple[int, int],
    ties: tuple[Demand, ...],
) -> Reason:  # fmt: skip
    mine = np.flatnonzero(label == part)
    heaviest = mine[np.argsort(-problem.weights[mine, measure], kind="stable")]
    share = problem.wanted[:, measure]
    return Reason(
        Why.POCKET, (*_shape(problem), *_bands(problem), *ties),
        regions=tuple(heaviest.tolist()), measure=measure,
        amount=float(problem.weights[mine, measure].sum()), limit=float(share.mean()), fits=fits,
    )  # fmt: skip


def cut_off(problem: Problem, home: Numbers) -> list[Reason]:
    """Return pairs of regions of one territory between which no way leads that it may take.

    A way leads over regions of its own and regions that have no home. (Which of several homes a
    region may have is left out of account, so that ways may seem open that are not.)
    """
    fixed = home != UNASSIGNED
    if np.count_nonzero(fixed) < 2:
        return []
    node = _ways(problem, home)
    found = []
    for t in np.unique(home[fixed]).tolist():
        mine = np.flatnonzero(home == t)
        apart = np.flatnonzero(node[mine] != node[mine[0]])
        if len(apart):
            found.append(_severed(problem, home, t, int(mine[0]), int(mine[apart[0]])))
    return found


def _ways(problem: Problem, home: Numbers) -> Ints:
    """Return a label for each region with a home: equal within a territory when a way leads there."""
    n, edges = problem.n, problem.edges
    open_land = ints(np.where(home == UNASSIGNED, 0, UNASSIGNED))
    _, land = pieces(n, edges, open_land)
    first, second = edges[:, 0], edges[:, 1]
    same = (home[first] == home[second]) & (home[first] != UNASSIGNED)
    shore = (home[first] == UNASSIGNED) != (home[second] == UNASSIGNED)
    fixed = np.where(home[first[shore]] != UNASSIGNED, first[shore], second[shore])
    water = land[np.where(home[first[shore]] == UNASSIGNED, first[shore], second[shore])]
    # One node for each region with a home, one for each pair of a territory and a piece of open land.
    pairs = home[fixed] * (n + 1) + water
    unique, place = np.unique(pairs, return_inverse=True)
    links = np.concatenate(
        [np.stack([first[same], second[same]], axis=1), np.stack([fixed, n + place], axis=1)]
    )
    return pieces(n + len(unique), ints(links), ints(np.zeros(n + len(unique))))[1]


def _severed(problem: Problem, home: Numbers, t: int, one: int, other: int) -> Reason:
    others: list[int] = np.flatnonzero((home != UNASSIGNED) & (home != t)).tolist()
    rules = (
        *_shape(problem),
        *_home_rules(problem, [one, other]),
        *_home_rules(problem, others),
    )
    return Reason(Why.CUT_OFF, tuple(dict.fromkeys(rules)), regions=(one, other), territories=(t,))


def _home_rules(problem: Problem, regions: list[int]) -> Iterator[Demand]:
    """Return every rule that can give a region its only home."""
    barred = set(problem.kept_from[:, 0].tolist())
    for region in regions:
        if problem.locks[region] != UNASSIGNED:
            yield locked(problem, region)
        elif region in barred:
            mine = problem.kept_from[problem.kept_from[:, 0] == region, 1]
            where = tuple(np.unique(mine).tolist())
            yield Demand(Asked.KEPT_FROM, regions=(region,), territories=where)
    if problem.seats is not None:
        for t in np.flatnonzero(np.isfinite(problem.reach_km)).tolist():
            yield Demand(Asked.REACH, territories=(t,))


def _shape(problem: Problem) -> tuple[Demand, ...]:
    barriers = [Demand(Asked.BARRIER, name=b.name) for b in problem.barriers if len(b.edges)]
    return (Demand(Asked.CONTIGUOUS), *barriers)


def _bands(problem: Problem) -> tuple[Demand, ...]:
    """Return every rule about loads."""
    everyone = tuple(range(problem.k))
    found = [
        Demand(Asked.BAND, territories=everyone, measure=a)
        for a in np.flatnonzero(problem.tolerance < 1e9).tolist()
    ]
    for asked, figures in (
        (Asked.MINIMUM, problem.minimum > 0),
        (Asked.MAXIMUM, np.isfinite(problem.maximum)),
    ):
        found += [
            Demand(asked, territories=(t,), measure=a) for t, a in np.argwhere(figures).tolist()
        ]
    return tuple(found)


def _locks(problem: Problem, home: Numbers) -> Iterator[Demand]:
    return _home_rules(problem, np.flatnonzero(home != UNASSIGNED).tolist())
