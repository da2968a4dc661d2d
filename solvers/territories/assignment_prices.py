"""Prices of the rules of an assignment, and what they prove: the Lagrangian of its linear program.

For *any* prices y of the rows every item is free to choose, and

``L(y) = sum_i min_t (c_it - sum_r y_rt A_rit) + sum_rt (y_rt > 0 ? y_rt low_rt : y_rt high_rt)``

is at most the cost of any plan under the rules (Geoffrion, Math. Program. Study 2:82-114, 1974). A plan
that puts item i into territory t costs at least L plus the regret of that choice, the distance from
the item's cheapest choice at these prices; so choices of great regret can be left out, and are known to
cost at least that much.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy.optimize import minimize

from planner.model.types import Floats, floats
from solvers.territories.assignment_rows import Program, Rows
from solvers.territories.safe import round_down

HEATS = (1.0, 0.3, 0.1, 0.03, 0.01, 0.003, 0.001)
"""Softness of the minimum in each stage, in what the second choice costs an item on average."""

STEPS = 150
"""L-BFGS steps of a stage."""

STEEPEST = 1e5
"""Cap on the price of a hard rule, in mean costs per mean coefficient; it keeps impossible rules finite."""


@dataclass(frozen=True, slots=True, eq=False)
class Prices:
    """What prices prove.

    Attributes
    ----------
    bound : float
        L, rounded down; infinite when an item may be nowhere.
    regret : Floats, shape (g, k)
        What each choice costs more than the item's cheapest at these prices, rounded down.
    steps : int
        Evaluations it took.
    """

    bound: float
    regret: Floats
    steps: int


class Stopped(Exception):
    """The user or the clock ended the climb."""


def prices_of(program: Program, look: Callable[[], bool]) -> Prices | None:
    """Climb the Lagrangian from a soft to a hard minimum; None when stopped before any stage."""
    if not np.isfinite(program.cost).any(axis=1).all():
        return Prices(math.inf, floats(np.zeros(program.size)), 0)
    dual = _Dual(program, look)
    try:
        dual.hold(np.zeros(dual.most.shape))
        for heat in HEATS:
            dual.climb(heat)
    except Stopped:
        pass
    return dual.best


class _Dual:
    """The dual function over the rows stacked, in units of the mean second choice and mean coefficients."""

    def __init__(self, program: Program, look: Callable[[], bool]) -> None:
        self.look, self.steps = look, 0
        self.best: Prices | None = None
        # The cap on what moves: one row over all territories, whose price is the same in each.
        self.rows = [_scaled(rows) for rows in program.rows]
        self.open = np.isfinite(program.cost)
        self.cost = np.where(self.open, program.cost, 0.0)
        self.scale = _mean_second(program.cost)
        self.kept, self.least_kept = program.kept, program.least_kept
        self.kept_unit = max(float(np.abs(program.kept).mean()), 1e-300)
        self.limited = np.isfinite(program.least_kept)
        k = program.size[1]
        self.low = np.concatenate([rows.low for rows in self.rows] or [np.empty(0)])
        self.high = np.concatenate([rows.high for rows in self.rows] or [np.empty(0)])
        self.most = np.concatenate([np.minimum(r.price / self.scale, STEEPEST) for r in self.rows])
        if self.limited:
            self.low = np.append(self.low, self.least_kept / self.kept_unit)
            self.high = np.append(self.high, np.inf)
            self.most = np.append(self.most, STEEPEST)
        self.k = k
        self.latest = np.zeros(len(self.low))

    def climb(self, heat: float) -> None:
        """Go on from the latest prices at one softness; raises Stopped."""
        point = np.concatenate([self.latest.clip(min=0), (-self.latest).clip(min=0)])
        plus = np.where(np.isfinite(self.low), self.most, 0.0)
        minus = np.where(np.isfinite(self.high), self.most, 0.0)
        caps = [(0.0, float(cap)) for cap in np.concatenate([plus, minus])]
        found = minimize(
            self._fall, point, args=(heat,), jac=True, method="L-BFGS-B", bounds=caps,
            options={"maxiter": STEPS, "maxcor": 20, "ftol": 1e-12, "gtol": 0.0},
        )  # fmt: skip
        up, down = found.x.reshape(2, -1)
        self.latest = up - down
        self.hold(self.latest)

    def hold(self, price: Floats) -> None:
        """Evaluate prices exactly, round down, and keep them when they are the best so far."""
        reduced, size = self._reduced(price)
        hard = np.where(self.open, reduced, np.inf)
        least = hard.min(axis=1)
        ends = np.where(price > 0, price * _finite(self.low), price * _finite(self.high))
        value = float(least.sum() + ends.sum())
        magnitude = float(size.max(axis=1).sum() + np.abs(ends).sum())
        bound = round_down(value, len(least) + len(price), magnitude) * self.scale
        if self.best is None or bound > self.best.bound:
            regret = round_down(
                floats(hard - least[:, None]), len(self.rows) + 2, size + abs(least)[:, None]
            )
            self.best = Prices(bound, floats(regret.clip(min=0.0) * self.scale), self.steps)

    def _reduced(self, price: Floats) -> tuple[Floats, Floats]:
        """Costs less the prices of the rows, and the sum of the sizes of their terms; shapes (g, k)."""
        self._pulse()
        reduced = self.cost / self.scale
        size = np.abs(reduced)
        for at, rows in enumerate(self.rows):
            term = rows.coefficient * price[at * self.k : (at + 1) * self.k]
            reduced = reduced - term
            size += np.abs(term)
        if self.limited:
            term = self.kept * (price[-1] / self.kept_unit)
            reduced = reduced - term
            size += np.abs(term)
        return floats(reduced), floats(size)

    def _pulse(self) -> None:
        self.steps += 1
        if self.look():
            raise Stopped

    def _fall(self, point: Floats, heat: float) -> tuple[float, Floats]:
        plus, minus = point.reshape(2, -1)
        reduced, _ = self._reduced(floats(plus - minus))
        hard = np.where(self.open, reduced, np.inf)
        least = hard.min(axis=1, keepdims=True)
        weight = np.exp((least - hard) / heat)
        mass = weight.sum(axis=1, keepdims=True)
        chosen = weight / mass
        value = float(least.sum() - heat * np.log(mass).sum())
        value += float((plus * _finite(self.low)).sum() - (minus * _finite(self.high)).sum())
        load = [(chosen * rows.coefficient).sum(axis=0) for rows in self.rows]
        if self.limited:
            load.append(np.array([(chosen * self.kept).sum() / self.kept_unit]))
        held = np.concatenate(load)
        fall = np.concatenate([held - _finite(self.low), _finite(self.high) - held])
        unit = math.sqrt(len(reduced))
        return -value / unit, floats(fall / unit)


def _scaled(rows: Rows) -> Rows:
    """Return the rows in units of their mean coefficient, so that all prices are of one size."""
    unit = float(np.abs(rows.coefficient).mean())
    unit = unit if unit > 0 else 1.0
    return Rows(
        rows.name, floats(rows.coefficient / unit), floats(rows.low / unit),
        floats(rows.high / unit), floats(rows.price * unit),
    )  # fmt: skip


def _mean_second(cost: Floats) -> float:
    """Mean cost of the second cheapest choice, the scale of the climb."""
    second = np.sort(cost, axis=1)[:, min(1, cost.shape[1] - 1)]
    known = second[np.isfinite(second)]
    mean = float(known.mean()) if len(known) else 0.0
    return mean if mean > 0 else 1.0


def _finite(values: Floats) -> Floats:
    """Return the values with 0 for those that are infinite, whose price is 0."""
    return floats(np.where(np.isfinite(values), values, 0.0))
