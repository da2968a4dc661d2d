"""The Lagrangian relaxation of the slots, and the choices it rules out beside a plan at hand.

With a worth alpha_i for each region, ``LB = sum_i alpha_i + sum_f (the K_f smallest V_q of family f)`` is
at most the score of every plan (Geoffrion, Math. Program. Study 2:82-114, 1974). A plan that opens slot
q, or puts region i into it, costs at least LB with V_q forced in and the reduced cost of i on top: where
that is above the score of a plan at hand, the choice is out (Elizondo-Amaya, Rios-Mercado, Diaz,
Comput. Oper. Res. 44:100-114, 2014; fixing as in Validi, Buchanan, Lykhovyd, Oper. Res. 70(2), 2022).
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy.optimize import minimize

from planner.model.types import Bools, Floats, Ints, bools, floats
from solvers.territories.exact import knapsack
from solvers.territories.exact.slots import Slots
from solvers.territories.safe import round_down

HEATS = (0.03, 0.01, 0.003, 0.001, 0.0003)
"""Softness of the choice of slots in each stage, in costs per territory."""

STEPS = 100
"""L-BFGS steps of a stage."""

SLICE = 1e6
"""Choices looked at between two looks at the stop token: about 20 ms."""

TOP = 1e200
"""Stands for what cannot be had, where arithmetic has to go on."""


class Stopped(Exception):
    """The user or the clock ended the climb."""


@dataclass(frozen=True, slots=True, eq=False)
class Relaxed:
    """A proven bound, infinite where nothing can meet the rules, and the choices (q, n) that stay."""

    bound: float
    keep: Bools


def relax(slots: Slots, owner: Ints, most: float, *, look: Callable[[], bool]) -> Relaxed:
    """Climb from a plan; keep the choices that some plan of at most the score `most` may make.

    Parameters
    ----------
    slots : Slots
    owner : Ints, shape (n,)
        A plan to start from; any one gives a valid bound.
    most : float
        Score of the best plan at hand that meets the rules, or infinity.
    look : callable
        Asked every 20 ms or so; True raises `Stopped`.
    """
    climb = _Climb(slots, _cost_of(slots, owner), look)
    if climb.impossible:
        return Relaxed(math.inf, bools(np.zeros(slots.cost.shape, np.bool_)))
    for heat in HEATS:
        climb.run(heat)
    return climb.conclude(most)


def _cost_of(slots: Slots, owner: Ints) -> float:
    total = 0.0
    for f, members in enumerate(slots.families):
        for territory in members.tolist():
            mine = slots.cost[slots.family == f][:, owner == territory]
            total += float(mine.sum(axis=1).min(initial=TOP))
    finite = slots.cost[slots.open]
    return total if 0 < total < TOP else float(finite.mean()) * slots.problem.n + 1e-9


class _Climb:
    """The climb of the dual over stages that are less and less soft."""

    def __init__(self, slots: Slots, scale: float, look: Callable[[], bool]) -> None:
        problem = slots.problem
        self.slots, self.scale, self._look = slots, scale, look
        measure = problem.objective.measure
        # In one piece, as a single measure is: else the loops are compiled once more for strides.
        self.weight = floats(np.ascontiguousarray(problem.weights[:, measure]))
        self.low, self.high = slots.low[:, measure].copy(), slots.high[:, measure].copy()
        self.number = [len(members) for members in slots.families]
        self.mine = [np.flatnonzero(slots.family == f) for f in range(len(self.number))]
        mass = max(float(self.weight.sum()), 1e-300)
        steady = np.maximum(self.weight, 1e-3 * mass / problem.n)
        self._unit = np.sqrt(steady) * (scale / mass) * math.sqrt(mass / problem.n) * 2
        self.best, self.worth = -math.inf, floats(2 * scale / mass * self.weight)
        q = len(slots.cost)
        self.slope, self.value = np.zeros(q), np.zeros(q)
        self._width = np.full(q, scale / mass)
        there = slots.open @ self.weight
        self.impossible = any(
            len(mine) < number for mine, number in zip(self.mine, self.number, strict=True)
        ) or bool((there < self.low).any() and not slots.rooted)

    def run(self, heat: float) -> None:
        """Climb at one softness; raises Stopped."""
        warm = heat * self.scale / sum(self.number)
        minimize(
            self._fall, self.worth / self._unit, args=(warm,), jac=True, method="L-BFGS-B",
            options={"maxiter": STEPS, "maxcor": 15, "gtol": 0.0, "ftol": 1e-8},
        )  # fmt: skip

    def conclude(self, most: float) -> Relaxed:
        """Return the bound of the best worths, rounded down, and the choices that stay."""
        self._fill(self.worth)
        n = self.slots.problem.n
        size = float(np.abs(self.worth).sum()) + np.abs(self.slope) * self.high
        value = round_down(floats(self.value), n, floats(size + np.abs(self.value)))
        bound, base = float(self.worth.sum()), np.empty(len(value))
        edges = []
        for mine, number in zip(self.mine, self.number, strict=True):
            least = np.partition(value[mine], number - 1)[:number]
            bound += float(least.sum())
            edges.append(float(least.max()))
        for mine, edge in zip(self.mine, edges, strict=True):
            base[mine] = bound + np.maximum(0.0, value[mine] - edge)
        bound = round_down(bound, n + len(edges), float(np.abs(self.worth).sum()) + abs(bound))
        keep = np.zeros_like(self.slots.cost, np.bool_)
        limit = most + 1e-9 * abs(most) + 1e-9 * self.scale
        knapsack.least_with(
            self.slots.cost, self.worth, self.weight, self.slots.root, self.slope, floats(base),
            limit, keep,
        )  # fmt: skip
        return Relaxed(bound, bools(keep & self.slots.open))

    def _fall(self, point: Floats, heat: float) -> tuple[float, Floats]:
        worth = floats(point * self._unit)
        self._fill(worth)
        total = exact = float(worth.sum())
        share = np.ones(len(self.value))
        for mine, number in zip(self.mine, self.number, strict=True):
            value = self.value[mine]
            exact += float(np.partition(value, number - 1)[:number].sum())
            soft, share[mine] = _soften(floats(value), number, heat)
            total += soft
        if exact > self.best:
            self.best, self.worth = exact, worth
        cover = np.zeros(len(worth))
        slots = self.slots
        knapsack.add_cover(
            slots.cost, worth, self.weight, self.low, self.high, slots.root, self.slope, share,
            cover,
        )  # fmt: skip
        return -total / self.scale, floats(-(1 - cover) * self._unit / self.scale)

    def _fill(self, worth: Floats) -> None:
        slots = self.slots
        step = max(1, int(SLICE / slots.problem.n / 20))
        for first in range(0, len(slots.cost), step):
            if self._look():
                raise Stopped
            knapsack.fill(
                slots.cost, worth, self.weight, self.low, self.high, slots.root,
                first, min(first + step, len(slots.cost)), self.slope, self._width, self.value,
            )  # fmt: skip


def _soften(value: Floats, number: int, heat: float) -> tuple[float, Floats]:
    """Return ``max_t number t - heat sum log(1 + exp((t - V) / heat))`` and the share of each slot."""
    if number == len(value):
        return float(value.sum()), floats(np.ones(number))
    below, above = float(value.min()) - 40 * heat, float(np.partition(value, number)[number])
    above += 40 * heat
    for _ in range(50):
        middle = (below + above) / 2
        share = _part((middle - value) / heat)
        below, above = (middle, above) if share.sum() < number else (below, middle)
    soft = number * middle - heat * float(np.logaddexp(0.0, (middle - value) / heat).sum())
    return soft, share


def _part(exponent: Floats) -> Floats:
    return floats(1 / (1 + np.exp(-exponent.clip(-500, 500))))
