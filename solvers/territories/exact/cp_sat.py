"""CP-SAT on a program: whole numbers, rounded so that nothing a real solution may do is ruled out."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
from ortools.sat.python import cp_model

from planner.model.types import floats
from solvers.run import run
from solvers.territories.exact.answer import Answer
from solvers.territories.exact.program import Rows

LARGEST_COST = 1e12
"""Sum of the largest costs in whole units: nine digits are left below a score."""

LARGEST_ROW = 1e9
"""Sum of a row's values in whole units, where they are not whole as they stand."""

STEPS = 10**6
"""Steps of a continuous column."""


def solve_with_cp_sat(
    rows: Rows, *, seed: int, seconds: float, stop: Callable[[], bool], presolve: bool = True
) -> Answer:
    """Solve a program within so many deterministic seconds."""
    model = cp_model.CpModel()
    columns = [
        model.new_bool_var("") if whole else model.new_int_var(0, STEPS, "") for whole in rows.whole
    ]
    for number in range(len(rows.low)):
        _add_row(model, columns, rows, number)
    cost = np.array(rows.cost) * _step(rows)
    size = float(np.abs(cost).sum())
    scale = LARGEST_COST / size if size > 0 else 1.0
    whole = np.floor(cost * scale).astype(np.int64)
    if whole.any():
        model.minimize(cp_model.LinearExpr.weighted_sum(columns, whole.tolist()))
    solver, status = run(
        model, seed=seed, deterministic_s=seconds, stop=stop, presolve=presolve,
        linearization_level=2,
    )  # fmt: skip
    if status == cp_model.INFEASIBLE:
        return Answer(math.inf, None, done=True)
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return Answer(-math.inf, None, done=False)
    value = floats(np.array([solver.value(column) for column in columns]) * _step(rows))
    # Costs were rounded down, so what is proven of them holds of the costs themselves.
    bound = solver.best_objective_bound / scale if whole.any() else 0.0
    return Answer(bound, value, done=status == cp_model.OPTIMAL)


def _step(rows: Rows) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """Return what one step of each column is worth."""
    return np.where(rows.whole, 1.0, np.array(rows.top) / STEPS)


def _add_row(
    model: cp_model.CpModel, columns: list[cp_model.IntVar], rows: Rows, number: int
) -> None:
    step = _step_of(rows, rows.columns[number])
    values = np.array(rows.values[number]) * step
    low, high = rows.low[number], rows.high[number]
    mine = [columns[c] for c in rows.columns[number]]
    if bool((values == np.rint(values)).all()) and np.abs(values).sum() < 2**40:
        scale, slack = 1.0, 0.0
    else:
        scale = LARGEST_ROW / max(float(np.abs(values).sum()), 1e-300)
        # Half a unit for each value, and a whole step of each continuous column.
        slack = 0.5 * len(values) + float(np.abs(values[step != 1.0]).sum()) * scale + 1.0
    least = -(2**60) if low == -math.inf else math.ceil(low * scale - slack - 1e-9)
    most = 2**60 if high == math.inf else math.floor(high * scale + slack + 1e-9)
    whole = np.rint(values * scale).astype(np.int64).tolist()
    if least > most:
        model.add_bool_or([])
        return
    model.add_linear_constraint(cp_model.LinearExpr.weighted_sum(mine, whole), least, most)


def _step_of(rows: Rows, columns: list[int]) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    return np.array([1.0 if rows.whole[c] else rows.top[c] / STEPS for c in columns])
