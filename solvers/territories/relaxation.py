"""The linear program of given seats and of disruption, with cuts that ask for one piece.

Regions may be divided; bands hold; a territory that holds a region also holds a neighbour of every
connected set around it that is too light to be the territory (`Cut`, as in minimal separators:
Oehrlein, Haunert, JOSIS 15:89-120, 2017, where the other side is the territory's root). Bands that
cannot be met cost a high price instead, so that every case has prices that prove something.

Its dual prices prove a bound for any plan, whoever found them and however exactly; here the bound
is worked out from them over all regions and territories (Geoffrion, as in `bound_seats`).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from planner.judge.bands import yardstick
from planner.judge.certificate import Cut
from planner.judge.problem import Problem
from planner.judge.verify import EPSILON
from planner.model.graph import pieces
from planner.model.types import UNASSIGNED, Bools, Floats, Ints, floats, ints
from solvers.linear import Program, solve_linear
from solvers.territories.fares import fares_of, table
from solvers.territories.safe import band, round_down

ELASTIC = 30.0
"""Price of a whole target missed, in sums of what the second choice costs the regions."""

PER_REGION = 3
"""Pairs taken into the program at first, per region, of the least reduced cost."""

SEEN = 0.02
"""Parts of a region below this are not worth a cut."""

MOST_FRESH = 200
"""Cuts taken at once."""


@dataclass(frozen=True, slots=True, eq=False)
class Relaxed:
    """An optimum: the bound its prices prove, the prices, and what each territory has of each region.

    Attributes
    ----------
    bound : float
    price : Floats, shape (k, m)
    cut_price : dict of int to float
        By the number of the cut.
    share : Floats, shape (n, k)
    """

    bound: float
    price: Floats
    cut_price: dict[int, float]
    share: Floats


@dataclass(frozen=True, slots=True, eq=False)
class _Way:
    """A cut, and the regions beside its set."""

    cut: Cut
    beside: Ints


class Relaxation:
    """The program of one problem; cuts and pairs taken up once stay.

    Parameters
    ----------
    problem : Problem
        Seats given, or disruption as the objective.
    price : Floats, shape (k, m)
        Prices to begin with: they say which pairs matter.
    stop : callable
    """

    def __init__(self, problem: Problem, price: Floats, stop: Callable[[], bool]) -> None:
        self.problem, self._stop = problem, stop
        self.cost = table(fares_of(problem))
        self.low, self.high = band(problem)
        self.unit = yardstick(problem)
        self.ways: list[_Way] = []
        self.work = 0.0
        second = np.partition(self.cost, min(1, problem.k - 1), axis=1)[:, min(1, problem.k - 1)]
        mean = float(second[np.isfinite(second)].mean()) if np.isfinite(second).any() else 0.0
        self._scale = 1e4 / mean if mean > 0 else 1.0
        self._elastic = ELASTIC * 1e4 * problem.n
        reduced = self.cost - problem.weights @ price.T
        least = reduced.min(axis=1, keepdims=True)  # infinite where a region may be nowhere
        gap = (reduced - np.where(np.isfinite(least), least, 0.0)).ravel()
        wanted = min(len(gap), PER_REGION * problem.n) - 1
        self._taken = (gap <= np.partition(gap, wanted)[wanted]).reshape(self.cost.shape)

    def solve(self, may: Bools, cuts: set[int]) -> Relaxed | None:
        """Solve one case under some of the cuts; None when stopped. `may` (n, k) is what it allows."""
        needed = may & ~(self._taken & may).any(axis=1)[:, None]
        self._taken |= needed
        while True:
            found = self._solve_taken(may, sorted(cuts))
            if found is None:
                return None
            relaxed, missing = found
            if not missing.any():
                return relaxed
            self._taken |= missing

    def violated(self, share: Floats, active: set[int]) -> set[int]:
        """Return the cuts, found before or new, that a solution does not keep."""
        found = {
            number
            for number, way in enumerate(self.ways)
            if number not in active and self._short(way, share) > SEEN
        }
        return found or self._fresh(share)

    def value(
        self, price: Floats, cut_price: dict[int, float], may: Bools
    ) -> tuple[float, NDArray[np.float64]]:
        """Return the bound that prices prove, rounded down, and the reduced costs, shape (n, k)."""
        cost = self.cost.copy()
        heft = np.zeros(len(cost))
        for number, mu in cut_price.items():
            way = self.ways[number]
            cost[way.cut.region, way.cut.territory] += mu
            cost[way.beside, way.cut.territory] -= mu
            heft[way.cut.region] += mu
            heft[way.beside] += mu
        reduced = np.where(may, cost - self.problem.weights @ price.T, np.inf)
        least = reduced.argmin(axis=1)
        rows = np.arange(len(least))
        ends = np.where(price > 0, price * self.low, price * self.high)
        total = float(reduced[rows, least].sum() + ends.sum())
        if not np.isfinite(total):
            return float("inf"), reduced
        size = np.abs(cost)[rows, least] + (self.problem.weights @ np.abs(price).T)[rows, least]
        whole = float((size + 2 * heft).sum() + np.abs(ends).sum())
        return float(round_down(total, len(least) + price.size + len(cut_price), whole)), reduced

    def _solve_taken(self, may: Bools, cuts: list[int]) -> tuple[Relaxed, NDArray[np.bool_]] | None:
        """Solve over the pairs taken; also return those left out that would have been better."""
        (n, k), m = self.cost.shape, self.low.shape[1]
        region, territory = np.nonzero(self._taken & may)
        program = self._program(region, territory, cuts)
        solved = solve_linear(program, self._stop)
        self.work += len(region) * (1.0 + len(cuts) / n)
        if solved is None:
            return None
        dual = solved.dual / self._scale
        price = floats(dual[n : n + k * m].reshape(k, m) / self.unit)
        mu = {
            number: -value
            for number, value in zip(cuts, dual[n + k * m :], strict=True)
            if value < 0
        }
        bound, reduced = self.value(price, mu, may)
        share = np.zeros((n, k))
        share[region, territory] = solved.value[: len(region)]
        missing = may & ~self._taken & (reduced < dual[:n, None] - 1e-7 * np.abs(dual[:n, None]))
        return Relaxed(bound, price, mu, floats(share)), missing

    def _program(
        self, region: NDArray[np.int64], territory: NDArray[np.int64], cuts: list[int]
    ) -> Program:
        """Lay out the rows: each region once, the bands with what they miss, the cuts."""
        (n, k), m = self.cost.shape, self.low.shape[1]
        pairs, bands = len(region), k * m
        place = np.full((n, k), -1)
        place[region, territory] = np.arange(pairs)
        entries = [(region, np.arange(pairs), np.ones(pairs))]
        for a in range(m):
            load = self.problem.weights[region, a] / self.unit[territory, a]
            entries.append((n + territory * m + a, np.arange(pairs), load))
        miss = np.arange(bands)
        entries += [
            (n + miss, pairs + miss, np.ones(bands)),
            (n + miss, pairs + bands + miss, -np.ones(bands)),
        ]
        for row, number in enumerate(cuts, start=n + bands):
            way = self.ways[number]
            into = place[np.append(way.beside, way.cut.region), way.cut.territory]
            sign = np.append(-np.ones(len(way.beside)), 1.0)
            known = into >= 0
            entries.append((np.full(known.sum(), row), into[known], sign[known]))
        missed = np.arange(len(cuts))
        entries.append((n + bands + missed, pairs + 2 * bands + missed, -np.ones(len(cuts))))
        rows, columns, values = (np.concatenate(part) for part in zip(*entries, strict=True))
        elastic = 2 * bands + len(cuts)
        free = np.full(len(cuts), -np.inf)
        return Program(
            cost=np.append(
                self.cost[region, territory] * self._scale, np.full(elastic, self._elastic)
            ),
            matrix=sparse.csr_matrix(
                (values, (rows, columns)), (n + bands + len(cuts), pairs + elastic)
            ),
            low=np.concatenate([np.ones(n), (self.low / self.unit).ravel(), free]),
            high=np.concatenate([np.ones(n), (self.high / self.unit).ravel(), np.zeros(len(cuts))]),
        )

    def _short(self, way: _Way, share: Floats) -> float:
        one = share[way.cut.region, way.cut.territory]
        return float(one - share[way.beside, way.cut.territory].sum()) if one > SEEN else 0.0

    def _fresh(self, share: Floats) -> set[int]:
        """Find sets that hold parts of a territory, with nothing of it beside them."""
        problem = self.problem
        if not problem.contiguous:
            return set()
        first = len(self.ways)
        for territory in range(problem.k):
            held = share[:, territory] > 1e-6
            owner = ints(np.where(held, 0, UNASSIGNED))
            count, label = pieces(problem.n, problem.edges, owner)
            if count < 2:
                continue
            for one in np.unique(label[held]):
                within = ints(np.flatnonzero((label == one) & held))
                if self._too_small(within, territory):
                    self._add(within, territory, share)
            if len(self.ways) - first > MOST_FRESH:
                break
        return set(range(first, len(self.ways)))

    def _too_small(self, within: Ints, territory: int) -> bool:
        load = self.problem.weights[within].sum(axis=0)
        light = bool((load < self.low[territory] * (1 - 10 * EPSILON)).any())
        elsewhere = self.problem.locks == territory
        return light or int(elsewhere.sum()) > int(elsewhere[within].sum())

    def _add(self, within: Ints, territory: int, share: Floats) -> None:
        inside = np.zeros(self.problem.n, np.bool_)
        inside[within] = True
        ends = self.problem.edges[inside[self.problem.edges].sum(axis=1) == 1]
        beside = ints(np.unique(ends[~inside[ends]]))
        for region in within[share[within, territory] > SEEN].tolist():
            self.ways.append(_Way(Cut(territory, region, within, 0.0), beside))
