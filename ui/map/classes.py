"""Classes of a measure, for a map that is coloured by a figure per region."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from planner.model.types import Bools, Floats, Ints, floats, ints

NO_CLASS = -1
MOST_STEPS = 256
"""Different values that natural classes are made of."""


@dataclass(frozen=True, slots=True, eq=False)
class RegionClasses:
    """Regions sorted into c classes by a figure.

    Attributes
    ----------
    limits : Floats, shape (c + 1,)
        From the least value to the largest; a class holds what is above its lower limit.
    of_region : Ints, shape (n,)
        Class of each region, -1 where the figure is unknown.
    counts : Ints, shape (c,)
    """

    limits: Floats
    of_region: Ints
    counts: Ints


def quantile_classes(values: Floats, count: int = 7) -> RegionClasses:
    """Sort regions into classes of about equal counts; equal values never part, so there may be fewer.

    Parameters
    ----------
    values : Floats, shape (n,)
        NaN is unknown.
    count : int
        Most classes.
    """
    known = np.isfinite(values)
    kinds = np.unique(values[known])
    if len(kinds) <= 1:
        limits = np.array([kinds[0], kinds[0]]) if len(kinds) else np.zeros(2)
        return _classed(values, known, limits)
    # Limits are values that occur, so that the legend never names a figure nobody has.
    shares = np.linspace(0, 1, min(count, len(kinds)) + 1)[1:]
    upper = np.unique(np.quantile(values[known], shares, method="inverted_cdf"))
    return _classed(values, known, np.concatenate([kinds[:1], upper]))


def equal_classes(values: Floats, count: int = 7) -> RegionClasses:
    """Sort regions into classes of equal width between the least and the largest value."""
    known = np.isfinite(values)
    low, high = (values[known].min(), values[known].max()) if known.any() else (0.0, 0.0)
    return _classed(values, known, np.linspace(low, high, (count if high > low else 1) + 1))


def natural_classes(values: Floats, count: int = 7) -> RegionClasses:
    """Sort regions into classes whose values lie close together.

    The sum of squared deviations within classes is the least there is: W. D. Fisher, "On grouping for
    maximum homogeneity", JASA 53 (1958) 789-798, known to map makers as Jenks. Beyond `MOST_STEPS`
    different values these are counted together in as many groups of equal size first.
    """
    known = np.isfinite(values)
    kinds, counts = np.unique(values[known], return_counts=True)
    if len(kinds) <= 1:
        return quantile_classes(values, count)
    upper, weight, sums, squares = _steps(kinds, counts.astype(np.float64))
    ends = _least_spread(weight, sums, squares, min(count, len(upper)))
    return _classed(values, known, np.concatenate([kinds[:1], upper[ends]]))


def _steps(kinds: Floats, counts: Floats) -> tuple[Floats, Floats, Floats, Floats]:
    """Return the upper value of each step, and its count, sum and sum of squares."""
    last = np.arange(len(kinds))
    if len(kinds) > MOST_STEPS:
        along = np.cumsum(counts)
        last = np.unique(np.searchsorted(along, along[-1] * np.linspace(0, 1, MOST_STEPS + 1)[1:]))
        last = np.minimum(last, len(kinds) - 1)
    first = np.concatenate([[0], last[:-1] + 1])
    shifted = kinds - kinds.mean()  # squares of large, near values would lose their digits
    sums, squares = counts * shifted, counts * shifted**2
    return (
        floats(kinds[last]),
        floats(np.add.reduceat(counts, first)),
        floats(np.add.reduceat(sums, first)),
        floats(np.add.reduceat(squares, first)),
    )


def _least_spread(weight: Floats, sums: Floats, squares: Floats, count: int) -> Ints:
    """Return the last step of each class, by dynamic programming over classes and steps."""
    n = len(weight)
    w, s, q = (np.concatenate([[0.0], np.cumsum(part)]) for part in (weight, sums, squares))
    held, total, square = (part[None, 1:] - part[:-1, None] for part in (w, s, q))
    # Of the steps from row to column, both within; what would end before it begins is not to be had.
    spread = np.where(held > 0, square - total**2 / np.where(held > 0, held, 1.0), np.inf)
    best = spread[0]
    cuts = np.zeros((count, n), np.int64)
    for made in range(1, count):
        before = np.concatenate([[np.inf], best[:-1]])
        cost = before[:, None] + spread
        cuts[made] = cost.argmin(axis=0)
        best = cost.min(axis=0)
    ends = [n - 1]
    for made in range(count - 1, 0, -1):
        ends.append(int(cuts[made, ends[-1]]) - 1)
    return ints(ends[::-1])


def _classed(values: Floats, known: Bools, limits: Floats) -> RegionClasses:
    classes = len(limits) - 1
    of_region = np.full(len(values), NO_CLASS)
    of_region[known] = np.clip(np.searchsorted(limits[1:], values[known]), 0, classes - 1)
    counts = np.bincount(of_region[known], minlength=classes)
    return RegionClasses(floats(limits), ints(of_region), ints(counts))
