"""Find and mend on the page: step from trouble to trouble, and proposals that mend them together."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
from builders import grid_plan
from page_bench import Bench, open_bench, territories_page
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from planner.edits.assignment import assign
from planner.model.types import UNASSIGNED, ints
from ui.actions import Act
from ui.steps.territories import TerritoriesStep
from ui.steps.territory_inspector import Panel
from ui.widgets.buttons import Button


@pytest.fixture
def bench(qtbot: QtBot) -> Iterator[Bench]:
    """A 6 x 6 grid in three stripes of two rows each."""
    yield from open_bench(qtbot, grid_plan(6, 6, 3))


@pytest.fixture
def step(bench: Bench, qtbot: QtBot) -> TerritoriesStep:
    """The page with 14 given to T01 inside T02, and 33 and 34 given to nobody."""
    page = territories_page(qtbot, bench)
    plan = assign(bench.document.plan, "Plan A", "base", ints([21]), 0)
    bench.document.edit("break", assign(plan, "Plan A", "base", ints([33, 34]), UNASSIGNED))
    qtbot.waitUntil(lambda: bool(page.editing.troubles.found))
    return page


def propose(qtbot: QtBot, step: TerritoriesStep, button: Button) -> None:
    """Press a button and wait for the proposal that was worked out in the background."""
    button.click()
    qtbot.waitUntil(lambda: not step.page.question.isHidden())


def owner_of(bench: Bench) -> list[int]:
    return bench.document.layer.owner.tolist()


def test_the_overview_counts_what_is_wrong(step: TerritoriesStep) -> None:
    words = [line.text() for line in step.panels.overview.troubles.lines]
    assert words[:2] == ["One piece cut off", "One piece inside another territory"]


def test_n_goes_from_trouble_to_trouble_and_says_what_each_is(
    bench: Bench, step: TerritoriesStep
) -> None:
    seen = []
    for _ in range(2):
        bench.actions[Act.NEXT_PROBLEM].trigger()
        assert step.panels.currentIndex() == Panel.SELECTION
        seen.append(
            (bench.bench.selection.regions.tolist(), step.panels.selection.note.title.text())
        )
    assert seen == [
        ([21], "1\u00a0region cut off from T01"),
        ([33, 34], "2\u00a0regions without territory inside T03"),
    ]
    bench.actions[Act.PREVIOUS_PROBLEM].trigger()
    assert bench.bench.selection.regions.tolist() == [21]


def test_territories_outside_a_rule_follow_what_is_broken(
    bench: Bench, step: TerritoriesStep
) -> None:
    for _ in range(3):
        bench.actions[Act.NEXT_PROBLEM].trigger()
    assert bench.bench.selection.territory is not None
    assert step.panels.currentIndex() == Panel.TERRITORY


def test_the_note_goes_with_another_selection(bench: Bench, step: TerritoriesStep) -> None:
    bench.actions[Act.NEXT_PROBLEM].trigger()
    assert not step.panels.selection.note.isHidden()
    bench.bench.selection.select([0])
    assert step.panels.selection.note.isHidden()


def test_a_click_on_a_line_goes_to_the_first_of_its_kind(
    bench: Bench, step: TerritoriesStep
) -> None:
    step.panels.overview.troubles.lines[1].click()
    assert bench.bench.selection.regions.tolist() == [33, 34]


def test_gaps_are_filled_as_a_proposal_that_is_one_step(
    qtbot: QtBot, bench: Bench, step: TerritoriesStep
) -> None:
    before, steps = bench.document.plan, bench.document.undo_stack.count()
    propose(qtbot, step, step.panels.overview.troubles.fill)
    assert bench.document.plan is before
    assert step.page.canvas.scene is not None
    assert step.page.canvas.scene.draft is not None
    assert step.panels.currentIndex() == Panel.CONSEQUENCES
    qtbot.keyClick(step.page.question.answers[0], Qt.Key.Key_Return)
    assert np.array(owner_of(bench))[[33, 34]].tolist() == [2, 2]
    assert bench.document.undo_stack.count() == steps + 1
    assert step.page.canvas.scene.draft is None


def test_pieces_are_joined_as_a_proposal(qtbot: QtBot, bench: Bench, step: TerritoriesStep) -> None:
    propose(qtbot, step, step.panels.overview.troubles.join)
    qtbot.keyClick(step.page.question.answers[0], Qt.Key.Key_Return)
    assert owner_of(bench)[21] != 0


def test_a_proposal_that_nobody_wants_leaves_the_plan(
    qtbot: QtBot, bench: Bench, step: TerritoriesStep
) -> None:
    before = bench.document.plan
    propose(qtbot, step, step.panels.overview.troubles.fill)
    bench.actions[Act.ESCAPE].trigger()
    assert bench.document.plan is before
    assert step.page.canvas.scene is not None
    assert step.page.canvas.scene.draft is None
    assert step.page.question.isHidden()


def test_what_is_mended_is_no_longer_counted(
    qtbot: QtBot, bench: Bench, step: TerritoriesStep
) -> None:
    for button in (step.panels.overview.troubles.fill, step.panels.overview.troubles.join):
        propose(qtbot, step, button)
        qtbot.keyClick(step.page.question.answers[0], Qt.Key.Key_Return)
    qtbot.waitUntil(
        lambda: step.editing.troubles._of is bench.document.layer,
    )
    words = [line.text() for line in step.panels.overview.troubles.lines]
    assert not any("cut off" in each or "inside" in each for each in words)
