"""A part that is hard to prove is searched again before the proof begins; no other one is."""

from __future__ import annotations

import numpy as np
import pytest
from builders import grid_problem

from planner.judge.parts import parts
from planner.model.types import Ints, ints
from solvers.crew import Crew
from solvers.options import SolveOptions
from solvers.territories.board import Board
from solvers.territories.search import WIDE, Search
from solvers.territories.standing import Best
from solvers.territories.terrain import terrain_of
from solvers.watch import Watch


def combs(side: int) -> Ints:
    """Two combs that reach into one another: equal and connected, and far from compact."""
    row, column = np.divmod(np.arange(side * side), side)
    return ints(np.where(column == 0, 0, np.where(column == side - 1, 1, row % 2)))


def repeated(side: int, *, gap: float | None, exact: bool = False) -> Best:
    """Return what another search makes of two combs whose bound lies so far below."""
    problem = grid_problem(side, side, 2, tolerance=0.1)
    best = Best(problem, combs(side))
    best.raise_bound(None if gap is None else (1 - gap) * best.standing.score)
    options = SolveOptions(work=20, exact=exact)
    board = Board(problem, parts(problem), Watch(options, None, None))
    board.open([best])
    with Crew(1) as crew:
        Search(terrain_of(problem), best, board, options, crew).repeat()
    return best


def test_a_part_far_from_its_bound_is_searched_from_other_starts() -> None:
    halves = ints(np.arange(36) // 18)
    best = repeated(6, gap=WIDE + 0.1)
    assert best.standing <= Best(best.problem, halves).standing


@pytest.mark.parametrize(
    ("side", "gap"), [(6, WIDE - 0.1), (6, None), (4, WIDE + 0.1), (12, WIDE + 0.1)],
    ids=["close to its bound", "without bound", "proven at once", "too large for a proof"],
)  # fmt: skip
def test_any_other_part_is_left_as_it_is(side: int, gap: float | None) -> None:
    assert (repeated(side, gap=gap).owner == combs(side)).all()


def test_a_proof_on_request_is_prepared_on_larger_parts_too() -> None:
    best = repeated(12, gap=WIDE + 0.1, exact=True)
    assert best.standing < Best(best.problem, combs(12)).standing
