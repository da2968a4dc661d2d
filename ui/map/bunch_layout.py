"""Where bunches of accounts stand: beside what is there already, and never over one another. Knows no Qt."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from planner.model.types import Bools, Floats, floats
from planner.notation import number
from ui.map.account_points import Bunches, Longs
from ui.map.label_layout import Rect

LEAST, GROWTH, MOST = 10.0, 3.2, 20.0
"""Radius of a bunch in logical pixels: of one account, more for ten times as many, at most."""
BY_LETTERS = (0.0, 10.0, 11.0, 14.0, 17.0, 20.0)
"""Least radius for so many letters of its count."""
GAP = 2.0
NEAREST = 6
"""A bunch without a place joins one of so many."""
DODGES = np.array(
    [
        (away * math.cos(turn), away * math.sin(turn))
        for away in (12.0, 20.0, 28.0, 38.0)
        for turn in np.arange(8) * math.pi / 4
    ]
)
"""Where else a bunch may stand that would lie over a label, from its own place."""


@dataclass(frozen=True, slots=True)
class Bunch:
    """A bunch at its place.

    Attributes
    ----------
    x, y, radius : float
        Logical pixels.
    count : int
    money : float
    cells : tuple of int
        Cells of `Bunches` whose accounts it holds.
    """

    x: float
    y: float
    radius: float
    count: int
    money: float
    cells: tuple[int, ...]

    @property
    def box(self) -> Rect:
        """The rectangle it takes."""
        return (self.x - self.radius, self.y - self.radius, 2 * self.radius, 2 * self.radius)


def count_words(count: int) -> str:
    """Return a count in at most four letters: 999, 1.2k, 12k, 2.5M."""
    for factor, letter in ((1_000_000, "M"), (1_000, "k")):
        if count >= factor:
            size = count / factor
            return number(size, 1 if size < 9.95 else 0) + letter
    return str(count)


def radius_of(count: int) -> float:
    """Return the radius of a bunch in logical pixels."""
    by_count = LEAST + GROWTH * math.log10(max(count, 1))
    return min(max(by_count, BY_LETTERS[len(count_words(count))]), MOST)


def radii_of(counts: Longs) -> Floats:
    """Return the radii of bunches in logical pixels, shape (b,)."""
    kinds, which = np.unique(counts, return_inverse=True)
    return floats(np.array([radius_of(int(count)) for count in kinds])[which])


def placed_bunches(found: Bunches, taken: Sequence[Rect]) -> list[Bunch]:
    """Return every bunch, clear of what is taken: moved a little, else joined with its neighbour.

    The counts of all of them add up to those found, unless there is no free place for any.
    """
    boxes = np.array(taken, np.float64).reshape(-1, 4)
    radius = radii_of(found.count.astype(np.int64))
    every = [
        Bunch(x, y, size, count, money, (cell,))
        for (x, y), size, count, money, cell in zip(
            found.at.tolist(), radius.tolist(), found.count.tolist(), found.money.tolist(),
            found.cell.tolist(), strict=True,
        )
    ]  # fmt: skip
    hit = in_boxes(found.at, radius, boxes)
    room = _Room(boxes, [one for one, over in zip(every, hit, strict=True) if not over])
    for one in sorted((each for each, over in zip(every, hit, strict=True) if over), key=_order):
        room.settle(one)
    return room.standing


def _order(one: Bunch) -> tuple[int, tuple[int, ...]]:
    return (-one.count, one.cells)


class _Room:
    """What is taken, and the bunches that stand already."""

    def __init__(self, boxes: Floats, standing: list[Bunch]) -> None:
        self.boxes = boxes
        self.standing = standing
        self._circles = np.array([(each.x, each.y, each.radius) for each in standing]).reshape(
            -1, 3
        )

    def settle(self, one: Bunch) -> None:
        """Put a bunch beside its place, or join it with the nearest that can grow for it."""
        places = np.array([one.x, one.y]) + DODGES
        clear = ~in_boxes(places, np.full(len(places), one.radius), self.boxes)
        clear[clear] &= ~self._touched(places[clear], one.radius).any(axis=1)
        if clear.any():
            x, y = places[int(clear.argmax())].tolist()
            self.standing.append(replace(one, x=x, y=y))
            self._circles = np.vstack([self._circles, (x, y, one.radius)])
        elif self.standing:
            self._join(one)

    def _touched(self, places: Floats, radius: float) -> Bools:
        """Return which bunches circles at some places would touch, shape (p, standing)."""
        apart = np.hypot(*(places[:, None, axis] - self._circles[:, axis] for axis in (0, 1)))
        return np.asarray(apart < self._circles[:, 2] + radius + GAP)

    def _join(self, one: Bunch) -> None:
        away = np.hypot(self._circles[:, 0] - one.x, self._circles[:, 1] - one.y)
        nearest = np.argsort(away, kind="stable")[:NEAREST].tolist()
        for at in nearest:
            both = _joined(self.standing[at], one)
            place = np.array([[both.x, both.y]])
            touched = self._touched(place, both.radius)[0]
            touched[at] = False
            if not (touched.any() or in_boxes(place, np.array([both.radius]), self.boxes)[0]):
                self._grow(at, both)
                return
        at = nearest[0]
        self._grow(at, replace(_joined(self.standing[at], one), radius=self.standing[at].radius))

    def _grow(self, at: int, both: Bunch) -> None:
        self.standing[at] = both
        self._circles[at, 2] = both.radius


def in_boxes(places: Floats, radius: Floats, boxes: Floats) -> Bools:
    """Return which circles, by the squares around them, lie over any of the boxes, shape (p,)."""
    over = np.ones((len(places), len(boxes)), np.bool_)
    for axis in (0, 1):
        middle, low, size = places[:, axis, None], boxes[:, axis], boxes[:, axis + 2]
        reach = radius[:, None] + GAP
        over &= (low < middle + reach) & (low + size > middle - reach)
    return np.asarray(over.any(axis=1))


def _joined(one: Bunch, other: Bunch) -> Bunch:
    count = one.count + other.count
    return Bunch(
        one.x, one.y, radius_of(count), count, one.money + other.money, one.cells + other.cells
    )
