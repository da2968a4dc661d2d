"""What part of the map is shown: the transform between map metres and device pixels."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from planner.model.types import Floats

Box = tuple[float, float, float, float]
"""Left, top, right, bottom."""

SNAP = 64
"""Offsets are multiples of 1/64 pixel, so that adding whole pixels is exact and a pan equals a redraw."""


@dataclass(frozen=True, slots=True)
class View:
    """A point (x, y) in metres east and south of the origin lies at x * scale + left, y * scale + top.

    Attributes
    ----------
    scale : float
        Device pixels a metre.
    left, top : float
        Device pixel of the origin.
    """

    scale: float = 1.0
    left: float = 0.0
    top: float = 0.0

    def moved(self, dx: int, dy: int) -> View:
        """Return the view with its contents moved by whole device pixels."""
        return View(self.scale, self.left + dx, self.top + dy)

    def zoomed(self, factor: float, x: float, y: float) -> View:
        """Return the view enlarged by a factor around a device pixel that stays where it is."""
        return View(
            self.scale * factor,
            _snapped(x + (self.left - x) * factor),
            _snapped(y + (self.top - y) * factor),
        )

    def pixel(self, points: Floats) -> Floats:
        """Return the device pixels of map points, shape (n, 2)."""
        return np.asarray(points * self.scale + (self.left, self.top))

    def point(self, x: float, y: float) -> tuple[float, float]:
        """Return the map point of a device pixel."""
        return (x - self.left) / self.scale, (y - self.top) / self.scale

    def box_of(self, rect: Box) -> Box:
        """Return the map box of a rectangle of device pixels (x, y, width, height)."""
        x, y, width, height = rect
        return (*self.point(x, y), *self.point(x + width, y + height))

    @property
    def anchor(self) -> int:
        """Whole pixels by which patterns move along with the map (x + y)."""
        return math.floor(self.left) + math.floor(self.top)


def fit(box: Box, width: float, height: float, margins: Box = (0.0, 0.0, 0.0, 0.0)) -> View:
    """Return the view that shows a box as large as it goes, centred between margins (device pixels)."""
    left, top, right, bottom = box
    free_width = max(width - margins[0] - margins[2], 1.0)
    free_height = max(height - margins[1] - margins[3], 1.0)
    scale = min(free_width / max(right - left, 1e-6), free_height / max(bottom - top, 1e-6))
    x = margins[0] + free_width / 2 - (left + right) / 2 * scale
    y = margins[1] + free_height / 2 - (top + bottom) / 2 * scale
    return View(scale, _snapped(x), _snapped(y))


def _snapped(pixels: float) -> float:
    return round(pixels * SNAP) / SNAP
