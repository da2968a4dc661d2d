from __future__ import annotations

import pytest
from builders import grid_plan
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot
from window_parts import PlainStep, make_window, opened

from ui.actions import Act
from ui.main_window import MainWindow
from ui.window.hits import Hit, folded, matching


@pytest.fixture
def window(qtbot: QtBot) -> MainWindow:
    made = make_window()
    qtbot.addWidget(made)
    made.show()
    made.show_plan(opened(grid_plan(3, 3, 3)))
    return made


def found(window: MainWindow, words: str) -> list[str]:
    assert window.session is not None
    return [hit.text for hit in window.session.finder().find(words)]


def test_words_are_compared_without_case_and_accents() -> None:
    assert folded("Düsseldorf ÎLE") == "dusseldorf ile"
    hit = Hit("Regions", "map", "Ville d'Ixelles", "Brussels", lambda: None)
    assert list(matching([hit], "ixe")) == []
    assert list(matching([hit], "vil bru")) == [hit]


def test_only_actions_that_do_something_are_found(window: MainWindow) -> None:
    assert "Duplicate scenario" in found(window, "dup")
    assert found(window, "lasso") == []


def test_territories_people_and_regions_are_found(window: MainWindow) -> None:
    assert "T02  Territory 2" in found(window, "t02")
    assert "Rep 2" in found(window, "@rep 2")
    assert found(window, "#place 9") == ["Place 9"]
    assert found(window, ">place 9") == []


def test_nothing_typed_offers_commands_and_steps(window: MainWindow) -> None:
    offered = found(window, "")
    assert "Quotas" in offered
    assert "Place 1" not in offered


def test_choosing_a_region_selects_it_on_the_map(window: MainWindow, qtbot: QtBot) -> None:
    assert window.session is not None
    window.session.desk.go_to("quotas")
    window.acts[Act.PALETTE].trigger()
    palette = window.palette_
    palette.edit.setText("#place 5")
    qtbot.keyClick(palette.edit, Qt.Key.Key_Return)
    step = window.session.desk.here
    assert isinstance(step, PlainStep)
    assert step.key == "territories"
    assert step.fitted == 1
    assert window.session.bench.selection.regions.tolist() == [4]
    assert palette.isHidden()


def test_the_arrows_choose_and_escape_leaves(window: MainWindow, qtbot: QtBot) -> None:
    window.acts[Act.PALETTE].trigger()
    palette = window.palette_
    palette.edit.setText("#place")
    first = palette.list.currentRow()
    qtbot.keyClick(palette.edit, Qt.Key.Key_Down)
    assert palette.list.currentRow() == first + 1
    qtbot.keyClick(palette.edit, Qt.Key.Key_Up)
    qtbot.keyClick(palette.edit, Qt.Key.Key_Up)
    assert palette.list.currentRow() == palette.list.count() - 1
    qtbot.keyClick(palette.edit, Qt.Key.Key_Escape)
    assert palette.isHidden()


def test_what_nothing_matches_is_said(window: MainWindow) -> None:
    window.acts[Act.PALETTE].trigger()
    window.palette_.edit.setText("zzz")
    assert window.palette_.nothing.text() == "No hit for “zzz”."
    assert window.palette_.list.isHidden()
