"""Help and history beside the page, and the three notes of the first run."""

from __future__ import annotations

import pytest
from builders import grid_plan
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot
from window_parts import make_window, move_one, opened

from planner.model.words import STEPS
from ui.actions import Act
from ui.app import make_steps
from ui.main_window import MainWindow
from ui.steps.territories import TerritoriesStep
from ui.window.help_sheet import purpose


@pytest.fixture
def window(qtbot: QtBot) -> MainWindow:
    made = make_window(steps=make_steps)
    qtbot.addWidget(made)
    made.show()
    made.show_plan(opened(grid_plan(3, 3, 3)))
    made.activateWindow()
    qtbot.waitUntil(lambda: not made.runner.is_busy, timeout=10_000)
    return made


def territories(window: MainWindow) -> TerritoriesStep:
    assert window.session is not None
    step = window.session.desk.steps["territories"]
    assert isinstance(step, TerritoriesStep)
    return step


@pytest.mark.parametrize("key", STEPS)
def test_every_page_says_what_it_is_for_in_three_sentences_at_most(key: str) -> None:
    assert 2 <= purpose(key).count(". ") + 1 <= 4
    assert purpose(key) != purpose("nowhere")


def test_help_lists_the_keys_that_work_here_from_the_actions_themselves(
    window: MainWindow, qtbot: QtBot
) -> None:
    window.acts[Act.HELP].trigger()
    assert window.session is not None
    help_ = window.session.desk.help
    assert help_.isVisible()
    assert help_.title.text() == "Help: Territories"
    listed = dict(help_.keys)
    assert listed["Brush"] == window.acts[Act.BRUSH].shortcut().toString()
    assert listed["Save"] == "Ctrl+S"
    assert all(keys for keys in listed.values())
    window.session.desk.go_to("quotas")
    assert help_.isHidden()
    window.acts[Act.HELP].trigger()
    assert "Brush" not in dict(help_.keys)


def test_escape_closes_the_sheet_alone_and_gives_the_keyboard_back(
    window: MainWindow, qtbot: QtBot
) -> None:
    assert window.session is not None
    canvas = territories(window).page.canvas
    canvas.setFocus()
    window.session.bench.selection.select([4])
    window.acts[Act.HELP].trigger()
    help_ = window.session.desk.help
    qtbot.waitUntil(help_.scroller.hasFocus)
    qtbot.keyClick(help_.scroller, Qt.Key.Key_Escape)
    assert help_.isHidden()
    assert canvas.hasFocus()
    assert window.session.bench.selection.regions.tolist() == [4]


def test_the_history_names_the_steps_and_goes_to_one(window: MainWindow, qtbot: QtBot) -> None:
    assert window.session is not None
    stack = window.session.document.undo_stack
    before = window.session.document.plan
    move_one(window, 4)
    move_one(window, 5)
    window.acts[Act.HISTORY].trigger()
    history = window.session.desk.history
    rows = [history.list.item(at).text() for at in range(history.list.count())]
    assert rows == ["move one  ·  here", "move one", "as it was opened"]
    qtbot.keyClick(history.list, Qt.Key.Key_End)
    qtbot.keyClick(history.list, Qt.Key.Key_Return)
    assert window.session.document.plan is before
    assert history.list.item(0).text() == "move one  ·  taken back"
    middle = history.list.visualItemRect(history.list.item(1)).center()
    qtbot.mouseClick(history.list.viewport(), Qt.MouseButton.LeftButton, pos=middle)
    assert stack.index() == 1
    window.acts[Act.HELP].trigger()
    assert history.isHidden()


def test_the_notes_of_the_first_run_come_one_by_one_and_stay_away_for_good(
    window: MainWindow, qtbot: QtBot
) -> None:
    coach = territories(window).panels.coach
    assert coach.isVisible()
    assert coach.title.text() == "1 of 3: Look around"
    assert "Ctrl+K" in coach.text.text()
    coach.next.click()
    assert coach.title.text() == "2 of 3: Change something by hand"
    assert window.settings.number("coach", 0) == 1
    coach.close_.click()
    assert coach.isHidden()
    window.show_plan(opened(grid_plan(3, 3, 3)))
    assert territories(window).panels.coach.isHidden()
    assert window.settings.number("coach", 0) == 3


def test_the_ring_of_the_keyboard_stays_away_from_who_uses_the_mouse(
    window: MainWindow, qtbot: QtBot
) -> None:
    assert window.session is not None
    desk = window.session.desk
    team, quotas = desk.steps["team"].centre, desk.steps["quotas"].centre
    qtbot.mouseClick(desk.rail.items["team"], Qt.MouseButton.LeftButton)
    assert team.hasFocus()
    assert team.property("ring") == "quiet"
    qtbot.keyClick(team, Qt.Key.Key_5, Qt.KeyboardModifier.ControlModifier)
    assert quotas.hasFocus()
    assert quotas.property("ring") == "true"
    desk.rail.items["team"].setFocus()
    qtbot.keyClick(desk.rail.items["team"], Qt.Key.Key_Space)
    assert team.hasFocus()
    assert team.property("ring") == "true"
