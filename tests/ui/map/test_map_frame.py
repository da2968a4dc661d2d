"""The picture in memory: a pan equals a redraw, an edit repaints what it touches."""

from __future__ import annotations

import numpy as np
import pytest
from builders import grid_regions
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtGui import QColor
from pytestqt.qtbot import QtBot
from test_map_preparation import wiggled
from test_map_raster import geometry_of, points_in, voronoi

from planner.model.types import Ints, bools, floats, ints
from ui.map.borders import LineChoice
from ui.map.classes import RegionClasses, equal_classes
from ui.map.content import MapContent, Shown, TerritoryMark
from ui.map.fills import fills_of, rgb
from ui.map.frame import Frame, Look
from ui.map.levels import prepare_map
from ui.map.view import View, fit
from ui.theme.contrast import contrast
from ui.theme.theme import T

MARKS = tuple(TerritoryMark(f"T{i}", colour=i) for i in range(4))


def look_of(owner: Ints, selected: tuple[int, ...] = ()) -> Look:
    chosen = np.zeros(len(owner), np.bool_)
    chosen[list(selected)] = True
    return Look(MapContent(owner, MARKS), chosen, chosen, np.zeros(len(owner), np.bool_))


def voronoi_frame(seed: int, width: int = 160, height: int = 120) -> Frame:
    shapes = wiggled(voronoi(seed), 60.0)
    prepared = prepare_map(geometry_of(shapes), points_in(shapes))
    frame = Frame(prepared, width, height)
    owner = ints(np.arange(prepared.regions) % 4)
    frame.take(look_of(owner, selected=(1, 2, 3)))
    frame.show(fit(prepared.extent, width, height))
    return frame


@settings(max_examples=20)
@given(
    st.integers(0, 1000),
    st.lists(st.tuples(st.integers(-90, 90), st.integers(-90, 90)), min_size=1, max_size=5),
    st.floats(0.3, 9.0),
)
def test_panning_shows_what_drawing_anew_shows(
    seed: int, steps: list[tuple[int, int]], zoom: float
) -> None:
    frame = voronoi_frame(seed)
    frame.show(frame.view.zoomed(zoom, 80, 60))
    for dx, dy in steps:
        frame.shift(dx, dy)
    ids, pixels = frame.ids.copy(), frame.pixels.copy()
    frame.show(frame.view)
    assert (ids == frame.ids).all()
    # Lines that cross the seam of a strip may differ in their last shade.
    assert (pixels != frame.pixels).mean() < 0.02


def test_an_edit_repaints_the_region_and_nothing_far_from_it() -> None:
    regions = grid_regions(8, 8)
    prepared = prepare_map(regions.geometry, regions.points)
    frame = Frame(prepared, 240, 240)
    frame.take(look_of(ints(np.zeros(64))))
    frame.show(View(0.03, 120.0, 120.0))
    before = frame.pixels.copy()
    owner = np.zeros(64, np.int32)
    owner[27] = 3
    differ = frame.take(look_of(ints(owner)))
    assert np.flatnonzero(differ).tolist() == [27]
    frame.compose(frame.rect_of(ints([27])))
    rows, columns = np.nonzero(frame.pixels != before)
    # Region 27 lies in row 3 from the south, column 3: pixels 90..120 across, 120..150 down.
    assert columns.min() >= 84
    assert columns.max() <= 126
    assert rows.min() >= 114
    assert rows.max() <= 156
    assert frame.pixels[135, 105] == rgb(T("terr", 3))


def test_composing_a_part_gives_the_same_as_composing_all() -> None:
    frame = voronoi_frame(4)
    whole = frame.pixels.copy()
    frame.compose((30, 20, 50, 40))
    assert (frame.pixels != whole).mean() < 0.002


@pytest.mark.parametrize("dpr", [1.0, 1.5, 2.0])
def test_a_selected_region_is_hatched(dpr: float) -> None:
    selected = bools([True, False])
    none = bools([False, False])
    fills = fills_of(MapContent(ints([0, 0]), MARKS), selected, none, dpr)
    assert fills.hatched
    assert (fills.table[:, 2] == rgb(T("terr", 0))).all()
    ink = rgb(T("map_select"))
    assert (fills.table[:, 1] == ink).any()
    assert (fills.table[:, 1] == rgb(T("terr", 0))).any()


def test_an_unassigned_region_is_hatched_on_bare_land() -> None:
    none = bools([False])
    fills = fills_of(MapContent(ints([-1]), ()), none, none, 1.0)
    assert fills.colour[1] == rgb(T("map_land"))
    assert fills.hatched


