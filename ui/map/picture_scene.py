"""The map of a picture: a scene with the owners and the view of a request, and what lies over it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QSizeF
from PySide6.QtGui import QFontMetricsF, QPainter

from planner.io.picture_file import PictureRequest
from planner.io.picture_sight import Sight
from planner.model.types import bools, floats, ints
from ui.map.account_points import AccountPoints
from ui.map.accounts_drawing import AccountsLayout, draw_layout, layout_of
from ui.map.borders import LineChoice
from ui.map.cache import prepared_map
from ui.map.classes import RegionClasses
from ui.map.colours import borders_between, territory_colours
from ui.map.content import MapContent, Shown, TerritoryMark
from ui.map.homes import HALF, draw_house
from ui.map.label_layout import Rect
from ui.map.overlay import Overlay
from ui.map.region_names import ROLE, PlacedName, draw_names, ink_over, placed_names
from ui.map.scale_bar import HALO, HIGH, bar_size, metres_a_pixel
from ui.map.scene import MapScene
from ui.map.view import View
from ui.theme import theme

BAR = 20.0
"""The scale bar stands so far from the lower left corner of the map, logical pixels."""


@dataclass(frozen=True, slots=True, eq=False)
class PictureScene:
    """A scene with everything placed over it.

    Attributes
    ----------
    scene : MapScene
    colours : list of int
        Place in the palette of each territory.
    overlay : Overlay
    taken : list of Rect
        What labels take, in logical pixels.
    accounts : AccountsLayout or None
    homes : list of (float, float)
        Logical pixels.
    names : list of PlacedName
    words : tuple of str
        Names of regions.
    """

    scene: MapScene
    colours: list[int]
    overlay: Overlay
    taken: list[Rect]
    accounts: AccountsLayout | None
    homes: list[tuple[float, float]]
    names: list[PlacedName]
    words: tuple[str, ...]

    def draw_over(self, painter: QPainter) -> None:
        """Draw accounts, homes, names and labels, in logical pixels."""
        if self.accounts is not None:
            draw_layout(painter, self.accounts, self.taken)
        for x, y in self.homes:
            draw_house(painter, x, y)
        draw_names(painter, self.names, self.words, ink_over(self.scene))
        self.overlay.paint(painter)


def picture_scene(
    request: PictureRequest, size: QSizeF, scale: float, *, on_paper: bool = False
) -> PictureScene:
    """Return the map of a request in an area of logical pixels, `scale` device pixels each."""
    colours = _colours(request)
    scene = _scene(request, colours, size, scale)
    sight = request.sight
    overlay = Overlay(scene)
    overlay.on_paper = on_paper
    overlay.labelled = sight is None or sight.labels
    wide, _ = bar_size(metres_a_pixel(scene))
    standing = [(BAR - HALO, size.height() - BAR - HIGH, wide + 2 * HALO, HIGH + HALO)]
    homes = _pixels(scene, sight.homes) if sight is not None else []
    standing += [(x - HALF, y - HALF, 2 * HALF, 2 * HALF) for x, y in homes]
    overlay.place(standing)
    taken = [*standing, *overlay.taken()]
    points = _points(scene, sight) if sight is not None and len(sight.accounts) else None
    accounts = layout_of(scene, points, taken) if points is not None else None
    full = [*taken, *(accounts.boxes if accounts is not None else ())]
    words = sight.names if sight is not None else ()
    metrics = QFontMetricsF(theme.font(ROLE))
    names = (
        placed_names(scene, lambda region: metrics.horizontalAdvance(words[region]), full)
        if words
        else []
    )
    return PictureScene(scene, colours, overlay, taken, accounts, homes, names, words)


def _colours(request: PictureRequest) -> list[int]:
    if len(request.colours):
        return [int(colour) for colour in request.colours]
    borders = borders_between(request.edges, [request.owner])
    return [int(colour) for colour in territory_colours(len(request.codes), borders)]


def _scene(request: PictureRequest, colours: list[int], size: QSizeF, scale: float) -> MapScene:
    sight = request.sight
    locked = [False] * len(request.codes)
    if sight is not None and len(sight.locked_territories):
        locked = sight.locked_territories.tolist()
    marks = tuple(
        TerritoryMark(code, figure, int(seat) if seat >= 0 else None, is_locked, colour)
        for code, figure, seat, is_locked, colour in zip(
            request.codes, request.figures, request.seats, locked, colours, strict=True
        )
    )
    prepared = prepared_map(request.geometry, request.points)
    width, height = round(size.width() * scale), round(size.height() * scale)
    scene = MapScene(prepared, request.edges, width, height, scale)
    scene.content = MapContent(request.owner, marks)
    if sight is not None:
        _look(scene, request, sight)
    scene.refresh()
    return scene


def _look(scene: MapScene, request: PictureRequest, sight: Sight) -> None:
    """Look at a scene as somebody did."""
    scene.content = MapContent(
        owner=request.owner,
        marks=scene.content.marks,
        locked=sight.locked,
        before=sight.before if len(sight.before) else None,
        shown=Shown(sight.shown),
        barriers=sight.barriers,
        classes=_classes(sight),
        ramp="div" if sight.colours.ramp == "div" else "terr",
    )
    scene.lines = LineChoice(sight.borders, sight.parent if len(sight.parent) else None)
    ratio = scene.frame.dpr
    x, y = (np.array(sight.centre) - scene.prepared.origin) * (1.0, -1.0)
    scale = ratio / sight.metres
    middle = View(scale, 0.0, 0.0)
    left = scene.frame.width / 2 - x * middle.scale
    top = scene.frame.height / 2 - y * middle.scale
    scene.view, scene.fitted = View(scale, left, top), False
    scene.sharpen()


def _classes(sight: Sight) -> RegionClasses | None:
    """Return the classes that fill the regions, of which a picture needs no limits; None where none do."""
    of_region, count = sight.colours.of_region, len(sight.colours.rows)
    if sight.colours.ramp != "seq":
        return None
    counts = np.bincount(of_region[of_region >= 0], minlength=count)
    return RegionClasses(floats(np.zeros(count + 1)), of_region, ints(counts))


def _points(scene: MapScene, sight: Sight) -> AccountPoints:
    count = len(sight.accounts)
    return AccountPoints(
        row=ints(np.arange(count)),
        at=floats((sight.accounts - scene.prepared.origin) * (1.0, -1.0)),
        money=sight.money,
        size=sight.sizes,
        customer=sight.customers,
        named=sight.named,
        guessed=bools(np.zeros(count)),
    )


def _pixels(scene: MapScene, metres: np.ndarray) -> list[tuple[float, float]]:
    """Return points in view in logical pixels."""
    at = scene.pixels_of_metres(floats(metres))
    size = (scene.frame.width / scene.frame.dpr, scene.frame.height / scene.frame.dpr)
    inside = ((at >= 0) & (at <= size)).all(axis=1)
    return [(x, y) for x, y in at[inside].tolist()]
