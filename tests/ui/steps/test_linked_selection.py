"""Map, strip, table and inspector show one selection, and each of them makes it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from builders import grid_plan
from page_bench import Bench, open_bench, territories_page
from PySide6.QtCore import QItemSelectionModel, QPoint, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ui.actions import Act
from ui.steps.territories import TerritoriesStep
from ui.steps.territory_inspector import Panel

SHIFT, CONTROL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def bench(qtbot: QtBot) -> Iterator[Bench]:
    """A 6 x 6 grid in three stripes of rows, its map drawn."""
    yield from open_bench(qtbot, grid_plan(6, 6, 3))


@pytest.fixture
def step(bench: Bench, qtbot: QtBot) -> TerritoriesStep:
    return territories_page(qtbot, bench)


def click_bar(qtbot: QtBot, step: TerritoriesStep, at: int, keys: Qt.KeyboardModifier) -> None:
    bars = step.balance.bars
    qtbot.mouseClick(bars, LEFT, keys, bars.bar_rect(at).center().toPoint())


def chosen_rows(step: TerritoriesStep) -> list[str]:
    rows = step.page.table.selectionModel().selectedRows()
    return sorted(str(index.data()) for index in rows)


def test_bars_with_shift_select_several_territories_everywhere(
    qtbot: QtBot, bench: Bench, step: TerritoriesStep
) -> None:
    click_bar(qtbot, step, 0, Qt.KeyboardModifier.NoModifier)
    click_bar(qtbot, step, 2, SHIFT)
    assert bench.bench.selection.territories == (0, 2)
    assert chosen_rows(step) == ["T01", "T03"]
    scene = step.page.canvas.scene
    assert scene is not None
    assert scene.territories == (0, 2)
    assert step.panels.currentIndex() == Panel.SEVERAL
    assert step.panels.several.title.text() == "2 territories, 24\u00a0regions"
    assert [button.text() for button in step.panels.several.buttons] == ["T01", "T03"]
    click_bar(qtbot, step, 0, CONTROL)
    assert bench.bench.selection.territory == 2


def test_rows_of_the_table_select_on_the_map_and_the_inspector_goes_on(
    qtbot: QtBot, bench: Bench, step: TerritoriesStep
) -> None:
    bench.actions[Act.TABLE].trigger()
    table = step.page.table
    flag = QItemSelectionModel.SelectionFlag
    for row in (0, 1):
        table.selectionModel().select(table.model().index(row, 0), flag.Select | flag.Rows)
    assert bench.bench.selection.territories == (0, 1)
    step.panels.several.buttons[1].click()
    assert bench.bench.selection.territory == 1
    assert chosen_rows(step) == ["T02"]


def test_selected_regions_mark_the_territories_they_are_in(
    bench: Bench, step: TerritoriesStep
) -> None:
    bench.bench.selection.select([0, 35])
    assert chosen_rows(step) == ["T01", "T03"]


def test_the_label_of_a_second_territory_joins_with_shift(
    qtbot: QtBot, bench: Bench, step: TerritoriesStep
) -> None:
    canvas = step.page.canvas
    canvas.repaint()
    places = {
        canvas.label_at(x, y): QPoint(x, y)
        for x in range(0, canvas.width(), 4)
        for y in range(0, canvas.height(), 4)
    }
    qtbot.mouseClick(canvas, LEFT, pos=places[0])
    qtbot.mouseClick(canvas, LEFT, SHIFT, places[1])
    assert bench.bench.selection.territories == (0, 1)


def test_an_account_is_shown_with_its_region_and_why_it_is_whose(
    bench: Bench, step: TerritoriesStep
) -> None:
    bench.bench.selection.select_account(4, 4)
    assert step.panels.currentIndex() == Panel.ACCOUNT
    panel = step.panels.account
    assert panel.title.text() == "Account 5"
    assert panel.note.title.text() == "Rep 1 owns it"
    assert panel.note.text.text() == "It lies in Place 5, which is in territory T01 Territory 1."
    panel.territory.click()
    assert bench.bench.selection.territory == 0
    bench.bench.selection.select_account(4, 4)
    panel.region.click()
    assert bench.bench.selection.regions.tolist() == [4]
    assert step.panels.currentIndex() == Panel.SELECTION


def test_fitting_the_selection_flies_to_all_selected_territories(
    qtbot: QtBot, bench: Bench, step: TerritoriesStep
) -> None:
    scene = step.page.canvas.scene
    assert scene is not None
    before = scene.view.scale
    bench.bench.selection.select([0])
    bench.actions[Act.FIT_SELECTION].trigger()
    qtbot.waitUntil(lambda: scene.sharp and scene.view.scale > 1.5 * before, timeout=2000)


def test_the_chosen_rows_are_copied_with_codes_as_text(bench: Bench, step: TerritoriesStep) -> None:
    bench.bench.selection.select_territories([0, 2])
    step.page.table.copy_all()
    copied = QApplication.clipboard().mimeData()
    lines = copied.text().split("\n")
    assert [line.split("\t")[0] for line in lines] == ["Code", "T01", "T03"]
    assert "<td style=\"mso-number-format:'\\@'\">T01</td>" in copied.html()


def test_the_table_of_regions_and_the_map_select_for_one_another(
    qtbot: QtBot, bench: Bench, step: TerritoriesStep
) -> None:
    bench.bench.selection.select([3])
    bench.actions[Act.TABLE].trigger()
    step.page.tables.bar.buttons["regions"].click()
    view = step.page.tables.regions.view
    assert view.selectionModel().selectedRows()[0].row() == 3
    qtbot.mouseClick(
        view.viewport(), LEFT, pos=view.visualRect(view.rows_model.index(1, 1)).center()
    )
    assert bench.bench.selection.regions.tolist() == [1]
    bench.bench.selection.select_territory(2)
    assert len(view.selectionModel().selectedRows()) == 12


def test_what_the_filters_let_pass_is_selected_on_the_map_and_counted(
    qtbot: QtBot, bench: Bench, step: TerritoriesStep
) -> None:
    told: list[str] = []
    bench.bench.messages.told.connect(lambda message: told.append(message.text))
    bench.actions[Act.TABLE].trigger()
    step.page.tables.bar.buttons["regions"].click()
    table = step.page.tables.regions
    qtbot.keyClicks(table.view.header.fields[1], "place 3")
    table.select.click()
    assert not step.page.shows_table
    assert bench.bench.selection.regions.tolist() == [2, *range(29, 36)]
    assert told == ["Selected on the map: 8\u00a0regions."]
