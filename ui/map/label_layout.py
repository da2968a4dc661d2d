"""Where labels stand: never over one another, over a marker or outside the map. Knows no Qt."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

from ui.map.anchors import Anchor, OwnerGrid
from ui.map.buckets import Buckets

Rect = tuple[float, float, float, float]
"""x, y, width, height in logical pixels."""
Line = tuple[float, float, float, float]
"""x1, y1, x2, y2."""

GAP = 2.0
ALONG = 4.0
"""Logical pixels a side of the squares along a line."""
NEAR = [(1, 0), (-1, 0), (0, 1), (0, -1), (1, 1), (-1, 1), (1, -1), (-1, -1)]
STEPS = (0.3, 0.65, 1.0)
"""The 8 near places lie this far out; at 1 the label stands beside its anchor."""
FAR_PX = (46.0, 84.0, 122.0)
TURNS = (0.0, 0.6, -0.6, 1.2, -1.2)
"""Angles of the far places, from the direction away from the middle of the map."""
FAR_FOREIGN = 0.1
"""The part of a far label that may lie over territories when it stands beside the map."""
ON_FOREIGN, SEAT_FOREIGN, NEAR_FOREIGN = 0.6, 0.45, 0.35
"""A label may lie over other territories with at most this part: on its anchor, at its seat, near by."""


@dataclass(frozen=True, slots=True)
class PlacedLabel:
    """A label at its place.

    Attributes
    ----------
    territory : int
    rect : Rect
    leader : (float, float), or None
        The point a line leads to, for a label far from its territory.
    """

    territory: int
    rect: Rect
    leader: tuple[float, float] | None = None

    @property
    def line(self) -> Line | None:
        """The line from the nearest point of its edge to where it leads, if it stands apart."""
        if self.leader is None:
            return None
        (x, y, width, height), (end_x, end_y) = self.rect, self.leader
        return (min(max(end_x, x), x + width), min(max(end_y, y), y + height), end_x, end_y)


def overlap(a: Rect, b: Rect, gap: float = 0.0) -> bool:
    """Whether two rectangles are nearer than a gap."""
    return (
        a[0] < b[0] + b[2] + gap
        and b[0] < a[0] + a[2] + gap
        and a[1] < b[1] + b[3] + gap
        and b[1] < a[1] + a[3] + gap
    )


def crosses(line: Line, rect: Rect) -> bool:
    """Whether a line meets a rectangle (Liang and Barsky: clip it by the four sides)."""
    (x0, y0, x1, y1), (left, top, width, height) = line, rect
    first, last = 0.0, 1.0
    for start, step, low, high in (
        (x0, x1 - x0, left, left + width),
        (y0, y1 - y0, top, top + height),
    ):
        if step == 0.0:
            if not low <= start <= high:
                return False
            continue
        enter, leave = sorted(((low - start) / step, (high - start) / step))
        first, last = max(first, enter), min(last, leave)
    return first <= last


def boxes_along(line: Line | None) -> list[Rect]:
    """Return small squares that cover a line, for what keeps clear of rectangles alone."""
    if line is None:
        return []
    x0, y0, x1, y1 = line
    steps = max(math.ceil(math.hypot(x1 - x0, y1 - y0) / ALONG), 1)
    at = [(x0 + (x1 - x0) * i / steps, y0 + (y1 - y0) * i / steps) for i in range(steps + 1)]
    return [(x - ALONG / 2, y - ALONG / 2, ALONG, ALONG) for x, y in at]


def lines_cross(a: Line, b: Line) -> bool:
    """Whether two lines cross: the ends of each lie on different sides of the other."""

    def turn(line: Line, x: float, y: float) -> float:
        x0, y0, x1, y1 = line
        return (x1 - x0) * (y - y0) - (y1 - y0) * (x - x0)

    apart_of_a = turn(a, b[0], b[1]) * turn(a, b[2], b[3]) < 0
    return apart_of_a and turn(b, a[0], a[1]) * turn(b, a[2], a[3]) < 0


def place_labels(
    anchors: Sequence[Anchor],
    sizes: Sequence[tuple[float, float]],
    obstacles: Sequence[Rect],
    grid: OwnerGrid,
    bounds: Rect,
    seats: Mapping[int, Rect] | None = None,
) -> list[PlacedLabel]:
    """Place labels in the order of their anchors: on it, at near places, at far ones, or not at all.

    Parameters
    ----------
    anchors : sequence of Anchor
        Most important first.
    sizes : sequence of (width, height)
        By territory.
    obstacles : sequence of Rect
        What no label may touch.
    grid : OwnerGrid
    bounds : Rect
        Where labels must stay.
    seats : mapping of territory to Rect, optional
        Home bases: obstacles too, and a label goes under or over its own.
    """
    seats = seats or {}
    room = _Room(bounds, [*obstacles, *seats.values()], grid)
    for anchor in anchors:
        size = sizes[anchor.territory]
        label = _at_its_territory(anchor, size, seats.get(anchor.territory), room)
        label = label or _apart(anchor, size, room)
        if label is not None:
            room.put(label)
    return room.labels


class _Room:
    """What is free yet. Asked thousands of times for hundreds of labels, so it looks only near by."""

    def __init__(self, bounds: Rect, obstacles: Sequence[Rect], grid: OwnerGrid) -> None:
        self.bounds, self.grid = bounds, grid
        self.labels: list[PlacedLabel] = []
        self._taken: Buckets[Rect] = Buckets()
        self._boxes: Buckets[Rect] = Buckets()
        self._lines: Buckets[Line] = Buckets()
        for rect in obstacles:
            self._taken.add(rect, rect)

    def put(self, label: PlacedLabel) -> None:
        """Place a label."""
        self.labels.append(label)
        self._taken.add(label.rect, label.rect)
        self._boxes.add(label.rect, label.rect)
        if label.line is not None:
            self._lines.add(_box_of(label.line), label.line)

    def has(self, rect: Rect) -> bool:
        """Whether a label may stand here: inside, clear of obstacles, labels and their lines."""
        x, y, width, height = rect
        left, top, wide, high = self.bounds
        inside = left <= x and top <= y and x + width <= left + wide and y + height <= top + high
        grown = (x - GAP, y - GAP, width + 2 * GAP, height + 2 * GAP)
        return inside and not (
            any(overlap(rect, other, GAP) for other in self._taken.near(grown))
            or any(crosses(line, rect) for line in self._lines.near(rect))
        )

    def has_line(self, line: Line) -> bool:
        """Whether a line may lead here: over no label and no other line."""
        box = _box_of(line)
        return not (
            any(crosses(line, rect) for rect in self._boxes.near(box))
            or any(lines_cross(line, other) for other in self._lines.near(box))
        )


def _box_of(line: Line) -> Rect:
    x0, y0, x1, y1 = line
    return (min(x0, x1), min(y0, y1), abs(x1 - x0), abs(y1 - y0))


def _at_its_territory(
    anchor: Anchor, size: tuple[float, float], seat: Rect | None, room: _Room
) -> PlacedLabel | None:
    for rect, most in _near(anchor, size, seat):
        if room.has(rect) and room.grid.foreign_share(rect, anchor.territory) <= most:
            return PlacedLabel(anchor.territory, rect)
    return None


def _apart(anchor: Anchor, size: tuple[float, float], room: _Room) -> PlacedLabel | None:
    """Return the first far place that is free beside the map, else the first that is free at all."""
    first: PlacedLabel | None = None
    for rect in _far(anchor, size, room.bounds):
        label = PlacedLabel(anchor.territory, rect, (anchor.x, anchor.y))
        if room.has(rect) and label.line and room.has_line(label.line):
            if room.grid.foreign_share(rect, anchor.territory) <= FAR_FOREIGN:
                return label
            first = first or label
    return first


def _near(
    anchor: Anchor, size: tuple[float, float], seat: Rect | None
) -> Iterator[tuple[Rect, float]]:
    """Yield the place on the anchor and those around it, with the part that may lie over others."""
    width, height = size
    yield (anchor.x - width / 2, anchor.y - height / 2, width, height), ON_FOREIGN
    if seat is not None:
        x = seat[0] + (seat[2] - width) / 2
        yield (x, seat[1] + seat[3] + GAP, width, height), SEAT_FOREIGN
        yield (x, seat[1] - height - GAP, width, height), SEAT_FOREIGN
    for step in STEPS:
        for right, down in NEAR:
            x = anchor.x + right * (width / 2 + 7) * step
            y = anchor.y + down * (height / 2 + 7) * step
            yield (x - width / 2, y - height / 2, width, height), NEAR_FOREIGN


def _far(anchor: Anchor, size: tuple[float, float], bounds: Rect) -> Iterator[Rect]:
    width, height = size
    middle_x, middle_y = bounds[0] + bounds[2] / 2, bounds[1] + bounds[3] / 2
    outward = math.atan2(anchor.y - middle_y, anchor.x - middle_x)
    for away, turn in product(FAR_PX, TURNS):
        x = anchor.x + math.cos(outward + turn) * (away + width / 2)
        y = anchor.y + math.sin(outward + turn) * (away + height / 2)
        yield (x - width / 2, y - height / 2, width, height)
