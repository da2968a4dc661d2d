"""People matched to territories at least cost, exactly."""

from __future__ import annotations

from importlib import import_module

import numpy as np

from planner.model.types import Bools, Floats, Ints, ints

UNITS = 10**12
"""Units of the largest difference of costs: what is lost by rounding is far below any figure shown."""


def match(cost: Floats, may: Bools) -> Ints:
    """Return the person of each row at least total cost, shape (k,).

    Parameters
    ----------
    cost : Floats, shape (k, k)
        Of giving row j to person p.
    may : Bools, shape (k, k)
        Whether person p may have row j; everybody may have the own number.

    Notes
    -----
    A linear assignment problem, solved by cost scaling (Goldberg, Kennedy, Math. Program. 71:153-177,
    1995, as in OR-Tools). Where several are equally cheap the one with most rows that keep their own
    number is taken.
    """
    # Late, since OR-Tools loads in half a second; by name, since this module of it has no types.
    assignment = import_module("ortools.graph.python.linear_sum_assignment")
    rows, people = np.nonzero(may)
    price = cost[rows, people]
    spread = float(np.ptp(price))
    whole = np.rint((price - price.min()) * (UNITS / spread if spread > 0 else 0.0)).astype(
        np.int64
    )
    # Twice as fine as the number of rows, so that staying decides between equals and nothing else.
    whole = whole * (len(cost) + 1) + (rows != people)
    solver = assignment.SimpleLinearSumAssignment()
    solver.add_arcs_with_cost(rows.astype(np.int32), people.astype(np.int32), whole)
    if solver.solve() != solver.OPTIMAL:
        raise ArithmeticError("where everybody may stay an assignment exists")
    return ints([solver.right_mate(row) for row in range(len(cost))])
