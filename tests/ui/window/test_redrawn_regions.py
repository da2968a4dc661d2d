"""Regions change under every page of the real window: each shows the new ones, also after undo."""

from __future__ import annotations

from dataclasses import replace

import pytest
from builders import grid_plan
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from window_parts import MemoryJournal, opened

from planner.edits.redrawing import Redrawn
from planner.edits.region_drawing import Over, draw_region
from planner.edits.region_merges import merge_regions
from planner.edits.region_splits import split_by_ratio
from planner.model.plan import Plan
from planner.model.redrawing import Refusal
from planner.model.types import floats, ints
from ui.main_window import MainWindow
from ui.map.canvas import MapCanvas
from ui.settings import Settings
from ui.steps.pages import make_steps

STEPS = ("data", "market", "team", "territories", "quotas", "compare", "publish")
WITHIN = 30_000


@pytest.fixture
def window(qtbot: QtBot, qapp: QApplication) -> MainWindow:
    made = MainWindow(Settings(qapp), make_steps, lambda _opened: MemoryJournal())
    qtbot.addWidget(made)
    made.resize(1280, 720)
    made.show()
    made.show_plan(opened(replace(grid_plan(4, 4, 2), name="Grid")))
    rested(qtbot, made)
    return made


def rested(qtbot: QtBot, window: MainWindow) -> None:
    session = window.session
    assert session is not None
    qtbot.waitUntil(lambda: not session.bench.runner.is_busy, timeout=WITHIN)


def plan_of(found: Redrawn | Refusal) -> Plan:
    assert isinstance(found, Redrawn), found
    return found.plan


def drawn(plan: Plan) -> Plan:
    area = floats([[1500.0, 200.0], [1800.0, 200.0], [1800.0, 900.0]])
    return plan_of(draw_region(plan, area, over=Over.TAKE))


CHANGES = {
    "split": lambda plan: plan_of(split_by_ratio(plan, 15, 0.4)),
    "merge": lambda plan: plan_of(merge_regions(plan, ints([0, 1]))),
    "draw": drawn,
}


@pytest.mark.parametrize("step", STEPS)
def test_every_page_follows_other_regions_and_undo(
    qtbot: QtBot, window: MainWindow, step: str
) -> None:
    session = window.session
    assert session is not None
    document, selection, desk = session.document, session.bench.selection, session.desk
    if step not in desk.steps:
        pytest.skip(f"no page {step}")
    desk.go_to(step)
    rested(qtbot, window)
    for text, change in CHANGES.items():
        selection.select([0, len(document.plan.regions) - 1])
        document.edit(text, change(document.plan))
        shows(qtbot, window, step)
    for _ in CHANGES:
        document.undo_stack.undo()
        shows(qtbot, window, step)
    for _ in CHANGES:
        document.undo_stack.redo()
    shows(qtbot, window, step)


def shows(qtbot: QtBot, window: MainWindow, step: str) -> None:
    """The map of a page, where it has one, shows the regions of the plan."""
    rested(qtbot, window)
    qtbot.wait(20)  # paint, and hear of the selection
    session = window.session
    assert session is not None
    for canvas in session.desk.steps[step].centre.findChildren(MapCanvas):
        if canvas.scene is not None and canvas.isVisible():
            assert canvas.scene.prepared.regions == len(session.document.plan.regions)
