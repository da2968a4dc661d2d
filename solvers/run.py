"""The one place where CP-SAT is called: seed, deterministic limit and a stop that is not lost."""

from __future__ import annotations

import threading
from collections.abc import Callable

from ortools.sat.python import cp_model

WATCH_EVERY_S = 0.05


def run(
    model: cp_model.CpModel,
    *,
    seed: int,
    deterministic_s: float,
    stop: Callable[[], bool],
    workers: int = 1,
    relative_gap: float = 0.0,
    linearization_level: int = 1,
    presolve: bool = True,
    callback: cp_model.CpSolverSolutionCallback | None = None,
) -> tuple[cp_model.CpSolver, int]:
    """Solve a CP-SAT model under a limit of work.

    Parameters
    ----------
    model : CpModel
    seed : int
    deterministic_s : float
        Deterministic time, the same on every machine; about a second of a desktop core each.
    stop : callable
        Asked every 50 ms; the search ends soon after it says True.
    workers : int
        With 1 the answer repeats exactly.
    relative_gap : float
        CP-SAT says OPTIMAL within this gap.
    linearization_level : int
    presolve : bool
    callback : CpSolverSolutionCallback, optional

    Returns
    -------
    CpSolver, int
        The solver holding the answer and its status (UNKNOWN when stopped before the search).
    """
    solver = cp_model.CpSolver()
    solver.parameters.random_seed = seed
    solver.parameters.num_workers = workers
    solver.parameters.max_deterministic_time = deterministic_s
    solver.parameters.relative_gap_limit = relative_gap
    solver.parameters.linearization_level = linearization_level
    solver.parameters.cp_model_presolve = presolve
    if stop():
        return solver, int(cp_model.UNKNOWN)
    ended = threading.Event()
    watcher = threading.Thread(target=_watch, args=(solver, stop, ended), daemon=True)
    watcher.start()
    try:
        status = solver.solve(model, callback)
    finally:
        ended.set()
        watcher.join()
    return solver, int(status)


def _watch(solver: cp_model.CpSolver, stop: Callable[[], bool], ended: threading.Event) -> None:
    # A single stop_search before the search begins is silently lost (OR-Tools issue 3621, seen in
    # 9.15), so it is repeated until the search has ended.
    while not ended.wait(WATCH_EVERY_S):
        if stop():
            solver.stop_search()
