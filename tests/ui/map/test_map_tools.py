"""Tools of the map with real mouse and key events: what each gesture asks for."""

from __future__ import annotations

import math
from collections.abc import Hashable

import numpy as np
import pytest
from builders import grid_regions
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QMouseEvent, QPainter
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from planner.model.types import Ints, bools, floats, ints
from ui.map.accounts_drawing import AccountMark, BunchMark
from ui.map.canvas import MapCanvas
from ui.map.content import MapContent, TerritoryMark
from ui.map.homes import HomeMark
from ui.map.levels import prepare_map
from ui.map.requests import (
    AssignRegions,
    BendBarrier,
    DrawBarrier,
    Leave,
    LockMark,
    LockRegions,
    LockTerritory,
    MergeTerritories,
    PlaceSeat,
    Request,
    SelectionMode,
    SelectRegions,
    SelectTerritory,
    SplitAt,
    SplitTerritory,
)
from ui.map.scene import MapScene
from ui.map.tools.area import ReshapeTool
from ui.map.tools.barrier import BarrierTool
from ui.map.tools.brush import BrushTool
from ui.map.tools.flood import FloodTool
from ui.map.tools.line import SplitTool
from ui.map.tools.lock import LockTool
from ui.map.tools.merge import MergeTool
from ui.map.tools.outline import LassoTool, PolygonTool, RectangleTool, turned
from ui.map.tools.seat import SeatTool
from ui.map.tools.select import SelectTool
from ui.map.tools.taking import Inside
from ui.map.tools.tool import Tool
from ui.theme.theme import T

LEFT = Qt.MouseButton.LeftButton
SHIFT, ALT = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.AltModifier
CONTROL, NONE = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.NoModifier
OWNER = ints(np.arange(36) % 6 // 3)  # the west half is territory 0, the east half 1
MARKS = (TerritoryMark("T01", "+3 %", seat=7, colour=0), TerritoryMark("T02", "−3 %", colour=1))
KINDS = (
    LassoTool, RectangleTool, PolygonTool, FloodTool, SplitTool, BarrierTool, MergeTool, SeatTool, LockTool,
)  # fmt: skip


@pytest.fixture
def canvas(qtbot: QtBot) -> MapCanvas:
    """A 6 x 6 grid, region 0 at the south-west, 50 pixels a region."""
    regions = grid_regions(6, 6)
    made = MapCanvas()
    qtbot.addWidget(made)
    made.resize(348, 348)
    made.set_map(prepare_map(regions.geometry, regions.points), regions.graph.edges)
    made.show_content(MapContent(OWNER, MARKS))
    for kind in KINDS:
        made.add_tool(kind)
    made.show()
    qtbot.waitExposed(made)
    return made


@pytest.fixture
def asked(canvas: MapCanvas) -> list[Request]:
    heard: list[Request] = []
    canvas.requested.connect(heard.append)
    return heard


def at(region: int, right: int = 0, down: int = 0) -> QPoint:
    """The middle of a region on screen, or a place beside it."""
    row, column = divmod(region, 6)
    return QPoint(24 + 25 + 50 * column + right, 324 - 25 - 50 * row + down)


def drag(
    qtbot: QtBot,
    canvas: MapCanvas,
    *points: QPoint,
    keys: Qt.KeyboardModifier = NONE,
    release: bool = True,
) -> None:
    qtbot.mousePress(canvas, LEFT, keys, points[0])
    for point in points[1:]:
        held = QMouseEvent(
            QMouseEvent.Type.MouseMove, point, canvas.mapToGlobal(point), LEFT, LEFT, keys
        )
        QApplication.sendEvent(canvas, held)
    if release:
        qtbot.mouseRelease(canvas, LEFT, keys, points[-1])


def chosen(request: Request) -> list[int]:
    assert isinstance(request, SelectRegions)
    return request.regions.tolist()


# Outlines


def test_a_rectangle_takes_the_regions_whose_centre_it_holds(
    qtbot: QtBot, canvas: MapCanvas, asked: list[Request]
) -> None:
    canvas.use_tool("rectangle")
    drag(qtbot, canvas, at(0, -10, 10), at(8, 10, -10))
    assert [chosen(each) for each in asked] == [[0, 1, 2, 6, 7, 8]]


def test_a_rectangle_from_right_to_left_is_the_same(
    qtbot: QtBot, canvas: MapCanvas, asked: list[Request]
) -> None:
    canvas.use_tool("rectangle")
    drag(qtbot, canvas, at(8, 10, -10), at(0, -10, 10), keys=SHIFT)
    assert [chosen(each) for each in asked] == [[0, 1, 2, 6, 7, 8]]
    assert asked[0].mode is SelectionMode.ADD  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("inside", "found"),
    [
        (Inside.CENTRE, [7]),
        (Inside.WHOLE, [7]),
        (Inside.TOUCHED, [0, 1, 2, 6, 7, 8, 12, 13, 14]),
    ],
)
def test_an_outline_counts_centres_whole_regions_or_all_it_touches(
    qtbot: QtBot, canvas: MapCanvas, asked: list[Request], inside: Inside, found: list[int]
) -> None:
    canvas.taking.inside = inside
    canvas.use_tool("rectangle")
    drag(qtbot, canvas, at(7, -30, -30), at(7, 30, 30))  # 5 pixels beyond region 7 on every side
    assert [chosen(each) for each in asked] == [found]


