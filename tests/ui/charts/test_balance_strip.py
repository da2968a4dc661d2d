from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from ui.charts.balance import Balance, Bar, Figure
from ui.charts.balance_strip import BalanceStrip


@pytest.fixture
def host(qtbot: QtBot) -> Iterator[QWidget]:
    """A window without a layout: what lies in it keeps its own size."""
    window = QWidget()
    qtbot.addWidget(window)
    yield window
    window.close()


def strip_of(host: QWidget, *deviations: float, before: float | None = None) -> BalanceStrip:
    bars = tuple(
        Bar(i + 6, f"T{i:02d}", f"Territory {i}", each, before)
        for i, each in enumerate(deviations, 1)
    )
    figures = (Figure("Within ±5 %", "1 of 2", "bad"),)
    host.resize(900, 148)
    strip = BalanceStrip(host)
    strip.resize(900, 148)
    strip.set_measures(["Prospects", "Workload", "Potential"])
    colours = [QColor("steelblue")] * len(bars)
    strip.show_balance(Balance("Balance", "Prospects", 0.05, bars, figures), colours)
    host.show()
    return strip


def test_a_click_on_a_bar_selects_its_territory(qtbot: QtBot, host: QWidget) -> None:
    strip = strip_of(host, 0.01, 0.2, -0.03)
    where = strip.bars.bar_rect(1).center().toPoint()
    with qtbot.waitSignal(strip.territory_activated) as told:
        qtbot.mouseClick(strip.bars, Qt.MouseButton.LeftButton, pos=where)
    assert told.args == [8]  # territories 7, 8, 9 have bars


def test_arrows_and_enter_select_without_a_mouse(qtbot: QtBot, host: QWidget) -> None:
    strip = strip_of(host, 0.01, 0.2, -0.03)
    qtbot.keyClick(strip.bars, Qt.Key.Key_Right)
    qtbot.keyClick(strip.bars, Qt.Key.Key_Right)
    qtbot.keyClick(strip.bars, Qt.Key.Key_Right)
    with qtbot.waitSignal(strip.territory_activated) as told:
        qtbot.keyClick(strip.bars, Qt.Key.Key_Return)
    assert told.args == [9]
    assert strip.bars.accessibleDescription() == "T03, Territory 3, \u22123.0\u00a0%"


def test_a_click_beside_the_bars_selects_nothing(qtbot: QtBot, host: QWidget) -> None:
    strip = strip_of(host, 0.01, 0.2)
    with qtbot.assertNotEmitted(strip.territory_activated):
        qtbot.mouseClick(strip.bars, Qt.MouseButton.LeftButton, pos=QPoint(4, 40))


def test_a_bar_outside_the_rule_has_a_mark_in_the_tone_of_bad(qtbot: QtBot, host: QWidget) -> None:
    from ui.theme.theme import T

    def pixels_of_bad(strip: BalanceStrip) -> int:
        image = strip.bars.grab().toImage()
        bad = T("bad").rgb()
        return sum(
            image.pixelColor(x, y).rgb() == bad
            for x in range(image.width())
            for y in range(0, image.height() - 44)
        )

    assert pixels_of_bad(strip_of(host, 0.01, 0.02)) == 0
    assert pixels_of_bad(strip_of(host, 0.01, 0.20)) > 10


def test_more_than_two_hundred_territories_show_the_furthest_ten(
    qtbot: QtBot, host: QWidget
) -> None:
    strip = strip_of(host, *[0.01] * 230, 0.4, before=0.9)
    assert len(strip.bars.shown) == 10
    assert strip.bars.shown[0] == 230
    assert not strip.bars.grab().isNull()


def test_the_strip_has_a_table_and_a_name(qtbot: QtBot, host: QWidget) -> None:
    strip = strip_of(host, 0.01, 0.2)
    assert strip.rows()[1] == ("T02", "Territory 2", "+20.0\u00a0%")
    assert strip.bars.accessibleName() == "Balance of Prospects, 2 territories"


def test_choosing_a_measure_tells(qtbot: QtBot, host: QWidget) -> None:
    strip = strip_of(host, 0.01)
    with qtbot.waitSignal(strip.measure_chosen) as told:
        strip._measure.setCurrentIndex(2)
    assert told.args == [2]
    assert strip.measure == 2
