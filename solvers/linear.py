"""The one place where GLOP is called: a linear program in arrays, and a stop that is not lost."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import cast

import numpy as np
from numpy.typing import NDArray
from ortools.linear_solver.python import model_builder_helper as glop
from scipy import sparse

WATCH_EVERY_S = 0.05

QUICK = 4_000
"""Columns below which a program takes less than a twentieth of a second and is not watched."""


@dataclass(frozen=True, slots=True, eq=False)
class Program:
    """Minimise cost . x subject to low <= matrix x <= high and x >= 0.

    Attributes
    ----------
    cost : array, shape (c,)
    matrix : csr_matrix, shape (r, c)
    low, high : array, shape (r,)
    """

    cost: NDArray[np.float64]
    matrix: sparse.csr_matrix
    low: NDArray[np.float64]
    high: NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class LinearOptimum:
    """Values of the columns (c,), and what a unit of each row's limit is worth (r,)."""

    value: NDArray[np.float64]
    dual: NDArray[np.float64]


def solve_linear(program: Program, stop: Callable[[], bool]) -> LinearOptimum | None:
    """Solve with GLOP on one thread; None when it was stopped or has no optimum.

    Costs of 1e11 leave GLOP without duals: scale them to about 1e4.
    """
    if stop():
        return None
    model = glop.ModelBuilderHelper()
    columns = len(program.cost)
    # The stubs of 9.15 describe the arrays by their scalars, which no array is.
    fill = cast(Callable[..., None], model.fill_model_from_sparse_data)
    fill(
        np.zeros(columns), np.full(columns, np.inf), program.cost, program.low, program.high,
        program.matrix,
    )  # fmt: skip
    solver = glop.ModelSolverHelper("glop")
    ended = threading.Event()
    watcher = threading.Thread(target=_watch, args=(solver, stop, ended), daemon=True)
    watched = columns > QUICK
    if watched:
        watcher.start()
    try:
        solver.solve(model)
    finally:
        ended.set()
        if watched:
            watcher.join()
    if solver.status() != glop.SolveStatus.OPTIMAL:
        return None
    return LinearOptimum(np.array(solver.variable_values()), np.array(solver.dual_values()))


def _watch(
    solver: glop.ModelSolverHelper, stop: Callable[[], bool], ended: threading.Event
) -> None:
    while not ended.wait(WATCH_EVERY_S):
        if stop():
            solver.interrupt_solve()
