"""Border lines in the picture: of regions, of territories, along the coast and around the selection."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

import numpy as np
from PySide6.QtCore import QLineF, Qt
from PySide6.QtGui import QColor, QPainter, QPen
from shiboken6 import wrapInstance

from planner.model.types import Bools, Floats, Ints
from ui.map.prepared import PreparedMap
from ui.map.view import View
from ui.theme import theme
from ui.theme.theme import T

REGION_WIDTH = 0.8
COAST_WIDTH = 1.0
TERRITORY_WIDTH = 1.8
CASING_WIDTH = 4.2
PARENT_WIDTH = 3.6
PARENT_HALO = 6.0
PLAIN_PARENT_WIDTH = 1.6
HALO_WIDTH = 5.5
SELECTION_WIDTH = 2.6
FADE = (4.0, 9.0)
"""Region borders appear between these mean widths of a region, in logical pixels."""
HELD = 0.3
"""This strong they stay where they are what is looked at: a fine net, no mass of grey."""
HELD_FADE = (0.5, 2.0)
"""Below these mean widths there is no net any more, only grey."""
FAINTEST = 0.08
"""Below this strength nobody sees them, and a whole country has hundreds of thousands."""


@dataclass(frozen=True, slots=True, eq=False)
class LineChoice:
    """Which lines are wanted beside those of territories.

    Attributes
    ----------
    regions : bool
        Borders between regions of one territory.
    parent : Ints, shape (n,), or None
        Number of the parent of each region (province, country) whose borders are drawn.
    plainly : bool
        Whether borders are what is looked at, not what lies below it: those of regions never fade away,
        and those of parents are the same lines, stronger.
    """

    regions: bool = True
    parent: Ints | None = None
    plainly: bool = False


PLAIN = LineChoice()


@dataclass(frozen=True, slots=True, eq=False)
class BorderStyle:
    """Which borders matter: owners and selected regions, both shape (n,), and device pixels per pixel.

    `cased` borders of territories have a light edge: they stand out from fills of any depth.
    """

    owner: Ints
    selected: Bools
    dpr: float
    lines: LineChoice = PLAIN
    cased: bool = False


def draw_borders(
    painter: QPainter,
    prepared: PreparedMap,
    view: View,
    rect: tuple[int, int, int, int],
    style: BorderStyle,
) -> None:
    """Draw all border lines that meet a rectangle of device pixels (x, y, width, height)."""
    level = prepared.level_for(view.scale)
    x, y, width, height = rect
    reach = HALO_WIDTH * style.dpr
    near = level.segments_near(
        view.box_of((x - reach, y - reach, width + 2 * reach, height + 2 * reach))
    )
    if not len(near):
        return
    sides = level.sides[near]
    coast = sides[:, 1] < 0
    parting, chosen = _parted(sides, style)
    parting &= ~coast
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)

    def draw(wanted: Bools, with_pen: QPen) -> None:
        # Only what is drawn is brought to the screen: most borders of a whole country are not.
        ends = level.segments[near[wanted]].reshape(-1, 2)
        draw_lines(painter, view.pixel(ends).reshape(-1, 4), with_pen)

    alpha = region_border_strength(prepared, view, style.dpr, plainly=style.lines.plainly)
    if style.lines.regions and alpha > 0:
        faint = T("line_strong" if style.lines.plainly else "map_unit")
        faint.setAlphaF(faint.alphaF() * alpha)
        draw(~parting & ~coast, pen(faint, REGION_WIDTH * style.dpr))
    draw(coast, pen(coast_colour(), COAST_WIDTH * style.dpr))
    above = between_parents(style.lines.parent, sides, coast)
    edge, line = territory_pens(style.dpr, cased=style.cased)
    if edge is not None:
        draw(parting & ~above, edge)
    if above.any():
        for with_pen in parent_pens(style.dpr, plainly=style.lines.plainly):
            draw(above, with_pen)
    draw(parting, line)
    if chosen.any():
        for with_pen in outline_pens(style.dpr):
            draw(chosen, with_pen)


def _parted(sides: Ints, style: BorderStyle) -> tuple[Bools, Bools]:
    """Return which segments part two owners, and which part selected from other regions, both shape (s,).

    A coast, -1 as its second side, counts as unassigned and not selected.
    """
    # One number a region, so that both sides of a segment are looked up once, not twice.
    known = np.append(style.owner << 1 | style.selected, np.int32(-2))  # -1 is the last
    differ = known[sides[:, 0]] ^ known[sides[:, 1]]
    return np.asarray(differ & -2 != 0), np.asarray(differ & 1 != 0)


def between_parents(parent: Ints | None, sides: Ints, coast: Bools) -> Bools:
    """Return which segments part two parents, shape (s,); none where no parents are given."""
    if parent is None:
        return np.zeros(len(sides), np.bool_)
    above = parent[sides]  # of a coast -1 is the last region, which does not matter
    return np.asarray(~coast & (above[:, 0] != above[:, 1]))


def territory_pens(dpr: float, *, cased: bool) -> tuple[QPen | None, QPen]:
    """Return the pens of a border between territories: of its edge, if it has one, and of the line.

    The line is dark: over the fills of the dark theme it needs an edge whatever they tell.
    """
    line = pen(T("map_terr"), TERRITORY_WIDTH * dpr)
    has_edge = cased or theme.mode() == "dark"
    return (pen(T("map_casing"), CASING_WIDTH * dpr) if has_edge else None), line


def parent_pens(dpr: float, *, plainly: bool = False) -> tuple[QPen, ...]:
    """Return the pens of a border between parents, the lower one first."""
    if plainly:
        return (pen(T("text3"), PLAIN_PARENT_WIDTH * dpr),)
    return pen(halo(), PARENT_HALO * dpr), pen(T("map_parent"), PARENT_WIDTH * dpr)


def outline_pens(dpr: float) -> tuple[QPen, QPen]:
    """Return the pens of a selection's outline, the lower one first."""
    return (
        pen(halo(), HALO_WIDTH * dpr, round_ends=True),
        pen(T("map_select"), SELECTION_WIDTH * dpr, round_ends=True),
    )


