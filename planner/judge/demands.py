"""The rules of a problem one by one, and the problem that keeps only some of them."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace
from typing import Any

import numpy as np

from planner.judge.clash import Asked, Demand, Reason, Why
from planner.judge.problem import Problem
from planner.model.types import UNASSIGNED, Floats, Ints, floats, ints

LOOSE = 1e9
"""Tolerance of a measure whose band is let go."""


def demands(problem: Problem) -> tuple[Demand, ...]:
    """Return every rule of a problem that can be let go of.

    A band is one rule for all territories. That every region has a territory, that no territory is
    empty and that parts are kept apart is never let go.
    """
    return (
        *_of_shape(problem),
        *_of_figures(problem),
        *_of_change(problem),
        *_of_regions(problem),
    )


def by_search(problem: Problem, regions: tuple[int, ...] = ()) -> Reason:
    """Return the reason of a search that has found no plan: any of the rules may be to blame."""
    return Reason(Why.SEARCH, demands(problem), regions=regions)


def keeping(problem: Problem, kept: Collection[Demand]) -> Problem:
    """Return the problem with no rules but those named; a band may be kept for some territories."""
    fields: dict[str, Any] = {}
    fields |= _kept_shape(problem, kept)
    fields |= _kept_figures(problem, kept)
    fields |= _kept_change(problem, kept)
    fields |= _kept_regions(problem, kept)
    return replace(problem, **fields)


def _of_shape(problem: Problem) -> Iterator[Demand]:
    if problem.contiguous:
        yield Demand(Asked.CONTIGUOUS)
        for barrier in problem.barriers:
            if len(barrier.edges):
                yield Demand(Asked.BARRIER, name=barrier.name)


def _of_figures(problem: Problem) -> Iterator[Demand]:
    everyone = tuple(range(problem.k))
    for a, tolerance in enumerate(problem.tolerance.tolist()):
        if tolerance < LOOSE:
            yield Demand(Asked.BAND, territories=everyone, measure=a)
    for asked, figures in (
        (Asked.MINIMUM, problem.minimum > 0),
        (Asked.MAXIMUM, np.isfinite(problem.maximum)),
    ):
        for t, a in np.argwhere(figures).tolist():
            yield Demand(asked, territories=(t,), measure=a)


def _of_change(problem: Problem) -> Iterator[Demand]:
    if problem.current is None:
        return
    for asked, figures in (
        (Asked.HANDED_OVER, problem.most_handed_over),
        (Asked.TAKEN_OVER, problem.most_taken_over),
    ):
        for t, a in np.argwhere(np.isfinite(figures)).tolist():
            yield Demand(asked, territories=(t,), measure=a)
    if problem.switch_cost is not None and np.isfinite(problem.most_moved):
        yield Demand(Asked.MOVED)


def _of_regions(problem: Problem) -> Iterator[Demand]:
    for t in np.flatnonzero(np.isfinite(problem.reach_km)).tolist():
        yield Demand(Asked.REACH, territories=(t,))
    for label in np.unique(problem.together[problem.together != UNASSIGNED]).tolist():
        mine = tuple(np.flatnonzero(problem.together == label).tolist())
        if len(mine) > 1:
            yield Demand(Asked.TOGETHER, regions=mine)
    yield from (kept_out(problem, i) for i in np.unique(problem.kept_from[:, 0]).tolist())
    yield from (locked(problem, i) for i in np.flatnonzero(problem.locks != UNASSIGNED).tolist())


def locked(problem: Problem, region: int) -> Demand:
    """Return the lock of a region."""
    return Demand(Asked.LOCK, regions=(region,), territories=(int(problem.locks[region]),))


def kept_out(problem: Problem, region: int) -> Demand:
    """Return the rule that keeps a region out of territories."""
    barred = problem.kept_from[problem.kept_from[:, 0] == region, 1]
    return Demand(Asked.KEPT_FROM, regions=(region,), territories=tuple(np.unique(barred).tolist()))


def _kept_shape(problem: Problem, kept: Collection[Demand]) -> dict[str, Any]:
    if Demand(Asked.CONTIGUOUS) not in kept:
        return {"contiguous": False}
    names = {demand.name for demand in kept if demand.asked is Asked.BARRIER}
    gone = [barrier.edges for barrier in problem.barriers if barrier.name not in names]
    if not gone:
        return {}
    edges = np.concatenate([problem.edges, *gone])
    left = tuple(barrier for barrier in problem.barriers if barrier.name in names)
    closed = {tuple(sorted(pair)) for barrier in left for pair in barrier.edges.tolist()}
    # Two barriers may lie on one border: it opens when both are gone.
    open_now = [pair for pair in edges.tolist() if tuple(sorted(pair)) not in closed]
    return {"edges": ints(np.reshape(open_now, (-1, 2))), "barriers": left}


def _kept_figures(problem: Problem, kept: Collection[Demand]) -> dict[str, Any]:
    tolerance = np.full(len(problem.measures), LOOSE)
    least, most = np.zeros_like(problem.minimum), np.full_like(problem.maximum, np.inf)
    wanted = problem.wanted
    for demand in kept:
        who, a = list(demand.territories), demand.measure
        if a is None:
            continue
        if demand.asked is Asked.MINIMUM:
            least[who, a] = np.maximum(least[who, a], problem.minimum[who, a])
        elif demand.asked is Asked.MAXIMUM:
            most[who, a] = np.minimum(most[who, a], problem.maximum[who, a])
        elif demand.asked is Asked.BAND and len(who) == problem.k:
            tolerance[a] = problem.tolerance[a]
        elif demand.asked is Asked.BAND:
            off = problem.tolerance[a]
            least[who, a] = np.maximum(least[who, a], wanted[who, a] * (1 - off))
            most[who, a] = np.minimum(most[who, a], wanted[who, a] * (1 + off))
    return {"tolerance": floats(tolerance), "minimum": floats(least), "maximum": floats(most)}


def _kept_change(problem: Problem, kept: Collection[Demand]) -> dict[str, Any]:
    return {
        "most_handed_over": _caps(problem.most_handed_over, Asked.HANDED_OVER, kept),
        "most_taken_over": _caps(problem.most_taken_over, Asked.TAKEN_OVER, kept),
        "most_moved": problem.most_moved if Demand(Asked.MOVED) in kept else np.inf,
    }


def _caps(figures: Floats, asked: Asked, kept: Collection[Demand]) -> Floats:
    caps = np.full_like(figures, np.inf)
    for demand in kept:
        if demand.asked is asked:
            place = demand.territories[0], demand.measure
            caps[place] = figures[place]
    return floats(caps)


def _kept_regions(problem: Problem, kept: Collection[Demand]) -> dict[str, Any]:
    locks = np.full(problem.n, UNASSIGNED)
    together = np.full(problem.n, UNASSIGNED)
    reach = np.full(problem.k, np.inf)
    apart: list[tuple[int, int]] = []
    for demand in kept:
        if demand.asked is Asked.LOCK:
            locks[demand.regions[0]] = demand.territories[0]
        elif demand.asked is Asked.TOGETHER:
            mine = list(demand.regions)
            together[mine] = problem.together[mine]
        elif demand.asked is Asked.REACH:
            who = list(demand.territories)
            reach[who] = problem.reach_km[who]
        elif demand.asked is Asked.KEPT_FROM:
            apart += [(demand.regions[0], t) for t in demand.territories]
    pairs: Ints = ints(np.reshape(sorted(apart), (-1, 2)))
    return {
        "locks": ints(locks), "together": ints(together), "reach_km": floats(reach),
        "kept_from": pairs,
    }  # fmt: skip
