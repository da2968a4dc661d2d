"""Where on the screen each territory has room for its label: read off the raster of regions. Knows no Qt."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from planner.model.types import Floats, Ints, ints
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
        Distance to the nearest border, up, down or aside.
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
    # The chessboard distance is half the side of the largest square around a cell.
    inside = np.pad(_interior(owner), 1).astype(np.int8)
    from scipy import ndimage  # late: labels come after the first paint, its import is slow

    room = ndimage.distance_transform_cdt(inside, metric="chessboard")[1:-1, 1:-1]
    merit = np.minimum(room, ROOM) - 0.04 * _off_centre(owner, territories)
    area = np.bincount(owner[owner >= 0], minlength=territories)
    seen = ints(np.flatnonzero(area))
    found = _best_cells(owner, merit, seen, territories)
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


def _off_centre(owner: Ints, territories: int) -> Floats:
    """Return how far each cell lies from the middle of its territory, in cells."""
    height, width = owner.shape
    rows = np.broadcast_to(np.arange(height)[:, None], owner.shape)
    columns = np.broadcast_to(np.arange(width), owner.shape)
    own = owner >= 0
    count = np.maximum(np.bincount(owner[own], minlength=territories), 1)
    middle_row = np.bincount(owner[own], weights=rows[own], minlength=territories) / count
    middle_column = np.bincount(owner[own], weights=columns[own], minlength=territories) / count
    # The two zeros at the end are for -2 and -1, which are no territory.
    middle_row, middle_column = np.append(middle_row, (0, 0)), np.append(middle_column, (0, 0))
    return np.asarray(np.hypot(rows - middle_row[owner], columns - middle_column[owner]))


def _best_cells(owner: Ints, merit: Floats, seen: Ints, territories: int) -> list[tuple[int, int]]:
    """Return the first cell of the highest merit for each territory that is seen."""
    best = np.full(territories + 2, -np.inf)  # the last two are no territory: -2 and -1
    np.maximum.at(best, owner.ravel(), merit.ravel())
    top = np.flatnonzero((merit == best[owner]) & (owner >= 0))
    _, first = np.unique(owner.ravel()[top], return_index=True)
    columns = owner.shape[1]
    cells = top[first]
    return [(int(cell) // columns, int(cell) % columns) for cell in cells[: len(seen)]]


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
