"""Somebody does anything, over the whole window: nothing fails, and everything can be undone.

`python tests/random_user.py --seed N --steps 1000` goes on for longer.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from page_tour import toured_window
from pytestqt.qtbot import QtBot
from random_user import Failed, RandomUser

from ui.main_window import MainWindow
from ui.theme import theme

STEPS = 60


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path, styled: None) -> Iterator[MainWindow]:
    made = toured_window("en", tmp_path)
    qtbot.addWidget(made)
    theme.keep_still(True)
    yield made
    theme.keep_still(False)


@pytest.mark.slow
@pytest.mark.parametrize("seed", [1, 3])
def test_whatever_somebody_does_nothing_fails_and_all_can_be_undone(
    window: MainWindow, tmp_path: Path, seed: int
) -> None:
    RandomUser(window, seed, tmp_path).walk(STEPS)


def test_an_exception_of_a_page_fails_the_walk_and_tells_seed_and_deeds(
    window: MainWindow, tmp_path: Path
) -> None:
    assert window.session is not None
    window.session.document.changed.connect(lambda _change: 1 / 0)
    user = RandomUser(window, 3, tmp_path)
    with pytest.raises(Failed, match=r"seed 3, after deed \d+:(.|\n)*ZeroDivisionError"):
        user.walk(STEPS)
