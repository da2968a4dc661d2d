"""The situation today: territories that fitted once and drifted, as power diagrams around homes."""

from __future__ import annotations

import numpy as np

from sample_regions.recipe.draws import Draws


def split(xy: np.ndarray, weight: np.ndarray, parts: int) -> np.ndarray:
    """Cut places into compact parts of equal weight, by halves across the longer side; shape (n,)."""
    part = np.zeros(len(xy), dtype=int)
    _halve(xy, weight, np.arange(len(xy)), 0, parts, part)
    return part


def _halve(
    xy: np.ndarray, weight: np.ndarray, rows: np.ndarray, first: int, parts: int, out: np.ndarray
) -> None:
    if parts == 1:
        out[rows] = first
        return
    left = parts // 2
    axis = int(np.argmax(np.ptp(xy[rows], axis=0)))
    order = rows[np.argsort(xy[rows, axis], kind="stable")]
    cumulative = np.cumsum(weight[order])
    cut = int(np.searchsorted(cumulative, cumulative[-1] * left / parts)) + 1
    cut = min(max(cut, left), len(rows) - (parts - left))
    _halve(xy, weight, order[:cut], first, left, out)
    _halve(xy, weight, order[cut:], first + left, parts - left, out)


def drifted_shares(capacity: np.ndarray, off: float, draws: Draws) -> np.ndarray:
    """Return shares by capacity, each off by up to `off`, one by all of it up and one down."""
    k = len(capacity)
    drift = np.array([draws.between(-off, off) for _ in range(k)])
    if k > 1:
        up, down, *_ = draws.order(k)
        drift[up], drift[down] = off, -off
        others = [t for t in range(k) if t not in (up, down)]
        for _ in range(5 if others else 0):  # the two stay; the others take up the difference
            drift[others] -= (capacity @ drift) / capacity[others].sum()
            drift[others] = drift[others].clip(-off, off)
    shares = capacity * (1 + drift)
    return np.asarray(shares / shares.sum())


def power_diagram(
    xy: np.ndarray, weight: np.ndarray, homes: np.ndarray, shares: np.ndarray
) -> np.ndarray:
    """Return the home each place belongs to: least squared distance minus the home's allowance.

    Allowances are raised and lowered until every home holds about its share of the weight
    (Aurenhammer, Hoffmann, Aronov, Algorithmica 20:61-76, 1998).

    Parameters
    ----------
    xy, homes : arrays, shapes (n, 2) and (k, 2)
    weight : array, shape (n,)
    shares : array, shape (k,)
        Sum to 1.
    """
    squared = ((xy[:, None, :] - homes[None, :, :]) ** 2).sum(axis=2)
    allowance = np.zeros(len(homes))
    step = np.median(squared.min(axis=1)) * 2
    best, best_error = np.zeros(len(xy), dtype=int), np.inf
    for turn in range(400):
        owner = np.argmin(squared - allowance, axis=1)
        held = np.bincount(owner, weight, minlength=len(homes)) / weight.sum()
        error = float(np.abs(held / shares - 1).max())
        if error < best_error:
            best, best_error = owner, error
        allowance += step * 0.985**turn * (1 - held / shares).clip(-1, 1)
    return best
