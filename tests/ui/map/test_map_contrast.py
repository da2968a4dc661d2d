"""Contrast on the map by WCAG 2.1: every hatch, mark and word over every fill it may lie on."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
import pytest
from builders import grid_regions
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QImage, QPainter, QPen
from PySide6.QtWidgets import QApplication

from planner.model.types import Bools, bools, floats, ints
from ui.map.account_marks import AccountLook, draw_account, draw_bunch
from ui.map.account_marks import draw_pointed as draw_pointed_account
from ui.map.areas import draw_handles, handles_of
from ui.map.barriers import Stretches, draw_barrier, draw_marked, stretches
from ui.map.borders import (
    COAST_WIDTH,
    coast_colour,
    draw_lines,
    outline_pens,
    parent_pens,
    pen,
    territory_pens,
)
from ui.map.bunch_layout import Bunch
from ui.map.classes import RegionClasses
from ui.map.content import MapContent, Shown, TerritoryMark
from ui.map.fills import fills_of
from ui.map.homes import draw_house, draw_way
from ui.map.levels import prepare_map
from ui.map.markers import draw_arrow, draw_leader, draw_locks, draw_seats
from ui.map.pointed import draw_flash, draw_focus, draw_hover
from ui.map.redrawn_outlines import ring_of
from ui.map.region_names import ink_over
from ui.map.scene import MapScene
from ui.map.tools.preview import draw_box, draw_circle, draw_corners, draw_outline
from ui.theme import theme
from ui.theme.contrast import GRAPHICS, TEXT, contrast, luminance
from ui.theme.theme import T, ramp

SIDE = 64
MIDDLE = SIDE / 2
COUNTS = range(1, 10)
"""Numbers of classes, with more than any page offers."""

Draw = Callable[[QPainter], None]


@pytest.fixture(params=["light", "dark"])
def mode(request: pytest.FixtureRequest, qapp: QApplication) -> Iterator[str]:
    """The theme that is shown."""
    theme.apply(qapp, request.param)
    yield request.param
    theme.apply(qapp, "light")


# Contents with a region of every fill


def by_territory(ramp_name: str = "terr", **more: object) -> MapContent:
    """A territory of every colour, with a region each, and a region without one."""
    colours = len(ramp(ramp_name))
    marks = tuple(TerritoryMark(f"T{each}", colour=each) for each in range(colours))
    owner = ints([*range(colours), -1])
    return MapContent(owner, marks, ramp=ramp_name, **more)  # type: ignore[arg-type]


def by_class(count: int) -> MapContent:
    """A region of every class and one of none, all with a territory; then the same without."""
    classes = RegionClasses(
        floats(np.arange(count + 1)), ints([*range(count), -1] * 2), ints([2] * count)
    )
    owner = ints([0] * (count + 1) + [-1] * (count + 1))
    return MapContent(owner, (TerritoryMark("T"),), classes=classes)


def contents() -> list[MapContent]:
    shown = [by_territory(), by_territory("div"), *(by_class(count) for count in COUNTS)]
    nobody = ints([-1] * len(shown[0].owner))
    shown.append(by_territory(before=shown[0].owner, shown=Shown.DIFFERENCE))  # pale
    shown.append(by_territory(before=nobody, shown=Shown.DIFFERENCE))
    shown.append(by_territory(before=nobody, shown=Shown.PROPOSAL))
    return shown


def outside(content: MapContent) -> MapContent:
    """The same with every region outside the scope, so that its fill is faded."""
    every = bools([True] * len(content.owner))
    return MapContent(
        content.owner, content.marks, before=content.before, shown=content.shown,
        classes=content.classes, ramp=content.ramp, outside=every,
    )  # fmt: skip


def fills_under(content: MapContent) -> set[int]:
    none = bools([False] * len(content.owner))
    return set(fills_of(content, none, none, 1.0).colour[1:].tolist())


def colour_of(pixel: int) -> QColor:
    return QColor.fromRgb(pixel)


# Hatches


def marked(content: MapContent, *, selected: bool, cut_off: bool) -> tuple[Bools, Bools]:
    count = len(content.owner)
    return bools([selected] * count), bools([cut_off] * count)


@pytest.mark.parametrize("dpr", [1.0, 1.5, 2.0])
@pytest.mark.parametrize("which", ["selected", "cut_off", "neither"])
def test_every_hatch_stands_out_from_every_fill(mode: str, which: str, dpr: float) -> None:
    hatched = 0
    for content in (each for one in contents() for each in (one, outside(one))):
        fills = fills_of(
            content,
            *marked(content, selected=which == "selected", cut_off=which == "cut_off"),
            dpr,
        )
        for region in np.flatnonzero(fills.colour != fills.ink).tolist():
            ground = colour_of(int(fills.colour[region]))
            shades = [colour_of(shade) for shade in np.unique(fills.table[:, region]).tolist()]
            assert max(contrast(shade, ground) for shade in shades) >= GRAPHICS
            hatched += 1
    assert hatched >= 20


def test_a_hatch_keeps_the_colour_of_its_token_where_that_stands_out(mode: str) -> None:
    content = by_territory()
    fills = fills_of(content, *marked(content, selected=True, cut_off=False), 1.0)
    own = T("map_select").rgb()
    for ground, ink in zip(fills.colour[1:].tolist(), fills.ink[1:].tolist(), strict=True):
        if contrast(QColor.fromRgb(own), colour_of(ground)) >= GRAPHICS:
            assert ink == own


def test_selected_and_cut_off_regions_have_hatches_of_two_colours_on_every_fill(mode: str) -> None:
    for content in contents():
        own = fills_of(content, *marked(content, selected=True, cut_off=False), 1.0)
        cut = fills_of(content, *marked(content, selected=False, cut_off=True), 1.0)
        owned = np.flatnonzero(content.visible_owner >= 0) + 1
        if content.before is None:
            assert (own.ink[owned] != cut.ink[owned]).all()


# Marks


def drawn_over(fill: QColor, draw: Draw) -> set[int]:
    """Return the colours of a mark and of the fill it was drawn on."""
    image = QImage(SIDE, SIDE, QImage.Format.Format_RGB32)
    image.fill(fill)
    with QPainter(image) as painter:
        draw(painter)
    pixels = np.frombuffer(image.constBits(), np.uint32).reshape(SIDE, SIDE)
    return set(np.unique(pixels).tolist())


def widest(pixels: set[int]) -> float:
    """Return the largest contrast within a mark and with what is around it."""
    by_light = sorted((colour_of(pixel) for pixel in pixels), key=luminance)
    return contrast(by_light[0], by_light[-1])


def crossing(painter: QPainter, *pens: QPen) -> None:
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for with_pen in pens:
        draw_lines(painter, floats([[4.0, 9.0, 60.0, 51.0]]), with_pen)


def one_line() -> Stretches:
    return stretches([floats([[4, 9], [60, 51]])])


def one_region() -> MapScene:
    regions = grid_regions(1, 1)
    prepared = prepare_map(regions.geometry, regions.points)
    return MapScene(prepared, prepared.borders, SIDE, SIDE, 1.0)


def handles() -> Draw:
    square = floats([[20, 20], [44, 20], [44, 44], [20, 44]])
    ring = ring_of(square)
    held = handles_of(ring, ring.xy, floats([[32, 20], [44, 32], [32, 44], [20, 32]]))
    return lambda painter: draw_handles(painter, held)


SQUARE = [(12.0, 12.0), (50.0, 14.0), (40.0, 52.0)]
ACCOUNTS = {
    f"account {step} {customer} {named}": AccountLook(step, customer=customer, named=named)
    for step in (0, 6)
    for customer in (False, True)
    for named in (False, True)
}
MARKS: dict[str, Callable[[], Draw]] = {
    "home base": lambda: lambda on: draw_seats(on, [(MIDDLE, MIDDLE)]),
    "padlock": lambda: lambda on: draw_locks(on, floats([[MIDDLE, MIDDLE]])),
    "arrow": lambda: lambda on: draw_arrow(on, (MIDDLE, MIDDLE), (0.8, 0.6), 1.6),
    "leader": lambda: lambda on: draw_leader(on, QPointF(4, 9), QPointF(60, 51)),
    "barrier": lambda: lambda on: draw_barrier(on, one_line()),
    "barrier of a clash": lambda: lambda on: draw_marked(on, one_line()),
    "house": lambda: lambda on: draw_house(on, MIDDLE, MIDDLE),
    "house pointed at": lambda: lambda on: draw_house(on, MIDDLE, MIDDLE, pointed=True),
    "way home": lambda: lambda on: draw_way(on, QPointF(4, 9), QPointF(60, 51)),
    "bunch": lambda: lambda on: draw_bunch(on, Bunch(MIDDLE, MIDDLE, 9.5, 12, 0.0, ())),
    "account pointed at": lambda: lambda on: draw_pointed_account(on, MIDDLE, MIDDLE, 6.0),
    "outline under way": lambda: lambda on: draw_outline(on, SQUARE),
    "line under way": lambda: lambda on: draw_outline(on, SQUARE, closed=False),
    "corners": lambda: lambda on: draw_corners(on, SQUARE),
    "box": lambda: lambda on: draw_box(on, QRectF(10, 12, 40, 30)),
    "brush": lambda: lambda on: draw_circle(on, (MIDDLE, MIDDLE), 10.0),
    "handles": handles,
    "selection": lambda: lambda on: crossing(on, *outline_pens(1.0)),
    "border of parents": lambda: lambda on: crossing(on, *parent_pens(1.0)),
    "region under the pointer": lambda: lambda on: draw_hover(on, one_region(), 0),
    "region of the keyboard": lambda: lambda on: draw_focus(on, one_region(), 0),
    "flash of a lock": lambda: lambda on: draw_flash(on, one_region(), ints([0])),
    **{
        name: lambda look=look: lambda on: draw_account(on, MIDDLE, MIDDLE, look)  # type: ignore[misc]
        for name, look in ACCOUNTS.items()
    },
}


def every_fill() -> set[int]:
    found = {T("map_bg").rgb()}
    for content in contents():
        found |= fills_under(content) | fills_under(outside(content))
    return found


@pytest.mark.parametrize("mark", MARKS)
def test_every_mark_stands_out_from_every_fill(mode: str, mark: str) -> None:
    draw = MARKS[mark]()
    for fill in every_fill():
        assert widest(drawn_over(colour_of(fill), draw)) >= GRAPHICS


@pytest.mark.parametrize("cased", [False, True])
def test_a_border_of_territories_stands_out_from_the_fills_it_parts(mode: str, cased: bool) -> None:
    """Where colours tell no figure, those of territories are all there are."""
    own = {
        pixel for each in (by_territory(), outside(by_territory())) for pixel in fills_under(each)
    }
    edge, line = territory_pens(1.0, cased=cased)
    pens = (edge, line) if edge is not None else (line,)
    for fill in every_fill() if cased else own:
        drawn = drawn_over(colour_of(fill), lambda on: crossing(on, *pens))
        assert widest(drawn) >= GRAPHICS


def test_a_coast_stands_out_from_what_lies_around_the_map(mode: str) -> None:
    drawn = drawn_over(T("map_bg"), lambda on: crossing(on, pen(coast_colour(), COAST_WIDTH)))
    assert widest(drawn) >= GRAPHICS


# Words


def on_halo(fill: int) -> QColor:
    """The colour of the halo of a word over a fill."""
    image = QImage(1, 1, QImage.Format.Format_RGB32)
    image.fill(colour_of(fill))
    with QPainter(image) as painter:
        painter.fillRect(0, 0, 1, 1, T("map_halo"))
    return image.pixelColor(0, 0)


def words_over(content: MapContent) -> str:
    """The token of the names of regions over a content."""
    regions = grid_regions(1, len(content.owner))
    prepared = prepare_map(regions.geometry, regions.points)
    scene = MapScene(prepared, prepared.borders, SIDE, SIDE, 1.0)
    scene.content = content
    return ink_over(scene)


def test_words_can_be_read_by_their_halo_over_every_fill_and_every_hatch(mode: str) -> None:
    for content in (each for one in contents() for each in (one, outside(one))):
        fills = fills_of(content, *marked(content, selected=True, cut_off=True), 1.0)
        for fill in {*fills.colour[1:].tolist(), *fills.ink[1:].tolist()}:
            for token in ("map_label", words_over(content)):
                assert contrast(T(token), on_halo(fill)) >= TEXT
