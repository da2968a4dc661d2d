"""Integers for CP-SAT: scaled so that sums stay far from overflow, rounded towards the safe side."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

Int64s = NDArray[np.int64]


def scale_for(values: ArrayLike, largest_sum: int = 10**9) -> float:
    """Return the factor that makes the sum of absolute values at most `largest_sum`.

    CP-SAT reasons in 64-bit integers and slows down with large coefficients; a billion keeps nine
    digits. All zeros give 1.
    """
    total = float(np.abs(np.asarray(values, dtype=np.float64)).sum())
    return largest_sum / total if total > 0 else 1.0


def nearest(values: ArrayLike, scale: float) -> Int64s:
    """Return round(scale * values)."""
    return np.rint(np.asarray(values, dtype=np.float64) * scale).astype(np.int64)


def down(values: ArrayLike, scale: float) -> Int64s:
    """Return floor(scale * values)."""
    return np.floor(np.asarray(values, dtype=np.float64) * scale).astype(np.int64)


def up(values: ArrayLike, scale: float) -> Int64s:
    """Return ceil(scale * values)."""
    return np.ceil(np.asarray(values, dtype=np.float64) * scale).astype(np.int64)
