"""What lies over the picture of the map: barriers, labels, home bases, arrows of a proposal. No widget."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPointF
from PySide6.QtGui import QPainter, QPixmap

from planner.model.types import UNASSIGNED, ints
from ui.map.anchors import label_anchors, owner_grid
from ui.map.barrier_grip import BarrierGrip
from ui.map.barriers import BarrierLines
from ui.map.content import MapContent, Shown, TerritoryMark
from ui.map.label_layout import PlacedLabel, Rect, boxes_along, overlap, place_labels
from ui.map.label_pixmap import draw_label, label_pixmap, label_size
from ui.map.markers import SEAT, arrow_box, draw_arrow, draw_leader, draw_seats, fanned_out
from ui.map.moves import moves_between
from ui.map.scene import MapScene
from ui.map.view import View
from ui.theme import theme

EDGE = 4.0
"""Labels keep this far from the edge of the map, in logical pixels."""
MOST_ARROWS = 40
GRIP = 4.0
"""Logical pixels beyond its edge where a seat can still be gripped."""


SeatPlaces = tuple[Sequence[TerritoryMark], View, dict[int, tuple[float, float]]]
"""Where home bases of these marks are drawn in a view, by territory, in logical pixels."""


@dataclass(frozen=True, slots=True)
class Arrow:
    """An arrow over the map: where its middle is in map metres, its unit vector, its width in pixels."""

    middle: tuple[float, float]
    direction: tuple[float, float]
    width: float


@dataclass(frozen=True, slots=True, eq=False)
class Layout:
    """Labels and arrows as they were placed for one view; they move along until there is a new layout.

    Attributes
    ----------
    view : View
    labels : list of PlacedLabel
        In logical pixels of that view.
    anchors : mapping of territory to (x, y)
        The points the labels belong to, map metres.
    arrows : list of Arrow
    """

    view: View
    labels: list[PlacedLabel]
    anchors: dict[int, tuple[float, float]]
    arrows: list[Arrow]


class Overlay:
    """Places labels when asked and paints them wherever the map has moved meanwhile.

    Attributes
    ----------
    labelled : bool
        Whether territories have labels.
    on_paper : bool
        Whether labels are drawn as text and shapes instead of pixels.
    """

    def __init__(self, scene: MapScene) -> None:
        self.scene = scene
        self.barriers = BarrierLines(scene)
        self.grip = BarrierGrip(scene)
        self.layout: Layout | None = None
        self.labelled = True
        self.on_paper = False
        self._placed_for: MapContent | None = None
        self._seats_of: SeatPlaces | None = None
        self._sizes: dict[TerritoryMark, tuple[float, float]] = {}
        self._pixmaps: dict[tuple[TerritoryMark, str, float], QPixmap] = {}

    def place(self, obstacles: Sequence[Rect] = ()) -> None:
        """Place labels and arrows anew for the view shown, around these rectangles of logical pixels."""
        scene, content = self.scene, self.scene.visible
        frame, dpr = scene.frame, scene.frame.dpr
        arrows = self._arrows(content)
        labelled = np.where(content.outside, UNASSIGNED, content.visible_owner)
        grid = owner_grid(frame.ids, ints(labelled), dpr)
        bounds = (EDGE, EDGE, frame.width / dpr - 2 * EDGE, frame.height / dpr - 2 * EDGE)
        found = label_anchors(grid, len(content.marks), self._kept_anchors())
        taken = [*obstacles, *self._arrow_boxes(arrows), *self._selection_box(bounds)]
        sizes = [self._size(mark) for mark in content.marks]
        wanted = found if self.labelled else []
        labels = place_labels(wanted, sizes, taken, grid, bounds, self._seat_boxes(content))
        anchors = {each.territory: scene.view.point(each.x * dpr, each.y * dpr) for each in found}
        self.layout = Layout(scene.view, labels, anchors, arrows)
        self._placed_for = content

    def taken(self) -> list[Rect]:
        """Return the rectangles of labels with their lines, arrows and home bases as placed last."""
        if self.layout is None:
            return []
        labels = [label.rect for label in self.layout.labels]
        labels += [box for label in self.layout.labels for box in boxes_along(label.line)]
        seats = self._seat_boxes(self.scene.visible).values()
        return [*labels, *seats, *self._arrow_boxes(self.layout.arrows)]

    def paint(self, painter: QPainter, dirty: Rect | None = None) -> None:
        """Paint what touches a rectangle of logical pixels, or everything."""
        content = self.scene.visible
        if dirty is None:
            dirty = self.scene.logical(self.scene.frame.whole)
        self.barriers.paint(
            painter, content.barriers if self.scene.barriers is None else self.scene.barriers
        )
        self._paint_seats(painter, content, dirty)
        if self.layout is None:
            return
        for arrow in self.layout.arrows:
            x, y = self.scene.pixels_of(np.array([arrow.middle]))[0]
            draw_arrow(painter, (float(x), float(y)), arrow.direction, arrow.width)
        for label in self.layout.labels:
            self._paint_label(painter, label, content.marks, dirty)

    def may_wait(self, content: MapContent) -> bool:
        """Whether labels and arrows as they stand will do for a moment for a new content."""
        shown = self._placed_for
        return (
            self.layout is not None
            and shown is not None
            and shown.shown is content.shown is Shown.PLAN
            and np.array_equal(shown.outside, content.outside)
            and [mark.code for mark in shown.marks] == [mark.code for mark in content.marks]
        )

    def label_at(self, x: float, y: float) -> int:
        """Return the territory whose label is at a logical pixel, or -1."""
        for label in self.layout.labels if self.layout else ():
            dx, dy = self._moved(label)
            left, top, width, height = label.rect
            if 0 <= x - left - dx <= width and 0 <= y - top - dy <= height:
                return label.territory
        return -1

    def seat_at(self, x: float, y: float) -> int:
        """Return the territory whose seat is drawn at a logical pixel, or -1."""
        for territory, (left, top) in self._seats(self.scene.visible).items():
            if max(abs(x - left), abs(y - top)) <= SEAT + GRIP:
                return territory
        return -1

    def _moved(self, label: PlacedLabel) -> tuple[float, float]:
        """Return how far a label has moved since it was placed, in logical pixels."""
        if self.layout is None or self.layout.view == self.scene.view:
            return (0.0, 0.0)
        (x, y), now, then = self.layout.anchors[label.territory], self.scene.view, self.layout.view
        grown, dpr = now.scale - then.scale, self.scene.frame.dpr
        return (
            (x * grown + now.left - then.left) / dpr,
            (y * grown + now.top - then.top) / dpr,
        )

    def _paint_label(
        self,
        painter: QPainter,
        label: PlacedLabel,
        marks: Sequence[TerritoryMark],
        dirty: Rect,
    ) -> None:
        if label.territory >= len(marks):
            return
        dx, dy = self._moved(label)
        x, y, width, height = label.rect
        line = label.line
        # A figure that changed since the layout may be wider than its place.
        if line is None and not overlap((x + dx, y + dy, width, height), dirty, width):
            return
        if line is not None:
            x0, y0, x1, y1 = line
            draw_leader(painter, QPointF(x0 + dx, y0 + dy), QPointF(x1 + dx, y1 + dy))
        # A figure that changed since the layout may be narrower or wider; it stays centred.
        shift = (width - self._size(marks[label.territory])[0]) / 2
        at = QPointF(x + dx + shift, y + dy)
        if self.on_paper:
            draw_label(painter, at, marks[label.territory])
        else:
            painter.drawPixmap(at, self._pixmap(marks[label.territory]))

    def _size(self, mark: TerritoryMark) -> tuple[float, float]:
        if mark not in self._sizes:
            if len(self._sizes) > self._most_kept:
                self._sizes.clear()
            self._sizes[mark] = label_size(mark)
        return self._sizes[mark]

    @property
    def _most_kept(self) -> int:
        """How many labels are remembered: some strokes of the brush, each with its figures."""
        return 4 * len(self.scene.content.marks) + 64

    def _pixmap(self, mark: TerritoryMark) -> QPixmap:
        key = (mark, theme.mode(), self.scene.frame.dpr)
        if key not in self._pixmaps:
            if len(self._pixmaps) > self._most_kept:
                self._pixmaps.clear()
            self._pixmaps[key] = label_pixmap(mark, self.scene.frame.dpr)
        return self._pixmaps[key]

    def _seats(self, content: MapContent) -> dict[int, tuple[float, float]]:
        """Return where home bases are drawn, by territory, in logical pixels."""
        marks, view = content.marks, self.scene.view
        if self._seats_of is None or self._seats_of[0] is not marks or self._seats_of[1] != view:
            seats = {at: mark.seat for at, mark in enumerate(marks) if mark.seat is not None}
            points = self.scene.prepared.points[np.array([*seats.values()], np.int32)]
            places = fanned_out(self.scene.pixels_of(points))
            self._seats_of = (marks, view, dict(zip(seats, places, strict=True)))
        return self._seats_of[2]

    def _paint_seats(self, painter: QPainter, content: MapContent, dirty: Rect) -> None:
        left, top, width, height = dirty
        reach = 2 * SEAT
        near = [
            (x, y)
            for x, y in self._seats(content).values()
            if left - reach <= x <= left + width + reach
            and top - reach <= y <= top + height + reach
        ]
        draw_seats(painter, near)

    def _seat_boxes(self, content: MapContent) -> dict[int, Rect]:
        seats = self._seats(content).items()
        return {each: (x - SEAT, y - SEAT, 2 * SEAT, 2 * SEAT) for each, (x, y) in seats}

    def _arrows(self, content: MapContent) -> list[Arrow]:
        """Return arrows for the moves of a proposal, leaving out those that would lie over larger ones."""
        if content.before is None or content.shown is not Shown.DIFFERENCE:
            return []
        moves = moves_between(content.before, content.owner, self.scene.prepared.points)
        moves = [move for move in moves if move.target >= 0][:MOST_ARROWS]
        most = max((len(move.regions) for move in moves), default=1)
        arrows: list[Arrow] = []
        boxes: list[Rect] = []
        for move in moves:
            width = 1.6 + 1.8 * (len(move.regions) / most) ** 0.5
            arrow = Arrow(move.middle, move.direction, width)
            box = self._arrow_boxes([arrow])[0]
            if not any(overlap(box, other) for other in boxes):
                arrows.append(arrow)
                boxes.append(box)
        return arrows

    def _arrow_boxes(self, arrows: Sequence[Arrow]) -> list[Rect]:
        boxes = []
        for arrow in arrows:
            x, y = self.scene.pixels_of(np.array([arrow.middle]))[0]
            boxes.append(arrow_box((float(x), float(y)), arrow.direction))
        return boxes

    def _selection_box(self, bounds: Rect) -> list[Rect]:
        """Return the box around selected regions, as long as it is a small part of the map."""
        chosen = np.flatnonzero(self.scene.selected).astype(np.int32)
        if not len(chosen):
            return []
        x, y, width, height = self.scene.logical(self.scene.frame.rect_of(chosen))
        return [(x, y, width, height)] if width * height < 0.08 * bounds[2] * bounds[3] else []

    def _kept_anchors(self) -> dict[int, tuple[float, float]]:
        """Return where anchors of the last layout are now, in logical pixels, unless the map was zoomed."""
        if self.layout is None or self.layout.view.scale != self.scene.view.scale:
            return {}
        kept = self.layout.anchors
        at = self.scene.pixels_of(np.array(list(kept.values())).reshape(-1, 2)).tolist()
        return {territory: (x, y) for territory, (x, y) in zip(kept, at, strict=True)}
