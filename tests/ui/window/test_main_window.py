from __future__ import annotations

from pathlib import Path

import pytest
from builders import grid_plan
from dropping import drop
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot
from window_parts import MemoryJournal, PlainStep, make_window, move_one, opened

from planner.edits.assignment import assign
from planner.model.issues import Issue, Severity
from planner.model.scenarios import TODAY
from planner.model.types import identical, ints
from planner.store.rayon_file import load_rayon
from ui.actions import Act
from ui.app import make_steps as real_steps
from ui.main_window import MainWindow
from ui.steps.map_bars import MORE
from ui.theme import theme
from ui.widgets.popover import NamePopover


@pytest.fixture
def window(qtbot: QtBot) -> MainWindow:
    made = make_window()
    qtbot.addWidget(made)
    made.show()
    return made


@pytest.fixture
def at_desk(window: MainWindow) -> MainWindow:
    window.show_plan(opened(grid_plan(3, 3, 3)))
    return window


def press(window: MainWindow, qtbot: QtBot, key: Qt.Key, how: Qt.KeyboardModifier) -> None:
    window.activateWindow()
    qtbot.keyClick(window, key, how)


CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


def test_without_a_plan_only_opening_and_settings_are_offered(window: MainWindow) -> None:
    live = {act for act, _ in window.acts.live()}
    assert live == {Act.OPEN, Act.NEW, Act.QUIT, Act.APPEARANCE, Act.SETTINGS}
    assert not window.top_bar.plan.isVisible()
    assert window.stack.currentWidget() is window.welcome


def test_a_plan_opens_on_its_territories(at_desk: MainWindow) -> None:
    assert at_desk.session is not None
    here = at_desk.session.desk.here
    assert isinstance(here, PlainStep)
    assert (here.key, here.entered, here.left) == ("territories", 1, 0)
    assert at_desk.top_bar.scenario.text() == "Plan A"
    assert at_desk.status.facts.text().startswith("9 regions")
    assert not at_desk.acts[Act.UNDO].isEnabled()


def test_another_step_is_one_key_away(at_desk: MainWindow, qtbot: QtBot) -> None:
    assert at_desk.session is not None
    desk = at_desk.session.desk
    press(at_desk, qtbot, Qt.Key.Key_3, CTRL)
    assert desk.here is desk.steps["quotas"]
    assert not desk.strips.isVisible()
    assert desk.inspectors.isVisible()
    assert desk.rail.items["quotas"].isChecked()
    first = desk.steps["territories"]
    assert isinstance(first, PlainStep)
    assert first.left == 1


def test_an_edit_is_undone_and_done_again_by_keys(at_desk: MainWindow, qtbot: QtBot) -> None:
    assert at_desk.session is not None
    document = at_desk.session.document
    before = document.plan
    after = move_one(at_desk)
    assert at_desk.top_bar.step_name.whole == "Undo: move one"
    press(at_desk, qtbot, Qt.Key.Key_Z, CTRL)
    assert document.plan is before
    press(at_desk, qtbot, Qt.Key.Key_Z, CTRL | SHIFT)
    assert document.plan is after
    press(at_desk, qtbot, Qt.Key.Key_Z, CTRL)
    press(at_desk, qtbot, Qt.Key.Key_Y, CTRL)
    assert document.plan is after


def test_the_rail_shows_open_points_after_an_edit(at_desk: MainWindow, qtbot: QtBot) -> None:
    assert at_desk.session is not None
    item = at_desk.session.desk.rail.items["territories"]
    move_one(at_desk)
    qtbot.waitUntil(lambda: item.accessibleDescription() == "1")


def asked_name(window: MainWindow) -> NamePopover:
    """The question for the name of a scenario."""
    found = window.top_bar.scenario.findChild(NamePopover)
    assert found is not None
    return found


def answer(qtbot: QtBot, popover: NamePopover, name: str) -> None:
    popover.field.edit.setText(name)
    qtbot.keyClick(popover.field.edit, Qt.Key.Key_Return)


def test_duplicating_looks_at_the_copy_and_asks_for_its_name(
    at_desk: MainWindow, qtbot: QtBot
) -> None:
    assert at_desk.session is not None
    document = at_desk.session.document
    document.look_at_scenario(TODAY)
    assert not at_desk.acts[Act.RENAME].isEnabled()
    press(at_desk, qtbot, Qt.Key.Key_D, CTRL)
    assert document.scenario.name == "Plan A 2"
    popover = asked_name(at_desk)
    answer(qtbot, popover, "Plan A")
    assert popover.field.trouble.text() == "Another scenario has this name."
    answer(qtbot, popover, "West first")
    assert document.scenario.name == "West first"
    assert at_desk.top_bar.scenario.text() == "West first"