def region_border_strength(
    prepared: PreparedMap, view: View, dpr: float, *, plainly: bool = False
) -> float:
    """Return how strongly region borders show, 0..1, by the mean width of a region on screen."""
    left, top, right, bottom = prepared.extent
    if not prepared.regions:
        return 0.0
    mean = ((right - left) * (bottom - top) / prepared.regions) ** 0.5 * view.scale / dpr
    strength = _within(FADE, mean)
    if plainly:
        strength = max(strength, HELD * _within(HELD_FADE, mean))
    return strength if strength >= FAINTEST else 0.0


def _within(limits: tuple[float, float], value: float) -> float:
    """Return 0 at the lower limit and below it, 1 at the upper one and above it."""
    return float(np.clip((value - limits[0]) / (limits[1] - limits[0]), 0, 1))


def draw_lines(painter: QPainter, lines: Floats, with_pen: QPen) -> None:
    """Draw straight lines (x1, y1, x2, y2), shape (s, 4), without a Python object for each of them."""
    if not len(lines):
        return
    lines = np.ascontiguousarray(lines, dtype=np.float64)
    painter.setPen(with_pen)
    # A QLineF is four doubles, so the array already is an array of QLineF.
    first = cast(QLineF, wrapInstance(lines.ctypes.data, QLineF))
    painter.drawLines(first, len(lines))


def pen(colour: QColor, width: float, *, round_ends: bool = False) -> QPen:
    """Return a solid pen; flat ends are ten times faster than round ones."""
    cap = Qt.PenCapStyle.RoundCap if round_ends else Qt.PenCapStyle.FlatCap
    return QPen(colour, width, Qt.PenStyle.SolidLine, cap, Qt.PenJoinStyle.RoundJoin)


def halo() -> QColor:
    """Return the colour that parts a mark from whatever it lies on."""
    made = T("map_halo")
    made.setAlpha(255)
    return made


def coast_colour() -> QColor:
    """Return the colour of a coast, which parts any fill from what lies around the map."""
    if theme.mode() == "dark":
        return T("line_strong")
    made = T("map_terr")
    made.setAlphaF(0.75)
    return made
