"""What the balance strip shows, without Qt: bars around a target, the scale, what is furthest from it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import Enum, auto

import numpy as np

SCROLLED_FROM = 40
"""More bars than these are scrolled."""
HISTOGRAM_FROM = 200
"""More bars than these become a histogram with the furthest ones beside it."""
FURTHEST = 10


class Form(Enum):
    """How many bars decide the form of the chart."""

    EMPTY = auto()
    BARS = auto()
    SCROLLED = auto()
    HISTOGRAM = auto()


@dataclass(frozen=True, slots=True)
class Bar:
    """One territory in one measure.

    Attributes
    ----------
    territory : int
        Its number in the layer.
    code, name : str
    deviation : float
        Fraction of the target; inf where a territory without target holds something.
    before : float or None
        The deviation it had before, marked beside the bar.
    """

    territory: int
    code: str
    name: str
    deviation: float
    before: float | None = None


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of the summary: what, how much, and how it is judged (good, bad or "")."""

    label: str
    value: str
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Balance:
    """Everything the strip draws: bars in the order of the territories, the rule, the summary.

    Attributes
    ----------
    begun : bool
        Whether any region has a territory; before that no bar is blamed for being empty.
    """

    title: str = ""
    measure: str = ""
    tolerance: float = 0.05
    bars: tuple[Bar, ...] = ()
    figures: tuple[Figure, ...] = ()
    begun: bool = True

    @property
    def form(self) -> Form:
        """How the bars are drawn."""
        count = len(self.bars)
        if count == 0:
            return Form.EMPTY
        if count > HISTOGRAM_FROM:
            return Form.HISTOGRAM
        return Form.SCROLLED if count > SCROLLED_FROM else Form.BARS

    def outside(self, bar: Bar) -> bool:
        """Whether a bar breaks the rule."""
        return not abs(bar.deviation) <= self.tolerance + 1e-9

    @property
    def within(self) -> int:
        """Number of territories inside the rule."""
        return sum(not self.outside(bar) for bar in self.bars)

    def furthest(self, count: int = FURTHEST) -> tuple[int, ...]:
        """Return the places of the bars furthest from their target, furthest first."""
        order = sorted(range(len(self.bars)), key=lambda at: -abs(self.bars[at].deviation))
        return tuple(order[:count])

    @property
    def limit(self) -> float:
        """The deviation at the edge of the chart: the rule is always in view, 100 % is the most."""
        known = [abs(bar.deviation) for bar in self.bars if math.isfinite(bar.deviation)]
        least = max(1.7 * self.tolerance, 0.01)
        return min(max([least, *(1.08 * each for each in known)]), max(1.0, least))


@dataclass(frozen=True, slots=True)
class Histogram:
    """Counts of territories by deviation; `edges` has one entry more than `counts`."""

    counts: tuple[int, ...]
    edges: tuple[float, ...]


def histogram(balance: Balance, bins: int = 25) -> Histogram:
    """Count the territories by deviation, those beyond the scale in the outermost bins."""
    limit = balance.limit
    values = np.nan_to_num([bar.deviation for bar in balance.bars], posinf=limit, neginf=-limit)
    counts, edges = np.histogram(np.clip(values, -limit, limit), bins, (-limit, limit))
    return Histogram(tuple(map(int, counts)), tuple(map(float, edges)))
