"""The Outlines section with real clicks on a grid whose squares were drawn carelessly."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest
import shapely
from builders import grid_plan
from page_bench import Bench, open_bench, show_page, territories_page
from PySide6.QtCore import QModelIndex, QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from planner.edits.outlines import with_regions
from planner.io.mending import mend_outlines
from planner.io.repair import ragged, shapes_of
from planner.model.issues import Issue, Severity
from planner.model.outline_defects import TICKED, Choices, Kind
from planner.model.plan import Plan
from planner.model.types import floats
from ui.actions import Act
from ui.map.canvas import MapCanvas
from ui.steps.data import DataStep
from ui.steps.outline_words import mend_words
from ui.steps.outlines_section import OutlinesSection
from ui.use_cases.outlines import study

WITHIN = 60_000


def careless(plan: Plan) -> Plan:
    """Let the first square reach 10 m into its neighbours, and the last be 10 m short of one."""
    shapes = shapes_of(plan.regions.geometry)
    last = len(shapes) - 1
    shapes[0] = shapely.box(0, 0, 1010, 1010)
    x0, y0, x1, y1 = shapes[last].bounds
    hole = shapely.box(x0, y0 + 300, x0 + 10, y0 + 700)
    shapes[last] = shapely.difference(shapely.box(x0, y0, x1, y1), hole)
    regions = replace(
        plan.regions,
        geometry=ragged(shapes),
        area_km2=floats(shapely.area(shapes) / 1e6),
    )
    return replace(plan, regions=regions)


@pytest.fixture
def plan() -> Plan:
    return careless(grid_plan(3, 3, 2))


@pytest.fixture
def bench(qtbot: QtBot, plan: Plan) -> Iterator[Bench]:
    yield from open_bench(qtbot, plan)


def outlines_of(step: DataStep) -> OutlinesSection:
    section = step.sections["outlines"]
    assert isinstance(section, OutlinesSection)
    return section


def open_outlines(qtbot: QtBot, bench: Bench) -> OutlinesSection:
    step = DataStep(bench.bench)
    show_page(qtbot, bench, step)
    step.go_to("outlines")
    section = outlines_of(step)
    rested(qtbot, bench)
    return section


def rested(qtbot: QtBot, bench: Bench) -> None:
    qtbot.waitUntil(lambda: not bench.bench.runner.is_busy, timeout=WITHIN)


def keys(section: OutlinesSection) -> list[str]:
    return [row.key for row in section.table.rows_model.rows]


def cell(section: OutlinesSection, kind: Kind, column: int) -> QModelIndex:
    return section.table.model().index(keys(section).index(kind), column)


def click(qtbot: QtBot, section: OutlinesSection, kind: Kind, column: int) -> None:
    box = section.table.visualRect(cell(section, kind, column))
    place = QPoint(box.left() + 16, box.center().y())
    qtbot.mouseClick(section.table.viewport(), Qt.MouseButton.LeftButton, pos=place)


def test_what_was_found_is_listed_with_a_tick(qtbot: QtBot, bench: Bench) -> None:
    section = open_outlines(qtbot, bench)
    assert {"overlap", "gap"} <= set(keys(section))
    assert (
        cell(section, Kind.OVERLAP, 2).data() == "3"
    )  # to the right, above, and across the corner
    assert cell(section, Kind.GAP, 2).data() == "1"
    assert cell(section, Kind.GAP, 0).data(Qt.ItemDataRole.CheckStateRole) == Qt.CheckState.Checked
    assert section.open_points() > 0
    assert section.go.isEnabled()


def test_mending_is_one_step_that_undo_takes_back(qtbot: QtBot, bench: Bench, plan: Plan) -> None:
    section = open_outlines(qtbot, bench)
    qtbot.mouseClick(section.go, Qt.MouseButton.LeftButton)
    after = bench.document.plan
    assert bench.document.undo_stack.count() == 1
    assert shapely.coverage_is_valid(shapes_of(after.regions.geometry))
    assert after.scenarios[-1].base.owner is plan.scenarios[-1].base.owner
    rested(qtbot, bench)
    assert section.note.isVisibleTo(section.page)
    assert "Largest change of an area" in section.note.text.text()
    assert section.open_points() == 0
    assert not section.go.isEnabled()
    bench.document.undo_stack.undo()
    assert bench.document.plan is plan
    rested(qtbot, bench)
    assert not section.note.isVisibleTo(section.page)
    assert section.open_points() > 0


def test_a_tick_taken_away_by_a_click_leaves_the_overlap(qtbot: QtBot, bench: Bench) -> None:
    section = open_outlines(qtbot, bench)
    click(qtbot, section, Kind.OVERLAP, 0)
    rested(qtbot, bench)
    assert cell(section, Kind.OVERLAP, 3).data() == "Stays as it is"
    assert (
        cell(section, Kind.OVERLAP, 0).data(Qt.ItemDataRole.CheckStateRole)
        == Qt.CheckState.Unchecked
    )


def test_space_turns_the_tick_of_the_row(qtbot: QtBot, bench: Bench) -> None:
    section = open_outlines(qtbot, bench)
    click(qtbot, section, Kind.GAP, 1)
    QTest.keyClick(section.table, Qt.Key.Key_Space)
    rested(qtbot, bench)
    assert cell(section, Kind.GAP, 3).data() == "Stays as it is"


def test_n_goes_from_place_to_place(qtbot: QtBot, bench: Bench) -> None:
    section = open_outlines(qtbot, bench)
    click(qtbot, section, Kind.OVERLAP, 1)
    first = section.place.text()
    assert section.place_card.note.text().startswith("1 of 3")
    bench.actions[Act.NEXT_PROBLEM].trigger()
    assert section.place_card.note.text().startswith("2 of 3")
    assert section.place.text() != first
    bench.actions[Act.PREVIOUS_PROBLEM].trigger()
    assert section.place.text() == first
    assert section.picture.accessibleDescription() == first


def test_the_picture_paints_a_place_before_and_after(qtbot: QtBot, bench: Bench) -> None:
    section = open_outlines(qtbot, bench)
    click(qtbot, section, Kind.OVERLAP, 1)
    image = section.picture.grab().toImage()
    half = image.width() // 2
    left = image.copy(0, 0, half, image.height())
    right = image.copy(half, 0, half, image.height())
    assert left != right


def test_another_width_of_gaps_is_looked_for_anew(qtbot: QtBot, bench: Bench) -> None:
    section = open_outlines(qtbot, bench)
    section.gap.setCurrentIndex(0)
    section.gap.activated.emit(0)
    rested(qtbot, bench)
    assert "gap" not in keys(section)
    assert "lake" in keys(section)


def test_fewer_points_are_not_promised_while_borders_are_drawn_apart() -> None:
    steps = np.linspace(0, 1000, 9000)
    wavy = np.column_stack([0.05 * np.sin(steps), steps])
    heavy = shapely.Polygon([(-9000, 0), *wavy, (-9000, 1000)])
    shapes = [heavy, shapely.box(0, 2000, 1000, 3000), shapely.box(990, 2000, 2000, 3000)]
    grid = grid_plan(1, 3, 1).regions
    regions = replace(grid, geometry=ragged(np.array(shapes, object)))
    for others, words in (
        (frozenset(), "Only once borders are drawn alike"),
        (TICKED, "Fewer points, at most 10 m off"),
    ):
        choices = Choices(kinds=others | {Kind.HEAVY})
        done = study(regions, choices)
        assert done is not None
        assert mend_words(Kind.HEAVY, done, choices).replace("\u00a0", " ") == words


def test_a_look_that_is_cancelled_can_be_taken_up_again(qtbot: QtBot, bench: Bench) -> None:
    step = DataStep(bench.bench)
    show_page(qtbot, bench, step)
    step.go_to("outlines")
    section = outlines_of(step)
    bench.actions[Act.ESCAPE].trigger()
    rested(qtbot, bench)
    assert section.words.title.text() == "Not looked at yet"
    assert section.again.isVisibleTo(section.page)
    qtbot.mouseClick(section.again, Qt.MouseButton.LeftButton)
    rested(qtbot, bench)
    assert section.open_points() > 0


def test_what_is_no_longer_ticked_is_not_mended_after_cancelling(
    qtbot: QtBot, bench: Bench, plan: Plan
) -> None:
    section = open_outlines(qtbot, bench)
    click(qtbot, section, Kind.OVERLAP, 0)
    bench.actions[Act.ESCAPE].trigger()
    rested(qtbot, bench)
    assert not section.go.isEnabled()
    assert section.again.isVisibleTo(section.page)
    assert section.words.title.text() == "Not worked out for what is ticked"
    bench.actions[Act.PRIMARY].trigger()
    assert bench.document.plan is plan
    qtbot.mouseClick(section.again, Qt.MouseButton.LeftButton)
    rested(qtbot, bench)
    assert section.go.isEnabled()
    assert not section.again.isVisibleTo(section.page)


def test_what_reading_left_out_is_listed_too(qtbot: QtBot, plan: Plan) -> None:
    for bench in open_bench(qtbot, plan):
        issue = Issue("geometry_missing", Severity.WARNING, "a.shp", "5028 has no outline", "")
        told = replace(bench.bench, issues=(issue,))
        section = open_outlines(qtbot, replace(bench, bench=told))
        assert cell(section, Kind.EMPTY, 2).data() == "1"


def test_a_clean_grid_has_nothing_to_mend(qtbot: QtBot) -> None:
    for bench in open_bench(qtbot, grid_plan(3, 3, 2)):
        section = open_outlines(qtbot, bench)
        assert section.words.title.text() == "Nothing to mend"
        assert not section.go.isEnabled()
        assert not section.place_card.isVisibleTo(section.page)
        assert not section.table.isVisibleTo(section.page)


def boxes(canvas: MapCanvas) -> np.ndarray:
    assert canvas.scene is not None
    return np.asarray(canvas.scene.prepared.boxes)


def test_the_map_follows_mended_outlines_and_their_undo(qtbot: QtBot, plan: Plan) -> None:
    for bench in open_bench(qtbot, plan):
        step = territories_page(qtbot, bench)
        canvas = step.page.canvas
        rested(qtbot, bench)

        before = boxes(canvas)
        mended = mend_outlines(plan.regions)
        bench.document.edit("mend outlines", with_regions(plan, mended))
        rested(qtbot, bench)
        assert not np.array_equal(boxes(canvas), before)
        bench.document.undo_stack.undo()
        rested(qtbot, bench)
        assert np.array_equal(boxes(canvas), before)
        bench.document.undo_stack.redo()
        rested(qtbot, bench)
        assert not np.array_equal(boxes(canvas), before)
