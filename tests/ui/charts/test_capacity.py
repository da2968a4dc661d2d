from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from ui.charts.capacity import Capacity, capacity_table
from ui.charts.capacity_chart import CapacityChart
from ui.theme.theme import T

NEEDS = [
    ("North", "Closer", 36.0, 30.0),
    ("North", "Support", 8.0, 8.0),
    ("South", "Closer", 10.0, 12.0),
]


@pytest.fixture
def host(qtbot: QtBot) -> Iterator[QWidget]:
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(700, 300)
    yield window
    window.close()


def test_needs_are_arranged_by_role_and_market() -> None:
    table = capacity_table(NEEDS)
    assert table.roles == ("Closer", "Support")
    assert table.markets == ("North", "South")
    assert table.cells == (
        (Capacity(36.0, 30.0), Capacity(10.0, 12.0)),
        (Capacity(8.0, 8.0), None),
    )
    assert table.peak == 36.0


def test_short_and_spare_never_both() -> None:
    assert (Capacity(36.0, 30.0).short, Capacity(36.0, 30.0).spare) == (6.0, 0.0)
    assert (Capacity(10.0, 12.0).short, Capacity(10.0, 12.0).spare) == (0.0, 2.0)
    assert not Capacity(10.0, 9.99).is_short


def test_a_shortage_is_painted_and_spoken(qtbot: QtBot, host: QWidget) -> None:
    chart = CapacityChart(host)
    chart.show_table(capacity_table(NEEDS))
    chart.resize(chart.sizeHint())
    assert chart.accessibleDescription() == "Closer, North: 6.0"
    image = chart.grab().toImage()
    bad = T("bad").rgb()
    red = sum(
        image.pixelColor(x, y).rgb() == bad
        for x in range(image.width())
        for y in range(image.height())
    )
    assert red > 100
