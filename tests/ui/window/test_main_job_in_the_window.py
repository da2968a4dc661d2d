"""The whole job in the real window, by its main button: from a shapefile to CSV files on disk."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

import pytest
from main_job_files import COLS, ROWS, write_main_job
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from ui.actions import Act
from ui.app import journal_of, make_steps
from ui.main_window import MainWindow
from ui.settings import Settings
from ui.steps.publish import PublishStep
from ui.steps.territories import TerritoriesStep

PATIENCE = 120_000


@pytest.fixture
def window(qtbot: QtBot) -> Iterator[MainWindow]:
    made = MainWindow(Settings(), make_steps, journal_of)
    qtbot.addWidget(made)
    made.resize(1440, 900)
    with qtbot.waitExposed(made):
        made.show()
    yield made
    made.close()


def main_buttons(window: MainWindow) -> list[QPushButton]:
    return [
        button
        for button in window.findChildren(QPushButton)
        if button.isVisible() and button.isEnabled() and button.property("kind") == "primary"
    ]


def test_a_shapefile_becomes_csv_files_by_the_main_button_of_each_page(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    with qtbot.waitSignal(window.plan_shown, timeout=PATIENCE):
        window.open_paths(write_main_job(tmp_path))
    session = window.session
    assert session is not None
    document, desk = session.document, session.desk

    def press() -> None:
        """Click the main button of the page that is shown; there is one."""
        qtbot.waitUntil(lambda: len(main_buttons(window)) == 1, timeout=PATIENCE)
        qtbot.mouseClick(main_buttons(window)[0], Qt.MouseButton.LeftButton)

    desk.go_to("territories")
    page = desk.steps["territories"]
    assert isinstance(page, TerritoriesStep)
    press()
    press()
    qtbot.waitUntil(lambda: page.show.is_proposed, timeout=PATIENCE)
    press()
    qtbot.waitUntil(lambda: document.scenario.name == "Plan A", timeout=PATIENCE)
    summary = page.display.now.summary
    assert summary.within_tolerance == 3
    assert document.layer.proof is not None

    first = int(document.layer.regions_of(0)[0])
    taken = int(document.layer.regions_of(1)[0])
    before = document.plan
    page.by_hand.assign(document.layer.regions_of(0)[:1], 1)
    assert document.layer.owner[first] == document.layer.owner[taken]
    window.acts[Act.UNDO].trigger()
    assert document.plan is before

    desk.go_to("team")
    press()
    qtbot.waitUntil(lambda: not window.runner.is_busy, timeout=PATIENCE)
    press()
    qtbot.waitUntil(lambda: bool(document.scenario.teams), timeout=PATIENCE)
    desk.go_to("quotas")
    press()
    qtbot.waitUntil(lambda: bool(document.scenario.quotas), timeout=PATIENCE)

    desk.go_to("publish")
    publish = desk.steps["publish"]
    assert isinstance(publish, PublishStep)
    publish.folder.edit.setText(str(tmp_path / "out"))
    press()
    qtbot.waitUntil(lambda: publish.state().done, timeout=PATIENCE)

    with (tmp_path / "out" / "regions.csv").open(newline="", encoding="utf-8") as file:
        owned = {row["region_id"]: row["territory_id"] for row in csv.DictReader(file)}
    ids = [territory.id for territory in document.layer.territories]
    expected = [ids[owner] for owner in document.layer.owner]
    assert len(owned) == ROWS * COLS
    assert owned == dict(zip(document.plan.regions.ids, expected, strict=True))
    written = {path.name for path in (tmp_path / "out").iterdir()}
    assert written >= {"quotas.csv", "teams.csv", "accounts_plan.csv", "map.png", "summary.json"}
