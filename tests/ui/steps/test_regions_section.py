"""The Regions section with real mouse and key events on a grid."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import shapely
from builders import grid_plan
from page_bench import Bench, move, open_bench, section_of, show_page
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QStackedWidget
from pytestqt.qtbot import QtBot
from redrawn_maps import assert_whole
from region_files import write_regions

from planner.edits.region_splits import split_by_ratio
from planner.edits.reloading import reloaded
from planner.model.plan import Plan
from planner.model.types import floats
from ui.actions import Act
from ui.map.canvas import MapCanvas
from ui.steps.data import DataStep
from ui.steps.regions_section import RegionsSection
from ui.steps.territories import TerritoriesStep
from ui.use_cases.redrawing import Draw, SplitByRatio

WITHIN = 20_000
LEFT = Qt.MouseButton.LeftButton
SHIFT = Qt.KeyboardModifier.ShiftModifier
NONE = Qt.KeyboardModifier.NoModifier


def tens(plan: Plan) -> Plan:
    """Ten prospects a region instead of one, so that there is something to divide."""
    columns = {**plan.regions.columns, "prospects": floats(np.full(len(plan.regions), 10.0))}
    return reloaded(plan, regions=replace(plan.regions, columns=columns))


@pytest.fixture
def bench(qtbot: QtBot) -> Iterator[Bench]:
    yield from open_bench(qtbot, tens(grid_plan(3, 3, 2, accounts=18)))


@pytest.fixture
def section(qtbot: QtBot, bench: Bench) -> RegionsSection:
    step = DataStep(bench.bench)
    show_page(qtbot, bench, step)
    section = section_of(step, "regions", RegionsSection)
    rested(qtbot, bench)
    return section


def rested(qtbot: QtBot, bench: Bench) -> None:
    qtbot.waitUntil(lambda: not bench.bench.runner.is_busy, timeout=WITHIN)


def at(canvas: MapCanvas, x: float, y: float) -> QPoint:
    """The pixel of a place in metres."""
    (left, top), *_ = canvas.pixels_of(floats([[x, y]])).tolist()
    return QPoint(round(left), round(top))


def test_the_map_shows_the_borders_of_regions_and_their_parents(
    section: RegionsSection, bench: Bench
) -> None:
    scene = section.page.canvas.scene
    assert scene is not None
    assert scene.lines.plainly
    assert scene.lines.parent is not None
    assert scene.lines.parent.tolist() == [0, 0, 1] * 3


def drag(qtbot: QtBot, canvas: MapCanvas, *places: tuple[float, float]) -> None:
    pixels = [at(canvas, *place) for place in places]
    qtbot.mousePress(canvas, LEFT, pos=pixels[0])
    for pixel in pixels[1:]:
        move(canvas, pixel)
    qtbot.mouseRelease(canvas, LEFT, pos=pixels[-1])


def click(qtbot: QtBot, canvas: MapCanvas, x: float, y: float, keys=NONE) -> None:
    qtbot.mouseClick(canvas, LEFT, keys, at(canvas, x, y))


def ids(bench: Bench) -> tuple[str, ...]:
    return bench.document.plan.regions.ids


def test_a_line_across_a_region_shows_what_it_would_give_and_ctrl_enter_makes_it(
    qtbot: QtBot, bench: Bench, section: RegionsSection
) -> None:
    before, canvas = bench.document.plan, section.page.canvas
    QTest.keyClick(bench.window, Qt.Key.Key_S)
    assert canvas.tool.name == "split_region"
    drag(qtbot, canvas, (1400, 900), (1400, 1500), (1400, 2100))
    rested(qtbot, bench)
    assert bench.document.plan is before
    panel = section.page.panel
    assert panel.title.text() == "Split Place 5 into 2"
    assert [row[0] for row in panel.before.texts()] == ["Place 5", "Together"]
    assert [row[0] for row in panel.after.texts()] == ["Place 5 1", "Place 5 2", "Together"]
    assert section.page.outlines.geometry is not None
    QTest.keyClick(bench.window, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    rested(qtbot, bench)
    assert ids(bench)[4:6] == ("0005-1", "0005-2")
    assert bench.document.undo_stack.undoText() == "split Place 5 into 2"
    assert_whole(bench.document.plan.regions)
    assert section.page.outlines.geometry is None
    bench.document.undo_stack.undo()
    rested(qtbot, bench)
    assert bench.document.plan is before


def test_merging_what_is_selected_needs_no_mouse_but_two_regions(
    qtbot: QtBot, bench: Bench, section: RegionsSection
) -> None:
    canvas = section.page.canvas
    click(qtbot, canvas, 500, 500)
    click(qtbot, canvas, 500, 1500, SHIFT)
    assert bench.bench.selection.regions.tolist() == [0, 3]
    QTest.keyClick(bench.window, Qt.Key.Key_M)
    rested(qtbot, bench)
    qtbot.mouseClick(section.page.panel.go, LEFT)
    rested(qtbot, bench)
    assert ids(bench) == ("0001", "0002", "0003", "0005", "0006", "0007", "0008", "0009")
    assert bench.bench.selection.regions.tolist() == [0]
    assert bench.document.plan.regions.columns["potential"][0] == 200.0


def test_regions_apart_are_merged_when_that_is_said(
    qtbot: QtBot, bench: Bench, section: RegionsSection
) -> None:
    bench.bench.selection.select([0, 6])
    section.merge()
    rested(qtbot, bench)
    panel = section.page.panel
    assert panel.refusal.title.text() == "Place 1, Place 7 do not touch."
    (answer,) = panel.answers
    qtbot.mouseClick(answer, LEFT)
    rested(qtbot, bench)
    section.apply()
    rested(qtbot, bench)
    assert "0007" not in ids(bench)


def test_different_parents_are_asked_about_by_name(
    qtbot: QtBot, bench: Bench, section: RegionsSection
) -> None:
    bench.bench.selection.select([1, 2])
    section.merge()
    rested(qtbot, bench)
    answers = section.page.panel.answers
    assert [button.text() for button in answers] == ["West", "East"]
    qtbot.mouseClick(answers[1], LEFT)
    rested(qtbot, bench)
    section.apply()
    rested(qtbot, bench)
    assert bench.document.plan.regions.parents["province"][1] == "East"


def test_corners_one_by_one_draw_a_region_and_taking_land_is_asked_about(
    qtbot: QtBot, bench: Bench, section: RegionsSection
) -> None:
    canvas = section.page.canvas
    QTest.keyClick(bench.window, Qt.Key.Key_D)
    corners = [(300, 300), (700, 300), (700, 700)]
    for corner in corners:
        click(qtbot, canvas, *corner)
    qtbot.mouseDClick(canvas, LEFT, pos=at(canvas, 300, 700))
    rested(qtbot, bench)
    answers = section.page.panel.answers
    assert [button.text() for button in answers] == [
        "Take it from them",
        "Leave them what they have",
    ]
    qtbot.mouseClick(answers[0], LEFT)
    rested(qtbot, bench)
    panel = section.page.panel
    assert panel.name.isVisible()
    panel.name.setFocus()
    QTest.keyClicks(panel.name, "Old town")
    QTest.keyClick(panel.name, Qt.Key.Key_Return)
    rested(qtbot, bench)
    section.apply()
    rested(qtbot, bench)
    regions = bench.document.plan.regions
    assert (regions.ids[-1], regions.names[-1]) == ("new-1", "Old town")
    assert regions.columns["potential"].sum() == 900.0
    assert_whole(regions)


def test_a_name_still_being_typed_counts_when_ctrl_enter_applies(
    qtbot: QtBot, bench: Bench, section: RegionsSection
) -> None:
    section.wish(Draw(floats([[3000, 0], [3500, 0], [3500, 900]]), "", 0.0))
    rested(qtbot, bench)
    name = section.page.panel.name
    name.setFocus()
    QTest.keyClicks(name, "Harbour")
    section.apply()
    rested(qtbot, bench)
    assert bench.document.plan.regions.names[-1] == "Harbour"
    assert bench.document.undo_stack.undoText() == "draw Harbour"
    assert name.text() == ""


def test_a_border_dragged_moves_in_both_regions_and_a_corner_can_be_taken_away(
    qtbot: QtBot, bench: Bench, section: RegionsSection
) -> None:
    canvas = section.page.canvas
    QTest.keyClick(bench.window, Qt.Key.Key_E)
    drag(qtbot, canvas, (1000, 500), (1100, 500), (1300, 500))
    rested(qtbot, bench)
    section.apply()
    rested(qtbot, bench)
    area = bench.document.plan.regions.area_km2
    assert area[0] > 1.1
    assert area[0] + area[1] == pytest.approx(2.0, abs=1e-12)
    assert_whole(bench.document.plan.regions)
    qtbot.mouseClick(canvas, LEFT, Qt.KeyboardModifier.AltModifier, at(canvas, 1300, 500))
    rested(qtbot, bench)
    section.apply()
    rested(qtbot, bench)
    assert bench.document.plan.regions.area_km2[0] == pytest.approx(1.0, abs=1e-6)


def test_a_typed_share_splits_the_selected_region(
    qtbot: QtBot, bench: Bench, section: RegionsSection
) -> None:
    bench.bench.selection.select([4])
    panel = section.page.panel
    panel.share.setFocus()
    panel.share.selectAll()
    QTest.keyClicks(panel.share, "30")
    qtbot.mouseClick(panel.split, LEFT)
    rested(qtbot, bench)
    section.apply()
    rested(qtbot, bench)
    assert sorted(bench.document.plan.regions.area_km2[4:6]) == pytest.approx([0.3, 0.7])


def test_what_divides_the_figures_can_be_chosen_while_the_change_is_shown(
    qtbot: QtBot, bench: Bench, section: RegionsSection
) -> None:
    section.use(Act.SPLIT_REGION)
    drag(qtbot, section.page.canvas, (1400, 900), (1400, 2100))
    rested(qtbot, bench)
    panel = section.page.panel
    assert [row[-1] for row in panel.after.texts()] == ["6", "4", "10"]
    section.page.divide.setCurrentIndex(1)  # by accounts, which have no points: all go one way
    rested(qtbot, bench)
    assert [row[-1] for row in panel.after.texts()] == ["10", "0", "10"]


def test_a_figure_that_is_an_average_is_kept_by_both_parts(
    qtbot: QtBot, bench: Bench, section: RegionsSection
) -> None:
    averages = section.page.averages
    assert averages.text() == "No averages"
    next(each for each in averages.list.actions() if each.data() == "potential").trigger()
    assert averages.text() == "1 average"
    section.wish(SplitByRatio(4, 0.4))
    rested(qtbot, bench)
    section.apply()
    rested(qtbot, bench)
    columns = bench.document.plan.regions.columns
    assert columns["potential"].tolist() == [100.0] * 10
    assert columns["workload"].sum() == 90.0
    assert averages.text() == "1 average"


def test_esc_leaves_everything_as_it_is(
    qtbot: QtBot, bench: Bench, section: RegionsSection
) -> None:
    before = bench.document.plan
    section.use(Act.SPLIT_REGION)
    drag(qtbot, section.page.canvas, (1400, 900), (1400, 2100))
    rested(qtbot, bench)
    QTest.keyClick(section.page.canvas, Qt.Key.Key_Escape)
    assert bench.document.plan is before
    assert section.page.outlines.geometry is None
    assert section.page.panel.deeds.isVisible()


def test_a_line_that_parts_nothing_is_told_with_how_to_mend_it(
    qtbot: QtBot, bench: Bench, section: RegionsSection
) -> None:
    section.use(Act.SPLIT_REGION)
    drag(qtbot, section.page.canvas, (1400, 1200), (1500, 1500))
    rested(qtbot, bench)
    assert section.page.panel.refusal.title.text() == "The line does not part Place 5."
    assert not section.page.panel.go.isVisible()


def test_a_map_file_is_drawn_into_the_plan(
    qtbot: QtBot, bench: Bench, section: RegionsSection, tmp_path: Path
) -> None:
    halves = [shapely.box(0, 0, 500, 1000), shapely.box(500, 0, 1000, 1000)]
    section.from_file(write_regions(tmp_path / "halves.gpkg", halves, {"id": ["A", "B"]}))
    rested(qtbot, bench)
    qtbot.mouseClick(section.page.panel.answers[0], LEFT)
    rested(qtbot, bench)
    section.apply()
    rested(qtbot, bench)
    assert ids(bench)[:2] == ("A", "B")
    assert bench.document.undo_stack.undoText() == "draw the regions of halves.gpkg"


def test_the_page_of_territories_follows_other_regions_and_their_undo(
    qtbot: QtBot, bench: Bench
) -> None:
    territories, data = TerritoriesStep(bench.bench), DataStep(bench.bench)
    both = QStackedWidget()
    both.addWidget(data.centre)
    both.addWidget(territories.centre)
    bench.window.setCentralWidget(both)
    bench.window.show()
    data.enter()
    section = section_of(data, "regions", RegionsSection)
    rested(qtbot, bench)
    canvas = territories.page.canvas
    assert canvas.scene is not None
    section.wish(SplitByRatio(0, 0.5))
    rested(qtbot, bench)
    section.apply()
    rested(qtbot, bench)
    assert canvas.scene.prepared.regions == 10
    assert len(canvas.content.owner) == 10
    bench.document.undo_stack.undo()
    rested(qtbot, bench)
    assert canvas.scene.prepared.regions == 9
    bench.document.undo_stack.redo()
    rested(qtbot, bench)
    assert canvas.scene.prepared.regions == 10
    for panel in (territories.inspector, territories.strip):
        panel.deleteLater()


def test_a_selection_keeps_its_regions_when_others_come_before_them(
    qtbot: QtBot, bench: Bench, section: RegionsSection
) -> None:
    bench.bench.selection.select([0, 8])
    bench.document.edit("split", split_by_ratio(bench.document.plan, 0, 0.5).plan)
    assert bench.bench.selection.regions.tolist() == [9]
    rested(qtbot, bench)


def test_borders_stand_out_where_they_are_what_is_worked_on(section: RegionsSection) -> None:
    canvas = section.page.canvas
    border, inside = at(canvas, 1000, 1500), at(canvas, 1400, 1500)
    seen = canvas.grab().toImage()
    along = [seen.pixelColor(border.x() + by, border.y()).lightness() for by in (-1, 0, 1)]
    land = seen.pixelColor(inside).lightness()
    assert max(abs(each - land) for each in along) > 60
