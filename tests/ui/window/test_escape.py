"""Esc at every station of the tour: each press leaves the innermost open thing, and never the plan."""

from __future__ import annotations

from pathlib import Path

import pytest
from page_tour import rest, tour, toured_window
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ui.actions import Act
from ui.main_window import MainWindow
from ui.steps.data import DataStep
from ui.steps.import_section import ImportSection
from ui.steps.market import MarketStep
from ui.steps.territories import TerritoriesStep

LEAST = 18
"""Stations at which something is open; the others only have to stay as they are."""


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path) -> MainWindow:
    made = toured_window("en", tmp_path)
    qtbot.addWidget(made)
    return made


@pytest.mark.slow
def test_esc_leaves_what_is_open_one_by_one_and_never_the_plan(
    window: MainWindow, tmp_path: Path
) -> None:
    wrong, opened = [], 0
    for station in tour(window, tmp_path):
        assert window.session is not None
        document = window.session.document
        plan, steps, before = document.plan, document.undo_stack.index(), open_things(window)
        opened += bool(before)
        while before:
            press_escape(window)
            after = open_things(window)
            if len(after) >= len(before):
                wrong.append(f"{station}: {before} stays {after}")
                break
            before = after
        press_escape(window)  # nothing is open any more
        wrong += (
            [f"{station}: {open_things(window)} opens"]
            if not before and open_things(window)
            else []
        )
        if document.plan is not plan or document.undo_stack.index() != steps:
            wrong.append(f"{station}: the plan is another")
    assert not wrong, "\n".join(wrong)
    assert opened >= LEAST


@pytest.mark.slow
@pytest.mark.parametrize("page", ["territories", "quotas"])
@pytest.mark.parametrize("act", [Act.HELP, Act.HISTORY])
def test_esc_closes_a_sheet_before_it_clears_the_selection_wherever_the_keyboard_is(
    window: MainWindow, act: Act, page: str
) -> None:
    session = window.session
    assert session is not None
    session.desk.go_to(page)
    rest(window)
    session.bench.selection.select([3])
    window.acts[act].trigger()
    step = session.desk.steps[page]
    if isinstance(step, TerritoriesStep):
        QTest.mouseClick(
            step.page.canvas, Qt.MouseButton.NoButton, pos=step.page.canvas.rect().center()
        )
        step.page.canvas.setFocus()
    else:
        session.desk.rail.items[page].setFocus()
    assert "sheet" in open_things(window)
    press_escape(window)
    assert "sheet" not in open_things(window)
    assert session.bench.selection.regions.tolist() == [3]


@pytest.mark.slow
@pytest.mark.parametrize("page", ["territories", "team", "publish"])
def test_esc_in_the_settings_is_not_answered_by_the_page_below(
    window: MainWindow, page: str
) -> None:
    session = window.session
    assert session is not None
    session.desk.go_to(page)
    session.bench.selection.select([3])
    window.show_settings()
    assert open_things(window) == ["page above", "selection"]
    press_escape(window)
    assert open_things(window) == ["selection"]


def press_escape(window: MainWindow) -> None:
    """Press Esc where the keyboard is."""
    QTest.keyClick(QApplication.focusWidget() or window, Qt.Key.Key_Escape)
    rest(window)


def open_things(window: MainWindow) -> list[str]:
    """Return what is open, from the outside to the inside."""
    session = window.session
    assert session is not None
    desk, selection = session.desk, session.bench.selection
    found = {
        "page above": window.stack.currentWidget() is not desk,
        "palette": window.palette_.isVisible(),
        "sheet": desk.help.isVisible() or desk.history.isVisible(),
        **_of_page(desk.here),
        "selection": not selection.is_empty,
    }
    return [name for name, is_open in found.items() if is_open]


def _of_page(step: object) -> dict[str, bool]:
    if isinstance(step, TerritoriesStep):
        return {
            "ask": step.panels.asking,
            "question": not step.page.question.isHidden(),
            "tool": step.tools.name != "select",
        }
    if isinstance(step, MarketStep):
        rules = (step.panels.segments, step.panels.products)
        return {
            "drawn area": step.areas.drawn is not None,
            "editor": any(not one.editor.isHidden() for one in rules),
            "chosen area": bool(step.areas.chosen),
            "tool": step.page.canvas.tool.name != "reshape",
        }
    if isinstance(step, DataStep):
        section = step.sections["import"]
        assert isinstance(section, ImportSection)
        return {"file": section.widget.isVisible() and section.session.is_ready}
    return {}
