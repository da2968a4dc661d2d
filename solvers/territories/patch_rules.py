"""Rules beyond bands in the program of a patch: caps on what changes hands, and soft ideals."""

from __future__ import annotations

from typing import Protocol

import numpy as np
from ortools.sat.python import cp_model

from planner.model.types import UNASSIGNED, Floats, floats
from solvers.scaling import nearest
from solvers.territories.patch import Patch

UNITS = 1e6
"""Units of a wanted load, and of all switch cost."""

FINEST = 10
"""Least price of a unit beyond an ideal; coarser units are taken for cheaper ideals."""


class Model(Protocol):
    """What is asked of the program of a patch."""

    patch: Patch
    model: cp_model.CpModel
    choice: dict[tuple[int, int], cp_model.IntVar]
    price: list[tuple[cp_model.IntVar, int]]

    @property
    def cost_units(self) -> float:
        """Units of price for each unit of cost."""

    def keep_sum(
        self, amounts: Floats, scale: float, low: float, high: float, importance: float
    ) -> None:
        """Keep a sum between low and high."""


def add_rules(program: Model) -> None:
    """Add caps and ideals to a program; nothing where none is asked."""
    rules = program.patch.terrain.rules
    if rules.capped:
        _caps(program)
    if rules.moving:
        _moved(program)
    if rules.ideal:
        _ideals(program)


def _caps(program: Model) -> None:
    patch = program.patch
    problem, rules, inverse = patch.terrain.problem, patch.terrain.rules, patch.terrain.inverse
    current = patch.terrain.current[patch.regions]
    for g, territory in enumerate(patch.territories):
        kept = current == territory
        taken = (current != UNASSIGNED) & ~kept
        for a in range(len(problem.measures)):
            weight, scale = problem.weights[patch.regions, a], UNITS * float(inverse[territory, a])
            for counted, low, high in (
                (kept, float(rules.kept_low[territory, a]), np.inf),
                (taken, 0.0, float(rules.taken_high[territory, a])),
            ):
                if low > 0 or np.isfinite(high):
                    amounts = np.zeros(patch.cost.shape)
                    amounts[:, g] = np.where(counted, weight, 0.0)
                    program.keep_sum(
                        floats(amounts), scale, low, high, float(problem.importance[a])
                    )


def _moved(program: Model) -> None:
    patch = program.patch
    terrain, rules = patch.terrain, patch.terrain.rules
    inside = np.zeros(terrain.problem.n, np.bool_)
    inside[patch.regions] = True
    leaves = (terrain.current != UNASSIGNED) & (terrain.current != patch.plan)
    elsewhere = float(terrain.switch[leaves & ~inside].sum())
    current = terrain.current[patch.regions][:, None]
    moved = (current != UNASSIGNED) & (current != np.array(patch.territories))
    amounts = np.where(moved, terrain.switch[patch.regions][:, None], 0.0)
    room = max(0.0, rules.most_moved - elsewhere)
    program.keep_sum(floats(amounts), UNITS / rules.moved_unit, 0.0, room, 1.0)


def _ideals(program: Model) -> None:
    patch = program.patch
    problem, rules = patch.terrain.problem, patch.terrain.rules
    closed = patch.may.sum(axis=1) < 2
    for g, territory in enumerate(patch.territories):
        for a in range(len(problem.measures)):
            scale = UNITS * float(patch.terrain.inverse[territory, a])
            each = float(rules.ideal_price[territory, a]) * program.cost_units / scale
            if each <= 0:
                continue
            coarse = max(1, int(np.ceil(FINEST / each)))
            units = nearest(problem.weights[patch.regions, a], scale)
            mine = [(v, int(units[i])) for (i, t), v in program.choice.items() if t == g]
            held = int(units[(patch.owner == g) & closed].sum())
            most = held + sum(w for _, w in mine)
            load = (
                cp_model.LinearExpr.weighted_sum([v for v, _ in mine], [w for _, w in mine]) + held
            )
            low = round(float(rules.ideal_low[territory, a]) * scale)
            high = round(float(rules.ideal_high[territory, a]) * scale)
            furthest = max(abs(low), abs(most - high), abs(high)) // coarse + 1
            beyond = program.model.new_int_var(0, furthest, "")
            program.model.add(load - high <= coarse * beyond)
            program.model.add(low - load <= coarse * beyond)
            program.price.append((beyond, round(each * coarse)))
