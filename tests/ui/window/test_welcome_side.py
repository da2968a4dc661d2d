"""The side of the welcome page."""

from __future__ import annotations

from pathlib import Path
from threading import Event

import pytest
from pytestqt.qtbot import QtBot

from ui.settings import Settings
from ui.window import welcome_side
from ui.window.welcome_side import WelcomeSide


def test_a_recent_plan_that_is_gone_says_so_and_cannot_be_opened(
    qtbot: QtBot, tmp_path: Path
) -> None:
    settings, there, gone = Settings(), tmp_path / "there", tmp_path / "gone.rayon"
    there.mkdir()
    (there / "plan.toml").write_text('[plan]\nname = "By name"\n', "utf-8")
    for path in (there, gone):
        settings.remember_plan(path)
    side = WelcomeSide(settings)
    qtbot.addWidget(side)
    known = {plan.path: plan for plan in side._plans}
    qtbot.waitUntil(lambda: not known[gone].isEnabled())
    assert not known[gone]._missing.isHidden()
    assert known[there].isEnabled()
    assert known[there].accessibleName() == "By name"
    assert known[there]._missing.isHidden()


def test_a_drive_that_does_not_answer_does_not_hold_the_window(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings, answers = Settings(), Event()
    settings.remember_plan(tmp_path / "far.rayon")
    monkeypatch.setattr(welcome_side, "_found", lambda _path: answers.wait() and "")
    side = WelcomeSide(settings)
    qtbot.addWidget(side)
    (plan,) = side._plans
    assert plan.isEnabled()
    answers.set()
    qtbot.waitUntil(lambda: not plan.isEnabled())
