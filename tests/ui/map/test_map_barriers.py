"""Barriers on the map: a line along the borders they close, red where it clashes, dots over water."""

from __future__ import annotations

import numpy as np
import pytest
from builders import grid_regions
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor
from pytestqt.qtbot import QtBot

from planner.model.types import Ints, floats, ints
from ui.map.barriers import TICK, BarrierLines, stretches, ticks_of
from ui.map.canvas import MapCanvas
from ui.map.content import MapContent, TerritoryMark
from ui.map.levels import prepare_map
from ui.theme.theme import T

MARKS = (TerritoryMark("T01"),)
NORTH_SOUTH = ints([[1, 2], [5, 6], [9, 10], [13, 14]])
"""The middle of a square of four by four, from bottom to top."""
MIDDLE = (124, 62)
"""A logical pixel on that line, beside the corners of its squares."""


@pytest.fixture
def canvas(qtbot: QtBot) -> MapCanvas:
    regions = grid_regions(4, 4)
    made = MapCanvas()
    qtbot.addWidget(made)
    made.resize(248, 248)  # 200 pixels of map, 50 a region
    made.set_map(prepare_map(regions.geometry, regions.points), regions.graph.edges)
    made.show_content(MapContent(ints([0] * 16), MARKS))
    made.show()
    qtbot.waitExposed(made)
    return made


def show(canvas: MapCanvas, pairs: Ints) -> None:
    canvas.show_content(MapContent(ints([0] * 16), MARKS, barriers=pairs))


def colour_at(canvas: MapCanvas, x: int, y: int) -> QColor:
    return canvas.grab().toImage().pixelColor(x, y)


def near(one: QColor, other: QColor) -> bool:
    apart = [one.red() - other.red(), one.green() - other.green(), one.blue() - other.blue()]
    return max(map(abs, apart)) < 60


def test_a_barrier_is_one_line_along_the_borders_it_closes(canvas: MapCanvas) -> None:
    assert canvas.scene is not None
    lines = BarrierLines(canvas.scene).lines_of(NORTH_SOUTH)
    assert len(lines) == 1
    _, top, _, bottom = canvas.scene.prepared.extent
    assert np.ptp(lines[0], axis=0) == pytest.approx([0, bottom - top])


def test_a_barrier_shows_and_goes_with_the_rule(canvas: MapCanvas) -> None:
    before = colour_at(canvas, *MIDDLE)
    show(canvas, NORTH_SOUTH)
    assert near(colour_at(canvas, *MIDDLE), T("map_ghost"))
    show(canvas, ints(np.empty((0, 2))))
    assert colour_at(canvas, *MIDDLE) == before


def test_a_marked_barrier_stands_out_until_another_is_marked(canvas: MapCanvas) -> None:
    canvas.mark_barriers(NORTH_SOUTH[:, ::-1])
    assert near(colour_at(canvas, *MIDDLE), T("bad"))
    canvas.mark_barriers(ints([[0, 1]]))
    assert not near(colour_at(canvas, *MIDDLE), T("bad"))


def test_a_marked_link_over_water_is_drawn_between_its_ends(canvas: MapCanvas) -> None:
    canvas.mark_barriers(ints([[0, 3]]))  # they do not touch
    ends = [(24 + 25, 224 - 25), (24 + 175, 224 - 25)]
    assert all(near(colour_at(canvas, *end), T("bad")) for end in ends)


def test_ticks_stand_across_the_line_every_few_pixels_from_where_it_begins() -> None:
    along = stretches([floats([[0, 0], [10, 0], [10, 10]]), floats([[50, 5], [50, 8]])])
    ticks = ticks_of(along, QRectF(-100, -100, 300, 300))
    half = TICK / 2
    assert ticks.tolist() == [
        [0, -half, 0, half],
        [7, -half, 7, half],
        [10 + half, 4, 10 - half, 4],  # 14 pixels on, round the corner
        [50 + half, 5, 50 - half, 5],
    ]


def test_ticks_outside_the_window_are_left_out_and_those_inside_stay() -> None:
    along = stretches([floats([[0, 0], [7000, 0], [7000, 7000]])])
    ticks = ticks_of(along, QRectF(6900, 3000, 200, 200))
    assert len(ticks) == 1000  # those of the second stretch alone
    assert len(ticks_of(along, QRectF(100, 100, 200, 200))) == 0
    assert len(ticks_of(stretches([]), QRectF(0, 0, 9, 9))) == 0


def test_a_map_without_the_pair_draws_nothing(canvas: MapCanvas) -> None:
    assert canvas.scene is not None
    assert BarrierLines(canvas.scene).lines_of(ints([[0, 15]])) == ()
