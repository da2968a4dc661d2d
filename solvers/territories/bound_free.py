"""Bound for free seats: the Lagrangian dual of the relaxation with divisible regions.

Every region is in one territory; pricing that rule with multipliers alpha_i leaves every seat free
to gather the territory that is cheapest around it, ``V_jg`` (`pricing`), and territories have
different seats, so that for *any* alpha

``sum_i alpha_i + sum_g (the K_g smallest V_jg)``

is at most the score of any plan under the rules, g running over the sizes of territory and K_g
being their number (Geoffrion, Math. Program. Study 2:82-114, 1974; for districts Elizondo-Amaya,
Rios-Mercado, Diaz, Comput. Oper. Res. 44:100-114, 2014). Contiguity is left out, a seat may serve
one territory of each size, and what leaving a present territory costs counts as 0 here.

The bound is climbed with L-BFGS on a softened choice of seats that is hardened in stages, the first
ones on fewer seats. The best multipliers are then valued anew over all seats and rounded down.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy.optimize import minimize

from planner.judge.problem import Problem
from planner.judge.verify import best_seats
from planner.model.types import Floats, Ints, bools, floats, ints
from solvers.territories import pricing
from solvers.territories.pricing import Prices, Values
from solvers.territories.safe import round_down
from solvers.territories.sites import Layout, Seats, layout_of

STAGES = ((0.1, 8, 50), (0.03, 4, 50), (0.01, 2, 40), (0.003, 1, 40))
"""Heat (in scores per territory), seats left out (every so many stays), L-BFGS steps."""

FEWEST_SEATS = 1500
"""Seats are not thinned out below this number."""

SLICE = 2e6
"""Sites looked at between two looks at the stop token: about 20 ms."""


@dataclass(frozen=True, slots=True)
class FreeBound:
    """A proven bound (infinite where no plan can meet the rules) and the sites looked at for it."""

    bound: float
    work: float


@dataclass(frozen=True, slots=True, eq=False)
class Multipliers:
    """Worth of each site (n,), free price of each other measure (q,), tilt of each seat (s, q)."""

    worth: Floats
    free: Floats
    tilt: Floats


class Stopped(Exception):
    """The user or the clock ended the climb."""


def bound_with_free_seats(
    problem: Problem, owner: Ints, *, effort: float, look: Callable[[], bool]
) -> FreeBound | None:
    """Climb the dual from a plan at hand.

    Parameters
    ----------
    problem : Problem
        One part; its seats are taken as free, and only its travel counts.
    owner : Ints, shape (n,)
        A plan to start from; a good one saves steps, any one gives a valid bound.
    effort : float
        1 is normal; scales the number of steps.
    look : callable
        Asked every 20 ms or so; True ends the climb.

    Returns
    -------
    FreeBound or None
        None when it was stopped before anything was proven, or nothing weighs.
    """
    if not (problem.weights[:, problem.objective.measure] > 0).any():
        return None
    layout = layout_of(problem)
    scale, worth = _start(problem, owner, layout)
    if scale <= 0:
        return None
    climb = _Climb(layout, scale, worth, look)
    try:
        for heat, every, steps in STAGES:
            thin = max(1, min(every, problem.n // FEWEST_SEATS))
            climb.stage(heat / problem.k, thin, max(1, round(steps * effort)))
        return climb.proven()
    except Stopped:
        return None


def _start(problem: Problem, owner: Ints, layout: Layout) -> tuple[float, Floats]:
    """Return the score of the plan and twice the mean d^p of a site's territory, shape (n,)."""
    seat = best_seats(problem, owner)[owner]
    difference = problem.xy_km - problem.xy_km[seat]
    km = np.hypot(difference[:, 0], difference[:, 1])
    km = np.floor(km + 0.5) if problem.objective.round_km else km
    weight = problem.weights[:, problem.objective.measure]
    moment = np.bincount(owner, weight * km**layout.sites.power, minlength=problem.k)
    mass = np.bincount(owner, weight, minlength=problem.k)
    mean = np.divide(moment, mass, out=np.zeros(problem.k), where=mass > 0)
    return float(moment.sum()), floats(2 * mean[owner][layout.sites.region])


