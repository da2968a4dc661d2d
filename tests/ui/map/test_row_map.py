"""The small map: each region in the fill of what came for it."""

from __future__ import annotations

from builders import grid_regions
from pytestqt.qtbot import QtBot

from planner.model.types import ints
from ui.map.levels import prepare_map
from ui.map.row_map import RowMap, fate_swatch
from ui.theme.theme import T, ramp


def test_regions_are_painted_by_what_came_for_them(qtbot: QtBot) -> None:
    regions = grid_regions(2, 2)
    widget = RowMap()
    qtbot.addWidget(widget)
    widget.setFixedSize(240, 240)
    widget.show_map(prepare_map(regions.geometry, regions.points))
    widget.show_fate(ints([0, 1, 2, 3]))
    image = widget.grab().toImage()

    def colours(left: int, top: int) -> set[str]:
        return {image.pixelColor(left + x, top + y).name() for x in range(20) for y in range(20)}

    below, above = 160, 60
    assert colours(60, below) == {T("map_land").name(), T("line_strong").name()}
    assert colours(160, below) == {ramp("seq")[2].name()}
    assert colours(60, above) == {T("good_soft").name(), T("good").name()}
    assert colours(160, above) == {T("warn_soft").name(), T("warn").name()}


def test_what_was_mended_and_what_waits_differ_without_colour(qtbot: QtBot) -> None:
    # A hatch runs along its lines: a step down and a step right keep the colour, or down and left.
    for fate, step in ((2, 1), (3, -1)):
        image = fate_swatch(fate).toImage()
        inner = [(x, y) for x in range(6, 30) for y in range(6, 20)]
        assert all(image.pixel(x, y) == image.pixel(x + step, y + 1) for x, y in inner)
        assert any(image.pixel(x, y) != image.pixel(x - step, y + 1) for x, y in inner)


def test_without_outlines_there_is_only_ground(qtbot: QtBot) -> None:
    widget = RowMap()
    qtbot.addWidget(widget)
    widget.show_fate(ints([1]))
    assert widget.grab().toImage().pixelColor(5, 5).name() == T("map_bg").name()


def test_the_legend_has_a_fill_for_each(qtbot: QtBot) -> None:
    middles = {fate_swatch(fate).toImage().pixelColor(20, 14).name() for fate in (1, 2)}
    assert middles == {ramp("seq")[2].name(), T("good_soft").name()}
