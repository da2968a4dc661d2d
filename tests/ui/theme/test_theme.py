from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtGui import QFontInfo
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

import ui
from ui.theme import theme

UI = Path(ui.__file__).parent
OUTSIDE = [path for path in sorted(UI.rglob("*.py")) if "theme" not in path.relative_to(UI).parts]
BY_HAND = {
    "a hex colour": re.compile(r"""["']#[0-9a-fA-F]{3,8}["']"""),
    "a type size": re.compile(r"font-size|setPointSize|setPixelSize"),
    "a colour in numbers": re.compile(r"QColor\(\s*\d"),
    "a style sheet of its own": re.compile(r"setStyleSheet"),
}


@pytest.fixture(autouse=True)
def _light_again(qapp: QApplication) -> Iterator[None]:
    yield
    theme.apply(qapp, "light")


@pytest.mark.parametrize("what", BY_HAND)
def test_nothing_outside_the_theme_holds(what: str) -> None:
    found = [
        f"{path.relative_to(UI)}:{number}"
        for path in OUTSIDE
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        if BY_HAND[what].search(line)
    ]
    assert OUTSIDE
    assert not found


def test_the_style_sheet_has_no_colour_or_size_by_hand() -> None:
    sheet = (theme.HERE / "app.qss").read_text("utf-8")
    assert not re.search(r"#[0-9a-fA-F]{3,8}\b(?!\s*[{,\[:])", re.sub(r"QWidget#\w+", "", sheet))
    assert not re.search(r"font-size:\s*\d", sheet)


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_every_token_of_the_style_sheet_is_filled_in(
    mode: str, qtbot: QtBot, qapp: QApplication
) -> None:
    theme.apply(qapp, mode)
    assert theme.mode() == mode
    assert "@" not in theme.qss()
    for path in re.findall(r"url\((.*?)\)", theme.qss()):
        assert Path(path).is_file()


def test_inter_is_there_in_four_weights(qtbot: QtBot, qapp: QApplication) -> None:
    theme.apply(qapp, "light")
    assert {QFontInfo(theme.font("body", weight=w)).family() for w in (400, 500, 600, 700)} == {
        "Inter"
    }
    assert theme.font("body", weight=600).weight().value == 600


def test_every_icon_that_is_named_is_there() -> None:
    names = {path.stem for path in (theme.HERE / "icons").glob("*.svg")}
    asked = {
        name
        for path in OUTSIDE
        for name in re.findall(
            r"""(?:icon|icon_pixmap|IconLabel|set_icon|ToolButton)(?:=|\()\s*"([a-z0-9-]+)\"""",
            path.read_text("utf-8"),
        )
    }
    assert asked
    assert asked <= names


def test_an_icon_is_drawn_in_its_colour(qtbot: QtBot, qapp: QApplication) -> None:
    image = theme.icon_pixmap("minus", 24, theme.T("bad"), scale=1.0).toImage()
    assert image.pixelColor(12, 12).name() == theme.T("bad").name()


class _Counting(QWidget):
    """Counts how often it is dressed."""

    times = 0

    def changeEvent(self, event: QEvent) -> None:
        self.times += event.type() == QEvent.Type.StyleChange
        super().changeEvent(event)


def test_another_theme_dresses_a_widget_as_often_however_deep_it_lies(
    qtbot: QtBot, qapp: QApplication
) -> None:
    theme.apply(qapp, "light")
    around = [_Counting()]
    qtbot.addWidget(around[0])
    for _ in range(12):
        around.append(_Counting(around[-1]))
    around[0].show()
    before = [widget.times for widget in around]
    theme.apply(qapp, "dark")
    times = [widget.times - first for widget, first in zip(around, before, strict=True)]
    assert 0 < times[0] == times[-1] <= 4