def test_an_outline_within_one_region_touches_it(
    qtbot: QtBot, canvas: MapCanvas, asked: list[Request]
) -> None:
    canvas.taking.inside = Inside.TOUCHED
    canvas.use_tool("rectangle")
    drag(qtbot, canvas, at(7, 5, 5), at(7, 15, 15))
    assert [chosen(each) for each in asked] == [[7]]


def test_a_lasso_takes_from_the_source_alone(
    qtbot: QtBot, canvas: MapCanvas, asked: list[Request]
) -> None:
    canvas.taking.source = 1
    canvas.use_tool("lasso")
    corners = [at(7, -20, 20), at(10, 20, 20), at(10, 20, -20), at(7, -20, -20)]
    drag(qtbot, canvas, *corners)
    assert [chosen(each) for each in asked] == [[9, 10]]


def test_a_polygon_is_clicked_corner_by_corner_and_ended_by_enter(
    qtbot: QtBot, canvas: MapCanvas, asked: list[Request]
) -> None:
    canvas.use_tool("polygon")
    for corner in (at(0, -20, 20), at(2, 20, 20), at(2, 20, -20), at(0, -20, -20)):
        qtbot.mouseClick(canvas, LEFT, NONE, corner)
    assert asked == []
    qtbot.keyClick(canvas, Qt.Key.Key_Return)
    assert [chosen(each) for each in asked] == [[0, 1, 2]]


def test_a_click_on_the_first_corner_closes_a_polygon(
    qtbot: QtBot, canvas: MapCanvas, asked: list[Request]
) -> None:
    canvas.use_tool("polygon")
    for corner in (at(0, -12, 12), at(1, 12, 12), at(6, 12, -12), at(0, -12, 12)):
        qtbot.mouseClick(canvas, LEFT, NONE, corner)
    assert [chosen(each) for each in asked] == [[0, 1]]


def test_a_double_click_ends_a_polygon(
    qtbot: QtBot, canvas: MapCanvas, asked: list[Request]
) -> None:
    canvas.use_tool("polygon")
    for corner in (at(0, -12, 12), at(2, 12, 12), at(2, 12, -12)):
        qtbot.mouseClick(canvas, LEFT, NONE, corner)
    qtbot.mouseDClick(canvas, LEFT, NONE, at(2, 12, -12))
    assert [chosen(each) for each in asked] == [[1, 2]]


def test_backspace_takes_the_last_corner_back_and_escape_all(
    qtbot: QtBot, canvas: MapCanvas, asked: list[Request]
) -> None:
    canvas.use_tool("polygon")
    for corner in (at(0), at(2), at(14), at(35)):
        qtbot.mouseClick(canvas, LEFT, NONE, corner)
    tool = canvas.tool
    assert isinstance(tool, PolygonTool)
    qtbot.keyClick(canvas, Qt.Key.Key_Backspace)
    assert len(tool.points) == 3
    qtbot.keyClick(canvas, Qt.Key.Key_Escape)
    assert tool.points == []
    assert asked == []
    qtbot.keyClick(canvas, Qt.Key.Key_Escape)
    assert asked == [Leave()]


