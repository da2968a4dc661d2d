"""HiGHS through MathOpt on a program: only ever run in a child process, for it cannot be interrupted."""

from __future__ import annotations

import math

import numpy as np
from ortools.math_opt.python import mathopt

from planner.model.types import floats
from solvers.territories.exact.answer import Answer
from solvers.territories.exact.program import Rows, scaled


def solve_with_highs(rows: Rows, *, nodes: int | None = None) -> Answer:
    """Solve a program, up to so many nodes."""
    model = mathopt.Model()
    cost, scale = scaled(rows)
    columns = [
        model.add_variable(lb=0.0, ub=top, is_integer=whole)
        for top, whole in zip(rows.top, rows.whole, strict=True)
    ]
    for members, values, low, high in zip(
        rows.columns, rows.values, rows.low, rows.high, strict=True
    ):
        row = model.add_linear_constraint(lb=low, ub=high)
        for column, value in zip(members, values, strict=True):
            row.set_coefficient(columns[column], value)
    for column, price in zip(columns, cost.tolist(), strict=True):
        model.objective.set_linear_coefficient(column, price)
    parameters = mathopt.SolveParameters(
        node_limit=nodes, relative_gap_tolerance=1e-9, absolute_gap_tolerance=1e-5
    )
    result = mathopt.solve(model, mathopt.SolverType.HIGHS, params=parameters)
    reason = result.termination.reason
    if reason == mathopt.TerminationReason.INFEASIBLE:
        return Answer(math.inf, None, done=True)
    found = None
    if result.has_primal_feasible_solution():
        found = floats(np.array(result.variable_values(columns)))
    bound = result.termination.objective_bounds.dual_bound / scale
    return Answer(bound, found, done=reason == mathopt.TerminationReason.OPTIMAL)
