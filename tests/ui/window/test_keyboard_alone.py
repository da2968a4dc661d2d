"""Every page with Tab alone: all that can be used is reached, named and seen to have the keyboard."""

from __future__ import annotations

from dataclasses import replace

import pytest
from builders import grid_plan
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from tab_walk import nameless, tab_stops, unreached, unseen
from window_parts import make_window, opened

from planner.edits.scenarios import duplicate_scenario
from planner.model.plan import Plan
from planner.model.scenarios import TODAY
from planner.model.words import STEPS
from ui.actions import Act
from ui.app import make_steps
from ui.main_window import MainWindow
from ui.map.canvas import MapCanvas

PAGES = ("data", "market", "team", "territories", "quotas", "compare", "publish")


def plan_of() -> Plan:
    plan = grid_plan(6, 6, 3)
    reps = [
        replace(rep, manager_id=None if rep.id == "R01" else plan.reps[0].id) for rep in plan.reps
    ]
    return duplicate_scenario(replace(plan, reps=tuple(reps)), TODAY, "Plan B")


pytestmark = pytest.mark.usefixtures("styled")


@pytest.fixture
def window(qtbot: QtBot) -> MainWindow:
    made = make_window(steps=make_steps)
    qtbot.addWidget(made)
    made.resize(1280, 800)
    made.show()
    made.show_plan(opened(plan_of()))
    made.activateWindow()
    qtbot.waitUntil(lambda: not made.runner.is_busy, timeout=10_000)
    return made


def show(window: MainWindow, qtbot: QtBot, key: str) -> None:
    assert window.session is not None
    window.session.desk.go_to(key)
    centre = window.session.desk.steps[key].centre
    canvas = centre.findChild(MapCanvas)
    if canvas is not None and canvas.isVisible():
        qtbot.waitUntil(lambda: canvas.scene is not None, timeout=10_000)
    qtbot.waitUntil(lambda: QApplication.focusWidget() is not None)


def check(window: MainWindow) -> None:
    stops = tab_stops(window)
    assert unreached(window, stops) == []
    assert nameless(stops) == []
    assert unseen(stops) == []


def test_there_is_no_page_that_is_not_walked() -> None:
    assert {key for key in STEPS if key in PAGES} == set(PAGES)


@pytest.mark.parametrize("key", PAGES)
def test_a_page_is_walked_with_tab_alone(window: MainWindow, qtbot: QtBot, key: str) -> None:
    show(window, qtbot, key)
    check(window)


def test_the_tables_of_the_map_are_walked_too(window: MainWindow, qtbot: QtBot) -> None:
    show(window, qtbot, "territories")
    window.acts[Act.TABLE].trigger()
    check(window)
    assert window.session is not None
    step = window.session.desk.here
    step.page.tables.bar.buttons["regions"].click()
    check(window)


def test_the_inspector_of_each_kind_of_selection_is_walked(
    window: MainWindow, qtbot: QtBot
) -> None:
    show(window, qtbot, "territories")
    assert window.session is not None
    selection = window.session.bench.selection
    for select in (
        lambda: selection.select_territory(1),
        lambda: selection.select_territories([0, 2]),
        lambda: selection.select([14, 15]),
        lambda: selection.select_account(3, 3),
    ):
        select()
        check(window)


def test_the_order_is_rail_tools_map_strip_inspector(window: MainWindow, qtbot: QtBot) -> None:
    show(window, qtbot, "territories")
    assert window.session is not None
    desk = window.session.desk
    page = desk.here.page
    areas = (desk.rail, page.tools, page.canvas, desk.strips, desk.inspectors)

    def area_of(stop: object) -> int | None:
        if stop is page.canvas:
            return 2
        found = [at for at, area in enumerate(areas) if area.isAncestorOf(stop)]
        return min(found) if found else None

    walked = [at for at in map(area_of, tab_stops(window)) if at is not None]
    first = walked.index(0)
    turned = walked[first:] + walked[:first]  # the walk began on the map
    order = [at for place, at in enumerate(turned) if place == 0 or turned[place - 1] != at]
    assert order == sorted(order)


def test_the_welcome_page_is_walked(qtbot: QtBot) -> None:
    made = make_window(steps=make_steps)
    qtbot.addWidget(made)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is not None)
    check(made)