class _Climb:
    """The climb over stages; multipliers are kept in units that make steps alike in all of them."""

    def __init__(
        self, layout: Layout, scale: float, worth: Floats, look: Callable[[], bool]
    ) -> None:
        self.layout, self.scale, self.look = layout, scale, look
        sites, sizes = layout.sites, layout.sizes
        s, q = len(layout.seats.x), len(sizes.loose)
        self.best = Multipliers(worth, floats(np.zeros(q)), floats(np.zeros((s, q))))
        self.work = 0
        # A step of the same length in scaled units moves the bound alike for a light and a heavy site.
        root = np.sqrt(sites.weight)
        self.unit = max(float(np.linalg.norm(root * worth)), 1e-300) / root
        density = np.maximum((sites.weight[:, None] * sites.other).sum(axis=0), 1e-300)
        self.density = density / sites.weight.sum()
        self.mean_unit = float(np.linalg.norm(root * worth)) / math.sqrt(sites.weight.sum())

    def stage(self, heat: float, thin: int, steps: int) -> None:
        """Climb at one softness on every `thin`-th seat; `best` is the best point of the stage."""
        chosen = ints(np.arange(0, len(self.layout.seats.x), thin))
        face = _Face(self, chosen, heat * self.scale)
        point = face.point(self.best)
        minimize(
            face.fall, point, jac=True, method="L-BFGS-B", bounds=face.limits(),
            options={"maxiter": steps, "maxcor": 15, "gtol": 0.0, "ftol": 1e-7},
        )  # fmt: skip
        tilt = face.best.tilt
        near = np.arange(len(self.layout.seats.x)) // thin  # seats lie in the order of a k-d tree
        self.best = Multipliers(face.best.worth, face.best.free, floats(tilt[near]))
        self.slope = face.slope[near]

    def proven(self) -> FreeBound:
        """Value the best multipliers anew over all seats; raises Stopped."""
        sites, seats, sizes = self.layout.sites, self.layout.seats, self.layout.sizes
        at = self.best
        prices = _prices(self.layout, at)
        value = np.empty(self.slope.shape)
        step = max(1, int(SLICE / len(sites.x)))
        for first in range(0, len(seats.x), step):
            if self.look():
                raise Stopped
            end = min(first + step, len(seats.x))
            pricing.seat_floors(sites, seats, sizes, prices, at.tilt, self.slope, first, end, value)
        chosen = np.concatenate(
            [np.sort(value[:, size])[:count] for size, count in enumerate(sizes.number)]
        )
        fixed = float((sites.weight * at.worth).sum() - (at.free * sizes.loose).sum())
        total = fixed + float(chosen.sum())
        if not math.isfinite(total):
            return FreeBound(math.inf, self.work)
        steepest = np.abs(self.slope).max() + np.abs(at.tilt @ self.density).max(initial=0.0)
        magnitude = abs(fixed) + 4 * float(np.abs(chosen).sum()) + 4 * steepest * sites.weight.sum()
        return FreeBound(round_down(total, len(sites.x) + len(chosen), magnitude), self.work)


def _prices(layout: Layout, at: Multipliers) -> Prices:
    top = np.maximum.reduceat(at.worth, layout.sites.leaf[:-1])
    return Prices(at.worth, floats(top), at.free)


