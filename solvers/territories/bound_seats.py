"""Bound for given seats and for disruption: the Lagrangian dual of the assignment relaxation.

Without contiguity and with regions divisible the problem is a linear program. Pricing the bands with
multipliers lambda (k, m) leaves every region free to choose, so that for *any* lambda

``L(lambda) = sum_i min_k (c_ik - sum_a lambda_ka w_ia) + sum_ka (lambda_ka > 0 ? lambda low : lambda high)``

is at most the cost of any plan under the rules (Geoffrion, Math. Program. Study 2:82-114, 1974).
Locks stay; a locked region has one choice. The maximum over lambda equals the linear program; it is
climbed with L-BFGS on a softened minimum that is hardened in stages, over the territories that are
cheapest for each region at the prices of the stage before (column generation), and then evaluated
exactly over all.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
from scipy.optimize import minimize

from planner.judge.problem import Problem
from planner.model.types import Floats, floats
from solvers.territories import fares
from solvers.territories.fares import Choice, fares_of
from solvers.territories.safe import band, round_down

HEATS = (1.0, 0.3, 0.1, 0.1, 0.03, 0.01, 0.003)
"""Softness of the minimum in each stage, in what the second choice costs a region on average."""

STEPS = 120
"""L-BFGS steps of a stage at normal effort, on all but large problems."""

STAGE_WORK = 4e8
"""Most work of a stage at normal effort, in additions."""

CHOICES = 24
"""Least territories a region chooses from in a stage; all, where that is not too many."""

MOST_COSTS = 1_500_000
"""Most costs of choices held at once, unless `CHOICES` asks for more."""

LARGEST_PRICE = 1e4
"""Cap on a multiplier, in mean costs per mean weight; it keeps impossible bands finite."""

SLICE = 1e6
"""Costs looked at between two looks at the stop token: about 10 ms."""


@dataclass(frozen=True, slots=True, eq=False)
class SeatBound:
    """A proven bound, at least 0, and the multipliers that prove it.

    Attributes
    ----------
    bound : float
    price : Floats, shape (k, m)
        Cost per unit of each measure that territory k is granted (positive: it lacks load).
    work : float
        Costs looked at.
    """

    bound: float
    price: Floats
    work: float


class Stopped(Exception):
    """The user or the clock ended the climb."""


def bound_with_seats(problem: Problem, *, effort: float, look: Callable[[], bool]) -> SeatBound:
    """Climb the dual and return the best exact value found, rounded down.

    Parameters
    ----------
    problem : Problem
        Seats given, or disruption as the objective (ValueError otherwise).
    effort : float
        1 is normal; scales the number of steps.
    look : callable
        Asked every 20 ms or so; True ends the climb with the best value of a complete stage.
    """
    dual = _Dual(problem, look)
    try:
        dual.hold(np.zeros(dual.low.shape))
        for heat in HEATS:
            dual.stage(heat, effort)
    except Stopped:
        pass
    return dual.best()


class _Dual:
    """The dual function, in the problem's own cost and in weights of mean 1."""

    def __init__(self, problem: Problem, look: Callable[[], bool]) -> None:
        self.look = look
        self.fares = fares_of(problem)
        self.unit = np.where(problem.total > 0, problem.total / problem.n, 1.0)
        self.weights = floats(np.ascontiguousarray(problem.weights / self.unit))
        low, high = band(problem)
        self.low, self.high = low / self.unit, high / self.unit
        n, wide = problem.n, min(problem.k, max(CHOICES, MOST_COSTS // problem.n))
        self.choice = Choice(np.empty((n, wide), np.int32), np.empty((n, wide)))
        self.scale = 1.0
        self.work = 0.0
        self._value, self._price = 0.0, np.zeros(self.low.shape)
        self._latest = self._price

    def stage(self, heat: float, effort: float) -> None:
        """Climb from the latest multipliers at one softness; raises Stopped."""
        self._choose()
        n, wide = self.choice.cost.shape
        size = n * wide * (4 + self.low.shape[1])
        steps = max(1, round(effort * min(STEPS, STAGE_WORK / size)))
        price = self._latest / self.scale
        point = np.concatenate([price.clip(min=0).ravel(), (-price).clip(min=0).ravel()])
        found = minimize(
            self._fall, point, args=(heat,), jac=True, method="L-BFGS-B",
            bounds=[(0.0, LARGEST_PRICE)] * len(point),
            options={"maxiter": steps, "maxcor": 15, "ftol": 1e-9, "gtol": 0.0},
        )  # fmt: skip
        plus, minus = found.x.reshape(2, *self.low.shape)
        self._latest = floats((plus - minus) * self.scale)
        self.hold(self._latest)

    def hold(self, price: Floats) -> None:
        """Evaluate multipliers exactly, rounded down, and keep them when they are the best so far."""
        ends = np.where(price > 0, price * self.low, price * self.high)
        total, magnitude = float(ends.sum()), float(np.abs(ends).sum())
        for first, end in self._slices():
            value, size = fares.least_sum(self.fares, self.weights, price, first, end)
            total += value
            magnitude += size
        value = round_down(total, len(self.weights) + price.size, magnitude)
        if value > self._value:
            self._value, self._price = value, price

    def best(self) -> SeatBound:
        """Return the best multipliers in the problem's own units."""
        return SeatBound(self._value, floats(self._price / self.unit), self.work)

    def _choose(self) -> None:
        """Take up the territories that are cheapest at the latest prices: column generation."""
        for first, end in self._slices():
            fares.choose(self.fares, self.weights, self._latest, self.choice, first, end)
        second = self.choice.cost[:, min(1, self.choice.cost.shape[1] - 1)]
        mean = float(second[np.isfinite(second)].mean()) if np.isfinite(second).any() else 1.0
        if mean > 0:
            self.scale = mean

    def _slices(self) -> Iterator[tuple[int, int]]:
        """Cut the regions into slices; raises Stopped when asked to between them."""
        n, step = len(self.weights), max(1, int(SLICE / len(self.low)))
        for first in range(0, n, step):
            if self.look():
                raise Stopped
            yield first, min(first + step, n)
            self.work += step * len(self.low)

    def _fall(self, point: Floats, heat: float) -> tuple[float, Floats]:
        if self.look():
            raise Stopped
        plus, minus = point.reshape(2, *self.low.shape)
        load = np.zeros(self.low.shape)
        choice = self.choice._replace(cost=self.choice.cost / self.scale)
        value = fares.softened(choice, self.weights, plus - minus, heat, load)
        self.work += self.choice.cost.size
        value += float((plus * self.low - minus * self.high).sum())
        fall = np.concatenate([(load - self.low).ravel(), (self.high - load).ravel()])
        size = math.sqrt(len(self.weights))
        return -value / size, floats(fall / size)
