"""People matched to territories at least cost, exactly."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module

import numpy as np

from planner.model.types import Floats, Ints, ints

UNITS = 10**12
"""Units of the largest difference of costs: what is lost by rounding is far below any figure shown."""


def match(cost: Floats, groups: Sequence[Ints]) -> Ints:
    """Return the person of each row at least total cost, shape (k,).

    Parameters
    ----------
    cost : Floats, shape (k, k)
        Of giving row j to person p.
    groups : sequence of Ints
        Rows whose people may change places among themselves; all others keep their own number.

    Notes
    -----
    A linear assignment problem for each group, solved by cost scaling (Goldberg, Kennedy, Math. Program.
    71:153-177, 1995, as in OR-Tools). Where several are equally cheap the one with most rows that
    keep their own number is taken.
    """
    # Late, since OR-Tools loads in half a second; by name, since this module of it has no types.
    assignment = import_module("ortools.graph.python.linear_sum_assignment")
    person = np.arange(len(cost))
    for group in groups:
        size = len(group)
        part = cost[np.ix_(group, group)]
        spread = float(np.ptp(part))
        whole = np.rint((part - part.min()) * (UNITS / spread if spread > 0 else 0.0)).astype(
            np.int64
        )
        # Twice as fine as the number of rows, so that staying decides between equals and nothing else.
        whole = whole * (size + 1) + (1 - np.eye(size, dtype=np.int64))
        rows, columns = np.divmod(np.arange(size * size), size)
        solver = assignment.SimpleLinearSumAssignment()
        solver.add_arcs_with_cost(rows.astype(np.int32), columns.astype(np.int32), whole.ravel())
        if solver.solve() != solver.OPTIMAL:
            raise ArithmeticError("a full assignment problem has a solution")
        mates = [solver.right_mate(row) for row in range(size)]
        person[group] = group[mates]
    return ints(person)
