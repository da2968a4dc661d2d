"""What arithmetic shows before any search: rules that no plan can meet, in 0.1 s at 35,000 regions."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
from numpy.typing import NDArray

from planner.judge.bands import allowed
from planner.judge.clash import Asked, Demand, Reason, Why
from planner.judge.demands import kept_out, locked
from planner.judge.problem import Problem
from planner.model.types import UNASSIGNED
from solvers.territories.pockets import cut_off, pockets
from solvers.territories.safe import band

MARGIN = 1e-9
"""Relative to the total: a sum must be clear of rounding before it counts as proven."""


def reasons(problem: Problem, most: int = 100) -> tuple[Reason, ...]:
    """Return proofs that no plan meets all rules, the plainest first; empty when none is at hand.

    Each reason alone is enough. At most `most` of them come back.

    Notes
    -----
    Loads are compared with the bands of the judge plus twice its slack, so that no rounding makes a
    reason. With free seats a largest distance takes no part here.
    """
    ground = _Ground(problem)
    checks: tuple[Callable[[_Ground], Iterator[Reason]], ...] = (
        _nowhere, _oversize, _overfull, _starved, _totals,
    )  # fmt: skip
    found: list[Reason] = []
    for check in checks:
        for reason in check(ground):
            found.append(reason)
            if len(found) >= most:
                return tuple(found)
    if problem.contiguous:
        found += cut_off(problem, ground.home)
        found += pockets(problem, ground.home)
    return tuple(found[:most])


class _Ground:
    """The problem with bands and homes laid out.

    Attributes
    ----------
    home : array of shape (n,)
        The only territory a region may be in, UNASSIGNED where there are several.
    choices : array of shape (n,)
        Number of territories a region may be in.
    """

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.low, self.high = band(problem)
        self.margin = MARGIN * problem.total
        self.bound = self._bound()
        if self.bound:
            may = allowed(problem)
            self.choices: NDArray[np.int64] = may.sum(axis=1)
            self.home: NDArray[np.int64] = np.where(
                self.choices == 1, may.argmax(axis=1), UNASSIGNED
            )
            self.may: NDArray[np.bool_] | None = may
        else:
            self.may = None
            self.choices = np.where(problem.locks != UNASSIGNED, 1, problem.k).astype(np.int64)
            self.home = problem.locks.astype(np.int64)
            if problem.k == 1:
                self.choices[:], self.home = 1, np.zeros(problem.n, np.int64)

    def _bound(self) -> bool:
        """Whether more than locks says who may be where."""
        problem = self.problem
        near = problem.seats is not None and np.isfinite(problem.reach_km).any()
        apart = bool(problem.part_of_territory.any() or problem.part_of_region.any())
        return bool(len(problem.kept_from)) or bool(near) or apart

    def holders(self, region: int) -> NDArray[np.int64]:
        """Return the territories a region may be in."""
        if self.may is not None:
            return np.flatnonzero(self.may[region])
        home = int(self.home[region])
        return np.array([home]) if home != UNASSIGNED else np.arange(self.problem.k)

    def barring(self, region: int, territories: NDArray[np.int64]) -> list[Demand]:
        """Return rules that keep a region out of the territories named; each is needed or helps."""
        problem = self.problem
        lock = int(problem.locks[region])
        if lock != UNASSIGNED and lock not in territories:
            return [locked(problem, region)]
        found = [locked(problem, region)] if lock != UNASSIGNED and len(territories) > 1 else []
        if (problem.kept_from[:, 0] == region).any():
            found.append(kept_out(problem, region))
        if problem.seats is not None:
            near = [t for t in territories.tolist() if np.isfinite(problem.reach_km[t])]
            found += [Demand(Asked.REACH, territories=(t,)) for t in near]
        return found


def _nowhere(ground: _Ground) -> Iterator[Reason]:
    everyone = np.arange(ground.problem.k)
    for region in np.flatnonzero(ground.choices == 0).tolist():
        rules = tuple(ground.barring(region, everyone))
        if (lock := int(ground.problem.locks[region])) != UNASSIGNED:
            rules = tuple({locked(ground.problem, region): None} | dict.fromkeys(rules))
        where = () if lock == UNASSIGNED else (lock,)
        yield Reason(Why.NOWHERE, rules, regions=(region,), territories=where)


def _oversize(ground: _Ground) -> Iterator[Reason]:
    """Yield regions, or groups that stay together, heavier than any territory may be."""
    problem = ground.problem
    for a in range(len(problem.measures)):
        weight, high, margin = problem.weights[:, a], ground.high[:, a], ground.margin[a]
        over = np.flatnonzero(weight > high.min() + margin)
        for region in over[np.argsort(-weight[over], kind="stable")].tolist():
            may = ground.holders(region)
            if not len(may) or weight[region] <= high[may].max() + margin:
                continue
            barring: list[Demand] = []
            if weight[region] <= high.max() + margin:  # only where it may not go is there room
                roomy = np.flatnonzero(weight[region] <= high + margin)
                barring = ground.barring(region, roomy)
            where = int(may[np.argmax(high[may])])
            tight = np.flatnonzero(weight[region] > high + margin)
            yield Reason(
                Why.OVERSIZE, (*barring, *_uppers(problem, tight, a, float(weight[region]))),
                regions=(region,), territories=(where,), measure=a,
                amount=float(weight[region]), limit=float(high[where] + problem.besides[where, a]),
            )  # fmt: skip
        yield from _oversize_groups(ground, a)


def _oversize_groups(ground: _Ground, a: int) -> Iterator[Reason]:
    problem, high = ground.problem, ground.high[:, a]
    grouped = problem.together != UNASSIGNED
    if not grouped.any():
        return
    sums = np.bincount(problem.together[grouped], problem.weights[grouped, a])
    for label in np.flatnonzero(sums > high.max() + ground.margin[a]).tolist():
        mine = tuple(np.flatnonzero(problem.together == label).tolist())
        everyone = np.arange(problem.k)
        where = int(np.argmax(high))
        yield Reason(
            Why.OVERSIZE,
            (Demand(Asked.TOGETHER, regions=mine), *_uppers(problem, everyone, a, float(sums[label]))),
            regions=mine, territories=(where,), measure=a,
            amount=float(sums[label]), limit=float(high[where] + problem.besides[where, a]),
        )  # fmt: skip


def _overfull(ground: _Ground) -> Iterator[Reason]:
    """Yield territories over their band by what must be in them: the heaviest, as few as do."""
    problem = ground.problem
    held = np.flatnonzero((ground.home != UNASSIGNED) & (ground.choices == 1))
    for a in range(len(problem.measures)):
        sums = np.bincount(ground.home[held], problem.weights[held, a], minlength=problem.k)
        for t in np.flatnonzero(sums > ground.high[:, a] + ground.margin[a]).tolist():
            mine = held[ground.home[held] == t]
            fewest = _heaviest(
                mine, problem.weights[:, a], float(ground.high[t, a] + ground.margin[a])
            )
            others = np.delete(np.arange(problem.k), t)
            barring = [rule for i in fewest for rule in ground.barring(i, others)]
            barring += [locked(problem, i) for i in fewest if problem.locks[i] == t]
            rules = dict.fromkeys((*barring, *_uppers(problem, np.array([t]), a, float(sums[t]))))
            yield Reason(
                Why.OVERFULL, tuple(rules), regions=tuple(fewest), territories=(t,), measure=a,
                amount=float(sums[t] + problem.besides[t, a]),
                limit=float(ground.high[t, a] + problem.besides[t, a]),
            )  # fmt: skip


def _starved(ground: _Ground) -> Iterator[Reason]:
    """Yield territories for which what may be in them is under their band, or nothing."""
    problem = ground.problem
    out_of = _outsiders(ground)
    for t in range(problem.k):
        outside = out_of(t)
        if len(outside) == problem.n:
            rules = dict.fromkeys(
                r for i in outside.tolist() for r in ground.barring(i, np.array([t]))
            )
            yield Reason(Why.STARVED, tuple(rules), territories=(t,))
            continue
        for a in range(len(problem.measures)):
            total = float(problem.weights[:, a].sum())
            low = float(ground.low[t, a] - ground.margin[a])
            if total - float(problem.weights[outside, a].sum()) >= low or total < low:
                continue
            fewest = _heaviest(outside, problem.weights[:, a], total - low)
            barring = dict.fromkeys(r for i in fewest for r in ground.barring(i, np.array([t])))
            left = total - float(problem.weights[outside, a].sum()) + problem.besides[t, a]
            yield Reason(
                Why.STARVED, (*barring, *_lowers(problem, np.array([t]), a)),
                territories=(t,), measure=a, amount=float(left),
                limit=float(ground.low[t, a] + problem.besides[t, a]),
            )  # fmt: skip


def _outsiders(ground: _Ground) -> Callable[[int], NDArray[np.int64]]:
    """Return who may not be in a territory, as a function of it."""
    if ground.may is not None:
        may = ground.may
        return lambda t: np.flatnonzero(~may[:, t])
    fixed = np.flatnonzero(ground.home != UNASSIGNED)
    home = ground.home[fixed]
    return lambda t: fixed[home != t]


def _totals(ground: _Ground) -> Iterator[Reason]:
    """Yield bands that cannot hold the total together, or that no load is in."""
    problem = ground.problem
    everyone = np.arange(problem.k)
    for a in range(len(problem.measures)):
        total, margin = float(problem.weights[:, a].sum()), float(ground.margin[a])
        low, high = float(ground.low[:, a].sum()), float(ground.high[:, a].sum())
        if low > total + margin:
            rules = _lowers(problem, everyone, a)
            yield Reason(Why.TOTALS, rules, measure=a, amount=total, limit=low)
        if high < total - margin:
            rules = _uppers(problem, everyone, a, np.inf)
            yield Reason(Why.TOTALS, rules, measure=a, amount=total, limit=high)
        crossed = np.flatnonzero(ground.low[:, a] > ground.high[:, a] + margin)
        for t in crossed.tolist():
            one = np.array([t])
            rules = tuple(
                dict.fromkeys((*_lowers(problem, one, a), *_uppers(problem, one, a, np.inf)))
            )
            yield Reason(
                Why.TOTALS, rules, territories=(t,), measure=a,
                amount=float(ground.low[t, a]), limit=float(ground.high[t, a]),
            )  # fmt: skip


def _heaviest(regions: NDArray[np.int64], weight: NDArray[np.float64], most: float) -> list[int]:
    """Return the fewest of the regions whose weights sum to more than `most`."""
    order = regions[np.argsort(-weight[regions], kind="stable")]
    count = int(np.searchsorted(np.cumsum(weight[order]), most, side="right")) + 1
    return [int(i) for i in order[:count]]


def _uppers(
    problem: Problem, territories: NDArray[np.int64], a: int, amount: float
) -> tuple[Demand, ...]:
    """Return the rules that set the upper end of a band: a tolerance too small, else a limit."""
    top = problem.wanted[:, a] * (1 + problem.tolerance[a]) - problem.besides[:, a]
    banded = tuple(t for t in territories.tolist() if top[t] < amount)
    capped = [
        t for t in territories.tolist() if problem.maximum[t, a] - problem.besides[t, a] < amount
    ]
    found = [_band(problem, banded, a)] if banded else []
    by_band = set(banded) if np.isfinite(amount) else set()
    found += [
        Demand(Asked.MAXIMUM, territories=(t,), measure=a) for t in capped if t not in by_band
    ]
    return tuple(found)


def _lowers(problem: Problem, territories: NDArray[np.int64], a: int) -> tuple[Demand, ...]:
    """Return the rules that set the lower end of a band."""
    found = [_band(problem, tuple(territories.tolist()), a)] if problem.tolerance[a] < 1 else []
    needed = [t for t in territories.tolist() if problem.minimum[t, a] > 0]
    return (*found, *(Demand(Asked.MINIMUM, territories=(t,), measure=a) for t in needed))


def _band(problem: Problem, territories: tuple[int, ...], a: int) -> Demand:
    return Demand(Asked.BAND, territories=territories, measure=a)
