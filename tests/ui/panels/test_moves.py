from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from planner.model.types import floats, ints
from ui.panels.moves import moves_between, regions_of, with_moves


def test_moves_are_grouped_from_and_to_with_their_sums() -> None:
    before, after = ints([0, 0, 1, 1, -1]), ints([1, 1, 0, 1, 0])
    loads = floats([[1, 10], [2, 20], [4, 40], [8, 80], [16, 160]])
    moves = moves_between(before, after, loads)
    assert [(m.source, m.target, m.regions.tolist(), m.amounts) for m in moves] == [
        (0, 1, [0, 1], (3.0, 30.0)),
        (-1, 0, [4], (16.0, 160.0)),
        (1, 0, [2], (4.0, 40.0)),
    ]
    assert regions_of(moves).tolist() == [0, 1, 2, 4]


def test_nothing_moved_is_no_move() -> None:
    owner = ints([0, 1])
    assert moves_between(owner, owner, floats(np.ones((2, 1)))) == ()
    assert regions_of(()).tolist() == []


@given(st.lists(st.tuples(st.integers(-1, 3), st.integers(-1, 3)), min_size=1, max_size=30))
def test_all_moves_together_give_the_proposal(pairs: list[tuple[int, int]]) -> None:
    before, after = ints([a for a, _ in pairs]), ints([b for _, b in pairs])
    moves = moves_between(before, after, floats(np.ones((len(pairs), 1))))
    assert with_moves(before, moves).tolist() == after.tolist()
    assert sum(len(move.regions) for move in moves) == int((before != after).sum())
