"""What a certificate proves, worked out in the plainest way: every pair, in extended precision.

It shares no line with `planner.judge.check_bound`, is slow, and rounds nothing down.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from planner.judge.bands import allowed, bands
from planner.judge.certificate import Assignment, Branching, Certificate, FreeSeats, Proof
from planner.judge.parts import parts
from planner.judge.problem import Kind, Problem
from planner.judge.verify import score
from planner.model.types import Floats, ints

Wide = np.longdouble


def proves(problem: Problem, certificate: Certificate) -> float:
    """Return the sum of what the parts prove; minus infinity where a part proves less than it claims."""
    total = Wide(0)
    for piece, part in zip(parts(problem), certificate.parts, strict=True):
        found = sum((max(Wide(0), _term(piece.problem, term)) for term in part.terms), Wide(0))
        if part.bound > found:
            return float("-inf")
        total += found
    return float(total)


def _term(problem: Problem, term: Proof) -> np.longdouble:
    if isinstance(term, Assignment):
        prices = [cut.price for cut in term.cuts]
        return _assignment(problem, term, term.price, prices, allowed(problem))
    if isinstance(term, Branching):
        return _least_end(problem, term, 0, allowed(problem))
    if isinstance(term, FreeSeats):
        return _free_seats(problem, term)
    return Wide(score(problem, ints(np.zeros(problem.n))))


def _trip(problem: Problem, region: int) -> np.ndarray:
    """Return what a unit of weight pays from every region to this one, shape (n,)."""
    away = (problem.xy_km - problem.xy_km[region]).astype(Wide)
    km = np.sqrt(away[:, 0] ** 2 + away[:, 1] ** 2)
    km = np.floor(km + 0.5) if problem.objective.round_km else km
    paid: np.ndarray = km if problem.objective.kind is Kind.DISTANCE else km * km
    return paid


def _ends(price: np.ndarray, low: np.ndarray, high: np.ndarray) -> np.longdouble:
    return sum(
        (
            p * (a if p > 0 else b)
            for p, a, b in zip(price.flat, low.flat, high.flat, strict=True)
            if p
        ),
        Wide(0),
    )


def _least_end(
    problem: Problem, term: Branching, case: int, may: NDArray[np.bool_]
) -> np.longdouble:
    if case < 0:
        prices = term.cut_price[-1 - case].tolist()
        return _assignment(problem, term, term.price[-1 - case], prices, may)
    region, territory, inside, outside = term.branch[case].tolist()
    within, without = may.copy(), may.copy()
    within[region] = np.arange(problem.k) == territory
    within[region] &= may[region]
    without[region, territory] = False
    return min(
        _least_end(problem, term, inside, within), _least_end(problem, term, outside, without)
    )


def _assignment(
    problem: Problem, term: Assignment | Branching, price: Floats, cut_prices: list[float],
    may: NDArray[np.bool_],
) -> np.longdouble:  # fmt: skip
    weight = problem.weights.astype(Wide)
    cost = -(weight @ price.astype(Wide).T)
    if term.travels and problem.seats is not None:
        for territory, seat in enumerate(problem.seats.tolist()):
            cost[:, territory] += weight[:, problem.objective.measure] * _trip(problem, seat)
    if problem.current is not None and problem.switch_cost is not None:
        for region in np.flatnonzero(problem.current >= 0):
            others = np.arange(problem.k) != problem.current[region]
            cost[region, others] += problem.switch_cost[region]
    for cut, cut_price in zip(term.cuts, cut_prices, strict=True):
        if cut_price == 0:
            continue
        cost[cut.region, cut.territory] += cut_price
        across = np.isin(problem.edges, cut.within)
        ends = np.unique(problem.edges[across.sum(axis=1) == 1])
        cost[np.setdiff1d(ends, cut.within), cut.territory] -= cut_price
    cost[~may] = np.inf
    least: np.longdouble = cost.min(axis=1).sum()
    return least + _ends(price, *bands(problem, 2e-9))


def _free_seats(problem: Problem, term: FreeSeats) -> np.longdouble:
    low, high = bands(problem, 2e-9)
    into, a = allowed(problem), problem.objective.measure
    others = [q for q in range(len(problem.measures)) if q != a][: len(term.free)]
    weight, other = problem.weights[:, a].astype(Wide), problem.weights[:, others].astype(Wide)
    loose = other[weight <= 0].sum(axis=0)
    total: np.longdouble = (weight * term.worth).sum() - (term.free * loose).sum()
    trips = [
        weight * (_trip(problem, seat) - term.worth) - other @ term.tilt[seat]
        for seat in range(problem.n)
    ]
    for size in range(int(term.size.max()) + 1):
        mine = term.size == size
        least, most = low[mine].min(axis=0), high[mine].max(axis=0)
        may = into[:, mine].any(axis=1) & (problem.weights <= most).all(axis=1)
        must = (into[:, mine].sum(axis=1) == 1) & (into.sum(axis=1) == 1) & (mine.sum() == 1)
        values = []
        for seat in np.flatnonzero(may):
            slope, tilt = term.slope[seat, size], term.tilt[seat]
            gain = trips[seat] - weight * slope
            needed = must.copy()
            needed[seat] = True
            if weight[needed].sum() > most[a] * (1 + 1e-9):
                continue  # what must be in is more than such a territory holds
            taken = needed | ((gain < 0) & may)
            ends = _ends(tilt, least[others], most[others]) + _ends(
                np.array([slope]), least[[a]], most[[a]]
            )
            ends += (loose * np.minimum(0, term.free - tilt)).sum()
            values.append(ends + gain[taken & (weight > 0)].sum())
        total += np.sort(np.array(values, Wide))[: mine.sum()].sum()
    return total
