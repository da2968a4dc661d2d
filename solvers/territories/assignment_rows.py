"""Assignment without contiguity as one program: costs by item and territory, and rules as rows.

An item is a region (an account, say), or several that stay together. Every rule is a row
``low <= sum_i coefficient_it x_it <= high`` over the items of one territory t, but for the cap on all
that moves, which runs over all territories.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from planner.judge.bands import allowed, bands, yardstick
from planner.judge.problem import Kind, Problem
from planner.judge.verify import EPSILON
from planner.model.types import UNASSIGNED, Floats, Ints, floats, ints


@dataclass(frozen=True, slots=True, eq=False)
class Rows:
    """One rule for each territory: k rows.

    Attributes
    ----------
    name : str
    coefficient : Floats, shape (g, k)
        What item i adds to the row of territory t when it is there.
    low, high : Floats, shape (k,)
        Infinite where open.
    price : Floats, shape (k,)
        Cost of each unit beyond low or high; infinite for a hard rule.
    """

    name: str
    coefficient: Floats
    low: Floats
    high: Floats
    price: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Program:
    """A problem without contiguity and with known costs, item by item.

    Attributes
    ----------
    item : Ints, shape (n,)
        Item that each region is part of, 0..g-1.
    cost : Floats, shape (g, k)
        Infinite where a region of the item may not be.
    rows : tuple of Rows
    kept : Floats, shape (g, k)
        Switch cost saved where an item stays in a territory.
    least_kept : float
        Least sum of `kept` over the plan (cap on what moves); minus infinite where not asked.
    """

    item: Ints
    cost: Floats
    rows: tuple[Rows, ...]
    kept: Floats
    least_kept: float

    @property
    def size(self) -> tuple[int, int]:
        """Number of items and of territories."""
        return self.cost.shape[0], self.cost.shape[1]


def program_of(problem: Problem) -> Program:
    """Lay the problem out; raises ValueError for free seats unless only disruption counts."""
    item = _items(problem)
    size = int(item.max()) + 1
    stays = _stays(problem)
    cost = floats(np.where(allowed(problem), _costs(problem, stays), np.inf))
    kept = np.where(stays, _switch(problem)[:, None], 0.0)
    moved_now = problem.current is not None and np.isfinite(problem.most_moved)
    switched = float(_switch(problem)[_placed(problem)].sum())
    return Program(
        item=item,
        cost=_summed(item, size, cost),
        rows=tuple(_rows(problem, item, size, stays)),
        kept=_summed(item, size, kept),
        least_kept=switched - problem.most_moved if moved_now else -np.inf,
    )


def _items(problem: Problem) -> Ints:
    """Return the item of each region, shape (n,): regions with one label >= 0 are one item."""
    label = problem.together.astype(np.int64)
    alone = label == UNASSIGNED
    label[alone] = label.max(initial=0) + 1 + np.arange(int(alone.sum()))
    return ints(np.unique(label, return_inverse=True)[1])


def _summed(item: Ints, size: int, values: Floats) -> Floats:
    if size == len(item):
        return floats(values[np.argsort(item, kind="stable")])
    total = np.zeros((size, values.shape[1]))
    np.add.at(total, item, values)
    return floats(total)


def _placed(problem: Problem) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    if problem.current is None:
        return np.zeros(problem.n, np.bool_)
    return np.asarray(problem.current != UNASSIGNED)


def _stays(problem: Problem) -> np.ndarray[tuple[int, int], np.dtype[np.bool_]]:
    """Which region is in which territory at present, shape (n, k)."""
    stays = np.zeros((problem.n, problem.k), np.bool_)
    placed = np.flatnonzero(_placed(problem))
    if problem.current is not None:
        stays[placed, problem.current[placed]] = True
    return stays


def _switch(problem: Problem) -> Floats:
    return floats(np.zeros(problem.n)) if problem.switch_cost is None else problem.switch_cost


def _costs(problem: Problem, stays: np.ndarray[tuple[int, int], np.dtype[np.bool_]]) -> Floats:
    cost = np.zeros((problem.n, problem.k))
    if problem.objective.kind is not Kind.DISRUPTION:
        if problem.seats is None:
            raise ValueError("travel needs given seats")
        x, y = problem.xy_km.T
        km2 = (x[:, None] - x[problem.seats]) ** 2 + (y[:, None] - y[problem.seats]) ** 2
        km = np.sqrt(km2)
        km = np.floor(km + 0.5) if problem.objective.round_km else km
        trip = km if problem.objective.kind is Kind.DISTANCE else km * km
        cost += problem.weights[:, problem.objective.measure][:, None] * trip
    leaves = _placed(problem)[:, None] & ~stays
    return floats(cost + np.where(leaves, _switch(problem)[:, None], 0.0))


def _rows(
    problem: Problem,
    item: Ints,
    size: int,
    stays: np.ndarray[tuple[int, int], np.dtype[np.bool_]],
) -> Iterator[Rows]:
    k = problem.k
    hard, never = floats(np.full(k, np.inf)), floats(np.full(k, -np.inf))
    low, high = bands(problem, EPSILON)
    slack = EPSILON * yardstick(problem)
    yield Rows("not empty", floats(np.ones((size, k))), floats(np.ones(k)), hard, hard)
    for a, name in enumerate(problem.measures):
        weight = problem.weights[:, a][:, None]
        load = floats(np.repeat(_summed(item, size, floats(weight)), k, axis=1))
        yield Rows(name, load, low[:, a], high[:, a], hard)
        if problem.ideal_price[a] > 0:
            yield _ideal(problem, a, load)
        held = stays * weight
        if np.isfinite(problem.most_handed_over[:, a]).any():
            least = held.sum(axis=0) - problem.most_handed_over[:, a] - slack[:, a]
            yield Rows(f"handed over {name}", _summed(item, size, held), floats(least), hard, hard)
        if np.isfinite(problem.most_taken_over[:, a]).any():
            new = (_placed(problem)[:, None] & ~stays) * weight
            most = floats(problem.most_taken_over[:, a] + slack[:, a])
            yield Rows(f"taken over {name}", _summed(item, size, new), never, most, hard)


def _ideal(problem: Problem, a: int, load: Floats) -> Rows:
    """Deviations beyond the ideal at their price, which is given per 100 % of the target."""
    wanted, beside, ideal = problem.wanted[:, a], problem.besides[:, a], problem.ideal[a]
    price = np.where(wanted > 0, problem.ideal_price[a] / np.where(wanted > 0, wanted, 1.0), 0.0)
    low, high = wanted * (1 - ideal) - beside, wanted * (1 + ideal) - beside
    return Rows(f"ideal {problem.measures[a]}", load, floats(low), floats(high), floats(price))
