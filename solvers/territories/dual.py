"""The dual of the free-seat relaxation as a function of its multipliers: softened, exact and proven.

Every region is in one territory. Pricing that rule with a worth for each site leaves every seat free
to gather the territory that is cheapest around it (`pricing`), and territories have different seats,
so that for *any* multipliers

``sum_i w_i a_i - sum_q free_q loose_q + sum_g (the K_g smallest V_jg)``

is at most the travel of any plan under the rules; g runs over the sizes of territory, K_g is their
number. Softened, the choice of seats and the kinks of the tilts are rounded off (always downwards).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from planner.judge.certificate import FreeSeats
from planner.model.types import Floats, Ints, bools, floats, ints
from solvers.territories import pricing
from solvers.territories.pricing import Prices, Values
from solvers.territories.safe import round_down
from solvers.territories.sites import Layout, Seats, branched

SLICE = 2e6
"""Sites looked at between two looks at the stop token: about 20 ms."""

LEAST_SHARE = 1e-7
"""Seats chosen by less than this part are left out of the gradient."""


class Stopped(Exception):
    """The user or the clock ended the climb."""


@dataclass(frozen=True, slots=True, eq=False)
class Multipliers:
    """Worth of each site (n,), free price of each other measure (q,), tilt of each seat (s, q)."""

    worth: Floats
    free: Floats
    tilt: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Kinks:
    """The kinks of the tilts, rounded off at a width (q,); all of shape (s, q).

    `bend` rounds the absolute value of the tilt, `loose` the price of what has no weight; `lean` and
    `below` are their derivatives by the tilt.
    """

    bend: Floats
    lean: Floats
    loose: Floats
    below: Floats


class Dual:
    """The dual on some of the seats.

    Parameters
    ----------
    layout : Layout
    look : callable
        Asked every 20 ms or so; when it says True, `Stopped` is raised.
    chosen : Ints, shape (s,), optional
        Seats looked at; all unless given. Only then a bound is proven.
    """

    def __init__(
        self, layout: Layout, look: Callable[[], bool], chosen: Ints | None = None
    ) -> None:
        self.layout, self._look = layout, look
        self.sites, seats, self.sizes = layout
        self.chosen = ints(np.arange(len(seats.x))) if chosen is None else chosen
        self.seats = Seats(
            ints(seats.region[self.chosen]), floats(seats.x[self.chosen]), floats(seats.y[self.chosen]),
            ints(seats.own[self.chosen]), bools(seats.allowed[self.chosen]),
        )  # fmt: skip
        s, g = self.seats.allowed.shape
        self.values = Values(
            np.empty((s, g)), np.zeros((s, g)), np.full(s, np.inf),
            np.zeros((s, g), np.int32), np.zeros((s, g)),
        )  # fmt: skip
        self.work = 0

    def follow(self, other: Dual) -> None:
        """Take the slopes of a dual on fewer seats as first guesses; seats are in tree order."""
        near = np.searchsorted(other.chosen, self.chosen, side="right") - 1
        self.values.slope[:] = other.values.slope[near]
        self.values.width[:] = other.values.width[near]

    def exact(self, at: Multipliers) -> float:
        """Return the dual on these seats, to rounding; infinite where they cannot be enough."""
        self._value(at)
        value = self.values.value + np.stack(
            [self._ends(at, size) for size in range(len(self.sizes.number))], axis=1
        )
        return self._fixed(at) + self._least(value)

    def soft(
        self, at: Multipliers, heat: float, round_off: Floats
    ) -> tuple[float, float, Multipliers]:
        """Return the softened dual, the exact one, and the gradient of the softened one."""
        prices = self._value(at)
        kinks = self._kinks(at, round_off)
        cover, load = np.zeros(len(at.worth)), np.zeros(at.tilt.shape)
        tilt, free = np.zeros(at.tilt.shape), -self.sizes.loose
        total = self._fixed(at)
        exact = np.empty(self.values.value.shape)
        for size, number in enumerate(self.sizes.number):
            least, most = self.sizes.least[size], self.sizes.most[size]
            plain = self.values.value[:, size]
            exact[:, size] = plain + self._ends(at, size)
            middle, half = (most + least) / 2, (most - least) / 2
            softened = plain + (at.tilt * middle - kinks.bend * half + kinks.loose).sum(axis=1)
            share = np.zeros(len(plain))
            total += pricing.soften(softened, number, heat, share)
            self._cover(at, prices, size, share, cover, load)
            part = share[:, None]
            free = free + (part * kinks.below).sum(axis=0)
            tilt += part * (middle - kinks.lean * half - kinks.below)
        slope = Multipliers(
            floats(self.sites.weight * (1 - cover)), floats(free), floats(tilt - load)
        )
        return total, self._fixed(at) + self._least(exact), slope

    def bound(self, at: Multipliers) -> float:
        """Return a proven bound: every V_jg valued through its multipliers alone, rounded down."""
        prices = self._value(at)
        slope = self.values.slope
        floor, size = np.empty(slope.shape), np.empty(slope.shape)
        for first, end in self._slices():
            pricing.seat_floors(
                self.sites, self.seats, self.sizes, prices, at.tilt, slope, first, end, floor, size
            )
        terms = len(at.worth) + len(at.free) + int(self.sizes.number.sum())
        total = self._fixed(at) + self._least(floats(round_down(floor, terms, size)))
        if not math.isfinite(total):
            return math.inf
        fixed = (
            np.abs(self.sites.weight * at.worth).sum() + np.abs(at.free * self.sizes.loose).sum()
        )
        return float(round_down(total, terms, fixed + abs(total)))

    def proof(self, at: Multipliers) -> FreeSeats:
        """Return the multipliers that were valued last, in the order of the regions."""
        region = self.seats.region
        worth, tilt = np.zeros(len(region)), np.empty(at.tilt.shape)
        slope = np.empty(self.values.slope.shape)
        worth[self.sites.region] = at.worth
        tilt[region], slope[region] = at.tilt, self.values.slope
        return FreeSeats(self.sizes.kind, floats(worth), at.free, floats(tilt), floats(slope))

    def _fixed(self, at: Multipliers) -> float:
        """Return the part of the dual that no seat has a say in."""
        return float((self.sites.weight * at.worth).sum() - (at.free * self.sizes.loose).sum())

    def _least(self, value: Floats) -> float:
        """Return the sum of the least values (s, g), as many of each size as there are."""
        return sum(
            float(np.partition(value[:, size], number - 1)[:number].sum())
            for size, number in enumerate(self.sizes.number)
        )

    def _ends(self, at: Multipliers, size: int) -> Floats:
        """Return what the tilts add to the value of each seat, shape (s,)."""
        least, most = self.sizes.least[size], self.sizes.most[size]
        ends = np.where(at.tilt > 0, at.tilt * least, at.tilt * most)
        return floats((ends + self.sizes.loose * np.minimum(0.0, at.free - at.tilt)).sum(axis=1))

    def _kinks(self, at: Multipliers, width: Floats) -> Kinks:
        bend = np.hypot(at.tilt, width)
        over = (at.tilt - at.free) / width
        # -width log(1 + exp(over)) lies below min(0, free - tilt).
        loose = -width * self.sizes.loose * np.logaddexp(0.0, over)
        below = np.exp(-np.logaddexp(0.0, -over)) * self.sizes.loose
        return Kinks(floats(bend), floats(at.tilt / bend), floats(loose), floats(below))

    def _cover(
        self, at: Multipliers, prices: Prices, size: int, share: Floats, cover: Floats, load: Floats
    ) -> None:
        taking = np.flatnonzero(share > LEAST_SHARE)
        self.work += pricing.add_cover(
            self.sites, self.seats, prices, at.tilt, self.values,
            taking, share[taking], size, cover, load,
        )  # fmt: skip

    def _value(self, at: Multipliers) -> Prices:
        prices = Prices(at.worth, branched(at.worth, self.sites.leaf, np.maximum), at.free)
        for first, end in self._slices():
            self.work += pricing.value_seats(
                self.sites, self.seats, self.sizes, prices, at.tilt, self.values, first, end
            )
        return prices

    def _slices(self) -> Iterator[tuple[int, int]]:
        """Cut the seats into slices; raises Stopped when asked to between them."""
        step = max(1, int(SLICE / len(self.sites.x)))
        for first in range(0, len(self.chosen), step):
            if self._look():
                raise Stopped
            yield first, min(first + step, len(self.chosen))
