"""Where labels stand: never over one another, over a marker or outside the map. Knows no Qt."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ui.map.anchors import Anchor, OwnerGrid

Rect = tuple[float, float, float, float]
"""x, y, width, height in logical pixels."""

GAP = 2.0
NEAR = [(1, 0), (-1, 0), (0, 1), (0, -1), (1, 1), (-1, 1), (1, -1), (-1, -1)]
FAR_PX = 46.0
TURNS = (0.0, 0.9, -0.9)
"""Angles of the three far places, from the direction away from the middle of the map."""
FOREIGN_PART = 0.35
"""A near label may lie over other territories with at most this part."""


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
) -> list[PlacedLabel]:
    """Place labels in the order of their anchors: on it, at 8 near places, at 3 far ones, or not at all.

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
    """
    taken = list(obstacles)
    placed = []
    for anchor in anchors:
        label = _first_free(anchor, sizes[anchor.territory], taken, grid, bounds)
        if label is not None:
            placed.append(label)
            taken.append(label.rect)
    return placed


def _first_free(
    anchor: Anchor,
    size: tuple[float, float],
    taken: Sequence[Rect],
    grid: OwnerGrid,
    bounds: Rect,
) -> PlacedLabel | None:
    for rect, most in _near(anchor, size):
        if _free(rect, taken, bounds) and grid.foreign_share(rect, anchor.territory) <= most:
            return PlacedLabel(anchor.territory, rect)
    for rect in _far(anchor, size, bounds):
        if _free(rect, taken, bounds):
            return PlacedLabel(anchor.territory, rect, leader=(anchor.x, anchor.y))
    return None


def _near(anchor: Anchor, size: tuple[float, float]) -> Iterator[tuple[Rect, float]]:
    """Yield the place on the anchor and 8 around it, with the part that may lie over others."""
    width, height = size
    yield (anchor.x - width / 2, anchor.y - height / 2, width, height), 0.6
    for right, down in NEAR:
        x = anchor.x + right * (width / 2 + 7)
        y = anchor.y + down * (height / 2 + 7)
        yield (x - width / 2, y - height / 2, width, height), FOREIGN_PART


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
