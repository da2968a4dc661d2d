from __future__ import annotations

import math

import numpy as np
import pytest
from builders import grid_plan
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from planner.insight.region_rows import region_rows
from planner.model.types import bools, ints
from ui.tables.filter_header import ListFilter
from ui.tables.ranges import parsed_range
from ui.tables.region_model import MARKED
from ui.tables.region_table import RegionTable
from ui.theme.theme import ramp

LEFT, NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
CONTROL = Qt.KeyboardModifier.ControlModifier


def shown(qtbot: QtBot, rows: int = 3, columns: int = 3) -> RegionTable:
    n = rows * columns
    plan = grid_plan(rows, columns, 3, reps=2, accounts=n + 3, loads=np.arange(float(n))[:, None])
    made = RegionTable()
    qtbot.addWidget(made)
    made.resize(1000, 400)
    made.show_regions(
        region_rows(plan, plan.scenario("Plan A").base), bools(np.ones(n)), plan.measures,
        ("place", "places"), ramp("terr")[:3],
    )  # fmt: skip
    made.show()
    return made


def texts(table: RegionTable, column: int) -> list[str]:
    model = table.view.rows_model
    return [str(model.index(row, column).data()) for row in range(model.rowCount())]


@pytest.mark.parametrize(
    ("typed", "range_"),
    [
        ("10–20", (10, 20)), ("20 - 10", (10, 20)), ("10..20", (10, 20)), (">= 1 000", (1000, math.inf)),
        ("≤3,5", (-math.inf, 3.5)), ("7", (7, 7)), ("=7", (7, 7)), ("1e3", None), ("many", None), ("", None),
    ],
)  # fmt: skip
def test_a_range_is_read_as_people_write_it(typed: str, range_: tuple[float, float] | None) -> None:
    assert parsed_range(typed) == range_


def test_below_a_figure_leaves_the_figure_out() -> None:
    below = parsed_range("<3")
    assert below is not None
    assert below[1] < 3


def test_fields_below_the_titles_narrow_the_rows_and_the_count_says_so(qtbot: QtBot) -> None:
    table = shown(qtbot)
    header = table.view.header
    assert table.count.text() == "9 places"
    qtbot.keyClicks(header.fields[4], "3-6")
    assert texts(table, 1) == ["Place 4", "Place 5", "Place 6", "Place 7"]
    header.fields[2].tick(frozenset({"T02"}))
    assert table.count.text() == "3 of 9 places"
    table.clear.click()
    assert table.count.text() == "9 places"
    assert header.fields[2].text() == "all"


def test_what_is_no_range_is_marked_and_filters_nothing(qtbot: QtBot) -> None:
    table = shown(qtbot)
    field = table.view.header.fields[4]
    qtbot.keyClicks(field, "much")
    assert field.property("state") == "error"
    assert table.count.text() == "9 places"


def test_a_click_on_a_title_sorts_and_another_turns_it_round(qtbot: QtBot) -> None:
    table = shown(qtbot)
    header = table.view.header
    at = QPoint(header.sectionViewportPosition(4) + 20, 10)
    qtbot.mouseClick(header.viewport(), LEFT, pos=at)
    qtbot.mouseClick(header.viewport(), LEFT, pos=at)
    assert texts(table, 1)[:2] == ["Place 9", "Place 8"]


def test_all_that_pass_are_selected_on_the_map(qtbot: QtBot) -> None:
    table = shown(qtbot)
    qtbot.keyClicks(table.view.header.fields[0], "000")
    table.view.header.fields[3].tick(frozenset({""}))
    with qtbot.waitSignal(table.select_wanted) as told:
        table.select.click()
    assert told.args[0].tolist() == [6, 7, 8]


def test_rows_chosen_by_hand_are_told_and_those_chosen_elsewhere_are_marked(qtbot: QtBot) -> None:
    table = shown(qtbot)
    view, told = table.view, []
    table.regions_chosen.connect(lambda regions: told.append(regions.tolist()))
    table.choose(ints([2, 3, 7]))
    assert told == []
    marked = [bool(view.rows_model.index(row, 0).data(MARKED)) for row in range(9)]
    assert marked == [False, False, True, True, False, False, False, True, False]
    for row, keys in ((0, NONE), (4, CONTROL)):
        at = view.visualRect(view.rows_model.index(row, 1)).center()
        qtbot.mouseClick(view.viewport(), LEFT, keys, at)
    assert told[-1] == [0, 4]


def test_rows_are_copied_with_codes_that_stay_text(qtbot: QtBot) -> None:
    table = shown(qtbot)
    table.choose(ints([8]))
    table.activateWindow()
    table.view.setFocus()
    qtbot.waitUntil(table.view.hasFocus)
    qtbot.keyClick(table.view, Qt.Key.Key_C, CONTROL)
    copied = QApplication.clipboard().mimeData()
    assert copied.text().split("\n")[1].split("\t") == [
        "0009", "Place 9", "T03", "open", "8.0", "1", "",
    ]  # fmt: skip
    assert "mso-number-format:'\\@'\">0009<" in copied.html()


def test_the_menu_of_a_list_stays_open_while_one_ticks(qtbot: QtBot) -> None:
    table = shown(qtbot)
    field = table.view.header.fields[2]
    assert isinstance(field, ListFilter)
    menu = field.menu()
    menu.popup(field.mapToGlobal(QPoint(0, 20)))
    for _ in range(2):
        qtbot.keyClick(menu, Qt.Key.Key_Down)
        qtbot.keyClick(menu, Qt.Key.Key_Space)
    assert menu.isVisible()
    assert field.text() == "2 chosen"
    assert table.count.text() == "6 of 9 places"
    menu.close()


def test_thousands_of_rows_apart_from_one_another_are_all_marked(qtbot: QtBot) -> None:
    table = shown(qtbot, 50, 50)
    every_second = ints(np.arange(0, 2500, 2))
    table.choose(every_second)
    assert table.view.rows_model.index(2498, 0).data(MARKED)
    assert not table.view.rows_model.index(2499, 0).data(MARKED)
