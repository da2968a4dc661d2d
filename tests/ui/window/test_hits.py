from __future__ import annotations

from dataclasses import replace

import pytest
from builders import grid_plan
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot
from window_parts import PlainStep, make_window, opened

from ui.actions import Act
from ui.main_window import MainWindow
from ui.steps.territories import TerritoriesStep
from ui.window import searching
from ui.window.palette import ROW


@pytest.fixture
def window(qtbot: QtBot) -> MainWindow:
    made = make_window()
    qtbot.addWidget(made)
    made.show()
    made.show_plan(opened(grid_plan(3, 3, 3)))
    return made


def found(window: MainWindow, words: str) -> list[str]:
    assert window.session is not None
    return [hit.text for hit in window.session.finder().find(words).hits]


def test_only_actions_that_do_something_are_found(window: MainWindow) -> None:
    assert "Duplicate scenario" in found(window, "dup")
    assert found(window, "lasso") == []


def test_what_is_done_on_the_map_is_found_there(qtbot: QtBot) -> None:
    made = make_window(steps=lambda bench: [TerritoriesStep(bench)])
    qtbot.addWidget(made)
    made.show()
    made.show_plan(opened(grid_plan(3, 3, 3)))
    assert found(made, "colour the map") == ["Colour the map by…"]
    session = made.session
    assert session is not None
    qtbot.waitUntil(lambda: not session.bench.runner.is_busy, timeout=10_000)


def test_territories_people_and_regions_are_found(window: MainWindow) -> None:
    assert "T02  Territory 2" in found(window, "t02")
    assert "Rep 2" in found(window, "@rep 2")
    assert found(window, "#place 9") == ["Place 9"]
    assert found(window, "#0009") == ["Place 9"]
    assert found(window, "@r03") == ["Rep 3"]
    assert found(window, "#account 9") == ["Account 9"]
    assert found(window, "a00009") == ["Account 9"]
    assert "Plan A" in found(window, "plan a")
    assert found(window, ">place 9") == []


def test_nothing_typed_offers_commands_and_steps(window: MainWindow) -> None:
    offered = found(window, "")
    assert "Quotas" in offered
    assert "Place 1" not in offered


def test_the_palette_is_as_high_as_its_rows_the_first_time_it_opens(window: MainWindow) -> None:
    window.acts[Act.PALETTE].trigger()
    palette = window.palette_
    assert palette.height() == palette.sizeHint().height()
    assert palette.height() > palette.list.height() > 5 * ROW


@pytest.mark.parametrize("leave", ["another plan", "the welcome page", "close"])
def test_the_palette_closes_with_the_plan_it_finds_in(
    window: MainWindow, qtbot: QtBot, leave: str
) -> None:
    """An open one asked a plan that was gone, and the app ended without a word."""
    window.acts[Act.PALETTE].trigger()
    assert window.session is not None
    with qtbot.waitSignal(window.session.searching.destroyed):
        if leave == "another plan":
            window.show_plan(opened(grid_plan(2, 2)))
        elif leave == "close":
            window.close()
        else:
            window.acts[Act.CLOSE].trigger()
    assert not window.palette_.isVisible()


def test_another_language_closes_an_open_palette(window: MainWindow, qtbot: QtBot) -> None:
    window.acts[Act.PALETTE].trigger()
    before = window.palette_
    with qtbot.waitSignal(before.destroyed):
        window.settings.language = "nl"
    assert not window.palette_.isVisible()
    window.acts[Act.PALETTE].trigger()
    assert window.palette_.isVisible()


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


def test_one_typing_error_finds_the_nearest_and_says_so(window: MainWindow, qtbot: QtBot) -> None:
    window.acts[Act.PALETTE].trigger()
    palette = window.palette_
    palette.edit.setText("qoutas")
    assert palette.nothing.text() == "Nothing is called “qoutas”. Nearest:"
    qtbot.keyClick(palette.edit, Qt.Key.Key_Return)
    assert window.session is not None
    step = window.session.desk.here
    assert isinstance(step, PlainStep)
    assert step.key == "quotas"


def test_choosing_an_account_selects_it_with_its_region_and_opens_the_inspector(
    window: MainWindow, qtbot: QtBot
) -> None:
    assert window.session is not None
    desk = window.session.desk
    desk.toggle_inspector()
    window.acts[Act.PALETTE].trigger()
    window.palette_.edit.setText("account 5")
    qtbot.keyClick(window.palette_.edit, Qt.Key.Key_Return)
    selection = window.session.bench.selection
    assert selection.account == 4
    assert selection.regions.tolist() == [4]
    assert desk.inspectors.isVisible()


def test_a_rep_without_a_territory_is_found_on_the_page_of_the_team(qtbot: QtBot) -> None:
    made = make_window()
    qtbot.addWidget(made)
    made.show_plan(opened(grid_plan(3, 3, 2, reps=3)))
    assert made.session is not None
    (hit,) = made.session.finder().find("@r03").hits
    assert (hit.text, hit.more) == ("Rep 3", "closer, no territory here")


def test_a_large_plan_is_indexed_in_the_background_and_the_palette_says_so(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(searching, "SMALL", 0)
    made = make_window()
    qtbot.addWidget(made)
    made.show()
    made.show_plan(opened(grid_plan(3, 3, 3)))
    assert made.session is not None
    made.acts[Act.PALETTE].trigger()
    made.palette_.edit.setText("place 5")
    if made.session.searching.large is None:
        assert made.palette_.nothing.text().startswith("Regions and accounts are being listed")
    qtbot.waitUntil(lambda: made.palette_.nothing.isHidden() and made.palette_.list.count() > 0)
    assert "Place 5" in found(made, "place 5")


def test_what_is_searched_follows_the_plan(window: MainWindow) -> None:
    assert window.session is not None
    document = window.session.document
    names = tuple(name.replace("Place", "Spot") for name in document.plan.regions.names)
    regions = replace(document.plan.regions, names=names)
    document.edit("rename", replace(document.plan, regions=regions))
    assert found(window, "#place") == []
    assert found(window, "#spot 9") == ["Spot 9"]
