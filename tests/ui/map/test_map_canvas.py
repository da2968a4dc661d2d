"""The canvas: gestures become requests, and what is asked for is what was pointed at."""

from __future__ import annotations

import numpy as np
import pytest
from builders import grid_regions
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QImage, QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from planner.model.types import Ints, bools, ints
from ui.map.canvas import MapCanvas
from ui.map.content import MapContent, Shown, TerritoryMark
from ui.map.levels import prepare_map
from ui.map.requests import (
    AssignRegions,
    Leave,
    LockRegions,
    MoveSelection,
    OpenRegion,
    PickTarget,
    Request,
    SelectionMode,
    SelectRegions,
    SelectTerritory,
)
from ui.map.tools.brush import BrushTool
from ui.map.tools.lock import LockTool
from ui.map.tools.outline import LassoTool
from ui.theme import theme
from ui.theme.theme import T

LEFT = Qt.MouseButton.LeftButton
SHIFT, ALT = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.AltModifier
CONTROL, NONE = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.NoModifier

ROWS, COLS = 6, 6
OWNER = ints(np.arange(36) % 6 // 3)  # the west half is territory 0, the east half 1
MARKS = (TerritoryMark("T01", "+3 %", seat=7, colour=0), TerritoryMark("T02", "−3 %", colour=1))


class Heard:
    """What the canvas asked for."""

    def __init__(self, canvas: MapCanvas) -> None:
        self.selections: list[tuple[list[int], SelectionMode]] = []
        self.territories: list[int] = []
        self.assignments: list[tuple[list[int], int]] = []
        self.drafts: list[Ints | None] = []
        self.locks: list[tuple[list[int], bool]] = []
        self.hovers: list[int] = []
        self.others: list[Request] = []
        canvas.requested.connect(self._hear)
        canvas.draftChanged.connect(self.drafts.append)
        canvas.hovered.connect(self.hovers.append)

    def _hear(self, request: Request) -> None:
        match request:
            case SelectRegions(regions, mode):
                self.selections.append((regions.tolist(), mode))
            case SelectTerritory(territory):
                self.territories.append(territory)
            case AssignRegions(regions, territory):
                self.assignments.append((regions.tolist(), territory))
            case LockRegions(regions, locked):
                self.locks.append((regions.tolist(), locked))
            case _:
                self.others.append(request)


@pytest.fixture
def canvas(qtbot: QtBot) -> MapCanvas:
    regions = grid_regions(ROWS, COLS)
    made = MapCanvas()
    qtbot.addWidget(made)
    made.resize(348, 348)  # 300 pixels of map, 50 a region
    made.set_map(prepare_map(regions.geometry, regions.points), regions.graph.edges)
    made.show_content(MapContent(OWNER, MARKS))
    for kind in (BrushTool, LassoTool, LockTool):
        made.add_tool(kind)
    made.show()
    qtbot.waitExposed(made)
    return made


@pytest.fixture
def brush(canvas: MapCanvas) -> BrushTool:
    return canvas.add_tool(BrushTool)


@pytest.fixture
def heard(canvas: MapCanvas) -> Heard:
    return Heard(canvas)


def at(region: int, right: int = 0, down: int = 0) -> QPoint:
    """The middle of a region on screen, or a place beside it."""
    row, column = divmod(region, COLS)
    return QPoint(24 + 25 + 50 * column + right, 324 - 25 - 50 * row + down)


def drag(
    qtbot: QtBot, canvas: MapCanvas, *places: QPoint, keys: Qt.KeyboardModifier = NONE
) -> None:
    qtbot.mousePress(canvas, LEFT, keys, places[0])
    for place in places[1:]:
        _held_move(canvas, place, keys)
    qtbot.mouseRelease(canvas, LEFT, keys, places[-1])


def _held_move(canvas: MapCanvas, place: QPoint, keys: Qt.KeyboardModifier = NONE) -> None:
    where = QPointF(place)
    QApplication.sendEvent(
        canvas, QMouseEvent(QEvent.Type.MouseMove, where, where, LEFT, LEFT, keys)
    )


def wheel(canvas: MapCanvas, place: QPoint, turns: int) -> None:
    event = QWheelEvent(
        QPointF(place), QPointF(place), QPoint(), QPoint(0, 120 * turns),
        Qt.MouseButton.NoButton, NONE, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(canvas, event)


def picture(canvas: MapCanvas) -> QImage:
    return canvas.grab().toImage()


# Looking


def test_every_region_is_picked_where_it_is_drawn(canvas: MapCanvas) -> None:
    for region in range(36):
        place = at(region)
        assert canvas.region_at(place.x(), place.y()) == region
    assert canvas.region_at(5, 5) == -1
    assert canvas.region_at(-50, 1000) == -1


def test_a_region_has_the_colour_of_its_territory_and_follows_an_edit(canvas: MapCanvas) -> None:
    place = at(14, 15, 15)
    assert picture(canvas).pixelColor(place) == T("terr", 0)
    owner = OWNER.copy()
    owner[14] = 1
    canvas.show_content(MapContent(owner, MARKS))
    assert picture(canvas).pixelColor(place) == T("terr", 1)
    assert picture(canvas).pixelColor(at(13, 15, 15)) == T("terr", 0)


def test_the_pointer_tells_where_it_is(qtbot: QtBot, canvas: MapCanvas, heard: Heard) -> None:
    qtbot.mouseMove(canvas, at(3))
    qtbot.mouseMove(canvas, at(3, 5, 5))
    qtbot.mouseMove(canvas, at(4))
    qtbot.mouseMove(canvas, QPoint(2, 2))
    assert heard.hovers == [3, 4, -1]


def test_the_wheel_zooms_at_the_pointer(qtbot: QtBot, canvas: MapCanvas) -> None:
    place = at(31)
    for turns in (1, 2, -1):
        wheel(canvas, place, turns)
        assert canvas.region_at(place.x(), place.y()) == 31
    assert canvas.scene is not None
    assert not canvas.scene.sharp
    picture(canvas)
    qtbot.waitUntil(lambda: canvas.scene is not None and canvas.scene.sharp)
    assert canvas.region_at(place.x(), place.y()) == 31


def test_zoom_has_an_end_in_both_directions(canvas: MapCanvas) -> None:
    assert canvas.scene is not None
    fitted = canvas.scene.view.scale
    canvas.zoom_by(1e-9)
    assert canvas.scene.view.scale == pytest.approx(fitted / 2)
    canvas.zoom_by(1e12)
    assert canvas.scene.view.scale == pytest.approx(2.0)  # half a metre a pixel


def test_the_hand_and_the_space_key_move_the_map(qtbot: QtBot, canvas: MapCanvas) -> None:
    canvas.use_tool("hand")
    drag(qtbot, canvas, at(14), at(15))
    assert canvas.region_at(at(15).x(), at(15).y()) == 14
    canvas.use_tool("select")
    qtbot.keyPress(canvas, Qt.Key.Key_Space)
    drag(qtbot, canvas, at(15), at(14))
    qtbot.keyRelease(canvas, Qt.Key.Key_Space)
    assert canvas.region_at(at(14).x(), at(14).y()) == 14


def test_keys_zoom_fit_and_pan(qtbot: QtBot, canvas: MapCanvas) -> None:
    assert canvas.scene is not None
    fitted = canvas.scene.view
    qtbot.keyClick(canvas, Qt.Key.Key_Plus)
    assert canvas.scene.view.scale > fitted.scale
    qtbot.keyClick(canvas, Qt.Key.Key_0)
    assert canvas.scene.view == fitted
    qtbot.keyClick(canvas, Qt.Key.Key_Left, CONTROL)
    assert canvas.scene.view == fitted.moved(80, 0)
    canvas.set_selection(ints([0]))
    qtbot.keyClick(canvas, Qt.Key.Key_F)
    assert canvas.region_at(174, 174) == 0


def test_a_fitted_map_follows_the_size_of_the_window(qtbot: QtBot, canvas: MapCanvas) -> None:
    canvas.resize(648, 648)
    assert canvas.region_at(324 - 50, 324 - 50) == 20
    assert canvas.region_at(30, 30) == 30
    canvas.fit_regions(ints([0]))
    canvas.resize(448, 448)
    assert canvas.region_at(224, 224) == 0


def test_a_theme_change_repaints_the_map(canvas: MapCanvas) -> None:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    place = at(14, 15, 15)
    before = theme.mode()
    other = "dark" if before == "light" else "light"
    try:
        picture(canvas)
        theme.apply(app, other)
        assert picture(canvas).pixelColor(place) == T("terr", 0, of=other)
    finally:
        theme.apply(app, before)


def test_a_busy_map_is_dimmed_and_still_selects(
    qtbot: QtBot, canvas: MapCanvas, heard: Heard
) -> None:
    clear = picture(canvas).pixelColor(at(14, 15, 15))
    canvas.set_busy(True)
    assert picture(canvas).pixelColor(at(14, 15, 15)) != clear
    qtbot.mouseClick(canvas, LEFT, NONE, at(14, 15, 15))
    assert heard.selections == [([14], SelectionMode.REPLACE)]
    canvas.use_tool("brush")
    drag(qtbot, canvas, at(14), at(15))
    assert heard.assignments == []


def test_a_canvas_without_a_map_answers_everything_quietly(qtbot: QtBot) -> None:
    empty = MapCanvas()
    qtbot.addWidget(empty)
    empty.resize(100, 80)
    empty.show()
    qtbot.mouseClick(empty, LEFT, NONE, QPoint(50, 40))
    wheel(empty, QPoint(50, 40), 1)
    for key in (Qt.Key.Key_Left, Qt.Key.Key_Plus, Qt.Key.Key_F, Qt.Key.Key_Escape):
        qtbot.keyClick(empty, key)
    assert empty.region_at(50, 40) == -1
    assert picture(empty).pixelColor(50, 40) == T("map_bg")


def test_content_for_another_map_is_refused(canvas: MapCanvas) -> None:
    with pytest.raises(ValueError, match="does not fit"):
        canvas.show_content(MapContent(ints([0]), MARKS))


def test_labels_keep_clear_of_what_floats_over_the_map(canvas: MapCanvas) -> None:
    picture(canvas)
    label = next(place for place in _grid_places() if canvas.label_at(*place) == 0)
    float_bar = QWidget(canvas)
    float_bar.setGeometry(round(label[0]) - 30, round(label[1]) - 30, 60, 60)
    float_bar.show()
    canvas.fit_all()
    picture(canvas)
    covered = [place for place in _grid_places() if float_bar.geometry().contains(*place)]
    assert covered
    assert all(canvas.label_at(*place) == -1 for place in covered)
    assert any(canvas.label_at(*place) == 0 for place in _grid_places())


def _grid_places() -> list[tuple[int, int]]:
    return [(x, y) for x in range(0, 348, 6) for y in range(0, 348, 6)]


def test_a_proposal_paints_in_each_of_its_views(canvas: MapCanvas) -> None:
    after = OWNER.copy()
    after[[14, 20]] = 1
    seen = []
    for shown in Shown:
        canvas.show_content(MapContent(after, MARKS, before=OWNER, shown=shown))
        seen.append(picture(canvas).pixelColor(at(0, 15, 15)).name())
    assert seen[0] == seen[1] == seen[2] == T("terr", 0).name()
    assert seen[3] != seen[0]  # pale in the difference


# Selecting


def test_a_click_selects_a_region(qtbot: QtBot, canvas: MapCanvas, heard: Heard) -> None:
    qtbot.mouseClick(canvas, LEFT, NONE, at(35))
    qtbot.mouseClick(canvas, LEFT, SHIFT, at(34))
    qtbot.mouseClick(canvas, LEFT, ALT, at(34))
    qtbot.mouseClick(canvas, LEFT, NONE, QPoint(3, 3))
    assert heard.selections == [
        ([35], SelectionMode.REPLACE),
        ([34], SelectionMode.ADD),
        ([34], SelectionMode.REMOVE),
        ([], SelectionMode.REPLACE),
    ]


def test_shift_on_a_selected_region_takes_it_out(
    qtbot: QtBot, canvas: MapCanvas, heard: Heard
) -> None:
    canvas.set_selection(ints([34]))
    qtbot.mouseClick(canvas, LEFT, SHIFT, at(34))
    assert heard.selections == [([34], SelectionMode.REMOVE)]


def test_a_drag_selects_what_is_inside_the_box(
    qtbot: QtBot, canvas: MapCanvas, heard: Heard
) -> None:
    drag(qtbot, canvas, at(0, -10, 10), at(7, 10, -10))
    assert heard.selections == [([0, 1, 6, 7], SelectionMode.REPLACE)]


def test_a_double_click_asks_for_the_territory(
    qtbot: QtBot, canvas: MapCanvas, heard: Heard
) -> None:
    qtbot.mouseDClick(canvas, LEFT, NONE, at(35))
    assert heard.territories == [1]


def test_a_click_on_a_label_asks_for_its_territory(
    qtbot: QtBot, canvas: MapCanvas, heard: Heard
) -> None:
    picture(canvas)
    places = [place for place in _grid_places() if canvas.label_at(*place) == 1]
    qtbot.mouseClick(canvas, LEFT, NONE, QPoint(*places[len(places) // 2]))
    assert heard.territories == [1]
    assert heard.selections == []


def test_the_lasso_takes_the_regions_whose_point_is_inside(
    qtbot: QtBot, canvas: MapCanvas, heard: Heard
) -> None:
    canvas.use_tool("lasso")
    drag(qtbot, canvas, at(0, -20, 20), at(2, 10, 10), at(2, 10, -10), at(0, -20, -20))
    assert heard.selections == [([0, 1, 2], SelectionMode.REPLACE)]


def test_the_lasso_takes_regions_smaller_than_a_pixel(
    qtbot: QtBot, canvas: MapCanvas, heard: Heard
) -> None:
    regions = grid_regions(60, 60)
    canvas.resize(98, 98)
    canvas.set_map(prepare_map(regions.geometry, regions.points))
    assert canvas.scene is not None
    canvas.zoom_by(0.5, QPointF(49, 49))
    canvas.scene.sharpen()
    assert len(np.unique(canvas.scene.frame.ids)) < 1000  # most have no pixel of their own
    canvas.use_tool("lasso")
    drag(qtbot, canvas, QPoint(5, 5), QPoint(93, 5), QPoint(93, 93), QPoint(5, 93))
    assert heard.selections[0][0] == list(range(3600))


def test_a_crossed_lasso_still_selects(qtbot: QtBot, canvas: MapCanvas, heard: Heard) -> None:
    canvas.use_tool("lasso")
    drag(qtbot, canvas, at(0, -20, 20), at(7, 20, -20), at(1, 20, 20), at(6, -20, -20))
    assert len(heard.selections) == 1


def test_escape_drops_the_gesture_then_the_selection_then_asks_the_page(
    qtbot: QtBot, canvas: MapCanvas, heard: Heard
) -> None:
    canvas.use_tool("lasso")
    canvas.set_selection(ints([3]))
    qtbot.mousePress(canvas, LEFT, NONE, at(0))
    _held_move(canvas, at(9))
    qtbot.keyClick(canvas, Qt.Key.Key_Escape)
    qtbot.mouseRelease(canvas, LEFT, NONE, at(9))
    assert heard.selections == []
    qtbot.keyClick(canvas, Qt.Key.Key_Escape)
    assert heard.selections == [([], SelectionMode.REPLACE)]
    canvas.set_selection(ints([]))
    qtbot.keyClick(canvas, Qt.Key.Key_Escape)
    assert heard.others == [Leave()]


# Painting


def test_a_stroke_is_one_request_and_shows_itself_meanwhile(
    qtbot: QtBot, canvas: MapCanvas, heard: Heard
) -> None:
    canvas.use_tool("brush")
    qtbot.mousePress(canvas, LEFT, NONE, at(14))
    _held_move(canvas, at(16, 0, 0))
    draft = heard.drafts[-1]
    assert draft is not None
    assert np.flatnonzero(draft != OWNER).tolist() == [15, 16]
    assert picture(canvas).pixelColor(at(15, 15, 15)) == T("terr", 0)
    assert heard.assignments == []
    qtbot.mouseRelease(canvas, LEFT, NONE, at(16))
    assert heard.assignments == [([15, 16], 0)]
    assert heard.drafts[-1] is None
    assert canvas.content.owner.tolist() == OWNER.tolist()
    assert picture(canvas).pixelColor(at(15, 15, 15)) == T("terr", 1)


def test_escape_takes_the_stroke_back(qtbot: QtBot, canvas: MapCanvas, heard: Heard) -> None:
    canvas.use_tool("brush")
    qtbot.mousePress(canvas, LEFT, NONE, at(14))
    _held_move(canvas, at(15))
    qtbot.keyClick(canvas, Qt.Key.Key_Escape)
    qtbot.mouseRelease(canvas, LEFT, NONE, at(15))
    assert heard.assignments == []
    assert heard.drafts[-1] is None
    assert picture(canvas).pixelColor(at(15, 15, 15)) == T("terr", 1)


def test_a_granted_stroke_stays_painted(qtbot: QtBot, canvas: MapCanvas, heard: Heard) -> None:
    def grant(request: Request) -> None:
        if isinstance(request, AssignRegions):
            owner = canvas.content.owner.copy()
            owner[request.regions] = request.territory
            canvas.show_content(MapContent(owner, MARKS))

    canvas.requested.connect(grant)
    canvas.use_tool("brush")
    drag(qtbot, canvas, at(14), at(15))
    assert heard.drafts[-1] is None
    assert picture(canvas).pixelColor(at(15, 15, 15)) == T("terr", 0)


def test_the_brush_leaves_locked_regions(qtbot: QtBot, canvas: MapCanvas, heard: Heard) -> None:
    locked = np.zeros(36, np.bool_)
    locked[15] = True
    canvas.show_content(MapContent(OWNER, MARKS, locked=bools(locked)))
    canvas.use_tool("brush")
    drag(qtbot, canvas, at(14), at(16))
    assert heard.assignments == [([16], 0)]
    picture(canvas)


def test_a_locked_territory_neither_gives_nor_takes(
    qtbot: QtBot, canvas: MapCanvas, heard: Heard
) -> None:
    marks = (MARKS[0], TerritoryMark("T02", locked=True, colour=1))
    canvas.show_content(MapContent(OWNER, marks))
    canvas.use_tool("brush")
    drag(qtbot, canvas, at(14), at(16))
    drag(qtbot, canvas, at(16), at(14))
    assert heard.assignments == []


def test_the_brush_paints_into_its_target(
    qtbot: QtBot, canvas: MapCanvas, brush: BrushTool, heard: Heard
) -> None:
    canvas.use_tool("brush")
    brush.target = 1
    drag(qtbot, canvas, at(13), at(14))
    assert heard.assignments == [([13, 14], 1)]


def test_control_click_picks_the_target(
    qtbot: QtBot, canvas: MapCanvas, brush: BrushTool, heard: Heard
) -> None:
    canvas.use_tool("brush")
    qtbot.mouseClick(canvas, LEFT, CONTROL, at(16))
    assert heard.others == [PickTarget(1)]
    assert brush.target == 1
    assert heard.assignments == []


def test_the_brush_can_take_from_one_territory_only(
    qtbot: QtBot, canvas: MapCanvas, heard: Heard
) -> None:
    owner = OWNER.copy()
    owner[16] = 2
    canvas.show_content(MapContent(owner, (*MARKS, TerritoryMark("T03"))))
    canvas.use_tool("brush")
    canvas.taking.source = 1
    drag(qtbot, canvas, at(14), at(17))
    assert heard.assignments == [([15, 17], 0)]


def test_a_large_brush_takes_what_has_its_point_under_it(
    qtbot: QtBot, canvas: MapCanvas, brush: BrushTool, heard: Heard
) -> None:
    canvas.use_tool("brush")
    brush.size = 2  # 30 pixels
    brush.target = 1
    qtbot.mouseClick(canvas, LEFT, NONE, at(7, 25, 0))  # between 7 and 8, 25 pixels from each
    assert heard.assignments == [([7, 8], 1)]


def test_the_lock_tool_locks_and_unlocks(qtbot: QtBot, canvas: MapCanvas, heard: Heard) -> None:
    canvas.use_tool("lock")
    canvas.set_selection(ints([1, 2]))
    qtbot.mouseClick(canvas, LEFT, NONE, at(9))
    qtbot.mouseClick(canvas, LEFT, NONE, at(2))
    locked = np.zeros(36, np.bool_)
    locked[9] = True
    canvas.show_content(MapContent(OWNER, MARKS, locked=bools(locked)))
    qtbot.mouseClick(canvas, LEFT, NONE, at(9))
    assert heard.locks == [([9], True), ([1, 2], True), ([9], False)]


# Keyboard


def test_arrows_walk_and_space_selects(qtbot: QtBot, canvas: MapCanvas, heard: Heard) -> None:
    canvas.focus_region(14)
    qtbot.keyClick(canvas, Qt.Key.Key_Right)
    qtbot.keyClick(canvas, Qt.Key.Key_Up)
    picture(canvas)
    qtbot.keyClick(canvas, Qt.Key.Key_Space)
    qtbot.keyClick(canvas, Qt.Key.Key_Down, SHIFT)
    assert heard.selections == [([21], SelectionMode.REPLACE), ([15], SelectionMode.ADD)]
    qtbot.keyClick(canvas, Qt.Key.Key_Return)
    qtbot.keyClick(canvas, Qt.Key.Key_2)
    assert heard.others == [OpenRegion(15), MoveSelection(1)]


def test_the_first_arrow_begins_in_the_middle_of_the_view(qtbot: QtBot, canvas: MapCanvas) -> None:
    with qtbot.waitSignal(canvas.focused) as told:
        qtbot.keyClick(canvas, Qt.Key.Key_Left)
    assert told.args[0] in (14, 15, 20, 21)


def test_the_map_follows_the_keyboard(qtbot: QtBot, canvas: MapCanvas) -> None:
    canvas.zoom_by(4.0)
    canvas.focus_region(0)
    assert canvas.scene is not None
    x, y = canvas.scene.pixels_of(canvas.scene.prepared.points[[0]])[0]
    assert canvas.rect().contains(round(x), round(y))


def test_a_stroke_ends_when_the_map_gets_busy(
    qtbot: QtBot, canvas: MapCanvas, heard: Heard
) -> None:
    canvas.use_tool("brush")
    qtbot.mousePress(canvas, LEFT, NONE, at(14))
    _held_move(canvas, at(15))
    canvas.set_busy(True)
    qtbot.mouseRelease(canvas, LEFT, NONE, at(15))
    assert heard.assignments == []
    assert heard.drafts[-1] is None


def test_two_quick_clicks_are_two_strokes(
    qtbot: QtBot, canvas: MapCanvas, brush: BrushTool, heard: Heard
) -> None:
    canvas.use_tool("brush")
    brush.target = 1
    qtbot.mouseClick(canvas, LEFT, NONE, at(13))
    qtbot.mouseDClick(canvas, LEFT, NONE, at(14))
    qtbot.mouseRelease(canvas, LEFT, NONE, at(14))
    assert heard.assignments == [([13], 1), ([14], 1)]
