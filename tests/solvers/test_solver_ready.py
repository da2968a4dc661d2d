"""After `solvers.ready` a solve compiles nothing more."""

from __future__ import annotations

import sys

import pytest
from builders import grid_problem
from numba.core.registry import CPUDispatcher

from planner.judge.problem import Kind, Objective
from planner.model.types import ints
from solvers import ready
from solvers.options import SolveOptions
from solvers.territories.solve import solve


def compiled() -> set[tuple[str, str]]:
    """Return each loop of the solver with each kind of arguments it is compiled for."""
    modules = [module for name, module in sys.modules.items() if name.startswith("solvers.")]
    loops = {
        loop for module in modules for loop in vars(module).values()
        if isinstance(loop, CPUDispatcher)
    }  # fmt: skip
    return {(loop.py_func.__qualname__, str(kind)) for loop in loops for kind in loop.signatures}


@pytest.fixture(scope="module", autouse=True)
def _made_ready() -> None:
    assert ready.main() == 0


@pytest.mark.parametrize("given", [False, True])
def test_a_solve_finds_its_loops_compiled(given: bool) -> None:
    before = compiled()
    assert before
    problem = grid_problem(
        6, 9, 4, seats=ints([0, 8, 30, 53]) if given else None,
        objective=Objective(Kind.DISTANCE if given else Kind.INERTIA),
    )  # fmt: skip
    solve(problem, SolveOptions(work=3.0, workers=2))
    assert compiled() == before
