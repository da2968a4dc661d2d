"""The colour of every region, with its hatch, as one table that the id raster is looked up in."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QColor

from planner.model.types import Bools, Ints
from ui.map.content import MapContent, Shown
from ui.theme.contrast import standing_out
from ui.theme.theme import T, mode, ramp

Pixels = NDArray[np.uint32]

HATCH_PERIOD = 7
"""Logical pixels along a row from one hatch line to the next."""
HATCH_WIDTH = 1.9
PALE = 0.34
"""How much of its colour a region keeps that a proposal leaves alone."""
FADED = 0.2
"""How much of its colour a region outside the scope keeps."""


@dataclass(frozen=True, eq=False)
class Fills:
    """Colours of regions and hatch lines, 0xffRRGGBB, index 0 for where there is no region.

    Attributes
    ----------
    colour : Pixels, shape (n + 1,)
    ink : Pixels, shape (n + 1,)
        Colour of the hatch lines; the fill's own colour where a region has no hatch.
    dpr : float
        Device pixels per logical pixel, for the width of the hatch.
    """

    colour: Pixels
    ink: Pixels
    dpr: float

    @cached_property
    def table(self) -> Pixels:
        """Row p holds the colours at hatch phase p, shape (period, n + 1); made when it is painted."""
        return _table(self.colour, self.ink, self.dpr)

    @property
    def hatched(self) -> bool:
        """Whether any region has a hatch; without one a plain lookup will do."""
        return bool((self.colour != self.ink).any())

    def differing(self, other: Fills) -> Bools:
        """Return which regions look different in another table, shape (n,)."""
        differ = (self.colour != other.colour) | (self.ink != other.ink)
        return np.asarray(differ[1:], dtype=np.bool_)


def fills_of(content: MapContent, selected: Bools, cut_off: Bools, dpr: float) -> Fills:
    """Return the look of every region.

    Parameters
    ----------
    content : MapContent
    selected : Bools, shape (n,)
    cut_off : Bools, shape (n,)
        Regions outside the largest piece of their territory.
    dpr : float
        Device pixels per logical pixel, for the width of the hatch.
    """
    palette, place = _palette(content)
    colour = np.empty(len(content.owner) + 1, np.uint32)
    colour[0] = rgb(T("map_bg"))
    colour[1:] = palette[place]
    ink = colour.copy()
    for regions, token in _hatches(content, selected, cut_off):
        if regions.any():
            ink[1:][regions] = _inks(token, palette)[place[regions]]
    return Fills(colour, ink, dpr)


def _palette(content: MapContent) -> tuple[Pixels, Ints]:
    """Return the few colours that fill a map, and the place of each region among them, shape (n,).

    They stand in blocks: as they are, then pale where a proposal leaves regions alone, then all of these
    faded where regions are outside the scope. Bare land ends each block, so that -1 means it in all.
    """
    land = rgb(T("map_land"))
    if content.classes is not None:
        colours, place = class_colours(len(content.classes.counts)), content.classes.of_region
    else:
        fills = [rgb(colour) for colour in ramp(content.ramp)]
        colours = [fills[mark.colour % len(fills)] for mark in content.marks]
        place = content.visible_owner
    palette = np.array([*colours, land], np.uint32)
    if content.classes is None and content.shown is Shown.DIFFERENCE:
        place = place + np.where(content.changed, 0, len(palette))
        palette = np.concatenate([palette, _nearer(land, palette, PALE)])
    if content.outside.any():
        place = place + np.where(content.outside, len(palette), 0)
        palette = np.concatenate([palette, _nearer(land, palette, FADED)])
    return palette, place


def _nearer(land: int, colours: Pixels, part: float) -> Pixels:
    """Return colours of which only a part is left over bare land."""
    return blended(colours, np.full(len(colours), land, np.uint32), part)


def _hatches(content: MapContent, selected: Bools, cut_off: Bools) -> list[tuple[Bools, str]]:
    """Return which regions are hatched in which token; later ones lie over earlier ones."""
    owner = content.visible_owner
    inside = ~content.outside
    open_ = (owner < 0) & inside
    hatches: list[tuple[Bools, str]] = []
    if content.hatches_unowned:
        hatches.append((open_, "line_strong"))
    hatches.append((cut_off & (owner >= 0) & inside, "bad"))
    if content.before is not None and content.shown in (Shown.DIFFERENCE, Shown.PROPOSAL):
        hatches.append((content.changed, "map_select"))
    hatches.append((selected, "map_select"))
    return hatches


def _inks(token: str, palette: Pixels) -> Pixels:
    """Return the colour of hatch lines over each fill: of this theme, or of the other where it stands out.

    Fills reach from pale to deep, so that no single ink can be seen on all of them.
    """
    other = "light" if mode() == "dark" else "dark"
    wanted = (rgb(T(token)), rgb(T(token, of=other)))
    fills, place = np.unique(palette, return_inverse=True)
    return np.array([standing_out(fill, *wanted) for fill in fills.tolist()], np.uint32)[place]


def _table(colour: Pixels, ink: Pixels, dpr: float) -> Pixels:
    period = max(round(HATCH_PERIOD * dpr), 3)
    # Phase p is the diagonal x + y = p: how much of the line covers that pixel, softened by one pixel.
    distance = np.minimum(np.arange(period), period - np.arange(period))
    cover = np.clip((HATCH_WIDTH * dpr + 1) / 2 - distance, 0, 1)
    table = np.repeat(colour[None, :], period, axis=0)
    hatched = np.flatnonzero(colour != ink)
    for phase in np.flatnonzero(cover):
        table[phase, hatched] = blended(ink[hatched], colour[hatched], float(cover[phase]))
    return table


def blended(over: Pixels, under: Pixels, part: float) -> Pixels:
    """Mix two arrays of colours channel by channel, `part` of the first."""
    mix = np.full(over.shape, 0xFF000000, np.uint32)
    for shift in (16, 8, 0):
        a, b = over >> shift & 0xFF, under >> shift & 0xFF
        mix |= np.rint(a * part + b * (1 - part)).astype(np.uint32) << np.uint32(shift)
    return mix


def mixed(over: int, under: int, part: float) -> int:
    """Mix two colours, `part` of the first."""
    return int(blended(np.array([over], np.uint32), np.array([under], np.uint32), part)[0])


def rgb(colour: QColor) -> int:
    """Return a colour as 0xffRRGGBB, the way an RGB32 image keeps it."""
    return int(colour.rgb()) | 0xFF000000


def class_colours(count: int) -> list[int]:
    """Return the colours of `count` classes, from the palest of the ramp to its deepest."""
    steps = [rgb(step) for step in ramp("seq")]
    if count <= 1:
        return [steps[len(steps) // 2]]
    found = []
    for at in np.linspace(0, len(steps) - 1, count).tolist():
        below = min(int(at), len(steps) - 2)
        found.append(mixed(steps[below + 1], steps[below], at - below))
    return found