def test_a_corner_snaps_to_the_corner_of_a_region_and_to_its_border(canvas: MapCanvas) -> None:
    corner, border = at(7, -25, 25), at(7, 25, 0)
    assert canvas.snapped(corner.x() + 5, corner.y() - 4) == pytest.approx(
        (corner.x(), corner.y()), abs=0.02
    )
    assert canvas.snapped(border.x() + 5, border.y() + 3) == pytest.approx(
        (border.x(), border.y() + 3), abs=0.02
    )
    assert canvas.snapped(at(7).x(), at(7).y()) == (at(7).x(), at(7).y())


def test_sides_turn_in_steps_of_fifteen_degrees() -> None:
    x, y = turned((0.0, 0.0), (10.0, 3.0))  # 16.7 degrees
    assert math.degrees(math.atan2(y, x)) == pytest.approx(15.0)
    assert math.hypot(x, y) == pytest.approx(math.hypot(10, 3))


# The flood


def test_a_flood_takes_the_territory_up_to_its_border(
    qtbot: QtBot, canvas: MapCanvas, asked: list[Request]
) -> None:
    canvas.use_tool("flood")
    qtbot.mouseClick(canvas, LEFT, NONE, at(0))
    assert chosen(asked[0]) == np.flatnonzero(OWNER == 0).tolist()


def test_a_flood_leaves_a_piece_beyond_another_territory(
    qtbot: QtBot, canvas: MapCanvas, asked: list[Request]
) -> None:
    owner = OWNER.copy()
    owner[12:18] = 1  # a row of the east parts the west in two
    canvas.show_content(MapContent(owner, MARKS))
    canvas.use_tool("flood")
    qtbot.mouseClick(canvas, LEFT, NONE, at(0))
    assert chosen(asked[0]) == [0, 1, 2, 6, 7, 8]


def test_a_flood_stops_at_a_barrier(qtbot: QtBot, canvas: MapCanvas, asked: list[Request]) -> None:
    barriers = ints([(column, column + 6) for column in range(6)])
    canvas.show_content(MapContent(OWNER, MARKS, barriers=barriers))
    canvas.use_tool("flood")
    qtbot.mouseClick(canvas, LEFT, NONE, at(0))
    assert chosen(asked[0]) == [0, 1, 2]


def test_a_flood_of_what_nobody_has_takes_the_whole_hole(
    qtbot: QtBot, canvas: MapCanvas, asked: list[Request]
) -> None:
    owner = OWNER.copy()
    owner[[14, 15, 20]] = -1
    canvas.show_content(MapContent(owner, MARKS))
    canvas.use_tool("flood")
    qtbot.mouseClick(canvas, LEFT, NONE, at(14))
    assert chosen(asked[0]) == [14, 15, 20]


