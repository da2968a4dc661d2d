"""Where labels stand: never over one another, over a marker or outside the map. Knows no Qt."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from ui.map.anchors import Anchor, OwnerGrid

Rect = tuple[float, float, float, float]
"""x, y, width, height in logical pixels."""

GAP = 2.0
NEAR = [(1, 0), (-1, 0), (0, 1), (0, -1), (1, 1), (-1, 1), (1, -1), (-1, -1)]
STEPS = (0.3, 0.65, 1.0)
"""The 8 near places lie this far out; at 1 the label stands beside its anchor."""
FAR_PX = 46.0
TURNS = (0.0, 0.9, -0.9)
"""Angles of the three far places, from the direction away from the middle of the map."""
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


def overlap(a: Rect, b: Rect, gap: float = 0.0) -> bool:
    """Whether two rectangles are nearer than a gap."""
    return (
        a[0] < b[0] + b[2] + gap
        and b[0] < a[0] + a[2] + gap
        and a[1] < b[1] + b[3] + gap
        and b[1] < a[1] + a[3] + gap
    )


def place_labels(
    anchors: Sequence[Anchor],
    sizes: Sequence[tuple[float, float]],
    obstacles: Sequence[Rect],
    grid: OwnerGrid,
    bounds: Rect,
    seats: Mapping[int, Rect] | None = None,
) -> list[PlacedLabel]:
    """Place labels in the order of their anchors: on it, at near places, at 3 far ones, or not at all.

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
    taken = [*obstacles, *seats.values()]
    placed = []
    for anchor in anchors:
        size = sizes[anchor.territory]
        near = [*_near(anchor, size, seats.get(anchor.territory))]
        label = _first_free(anchor, size, near, taken, grid, bounds)
        if label is not None:
            placed.append(label)
            taken.append(label.rect)
    return placed


def _first_free(
    anchor: Anchor,
    size: tuple[float, float],
    near: Sequence[tuple[Rect, float]],
    taken: Sequence[Rect],
    grid: OwnerGrid,
    bounds: Rect,
) -> PlacedLabel | None:
    for rect, most in near:
        if _free(rect, taken, bounds) and grid.foreign_share(rect, anchor.territory) <= most:
            return PlacedLabel(anchor.territory, rect)
    for rect in _far(anchor, size, bounds):
        if _free(rect, taken, bounds):
            return PlacedLabel(anchor.territory, rect, leader=(anchor.x, anchor.y))
    return None


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
    for turn in TURNS:
        x = anchor.x + math.cos(outward + turn) * (FAR_PX + width / 2)
        y = anchor.y + math.sin(outward + turn) * (FAR_PX + height / 2)
        yield (x - width / 2, y - height / 2, width, height)


def _free(rect: Rect, taken: Sequence[Rect], bounds: Rect) -> bool:
    x, y, width, height = rect
    left, top, wide, high = bounds
    inside = left <= x and top <= y and x + width <= left + wide and y + height <= top + high
    return inside and not any(overlap(rect, other, GAP) for other in taken)
