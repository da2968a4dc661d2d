"""A map being looked at: what is shown, from where, and what lies under which pixel. No widget."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter

from planner.model.types import Bools, Floats, Ints, floats, ints
from ui.map.borders import PLAIN
from ui.map.content import MapContent
from ui.map.contiguity import Contiguity
from ui.map.frame import Frame, Look, blank_look
from ui.map.prepared import PreparedMap
from ui.map.sharpening import Sharpening
from ui.map.view import Box, View, fit
from ui.theme.theme import T

MARGIN = 24.0
"""Logical pixels kept free around a map that is fitted to the window."""
AROUND = 0.12
"""Share of the whole map that is shown at least around regions that the map flies to."""
FINEST_M = 0.5
"""Metres a logical pixel at the strongest zoom."""


class MapScene:
    """The frame, the wanted view, the content with a draft over it, and the selection.

    Attributes
    ----------
    prepared : PreparedMap
    edges : Ints, shape (e, 2)
        Neighbouring regions, for finding pieces that are cut off.
    frame : Frame
    view : View
        Where the user wants to look; the frame may still show another view, scaled.
    content : MapContent
    draft : Ints or None
        Owners while a gesture goes on.
    selected : Bools, shape (n,)
    territories : tuple of int
        The selected territories.
    marked : Ints, shape (b, 2)
        Pairs of regions between which a barrier stands out.
    barriers : Ints or None, shape (b, 2)
        Pairs that barriers part while one is bent; those of the content where None.
    lines : LineChoice
    fitted : bool
        Whether all regions are fitted to the window, also after it changes size.
    """

    def __init__(
        self, prepared: PreparedMap, edges: Ints, width: int, height: int, dpr: float
    ) -> None:
        self.prepared, self.edges = prepared, edges
        self._contiguity = Contiguity(edges)
        # From west to east, so that a brush looks only at the strip of the map it stands in.
        self._by_east = ints(np.argsort(prepared.points[:, 0]))
        self._east = prepared.points[self._by_east, 0]
        self.frame = Frame(prepared, width, height, dpr)
        self._sharpening = Sharpening(self.frame)
        self.content = blank_look(prepared.regions).content
        self.draft: Ints | None = None
        self.selected: Bools = np.zeros(prepared.regions, np.bool_)
        self.territories: tuple[int, ...] = ()
        self.marked: Ints = ints(np.empty((0, 2)))
        self.barriers: Ints | None = None
        self.lines = PLAIN
        self.margins: Box = (MARGIN, MARGIN, MARGIN, MARGIN)
        self.view = View()
        self.fitted = True
        self.fit_all()

    # What is shown

    @property
    def visible(self) -> MapContent:
        """The content with the draft over it."""
        return self.content if self.draft is None else replace(self.content, owner=self.draft)

    def refresh(self) -> tuple[int, int, int, int] | None:
        """Compose what looks different from before; return its rectangle in device pixels, if any."""
        content = self.visible
        outlined = self.selected
        if self.territories:
            outlined = outlined | np.isin(content.visible_owner, self.territories)
        shown = self.frame.look
        cut_off = self._contiguity.after(
            content.visible_owner, shown.content.visible_owner, shown.cut_off
        )
        differ = self.frame.take(Look(content, self.selected, outlined, cut_off, self.lines))
        if not differ.any():
            return None
        rect = self.frame.rect_of(np.flatnonzero(differ).astype(np.int32))
        self.frame.compose(rect)
        return rect

    # From where

    @property
    def sharp(self) -> bool:
        """Whether the frame shows the wanted view."""
        return self.frame.view == self.view

    def sharpen(self) -> None:
        """Render the wanted view."""
        if not self.sharp:
            self.frame.show(self.view)

    def sharpen_step(self) -> bool:
        """Render a part of the wanted view; return whether the frame shows it now."""
        return self._sharpening.step(self.view)

    def fit_all(self) -> None:
        """Show all regions."""
        self.view, self.fitted = self._fit(self.prepared.extent), True
        self.sharpen()

    def fit_regions(self, regions: Ints) -> None:
        """Show some regions as large as they go."""
        self.view, self.fitted = self._fit(self.prepared.extent_of(regions)), False
        self.sharpen()

    def view_around(self, regions: Ints) -> View:
        """Return the view of some regions with enough around them to know where they lie."""
        left, top, right, bottom = self.prepared.extent_of(regions)
        extent = self.prepared.extent
        least = max(extent[2] - extent[0], extent[3] - extent[1]) * AROUND
        wide = max(least - (right - left), 0.0) / 2
        high = max(least - (bottom - top), 0.0) / 2
        return self._fit((left - wide, top - high, right + wide, bottom + high))

    def fit_box(self, box: Box, most: float) -> None:
        """Show a map box as large as it goes, at most so many times larger than now."""
        left, top, right, bottom = box
        finest = self.frame.dpr / FINEST_M
        scale = min(self._fit(box).scale, self.view.scale * most, finest)
        middle = ((left + right) / 2, (top + bottom) / 2)
        half_x, half_y = self.frame.width / 2 / scale, self.frame.height / 2 / scale
        around = (middle[0] - half_x, middle[1] - half_y, middle[0] + half_x, middle[1] + half_y)
        self.view, self.fitted = fit(around, self.frame.width, self.frame.height), False
        self.sharpen()

    def zoom(self, factor: float, x: float, y: float) -> None:
        """Enlarge around a logical pixel; the frame stays as it is until `sharpen`."""
        dpr = self.frame.dpr
        least = self._fit(self.prepared.extent).scale / 2
        most = max(dpr / FINEST_M, least * 2)
        factor = min(max(self.view.scale * factor, least), most) / self.view.scale
        self.view = self.view.zoomed(factor, x * dpr, y * dpr)
        self.fitted = False

    def pan(self, dx: float, dy: float) -> None:
        """Move the map by logical pixels."""
        steps = round(dx * self.frame.dpr), round(dy * self.frame.dpr)
        if self.sharp:
            self.frame.shift(*steps)
        self.view = self.view.moved(*steps)
        self.fitted = False

    def look(self, view: View) -> None:
        """Show another view; moved by whole pixels it stays sharp, else until `sharpen` it is scaled."""
        right, down = view.left - self.view.left, view.top - self.view.top
        whole = right == round(right) and down == round(down)
        if self.sharp and whole and view.scale == self.view.scale:
            self.frame.shift(round(right), round(down))
        self.view = view

    def resize(self, width: int, height: int, dpr: float) -> None:
        """Take a new size in device pixels; the middle of the map stays in the middle."""
        frame = self.frame
        grown = dpr / frame.dpr
        right, down = (width - frame.width * grown) / 2, (height - frame.height * grown) / 2
        frame.dpr = dpr
        frame.resize(width, height)
        frame.take(frame.look)
        if self.fitted:
            self.view = self._fit(self.prepared.extent)
        else:
            self.view = self.view.zoomed(grown, 0, 0).moved(round(right), round(down))
        frame.show(self.view)

    def _fit(self, box: Box) -> View:
        left, top, right, bottom = (margin * self.frame.dpr for margin in self.margins)
        return fit(box, self.frame.width, self.frame.height, (left, top, right, bottom))

    def paint(self, painter: QPainter) -> None:
        """Paint the frame in logical pixels, scaled while it shows another view than the wanted one."""
        frame = self.frame
        if self.sharp:
            painter.drawImage(QPointF(0, 0), frame.image)
            return
        grown = self.view.scale / frame.view.scale
        left = (self.view.left - frame.view.left * grown) / frame.dpr
        top = (self.view.top - frame.view.top * grown) / frame.dpr
        size = frame.image.deviceIndependentSize()
        painter.fillRect(QRectF(QPointF(0, 0), size), T("map_bg"))
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        target = QRectF(QPointF(left, top), size * grown)
        painter.drawImage(target, frame.image, QRectF(frame.image.rect()))

    # What is where

    def pixels_of(self, points: Floats) -> Floats:
        """Return the logical pixels of map points, shape (n, 2)."""
        return np.asarray(self.view.pixel(points) / self.frame.dpr)

    def metres_of(self, pixels: Floats) -> Floats:
        """Return logical pixels, shape (v, 2), as metres east and north of the plan."""
        south = self.map_points_of(floats(np.reshape(pixels, (-1, 2))))
        return floats(south * (1.0, -1.0) + self.prepared.origin)

    def pixels_of_metres(self, metres: Floats) -> Floats:
        """Return metres east and north of the plan, shape (v, 2), as logical pixels."""
        north = np.reshape(metres, (-1, 2)) - self.prepared.origin
        return self.pixels_of(floats(north * (1.0, -1.0)))

    def region_at(self, x: float, y: float) -> int:
        """Return the region at a logical pixel, or -1."""
        x, y = x * self.frame.dpr, y * self.frame.dpr
        if not self.sharp:
            x, y = self.frame.view.pixel(np.array([self.view.point(x, y)]))[0]
        column, row = int(x // 1), int(y // 1)
        hidden = self._hidden_at(column, row)
        return self.frame.pick(column, row) if hidden < 0 else hidden

    def _hidden_at(self, column: int, row: int) -> int:
        """Return a region larger than a pixel that has none of its own and its point in this one, or -1.

        Such a region is thin, or others cover it.
        """
        frame = self.frame
        inside = self.regions_in_box(frame.view.box_of((column, row, 1, 1)))
        boxes = self.prepared.boxes[inside] * frame.view.scale
        large = (boxes[:, 2] - boxes[:, 0]) * (boxes[:, 3] - boxes[:, 1]) > 1
        for region in inside[large].tolist():
            x, y, width, height = frame.rect_of(ints([region]))
            if not (frame.ids[y : y + height, x : x + width] == region + 1).any():
                return int(region)
        return -1

    def regions_near(self, x: float, y: float, radius: float) -> Ints:
        """Return the regions whose representative point lies within a radius in logical pixels."""
        (middle,) = self.map_points_of(np.array([[x, y]]))
        reach = radius * self.frame.dpr / self.view.scale
        near = self.regions_in_box((*(middle - reach), *(middle + reach)))
        away = ((self.prepared.points[near] - middle) ** 2).sum(axis=1)
        return ints(near[away <= reach**2])

    def map_points_of(self, pixels: Floats) -> Floats:
        """Return the map points of logical pixels, shape (n, 2)."""
        offset = (self.view.left, self.view.top)
        return np.asarray((pixels * self.frame.dpr - offset) / self.view.scale)

    def regions_in_box(self, box: Box) -> Ints:
        """Return the regions whose representative point lies in a box of the map, ascending."""
        left, top, right, bottom = box
        first = np.searchsorted(self._east, left, side="left")
        last = np.searchsorted(self._east, right, side="right")
        column = self._by_east[first:last]
        down = self.prepared.points[column, 1]
        return ints(np.sort(column[(down >= top) & (down <= bottom)]))

    def logical(self, rect: tuple[int, int, int, int]) -> Box:
        """Return a rectangle of device pixels as x, y, width, height in logical pixels."""
        x, y, width, height = (value / self.frame.dpr for value in rect)
        return (x, y, width, height)
