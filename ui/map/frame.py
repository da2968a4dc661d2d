"""The picture of the map in device pixels: region numbers, colours and border lines. No widget."""

from __future__ import annotations

from ctypes import memmove
from dataclasses import dataclass

import numpy as np
from PySide6.QtGui import QImage, QPainter

from planner.model.types import Bools, Ints
from ui.map.borders import PLAIN, BorderStyle, LineChoice, draw_borders
from ui.map.content import MapContent
from ui.map.fills import Fills, Pixels, fills_of
from ui.map.markers import draw_locks
from ui.map.prepared import PreparedMap
from ui.map.raster import raster
from ui.map.view import View

Rect = tuple[int, int, int, int]
"""x, y, width, height in device pixels."""

SPREAD = 5
"""Logical pixels that lines reach beyond the regions they surround."""
LOCKABLE = 10
"""Logical pixels a region must be wide and high to carry a padlock."""


@dataclass(frozen=True, slots=True, eq=False)
class Look:
    """All that decides what is painted where.

    Attributes
    ----------
    content : MapContent
    selected : Bools, shape (n,)
        Hatched as selected.
    outlined : Bools, shape (n,)
        Inside the selection's outline.
    cut_off : Bools, shape (n,)
        Outside the largest piece of their territory.
    lines : LineChoice
    """

    content: MapContent
    selected: Bools
    outlined: Bools
    cut_off: Bools
    lines: LineChoice = PLAIN


def blank_look(regions: int) -> Look:
    """Return the look of regions that nothing is known of."""
    none = np.zeros(regions, np.bool_)
    return Look(MapContent(np.full(regions, -1, np.int32), ()), none, none, none)


