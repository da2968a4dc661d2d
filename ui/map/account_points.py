"""Accounts as points of the map, and many of them gathered into bunches by zoom. Knows no Qt."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from planner.model.types import Bools, Floats, Ints, bools, floats, ints
from ui.map.view import View

Longs = NDArray[np.int64]

WIDE, HIGH = 64.0, 56.0
"""Logical pixels of a cell whose accounts make one bunch; every other row lies half a cell aside."""
EDGE = 1.0
"""A bunch keeps so many logical pixels from the edge of its cell."""
APART = 9.0
"""Accounts in different squares of so many logical pixels can be told apart."""
MOST_SINGLE = 14
"""A cell with more accounts is a bunch however far apart they lie."""


@dataclass(frozen=True, slots=True, eq=False)
class AccountPoints:
    """Accounts that may be drawn, p of them.

    Attributes
    ----------
    row : Ints, shape (p,)
        Row of each in the plan's accounts.
    at : Floats, shape (p, 2)
        Metres east and south of the map's origin.
    money : Floats, shape (p,)
        What each is worth, in the plan's currency.
    size : Floats, shape (p,)
        From 0 (least money) to 1.
    customer, named, guessed : Bools, shape (p,)
        Is a customer; is owned apart from its region; has no point of its own and stands in the
        middle of its region.
    """

    row: Ints
    at: Floats
    money: Floats
    size: Floats
    customer: Bools
    named: Bools
    guessed: Bools

    def __post_init__(self) -> None:
        object.__setattr__(self, "row", ints(self.row))
        object.__setattr__(self, "at", floats(np.reshape(self.at, (-1, 2))))
        for name in ("money", "size"):
            object.__setattr__(self, name, floats(getattr(self, name)))
        for name in ("customer", "named", "guessed"):
            object.__setattr__(self, name, bools(getattr(self, name)))
        lengths = {len(getattr(self, name)) for name in self.__slots__}
        if len(lengths) > 1:
            raise ValueError(f"points of different lengths: {sorted(lengths)}")

    def __len__(self) -> int:
        return len(self.row)


@dataclass(frozen=True, slots=True, eq=False)
class Bunches:
    """What is drawn of accounts in one view: single ones, and bunches of several.

    Attributes
    ----------
    single : Ints, shape (s,)
        Places in the points.
    single_at : Floats, shape (s, 2)
        Logical pixels.
    at : Floats, shape (b, 2)
        Middle of the accounts of each bunch, logical pixels, drawn into its cell.
    count : Ints, shape (b,)
    money : Floats, shape (b,)
    cell : Ints, shape (b,)
        Number of the bunch's cell; `member` has it for each of `near`.
    near : Ints, shape (q,)
        Places in the points of all accounts in view.
    member : Ints, shape (q,)
    """

    single: Ints
    single_at: Floats
    at: Floats
    count: Ints
    money: Floats
    cell: Ints
    near: Ints
    member: Ints

    def members(self, cells: Ints) -> Ints:
        """Return the places in the points of the accounts in some cells."""
        return ints(self.near[np.isin(self.member, cells)])


def bunched(
    points: AccountPoints,
    view: View,
    ratio: float,
    size: tuple[float, float],
    radii: Callable[[Longs], Floats],
) -> Bunches:
    """Gather the accounts of a view by cells that lie still on the map while it pans.

    Parameters
    ----------
    points : AccountPoints
    view : View
    ratio : float
        Device pixels a logical pixel.
    size : (float, float)
        Width and height of the part that is drawn, logical pixels; cells at its edge are whole.
    radii : callable
        Returns the radius of bunches by their counts; each stays inside its cell as a whole, so that
        no two of them touch.
    """
    shift = np.array([view.left, view.top]) / ratio
    low, high = -shift - WIDE, -shift + size + WIDE
    at = points.at * (view.scale / ratio)
    near = _between(at, low, high)
    x, y = at[near, 0], at[near, 1]
    cells = _Cells.over(low, high)
    cell = cells.of(x, y)
    count = np.bincount(cell, minlength=cells.count)
    alone = _told_apart(cell, count, x, y)
    together = np.flatnonzero((count > 0) & ~alone)

    def sums(values: Floats) -> Floats:
        return floats(np.bincount(cell, weights=values, minlength=len(count))[together])

    middle = np.stack([sums(x), sums(y)], axis=1) / np.maximum(count[together], 1)[:, None]
    corner, room = cells.corners(together), np.array([WIDE, HIGH])
    inset = (radii(count[together]) + EDGE)[:, None]
    middle = np.clip(middle, corner + inset, corner + room - inset)
    own = np.flatnonzero(alone[cell])
    return Bunches(
        single=ints(near[own]),
        single_at=floats(np.stack([x[own], y[own]], axis=1) + shift),
        at=floats(middle + shift),
        count=ints(count[together]),
        money=sums(points.money[near]),
        cell=ints(together),
        near=ints(near),
        member=ints(cell),
    )


def _between(at: Floats, low: Floats, high: Floats) -> Longs:
    """Return which points lie in a rectangle."""
    inside = (at[:, 0] >= low[0]) & (at[:, 0] <= high[0])
    inside &= (at[:, 1] >= low[1]) & (at[:, 1] <= high[1])
    return np.flatnonzero(inside)


@dataclass(frozen=True, slots=True)
class _Cells:
    """Cells over a part of the map, numbered row by row; where they lie does not depend on the part."""

    row: int
    column: int
    rows: int
    columns: int

    @staticmethod
    def over(low: Floats, high: Floats) -> _Cells:
        """Return the cells that cover a rectangle of logical pixels from the map's origin."""
        row, column = int(low[1] // HIGH) - 1, int(low[0] // WIDE) - 1
        rows, columns = int(high[1] // HIGH) - row + 2, int(high[0] // WIDE) - column + 2
        return _Cells(row, column, rows, columns)

    @property
    def count(self) -> int:
        return self.rows * self.columns

    def of(self, x: Floats, y: Floats) -> Longs:
        """Return the cell of each point."""
        row = np.floor(y / HIGH).astype(np.int64)
        column = np.floor(x / WIDE - 0.5 * (row & 1)).astype(np.int64)
        return (row - self.row) * self.columns + (column - self.column)

    def corners(self, cells: Longs) -> Floats:
        """Return the upper left corner of cells, shape (c, 2)."""
        row = cells // self.columns + self.row
        column = cells % self.columns + self.column + 0.5 * (row & 1)
        return floats(np.stack([column * WIDE, row * HIGH], axis=1))


def _told_apart(cell: Longs, count: Longs, x: Floats, y: Floats) -> Bools:
    """Return which cells are drawn account by account: few, no two of them at nearly the same place."""
    few = count <= MOST_SINGLE
    some = np.flatnonzero(few[cell])
    squares = np.stack([np.floor(x[some] / APART), np.floor(y[some] / APART)], axis=1)
    order = np.lexsort((squares[:, 1], squares[:, 0], cell[some]))
    kept, squares = cell[some][order], squares[order]
    same = (kept[1:] == kept[:-1]) & (squares[1:] == squares[:-1]).all(axis=1)
    alone = few.copy()
    alone[kept[1:][same]] = False
    return np.asarray(alone)
