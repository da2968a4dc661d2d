"""Works a claimed bound out anew from its certificate: numpy and the rules, no solver.

Nothing here is shared with the code that finds bounds. Any multipliers prove some bound (Geoffrion,
Math. Program. Study 2:82-114, 1974), so a certificate cannot mislead: what its multipliers prove is
computed here, rounded down, and a claim above that is refused.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from planner.judge.bands import allowed, bands
from planner.judge.certificate import (
    Assignment,
    Branching,
    Certificate,
    Cut,
    FreeSeats,
    PartProof,
    Proof,
    digest,
)
from planner.judge.parts import parts
from planner.judge.problem import Kind, Problem
from planner.judge.verify import EPSILON, score
from planner.model.types import UNASSIGNED, Bools, Floats, bools, ints

ROUNDING = 64 * 2.0**-53
"""Most rounding of a pairwise sum of up to 2^32 figures of a few operations each, relative to the
sum of their sizes (Higham, Accuracy and Stability of Numerical Algorithms, 2002, eq. 4.6)."""

SLACK = 2 * EPSILON
"""Bands are widened by this, so that no plan the judge passes lies outside by a rounding."""

SLAB = 2_000_000
"""Most entries of a table held at once."""

SEATS_AT_ONCE = 64


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a certificate proves what it claims, the bound it proves, and a line that says why."""

    accepted: bool
    proven: float | None
    why: str


def check_bound(problem: Problem, certificate: Certificate) -> Verdict:
    """Work out what a certificate proves about a problem and hold its claims against that."""
    if certificate.problem != digest(problem):
        return Verdict(False, None, "it belongs to another problem")
    pieces = parts(problem)
    if len(pieces) != len(certificate.parts):
        return Verdict(False, None, f"{len(certificate.parts)} proofs for {len(pieces)} parts")
    proven = 0.0
    for number, (piece, part) in enumerate(zip(pieces, certificate.parts, strict=True)):
        try:
            found = proven_by(piece.problem, part)
        except ValueError as error:
            return Verdict(False, None, f"part {number}: {error}")
        if not part.bound <= found:
            why = f"part {number}: claims {part.bound!r}, its multipliers prove {found!r}"
            return Verdict(False, None, why)
        proven += found
    if not certificate.bound <= proven:
        return Verdict(False, proven, f"claims {certificate.bound!r}, proves {proven!r}")
    why = f"claims {certificate.bound!r}, proves {proven!r}"
    if certificate.searched is not None:
        why += (
            f"; that none is below {certificate.searched!r} was found by search and is not checked"
        )
    return Verdict(True, proven, why)


def proven_by(problem: Problem, part: PartProof) -> float:
    """Return the bound that the terms of a part prove; ValueError where they prove nothing."""
    travel = [term for term in part.terms if isinstance(term, FreeSeats)]
    moving = [
        term for term in part.terms
        if isinstance(term, Assignment | Branching) and not term.travels
    ]  # fmt: skip
    if len(part.terms) > 1 and (len(travel), len(moving), len(part.terms)) != (1, 1, 2):
        raise ValueError("two terms count the same thing")
    return sum(max(0.0, _proven(problem, term)) for term in part.terms)


def _proven(problem: Problem, term: Proof) -> float:
    if isinstance(term, Assignment):
        return _assignment(problem, term)
    if isinstance(term, Branching):
        return _branching(problem, term)
    if isinstance(term, FreeSeats):
        return _free_seats(problem, term)
    if problem.k != 1:
        raise ValueError(f"{problem.k} territories are no single one")
    return score(problem, ints(np.zeros(problem.n)))


def _trips(problem: Problem, start: Floats, seat: Floats) -> NDArray[np.float64]:
    """Return km to the power p from each seat (s, 2) to each start (r, 2), shape (s, r)."""
    dx, dy = (start[None, :, axis] - seat[:, None, axis] for axis in (0, 1))
    square = dx * dx + dy * dy
    if problem.objective.kind is not Kind.DISTANCE and not problem.objective.round_km:
        return square
    km = np.sqrt(square)
    km = np.floor(km + 0.5) if problem.objective.round_km else km
    return km if problem.objective.kind is Kind.DISTANCE else km * km


# -- prices on the bands ---------------------------------------------------------------------------


