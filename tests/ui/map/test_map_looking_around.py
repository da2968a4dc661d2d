"""Looking around and editing by chance: the map shows and finds what a map drawn anew does."""

from __future__ import annotations

from functools import cache

import numpy as np
import shapely
from builders import grid_edges, grid_regions
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot
from test_map_preparation import wiggled
from test_map_raster import geometry_of, points_in, voronoi

from planner.model.types import Ints, floats, ints
from ui.map.canvas import MapCanvas
from ui.map.content import MapContent, TerritoryMark
from ui.map.fills import rgb
from ui.map.frame import Frame, Look
from ui.map.levels import prepare_map
from ui.map.overlay import Overlay
from ui.map.prepared import PreparedMap
from ui.map.scene import MapScene
from ui.map.sharpening import BANDS
from ui.map.tools.outline import LassoTool
from ui.map.within import regions_within
from ui.theme.theme import T

MARKS = tuple(TerritoryMark(f"T{i}", colour=i) for i in range(4))
WIDE, HIGH = 150, 110

pans = st.tuples(st.just("pan"), st.integers(-200, 200), st.integers(-150, 150))
zooms = st.tuples(st.just("zoom"), st.floats(0.4, 2.5), st.floats(0, WIDE))
edits = st.tuples(st.just("edit"), st.integers(0, 39), st.integers(-1, 3))
rests = st.tuples(st.sampled_from(["rest", "band"]), st.none(), st.none())


def scene_of(seed: int, dpr: float = 1.0) -> MapScene:
    shapes = wiggled(voronoi(seed), 60.0)
    prepared = prepare_map(geometry_of(shapes), points_in(shapes))
    scene = MapScene(prepared, prepared.borders, round(WIDE * dpr), round(HIGH * dpr), dpr)
    scene.content = MapContent(ints(np.arange(prepared.regions) % 4), MARKS)
    scene.refresh()
    return scene


def take(scene: MapScene, step: tuple[str, float, float]) -> None:
    kind, first, second = step
    if kind == "pan":
        scene.pan(first, second)
    elif kind == "zoom":
        scene.zoom(first, second, second / 2)
    elif kind == "rest":
        scene.sharpen()
    elif kind == "band":
        scene.sharpen_step()
    else:
        owner = scene.content.owner.copy()
        owner[int(first) % len(owner)] = second
        scene.content = MapContent(ints(owner), MARKS)
        scene.refresh()


@settings(max_examples=40)
@given(
    st.integers(0, 500),
    st.lists(st.one_of(pans, zooms, edits, rests), max_size=14),
    st.sampled_from([1.0, 1.5, 2.0]),
)
def test_any_pans_zooms_and_edits_end_in_what_is_drawn_anew(
    seed: int, steps: list[tuple[str, float, float]], dpr: float
) -> None:
    scene = scene_of(seed, dpr)
    for step in steps:
        take(scene, step)
    turns = 1
    while not scene.sharpen_step():
        turns += 1
    assert turns <= BANDS
    frame = scene.frame
    fresh = Frame(scene.prepared, frame.width, frame.height, dpr)
    look = frame.look
    fresh.take(Look(scene.content, look.selected, look.outlined, look.cut_off))
    fresh.show(scene.view)
    assert (fresh.ids == frame.ids).all()
    # Lines that cross the seam of a strip may differ in their last shade.
    assert (fresh.pixels != frame.pixels).mean() < 0.03


@cache
def squares() -> PreparedMap:
    regions = grid_regions(60, 60)
    return prepare_map(regions.geometry, regions.points)


def painted(overlay: Overlay, tiles: list[QRect]) -> QImage:
    """Return labels and home bases painted tile by tile, each told what is out of date."""
    image = QImage(WIDE, HIGH, QImage.Format.Format_RGB32)
    image.fill(0)
    for tile in tiles:
        with QPainter(image) as painter:
            painter.setClipRect(tile)
            overlay.paint(painter, tile.getRect())
    return image


def test_painting_part_by_part_leaves_out_no_label_and_no_home_base(qtbot: QtBot) -> None:
    scene = scene_of(7)
    marks = tuple(TerritoryMark(f"T{i}", "+12.5 %", seat=9 * i + 1, colour=i) for i in range(4))
    scene.content = MapContent(scene.content.owner, marks)
    overlay = Overlay(scene)
    overlay.place()
    assert overlay.layout is not None
    assert overlay.layout.labels
    scene.pan(7, -5)
    tiles = [QRect(x, y, 10, 10) for x in range(0, WIDE, 10) for y in range(0, HIGH, 10)]
    whole = painted(overlay, [QRect(0, 0, WIDE, HIGH)])
    assert painted(overlay, tiles) == whole
    assert painted(overlay, []) != whole


