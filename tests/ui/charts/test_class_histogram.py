"""The legend that counts says the same as a table, and the flow of chips breaks where it is full."""

from __future__ import annotations

from PySide6.QtGui import QColor
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from ui.charts.class_histogram import ClassHistogram, CountedClasses
from ui.theme.theme import ramp
from ui.widgets.flow import FlowLayout


def test_a_histogram_reads_as_a_table(qtbot: QtBot) -> None:
    chart = ClassHistogram()
    qtbot.addWidget(chart)
    colours: list[QColor] = ramp("seq")[:3]
    chart.show_classes(CountedClasses((4, 0, 2), ("1", "5"), "0", "9"), colours)
    assert chart.rows() == [("0", "1", "4"), ("1", "5", "0"), ("5", "9", "2")]
    assert chart.accessibleDescription() == "0 1 4; 1 5 0; 5 9 2"
    chart.resize(chart.sizeHint())
    picture = chart.grab().toImage()
    strip = round(picture.height() * 0.72)
    seen = {
        picture.pixelColor(round(picture.width() * part), strip).name() for part in (0.1, 0.5, 0.9)
    }
    assert seen == {colour.name() for colour in colours}


def test_chips_go_on_in_the_next_line(qtbot: QtBot) -> None:
    held = QWidget()
    qtbot.addWidget(held)
    flow = FlowLayout(held, gap=6)
    chips = [QLabel("chip") for _ in range(4)]
    for chip in chips:
        chip.setFixedSize(60, 20)
        flow.addWidget(chip)
    held.resize(140, flow.heightForWidth(140))
    held.show()
    assert flow.heightForWidth(140) == 2 * 20 + 6
    assert flow.heightForWidth(400) == 20
    assert [(chip.x(), chip.y()) for chip in chips] == [(0, 0), (66, 0), (0, 26), (66, 26)]
