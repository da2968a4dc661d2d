"""The choices of a tool stay what they say when the plan under them changes."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from builders import grid_plan
from page_bench import Bench, open_bench, place_of, territories_page
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from planner.edits.merging import merge_territories
from planner.edits.redrawing import Redrawn
from planner.edits.region_splits import split_by_ratio
from ui.actions import Act
from ui.steps.territories import TerritoriesStep

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def bench(qtbot: QtBot) -> Iterator[Bench]:
    """A 6 x 6 grid in three stripes of two rows each; its west half is one province."""
    yield from open_bench(qtbot, grid_plan(6, 6, 3))


@pytest.fixture
def step(bench: Bench, qtbot: QtBot) -> TerritoriesStep:
    return territories_page(qtbot, bench)


def test_a_flood_to_the_border_of_a_province_goes_on_after_a_region_is_split(
    qtbot: QtBot, bench: Bench, step: TerritoriesStep
) -> None:
    bench.actions[Act.FLOOD].trigger()
    step.page.options.reach.setCurrentIndex(1)
    redrawn = split_by_ratio(bench.document.plan, 0, 0.5)
    assert isinstance(redrawn, Redrawn)
    bench.document.edit("split a region", redrawn.plan)
    qtbot.waitUntil(lambda: step.page.canvas.scene is not None, timeout=10_000)
    qtbot.waitUntil(lambda: not bench.bench.runner.is_busy, timeout=10_000)
    qtbot.mouseClick(step.page.canvas, LEFT, pos=place_of(step.page.canvas, 7))
    assert len(bench.bench.selection.regions) == 19
    bench.document.undo_stack.undo()
    qtbot.waitUntil(lambda: step.page.canvas.scene is not None, timeout=10_000)
    qtbot.mouseClick(step.page.canvas, LEFT, pos=place_of(step.page.canvas, 6))
    assert len(bench.bench.selection.regions) == 18


def test_the_brush_paints_into_the_territory_that_was_chosen_when_another_goes(
    bench: Bench, step: TerritoriesStep
) -> None:
    options, brush = step.page.options, step.page.brush
    options.target.setCurrentIndex(3)
    options.source.setCurrentIndex(3)
    assert (brush.target, step.page.canvas.taking.source) == (2, 1)
    chosen = (options.target.currentText(), options.source.currentText())
    document = bench.document
    after = merge_territories(document.plan, document.scenario.name, document.layer.key, 1, 0)
    document.edit("merge", after)
    assert (options.target.currentText(), brush.target) == (chosen[0], 1)
    assert (options.source.currentText(), step.page.canvas.taking.source) == (chosen[1], 0)
    document.undo_stack.undo()
    assert (options.target.currentText(), brush.target) == (chosen[0], 2)


def test_what_was_chosen_is_let_go_with_its_territory(bench: Bench, step: TerritoriesStep) -> None:
    options, brush = step.page.options, step.page.brush
    options.target.setCurrentIndex(1)
    document = bench.document
    after = merge_territories(document.plan, document.scenario.name, document.layer.key, 1, 0)
    document.edit("merge", after)
    assert (options.target.currentIndex(), brush.target) == (0, -1)
