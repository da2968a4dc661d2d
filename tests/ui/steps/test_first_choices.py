"""What a plan made of a map alone has not got is chosen in the window: territories, goal, teams."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest
from builders import grid_plan
from page_bench import Bench, drag, open_bench, place_of, show_page, territories_page
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from widget_walk import clipped_texts

from planner.edits.scenarios import duplicate_scenario
from planner.model.goals import Goals, TerritoryGoals
from planner.model.types import UNASSIGNED, ints
from ui.actions import Act
from ui.steps.quotas import QuotasStep
from ui.steps.step import StepState
from ui.steps.team import TeamStep
from ui.steps.territories import TerritoriesStep

GOALS = Goals((TerritoryGoals(count=3),))
MILLIONS = np.full((36, 1), 654_321.0)


@pytest.fixture
def bench(qtbot: QtBot) -> Iterator[Bench]:
    yield from open_bench(qtbot, grid_plan(6, 6, 3, goals=GOALS, loads=MILLIONS))


@pytest.fixture
def step(bench: Bench, qtbot: QtBot) -> TerritoriesStep:
    return territories_page(qtbot, bench)


def unassigned(bench: Bench) -> None:
    """Take every region its territory away, as in a plan made of a map alone."""
    plan = bench.document.plan
    nobody = ints(np.full(36, UNASSIGNED))
    scenario = plan.scenario("Plan A")
    layer = replace(scenario.base, owner=nobody, proof=None)
    changed = replace(scenario, layers=(layer, *scenario.layers[1:]))
    scenarios = tuple(changed if one.name == "Plan A" else one for one in plan.scenarios)
    bench.document.edit("empty", replace(plan, scenarios=scenarios))


def test_a_plan_without_any_territory_yet_is_told_what_to_do_and_of_no_fault(
    qtbot: QtBot, bench: Bench, step: TerritoriesStep
) -> None:
    unassigned(bench)
    qtbot.waitUntil(lambda: not bench.bench.runner.is_busy)
    overview = step.panels.overview
    assert overview.note.title.text() == "No region has a territory yet"
    assert overview.figures.texts()[:2] == [["Territories", "3"], ["Regions", "36"]]
    assert overview.furthest.isHidden()
    assert step.state() == StepState()
    balance = step.balance.bars.balance
    assert [(one.label, one.tone) for one in balance.figures] == [
        ("Target", ""),
        ("Unassigned", ""),
    ]
    assert not balance.begun
    assert overview.troubles.isHidden()
    step.by_hand.assign(ints([0]), 0)
    assert overview.note.title.text() == "0 of 3 territories keep every rule."
    qtbot.waitUntil(lambda: not overview.troubles.isHidden())


def test_another_number_of_territories_is_typed_in_the_ask_and_is_one_undo_step(
    qtbot: QtBot, bench: Bench, step: TerritoriesStep
) -> None:
    before = bench.document.plan
    step.ask()
    count = step.panels.ask.count
    assert (count.value(), count.maximum()) == (3, 36)
    count.setFocus()
    count.selectAll()
    qtbot.keyClicks(count, "12")
    assert bench.document.plan is before  # 12 is typed by way of 1
    qtbot.keyClick(count, Qt.Key.Key_Tab)
    assert bench.document.plan.goals.layers[0].count == 12
    assert bench.document.undo_stack.undoText() == "plan 12 territories"
    assert len(bench.document.layer.territories) == 3
    bench.document.undo_stack.undo()
    assert count.value() == 3


def test_after_accepting_the_keyboard_is_on_the_map(
    qtbot: QtBot, bench: Bench, step: TerritoriesStep
) -> None:
    bench.window.activateWindow()
    step.ask()
    step.panels.ask.effort.setCurrentIndex(0)
    bench.actions[Act.PRIMARY].trigger()
    qtbot.waitUntil(lambda: step.show.is_proposed, timeout=60_000)
    step.panels.proposal.accept.setFocus()
    bench.actions[Act.PRIMARY].trigger()
    assert QApplication.focusWidget() is step.page.canvas


def test_figures_of_millions_fit_before_and_after(
    qtbot: QtBot, bench: Bench, step: TerritoriesStep
) -> None:
    step.panels.setFixedWidth(336)
    bench.actions[Act.BRUSH].trigger()
    drag(qtbot, step.page.canvas, [9, 15], release=False)
    shown = step.panels.consequences.territories[0].figures
    assert shown.texts()[0][1] == "7.85 → 8.51"
    assert ", M" in shown.texts()[0][0]
    qtbot.waitUntil(lambda: not clipped_texts(step.panels.consequences))
    right = shown.mapTo(step.panels, shown.rect().topRight()).x()
    assert right < step.panels.width()
    qtbot.keyClick(step.page.canvas, Qt.Key.Key_Escape)


def test_the_goal_is_typed_on_the_page_and_then_divided(qtbot: QtBot, bench: Bench) -> None:
    page = QuotasStep(bench.bench)
    show_page(qtbot, bench, page)
    assert not page.set_them.isEnabled()
    goal = page.goal
    qtbot.keyClicks(goal.total, "much")
    qtbot.keyClick(goal.total, Qt.Key.Key_Return)
    assert goal.trouble.text() == "Type the goal as a sum above zero."
    goal.total.clear()
    qtbot.keyClicks(goal.total, "90 000")
    qtbot.keyClick(goal.total, Qt.Key.Key_Return)
    assert goal.trouble.isHidden()
    goal.over.selectAll()
    qtbot.keyClicks(goal.over, "10 %")
    qtbot.keyClick(goal.over, Qt.Key.Key_Return)
    quota = bench.document.plan.goals.quota
    assert quota is not None
    assert (quota.total, quota.over_assignment) == (90_000, 0.1)
    assert bench.document.undo_stack.count() == 2
    page.primary()
    assert page.closes.text() == "All quotas add up to the goal"
    while bench.document.undo_stack.canUndo():
        bench.document.undo_stack.undo()
    assert (goal.total.text(), goal.over.text()) == ("", "0\u00a0%")


def test_what_teams_are_formed_around_is_chosen_on_the_page(qtbot: QtBot, bench: Bench) -> None:
    page = TeamStep(bench.bench)
    show_page(qtbot, bench, page)
    assert not page.compose.isEnabled()
    assert page.empty.text.text() == "Choose what a team is formed around."
    page.around.setFocus()
    qtbot.keyClick(page.around, Qt.Key.Key_Down)
    assert bench.document.plan.goals.teams is not None
    assert bench.document.plan.goals.teams.markets == "territory"
    assert page.compose.isEnabled()


def test_a_plan_without_people_says_where_they_are_imported(qtbot: QtBot, bench: Bench) -> None:
    plan = bench.document.plan
    nobody = tuple(
        replace(
            scenario,
            layers=tuple(
                replace(
                    layer,
                    territories=tuple(replace(one, rep_id=None) for one in layer.territories),
                )
                for layer in scenario.layers
            ),
        )
        for scenario in plan.scenarios
    )
    bench.document.edit("people", replace(plan, reps=(), scenarios=nobody))
    page = TeamStep(bench.bench)
    show_page(qtbot, bench, page)
    assert "Import" in page.empty.text.text()
    assert page.around.isHidden()


def test_an_open_legend_stands_beside_a_wide_map_where_there_is_room(qtbot: QtBot) -> None:
    for made in open_bench(qtbot, grid_plan(6, 12, 3)):
        made.window.resize(1440, 900)
        step = territories_page(qtbot, made)
        page = step.page
        if page.legend.is_folded:
            qtbot.mouseClick(page.legend.head, Qt.MouseButton.LeftButton)
        assert page.canvas.width() >= 3 * page.legend.width()
        west = [place_of(page.canvas, region).x() for region in range(0, 72, 12)]
        assert min(west) > page.legend.geometry().right()


def test_a_copy_of_the_plan_asks_for_the_same_number(bench: Bench, step: TerritoriesStep) -> None:
    bench.document.edit("copy", duplicate_scenario(bench.document.plan, "Plan A", "Plan B"))
    bench.document.look_at_scenario("Plan B")
    step.ask()
    assert step.panels.ask.count.value() == 3
