"""Bound for free seats: a climb of the dual of the relaxation with divisible regions.

For any multipliers the dual (`dual`) is at most the score of every plan under the rules (Geoffrion,
Math. Program. Study 2:82-114, 1974; for districts Elizondo-Amaya, Rios-Mercado, Diaz, Comput. Oper.
Res. 44:100-114, 2014). Contiguity is left out, regions may be divided, a seat may serve one
territory of each size, and what leaving a present territory costs counts as 0 here.

It is climbed with L-BFGS on a softened choice of seats that is hardened in stages, the first ones on
fewer seats; then the other measures have a say through tilts. The best
multipliers are valued anew over all seats and rounded down.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field

import numpy as np
from scipy.optimize import minimize

from planner.judge.certificate import FreeSeats
from planner.judge.problem import Problem
from planner.judge.verify import best_seats
from planner.model.types import Floats, Ints, floats, ints
from solvers.territories.dual import Dual, Multipliers, Stopped
from solvers.territories.sites import Layout, layout_of


@dataclass(frozen=True, slots=True)
class Stage:
    """A stretch of the climb.

    Attributes
    ----------
    heat : float
        Softness of the choice of seats, in scores per territory.
    every : int
        Every so many seats are looked at, on large problems.
    steps : int
        L-BFGS steps.
    """

    heat: float
    every: int
    steps: int


FIRST = (Stage(0.1, 8, 60), Stage(0.03, 4, 60))

STAGES = (Stage(0.01, 2, 60), Stage(0.003, 1, 80), Stage(0.001, 1, 60))
"""Stages where nothing but travel is measured."""

TILTED = (
    Stage(0.01, 4, 40), Stage(0.01, 2, 60), Stage(0.003, 1, 100), Stage(0.001, 1, 120),
    Stage(0.0003, 1, 60),
)  # fmt: skip
"""Stages where the other measures have a say."""

STAGE_WORK = 1.2e8
"""Most work of a stage at normal effort, in sites looked at; it cuts the steps of large problems."""

FEWEST_SEATS = 1500
"""Seats are not thinned out below this number."""


@dataclass(frozen=True, slots=True)
class FreeBound:
    """A proven bound (infinite where no plan can meet the rules), the sites looked at for it, its proof."""

    bound: float
    work: float
    proof: FreeSeats | None = field(default=None, compare=False)


class Spent(Exception):
    """The work of a stage is done."""


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
        None when it was stopped before anything was proven, or nothing travels.
    """
    if not (problem.weights[:, problem.objective.measure] > 0).any():
        return None
    layout = layout_of(problem, tilted=False)
    if not layout.seats.allowed.any(axis=1).all():
        return FreeBound(math.inf, 0.0)  # a region fits nowhere
    scale, worth = _start(problem, owner, layout)
    if scale <= 0:
        return None
    climb = _Climb(layout, scale, worth, look)
    try:
        for stage in FIRST:
            climb.run(stage, effort)
        others = len(problem.measures) > 1
        if others:
            climb.tilt(layout_of(problem, tilted=True))
        for stage in TILTED if others else STAGES:
            climb.run(stage, effort)
        return climb.proven()
    except Stopped:
        return None