def test_a_figure_is_hatched_only_while_some_regions_have_a_territory_and_others_none() -> None:
    none = bools([False, False])
    classes = equal_classes(floats([1.0, 9.0]), 2)
    nobody = MapContent(ints([-1, -1]), MARKS, classes=classes)
    assert not fills_of(nobody, none, none, 1.0).hatched
    some = fills_of(MapContent(ints([0, -1]), MARKS, classes=classes), none, none, 1.0)
    assert (some.colour != some.ink).tolist() == [False, False, True]


@pytest.mark.parametrize("ramp", ["terr", "div"])
def test_a_border_of_parents_shows_where_territories_part_too(ramp: str) -> None:
    regions = grid_regions(2, 1)
    prepared = prepare_map(regions.geometry, regions.points)
    frame = Frame(prepared, 120, 80, 2.0)
    none = bools([False, False])
    content = MapContent(ints([0, 1]), MARKS, ramp=ramp)
    frame.take(Look(content, none, none, none, LineChoice(parent=ints([0, 1]))))
    frame.show(fit(prepared.extent, 120, 80, (8, 8, 8, 8)))
    seen = np.unique(frame.pixels).tolist()
    assert rgb(T("map_parent")) in seen
    assert rgb(T("map_terr")) in seen


def net_of(lines: LineChoice) -> set[int]:
    """The colours of a map of 48 by 48 regions, each 2.5 pixels wide, that nothing is known of."""
    regions = grid_regions(48, 48)
    prepared = prepare_map(regions.geometry, regions.points)
    frame = Frame(prepared, 120, 120)
    none = bools([False] * 2304)
    classes = RegionClasses(floats([0.0]), ints([-1] * 2304), ints([]))
    content = MapContent(ints([-1] * 2304), (), classes=classes)
    frame.take(Look(content, none, none, none, lines))
    frame.show(fit(prepared.extent, 120, 120))
    return set(np.unique(frame.pixels[5:-5, 5:-5]).tolist())


def test_where_borders_are_worked_on_they_show_at_the_whole_view_as_a_fine_net() -> None:
    land = rgb(T("map_land"))
    assert net_of(LineChoice()) == {land}
    net = net_of(LineChoice(plainly=True))
    assert len(net) > 1
    assert min(QColor.fromRgb(shade).lightness() for shade in net) > 190  # no mass of grey


def test_where_borders_are_worked_on_those_of_parents_are_stronger_lines() -> None:
    halves = ints(np.arange(2304) % 48 // 24)
    lines = net_of(LineChoice(parent=halves, plainly=True))
    darkest = min(lines, key=lambda shade: QColor.fromRgb(shade).lightness())
    assert contrast(QColor.fromRgb(darkest), T("map_land")) >= 3
    assert rgb(T("map_parent")) not in lines


def test_the_difference_hatches_what_changes_and_pales_what_stays() -> None:
    none = bools([False, False])
    content = MapContent(ints([0, 1]), MARKS, before=ints([1, 1]), shown=Shown.DIFFERENCE)
    fills = fills_of(content, none, none, 1.0)
    assert fills.colour[1] == rgb(T("terr", 0))
    assert fills.ink[1] == rgb(T("map_select"))
    assert fills.colour[2] == fills.ink[2] != rgb(T("terr", 1))


def test_today_shows_the_owners_from_before() -> None:
    content = MapContent(ints([0, 1]), MARKS, before=ints([2, 3]), shown=Shown.TODAY)
    assert content.visible_owner.tolist() == [2, 3]


def test_content_that_does_not_fit_is_refused() -> None:
    with pytest.raises(ValueError, match="owners must lie"):
        MapContent(ints([4]), MARKS)
    with pytest.raises(ValueError, match="locks"):
        MapContent(ints([0, 1]), MARKS, locked=bools([True]))
    with pytest.raises(ValueError, match="before"):
        MapContent(ints([0, 1]), MARKS, before=ints([1]))


def test_padlocks_stand_on_regions_that_are_large_enough(qtbot: QtBot) -> None:
    regions = grid_regions(2, 2)
    prepared = prepare_map(regions.geometry, regions.points)
    frame = Frame(prepared, 100, 100)
    none = bools([False] * 4)
    frame.take(look_of(ints([0, 0, 0, 0])))
    frame.show(View(0.04, 50.0, 50.0))
    locked = MapContent(ints([0, 0, 0, 0]), MARKS, locked=bools([True, False, False, False]))
    differ = frame.take(Look(locked, none, none, none))
    assert np.flatnonzero(differ).tolist() == [0]
    frame.compose(frame.whole)
    assert frame.pixels[70, 30] == rgb(T("map_ghost"))  # the middle of the south-west region
    frame.show(View(0.005, 50.0, 50.0))
    assert not (frame.pixels == rgb(T("map_ghost"))).any()
