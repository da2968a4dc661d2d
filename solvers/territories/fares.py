"""Loops of the bound for given seats: what each region costs in each territory, never held as a table."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from planner.judge.bands import allowed
from planner.judge.problem import Kind, Problem
from planner.model.types import UNASSIGNED, Bools, Floats, Ints, floats, ints
from solvers.kernel import kernel
from solvers.territories.pricing import power_of


class Fares(NamedTuple):
    """Places and prices that a cost follows from; shapes (n,), seats (k,); `allowed` (n, k)."""

    x: Floats
    y: Floats
    weight: Floats
    seat_x: Floats
    seat_y: Floats
    allowed: Bools
    current: Ints
    switch: Floats
    power: int
    rounded: bool


class Choice(NamedTuple):
    """The territories a region may choose from for a while, and their costs; shapes (n, c)."""

    territory: Ints
    cost: Floats


def fares_of(problem: Problem) -> Fares:
    """Lay out what the costs follow from; raises ValueError for free seats unless only disruption counts."""
    x, y = np.ascontiguousarray(problem.xy_km.T)
    travels = problem.objective.kind is not Kind.DISRUPTION
    if travels and problem.seats is None:
        raise ValueError("travel needs given seats")
    seats = np.zeros(problem.k, np.int32) if problem.seats is None else problem.seats
    # In one piece, as a single measure is: else the loops are compiled once more for strides.
    weight = floats(np.ascontiguousarray(problem.weights[:, problem.objective.measure]))
    current, switch = np.full(problem.n, UNASSIGNED), np.zeros(problem.n)
    if problem.current is not None and problem.switch_cost is not None:
        current, switch = np.array(problem.current), np.array(problem.switch_cost)
    return Fares(
        x=floats(x), y=floats(y), weight=floats(weight if travels else np.zeros(problem.n)),
        seat_x=floats(x[seats]), seat_y=floats(y[seats]), allowed=allowed(problem),
        current=ints(current), switch=floats(switch),
        power=1 if problem.objective.kind is Kind.DISTANCE else 2,
        rounded=problem.objective.round_km,
    )  # fmt: skip


@kernel
def fare(fares: Fares, region: int, territory: int) -> float:
    """Return the cost of a region in a territory: travel plus switching, infinite where kept out."""
    if not fares.allowed[region, territory]:
        return np.inf
    cost = 0.0
    if fares.weight[region] > 0.0:
        dx = fares.x[region] - fares.seat_x[territory]
        dy = fares.y[region] - fares.seat_y[territory]
        cost = fares.weight[region] * power_of(dx * dx + dy * dy, fares.power, fares.rounded)
    if fares.current[region] >= 0 and fares.current[region] != territory:
        cost += fares.switch[region]
    return float(cost)


def table(fares: Fares) -> Floats:
    """Return the cost of every region in every territory, shape (n, k); infinite where kept out."""
    return floats(_table(fares))


@kernel
def _table(fares: Fares) -> NDArray[np.float64]:
    n, k = fares.allowed.shape
    cost = np.empty((n, k))
    for region in range(n):
        for territory in range(k):
            cost[region, territory] = fare(fares, region, territory)
    return cost


@kernel
def choose(
    fares: Fares, weights: Floats, price: Floats, choice: Choice, first: int, end: int
) -> None:
    """Fill the choice of regions first..end-1 with the territories of least cost at given prices."""
    k, m = price.shape
    wide = choice.cost.shape[1]
    reduced = np.empty(k)
    for region in range(first, end):
        for t in range(k):
            reduced[t] = fare(fares, region, t)
            for a in range(m):
                reduced[t] -= price[t, a] * weights[region, a]
        order = np.argsort(reduced)
        for c in range(wide):
            choice.territory[region, c] = order[c]
            choice.cost[region, c] = fare(fares, region, order[c])


@kernel
def least_sum(
    fares: Fares, weights: Floats, price: Floats, first: int, end: int
) -> tuple[float, float]:
    """Return sum_i min_k (cost - price . w) over regions first..end-1, and the sum of its terms' sizes."""
    total, size = 0.0, 0.0
    k, m = price.shape
    for region in range(first, end):
        least, parts = np.inf, 0.0
        for t in range(k):
            cost = fare(fares, region, t)
            r, part = cost, cost
            for a in range(m):
                r -= price[t, a] * weights[region, a]
                part += abs(price[t, a] * weights[region, a])
            if r < least:
                least, parts = r, part
        total += least
        size += parts
    return total, size


@kernel
def detours(fares: Fares, weights: Floats, price: Floats) -> NDArray[np.float32]:
    """Return what each territory pays for each region beyond whoever pays least, shape (k, n)."""
    k, m = price.shape
    n = len(weights)
    detour = np.empty((k, n), np.float32)
    reduced = np.empty(k)
    for region in range(n):
        for t in range(k):
            reduced[t] = fare(fares, region, t)
            for a in range(m):
                reduced[t] -= price[t, a] * weights[region, a]
        least = reduced.min()
        for t in range(k):
            detour[t, region] = reduced[t] - least if least < np.inf else 0.0
    return detour


@kernel
def softened(choice: Choice, weights: Floats, price: Floats, heat: float, load: Floats) -> float:
    """Return sum_i softmin_k (cost - price . w) over the choices and add up the loads it leads to."""
    total = 0.0
    m = price.shape[1]
    wide = choice.cost.shape[1]
    reduced = np.empty(wide)
    for region in range(len(choice.cost)):
        least = np.inf
        for c in range(wide):
            r = choice.cost[region, c]
            for a in range(m):
                r -= price[choice.territory[region, c], a] * weights[region, a]
            reduced[c] = r
            least = min(least, r)
        mass = 0.0
        for c in range(wide):
            far = (reduced[c] - least) / heat
            reduced[c] = np.exp(-far) if far < 30.0 else 0.0
            mass += reduced[c]
        total += least - heat * np.log(mass)
        for c in range(wide):
            if reduced[c] > 0.0:
                for a in range(m):
                    load[choice.territory[region, c], a] += reduced[c] / mass * weights[region, a]
    return total
