"""What of the canvas is painted again, and when labels are placed anew while it is panned."""

from __future__ import annotations

import pytest
from builders import grid_regions
from PySide6.QtCore import QEvent, QObject, QRect
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from planner.model.types import ints
from ui.map import placing
from ui.map.canvas import REST_MS, MapCanvas
from ui.map.content import MapContent, TerritoryMark
from ui.map.levels import prepare_map
from ui.map.placing import STRAY, Placing
from ui.map.view import View
from ui.widgets.cards import FloatBar


@pytest.fixture
def canvas(qtbot: QtBot) -> MapCanvas:
    regions = grid_regions(8, 8)
    made = MapCanvas()
    qtbot.addWidget(made)
    made.resize(400, 300)
    made.set_map(prepare_map(regions.geometry, regions.points))
    made.show_content(MapContent(ints([0, 1] * 32), (TerritoryMark("T1"), TerritoryMark("T2"))))
    made.show()
    qtbot.waitExposed(made)
    made.zoom_by(6)
    made.settle()
    QTest.qWait(2 * REST_MS)
    made.repaint()
    return made


class Painted(QObject):
    """Counts how often a widget is painted."""

    def __init__(self) -> None:
        super().__init__()
        self.times = 0

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        self.times += event.type() is QEvent.Type.Paint
        return False


def placed_at(canvas: MapCanvas) -> View:
    layout = canvas._overlay.layout if canvas._overlay is not None else None
    assert layout is not None
    return layout.view


@pytest.mark.parametrize("quick", [True, False])
def test_labels_are_placed_amid_a_long_pan_where_that_is_quick(
    canvas: MapCanvas, monkeypatch: pytest.MonkeyPatch, quick: bool
) -> None:
    monkeypatch.setattr(placing, "QUICK", float("inf") if quick else -1.0)
    canvas.repaint()
    before = placed_at(canvas)
    for step in range(1, 41):
        canvas.pan(-3, 0)
        canvas.repaint()
        assert (placed_at(canvas) != before) == (quick and 3 * step >= STRAY)


def test_a_short_pan_and_a_zoom_leave_what_is_placed() -> None:
    placing = Placing()
    placing.done(View(1.0, 0.0, 0.0), 0.001)
    placing.follow(View(1.0, 60.0, 60.0), 1.0)
    assert not placing.is_due
    placing.follow(View(1.0, 150.0, 0.0), 2.0)  # 75 logical pixels
    assert not placing.is_due
    placing.follow(View(2.0, 500.0, 0.0), 1.0)
    assert not placing.is_due
    placing.follow(View(1.0, 60.0, 80.0), 1.0)
    assert placing.is_due


def test_a_card_over_the_map_is_painted_again_for_its_corners_alone(canvas: MapCanvas) -> None:
    bar = FloatBar(canvas)
    inside = FloatBar(bar)
    bar.setGeometry(40, 40, 200, 120)
    inside.setGeometry(30, 30, 100, 60)
    bar.show()
    QTest.qWait(50)
    painted = Painted()
    inside.installEventFilter(painted)
    canvas.pan(5, 5)
    canvas.update()
    QApplication.processEvents()
    assert painted.times == 0
    canvas.update(QRect(0, 0, 400, 300))
    QApplication.processEvents()
    assert painted.times == 1


def test_what_a_card_leaves_behind_shows_the_map_of_now(canvas: MapCanvas) -> None:
    bar = FloatBar(canvas)
    bar.setGeometry(40, 40, 200, 120)
    bar.show()
    QApplication.processEvents()
    canvas.pan(30, 0)
    QApplication.processEvents()
    bar.hide()
    QApplication.processEvents()
    shown = canvas.screen().grabWindow(canvas.winId()).toImage()
    assert shown.copy(60, 60, 100, 60) == canvas.grab().toImage().copy(60, 60, 100, 60)