def _assignment(problem: Problem, proof: Assignment) -> float:
    """sum_i min_k (c_ik - price_k . w_i + cuts) + sum_ka (price > 0 ? price low : price high)."""
    _check_terms(problem, proof)
    if proof.price.shape != (problem.k, len(problem.measures)):
        raise ValueError(f"price has shape {proof.price.shape}")
    prices = np.array([cut.price for cut in proof.cuts])
    extra = _cut_prices(problem, proof.cuts, prices)
    return _valued(problem, proof.travels, proof.price, extra, allowed(problem))


def _branching(problem: Problem, proof: Branching) -> float:
    """Return the least of what its ends prove, each under what was decided on the way to it."""
    _check_terms(problem, proof)
    ends, rows = len(proof.price), len(proof.branch)
    shapes = (proof.price.shape, proof.cut_price.shape, proof.branch.shape)
    if shapes != ((ends, problem.k, len(problem.measures)), (ends, len(proof.cuts)), (rows, 4)):
        raise ValueError(f"price, cut_price and branch have shapes {shapes}")
    least, pending = math.inf, [(0, allowed(problem))]
    while pending:
        case, may = pending.pop()
        if case < 0:
            extra = _cut_prices(problem, proof.cuts, proof.cut_price[_at(-1 - case, ends)])
            least = min(least, _valued(problem, proof.travels, proof.price[-1 - case], extra, may))
            continue
        region, territory, inside, outside = proof.branch[_at(case, rows)].tolist()
        at = (_at(region, problem.n), _at(territory, problem.k))
        if 0 <= inside <= case or 0 <= outside <= case:
            raise ValueError("a case comes back to itself")
        within, without = np.zeros_like(may[0]), may.copy()
        within[territory], without[at] = may[at], False
        pending.append((outside, bools(without)))
        without = may.copy()
        without[region] = within
        pending.append((inside, bools(without)))
    return least


def _at(place: int, size: int) -> int:
    if not 0 <= place < size:
        raise ValueError(f"no entry {place} among {size}")
    return place


def _check_terms(problem: Problem, proof: Assignment | Branching) -> None:
    travels = problem.objective.kind is not Kind.DISRUPTION
    if proof.travels and (not travels or problem.seats is None):
        raise ValueError("travel to given seats does not count in this problem")
    if proof.cuts and not problem.contiguous:
        raise ValueError("cuts, yet territories need not be in one piece")


