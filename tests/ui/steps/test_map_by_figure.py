"""The map of territories in the colours of a figure: chosen, remembered, followed, and never an edit."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest
from builders import grid_plan
from hypothesis import given
from hypothesis import strategies as st
from page_bench import Bench, drag, open_bench, place_of, territories_page
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication, QComboBox, QWidget
from pytestqt.qtbot import QtBot

from planner.edits.assignment import assign
from planner.model.plan import Plan
from planner.model.types import floats, ints
from ui.actions import Act
from ui.map.fills import class_colours
from ui.settings import Settings
from ui.steps.colour_choice import KEPT, MEASURE, TARGET, TERRITORIES
from ui.steps.map_colours import difference_words, territory_words
from ui.steps.picture import View
from ui.steps.target_classes import (
    CLASSES,
    MIDDLE,
    counted_targets,
    limits_of,
    target_classes,
    target_range_words,
)  # fmt: skip
from ui.steps.territories import TerritoriesStep
from ui.theme.theme import ramp

PROSPECTS = f"{MEASURE}prospects"


def counted_plan() -> Plan:
    """A 6 x 6 grid in three stripes of two rows; region r has r // 6 prospects, and 10 hours."""
    loads = np.column_stack([np.arange(36) // 6, np.full(36, 10.0)])
    return grid_plan(6, 6, 3, loads=loads)


@pytest.fixture
def bench(qtbot: QtBot) -> Iterator[Bench]:
    yield from open_bench(qtbot, counted_plan())


@pytest.fixture
def step(bench: Bench, qtbot: QtBot) -> TerritoriesStep:
    made = territories_page(qtbot, bench)
    measure = made.balance.findChild(QComboBox)
    assert measure is not None
    measure.setFocus()
    qtbot.keyClick(measure, Qt.Key.Key_Down)  # to hours: every territory has its target of them
    return made


def choose(qtbot: QtBot, step: TerritoriesStep, wanted: str) -> None:
    """Choose colours by the keys alone, from the map on."""
    step.page.canvas.setFocus()
    qtbot.keyClick(step.page.canvas, Qt.Key.Key_M, Qt.KeyboardModifier.ControlModifier)
    box = step.page.colours.box
    opened_list = box.view()
    qtbot.waitUntil(opened_list.isVisible)
    qtbot.keyClick(opened_list, Qt.Key.Key_Home)
    for _ in range(box.findData(wanted)):
        qtbot.keyClick(opened_list, Qt.Key.Key_Down)
    qtbot.keyClick(opened_list, Qt.Key.Key_Return)
    assert box.currentData() == wanted


def colour_at(step: TerritoriesStep, region: int) -> QColor:
    """The colour that the map paints beside the middle of a region, clear of labels."""
    scene = step.page.canvas.scene
    assert scene is not None
    place, dpr = place_of(step.page.canvas, region), scene.frame.dpr
    return QColor(
        scene.frame.image.pixelColor(round((place.x() + 17) * dpr), round(place.y() * dpr))
    )


def counts(step: TerritoriesStep) -> tuple[int, ...]:
    return step.page.colours.classes.histogram.classes.counts


def move(bench: Bench, regions: list[int], territory: int) -> None:
    plan = assign(bench.document.plan, "Plan A", "base", ints(regions), territory)
    bench.document.edit("move", plan)


# Classes of the distance from a target


def test_a_class_ends_at_one_two_and_four_times_the_rule() -> None:
    off = [-0.21, -0.2, -0.1, -0.05, 0.0, 0.05, 0.051, 0.1, 0.11, 0.2, 0.21]
    assert target_classes(floats(off), 0.05).tolist() == [0, 1, 2, 3, 3, 3, 4, 4, 5, 5, 6]
    assert limits_of(0.05).tolist() == pytest.approx([0.05, 0.10, 0.20])
    assert limits_of(0.0).tolist() == pytest.approx([0.0, 0.05, 0.15])


@given(st.floats(-3, 3), st.sampled_from([0.0, 0.02, 0.05, 0.075, 0.2]))
def test_below_mirrors_above_and_the_middle_keeps_the_rule(off: float, rule: float) -> None:
    place, mirrored = target_classes(floats([off, -off]), rule).tolist()
    assert place + mirrored == 2 * MIDDLE
    assert 0 <= place < CLASSES == len(ramp("div"))
    assert (place == MIDDLE) == (abs(off) <= rule + 1e-9)


def test_every_class_of_a_distance_is_told_in_figures() -> None:
    plain = [words.replace("\u00a0", " ") for words in target_range_words(0.05)]
    assert plain == [
        "Below −20 %", "−20 % to −10 %", "−10 % to −5 %", "Within ±5 %", "+5 % to +10 %",
        "+10 % to +20 %", "Above +20 %",
    ]  # fmt: skip
    assert target_range_words(0.075)[4] == "+7.5\u00a0% to +15.0\u00a0%"
    counted = counted_targets(ints([3, 3, 6]), 0.05)
    assert counted.counts == (0, 0, 0, 2, 0, 0, 1)
    assert len(counted.limits) == CLASSES - 1


# Choosing


def test_keys_alone_colour_the_map_by_a_measure_and_no_edit_is_made(
    qtbot: QtBot, bench: Bench, step: TerritoriesStep
) -> None:
    before, stack = bench.document.plan, bench.document.undo_stack
    choose(qtbot, step, PROSPECTS)
    classes = step.page.canvas.content.classes
    assert classes is not None
    assert classes.of_region.tolist() == (np.arange(36) // 6).tolist()
    assert counts(step) == (6,) * 6
    fills = [QColor.fromRgb(colour) for colour in class_colours(6)]
    assert [colour_at(step, region) for region in (0, 6, 12, 18, 24, 30)] == fills
    assert bench.document.plan is before
    assert stack.count() == 0
    assert not stack.canUndo()


def test_the_choice_is_remembered(qtbot: QtBot, bench: Bench, step: TerritoriesStep) -> None:
    choose(qtbot, step, TARGET)
    step.page.colours.classes.count_box.setCurrentIndex(0)
    step.page.colours.classes.count_box.activated.emit(0)
    assert Settings(bench.window).text(KEPT, "") == TARGET
    again = territories_page(qtbot, bench)
    assert again.page.colours.wanted == TARGET
    assert again.page.canvas.content.ramp == "div"
    assert again.page.colours.classes.cut == ("quantile", 3)


def test_the_map_comes_to_the_front_when_its_colours_are_chosen(
    bench: Bench, step: TerritoriesStep
) -> None:
    bench.actions[Act.TABLE].trigger()
    assert step.page.shows_table
    bench.actions[Act.COLOUR_BY].trigger()
    assert not step.page.shows_table
    assert step.page.colours.box.view().isVisible()
    step.page.colours.box.hidePopup()


def test_tab_goes_from_the_legend_to_its_colours(
    qtbot: QtBot, bench: Bench, step: TerritoriesStep
) -> None:
    choose(qtbot, step, PROSPECTS)
    bench.window.activateWindow()
    step.page.legend.head.setFocus()
    reached: list[QWidget | None] = []
    for _ in range(3):
        focused = QApplication.focusWidget()
        assert focused is not None
        qtbot.keyClick(focused, Qt.Key.Key_Tab)
        reached.append(QApplication.focusWidget())
    colours = step.page.colours
    assert reached == [colours.box, colours.classes.cut_box, colours.classes.count_box]


def test_only_what_the_plan_has_is_offered(qtbot: QtBot) -> None:
    bare = grid_plan(3, 3, 3)
    layer = replace(
        bare.scenarios[0].base,
        territories=(),
        owner=ints([-1] * 9),
        targets=floats(np.empty((0, 3))),
    )
    scenario = replace(bare.scenarios[0], layers=(layer,))
    for made in open_bench(qtbot, replace(bare, scenarios=(scenario,))):
        box = territories_page(qtbot, made).page.colours.box
        offered = [box.itemData(at) for at in range(box.count())]
        assert offered == [TERRITORIES, PROSPECTS, f"{MEASURE}workload", f"{MEASURE}potential"]


# Following the plan


def test_an_edit_recolours_by_distance_and_undo_takes_back_the_edit_alone(
    qtbot: QtBot, bench: Bench, step: TerritoriesStep
) -> None:
    choose(qtbot, step, TARGET)
    middle, far_above, far_below = (ramp("div")[at] for at in (3, 6, 0))
    assert counts(step) == (0, 0, 0, 3, 0, 0, 0)
    assert {colour_at(step, region).name() for region in (1, 13, 25)} == {middle.name()}
    move(bench, list(range(6, 12)), 1)  # 6 of 12 regions go: half below, half above
    assert counts(step) == (1, 0, 0, 1, 0, 0, 1)
    assert [colour_at(step, region) for region in (1, 7, 25)] == [far_below, far_above, middle]
    bench.document.undo_stack.undo()
    assert counts(step) == (0, 0, 0, 3, 0, 0, 0)
    assert step.page.colours.box.currentData() == TARGET


def test_colours_follow_the_brush_before_it_is_let_go(
    qtbot: QtBot, bench: Bench, step: TerritoriesStep
) -> None:
    choose(qtbot, step, TARGET)
    before = colour_at(step, 1)
    bench.actions[Act.BRUSH].trigger()
    drag(qtbot, step.page.canvas, [7, 13], release=False)  # one of twelve: 8.3 % above and below
    assert colour_at(step, 1) == ramp("div")[MIDDLE + 1]
    assert colour_at(step, 20) == ramp("div")[MIDDLE - 1]
    assert counts(step) == (0, 0, 1, 1, 1, 0, 0)
    assert list(step.balance.bars.colours) == [ramp("div")[at] for at in (4, 2, 3)]
    qtbot.keyClick(step.page.canvas, Qt.Key.Key_Escape)
    assert colour_at(step, 1) == before
    assert counts(step) == (0, 0, 0, 3, 0, 0, 0)


def test_an_edit_keeps_the_classes_of_a_measure(
    qtbot: QtBot, bench: Bench, step: TerritoriesStep
) -> None:
    choose(qtbot, step, PROSPECTS)
    classes = step.page.canvas.content.classes
    move(bench, [6], 1)
    assert step.page.canvas.content.classes is classes
    bench.document.undo_stack.undo()
    assert step.page.canvas.content.classes is classes


def test_a_measure_that_goes_leaves_territories_and_undo_brings_its_colours_back(
    qtbot: QtBot, bench: Bench, step: TerritoriesStep
) -> None:
    choose(qtbot, step, PROSPECTS)
    plan = counted_plan()
    bench.document.edit(
        "rename", replace(plan, measures=(replace(plan.measures[0], key="leads"), plan.measures[1]))
    )
    assert step.page.canvas.content.classes is None
    assert step.page.colours.box.currentData() == TERRITORIES
    assert step.page.colours.classes.caption.text() == territory_words()
    bench.document.undo_stack.undo()
    assert step.page.canvas.content.classes is not None
    assert step.page.colours.box.currentData() == PROSPECTS


def test_bars_tables_and_swatches_have_the_colours_of_the_map(
    qtbot: QtBot, bench: Bench, step: TerritoriesStep
) -> None:
    apart = step.display.fills(step.display.now)
    assert {fill.name() for fill in apart} <= {fill.name() for fill in ramp("terr")}
    move(bench, list(range(6, 12)), 1)
    choose(qtbot, step, TARGET)
    wanted = [ramp("div")[at] for at in (0, 6, 3)]
    assert list(step.balance.bars.colours) == wanted
    swatches = [step.page.options.target.itemIcon(1 + at).pixmap(16).toImage() for at in range(3)]
    assert [QColor(one.pixelColor(one.rect().center())) for one in swatches] == wanted
    choose(qtbot, step, PROSPECTS)  # tells nothing of a territory
    assert list(step.balance.bars.colours) == apart


def test_a_difference_keeps_the_colours_of_territories_and_says_why(
    qtbot: QtBot, step: TerritoriesStep
) -> None:
    choose(qtbot, step, TARGET)
    owner = step.display.now.layer.owner.copy()
    owner[6:12] = 1
    proposed = step.display.now.with_owner(ints(owner))
    colours = step.page.colours
    step.display.show(proposed, "", View.DIFFERENCE, settled=False)
    assert step.page.canvas.content.ramp == "terr"
    assert not colours.box.isEnabled()
    assert colours.classes.caption.text() == difference_words()
    step.display.show(proposed, "", View.PROPOSAL, settled=False)
    assert step.page.canvas.content.ramp == "div"
    assert counts(step) == (1, 0, 0, 1, 0, 0, 1)
    step.display.show(proposed, "", View.NOW, settled=False)
    assert counts(step) == (0, 0, 0, 3, 0, 0, 0)
    assert colours.wanted == TARGET


# In a picture, and beside the map


def test_a_saved_picture_tells_what_its_colours_mean(
    qtbot: QtBot, bench: Bench, step: TerritoriesStep
) -> None:
    plain = step.drawings.request()
    assert plain is not None
    assert plain.sight is not None
    assert plain.sight.colours.ramp == "terr"
    assert "Colours only tell neighbours apart." in plain.closing
    choose(qtbot, step, PROSPECTS)
    request = step.drawings.request()
    assert request is not None
    assert request.sight is not None
    colours = request.sight.colours
    assert (colours.ramp, colours.title) == ("seq", "Prospects per region")
    assert colours.of_region.tolist() == (np.arange(36) // 6).tolist()
    assert [row[1] for row in colours.rows] == ["6"] * 6
    assert colours.rows[-1][0] == "4 to 5"
    choose(qtbot, step, TARGET)
    request = step.drawings.request()
    assert request is not None
    assert request.sight is not None
    assert request.sight.colours.title == "Workload against target, territories"
    assert request.sight.colours.rows[MIDDLE] == ("Within ±5\u00a0%", "3")
    assert "neighbours" not in request.closing


def test_an_open_legend_covers_no_land_where_the_map_is_high(qtbot: QtBot) -> None:
    for made in open_bench(qtbot, grid_plan(9, 2, 3)):
        step = territories_page(qtbot, made)
        page = step.page
        title, scene = page.legend.head, page.canvas.scene
        assert scene is not None
        if page.legend.is_folded:
            qtbot.mouseClick(title, Qt.MouseButton.LeftButton)
        west = [place_of(page.canvas, region).x() for region in range(0, 18, 2)]
        scale = scene.view.scale
        assert min(west) > page.legend.geometry().right()
        request = step.drawings.request()
        assert request is not None
        assert request.sight is not None
        assert request.sight.centre == pytest.approx((1_000.0, 4_500.0), abs=30.0)  # of the land
        qtbot.mouseClick(title, Qt.MouseButton.LeftButton)
        assert scene.view.scale == pytest.approx(scale)
        middle = place_of(page.canvas, 0).x() + place_of(page.canvas, 1).x()
        assert middle == pytest.approx(page.canvas.width(), abs=3)
