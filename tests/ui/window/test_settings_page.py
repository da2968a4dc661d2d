from __future__ import annotations

import pytest
from builders import grid_plan
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QLabel
from pytestqt.qtbot import QtBot
from window_parts import MemoryJournal, make_window, opened

from planner.edits.assignment import assign
from planner.language import language
from planner.notation import notation, number
from ui.actions import Act
from ui.app import make_steps
from ui.main_window import MainWindow
from ui.settings import Settings
from ui.steps.territories import TerritoriesStep
from ui.window.settings_page import SettingsPage

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def window(qtbot: QtBot) -> MainWindow:
    made = make_window()
    qtbot.addWidget(made)
    made.show()
    return made


@pytest.fixture
def real(qtbot: QtBot) -> MainWindow:
    """The window with its real pages."""
    made = MainWindow(Settings(), make_steps, lambda _opened: MemoryJournal())
    qtbot.addWidget(made)
    made.show()
    made.show_plan(opened(grid_plan(3, 3, 3)))
    qtbot.waitUntil(lambda: not made.runner.is_busy)
    return made


def page(window: MainWindow) -> SettingsPage:
    found = window.parts.settings_page
    assert window.stack.currentWidget() is found
    return found


def choose(box: QComboBox, key: str) -> None:
    """Choose as a user does: with the keys, in the list that is open."""
    box.setFocus()
    while box.currentIndex() > 0:
        QTest.keyClick(box, Qt.Key.Key_Up)
    while box.currentData() != key:
        QTest.keyClick(box, Qt.Key.Key_Down)


def texts(window: MainWindow) -> set[str]:
    return {each.text() for each in window.findChildren(QLabel) if each.isVisible()}


def test_the_settings_open_with_their_key_and_esc_goes_back(
    window: MainWindow, qtbot: QtBot
) -> None:
    window.activateWindow()
    qtbot.keyClick(window, Qt.Key.Key_Comma, CTRL)
    assert "Settings" in texts(window)
    qtbot.keyClick(page(window), Qt.Key.Key_Escape)
    assert window.stack.currentWidget() is window.welcome


def test_the_gear_at_the_foot_of_the_rail_opens_the_settings(
    window: MainWindow, qtbot: QtBot
) -> None:
    window.show_plan(opened(grid_plan(3, 3, 3)))
    session = window.session
    assert session is not None
    qtbot.mouseClick(session.desk.rail.settings, Qt.MouseButton.LeftButton)
    page(window).close_button.click()
    assert window.stack.currentWidget() is session.desk


def test_another_language_holds_at_once(window: MainWindow, qtbot: QtBot) -> None:
    window.show_settings()
    choose(page(window).language, "nl")
    qtbot.waitUntil(lambda: "Instellingen" in texts(window))
    assert language() == "nl"
    assert window.acts[Act.UNDO].text() == "Ongedaan maken"
    assert QCoreApplication.translate("QPlatformTheme", "Cancel") == "Annuleren"
    assert page(window).language.hasFocus()
    choose(page(window).language, "en")
    qtbot.waitUntil(lambda: "Settings" in texts(window))
    assert QCoreApplication.translate("QPlatformTheme", "Cancel") == "Cancel"


def test_another_notation_is_echoed(window: MainWindow, qtbot: QtBot) -> None:
    window.show_settings()
    shown = [page(window).numbers.itemText(at) for at in range(1, 5)]
    assert shown == [
        "1\u202f234.5   4.1\u00a0%", "1\u202f234,5   4,1\u00a0%", "1.234,5   4,1\u00a0%", "1,234.5   4.1%",
    ]  # fmt: skip
    choose(page(window).numbers, "point_comma")
    qtbot.waitUntil(lambda: any("So written: 1.234,5" in text for text in texts(window)))
    assert (notation(), number(1234.5, 1)) == ("point_comma", "1.234,5")


def test_what_is_chosen_is_kept_for_the_next_start(window: MainWindow, qtbot: QtBot) -> None:
    window.settings.language = "nl"
    window.settings.sync()
    qtbot.waitUntil(lambda: language() == "nl")
    other = make_window()
    qtbot.addWidget(other)
    assert language() == "nl"
    assert other.acts[Act.SAVE].text() == "Opslaan"


def test_plan_undo_steps_and_unsaved_work_survive_another_language(
    real: MainWindow, qtbot: QtBot
) -> None:
    session = real.session
    assert session is not None
    before = session.document.plan
    after = assign(before, "Plan A", "base", [4], 0)
    session.document.edit("give the middle to the first", after)
    session.document.look_at_scenario("Today")
    session.document.look_at_scenario("Plan A")
    session.desk.go_to("compare")
    stack, keeper = session.undo_stack, session.keeper
    real.settings.language = "nl"
    qtbot.waitUntil(lambda: language() == "nl" and real.session is session)
    qtbot.waitUntil(lambda: session.desk.steps["compare"].title == "Vergelijken")

    assert session.undo_stack is stack
    assert session.keeper is keeper
    assert session.document.plan is after
    assert real.acts[Act.UNDO].isEnabled()
    real.acts[Act.UNDO].trigger()
    assert session.document.plan is before
    real.acts[Act.REDO].trigger()
    assert session.document.plan is after
    assert session.desk.here is session.desk.steps["compare"]
    journal = session.keeper._journal
    assert isinstance(journal, MemoryJournal)
    qtbot.waitUntil(lambda: bool(journal.recorded) and journal.recorded[-1] is after, timeout=5000)


def test_pages_of_before_hear_no_more_of_the_plan(real: MainWindow, qtbot: QtBot) -> None:
    session = real.session
    assert session is not None
    old = session.document
    with qtbot.waitSignal(old.destroyed):
        real.settings.language = "nl"
    qtbot.waitUntil(lambda: not real.runner.is_busy)
    session.document.edit("give", assign(session.document.plan, "Plan A", "base", [4], 0))
    step = session.desk.steps["territories"]
    assert isinstance(step, TerritoriesStep)
    assert step.display.now.plan is session.document.plan


def test_a_change_waits_for_a_proposal_that_nobody_answered(real: MainWindow, qtbot: QtBot) -> None:
    session = real.session
    assert session is not None
    step = session.desk.steps["territories"]
    assert isinstance(step, TerritoriesStep)
    for _ in range(2):  # first what to ask, then the question
        real.acts[Act.PRIMARY].trigger()
    qtbot.waitUntil(lambda: step.state().waiting)
    real.show_settings()
    choose(page(real).language, "nl")
    title = "This holds when what is under way has ended"
    qtbot.waitUntil(lambda: title in texts(real))
    assert language() == "en"
    step.proposing.cancel()
    qtbot.waitUntil(lambda: not real.runner.is_busy, timeout=20_000)
    if step.state().waiting:
        step.proposing.reject()
    qtbot.waitUntil(lambda: language() == "nl", timeout=20_000)
    qtbot.waitUntil(lambda: "Instellingen" in texts(real))
