"""Undo while the button is down: the gesture ends quietly, whatever it held is gone."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from builders import grid_plan
from page_bench import Bench, drag, move, open_bench, place_of, territories_page
from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from planner.edits.barriers import add_barrier
from planner.edits.splitting import split_territory
from planner.model.types import ints
from ui.actions import Act
from ui.steps.territories import TerritoriesStep

LEFT = Qt.MouseButton.LeftButton
TOOLS = (
    Act.SELECT, Act.BRUSH, Act.LASSO, Act.POLYGON, Act.RECTANGLE, Act.FLOOD, Act.SPLIT, Act.MERGE,
    Act.BARRIER, Act.LOCK_TOOL, Act.SEAT,
)  # fmt: skip


@pytest.fixture
def bench(qtbot: QtBot) -> Iterator[Bench]:
    """A 6 x 6 grid in three stripes of two rows each."""
    yield from open_bench(qtbot, grid_plan(6, 6, 3))


@pytest.fixture
def step(bench: Bench, qtbot: QtBot) -> TerritoriesStep:
    return territories_page(qtbot, bench)


@pytest.mark.parametrize("act", TOOLS)
def test_a_territory_that_is_gone_ends_the_gesture_that_began_in_it(
    qtbot: QtBot, bench: Bench, step: TerritoriesStep, act: Act
) -> None:
    document, canvas = bench.document, step.page.canvas
    before = document.plan
    after = split_territory(
        before, document.scenario.name, document.layer.key, 2, ints([33, 34, 35])
    )
    document.edit("split", after)
    bench.bench.selection.select([34])
    bench.actions[act].trigger()
    qtbot.mousePress(canvas, LEFT, pos=place_of(canvas, 34))
    move(canvas, place_of(canvas, 28))
    document.undo_stack.undo()
    move(canvas, place_of(canvas, 22))
    qtbot.mouseRelease(canvas, LEFT, pos=place_of(canvas, 22))
    canvas.grab()
    step.escape()
    assert document.layer.owner.max() == 2


def test_of_two_territories_to_merge_the_first_may_be_gone(
    qtbot: QtBot, bench: Bench, step: TerritoriesStep
) -> None:
    document, canvas = bench.document, step.page.canvas
    before = document.plan
    document.edit("split", split_territory(
        before, document.scenario.name, document.layer.key, 2, ints([33, 34, 35])
    ))  # fmt: skip
    bench.actions[Act.MERGE].trigger()
    qtbot.mouseClick(canvas, LEFT, pos=place_of(canvas, 34))
    document.undo_stack.undo()
    qtbot.mouseClick(canvas, LEFT, pos=place_of(canvas, 1))
    canvas.grab()
    assert document.plan is before
    assert step.page.question.isHidden()


def test_undo_amid_a_stroke_drops_the_stroke_and_nothing_of_it_comes_back(
    qtbot: QtBot, bench: Bench, step: TerritoriesStep
) -> None:
    document, canvas = bench.document, step.page.canvas
    before = document.plan
    bench.actions[Act.BRUSH].trigger()
    drag(qtbot, canvas, [10, 16])
    assert document.plan is not before
    qtbot.mousePress(canvas, LEFT, pos=place_of(canvas, 30))
    move(canvas, place_of(canvas, 18))
    document.undo_stack.undo()
    move(canvas, place_of(canvas, 19))
    qtbot.mouseRelease(canvas, LEFT, pos=place_of(canvas, 19))
    assert document.plan is before
    assert canvas.content.owner.tolist() == document.layer.owner.tolist()
    assert canvas.scene is not None
    assert canvas.scene.draft is None


@pytest.mark.parametrize("at_end", [False, True])
def test_a_barrier_that_is_gone_is_neither_bent_nor_extended(
    qtbot: QtBot, bench: Bench, step: TerritoriesStep, at_end: bool
) -> None:
    document, canvas = bench.document, step.page.canvas
    before = document.plan
    document.edit("draw", add_barrier(before, document.layer.key, "River", ints([[14, 15]])))
    bench.actions[Act.BARRIER].trigger()
    one, other, above = (place_of(canvas, region) for region in (14, 15, 20))
    height = (one.y() + above.y()) // 2 if at_end else one.y()
    qtbot.mousePress(canvas, LEFT, pos=QPoint((one.x() + other.x()) // 2, height))
    move(canvas, other)
    document.undo_stack.undo()
    move(canvas, place_of(canvas, 16))
    qtbot.mouseRelease(canvas, LEFT, pos=place_of(canvas, 16))
    canvas.grab()
    assert document.plan is before
