"""A region is renamed on Data, Regions with real keys: one step, and everything that shows it follows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from builders import grid_plan
from page_bench import Bench, open_bench, section_of, show_page
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from planner.edits.region_names import rename_region
from planner.edits.region_splits import split_by_ratio
from planner.model.goals import Goals, TerritoryGoals
from planner.model.plan import Plan
from planner.model.rules import Placing, TerritoryRules
from planner.model.types import floats
from ui.actions import Act
from ui.steps.data import DataStep
from ui.steps.regions_section import RegionsSection
from ui.steps.territories import TerritoriesStep

WITHIN = 20_000
LEFT = Qt.MouseButton.LeftButton
RULES = TerritoryRules(held_by=(Placing("R01", ("0005",)),))


@pytest.fixture
def bench(qtbot: QtBot) -> Iterator[Bench]:
    goals = Goals(layers=(TerritoryGoals(count=2, rules=RULES),))
    split = split_by_ratio(grid_plan(3, 3, 2, accounts=9, goals=goals), 4, 0.5)
    yield from open_bench(qtbot, replace(split.plan, name="Split"))


@pytest.fixture
def section(qtbot: QtBot, bench: Bench) -> RegionsSection:
    step = DataStep(bench.bench)
    show_page(qtbot, bench, step)
    section = section_of(step, "regions", RegionsSection)
    rested(qtbot, bench)
    return section


def rested(qtbot: QtBot, bench: Bench) -> None:
    qtbot.waitUntil(lambda: not bench.bench.runner.is_busy, timeout=WITHIN)


def click(qtbot: QtBot, section: RegionsSection, x: float, y: float) -> None:
    (left, top), *_ = section.page.canvas.pixels_of(floats([[x, y]])).tolist()
    qtbot.mouseClick(section.page.canvas, LEFT, pos=QPoint(round(left), round(top)))


def press(key: Qt.Key, *, shift: bool = False) -> None:
    """Press a key where the keyboard is."""
    keys = Qt.KeyboardModifier.ShiftModifier if shift else Qt.KeyboardModifier.NoModifier
    QTest.keyClick(QApplication.focusWidget(), key, keys)


def type_(text: str) -> None:
    QTest.keyClicks(QApplication.focusWidget(), text)


def test_f2_names_a_part_of_a_split_region_and_one_undo_takes_it_back(
    qtbot: QtBot, bench: Bench, section: RegionsSection
) -> None:
    before, called = bench.document.plan, section.page.panel.called
    assert before.regions.ids[4:6] == ("0005-1", "0005-2")
    click(qtbot, section, *before.regions.points[4].tolist())
    assert called.isVisible()
    assert (called.name.edit.text(), called.code.edit.text()) == ("Place 5 1", "0005-1")
    assert not called.button.isEnabled()
    QTest.keyClick(bench.window, Qt.Key.Key_F2)
    assert called.name.edit.hasFocus()
    type_("Binnenstad")  # over the name, which is selected
    press(Qt.Key.Key_Tab)
    assert called.code.edit.hasFocus()
    press(Qt.Key.Key_End, shift=True)
    type_("BIN")
    assert bench.document.plan is before
    assert called.button.isEnabled()
    press(Qt.Key.Key_Return)
    after = bench.document.plan
    assert after.regions.ids[4:6] == ("BIN", "0005-2")
    assert after.regions.names[4] == "Binnenstad"
    assert after.goals.layers[0].rules.held_by == (Placing("R01", ("BIN", "0005-2")),)
    assert bench.document.undo_stack.undoText() == "rename Place 5 1 to Binnenstad"
    assert bench.bench.selection.regions.tolist() == [4]
    assert section.page.panel.title.text() == "Binnenstad"
    assert section.page.canvas.hasFocus()
    bench.document.undo_stack.undo()
    assert bench.document.plan is before
    assert bench.bench.selection.regions.tolist() == [4]
    assert (called.name.edit.text(), called.code.edit.text()) == ("Place 5 1", "0005-1")


def test_a_code_that_another_has_is_refused_where_it_was_typed(
    qtbot: QtBot, bench: Bench, section: RegionsSection
) -> None:
    before, called = bench.document.plan, section.page.panel.called
    click(qtbot, section, 500, 500)
    QTest.keyClick(bench.window, Qt.Key.Key_F2)
    press(Qt.Key.Key_Tab)
    type_("0009")
    press(Qt.Key.Key_Return)
    assert bench.document.plan is before
    assert called.code.trouble.text() == (
        "Place 9 has the code 0009 already. Type another, or give Place 9 another first."
    )
    assert called.code.edit.hasFocus()
    press(Qt.Key.Key_Delete)  # the code is selected, to be typed over
    assert called.code.trouble.isHidden()
    press(Qt.Key.Key_Return)
    assert called.code.trouble.text() == ("Place 1 would have no code. Type one that no other has.")
    press(Qt.Key.Key_Escape)
    assert (called.name.edit.text(), called.code.edit.text()) == ("Place 1", "0001")
    assert called.code.trouble.isHidden()
    assert section.page.canvas.hasFocus()
    assert bench.document.plan is before


def test_what_is_typed_stays_until_another_region_is_selected(
    qtbot: QtBot, bench: Bench, section: RegionsSection
) -> None:
    called = section.page.panel.called
    click(qtbot, section, 500, 500)
    QTest.keyClick(bench.window, Qt.Key.Key_F2)
    type_("Noord")
    section.page.canvas.setFocus()
    bench.document.edit("name the plan", replace(bench.document.plan, name="Other"))
    assert called.name.edit.text() == "Noord"
    qtbot.mouseClick(called.button, LEFT)
    assert bench.document.plan.regions.names[0] == "Noord"
    assert bench.document.plan.regions.ids[0] == "0001"
    click(qtbot, section, 2500, 500)
    assert called.name.edit.text() == "Place 3"


def test_several_regions_or_none_have_no_name_to_type(
    qtbot: QtBot, bench: Bench, section: RegionsSection
) -> None:
    rename = bench.bench.actions[Act.RENAME_REGION]
    assert section.page.panel.called.isHidden()
    assert not rename.isEnabled()
    bench.bench.selection.select([0, 1])
    assert section.page.panel.called.isHidden()
    assert not rename.isEnabled()
    bench.bench.selection.select([1])
    assert rename.isEnabled()


def test_a_renamed_region_costs_no_page_its_map(qtbot: QtBot, bench: Bench) -> None:
    step = TerritoriesStep(bench.bench)
    show_page(qtbot, bench, step)
    rested(qtbot, bench)
    scene = step.page.canvas.scene
    bench.bench.selection.select([0])
    after = rename_region(bench.document.plan, 0, "NW", "Noordwest")
    assert isinstance(after, Plan)
    bench.document.edit("rename", after)
    rested(qtbot, bench)
    assert step.page.canvas.scene is scene
    assert bench.bench.selection.regions.tolist() == [0]
    bench.document.undo_stack.undo()
    rested(qtbot, bench)
    assert step.page.canvas.scene is scene
