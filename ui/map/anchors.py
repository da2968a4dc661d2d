"""Where on the screen each territory has room for its label: read off the raster of regions. Knows no Qt."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from scipy import ndimage

from planner.model.types import Ints
from ui.map.raster import Ids

CELL = 4
"""Logical pixels a side of the cells that the raster is looked at in."""
ROOM = 9.0
"""Cells to the nearest border that are room enough; beyond it the middle of the territory counts."""
STEADY = 2.0
"""Cells by which another place must be better before a label moves there."""


@dataclass(frozen=True, slots=True)
class Anchor:
    """The place for one territory's label, in logical pixels.

    Attributes
    ----------
    territory : int
    x, y : float
        A point inside, far from its borders.
    room : float
        Distance to the nearest border.
    area : float
        Visible square pixels.
    """

    territory: int
    x: float
    y: float
    room: float
    area: float


@dataclass(frozen=True, slots=True, eq=False)
class OwnerGrid:
    """The owner of every cell on screen, shape (rows, columns): -1 unassigned, -2 no region."""

    owner: Ints
    cell: float

    def foreign_share(self, rect: tuple[float, float, float, float], territory: int) -> float:
        """Return which part of a rectangle (x, y, width, height) lies over other territories."""
        x, y, width, height = (value / self.cell for value in rect)
        part = self.owner[max(int(y), 0) : int(y + height) + 1, max(int(x), 0) : int(x + width) + 1]
        if not part.size:
            return 0.0
        return float(((part != territory) & (part != -2)).mean())


def owner_grid(ids: Ids, owner: Ints, dpr: float) -> OwnerGrid:
    """Sample the owners on screen at the middle of every cell."""
    step = max(round(CELL * dpr), 1)
    sample = ids[step // 2 :: step, step // 2 :: step]
    of_id = np.concatenate([[-2], owner])
    return OwnerGrid(of_id[sample].astype(np.int32), step / dpr)


def label_anchors(
    grid: OwnerGrid, territories: int, kept: Mapping[int, tuple[float, float]] | None = None
) -> list[Anchor]:
    """Return an anchor for every territory on screen, the one with the largest visible area first.

    Parameters
    ----------
    grid : OwnerGrid
    territories : int
    kept : mapping of territory to (x, y), optional
        Earlier anchors in logical pixels: they stay while no other place is clearly better.
    """
    owner = grid.owner
    if not owner.size or not territories:
        return []
    area = np.bincount(owner[owner >= 0], minlength=territories)
    room = ndimage.distance_transform_edt(np.pad(_interior(owner), 1))[1:-1, 1:-1]
    seen = np.flatnonzero(area)
    centre = np.array(ndimage.center_of_mass(owner >= 0, owner, seen)).reshape(-1, 2)
    middle = np.zeros((territories, 2))
    middle[seen] = centre
    rows, columns = np.indices(owner.shape)
    away = np.hypot(rows - middle[owner, 0], columns - middle[owner, 1])
    merit = np.minimum(room, ROOM) - 0.04 * away
    found = ndimage.maximum_position(merit, owner, seen)
    anchors = []
    for territory, cell in zip(seen.tolist(), found, strict=True):
        x, y = (cell[1] + 0.5) * grid.cell, (cell[0] + 0.5) * grid.cell
        place = kept.get(territory) if kept else None
        before = _cell_of(place, grid)
        if place and before and owner[before] == territory:
            stays = merit[before] >= merit[cell] - STEADY
            (x, y), cell = (place, before) if stays else ((x, y), cell)
        size = float(area[territory]) * grid.cell**2
        anchors.append(Anchor(territory, x, y, float(room[cell]) * grid.cell, size))
    return sorted(anchors, key=lambda anchor: (-anchor.area, anchor.territory))


def _cell_of(place: tuple[float, float] | None, grid: OwnerGrid) -> tuple[int, int] | None:
    if place is None:
        return None
    row, column = int(place[1] // grid.cell), int(place[0] // grid.cell)
    rows, columns = grid.owner.shape
    return (row, column) if 0 <= row < rows and 0 <= column < columns else None


def _interior(owner: Ints) -> np.ndarray[tuple[int, ...], np.dtype[np.bool_]]:
    """Return the cells whose neighbours all have the same owner."""
    inside = np.ones(owner.shape, np.bool_)
    across, down = owner[:, 1:] != owner[:, :-1], owner[1:] != owner[:-1]
    inside[:, 1:] &= ~across
    inside[:, :-1] &= ~across
    inside[1:] &= ~down
    inside[:-1] &= ~down
    return inside