class _Face:
    """The dual on some of the seats at one softness, as a function to minimise."""

    def __init__(self, climb: _Climb, chosen: Ints, heat: float) -> None:
        self.climb, self.chosen, self.heat = climb, chosen, heat
        self.sites, seats, self.sizes = climb.layout
        self.seats = Seats(
            floats(seats.x[chosen]), floats(seats.y[chosen]),
            seats.own[chosen], bools(seats.allowed[chosen]),
        )  # fmt: skip
        self.n, self.q = len(self.sites.x), len(self.sizes.loose)
        self.s, g = self.seats.allowed.shape
        self.values = Values(
            np.empty((self.s, g)), np.zeros((self.s, g)), np.full(self.s, np.inf),
            np.zeros((self.s, g), np.int32), np.zeros((self.s, g)),
        )  # fmt: skip
        self.tilt_unit = climb.mean_unit * math.sqrt(self.s) / climb.density / 1.0
        self.free_unit = climb.mean_unit / climb.density
        self.best = climb.best
        self.slope = self.values.slope
        self._most = -math.inf
        self._fresh = True

    def limits(self) -> list[tuple[float | None, float | None]]:
        """Tilts are differences of two figures of at least 0; the rest is free."""
        return [(None, None)] * (self.n + self.q) + [(0.0, None)] * (2 * self.s * self.q)

    def point(self, at: Multipliers) -> Floats:
        """Return multipliers as a point."""
        tilt = at.tilt[self.chosen] / self.tilt_unit
        return floats(
            np.concatenate([
                at.worth / self.climb.unit, at.free / self.free_unit,
                tilt.clip(min=0).ravel(), (-tilt).clip(min=0).ravel(),
            ])
        )  # fmt: skip

    def multipliers(self, point: Floats) -> Multipliers:
        """Return a point as multipliers."""
        worth, free, plus, minus = np.split(point, np.cumsum([self.n, self.q, self.s * self.q]))
        tilt = (plus - minus).reshape(self.s, self.q) * self.tilt_unit
        return Multipliers(
            floats(worth * self.climb.unit), floats(free * self.free_unit), floats(tilt)
        )

    def fall(self, point: Floats) -> tuple[float, Floats]:
        """Return the softened dual, negated and scaled, and its gradient; raises Stopped."""
        at = self.multipliers(point)
        prices = _prices(self.climb.layout, at)
        self._value(at, prices)
        total = float((self.sites.weight * at.worth).sum() - (at.free * self.sizes.loose).sum())
        hard = total
        cover, load = np.zeros(self.n), np.zeros((self.s, self.q))
        free = -self.sizes.loose.copy()
        rise, drop = np.zeros((self.s, self.q)), np.zeros((self.s, self.q))
        for size, count in enumerate(self.sizes.number):
            value = np.ascontiguousarray(self.values.value[:, size])
            share = np.zeros(self.s)
            total += pricing.soften(value, count, self.heat, share)
            hard += float(np.partition(value, count - 1)[:count].sum())
            taking = np.flatnonzero(share > 1e-7)
            self.climb.work += pricing.add_cover(
                self.sites, self.seats, prices, at.tilt, self.values,
                taking, share[taking], size, cover, load,
            )  # fmt: skip
            over = at.tilt > prices.free
            loose = share[:, None] * np.where(over, self.sizes.loose, 0.0)
            free += loose.sum(axis=0)
            rise += share[:, None] * self.sizes.least[size] - loose
            drop += share[:, None] * self.sizes.most[size] - loose
        self._keep(hard, at)
        slope = np.concatenate([
            self.sites.weight * (1 - cover) * self.climb.unit, free * self.free_unit,
            ((rise - load) * self.tilt_unit).ravel(), ((load - drop) * self.tilt_unit).ravel(),
        ])  # fmt: skip
        return -total / self.climb.scale, floats(-slope / self.climb.scale)

    def _value(self, at: Multipliers, prices: Prices) -> None:
        step = max(1, int(SLICE / self.n))
        for first in range(0, self.s, step):
            if self.climb.look():
                raise Stopped
            self.climb.work += pricing.value_seats(
                self.sites, self.seats, self.sizes, prices, at.tilt, self.values,
                first, min(first + step, self.s),
            )  # fmt: skip
        if self._fresh:
            self._fresh = False
            self.values.width[:] = 0.05 * np.abs(self.values.slope).mean() + 1e-9

    def _keep(self, hard: float, at: Multipliers) -> None:
        if hard > self._most:
            self._most, self.best, self.slope = hard, at, self.values.slope.copy()
