"""Corners of an outline: rings stay closed, the other rings stay as they are."""

from __future__ import annotations

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from planner.edits.areas import EmptyAreaError, sound
from planner.edits.corners import (
    add_corner,
    corners_of,
    middles_of,
    move_corner,
    remove_corner,
    side_near,
)
from planner.model.geometry import Geometry
from planner.model.inside import outline_of, shape_of

# Eight corners with a hole of four in the middle, and a square of four beside it.
ROUND = shapely.Point(0, 0).buffer(900, quad_segs=2)
SQUARE = outline_of(ROUND - shapely.box(-90, -90, 90, 90) | shapely.box(2000, 0, 2900, 900))


def rings_close(outline: Geometry) -> bool:
    starts, ends = outline.ring_start[:-1], outline.ring_start[1:] - 1
    return bool((outline.xy[starts] == outline.xy[ends]).all())


@given(st.integers(0, 15), st.sampled_from(("move", "add", "remove")))
def test_every_edit_keeps_rings_closed_and_the_others_untouched(at: int, edit: str) -> None:
    corner = int(corners_of(SQUARE)[at])
    if edit == "move":
        after, more = (
            move_corner(SQUARE, corner, (SQUARE.xy[corner, 0] + 7, SQUARE.xy[corner, 1])),
            0,
        )
    elif edit == "add":
        after, more = add_corner(SQUARE, corner, tuple(middles_of(SQUARE)[at].tolist())), 1
    else:
        after, more = remove_corner(SQUARE, corner), -1
    assert rings_close(after)
    assert len(corners_of(after)) == 16 + more
    before = {
        ring.wkt for part in shape_of(SQUARE).geoms for ring in (part.exterior, *part.interiors)
    }
    now = {ring.wkt for part in shape_of(after).geoms for ring in (part.exterior, *part.interiors)}
    assert len(now - before) == 1


def test_a_corner_added_in_the_middle_changes_no_land() -> None:
    first = int(corners_of(SQUARE)[0])
    after = add_corner(SQUARE, first, tuple(middles_of(SQUARE)[0].tolist()))
    assert shape_of(after).equals(shape_of(SQUARE))


def test_a_triangle_keeps_its_corners() -> None:
    triangle = outline_of(shapely.Polygon([(0, 0), (900, 0), (0, 900)]))
    with pytest.raises(EmptyAreaError):
        remove_corner(triangle, 1)


def test_the_nearest_side_is_found() -> None:
    square = outline_of(shapely.Polygon([(0, 0), (900, 0), (900, 900), (0, 900)]))
    assert side_near(square, (450, -20)) == 0
    assert side_near(square, (880, 500)) == 1
    assert side_near(square, (5, 300)) == 3


def test_a_line_dragged_across_itself_is_made_sound() -> None:
    square = outline_of(shapely.Polygon([(0, 0), (900, 0), (900, 900), (0, 900)]))
    crossed = move_corner(square, 0, (1000, 450))
    assert not shape_of(crossed).is_valid
    assert shape_of(sound(crossed)).is_valid
    assert sound(square) is square
