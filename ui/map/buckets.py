"""Rectangles on screen, found again by where they lie. Knows no Qt."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Generic, TypeVar

Rect = tuple[float, float, float, float]
"""x, y, width, height in logical pixels."""
Kept = TypeVar("Kept")

SIDE = 64.0
"""Logical pixels a side of the squares that rectangles are sorted into."""


class Buckets(Generic[Kept]):
    """What was added with a rectangle, by the squares of the screen that the rectangle touches."""

    def __init__(self) -> None:
        self._kept: dict[tuple[int, int], list[Kept]] = {}

    def add(self, rect: Rect, kept: Kept) -> None:
        """Keep something at a rectangle."""
        for square in _squares(rect):
            self._kept.setdefault(square, []).append(kept)

    def near(self, rect: Rect) -> Iterator[Kept]:
        """Yield all whose rectangle meets this one, and some that are only near; some of them twice."""
        for square in _squares(rect):
            yield from self._kept.get(square, ())


def _squares(rect: Rect) -> Iterator[tuple[int, int]]:
    x, y, width, height = rect
    rows = range(int(y // SIDE), int((y + height) // SIDE) + 1)
    for column in range(int(x // SIDE), int((x + width) // SIDE) + 1):
        for row in rows:
            yield column, row
