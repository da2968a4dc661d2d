"""Every page, section, tool and sheet of the real window with Tab alone."""

from __future__ import annotations

from pathlib import Path

import pytest
from page_tour import tour, toured_window
from pytestqt.qtbot import QtBot
from tab_walk import tab_stops, unreached, unseen

pytestmark = pytest.mark.usefixtures("styled")


@pytest.mark.slow
def test_wherever_one_stands_tab_reaches_everything_and_shows_where_it_is(
    qtbot: QtBot, tmp_path: Path
) -> None:
    window = toured_window("en", tmp_path)
    qtbot.addWidget(window)
    wrong: list[str] = []
    for station in tour(window, tmp_path):
        try:
            stops = tab_stops(window)
        except AssertionError as trapped:
            wrong.append(f"{station}: {trapped}")
            continue
        wrong += [f"{station}: not reached: {each}" for each in unreached(window, stops)]
        wrong += [f"{station}: not seen: {each}" for each in unseen(stops)]
    assert not wrong, "\n".join(wrong)
