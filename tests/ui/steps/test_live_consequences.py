"""While something is dragged, what it would do is shown; cut-off regions are asked about."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
from builders import grid_plan
from page_bench import Bench, drag, open_bench, territories_page
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from planner.edits.assignment import assign
from planner.edits.locks import lock_regions
from planner.insight.summary import layer_summary
from planner.model.types import ints
from ui.actions import Act
from ui.steps.territories import TerritoriesStep
from ui.steps.territory_inspector import Panel
from ui.widgets.figures import deviation


@pytest.fixture
def bench(qtbot: QtBot) -> Iterator[Bench]:
    """A 6 x 6 grid in three stripes of two rows each."""
    yield from open_bench(qtbot, grid_plan(6, 6, 3))


@pytest.fixture
def step(bench: Bench, qtbot: QtBot) -> TerritoriesStep:
    return territories_page(qtbot, bench)


def owner_of(bench: Bench) -> list[int]:
    return bench.document.layer.owner.tolist()


def test_the_inspector_shows_both_territories_before_the_stroke_ends(
    qtbot: QtBot, bench: Bench, step: TerritoriesStep
) -> None:
    bench.actions[Act.BRUSH].trigger()
    drag(qtbot, step.page.canvas, [9, 15], release=False)
    panel = step.panels.consequences
    assert step.panels.currentIndex() == Panel.CONSEQUENCES
    assert panel.title.text() == "1\u00a0region would move"
    after = layer_summary(assign(bench.document.plan, "Plan A", "base", ints([15]), 0), "Plan A")
    shown = {
        each.title.text().split("  ")[0]: each.figures.texts()[0][2]
        for each in panel.territories
        if not each.isHidden()
    }
    assert set(shown) == {"T01", "T02"}
    for t, code in enumerate(("T01", "T02")):
        assert shown[code].startswith("0.0")
        assert deviation(float(after.deviations[t, 0])) in shown[code]
    qtbot.mouseRelease(step.page.canvas, Qt.MouseButton.LeftButton)
    assert step.panels.currentIndex() != Panel.CONSEQUENCES


def test_escape_puts_the_inspector_back(qtbot: QtBot, bench: Bench, step: TerritoriesStep) -> None:
    before = step.panels.currentIndex()
    bench.actions[Act.BRUSH].trigger()
    drag(qtbot, step.page.canvas, [9, 15], release=False)
    qtbot.keyClick(step.page.canvas, Qt.Key.Key_Escape)
    assert step.panels.currentIndex() == before


def cutting(bench: Bench) -> None:
    """Let T02 be the row 12..17 alone with 18 behind 12: giving 12 away cuts 18 off."""
    plan = assign(bench.document.plan, "Plan A", "base", ints(range(19, 24)), 2)
    bench.document.edit("make a tail", plan)
    bench.bench.selection.select([12])


def test_a_move_that_cuts_regions_off_is_shown_before_it_is_made(
    bench: Bench, step: TerritoriesStep
) -> None:
    cutting(bench)
    before = bench.document.plan
    bench.actions[Act.MOVE_1].trigger()
    assert bench.document.plan is before
    assert not step.page.question.isHidden()
    assert step.page.question.words.text() == "Cuts off 1\u00a0region of T02"
    assert step.panels.consequences.note.title.text() == "1\u00a0region would be cut off from T02."
    assert step.panels.currentIndex() == Panel.CONSEQUENCES


def test_enter_takes_the_cut_off_part_along(
    qtbot: QtBot, bench: Bench, step: TerritoriesStep
) -> None:
    cutting(bench)
    steps = bench.document.undo_stack.count()
    bench.actions[Act.MOVE_1].trigger()
    target = int(step.page.canvas.content.owner[12]), owner_of(bench)[18]
    qtbot.keyClick(step.page.question.answers[0], Qt.Key.Key_Return)
    owner = owner_of(bench)
    assert bench.document.undo_stack.count() == steps + 1
    assert owner[12] == owner[18]
    assert owner[12] != target[0]
    assert step.page.question.isHidden()


def test_the_same_key_again_moves_without(bench: Bench, step: TerritoriesStep) -> None:
    cutting(bench)
    bench.actions[Act.MOVE_1].trigger()
    bench.actions[Act.MOVE_1].trigger()
    assert owner_of(bench)[12] != 1
    assert owner_of(bench)[18] == 1


def test_escape_leaves_everything_as_it_was(
    qtbot: QtBot, bench: Bench, step: TerritoriesStep
) -> None:
    cutting(bench)
    before = bench.document.plan
    bench.actions[Act.MOVE_1].trigger()
    bench.actions[Act.ESCAPE].trigger()
    assert bench.document.plan is before
    assert step.page.question.isHidden()
    assert step.page.canvas.scene is not None
    assert step.page.canvas.scene.draft is None
    assert bench.bench.selection.regions.tolist() == [12]


def test_another_selection_forgets_the_move(bench: Bench, step: TerritoriesStep) -> None:
    cutting(bench)
    bench.actions[Act.MOVE_1].trigger()
    bench.bench.selection.select([0])
    assert step.page.question.isHidden()


def test_a_locked_cut_off_part_cannot_come_along(bench: Bench, step: TerritoriesStep) -> None:
    cutting(bench)
    bench.document.edit(
        "lock", lock_regions(bench.document.plan, "Plan A", "base", ints([18]), True)
    )
    bench.actions[Act.MOVE_1].trigger()
    assert [button.text() for button in step.page.question.answers] == ["Move without"]
    step.page.question.answers[0].click()
    assert owner_of(bench)[12] != 1
    assert owner_of(bench)[18] == 1


def test_enter_during_a_stroke_takes_the_cut_off_part_along(
    qtbot: QtBot, bench: Bench, step: TerritoriesStep
) -> None:
    cutting(bench)
    steps = bench.document.undo_stack.count()
    bench.actions[Act.BRUSH].trigger()
    canvas = step.page.canvas
    drag(qtbot, canvas, [6, 12], release=False)
    qtbot.keyClick(canvas, Qt.Key.Key_Return)
    qtbot.mouseRelease(canvas, Qt.MouseButton.LeftButton)
    assert bench.document.undo_stack.count() == steps + 1
    assert np.array(owner_of(bench))[[12, 18]].tolist() == [0, 0]


def test_labels_say_again_what_holds_when_a_stroke_is_dropped(
    qtbot: QtBot, bench: Bench, step: TerritoriesStep
) -> None:
    canvas = step.page.canvas
    before = canvas.content.marks
    bench.actions[Act.BRUSH].trigger()
    drag(qtbot, canvas, [9, 15], release=False)
    assert canvas.content.marks != before
    qtbot.keyClick(canvas, Qt.Key.Key_Escape)
    assert canvas.content.marks == before
