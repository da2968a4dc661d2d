from __future__ import annotations

from pathlib import Path

from pytestqt.qtbot import QtBot

from ui.settings import Settings


def again() -> Settings:
    """Settings as the next start reads them."""
    return Settings()


def test_settings_begin_empty(qtbot: QtBot) -> None:
    settings = Settings()
    assert settings.appearance == "system"
    assert settings.recent == ()
    assert settings.geometry.isEmpty()


def test_no_stays_no_in_the_file(qtbot: QtBot) -> None:
    settings = Settings()
    settings.keep("legend", False)
    settings.sync()
    assert again().flag("legend", True) is False


def test_one_recent_plan_stays_a_list(qtbot: QtBot) -> None:
    settings = Settings()
    settings.remember_plan(Path("here/plan"))
    settings.sync()
    assert again().recent == (Path("here/plan"),)


def test_the_last_plan_comes_first_and_once(qtbot: QtBot) -> None:
    settings = Settings()
    for name in ("a", "b", "a"):
        settings.remember_plan(Path(name))
    assert settings.recent == (Path("a"), Path("b"))
    settings.forget_plan(Path("a"))
    assert settings.recent == (Path("b"),)


def test_an_unknown_appearance_is_the_systems(qtbot: QtBot) -> None:
    settings = Settings()
    settings.appearance = "sepia"
    assert settings.appearance == "system"


def test_a_change_is_told(qtbot: QtBot) -> None:
    settings = Settings()
    with qtbot.waitSignal(settings.changed) as told:
        settings.appearance = "dark"
    assert told.args == ["appearance"]
    assert settings.appearance == "dark"
    assert settings.number("brush", 3) == 3