def _start(problem: Problem, owner: Ints, layout: Layout) -> tuple[float, Floats]:
    """Return the travel of the plan and twice the mean d^p of each site's territory, shape (n,)."""
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
    """The climb over stages."""

    def __init__(
        self, layout: Layout, scale: float, worth: Floats, look: Callable[[], bool]
    ) -> None:
        self.layout, self.scale, self.look = layout, scale, look
        s = len(layout.seats.x)
        self.best = Multipliers(worth, floats(np.zeros(0)), floats(np.zeros((s, 0))))
        self.mean_worth = math.sqrt(
            float((layout.sites.weight * worth**2).sum() / layout.sites.weight.sum())
        )
        self.work = 0.0
        self.dual: Dual | None = None

    def tilt(self, layout: Layout) -> None:
        """Let the other measures have a say, at first none."""
        self.layout = layout
        s, q = len(layout.seats.x), len(layout.sizes.loose)
        self.best = Multipliers(self.best.worth, floats(np.zeros(q)), floats(np.zeros((s, q))))

    def run(self, stage: Stage, effort: float) -> None:
        """Climb on every few seats at one softness; `best` is then the best point of the stage."""
        seats = len(self.layout.seats.x)
        thin = max(1, min(stage.every, seats // FEWEST_SEATS))
        dual = self._dual(ints(np.arange(0, seats, thin)))
        heat = stage.heat * self.scale / int(self.layout.sizes.number.sum())
        slope = _Slope(dual, self, heat, STAGE_WORK * effort)
        with suppress(Spent):
            minimize(
                slope.fall, slope.point(self.best), jac=True, method="L-BFGS-B",
                options={"maxiter": max(1, round(stage.steps * effort)), "maxcor": 15,
                         "gtol": 0.0, "ftol": 1e-7},
            )  # fmt: skip
        near = np.arange(seats) // thin  # seats are in tree order: the one looked at is near
        found = slope.best
        self.best = Multipliers(found.worth, found.free, floats(found.tilt[near]))
        self.work += dual.work

    def proven(self) -> FreeBound:
        """Value the best multipliers anew over all seats; raises Stopped."""
        dual = self._dual(ints(np.arange(len(self.layout.seats.x))))
        bound = dual.bound(self.best)
        return FreeBound(bound, self.work + dual.work, dual.proof(self.best))

    def _dual(self, chosen: Ints) -> Dual:
        dual = Dual(self.layout, self.look, chosen)
        if self.dual is None:
            dual.values.width[:] = self.mean_worth  # at the edge of a disc r is about 0
        else:
            dual.follow(self.dual)
        self.dual = dual
        return dual


class _Slope:
    """The softened dual as a function to minimise, in units that make steps alike everywhere.

    A step of the same length in scaled units moves the dual alike for light and heavy sites and for
    the tilts of seats, of which only some are chosen.
    """

    def __init__(self, dual: Dual, climb: _Climb, heat: float, work: float) -> None:
        self.dual, self.heat, self.scale = dual, heat, climb.scale
        sites, chosen = dual.sites, dual.chosen
        self.best = Multipliers(climb.best.worth, climb.best.free, floats(climb.best.tilt[chosen]))
        self.most = -math.inf
        self._limit = work
        mass = float(sites.weight.sum())
        held = (sites.weight[:, None] * sites.other).sum(axis=0)
        mean = climb.mean_worth * mass / np.maximum(held, 1e-300)
        share = heat * int(dual.sizes.number.sum()) / climb.scale
        self.round_off = floats(share * mean)
        self._worth = climb.mean_worth * math.sqrt(mass) / np.sqrt(sites.weight)
        self._free, self._tilt = mean, mean * math.sqrt(len(chosen))

    def point(self, at: Multipliers) -> Floats:
        """Return multipliers (tilts of all seats) as a point."""
        tilt = at.tilt[self.dual.chosen] / self._tilt
        return floats(np.concatenate([at.worth / self._worth, at.free / self._free, tilt.ravel()]))

    def fall(self, point: Floats) -> tuple[float, Floats]:
        """Return the softened dual, negated and scaled, and its gradient; raises Stopped or Spent."""
        if self.dual.work > self._limit:
            raise Spent
        n, q = len(self._worth), len(self._free)
        worth, free, tilt = np.split(point, [n, n + q])
        at = Multipliers(
            floats(worth * self._worth), floats(free * self._free),
            floats(tilt.reshape(-1, q) * self._tilt if q else self.best.tilt),
        )  # fmt: skip
        total, exact, up = self.dual.soft(at, self.heat, self.round_off)
        if exact > self.most:
            self.most, self.best = exact, at
        parts = [up.worth * self._worth, up.free * self._free, (up.tilt * self._tilt).ravel()]
        return -total / self.scale, floats(-np.concatenate(parts) / self.scale)
