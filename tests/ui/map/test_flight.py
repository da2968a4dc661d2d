"""The map flies where it is sent, at once where nothing should move, and a hand on it stops it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from builders import grid_regions
from PySide6.QtCore import QPointF
from pytestqt.qtbot import QtBot

from planner.model.types import ints
from ui.map.canvas import MapCanvas
from ui.map.flight import between
from ui.map.levels import prepare_map
from ui.map.scene import MapScene
from ui.map.view import View
from ui.theme import theme


@pytest.fixture
def canvas(qtbot: QtBot) -> MapCanvas:
    regions = grid_regions(20, 20)
    made = MapCanvas()
    qtbot.addWidget(made)
    made.resize(400, 400)
    made.set_map(prepare_map(regions.geometry, regions.points), regions.graph.edges)
    made.show()
    qtbot.waitExposed(made)
    return made


@pytest.fixture
def still() -> Iterator[None]:
    theme.keep_still(True)
    yield
    theme.keep_still(False)


def scene(canvas: MapCanvas) -> MapScene:
    assert canvas.scene is not None
    return canvas.scene


def arrived(canvas: MapCanvas, region: int) -> bool:
    """Whether the map is sharp, closer than before, and shows the region in its middle."""
    shown = scene(canvas)
    (x, y), *_ = shown.pixels_of(shown.prepared.points[[region]]).tolist()
    closer = shown.view.scale > shown.view_around(ints(range(400))).scale * 2
    return shown.sharp and closer and abs(x - 200) < 2 and abs(y - 200) < 2


def test_a_flight_ends_sharp_with_its_goal_in_the_middle(canvas: MapCanvas, qtbot: QtBot) -> None:
    canvas.fly_to(ints([399]))
    assert not arrived(canvas, 399)
    qtbot.waitUntil(lambda: arrived(canvas, 399), timeout=2000)


def test_a_single_region_is_shown_with_what_lies_around_it(canvas: MapCanvas) -> None:
    goal = scene(canvas).view_around(ints([210]))
    assert goal.scale * 1000 < 400 / 2  # a region is 1000 m: more than two fit across


@pytest.mark.usefixtures("still")
def test_without_motion_the_map_is_there_at_once(canvas: MapCanvas) -> None:
    canvas.fly_to(ints([399]))
    assert arrived(canvas, 399)


def test_a_zoom_on_the_way_ends_the_flight(canvas: MapCanvas, qtbot: QtBot) -> None:
    canvas.fly_to(ints([399]))
    canvas.zoom_by(2.0, QPointF(0, 0))
    there = scene(canvas).view
    qtbot.wait(300)
    assert scene(canvas).view == there


def test_half_way_the_scale_is_the_geometric_mean_and_the_middle_half_way() -> None:
    first, second = View(1.0, 0.0, 0.0), View(4.0, -300.0, -300.0)
    half = between(first, second, 0.5, 100.0, 100.0)
    assert half.scale == 2.0
    assert half.point(100.0, 100.0) == (100.0, 100.0)
    assert between(first, second, 1.0, 100.0, 100.0) == second
