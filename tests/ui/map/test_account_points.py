"""Accounts on the map: every one of them is drawn alone or counted in one bunch, and nothing overlaps."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.model.types import Floats, bools, floats, ints
from planner.notation import writing
from ui.map.account_points import APART, AccountPoints, bunched
from ui.map.bunch_layout import (
    GAP,
    Bunch,
    count_words,
    placed_bunches,
    radii_of,
    radius_of,
)
from ui.map.label_layout import Rect, overlap
from ui.map.view import View

SIZE = (400.0, 300.0)


def points_at(at: Floats, money: float = 10.0) -> AccountPoints:
    """Accounts of equal money at map metres."""
    count = len(at)
    nothing = bools(np.zeros(count))
    return AccountPoints(
        row=ints(np.arange(count)),
        at=floats(np.reshape(at, (-1, 2))),
        money=floats(np.full(count, money)),
        size=floats(np.zeros(count)),
        customer=nothing,
        named=nothing,
        guessed=nothing,
    )


def crowd(count: int, seed: int, spread: float) -> Floats:
    """Accounts in some towns of a country that fills the window."""
    rng = np.random.default_rng(seed)
    towns = rng.random((8, 2)) * SIZE
    at = towns[rng.integers(0, 8, count)] + rng.normal(size=(count, 2)) * spread
    return floats(np.clip(at, 0, SIZE))


crowds = st.builds(
    crowd, st.integers(0, 400), st.integers(0, 1000), st.sampled_from([0.0, 3.0, 20.0, 80.0])
)
views = st.builds(
    View, st.sampled_from([0.5, 1.0, 2.0, 4.0]), st.integers(-300, 50), st.integers(-200, 50)
)
boxes = st.tuples(st.floats(-20, 380), st.floats(-20, 280), st.floats(5, 120), st.floats(5, 60))


@settings(max_examples=60)
@given(crowds, views)
def test_every_account_in_view_is_drawn_alone_or_counted_once(at: Floats, view: View) -> None:
    found = bunched(points_at(at), view, 1.0, SIZE, radii_of)
    pixels = view.pixel(at)
    inside = ((pixels >= 0) & (pixels <= SIZE)).all(axis=1)
    drawn = np.concatenate([found.single, found.members(found.cell)])
    assert len(np.unique(drawn)) == len(drawn)
    assert set(np.flatnonzero(inside).tolist()) <= set(drawn.tolist())
    assert found.count.sum() == len(found.members(found.cell))
    assert found.money.sum() == pytest.approx(10.0 * found.count.sum())


@settings(max_examples=60)
@given(crowds, views, st.lists(boxes, max_size=8))
def test_bunches_never_touch_each_other_or_what_is_taken_and_lose_nobody(
    at: Floats, view: View, taken: list[Rect]
) -> None:
    found = bunched(points_at(at), view, 1.0, SIZE, radii_of)
    placed = placed_bunches(found, taken)
    for number, one in enumerate(placed):
        assert not any(overlap(one.box, rect) for rect in taken)
        for other in placed[:number]:
            assert np.hypot(one.x - other.x, one.y - other.y) >= one.radius + other.radius
    if placed:
        assert sum(one.count for one in placed) == found.count.sum()
        assert sum(one.money for one in placed) == pytest.approx(found.money.sum())
        cells = [cell for one in placed for cell in one.cells]
        assert sorted(cells) == sorted(found.cell.tolist())


def test_single_accounts_can_be_told_apart() -> None:
    at = floats(np.array([[10, 10], [10 + 2 * APART, 10], [200, 200], [200.5, 200.5]]))
    found = bunched(points_at(at), View(), 1.0, SIZE, radii_of)
    assert sorted(found.single.tolist()) == [0, 1]
    assert found.count.tolist() == [2]
    assert found.at[0].tolist() == pytest.approx([200.25, 200.25], abs=12)


def test_closer_by_a_bunch_falls_apart() -> None:
    at = floats([[100, 100], [103, 100]])
    assert bunched(points_at(at), View(), 1.0, SIZE, radii_of).count.tolist() == [2]
    closer = View(8.0, -700, -700)
    assert len(bunched(points_at(at), closer, 1.0, SIZE, radii_of).single) == 2


def test_bunches_stay_as_they_are_while_the_map_pans() -> None:
    points = points_at(crowd(300, 1, 10.0))
    here = bunched(points, View(), 1.0, SIZE, radii_of)
    aside = bunched(points, View().moved(37, -21), 1.0, SIZE, radii_of)
    there = {tuple(place) for place in np.round(aside.at - (37, -21), 6).tolist()}
    inner = (here.at > 60).all(axis=1) & (here.at < np.subtract(SIZE, 60)).all(axis=1)
    assert inner.any()
    assert {tuple(place) for place in np.round(here.at[inner], 6).tolist()} <= there


def test_on_a_fine_screen_the_same_accounts_make_the_same_bunches() -> None:
    points = points_at(crowd(300, 2, 10.0))
    plain = bunched(points, View(1.0, 5, 7), 1.0, SIZE, radii_of)
    fine = bunched(points, View(2.0, 10, 14), 2.0, SIZE, radii_of)
    assert fine.count.tolist() == plain.count.tolist()
    assert fine.at == pytest.approx(plain.at)


@pytest.mark.parametrize(
    ("count", "words"),
    [(1, "1"), (999, "999"), (1000, "1.0k"), (9949, "9.9k"), (9950, "10k"), (250_000, "250k"),
     (2_500_000, "2.5M")],
)  # fmt: skip
def test_a_count_fits_its_bunch(count: int, words: str) -> None:
    assert count_words(count) == words
    with writing("point_comma"):
        assert count_words(count) == words.replace(".", ",")


def test_more_accounts_make_a_larger_bunch() -> None:
    sizes = [radius_of(count) for count in (2, 20, 200, 2_000, 20_000)]
    assert sizes == sorted(sizes)
    assert sizes[0] < sizes[-1]


def test_a_bunch_that_finds_no_place_joins_its_neighbour() -> None:
    at = floats(np.repeat(np.array([[32, 28], [96, 28]]), [3, 4], axis=0))
    found = bunched(points_at(at), View(), 1.0, SIZE, radii_of)
    assert sorted(found.count.tolist()) == [3, 4]
    (joined,) = placed_bunches(found, [(-60.0, -60.0, 136.0, 180.0)])
    assert (joined.count, len(joined.cells)) == (7, 2)
    assert joined.x > 76 + GAP


def test_a_bunch_steps_aside_for_a_label() -> None:
    found = bunched(points_at(floats(np.tile([32, 28], (3, 1)))), View(), 1.0, SIZE, radii_of)
    (one,) = placed_bunches(found, [])
    (moved,) = placed_bunches(found, [(one.x - 5, one.y - 5, 10.0, 10.0)])
    assert isinstance(moved, Bunch)
    assert (moved.x, moved.y) != (one.x, one.y)
    assert moved.count == 3


def test_points_whose_columns_differ_are_refused() -> None:
    with pytest.raises(ValueError, match="different lengths"):
        AccountPoints(
            ints([0]), floats([[0, 0]]), floats([]), floats([0]), bools([0]), bools([0]), bools([0])
        )
