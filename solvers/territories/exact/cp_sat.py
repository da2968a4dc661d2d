"""CP-SAT on a program: whole numbers, rounded so that nothing a real solution may do is ruled out."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
from ortools.sat.python import cp_model

from planner.model.types import Floats, floats
from solvers.run import run
from solvers.territories.exact.answer import Answer
from solvers.territories.exact.program import Rows

LARGEST_COST = 1e12
"""Sum of the largest costs in whole units: nine digits are left below a score."""

LARGEST_ROW = 1e11
"""Sum of a row's values in whole units, where they are not whole as they stand."""

STEPS = 1e8
"""Steps of a continuous column, about."""

UNITS_A_STEP = 1000
"""Units of a row that a step of its continuous column counts: whole, so that rounding adds up to little."""


def solve_with_cp_sat(
    rows: Rows, *, seed: int, seconds: float, stop: Callable[[], bool], presolve: bool = True
) -> Answer:
    """Solve a program within so many deterministic seconds."""
    model = cp_model.CpModel()
    size = float((np.abs(rows.cost) * rows.top).sum())
    scale = LARGEST_COST / size if size > 0 else 1.0
    step, cost = _steps(rows, scale)
    columns = [
        model.new_bool_var("") if whole else model.new_int_var(0, math.ceil(top / worth), "")
        for whole, top, worth in zip(rows.whole, rows.top, step.tolist(), strict=True)
    ]
    for number in range(len(rows.low)):
        _add_row(model, columns, rows, step, number)
    if any(cost):
        model.minimize(cp_model.LinearExpr.weighted_sum(columns, cost))
    solver, status = run(
        model, seed=seed, deterministic_s=seconds, stop=stop, presolve=presolve,
        linearization_level=2,
    )  # fmt: skip
    if status == cp_model.INFEASIBLE:
        return Answer(math.inf, None, done=True, work=solver.deterministic_time)
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        # Stopped before the search nothing has been counted; a limit has been spent.
        return Answer(-math.inf, None, done=False, work=0.0 if stop() else seconds)
    value = floats(np.array([solver.value(column) for column in columns]) * step)
    # Costs were rounded down, so what is proven of them holds of the costs themselves.
    bound = solver.best_objective_bound / scale if any(cost) else 0.0
    return Answer(bound, value, status == cp_model.OPTIMAL, solver.deterministic_time)


def _steps(rows: Rows, scale: float) -> tuple[Floats, list[int]]:
    """Return what one step of each column is worth, and what it costs in whole units.

    The costs of regions are rounded down; a continuous column has steps that cost a whole number.
    """
    step, cost = np.ones(len(rows.cost)), []
    for c, (price, top, whole) in enumerate(zip(rows.cost, rows.top, rows.whole, strict=True)):
        if whole:
            cost.append(math.floor(price * scale))
        elif price > 0:
            cost.append(max(1, math.floor(price * scale * top / STEPS)))
            step[c] = cost[-1] / (price * scale)
        else:
            cost.append(0)
            step[c] = top / STEPS
    return floats(step), cost


def _add_row(
    model: cp_model.CpModel,
    columns: list[cp_model.IntVar],
    rows: Rows,
    step: Floats,
    number: int,
) -> None:
    values = np.array(rows.values[number]) * step[rows.columns[number]]
    low, high = rows.low[number], rows.high[number]
    steps = [abs(v) for v, c in zip(values, rows.columns[number], strict=True) if not rows.whole[c]]
    if steps:
        scale, slack = UNITS_A_STEP / steps[0], 0.5 * len(values) + UNITS_A_STEP
    elif bool((values == np.rint(values)).all()) and np.abs(values).sum() < 2**40:
        scale, slack = 1.0, 0.0
    else:
        scale = LARGEST_ROW / max(float(np.abs(values).sum()), 1e-300)
        slack = 0.5 * len(values) + 1.0
    least = -(2**60) if low == -math.inf else math.ceil(low * scale - slack - 1e-9)
    most = 2**60 if high == math.inf else math.floor(high * scale + slack + 1e-9)
    if least > most:
        model.add_bool_or([])
        return
    whole = np.rint(values * scale).astype(np.int64).tolist()
    mine = [columns[c] for c in rows.columns[number]]
    model.add_linear_constraint(cp_model.LinearExpr.weighted_sum(mine, whole), least, most)
