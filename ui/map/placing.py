"""When labels and drawings are placed anew: at rest, and amid a long pan where that is quick."""

from __future__ import annotations

import math

from ui.map.view import View

STRAY = 96.0
"""Logical pixels a map is panned until what came into sight wants its names."""
QUICK = 0.012
"""Seconds: what takes longer waits for the rest, or a pan would stutter."""


class Placing:
    """Remembers for which view things were placed, and how long it took.

    Attributes
    ----------
    is_due : bool
        Whether they have to be placed before the map is painted next.
    """

    def __init__(self) -> None:
        self.is_due = True
        self._view = View()
        self._took = 0.0

    def done(self, view: View, seconds: float) -> None:
        """Take note that all was placed for a view."""
        self.is_due, self._view, self._took = False, view, seconds

    def follow(self, view: View, ratio: float) -> None:
        """Take note of a pan; `ratio` is device pixels a logical pixel."""
        moved = math.hypot(view.left - self._view.left, view.top - self._view.top) / ratio
        if view.scale == self._view.scale and moved >= STRAY and self._took <= QUICK:
            self.is_due = True
