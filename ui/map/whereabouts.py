"""What lies where on a map that is shown: the questions that tools and pages ask of the canvas."""

from __future__ import annotations

from collections.abc import Hashable

import numpy as np
from PySide6.QtWidgets import QWidget

from planner.model.types import UNASSIGNED, Floats, Ints, ints
from ui.map.barrier_grip import OnBarrier
from ui.map.drawings import Drawings
from ui.map.overlay import Overlay
from ui.map.scene import MapScene
from ui.map.snapping import snapped
from ui.map.tools.taking import Inside
from ui.map.within import regions_within


class Whereabouts(QWidget):
    """A widget that shows a scene, with labels and drawings over it, and says what is where."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.scene: MapScene | None = None
        self._overlay: Overlay | None = None
        self._drawings = Drawings()

    def region_at(self, x: float, y: float) -> int:
        """Return the region at a logical pixel, or -1."""
        return self.scene.region_at(x, y) if self.scene is not None else -1

    def regions_within(self, polygon: Floats, inside: Inside = Inside.CENTRE) -> Ints:
        """Return the regions inside a polygon of logical pixels; by default by their centres."""
        return regions_within(self.scene, polygon, inside) if self.scene is not None else ints(())

    def regions_near(self, x: float, y: float, radius: float) -> Ints:
        """Return the regions whose representative point lies within a radius in logical pixels."""
        return self.scene.regions_near(x, y, radius) if self.scene is not None else ints(())

    def label_at(self, x: float, y: float) -> int:
        """Return the territory whose label is at a logical pixel, or -1."""
        return self._overlay.label_at(x, y) if self._overlay is not None else UNASSIGNED

    def mark_at(self, x: float, y: float) -> Hashable | None:
        """Return the mark of a drawing at a logical pixel, or None."""
        return self._drawings.mark_at(self.scene, x, y) if self.scene is not None else None

    def seat_at(self, x: float, y: float) -> int:
        """Return the territory whose seat is drawn at a logical pixel, or -1."""
        return self._overlay.seat_at(x, y) if self._overlay is not None else UNASSIGNED

    def barrier_at(self, x: float, y: float) -> OnBarrier | None:
        """Return the place of a barrier near a logical pixel, or None."""
        if self.scene is None or self._overlay is None:
            return None
        return self._overlay.grip.near(self.scene.content.barriers, x, y)

    def show_barriers(self, pairs: Ints | None) -> None:
        """Show other barriers while a gesture goes on; None shows those of the plan."""
        if self.scene is not None:
            self.scene.barriers = pairs
            self.update()

    def snapped(self, x: float, y: float) -> tuple[float, float]:
        """Return the corner or border nearest to a logical pixel, or the pixel where none is near."""
        return snapped(self.scene, x, y) if self.scene is not None else (x, y)

    def metres_of(self, pixels: Floats) -> Floats:
        """Return logical pixels, shape (v, 2), as metres east and north of the plan."""
        if self.scene is None:
            raise ValueError("no map is shown")
        return self.scene.metres_of(pixels)

    def pixels_of(self, metres: Floats) -> Floats:
        """Return metres east and north of the plan, shape (v, 2), as logical pixels."""
        if self.scene is None:
            raise ValueError("no map is shown")
        return self.scene.pixels_of_metres(metres)

    def points_of(self, regions: Ints) -> Floats:
        """Return the representative points of regions in logical pixels, shape (r, 2)."""
        if self.scene is None:
            raise ValueError("no map is shown")
        return self.scene.pixels_of(self.scene.prepared.points[regions])

    @property
    def edges(self) -> Ints:
        """Neighbouring regions, shape (e, 2)."""
        return self.scene.edges if self.scene is not None else ints(np.empty((0, 2)))
