"""The page that asks about a map file: shown only where something is open, and what is chosen counts."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pyogrio
import pytest
import shapely
from dropping import drop
from pyproj import Transformer
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot
from region_files import squares, write_regions
from window_parts import make_window

from ui.actions import Act
from ui.main_window import MainWindow
from ui.window.map_page import MapPage

PATIENT = 30_000
COLUMNS: dict[str, list[Any]] = {
    "code": ["a", "b", "c", "d"],
    "name": ["A", "B", "C", "D"],
    "n": [1.0, 2.0, 3.0, 4.0],
}


@pytest.fixture
def window(qtbot: QtBot) -> MainWindow:
    made = make_window()
    qtbot.addWidget(made)
    made.show()
    return made


def asked_about(
    window: MainWindow, qtbot: QtBot, folder: Path, columns: dict[str, list[Any]] = COLUMNS
) -> MapPage:
    """Open a map that does not say where it lies, and wait for the page that asks."""
    path = write_regions(folder / "m.shp", squares(2, 2, 9e4), columns, crs=None)
    with qtbot.waitSignal(window.opener.asked, timeout=PATIENT):
        window.open_paths(path)
    return window.map_page


def test_a_map_without_its_place_on_earth_is_asked_about_and_shown(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    page = asked_about(window, qtbot, tmp_path)
    assert window.stack.currentWidget() is page
    assert page.crs.currentData() == "EPSG:28992"
    assert page.layer.isHidden()
    qtbot.waitUntil(lambda: "north" in page.lies.text(), timeout=PATIENT)
    page.id.setCurrentIndex(page.id.findData("name"))
    page.noun[0].setText("hut")
    page.noun[1].setText("huts")
    with qtbot.waitSignal(window.plan_shown, timeout=PATIENT):
        page.make.click()
    assert window.session is not None
    regions = window.session.document.plan.regions
    assert regions.ids == ("A", "B", "C", "D")
    assert regions.noun == ("hut", "huts")
    assert regions.crs == "EPSG:28992"


def test_rows_are_numbered_and_regions_called_by_their_code_where_that_is_chosen(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    page = asked_about(window, qtbot, tmp_path)
    assert (page.id.currentData(), page.name.currentData()) == ("code", "name")
    page.id.setCurrentIndex(page.id.findText("Number them by row"))
    page.name.setCurrentIndex(page.name.findText("As the code"))
    with qtbot.waitSignal(window.plan_shown, timeout=PATIENT):
        page.make.click()
    assert window.session is not None
    regions = window.session.document.plan.regions
    assert regions.ids == regions.names == ("2", "3", "4", "5")


def test_rows_that_are_parts_of_one_region_are_told_and_become_one(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    columns = {"code": ["a", "b", "a", "d"], "name": ["A", "B", "A", "D"]}
    page = asked_about(window, qtbot, tmp_path, columns)
    assert page.id.currentData() == "code"
    assert page.parts.isVisible()
    assert page.parts.text().startswith("4 rows have 3 different codes.")
    page.id.setCurrentIndex(page.id.findText("Number them by row"))
    assert not page.parts.isVisible()
    page.id.setCurrentIndex(page.id.findData("code"))
    with qtbot.waitSignal(window.plan_shown, timeout=PATIENT):
        page.make.click()
    assert window.session is not None
    assert window.session.document.plan.regions.ids == ("a", "b", "d")


def test_a_map_with_x_and_y_swapped_is_asked_about_and_lies_right_then(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    shapes = squares(2, 2, 0.1, (52.0, 5.0))
    path = write_regions(tmp_path / "m.geojson", shapes, COLUMNS, crs="EPSG:4326")
    with qtbot.waitSignal(window.opener.asked, timeout=PATIENT):
        window.open_paths(path)
    assert not window.map_page.doubt.isHidden()
    with qtbot.waitSignal(window.plan_shown, timeout=PATIENT):
        window.map_page.make.click()
    assert window.session is not None
    regions = window.session.document.plan.regions
    x, y = Transformer.from_crs(regions.crs, "EPSG:4326", always_xy=True).transform(
        *regions.points.T
    )
    assert (min(x) > 5.0, max(x) < 5.2, min(y) > 52.0, max(y) < 52.2) == (True,) * 4


def test_another_place_on_earth_is_drawn_when_it_is_chosen(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    page = asked_about(window, qtbot, tmp_path)
    qtbot.waitUntil(lambda: "north" in page.lies.text(), timeout=PATIENT)
    before = page.lies.text()
    page.crs.setFocus()
    qtbot.keyClick(page.crs, Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: page.lies.text() != before, timeout=PATIENT)


def take_layer(window: MainWindow, qtbot: QtBot, at: int) -> None:
    """Choose a layer on the page, and make the plan of it."""
    page = window.map_page
    with qtbot.waitSignal(window.opener.asked, timeout=PATIENT):
        page.layer.setCurrentIndex(at)
        page.layer.activated.emit(at)
    with qtbot.waitSignal(window.plan_shown, timeout=PATIENT):
        qtbot.keyClick(page, Qt.Key.Key_Return)


@pytest.mark.filterwarnings("ignore")
def test_a_file_of_several_maps_asks_which(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    path = write_regions(tmp_path / "m.gpkg", squares(2, 2, 9e4), COLUMNS)
    frame = pyogrio.read_dataframe(path)
    pyogrio.write_dataframe(frame.iloc[:3], path, layer="other", append=True)
    with qtbot.waitSignal(window.opener.asked, timeout=PATIENT):
        window.open_paths(path)
    page = window.map_page
    assert [page.layer.itemText(at) for at in range(2)] == ["m: 4 areas", "other: 3 areas"]
    take_layer(window, qtbot, 1)
    assert window.session is not None
    assert len(window.session.document.plan.regions) == 3


def neighbours(folder: Path) -> list[Path]:
    """Write two maps that lie beside each other, each with columns of its own."""
    folder.mkdir()
    paths = []
    for name, east in (("be", 0.0), ("nl", 18e4)):
        shapes = [shapely.affinity.translate(one, east) for one in squares(2, 2, 9e4)]
        columns = {f"{name}_code": [f"{name}{at}" for at in range(4)], "name": COLUMNS["name"]}
        paths.append(write_regions(folder / f"{name}.shp", shapes, columns))
    return paths


def test_maps_that_are_dropped_at_once_become_one(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    be, _nl = neighbours(tmp_path / "maps")
    (tmp_path / "accounts.csv").write_text("id\n1\n")
    parts = sorted(be.parent.iterdir())
    assert len(parts) > 2
    with qtbot.waitSignal(window.opener.asked, timeout=PATIENT):
        drop(window, tmp_path / "accounts.csv", *parts)
    page = window.map_page
    assert page.title.text() == "Bring the maps be + nl"
    assert page.layer.currentText() == "All 2 together: 8 areas"
    assert page.sentence.text().startswith("All maps together become one")
    with qtbot.waitSignal(window.plan_shown, timeout=PATIENT):
        qtbot.keyClick(page, Qt.Key.Key_Return)
    assert window.session is not None
    plan = window.session.document.plan
    assert plan.name == "be + nl"
    assert plan.regions.ids == tuple(f"{name}{at}" for name in ("be", "nl") for at in range(4))
    assert len(plan.regions.graph.borders) == 4 + 4 + 2
    left = window.session.opened.issues[-1]
    assert (left.file, left.mend) == ("accounts.csv", "Bring tables in on the page Data, Import.")
    assert window.settings.recent == ()


def test_one_of_the_maps_that_are_opened_at_once_can_be_chosen(
    window: MainWindow, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    chosen = [str(path) for path in neighbours(tmp_path / "maps")]
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_: (chosen, ""))
    with qtbot.waitSignal(window.opener.asked, timeout=PATIENT):
        window.acts[Act.NEW].trigger()
    page = window.map_page
    assert [page.layer.itemText(at) for at in range(2)] == ["be: 4 areas", "nl: 4 areas"]
    take_layer(window, qtbot, 1)
    assert window.session is not None
    assert window.session.document.plan.regions.ids == ("nl0", "nl1", "nl2", "nl3")


def test_of_several_maps_the_one_that_cannot_be_read_is_named(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    be, nl = neighbours(tmp_path / "maps")
    nl.write_bytes(b"no map")
    with qtbot.waitSignal(window.opener.opened, timeout=PATIENT) as told:
        window.open_paths(be, nl)
    assert told.args is not None
    assert told.args[0].plan is None
    assert {issue.file for issue in told.args[0].issues} == {"nl.shp"}
    assert window.stack.currentWidget() is window.issues


def test_of_several_maps_those_without_a_place_on_earth_are_named(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    be, nl = neighbours(tmp_path / "maps")
    be.with_suffix(".prj").unlink()
    with qtbot.waitSignal(window.opener.asked, timeout=PATIENT):
        window.open_paths(nl, be)
    page = window.map_page
    assert page.sentence.text().startswith("be does not say where on earth it lies.")
    assert page.crs.currentData() == "EPSG:28992"


def test_all_maps_of_a_folder_are_taken_together(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    neighbours(tmp_path / "maps")
    with qtbot.waitSignal(window.opener.asked, timeout=PATIENT):
        window.open_paths(tmp_path / "maps")
    page = window.map_page
    assert page.layer.itemText(2) == "All 2 together: 8 areas"
    with qtbot.waitSignal(window.opener.asked, timeout=PATIENT):
        page.layer.setCurrentIndex(2)
        page.layer.activated.emit(2)
    assert page.layer.currentIndex() == 2
    assert (page.id.currentText(), page.id.isEnabled()) == ("As each map has it", False)
    assert (page.crs.currentText(), page.crs.isEnabled()) == ("As each map says", False)
    with qtbot.waitSignal(window.plan_shown, timeout=PATIENT):
        qtbot.keyClick(page, Qt.Key.Key_Return)
    assert window.session is not None
    regions = window.session.document.plan.regions
    assert regions.ids == tuple(f"{name}{at}" for name in ("be", "nl") for at in range(4))
    assert len(regions.graph.borders) == 4 + 4 + 2


def test_what_a_region_is_called_is_asked_of_each_file(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    for name in ("m.shp", "n.shp"):
        path = write_regions(tmp_path / name, squares(2, 2, 9e4), COLUMNS, crs=None)
        with qtbot.waitSignal(window.opener.asked, timeout=PATIENT):
            window.open_paths(path)
        assert [edit.text() for edit in window.map_page.noun] == ["region", "regions"]
        window.map_page.noun[0].setText("hut")
        window.map_page.noun[1].setText("huts")


def test_esc_goes_back(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    path = write_regions(tmp_path / "m.shp", squares(2, 2, 9e4), COLUMNS, crs=None)
    before = window.status.left.text()
    with qtbot.waitSignal(window.opener.asked, timeout=PATIENT):
        window.open_paths(path)
    assert "Esc goes back" in window.status.left.text()
    qtbot.keyClick(window.map_page, Qt.Key.Key_Escape)
    assert window.stack.currentWidget() is window.welcome
    assert window.status.left.text() == before


def test_a_map_that_cannot_be_drawn_says_so(
    window: MainWindow, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(*_: object) -> None:
        raise ValueError("no such system")

    monkeypatch.setattr("ui.use_cases.map_file.pictured", gone)
    path = write_regions(tmp_path / "m.shp", squares(2, 2, 9e4), COLUMNS, crs=None)
    with qtbot.waitSignal(window.messages.failed, timeout=PATIENT):
        window.open_paths(path)
    (note,) = window.notices.notes
    assert note.title.text() == "The map could not be drawn"
    assert "no such system" in note.text.text()
