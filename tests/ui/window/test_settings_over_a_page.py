"""The settings lie over a page: its keys rest, and what changes meanwhile is shown when they close."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from builders import grid_plan
from page_tour import rest, toured_plan
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot
from widget_walk import all_texts
from window_parts import make_window, opened

from planner.edits.accounts import name_for
from planner.edits.assignment import assign
from planner.model.issues import Issue, Severity
from planner.model.plan import Plan
from planner.model.types import ints
from planner.model.words import STEPS
from ui.app import make_steps
from ui.main_window import MainWindow
from ui.steps.data import DataStep
from ui.steps.sections import titles
from ui.window.session import Session

CTRL = Qt.KeyboardModifier.ControlModifier
PAGES = (*(key for key in STEPS if key != "data"), *(f"data:{key}" for key in titles()))
UNCHANGED = ("data:import", "data:outlines")
"""They show files of borders and of accounts, not the plan."""


@pytest.fixture
def window(qtbot: QtBot) -> Iterator[MainWindow]:
    made = make_window(steps=make_steps)
    qtbot.addWidget(made)
    made.resize(1280, 800)
    made.show()
    made.activateWindow()
    made.show_plan(opened(grid_plan(3, 3, 3)))
    rest(made)
    yield made
    made.runner.close()


def session_of(window: MainWindow) -> Session:
    assert window.session is not None
    return window.session


def open_settings(window: MainWindow, qtbot: QtBot) -> QWidget:
    qtbot.keyClick(window, Qt.Key.Key_Comma, CTRL)
    found = window.parts.settings_page
    assert window.stack.currentWidget() is found
    return found


def go_to(window: MainWindow, page: str) -> None:
    desk, (key, _, section) = session_of(window).desk, page.partition(":")
    desk.go_to(key)
    if section:
        step = desk.steps[key]
        assert isinstance(step, DataStep)
        step.go_to(section)
    rest(window)


def changed(plan: Plan) -> Plan:
    """Something that every page shows: what a measure is called, who has what, and an account named."""
    first, *others = plan.measures
    plan = assign(plan, "Plan A", "base", ints([14, 15]), 0)
    plan = replace(plan, measures=(replace(first, label="Chances"), *others))
    return name_for(plan, "Plan A", [plan.accounts.ids[3]], str(plan.reps[1].id))


@pytest.mark.parametrize("page", PAGES)
def test_what_is_undone_under_the_settings_is_seen_when_they_close(
    window: MainWindow, qtbot: QtBot, page: str
) -> None:
    window.show_plan(opened(toured_plan()))
    document = session_of(window).document
    document.edit("change", changed(document.plan))
    document.undo_stack.undo()
    go_to(window, page)
    before = all_texts(window)
    document.undo_stack.redo()
    rest(window)
    assert all_texts(window) != before or page in UNCHANGED
    settings = open_settings(window, qtbot)
    qtbot.keyClick(settings, Qt.Key.Key_Z, CTRL)
    assert document.undo_stack.index() == 0
    rest(window)
    qtbot.keyClick(settings, Qt.Key.Key_Escape)
    assert window.stack.currentWidget() is session_of(window).desk
    rest(window)
    assert sorted(all_texts(window) ^ before) == []


def test_the_history_follows_under_the_settings(window: MainWindow, qtbot: QtBot) -> None:
    session = session_of(window)
    plan = session.document.plan
    session.document.edit("move", assign(plan, "Plan A", "base", ints([4]), 2))
    qtbot.keyClick(window, Qt.Key.Key_H, CTRL)
    settings = open_settings(window, qtbot)
    qtbot.keyClick(settings, Qt.Key.Key_Z, CTRL)
    qtbot.keyClick(settings, Qt.Key.Key_Escape)
    steps = session.desk.history.list
    assert [steps.item(at).text() for at in range(steps.count())] == [
        "move  ·  taken back", "as it was opened  ·  here",
    ]  # fmt: skip


def test_keys_of_the_page_under_the_settings_do_nothing(window: MainWindow, qtbot: QtBot) -> None:
    session = session_of(window)
    selection, stack = session.bench.selection, session.document.undo_stack
    session.desk.go_to("territories")
    selection.select([0])
    settings = open_settings(window, qtbot)
    qtbot.keyClick(settings, Qt.Key.Key_1)
    assert stack.count() == 0
    qtbot.keyClick(settings, Qt.Key.Key_Escape)
    assert window.stack.currentWidget() is session.desk
    assert selection.regions.tolist() == [0]
    qtbot.keyClick(window, Qt.Key.Key_1)
    assert stack.count() == 1


def test_finding_something_from_the_settings_shows_it(window: MainWindow, qtbot: QtBot) -> None:
    settings = open_settings(window, qtbot)
    qtbot.keyClick(settings, Qt.Key.Key_K, CTRL)
    qtbot.keyClicks(window.palette_.edit, "Quotas")
    qtbot.keyClick(window.palette_.edit, Qt.Key.Key_Return)
    desk = session_of(window).desk
    assert desk.here is desk.steps["quotas"]
    assert window.stack.currentWidget() is desk


def test_what_was_found_is_shown_from_the_settings(window: MainWindow, qtbot: QtBot) -> None:
    found = Issue("missing", Severity.WARNING, "a.csv", "no owner", "Name one.")
    window.status.show_issues((found,))
    open_settings(window, qtbot)
    qtbot.mouseClick(window.status.issues, Qt.MouseButton.LeftButton)
    desk = session_of(window).desk
    assert desk.here is desk.steps["data"]
    assert window.stack.currentWidget() is desk