def _valued(problem: Problem, travels: bool, price: Floats, extra: _CutPrices, may: Bools) -> float:
    low, high = bands(problem, SLACK)
    total, size = _ends(price, low, high)
    step = max(1, SLAB // problem.k)
    for first in range(0, problem.n, step):
        slab = slice(first, min(first + step, problem.n))
        cost = _costs(problem, travels, slab) + extra.within(slab, problem.k)
        cost[~may[slab]] = np.inf
        load = problem.weights[slab] @ price.T
        least = (cost - load).argmin(axis=1)
        rows = np.arange(len(least))
        total += float((cost - load)[rows, least].sum())
        size += float((np.abs(cost) + problem.weights[slab] @ np.abs(price).T)[rows, least].sum())
        size += float(extra.sizes(slab).sum())
    return _down(total, size) if total < math.inf else math.inf


def _ends(price: Floats, low: Floats, high: Floats) -> tuple[float, float]:
    ends = np.where(price > 0, price * low, 0.0)
    below = price < 0
    ends[below] = (price * high)[below]  # elsewhere 0 x infinity
    return float(ends.sum()), float(np.abs(ends).sum())


def _costs(problem: Problem, travels: bool, slab: slice) -> NDArray[np.float64]:
    regions = np.arange(slab.start, slab.stop)
    cost = np.zeros((len(regions), problem.k))
    if travels and problem.seats is not None:
        weight = problem.weights[slab, problem.objective.measure]
        cost += _trips(problem, problem.xy_km[problem.seats], problem.xy_km[slab]) * weight[:, None]
    if problem.current is not None and problem.switch_cost is not None:
        current = problem.current[slab, None]
        moved = (current != UNASSIGNED) & (current != np.arange(problem.k))
        cost += moved * problem.switch_cost[slab, None]
    return cost


@dataclass(frozen=True, slots=True, eq=False)
class _CutPrices:
    """What cuts add to the cost of region and territory: entries (c,) in the order of regions."""

    region: NDArray[np.int64]
    territory: NDArray[np.int64]
    price: NDArray[np.float64]

    def within(self, slab: slice, k: int) -> NDArray[np.float64]:
        """Return them as a table of the slab, shape (r, k)."""
        table = np.zeros((slab.stop - slab.start, k))
        first, end = np.searchsorted(self.region, (slab.start, slab.stop))
        at = (self.region[first:end] - slab.start, self.territory[first:end])
        np.add.at(table, at, self.price[first:end])
        return table

    def sizes(self, slab: slice) -> NDArray[np.float64]:
        first, end = np.searchsorted(self.region, (slab.start, slab.stop))
        return np.abs(self.price[first:end])


def _cut_prices(problem: Problem, cuts: tuple[Cut, ...], prices: NDArray[np.float64]) -> _CutPrices:
    """Price x[i,k] <= sum of x[j,k] over the neighbours j of a set that cannot hold k by itself."""
    rows: list[tuple[int, int, float]] = []
    if len(prices) and not prices.min() >= 0:
        raise ValueError("a cut has a negative price")
    for cut, price in zip(cuts, prices.tolist(), strict=True):
        if price == 0:
            continue
        inside = _inside(problem, cut)
        ends = problem.edges[inside[problem.edges].sum(axis=1) == 1]
        beside = np.unique(ends[~inside[ends]])
        rows += [(int(j), cut.territory, -price) for j in beside]
        rows.append((cut.region, cut.territory, price))
    table = np.array(sorted(rows), dtype=np.float64).reshape(-1, 3)
    return _CutPrices(
        table[:, 0].astype(np.int64), table[:, 1].astype(np.int64), table[:, 2].copy()
    )


def _inside(problem: Problem, cut: Cut) -> NDArray[np.bool_]:
    """Return the set of a cut as flags (n,); ValueError where the territory may lie in it."""
    if not 0 <= cut.territory < problem.k:
        raise ValueError("a cut has no territory")
    if len(cut.within) and not (cut.within.min() >= 0 and cut.within.max() < problem.n):
        raise ValueError("a cut goes beyond the regions")
    inside = np.zeros(problem.n, np.bool_)
    inside[cut.within] = True
    if not 0 <= cut.region < problem.n or not inside[cut.region]:
        raise ValueError("a cut lies elsewhere than its region")
    low = bands(problem, SLACK)[0][cut.territory]
    short = problem.weights[inside].sum(axis=0) < low * (1 - 1e-9)
    outside = (problem.locks == cut.territory) & ~inside
    if not (short.any() or outside.any()):
        raise ValueError(f"territory {cut.territory} may lie in the set of a cut alone")
    return inside


# -- free seats ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, eq=False)
class _Sizes:
    """Territories by size: number (g,), bands (g, m), which regions may and must be in, (n, g)."""

    number: NDArray[np.int64]
    low: NDArray[np.float64]
    high: NDArray[np.float64]
    may: NDArray[np.bool_]
    must: NDArray[np.bool_]


def _free_seats(problem: Problem, proof: FreeSeats) -> float:
    """sum_i w_i worth_i - free . loose + sum_g (the K_g least V_jg)."""
    if problem.seats is not None or problem.objective.kind is Kind.DISRUPTION:
        raise ValueError("seats are given, or travel does not count")
    sizes = _sizes(problem, proof)
    measure = problem.objective.measure
    weight = problem.weights[:, measure]
    others = [a for a in range(len(problem.measures)) if a != measure][: len(proof.free)]
    loose = problem.weights[weight <= 0][:, others].sum(axis=0)
    fixed = np.concatenate([weight * proof.worth, -proof.free * loose])
    total, size = float(fixed.sum()), float(np.abs(fixed).sum())
    value: NDArray[np.float64] = np.full((problem.n, len(sizes.number)), np.inf)
    for seats in _slabs(problem.xy_km):
        value[seats] = _floors(problem, proof, sizes, others, loose, seats)
    for g, number in enumerate(sizes.number):
        least = np.partition(value[:, g], number - 1)[:number]
        total += float(least.sum())
        size += float(np.abs(least).sum())
    return _down(total, size) if total < np.inf else math.inf


def _sizes(problem: Problem, proof: FreeSeats) -> _Sizes:
    n, k, m = problem.n, problem.k, len(problem.measures)
    size = proof.size
    if size.shape != (k,) or size.min() < 0 or size.max() >= k:
        raise ValueError("size has another shape, or skips a number")
    g, q = int(size.max()) + 1, len(proof.free)
    shapes = (proof.worth.shape, proof.tilt.shape, proof.slope.shape)
    if q not in (0, m - 1) or shapes != ((n,), (n, q), (n, g)):
        raise ValueError(f"free, worth, tilt and slope have shapes {(q, *shapes)}")
    number = np.bincount(size, minlength=g)
    if not number.all():
        raise ValueError("size has another shape, or skips a number")
    low, high = bands(problem, SLACK)
    least, most = np.full((g, m), np.inf), np.full((g, m), -np.inf)
    np.minimum.at(least, size, low)
    np.maximum.at(most, size, high)
    into = allowed(problem)
    may = np.stack([into[:, size == one].any(axis=1) for one in range(g)], axis=1)
    must = may & (number == 1) & (into.sum(axis=1) == 1)[:, None]
    for one in range(g):
        may[:, one] &= (problem.weights <= most[one]).all(axis=1)
    return _Sizes(number, least, most, may, must)


def _slabs(xy: Floats) -> Iterator[NDArray[np.intp]]:
    """Yield a few regions at a time that lie near to one another."""
    n = len(xy)
    strips = max(1, math.isqrt(n // SEATS_AT_ONCE))
    strip = np.empty(n, np.int64)
    strip[np.argsort(xy[:, 0], kind="stable")] = np.arange(n) * strips // n
    order = np.lexsort((xy[:, 1], strip))
    at_once = max(1, min(SEATS_AT_ONCE, SLAB // n))
    for first in range(0, n, at_once):
        yield order[first : first + at_once]


def _floors(
    problem: Problem, proof: FreeSeats, sizes: _Sizes, others: list[int], loose: Floats,
    seats: NDArray[np.intp],
) -> NDArray[np.float64]:  # fmt: skip
    """Return lower bounds of V for some seats, rounded down, shape (s, g).

    slope (slope > 0 ? low : high) + tilt ends + sum_i min(0, w (d^p - worth - slope) - tilt . other)
    where regions that must be in count in full; infinite where the seat may not have the size.
    """
    measure = problem.objective.measure
    weight, other = problem.weights[:, measure], problem.weights[:, others]
    tilt, slope = proof.tilt[seats], proof.slope[seats]
    near = _within_reach(problem, proof, sizes, others, seats)
    trip = _trips(problem, problem.xy_km[near], problem.xy_km[seats])
    plain = weight[near] * (trip - proof.worth[near]) - tilt @ other[near].T
    heft = weight[near] * np.abs(proof.worth[near])
    own = near[None, :] == seats[:, None]
    value = np.empty(slope.shape)
    for g in range(len(sizes.number)):
        s = slope[:, g]
        term = plain - weight[near] * s[:, None]
        must = own | sizes.must[near, g]
        taken = must | ((term < 0) & sizes.may[near, g])
        term[~taken] = 0.0
        low, high = sizes.low[g], sizes.high[g]
        ends = np.where(tilt > 0, tilt * low[others], tilt * high[others])
        ends += loose * np.minimum(0.0, proof.free - tilt)
        own_end = s * np.where(s > 0, low[measure], high[measure])
        value[:, g] = own_end + ends.sum(axis=1) + term.sum(axis=1)
        size = np.abs(own_end) + np.abs(ends).sum(axis=1) + np.abs(tilt) @ loose
        size += 2 * (taken @ heft + np.abs(s) * (taken @ weight[near]))
        size += 2 * (np.abs(tilt) * (taken @ other[near])).sum(axis=1)
        size += np.where(must, np.abs(term), 0.0).sum(axis=1)
        value[:, g] -= ROUNDING * size
        full = (must * weight[near]).sum(axis=1) > high[measure] * (1 + 1e-9)
        value[full | ~sizes.may[seats, g], g] = np.inf
    return value


def _within_reach(
    problem: Problem, proof: FreeSeats, sizes: _Sizes, others: list[int], seats: NDArray[np.intp]
) -> NDArray[np.intp]:
    """Return the regions that travel and may count for some of the seats: all but far ones, (r,)."""
    box = problem.xy_km[seats]
    nearest = problem.xy_km.clip(box.min(axis=0), box.max(axis=0))
    away = nearest - problem.xy_km
    km = np.hypot(away[:, 0], away[:, 1]) * (1 - 1e-9)
    km = np.floor(km + 0.5) if problem.objective.round_km else km
    trip = km if problem.objective.kind is Kind.DISTANCE else km * km
    weight = problem.weights[:, problem.objective.measure]
    tilt = proof.tilt[seats].max(axis=0, initial=0.0)
    term = (
        weight * (trip - proof.worth - proof.slope[seats].max()) - problem.weights[:, others] @ tilt
    )
    must: NDArray[np.bool_] = np.array(sizes.must.any(axis=1))
    must[seats] = True
    return np.flatnonzero((weight > 0) & (must | (term < np.abs(term) * 1e-9)))


def _down(value: float, size: float) -> float:
    return value - ROUNDING * size