class Frame:
    """A raster of region numbers and the picture made of it.

    `render` makes new numbers for a rectangle, `compose` paints them; an edit only composes, a pan moves
    both and renders the strips that came into sight.

    Attributes
    ----------
    prepared : PreparedMap
    view : View
        The view that `ids` and `image` show.
    ids : int32, shape (height, width)
        Region plus one at each pixel.
    """

    def __init__(self, prepared: PreparedMap, width: int, height: int, dpr: float = 1.0) -> None:
        self.prepared = prepared
        self.dpr = dpr
        self.view = View()
        self.look = blank_look(prepared.regions)
        self._fills = self._fills_of(self.look)
        self.resize(width, height)

    def resize(self, width: int, height: int) -> None:
        """Allocate buffers of a new size; what they show is undefined until the next render."""
        self.width, self.height = max(width, 1), max(height, 1)
        self.ids = np.zeros((self.height, self.width), np.int32)
        self._pixels: Pixels = np.zeros((self.height, self.width), np.uint32)
        self._stale = False
        self._image = QImage(
            self._pixels.data.cast("B"),
            self.width,
            self.height,
            4 * self.width,
            QImage.Format.Format_RGB32,
        )
        self._image.setDevicePixelRatio(self.dpr)

    @property
    def pixels(self) -> Pixels:
        """The picture, 0xffRRGGBB at each pixel, shape (height, width)."""
        if self._stale:
            self.compose(self.whole)
        return self._pixels

    @property
    def image(self) -> QImage:
        """The picture; shares its memory with `pixels`."""
        if self._stale:
            self.compose(self.whole)
        return self._image

    @property
    def whole(self) -> Rect:
        """The rectangle of all pixels."""
        return (0, 0, self.width, self.height)

    def take(self, look: Look) -> Bools:
        """Take a new look; return the regions that must be composed again, shape (n,)."""
        before, fills = self.look, self._fills_of(look)
        differ = fills.differing(self._fills)
        differ |= look.content.visible_owner != before.content.visible_owner
        differ |= look.content.locked != before.content.locked
        differ |= look.outlined != before.outlined
        differ |= look.lines is not before.lines
        differ |= look.content.by_figure != before.content.by_figure  # borders have another edge
        self.look, self._fills = look, fills
        return np.asarray(differ)

    def _fills_of(self, look: Look) -> Fills:
        return fills_of(look.content, look.selected, look.cut_off, self.dpr)

    def repaint_all(self) -> None:
        """Read all colours again and compose everything: the theme changed."""
        self._fills = self._fills_of(self.look)
        self.compose(self.whole)

    def show(self, view: View) -> None:
        """Render everything for a view.

        It is painted when the picture is asked for: a map that opens has its colours a moment later.
        """
        self.view, self._stale = view, True
        self.render(self.whole)

    def twin(self, view: View) -> Frame:
        """Return another frame of the same size and look, to be rendered for another view."""
        made = Frame(self.prepared, self.width, self.height, self.dpr)
        made.look, made._fills, made.view = self.look, self._fills, view
        return made

    def looks_like(self, other: Frame) -> bool:
        """Whether another frame has the same size, look and colours."""
        size = (self.width, self.height, self.dpr) == (other.width, other.height, other.dpr)
        return size and self.look is other.look and self._fills is other._fills

    def become(self, other: Frame) -> None:
        """Show what another frame of the same size shows."""
        self.ids, self._pixels, self._image = other.ids, other.pixels, other.image
        self.view, self._stale = other.view, False

    def render(self, rect: Rect) -> None:
        """Find the regions in a rectangle and paint them."""
        x, y, width, height = rect
        view = self.view
        level = self.prepared.level_for(view.scale)
        self.ids[y : y + height, x : x + width] = raster(
            level, view.scale, view.left - x, view.top - y, width, height
        )
        if not self._stale:
            self.compose(rect)

    def compose(self, rect: Rect) -> None:
        """Paint colours, hatches and lines of a rectangle from the region numbers."""
        x, y, width, height = rect
        if rect == self.whole:
            self._stale = False
        if width <= 0 or height <= 0 or self._stale:
            return
        ids = self.ids[y : y + height, x : x + width]
        self._pixels[y : y + height, x : x + width] = self._coloured(ids, x + y)
        with QPainter(self._image) as painter:
            painter.scale(1 / self.dpr, 1 / self.dpr)  # lines are given in device pixels
            painter.setClipRect(x, y, width, height)
            look = self.look
            content = look.content
            style = BorderStyle(
                content.visible_owner, look.outlined, self.dpr, look.lines, content.by_figure
            )
            draw_borders(painter, self.prepared, self.view, rect, style)
            self._draw_locks(painter, rect)

    def _draw_locks(self, painter: QPainter, rect: Rect) -> None:
        """Draw dots on locked regions that are large enough for one."""
        locked = np.flatnonzero(self.look.content.locked)
        boxes = self.prepared.boxes[locked]
        size = np.fmin(boxes[:, 2] - boxes[:, 0], boxes[:, 3] - boxes[:, 1]) * self.view.scale
        at = self.view.pixel(self.prepared.points[locked[size >= LOCKABLE * self.dpr]])
        x, y, width, height = rect
        reach = SPREAD * self.dpr
        near = (at >= (x - reach, y - reach)) & (at <= (x + width + reach, y + height + reach))
        draw_locks(painter, at[near.all(axis=1)], self.dpr)

    def _coloured(self, ids: Ints, phase: int) -> Pixels:
        table = self._fills.table
        period, entries = table.shape
        if not self._fills.hatched:
            return np.take(table[0], ids, mode="clip")
        height, width = ids.shape
        # The pattern repeats along x + y, so every row is a window into one long row.
        first = (phase - self.view.anchor) % period
        row = (np.arange(first, first + width + height) % period * entries).astype(np.int32)
        windows = np.lib.stride_tricks.sliding_window_view(row, width)[:height]
        return np.asarray(np.take(table.ravel(), ids + windows, mode="clip"))

    def shift(self, dx: int, dy: int) -> None:
        """Move everything by whole device pixels and render what came into sight."""
        self.view = self.view.moved(dx, dy)
        if abs(dx) >= self.width or abs(dy) >= self.height:
            self.render(self.whole)
            return
        for array in (self.ids, self._pixels):
            _roll(array, dx, dy)
        if dx:
            self.render((0 if dx > 0 else self.width + dx, 0, abs(dx), self.height))
        if dy:
            self.render((0, 0 if dy > 0 else self.height + dy, self.width, abs(dy)))

    def rect_of(self, regions: Ints) -> Rect:
        """Return the pixels that some regions and their lines can touch, clipped to the frame."""
        left, top, right, bottom = self.prepared.extent_of(regions)
        view, spread = self.view, SPREAD * self.dpr
        x0 = max(int(left * view.scale + view.left - spread), 0)
        y0 = max(int(top * view.scale + view.top - spread), 0)
        x1 = min(int(right * view.scale + view.left + spread) + 1, self.width)
        y1 = min(int(bottom * view.scale + view.top + spread) + 1, self.height)
        return (x0, y0, max(x1 - x0, 0), max(y1 - y0, 0))

    def pick(self, x: int, y: int) -> int:
        """Return the region at a device pixel, or -1."""
        if 0 <= x < self.width and 0 <= y < self.height:
            return int(self.ids[y, x]) - 1
        return -1


def _roll(array: np.ndarray, dx: int, dy: int) -> None:
    """Move the contents of an image in its own memory; what comes in from outside is of no meaning.

    Seen as one long row the whole image moves by one distance, and only columns and rows that came into
    sight, which are rendered anew, get pixels that were elsewhere. One pass over memory, no copy.
    """
    by = (dy * array.shape[1] + dx) * array.itemsize
    start = array.ctypes.data
    memmove(start + max(by, 0), start + max(-by, 0), array.nbytes - abs(by))
