"""Classes of a measure, for a map that is coloured by a figure per region."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from planner.model.types import Bools, Floats, Ints, floats, ints

NO_CLASS = -1


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


def _classed(values: Floats, known: Bools, limits: Floats) -> RegionClasses:
    classes = len(limits) - 1
    of_region = np.full(len(values), NO_CLASS)
    of_region[known] = np.clip(np.searchsorted(limits[1:], values[known]), 0, classes - 1)
    counts = np.bincount(of_region[known], minlength=classes)
    return RegionClasses(floats(limits), ints(of_region), ints(counts))
