"""The scale bar: exactly as long as it says, at every pixel ratio, and no label over it."""

from __future__ import annotations

import numpy as np
import pytest
from builders import grid_regions
from PySide6.QtGui import QImage, QPainter
from pytestqt.qtbot import QtBot

from planner.model.types import ints
from ui.map.canvas import MapCanvas
from ui.map.content import MapContent, TerritoryMark
from ui.map.label_layout import overlap
from ui.map.levels import prepare_map
from ui.map.scale_bar import (
    HALO,
    LINE,
    LONGEST,
    ScaleBar,
    bar_size,
    draw_scale_bar,
    length_words,
    metres_a_pixel,
)
from ui.theme.theme import T

THIN, JOIN = "\u202f", "\u00a0"


@pytest.mark.parametrize(
    ("metres", "words"),
    [(1, "1 m"), (500, "500 m"), (1_000, "1 km"), (50_000, "50 km"), (2_000_000, f"2{THIN}000 km"),
     (0.2, "0.2 m")],
)  # fmt: skip
def test_a_length_is_told_in_metres_or_kilometres(metres: float, words: str) -> None:
    assert length_words(metres) == words.replace(" ", JOIN)


@pytest.mark.parametrize("metres", [0.5, 3.0, 41.0, 777.0, 12_345.0])
def test_the_bar_is_as_long_as_it_says(metres: float) -> None:
    long, words = bar_size(metres)
    figure, unit = words.replace(THIN, "").split(JOIN)
    assert long * metres == pytest.approx(float(figure) * (1000 if unit == "km" else 1))
    assert LONGEST / 2.6 < long <= LONGEST


@pytest.mark.parametrize("ratio", [1.0, 1.5, 2.0])
def test_the_drawn_bar_is_exact_to_a_device_pixel(qtbot: QtBot, ratio: float) -> None:
    image = QImage(round(220 * ratio), round(60 * ratio), QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(ratio)
    image.fill(T("map_bg"))
    with QPainter(image) as painter:
        draw_scale_bar(painter, 12.0, (20.0, 40.0), ratio=ratio)
    ink = T("map_label").rgb()
    inked = max((_inked(image, row, ink) for row in range(image.height())), key=len)
    long, _ = bar_size(12.0)
    assert np.ptp(inked) + 1 == pytest.approx((long + LINE) * ratio, abs=1.5)


def test_no_label_lies_over_the_bar(qtbot: QtBot) -> None:
    regions = grid_regions(6, 6)
    canvas = MapCanvas()
    qtbot.addWidget(canvas)
    canvas.resize(348, 348)
    bar = ScaleBar()
    canvas.add_drawing(bar)
    canvas.set_map(prepare_map(regions.geometry, regions.points), regions.graph.edges)
    owner = ints(np.arange(36) % 6)
    canvas.show_content(MapContent(owner, tuple(TerritoryMark(f"T{i}", "+1 %") for i in range(6))))
    scene = canvas.scene
    assert scene is not None
    for corner in ((348.0, 348.0), (240.0, 200.0), (180.0, 190.0)):
        bar.corner = corner
        canvas.place_again()
        canvas.grab()
        (box,) = bar.stands(scene)
        assert box[2] == pytest.approx(bar_size(metres_a_pixel(scene))[0] + 2 * HALO)
        assert canvas._overlay is not None
        labels = [label.rect for label in canvas._overlay.layout.labels]
        assert labels
        assert not any(overlap(box, label) for label in labels)


def _inked(image: QImage, row: int, ink: int) -> np.ndarray:
    line = [image.pixel(x, row) for x in range(image.width())]
    return np.flatnonzero(np.array(line) == ink)
