"""A proposal that is gone through while the plan, the measure or the scenario looked at changes."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from builders import grid_plan
from page_bench import Bench, Remembering, open_bench, territories_page
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem
from pytestqt.qtbot import QtBot

import ui.use_cases.territories as use_case
from planner.edits.territories import rename_territory
from planner.model.scenarios import TODAY
from planner.model.types import ints
from ui.panels.ask_panel import Ask
from ui.steps.picture import View
from ui.steps.proposing import Phase
from ui.steps.territories import TerritoriesStep

WITHIN = 300_000
"""Milliseconds that a first solve may take while its kernels are compiled."""


@pytest.fixture(scope="module")
def remembering() -> Remembering:
    return Remembering(use_case.propose)


@pytest.fixture(autouse=True)
def _solved_once(remembering: Remembering, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(use_case, "propose", remembering)


@pytest.fixture
def bench(qtbot: QtBot) -> Iterator[Bench]:
    """A 6 x 8 grid whose Plan A gives one territory far too much."""
    plan = grid_plan(6, 8, 3, plan_a=ints([0] * 36 + [1] * 6 + [2] * 6))
    yield from open_bench(qtbot, plan)


@pytest.fixture
def step(bench: Bench, qtbot: QtBot) -> TerritoriesStep:
    """A proposal of which the first move is not wanted, shown as it would be."""
    made = territories_page(qtbot, bench)
    made.panels.ask.asked.emit(Ask(keep=0.0, work=0.5))
    qtbot.waitUntil(lambda: made.proposing.phase is Phase.PROPOSED, timeout=WITHIN)
    untick_first(qtbot, made)
    assert len(refused(made)) == 1
    made.page.views.view_chosen.emit(View.NOW)
    return made


def untick_first(qtbot: QtBot, step: TerritoriesStep) -> None:
    """Click on the tick of the first move."""
    table = step.panels.proposal.table
    option = QStyleOptionViewItem()
    option.initFrom(table)
    option.rect = table.visualRect(table.model().index(0, 0))
    option.features |= QStyleOptionViewItem.ViewItemFeature.HasCheckIndicator
    tick = table.style().subElementRect(
        QStyle.SubElement.SE_ItemViewItemCheckIndicator, option, table
    )
    qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=tick.center())


def refused(step: TerritoriesStep) -> list[list[int]]:
    return [move.regions.tolist() for move in step.panels.proposal.model.refused]


def head(step: TerritoriesStep) -> str:
    model = step.panels.proposal.model
    return str(model.headerData(2, Qt.Orientation.Horizontal)).split("\n")[0]


def test_an_edit_meanwhile_keeps_what_was_ticked_and_the_view(
    bench: Bench, step: TerritoriesStep
) -> None:
    before, chosen = refused(step), step.show._view
    plan = bench.document.plan
    bench.document.edit("rename", rename_territory(plan, "Plan A", "base", 0, "North"))
    assert not step.panels.proposal.stale.isHidden()
    assert (refused(step), step.show._view) == (before, chosen)
    assert step.panels.proposal.accept.text() == "Accept ticked"


def test_a_look_at_another_scenario_keeps_them_too(bench: Bench, step: TerritoriesStep) -> None:
    before = refused(step)
    bench.document.look_at_scenario(TODAY)
    assert not step.show.is_proposed
    bench.document.look_at_scenario("Plan A")
    assert step.show.is_proposed
    assert refused(step) == before


def test_the_moves_are_summed_by_the_measure_that_is_looked_at(step: TerritoriesStep) -> None:
    before = refused(step)
    assert head(step) == "Prospects"
    step.balance._measure.setCurrentIndex(1)
    assert head(step) == "Workload"
    assert refused(step) == before