def test_a_name_that_is_asked_for_is_that_of_the_scenario_one_asked_about(
    at_desk: MainWindow, qtbot: QtBot
) -> None:
    assert at_desk.session is not None
    document = at_desk.session.document
    at_desk.acts[Act.DUPLICATE].trigger()
    popover = asked_name(at_desk)
    document.look_at_scenario(TODAY)
    answer(qtbot, popover, "West first")
    assert [s.name for s in document.plan.scenarios] == [TODAY, "Plan A", "West first"]


def test_a_name_for_a_scenario_that_was_taken_back_changes_nothing(
    at_desk: MainWindow, qtbot: QtBot
) -> None:
    assert at_desk.session is not None
    document = at_desk.session.document
    at_desk.acts[Act.DUPLICATE].trigger()
    popover = asked_name(at_desk)
    document.undo_stack.undo()
    before = document.plan
    answer(qtbot, popover, "West first")
    assert document.plan is before


def test_a_removed_scenario_comes_back_by_the_toast(at_desk: MainWindow, qtbot: QtBot) -> None:
    assert at_desk.session is not None
    document = at_desk.session.document
    at_desk.acts[Act.REMOVE].trigger()
    assert [s.name for s in document.plan.scenarios] == [TODAY]
    toast = at_desk.session.desk.toast
    assert toast.isVisible()
    toast._undo.click()
    assert [s.name for s in document.plan.scenarios] == [TODAY, "Plan A"]
    assert not toast.isVisible()


def test_the_inspector_and_the_strip_fold_away(at_desk: MainWindow, qtbot: QtBot) -> None:
    assert at_desk.session is not None
    desk = at_desk.session.desk
    press(at_desk, qtbot, Qt.Key.Key_Backslash, CTRL)
    assert not desk.inspectors.isVisible()
    press(at_desk, qtbot, Qt.Key.Key_B, CTRL)
    assert not desk.strips.isVisible()
    press(at_desk, qtbot, Qt.Key.Key_Backslash, CTRL)
    assert desk.inspectors.isVisible()


def test_below_1280_pixels_the_inspector_is_a_drawer(at_desk: MainWindow) -> None:
    assert at_desk.session is not None
    at_desk.resize(1279, 720)
    assert not at_desk.session.desk.inspectors.isVisible()
    at_desk.resize(1280, 720)
    assert at_desk.session.desk.inspectors.isVisible()


def test_light_and_dark_change_with_a_key(at_desk: MainWindow, qtbot: QtBot) -> None:
    from PySide6.QtWidgets import QApplication

    from ui.app import Appearance

    app = QApplication.instance()
    assert isinstance(app, QApplication)
    Appearance(app, at_desk.settings).setParent(at_desk)
    before = theme.mode()
    press(at_desk, qtbot, Qt.Key.Key_L, CTRL)
    assert {before, theme.mode()} == {"light", "dark"}
    press(at_desk, qtbot, Qt.Key.Key_L, CTRL)
    assert theme.mode() == before


def test_f6_walks_through_the_areas(at_desk: MainWindow, qtbot: QtBot) -> None:
    assert at_desk.session is not None
    rail = at_desk.session.desk.rail
    at_desk.activateWindow()
    at_desk.acts[Act.NEXT_AREA].trigger()
    assert rail.items["territories"].hasFocus()


def test_where_nothing_can_be_planned_the_whole_list_is_shown(
    window: MainWindow, qtbot: QtBot
) -> None:
    missing = Issue("missing-file", Severity.ERROR, "map.shp", "map.dbf is missing", "Add it.")
    strange = Issue("text", Severity.WARNING, "map.shp", "text “x”", "Mend it.", 3, "size")
    window.show_plan(opened(None, (strange, missing)))
    assert window.stack.currentWidget() is window.issues
    assert window.issues.panel is not None
    lines = [issue.line() for issue in window.issues.panel.model.issues]
    assert lines == [missing.line(), strange.line()]
    window.issues.panel.close_button.click()
    assert window.stack.currentWidget() is window.welcome


