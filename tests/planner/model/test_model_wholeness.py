"""Whether territories stay in one piece, told from nearby: never wrongly, and mostly."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.model.graph import (
    Adjacency,
    adjacency,
    outside_main_piece,
    pieces_per_territory,
)
from planner.model.types import UNASSIGNED, Ints, ints
from planner.model.wholeness import stay_whole

WIDE, HIGH = 7, 6


def grid_edges() -> Ints:
    place = np.arange(WIDE * HIGH).reshape(HIGH, WIDE)
    across = np.stack([place[:, :-1].ravel(), place[:, 1:].ravel()], axis=1)
    down = np.stack([place[:-1].ravel(), place[1:].ravel()], axis=1)
    return ints(np.concatenate([across, down]))


EDGES = grid_edges()
LISTS: Adjacency = adjacency(WIDE * HIGH, EDGES)


def drawn(picture: str) -> Ints:
    """Return owners by letters a, b, ...; a dot is unassigned."""
    letters = "".join(picture.split())
    return ints([UNASSIGNED if one == "." else ord(one) - ord("a") for one in letters])


BANDS = drawn("aaabbbb aaabbbb aaabbbb aaabbbb aaabbbb aaa....")


def told(before: Ints, after: Ints) -> bool:
    return stay_whole(LISTS, before, after, outside_main_piece(EDGES, before))


@pytest.mark.parametrize(
    ("after", "whole"),
    [
        ("aaaabbb aaabbbb aaabbbb aaabbbb aaabbbb aaa....", True),  # one across the border
        ("aaabbbb aabbbbb aaabbbb aaabbbb aaabbbb aaa....", True),  # a dent
        ("aaabbbb bbbbbbb aaabbbb aaabbbb aaabbbb aaa....", False),  # cut through
        ("aaabbbb aaabbab aaabbbb aaabbbb aaabbbb aaa....", False),  # not beside what it has
        ("aaabbbb aaabb.b aaabbbb aaabbbb aaabbbb aaa....", True),  # a hole
        ("aaabbbb aaabbbb aaabbbb aaabbbb aaabbbb aaaa...", True),  # out of a gap
        ("aaaaaaa aaaaaaa aaaaaaa aaaaaaa aaaaaaa aaa....", False),  # nothing is left of one
        ("aaabbbb aaabbbb aaabbbb aaabbbb aaabbbb aaa...c", False),  # had nothing before
    ],
)
def test_a_look_around_tells_whether_territories_stay_whole(after: str, whole: bool) -> None:
    assert told(BANDS, drawn(after)) is whole


def test_a_territory_that_is_whole_by_a_way_further_around_is_left_open() -> None:
    ring = "aaaaaaa abbbbba abbbbba abbbbba abbbbba aaaaaaa"
    opened = "aaabaaa abbbbba abbbbba abbbbba abbbbba aaaaaaa"
    assert not told(drawn(ring), drawn(opened))
    assert pieces_per_territory(EDGES, drawn(opened), 2).tolist() == [1, 1]


@pytest.mark.parametrize(
    ("after", "stay"),
    [
        ("aabbbba abbbbba bbbbbba bbbbbba bbbbbba bbbbbba", True),  # far from the other piece
        ("aabbbaa abbbbba bbbbbba bbbbbba bbbbbba bbbbbba", True),  # the larger piece grows
        ("abbbbba abbbbba bbbbbba bbbbbba bbbbbba bbbbbba", False),  # at the other piece
    ],
)
def test_a_piece_apart_stays_apart_when_nothing_changes_near_it(after: str, stay: bool) -> None:
    before = drawn("aabbbba abbbbba bbbbbba bbbbbba bbbbbba bbbbbba")
    assert told(before, drawn(after)) is stay


def test_a_main_piece_that_may_become_the_smaller_one_is_left_open() -> None:
    before = drawn("aabbbbb aabbbbb bbbbbbb bbbbbaa bbbbbaa bbbbaaa")
    after = drawn("aabbbbb aabbbbb bbbbbbb bbbbbbb bbbbbba bbbbaaa")
    assert not told(before, after)


STARTS = ("aaabbbb" * 6, "aaaaaaa" + "bbbbbbb" * 5, "aabbccc" * 6, "aabbbbb" * 2 + "bbbbbaa" * 4)


@given(
    start=st.sampled_from(STARTS),
    moves=st.lists(st.tuples(st.integers(0, WIDE * HIGH - 1), st.integers(-1, 2)), max_size=9),
)
def test_what_is_told_to_stay_whole_has_the_same_pieces(
    start: str, moves: list[tuple[int, int]]
) -> None:
    before = drawn(start)
    after = before.copy()
    for region, owner in moves:
        after[region] = owner
    if told(before, ints(after)):
        was, now = (pieces_per_territory(EDGES, one, 3) for one in (before, ints(after)))
        assert now.tolist() == was.tolist()
        outside = [outside_main_piece(EDGES, one) for one in (before, ints(after))]
        assert np.array_equal(*outside)
