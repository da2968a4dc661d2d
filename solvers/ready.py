"""`python -m solvers.ready` compiles the solver's loops ahead of the first solve on a machine.

Compiling takes about 20 s and holds the interpreter, so a window has it done in a process of its own;
the compiled loops are kept on disk, where the window's own solver finds them.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace

import numpy as np

from planner.judge.problem import Kind, Objective, Problem
from planner.model.types import floats, ints
from solvers.options import SolveOptions
from solvers.territories.solve import solve

SIDE, TERRITORIES = 8, 3
NICE = 10


def main() -> int:
    """Solve small problems of every kind; return 0."""
    for problem in small_problems():
        solve(problem, SolveOptions(work=1.0))
    return 0


def small_problems() -> Iterator[Problem]:
    """Yield small problems that make the solver use its loops: free seats, given, moves priced."""
    n = SIDE * SIDE
    at = np.arange(n)
    rows, cols = at // SIDE, at % SIDE
    right = np.stack([at[cols < SIDE - 1], at[cols < SIDE - 1] + 1], axis=1)
    up = np.stack([at[rows < SIDE - 1], at[rows < SIDE - 1] + SIDE], axis=1)
    weights = np.stack([1.0 + (at * 7 % 5), 1.0 + (at * 3 % 4)], axis=1)
    free = Problem(
        name="ready", measures=("first", "second"), weights=floats(weights),
        targets=floats(np.full((TERRITORIES, 2), 1 / TERRITORIES)), tolerance=floats([0.05, 0.08]),
        edges=ints(np.concatenate([right, up])),
        xy_km=floats(np.stack([cols, rows], axis=1) * 10.0),
    )  # fmt: skip
    yield free
    yield replace(free, tolerance=floats([1e-4, 1e-4]))  # rules stay broken: repairs and reheating
    current, cost = ints(rows * TERRITORIES // SIDE), floats(weights[:, 0] * 50)
    yield replace(free, current=current, switch_cost=cost)
    yield replace(free, kept_from=ints([[0, 0], [n - 1, 1]]))  # what an ask for the rest uses
    seats = ints([0, SIDE - 1, n - 1])
    given = replace(free, seats=seats, objective=Objective(Kind.DISTANCE))
    yield given
    yield replace(given, tolerance=floats([1e-4, 1e-4]))  # corridors are sought
    yield replace(given, current=current, switch_cost=cost)


if __name__ == "__main__":
    with suppress(OSError, AttributeError):  # there is no niceness on Windows
        os.nice(NICE)
    sys.exit(main())