def test_what_reading_found_stays_one_click_away(window: MainWindow) -> None:
    note = Issue("island", Severity.NOTE, "map.shp", "an island", "Linked it.")
    window.show_plan(opened(grid_plan(2, 2), (note,)))
    assert window.session is not None
    assert window.status.issues.text() == "Found while reading: 1 note"
    window.status.issues.click()
    assert window.session.desk.here is window.session.desk.steps["data"]


def test_edits_of_an_earlier_session_are_offered_and_come_back_as_one_step(qtbot: QtBot) -> None:
    plan = grid_plan(3, 3, 3)
    kept = assign(plan, "Plan A", "base", ints([4]), (int(plan.scenarios[1].base.owner[4]) + 1) % 3)
    journal = MemoryJournal(kept)
    window = make_window(journal)
    qtbot.addWidget(window)
    window.show_plan(opened(plan))
    assert window.session is not None
    qtbot.waitUntil(lambda: bool(window.notices.notes))
    (note,) = window.notices.notes
    assert note.title.text() == "Bring back your edits of 14:02, 2 Jan 2027?"
    bring = next(b for b in note.findChildren(type(window.status.issues)) if "Bring" in b.text())
    bring.click()
    assert window.session.document.plan is kept
    assert not window.notices.notes
    window.session.undo_stack.undo()
    assert window.session.document.plan is plan


def test_edits_that_nobody_answered_for_go_to_a_file_when_new_ones_come(
    qtbot: QtBot, tmp_path: Path
) -> None:
    plan = grid_plan(3, 3, 3)
    kept = assign(plan, "Plan A", "base", ints([4]), (int(plan.scenarios[1].base.owner[4]) + 1) % 3)
    window = make_window(MemoryJournal(kept, tmp_path))
    qtbot.addWidget(window)
    window.show_plan(opened(plan))
    qtbot.waitUntil(lambda: bool(window.notices.notes))
    with qtbot.waitSignal(window.messages.told) as told:
        move_one(window, 0)
    assert told.args is not None
    place = tmp_path / "earlier 14.02.rayon"  # in full: it need not stand beside the plan
    assert told.args[0].text == f"Your earlier edits are kept as {place}"
    assert identical(load_rayon(place)[0], kept)


def test_every_edit_is_kept_and_the_bar_says_so(qtbot: QtBot) -> None:
    journal = MemoryJournal()
    window = make_window(journal)
    qtbot.addWidget(window)
    window.show_plan(opened(grid_plan(3, 3, 3)))
    after = move_one(window)
    qtbot.waitUntil(lambda: window.top_bar.saved.words.text().startswith("Kept "), timeout=1000)
    assert journal.recorded == [after]
    assert window.top_bar.saved.words.text().startswith("Kept ")


def test_closing_keeps_the_last_edit(qtbot: QtBot) -> None:
    journal = MemoryJournal()
    window = make_window(journal)
    qtbot.addWidget(window)
    window.show_plan(opened(grid_plan(3, 3, 3)))
    after = move_one(window)
    window.close()
    assert journal.recorded == [after]


def test_a_file_dropped_on_the_window_is_opened(
    window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[Path] = []
    monkeypatch.setattr(window, "open_paths", asked.append)
    drop(window, tmp_path)
    assert asked == [tmp_path]


def test_closing_the_plan_gives_the_welcome_page_back(at_desk: MainWindow, qtbot: QtBot) -> None:
    at_desk.acts[Act.CLOSE].trigger()
    assert at_desk.session is None
    assert at_desk.stack.currentWidget() is at_desk.welcome
    assert not at_desk.acts[Act.SAVE].isEnabled()


def test_another_plan_replaces_the_one_that_is_open(at_desk: MainWindow) -> None:
    first = at_desk.session
    at_desk.show_plan(opened(grid_plan(2, 2)))
    assert at_desk.session is not first
    assert at_desk.status.facts.text().startswith("4 regions")


def test_the_tools_answer_in_the_plan_that_is_opened_second(qtbot: QtBot) -> None:
    window = make_window(steps=real_steps)
    qtbot.addWidget(window)
    window.show()
    window.show_plan(opened(grid_plan(3, 3, 3)))
    assert window.session is not None
    with qtbot.waitSignal(window.session.desk.destroyed):
        window.show_plan(opened(grid_plan(2, 2)))
    bar = window.session.desk.steps["territories"].page.tools
    for act in MORE:
        window.acts[act].trigger()
        assert bar.more.isChecked()