def test_a_flood_goes_as_far_as_the_area_it_is_given(
    qtbot: QtBot, canvas: MapCanvas, asked: list[Request]
) -> None:
    flood = canvas.add_tool(FloodTool)
    flood.areas = ints(np.arange(36) // 12)
    canvas.use_tool("flood")
    qtbot.mouseClick(canvas, LEFT, NONE, at(0))
    assert chosen(asked[0]) == list(range(12))


# Moving what is selected


def test_control_click_gives_the_selection_to_the_territory_there(
    qtbot: QtBot, canvas: MapCanvas, asked: list[Request]
) -> None:
    canvas.set_selection(ints([2, 8]))
    qtbot.mouseClick(canvas, LEFT, CONTROL, at(9))
    assert isinstance(asked[0], AssignRegions)
    assert (asked[0].regions.tolist(), asked[0].territory) == ([2, 8], 1)


def test_what_is_selected_is_dragged_onto_another_territory(
    qtbot: QtBot, canvas: MapCanvas, asked: list[Request]
) -> None:
    drafts: list[Ints | None] = []
    canvas.draftChanged.connect(drafts.append)
    canvas.set_selection(ints([2, 8]))
    drag(qtbot, canvas, at(2), at(2, 20, 0), at(4), release=False)
    draft = drafts[-1]
    assert draft is not None
    assert draft[[2, 8]].tolist() == [1, 1]  # shown before it is made
    assert asked == []
    qtbot.mouseRelease(canvas, LEFT, NONE, at(4))
    assert isinstance(asked[0], AssignRegions)
    assert (asked[0].regions.tolist(), asked[0].territory) == ([2, 8], 1)
    assert drafts[-1] is None


def test_escape_drops_what_is_dragged(
    qtbot: QtBot, canvas: MapCanvas, asked: list[Request]
) -> None:
    drafts: list[Ints | None] = []
    canvas.draftChanged.connect(drafts.append)
    canvas.set_selection(ints([2]))
    drag(qtbot, canvas, at(2), at(2, 20, 0), at(4), release=False)
    qtbot.keyClick(canvas, Qt.Key.Key_Escape)
    qtbot.mouseRelease(canvas, LEFT, NONE, at(4))
    assert drafts[-1] is None
    assert asked == []


def test_locked_regions_are_not_dragged_along(
    qtbot: QtBot, canvas: MapCanvas, asked: list[Request]
) -> None:
    locked = np.zeros(36, np.bool_)
    locked[8] = True
    canvas.show_content(MapContent(OWNER, MARKS, locked=bools(locked)))
    drafts: list[Ints | None] = []
    canvas.draftChanged.connect(drafts.append)
    canvas.set_selection(ints([2, 8]))
    drag(qtbot, canvas, at(2), at(2, 20, 0), at(4), release=False)
    draft = drafts[-1]
    assert draft is not None
    assert draft[[2, 8]].tolist() == [1, 0]


class Marks:
    """A drawing with one mark, 12 pixels wide, in the middle of region 9."""

    def __init__(self, mark: Hashable) -> None:
        self.mark = mark

    def paint(self, painter: QPainter, scene: MapScene) -> None:
        """Show nothing."""

    def mark_at(self, scene: MapScene, x: float, y: float) -> Hashable | None:
        return self.mark if math.dist((x, y), at(9).toTuple()) <= 6 else None


@pytest.mark.parametrize("mark", [AccountMark(3), BunchMark(2, 5.0, (4,))])
def test_the_lock_takes_an_account_before_its_region(
    qtbot: QtBot, canvas: MapCanvas, asked: list[Request], mark: Hashable
) -> None:
    canvas.add_drawing(Marks(mark))
    canvas.use_tool("lock")
    qtbot.mouseClick(canvas, LEFT, pos=at(9))
    assert asked == [LockMark(mark)]
    drag(qtbot, canvas, at(9), at(9, 15))  # let go beside it
    assert len(asked) == 1
    qtbot.mouseClick(canvas, LEFT, pos=at(9, 15))
    assert isinstance(asked[1], LockRegions)


def test_a_home_is_nothing_to_lock_its_region_is(
    qtbot: QtBot, canvas: MapCanvas, asked: list[Request]
) -> None:
    canvas.add_drawing(Marks(HomeMark(0)))
    canvas.use_tool("lock")
    qtbot.mouseClick(canvas, LEFT, pos=at(9))
    assert isinstance(asked[0], LockRegions)


# Lines


def test_a_line_splits_the_territory_it_runs_through_longest(
    qtbot: QtBot, canvas: MapCanvas, asked: list[Request]
) -> None:
    canvas.use_tool("split")
    drag(qtbot, canvas, at(12, -20), at(13), at(15, -15))
    split = asked[0]
    assert isinstance(split, SplitTerritory)
    assert split.territory == 0
    expected = canvas.metres_of(floats([(at(12, -20).x(), at(12).y()), (at(13).x(), at(13).y())]))
    assert split.line[:2] == pytest.approx(expected)


def test_a_line_in_metres_comes_back_to_its_pixels(canvas: MapCanvas) -> None:
    pixels = floats([(30.0, 40.0), (200.0, 100.0)])
    assert canvas.pixels_of(canvas.metres_of(pixels)) == pytest.approx(pixels)
    # Region 7 of the grid: its centre in the plan's own metres.
    centre = grid_regions(6, 6).points[[7]]
    assert canvas.pixels_of(centre)[0] == pytest.approx((at(7).x(), at(7).y()), abs=0.02)


def test_a_click_with_the_split_tool_asks_for_halves(
    qtbot: QtBot, canvas: MapCanvas, asked: list[Request]
) -> None:
    canvas.use_tool("split")
    drag(qtbot, canvas, at(12), at(12, 3))
    qtbot.mouseClick(canvas, LEFT, pos=QPoint(3, 3))  # outside every region: nothing
    assert asked == [SplitAt(0, 12)]


def test_enter_with_the_split_tool_asks_for_the_region_that_has_the_keyboard(
    qtbot: QtBot, canvas: MapCanvas, asked: list[Request]
) -> None:
    canvas.use_tool("split")
    canvas.focus_region(22)
    qtbot.keyClick(canvas, Qt.Key.Key_Return)
    assert asked == [SplitAt(1, 22)]


def test_a_slip_of_the_hand_is_no_barrier(
    qtbot: QtBot, canvas: MapCanvas, asked: list[Request]
) -> None:
    canvas.use_tool("barrier")
    drag(qtbot, canvas, at(12), at(12, 3))
    assert asked == []


def test_a_barrier_is_drawn_and_with_alt_opened(
    qtbot: QtBot, canvas: MapCanvas, asked: list[Request]
) -> None:
    canvas.use_tool("barrier")
    drag(qtbot, canvas, at(6, -20, 25), at(11, 20, 25))
    drag(qtbot, canvas, at(6, -20, 25), at(11, 20, 25), keys=ALT)
    assert [isinstance(each, DrawBarrier) and each.opens for each in asked] == [False, True]


RIVER = ints([(2 + 6 * row, 3 + 6 * row) for row in range(6)])
"""The borders between the third and the fourth column."""


@pytest.fixture
def river(canvas: MapCanvas) -> MapCanvas:
    canvas.show_content(MapContent(OWNER, MARKS, barriers=RIVER))
    canvas.use_tool("barrier")
    return canvas


def bends(asked: list[Request]) -> list[tuple[tuple[int, int], list[int]]]:
    assert all(isinstance(each, BendBarrier) for each in asked)
    return [
        (each.pair, each.regions.tolist()) for each in asked if isinstance(each, BendBarrier)
    ]  # fmt: skip


def test_a_barrier_is_pulled_round_the_regions_the_pointer_goes_through(
    qtbot: QtBot, river: MapCanvas, asked: list[Request]
) -> None:
    drag(qtbot, river, at(8, 24), at(9), at(10), at(16))
    drag(qtbot, river, at(8, 27), at(9))  # taken from the other side of the line
    drag(qtbot, river, at(8, 26), at(8), at(7))
    drag(qtbot, river, at(8, 24), at(8))
    assert bends(asked) == [((8, 9), [9, 10, 16]), ((8, 9), [9]), ((8, 9), [7, 8]), ((8, 9), [8])]


def test_going_back_takes_regions_back_and_a_click_bends_nothing(
    qtbot: QtBot, river: MapCanvas, asked: list[Request]
) -> None:
    drag(qtbot, river, at(8, 24), at(9), at(10), at(9))
    drag(qtbot, river, at(8, 24), at(9), at(8, 22))
    drag(qtbot, river, at(8, 24), at(8, 20))
    assert bends(asked) == [((8, 9), [9])]


def test_a_barrier_shows_where_it_would_run_until_the_button_is_let_go(
    qtbot: QtBot, river: MapCanvas, asked: list[Request]
) -> None:
    assert river.scene is not None
    drag(qtbot, river, at(8, 24), at(9), release=False)
    shown = river.scene.barriers
    assert shown is not None
    assert [8, 9] not in shown.tolist()
    assert {(3, 9), (9, 10), (9, 15)} <= set(map(tuple, shown.tolist()))
    qtbot.keyClick(river, Qt.Key.Key_Escape)
    assert river.scene.barriers is None
    qtbot.mouseRelease(river, LEFT, NONE, at(9))
    assert asked == []


def test_beside_a_barrier_and_with_alt_a_line_is_drawn(
    qtbot: QtBot, river: MapCanvas, asked: list[Request]
) -> None:
    drag(qtbot, river, at(8, 10), at(9))
    drag(qtbot, river, at(8, 24), at(9), keys=ALT)
    assert [isinstance(each, DrawBarrier) and each.opens for each in asked] == [False, True]


SHORT = ints([(2 + 6 * row, 3 + 6 * row) for row in range(3)])
"""The same up to half of the map, where it ends amid regions 14, 15, 20 and 21."""


@pytest.fixture
def short_river(canvas: MapCanvas) -> MapCanvas:
    canvas.show_content(MapContent(OWNER, MARKS, barriers=SHORT))
    canvas.use_tool("barrier")
    return canvas


def test_at_its_end_a_barrier_goes_on_and_amid_it_bends(
    qtbot: QtBot, short_river: MapCanvas, asked: list[Request]
) -> None:
    end = at(14, 25, -25)
    drag(qtbot, short_river, end + QPoint(2, -3), at(20), at(21))
    drag(qtbot, short_river, end + QPoint(0, 9), at(15), at(16))
    drawn, bent = asked
    assert isinstance(drawn, DrawBarrier)
    assert (drawn.goes_on, drawn.opens) == ((14, 15), False)
    assert len(drawn.line) > 2
    assert bends([bent]) == [((14, 15), [15, 16])]


def test_shift_begins_a_new_barrier_on_an_old_one_and_at_its_end(
    qtbot: QtBot, short_river: MapCanvas, asked: list[Request]
) -> None:
    for start in (at(14, 25), at(14, 25, -25)):
        drag(qtbot, short_river, start, at(15), at(16), keys=SHIFT)
    assert len(asked) == 2
    assert [isinstance(each, DrawBarrier) and each.goes_on for each in asked] == [None, None]


def test_with_alt_the_end_of_a_barrier_opens_it_too(
    qtbot: QtBot, short_river: MapCanvas, asked: list[Request]
) -> None:
    drag(qtbot, short_river, at(14, 25, -25), at(14), at(15), keys=ALT)
    assert isinstance(asked[0], DrawBarrier)
    assert (asked[0].opens, asked[0].goes_on) == (True, None)


def test_escape_forgets_the_end_a_line_went_on_from(
    qtbot: QtBot, short_river: MapCanvas, asked: list[Request]
) -> None:
    drag(qtbot, short_river, at(14, 25, -25), at(20), release=False)
    qtbot.keyClick(short_river, Qt.Key.Key_Escape)
    qtbot.mouseRelease(short_river, LEFT, NONE, at(20))
    drag(qtbot, short_river, at(20), at(21))
    assert [isinstance(each, DrawBarrier) and each.goes_on for each in asked] == [None]


def test_of_a_short_barrier_the_middle_half_still_bends(
    qtbot: QtBot, canvas: MapCanvas, asked: list[Request]
) -> None:
    canvas.show_content(MapContent(OWNER, MARKS, barriers=ints([(14, 15)])))
    canvas.use_tool("barrier")
    canvas.zoom_by(0.5, QPointF(174, 199))  # a border of 50 pixels comes to be one of 25
    canvas.settle()
    place = QPoint(174, 204)  # 8 pixels from its end
    drag(qtbot, canvas, place, place + QPoint(15, 0))
    assert bends(asked) == [((14, 15), [15])]


def test_a_barrier_all_around_has_no_end(
    qtbot: QtBot, canvas: MapCanvas, asked: list[Request]
) -> None:
    canvas.show_content(
        MapContent(OWNER, MARKS, barriers=ints([(8, 14), (13, 14), (14, 15), (14, 20)]))
    )
    canvas.use_tool("barrier")
    for corner in (at(14, 25, -25), at(14, 25, 25), at(14, -25, 25), at(14, -25, -25)):
        drag(qtbot, canvas, corner + QPoint(-1, -2), corner + QPoint(9, 9))
    assert not any(isinstance(each, DrawBarrier) for each in asked)


def test_an_end_shows_a_cross_to_go_on_from_and_with_shift_nothing_shows(
    qtbot: QtBot, short_river: MapCanvas
) -> None:
    def alike(one: QColor, other: QColor) -> bool:
        apart = np.subtract(one.getRgb(), other.getRgb())  # type: ignore[call-overload]
        return bool(np.abs(apart).max() < 20)

    def shown_at(place: QPoint, keys: Qt.KeyboardModifier = NONE) -> QColor:
        where = short_river.mapToGlobal(place)
        to = QMouseEvent(QMouseEvent.Type.MouseMove, place, where, Qt.MouseButton.NoButton,
                         Qt.MouseButton.NoButton, keys)  # fmt: skip
        QApplication.sendEvent(short_river, to)
        return short_river.grab().toImage().pixelColor(place)

    end, amid = at(14, 25, -25), at(14, 25)
    assert alike(shown_at(end), T("map_select"))
    assert alike(shown_at(amid), T("surface"))
    assert alike(shown_at(end, SHIFT), T("map_ghost"))  # the barrier alone


def test_enter_lets_a_barrier_pass_the_region_with_the_keyboard_on_its_other_side(
    qtbot: QtBot, river: MapCanvas, asked: list[Request]
) -> None:
    river.focus_region(9)
    qtbot.keyClick(river, Qt.Key.Key_Return)
    assert bends(asked) == [((8, 9), [9])]


def test_a_barrier_that_can_be_taken_shows_a_handle(qtbot: QtBot, river: MapCanvas) -> None:
    qtbot.mouseMove(river, at(8, 10))
    before = river.grab().toImage().pixelColor(at(8, 25))
    qtbot.mouseMove(river, at(8, 24))
    assert river.grab().toImage().pixelColor(at(8, 25)) != before


def test_escape_drops_a_line(qtbot: QtBot, canvas: MapCanvas, asked: list[Request]) -> None:
    canvas.use_tool("barrier")
    drag(qtbot, canvas, at(6), at(11), release=False)
    qtbot.keyClick(canvas, Qt.Key.Key_Escape)
    qtbot.mouseRelease(canvas, LEFT, NONE, at(11))
    assert asked == []


# Territories, seats and locks


def test_two_clicked_territories_are_merged(
    qtbot: QtBot, canvas: MapCanvas, asked: list[Request]
) -> None:
    canvas.use_tool("merge")
    qtbot.mouseClick(canvas, LEFT, NONE, at(0))
    qtbot.mouseClick(canvas, LEFT, NONE, at(7))  # the same once more changes nothing
    qtbot.mouseClick(canvas, LEFT, NONE, at(5))
    assert asked == [SelectTerritory(0), SelectTerritory(0), MergeTerritories(0, 1)]


def test_escape_forgets_the_first_of_two_territories(
    qtbot: QtBot, canvas: MapCanvas, asked: list[Request]
) -> None:
    canvas.use_tool("merge")
    qtbot.mouseClick(canvas, LEFT, NONE, at(0))
    qtbot.keyClick(canvas, Qt.Key.Key_Escape)
    qtbot.mouseClick(canvas, LEFT, NONE, at(5))
    assert asked == [SelectTerritory(0), SelectTerritory(1)]


def test_a_seat_is_dragged_to_another_region(
    qtbot: QtBot, canvas: MapCanvas, asked: list[Request]
) -> None:
    canvas.use_tool("seat")
    drag(qtbot, canvas, at(7), at(7, 20), at(13))
    assert asked == [SelectTerritory(0), PlaceSeat(0, 13)]


def test_a_click_places_the_seat_of_the_territory_there(
    qtbot: QtBot, canvas: MapCanvas, asked: list[Request]
) -> None:
    canvas.use_tool("seat")
    qtbot.mouseClick(canvas, LEFT, NONE, at(10, 12, 12))
    assert asked == [SelectTerritory(1), PlaceSeat(1, 10)]


def test_delete_takes_the_seat_away(qtbot: QtBot, canvas: MapCanvas, asked: list[Request]) -> None:
    canvas.use_tool("seat")
    qtbot.mouseClick(canvas, LEFT, NONE, at(7))
    qtbot.keyClick(canvas, Qt.Key.Key_Delete)
    assert asked == [SelectTerritory(0), PlaceSeat(0, None)]


def test_the_lock_tool_at_a_label_locks_the_territory(
    qtbot: QtBot, canvas: MapCanvas, asked: list[Request]
) -> None:
    canvas.grab()  # labels are placed when the map is painted
    label = next(
        QPoint(x, y)
        for y in range(0, 348, 4)
        for x in range(0, 348, 4)
        if canvas.label_at(x, y) == 1
    )
    canvas.use_tool("lock")
    qtbot.mouseClick(canvas, LEFT, NONE, label)
    assert asked == [LockTerritory(1, True)]
    qtbot.mouseClick(canvas, LEFT, NONE, at(0, -15, 15))
    assert isinstance(asked[1], LockRegions)


@pytest.mark.parametrize("kind", [SelectTool, BrushTool, ReshapeTool, *KINDS])
def test_a_map_that_is_still_on_its_way_answers_no_gesture(qtbot: QtBot, kind: type[Tool]) -> None:
    canvas = MapCanvas()
    qtbot.addWidget(canvas)
    canvas.resize(348, 348)
    canvas.show()
    canvas.add_tool(kind)
    canvas.use_tool(kind.name)
    heard: list[Request] = []
    canvas.requested.connect(heard.append)
    drag(qtbot, canvas, at(7), at(14), at(21))
    qtbot.mouseDClick(canvas, LEFT, pos=at(15))
    keys = (Qt.Key.Key_Return, Qt.Key.Key_Backspace, Qt.Key.Key_Delete, Qt.Key.Key_Right)
    for key in (*keys, Qt.Key.Key_Space, Qt.Key.Key_5):
        qtbot.keyClick(canvas, key)
    assert heard == []
    qtbot.keyClick(canvas, Qt.Key.Key_Escape)
    assert heard == [Leave()]