def test_a_zoom_is_drawn_sharp_in_bands_while_the_pointer_goes_on(qtbot: QtBot) -> None:
    canvas = MapCanvas()
    qtbot.addWidget(canvas)
    canvas.resize(100, 100)
    canvas.show()
    canvas.set_map(squares())
    canvas.zoom_by(3.0)
    assert canvas.scene is not None
    canvas.settle_step()
    assert not canvas.scene.sharp
    canvas.show_content(
        MapContent(ints(np.full(3600, 2)), MARKS)
    )  # begun bands would be out of date
    canvas.settle_step()
    qtbot.waitUntil(lambda: canvas.scene is not None and canvas.scene.sharp)
    assert (canvas.scene.frame.pixels[40:60, 40:60] == rgb(T("terr", 2))).mean() > 0.5


def zoomed_out() -> MapScene:
    """A map of 3,600 squares of 1 km, each a third of a pixel wide."""
    scene = MapScene(squares(), grid_edges(60, 60), 40, 40, 1.0)
    scene.zoom(0.5, 20, 20)
    scene.sharpen()
    return scene


def test_a_lasso_takes_regions_that_have_no_pixel() -> None:
    scene = zoomed_out()
    shown = np.unique(scene.frame.ids[scene.frame.ids > 0])
    assert len(shown) < 500  # most of the 3,600 are smaller than a pixel
    everything = floats([[0, 0], [40, 0], [40, 40], [0, 40]])
    assert regions_within(scene, everything).tolist() == list(range(3600))


@settings(max_examples=30)
@given(
    st.lists(st.tuples(st.floats(0, 40), st.floats(0, 40)), min_size=3, max_size=9),
    st.integers(-30, 30),
)
def test_a_lasso_takes_exactly_the_regions_whose_point_is_inside(
    corners: list[tuple[float, float]], away: int
) -> None:
    scene = zoomed_out()
    scene.pan(away, -away)
    line = shapely.make_valid(shapely.Polygon(corners))
    points = shapely.points(scene.pixels_of(scene.prepared.points))
    found = np.zeros(3600, np.bool_)
    found[regions_within(scene, floats(corners))] = True
    assert found[shapely.contains_properly(shapely.buffer(line, -1e-6), points)].all()
    assert not found[~shapely.intersects(shapely.buffer(line, 1e-6), points)].any()


@settings(max_examples=30)
@given(st.floats(-5, 45), st.floats(-5, 45), st.floats(0, 30))
def test_the_brush_reaches_the_regions_whose_point_is_under_it(
    x: float, y: float, radius: float
) -> None:
    scene = zoomed_out()
    away = np.hypot(*(scene.pixels_of(scene.prepared.points) - (x, y)).T)
    found = np.zeros(3600, np.bool_)
    found[scene.regions_near(x, y, radius)] = True
    assert found[away < radius - 1e-6].all()
    assert not found[away > radius + 1e-6].any()


def test_a_lasso_drawn_with_the_mouse_takes_regions_smaller_than_a_pixel(qtbot: QtBot) -> None:
    regions = grid_regions(80, 80)
    canvas = MapCanvas()
    qtbot.addWidget(canvas)
    canvas.resize(100, 100)
    canvas.show()
    canvas.set_map(prepare_map(regions.geometry, regions.points), regions.graph.edges)
    canvas.show_content(MapContent(ints(np.zeros(6400)), MARKS))
    canvas.add_tool(LassoTool)
    canvas.use_tool("lasso")
    asked: list[Ints] = []
    canvas.requested.connect(lambda request: asked.append(request.regions))
    corners = [QPoint(2, 2), QPoint(97, 2), QPoint(97, 97), QPoint(2, 97), QPoint(2, 3)]
    QTest.mousePress(canvas, Qt.MouseButton.LeftButton, pos=corners[0])
    for corner in corners[1:]:
        qtbot.mouseMove(canvas, corner)
    QTest.mouseRelease(canvas, Qt.MouseButton.LeftButton, pos=corners[-1])
    assert canvas.scene is not None
    assert len(np.unique(canvas.scene.frame.ids)) < 3000
    assert [len(found) for found in asked] == [6400]


def test_a_thin_region_between_two_pixels_is_picked_at_its_point() -> None:
    # The middle strip is 0.2 pixel wide and 60 long: no pixel has its middle in it.
    strips = [
        shapely.box(0, 0, 20.6, 60),
        shapely.box(20.6, 0, 20.8, 60),
        shapely.box(20.8, 0, 60, 60),
    ]
    prepared = prepare_map(geometry_of(strips), floats([[10, 30], [20.7, 30], [40, 30]]))
    scene = MapScene(prepared, prepared.borders, 108, 108, 1.0)
    assert scene.view.scale == 1.0
    assert not (scene.frame.ids == 2).any()
    at = [scene.pixels_of(prepared.points)[each].tolist() for each in range(3)]
    assert [scene.region_at(x, y) for x, y in at] == [0, 1, 2]
    (x, y) = at[1]
    assert scene.region_at(x, y + 3) in (0, 2)  # only where it is pointed at
