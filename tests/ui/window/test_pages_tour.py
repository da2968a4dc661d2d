"""Every page and section of the real window, in each language: it fits, and everything has a name."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from page_tour import make_an_edit, speak, start_over, tour, toured_window
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QScrollArea
from pytestqt.qtbot import QtBot
from tab_walk import nameless_controls
from widget_walk import SETTLING_MS, all_texts, misfits, visible

from ui.main_window import MainWindow
from ui.theme import theme
from ui.window.desk import INSPECTOR_WIDTHS

ROOT = Path(__file__).resolve().parents[3]
SIZES = ((1280, 720), (1024, 640))


pytestmark = pytest.mark.usefixtures("styled")


@pytest.fixture(params=["en", "nl"])
def window(qtbot: QtBot, tmp_path: Path, request: pytest.FixtureRequest) -> MainWindow:
    made = toured_window(request.param, tmp_path)
    qtbot.addWidget(made)
    return made


@pytest.mark.slow
def test_every_page_fits_and_everything_on_it_has_a_name(
    window: MainWindow, tmp_path: Path
) -> None:
    wrong = []
    for station in tour(window, tmp_path):
        wrong += [f"{station}: no name: {each}" for each in nameless_controls(window)]
        for size in SIZES:
            wrong += [f"{station}, {size}: {each}" for each in misfits(window, size)]
        wrong += [f"{station}, narrow inspector: {each}" for each in cut_when_narrow(window)]
    assert not wrong, "\n".join(wrong)


def cut_when_narrow(window: MainWindow) -> list[str]:
    """Pull the edge of the inspector to the right as far as it goes; return what is cut at its right."""
    assert window.session is not None
    desk, usual = window.session.desk, theme.size("inspector")
    window.resize(*SIZES[0])
    found = []
    for width in (INSPECTOR_WIDTHS[0], usual):
        desk._split.setSizes([SIZES[0][0], width])
        QTest.qWait(SETTLING_MS)
        for area in visible(desk.inspectors, QScrollArea):
            over = area.widget().width() - area.viewport().width()
            if over > 0:
                found.append(f"{over} pixels of {type(area.parent()).__name__}")
    return found


@pytest.mark.slow
@pytest.mark.parametrize("language", ["en", "nl"])
def test_every_page_fits_at_200_percent(language: str, tmp_path: Path) -> None:
    """In a process of its own, whose scaling is chosen before Qt stands."""
    done = subprocess.run(
        [sys.executable, str(ROOT / "tests" / "page_tour.py"), language, str(tmp_path)],
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen", "QT_SCALE_FACTOR": "2"},
        capture_output=True, text=True, check=False, timeout=150,
    )  # fmt: skip
    assert "stations at 2x, 0 wrong" in done.stdout, done.stdout + done.stderr


@pytest.mark.slow
def test_after_another_language_everything_is_said_as_in_a_window_opened_in_it(
    qtbot: QtBot, tmp_path: Path
) -> None:
    said = {}
    for language in ("nl", "en"):
        fresh = toured_window(language, tmp_path)
        qtbot.addWidget(fresh)
        make_an_edit(fresh)
        said[language] = {station: all_texts(fresh) for station in tour(fresh, tmp_path)}
        fresh.close()
    window = toured_window("en", tmp_path)
    qtbot.addWidget(window)
    make_an_edit(window)
    for language in ("nl", "en"):
        for _station in tour(window, tmp_path):
            pass  # everything has been shown, and stands in the other language
        window.hide_issues()
        start_over(window)
        speak(window, language)
        differs = [
            f"{station}: {sorted(all_texts(window) ^ said[language][station])}"
            for station in tour(window, tmp_path)
            if all_texts(window) != said[language][station]
        ]
        assert not differs, "\n".join(differs)
