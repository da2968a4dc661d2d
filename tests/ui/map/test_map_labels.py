"""Labels: found room, never over one another."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.model.types import ints
from ui.map.anchors import Anchor, OwnerGrid, label_anchors, owner_grid
from ui.map.label_layout import Rect, boxes_along, crosses, lines_cross, overlap, place_labels

BOUNDS: Rect = (4.0, 4.0, 392.0, 292.0)


def empty_grid() -> OwnerGrid:
    return OwnerGrid(ints(np.full((75, 100), -2)), 4.0)


anchors = st.builds(
    Anchor,
    territory=st.just(0),
    x=st.floats(0, 400),
    y=st.floats(0, 300),
    room=st.floats(0, 40),
    area=st.floats(0, 9000),
)
sizes = st.tuples(st.floats(10, 70), st.floats(12, 40))
boxes = st.tuples(st.floats(0, 380), st.floats(0, 280), st.floats(5, 120), st.floats(5, 120))


@settings(max_examples=60)
@given(
    st.lists(st.tuples(anchors, sizes), max_size=25),
    st.lists(boxes, max_size=4),
    st.dictionaries(st.integers(0, 24), boxes, max_size=4),
)
def test_labels_never_touch_each_other_or_an_obstacle_or_the_edge(
    wanted: list[tuple[Anchor, tuple[float, float]]],
    obstacles: list[Rect],
    seats: dict[int, Rect],
) -> None:
    found = [Anchor(i, a.x, a.y, a.room, a.area) for i, (a, _) in enumerate(wanted)]
    placed = place_labels(
        found, [size for _, size in wanted], obstacles, empty_grid(), BOUNDS, seats
    )
    rects = [label.rect for label in placed]
    for number, rect in enumerate(rects):
        assert not any(overlap(rect, other) for other in rects[:number])
        assert not any(overlap(rect, other) for other in (*obstacles, *seats.values()))
        assert rect[0] >= 4.0
        assert rect[1] >= 4.0
        assert rect[0] + rect[2] <= 396.0
        assert rect[1] + rect[3] <= 296.0
    assert len({label.territory for label in placed}) == len(placed)
    for label in placed:
        others = [other.rect for other in placed if other is not label]
        assert label.line is None or not any(crosses(label.line, other) for other in others)
        lines = [other.line for other in placed if other.line and other is not label]
        assert label.line is None or not any(lines_cross(label.line, line) for line in lines)


def test_lines_cross_when_each_parts_the_ends_of_the_other() -> None:
    assert lines_cross((0, 0, 10, 10), (0, 10, 10, 0))
    assert not lines_cross((0, 0, 4, 4), (0, 10, 10, 0))
    assert not lines_cross((0, 0, 10, 0), (0, 1, 10, 1))


def test_a_line_meets_a_box_it_crosses_touches_or_lies_in() -> None:
    box = (10.0, 10.0, 20.0, 20.0)
    assert crosses((0, 0, 40, 40), box)
    assert crosses((15, 15, 16, 16), box)
    assert crosses((20, 0, 20, 10), box)
    assert not crosses((0, 0, 9, 40), box)
    assert not crosses((0, 0, 40, 5), box)
    assert not crosses((0, 25, 15, 45), box)


def test_a_label_with_room_stands_on_its_anchor() -> None:
    placed = place_labels([Anchor(0, 200, 150, 50, 9999)], [(40, 30)], [], empty_grid(), BOUNDS)
    assert placed[0].rect == (180, 135, 40, 30)
    assert placed[0].leader is None


def test_a_label_goes_under_its_own_home_base() -> None:
    seat = (195.0, 145.0, 10.0, 10.0)
    anchor = Anchor(0, 200, 150, 50, 9999)
    placed = place_labels([anchor], [(40, 30)], [], empty_grid(), BOUNDS, {0: seat})
    assert placed[0].rect == (180, 157, 40, 30)


def test_a_label_whose_surroundings_are_taken_stands_apart_with_a_line() -> None:
    around = (165.0, 120.0, 70.0, 60.0)
    placed = place_labels([Anchor(0, 200, 150, 5, 100)], [(40, 30)], [around], empty_grid(), BOUNDS)
    assert placed[0].leader == (200, 150)


def test_a_label_without_any_place_is_left_out() -> None:
    everything = (0.0, 0.0, 400.0, 300.0)
    anchor = Anchor(0, 200, 150, 5, 100)
    assert place_labels([anchor], [(40, 30)], [everything], empty_grid(), BOUNDS) == []


def test_the_label_of_a_small_territory_does_not_stand_on_a_large_one() -> None:
    owner = np.zeros((75, 100), np.int32)
    owner[36:39, 49:52] = 1
    grid = OwnerGrid(ints(owner), 4.0)
    small, large = label_anchors(grid, 2)[::-1]
    assert (small.territory, large.territory) == (1, 0)
    placed = place_labels([large, small], [(40, 30), (40, 30)], [], grid, BOUNDS)
    assert {label.territory: label.leader is not None for label in placed} == {0: False, 1: True}


def test_an_anchor_lies_deep_inside_its_territory() -> None:
    owner = np.full((40, 60), -2)
    owner[5:35, 5:25] = 0  # 20 cells wide, 30 high
    owner[5:35, 25:55] = 1
    for anchor in label_anchors(OwnerGrid(ints(owner), 4.0), 2):
        column, row = int(anchor.x // 4), int(anchor.y // 4)
        assert owner[row, column] == anchor.territory
        assert anchor.room >= 4.0 * 8
    assert [anchor.territory for anchor in label_anchors(OwnerGrid(ints(owner), 4.0), 2)] == [1, 0]


def test_a_territory_out_of_sight_has_no_anchor() -> None:
    grid = OwnerGrid(ints([[0, 0], [0, 0]]), 4.0)
    assert [anchor.territory for anchor in label_anchors(grid, 3)] == [0]


def test_an_anchor_stays_while_no_other_place_is_clearly_better() -> None:
    grid = OwnerGrid(ints(np.zeros((40, 60))), 4.0)
    assert label_anchors(grid, 1, {0: (127.0, 83.0)})[0].x == 127.0
    far_off = label_anchors(grid, 1, {0: (2.0, 2.0)})[0]
    assert far_off.x > 40.0


def test_owners_are_sampled_from_the_raster() -> None:
    ids = np.repeat(np.repeat(np.array([[0, 1], [2, 2]], np.int32), 8, axis=0), 8, axis=1)
    grid = owner_grid(ids, ints([5, -1]), 1.0)
    assert grid.owner.tolist() == [[-2, -2, 5, 5], [-2, -2, 5, 5], [-1] * 4, [-1] * 4]
    assert grid.cell == 4.0


def test_a_map_of_one_territory_has_one_anchor() -> None:
    owner = np.full((30, 40), -2)
    owner[5:25, 5:35] = 0
    owner[10:12, 10:12] = -1

    (anchor,) = label_anchors(OwnerGrid(ints(owner), 4.0), 1)

    assert anchor.territory == 0


@given(st.tuples(st.floats(0, 400), st.floats(0, 300), st.floats(0, 400), st.floats(0, 300)), boxes)
def test_what_keeps_clear_of_the_squares_along_a_line_keeps_clear_of_the_line(
    line: tuple[float, float, float, float], box: Rect
) -> None:
    along = boxes_along(line)
    if not any(overlap(square, box) for square in along):
        assert not crosses(line, box)


def test_a_label_without_a_line_takes_no_squares() -> None:
    assert boxes_along(None) == []
