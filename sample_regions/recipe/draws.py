"""Draws that are the same on every machine and for every version: Mersenne twister, own transforms."""

from __future__ import annotations

import math
from bisect import bisect
from collections.abc import Sequence
from itertools import accumulate
from random import Random
from statistics import NormalDist
from typing import TypeVar

T = TypeVar("T")


class Draws:
    """A seeded stream of random values; only `Random.random` is used, whose values never change."""

    def __init__(self, seed: int) -> None:
        self._random = Random(seed)

    def share(self) -> float:
        """Return a number in [0, 1)."""
        return self._random.random()

    def between(self, low: float, high: float) -> float:
        """Return a number in [low, high)."""
        return low + (high - low) * self.share()

    def whole(self, low: int, high: int) -> int:
        """Return a whole number in low..high."""
        return low + int(self.share() * (high - low + 1))

    def normal(self) -> float:
        """Return a standard normal number, within 3.9 deviations."""
        return normal(self.share())

    def one_of(self, values: Sequence[T], weights: Sequence[float] | None = None) -> T:
        """Return one of the values, as often as its weight says."""
        if weights is None:
            return values[int(self.share() * len(values))]
        return values[index_of(list(accumulate(weights)), self.share())]

    def order(self, n: int) -> list[int]:
        """Return 0..n-1 in random order."""
        return sorted(range(n), key=lambda _: self.share())


def normal(share: float) -> float:
    """Return the standard normal number below which that share lies, within 3.9 deviations."""
    return NormalDist().inv_cdf(0.00005 + 0.9999 * share)


def lognormal(share: float, median: float, sigma: float, most: float) -> float:
    """Return the lognormal number of that share, capped so that no single one outweighs the rest."""
    return min(most, median * math.exp(sigma * normal(share)))


def index_of(cumulative: Sequence[float], share: float) -> int:
    """Return the index whose step of the cumulative sums holds the share of the total."""
    return min(bisect(cumulative, share * cumulative[-1]), len(cumulative) - 1)
