"""The table of a measure: regions in the order of a click, whichever is chosen."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from planner.notation import scale_of
from ui.tables.region_figures import RegionFigure, RegionFigures

ROWS = tuple(
    RegionFigure(at, f"{at:04}", name, amount)
    for at, (name, amount) in enumerate((("Delft", 3.0), ("Assen", 9.0), ("breda", 6.0)))
)


@pytest.fixture
def table(qtbot: QtBot) -> RegionFigures:
    made = RegionFigures()
    qtbot.addWidget(made)
    made.resize(400, 300)
    made.show()
    made.show_regions("Place", "Prospects", scale_of(9.0, "accounts"), ROWS)
    return made


def names(table: RegionFigures) -> list[str]:
    return [line.split("\t")[1] for line in table.as_text().splitlines()[1:]]


def click_head(qtbot: QtBot, table: RegionFigures, column: int) -> None:
    header = table.horizontalHeader()
    at = header.sectionViewportPosition(column) + 8
    qtbot.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(at, 8))


def test_most_stands_first_and_a_click_on_a_head_sorts_either_way(
    qtbot: QtBot, table: RegionFigures
) -> None:
    assert names(table) == ["Assen", "breda", "Delft"]
    click_head(qtbot, table, 0)
    assert names(table) == ["Delft", "Assen", "breda"]
    click_head(qtbot, table, 0)
    assert names(table) == ["breda", "Assen", "Delft"]
    click_head(qtbot, table, 1)
    assert names(table) == ["Assen", "breda", "Delft"]


def test_the_region_chosen_stays_chosen_in_another_order_and_with_other_figures(
    qtbot: QtBot, table: RegionFigures
) -> None:
    told: list[str] = []
    table.row_chosen.connect(lambda row: told.append(table.rows_model.rows[row].name))
    place = table.visualRect(table.model().index(2, 1)).center()
    qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert told == ["Delft"]
    click_head(qtbot, table, 0)
    assert table.currentIndex().siblingAtColumn(1).data() == "Delft"
    table.show_regions("Place", "Visits", scale_of(9.0, "accounts"), ROWS[:1])
    assert table.currentIndex().siblingAtColumn(1).data() == "Delft"
    table.show_regions("Place", "Visits", scale_of(9.0, "accounts"), ROWS[1:])
    assert not table.selectionModel().hasSelection()
    assert told == ["Delft"]


def test_qt_never_sorts_it(qtbot: QtBot, table: RegionFigures) -> None:
    click_head(qtbot, table, 1)
    assert table.proxy.sortColumn() == -1  # it would ask for two figures at each comparison
