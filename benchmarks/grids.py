"""Made-up problems on grids, for kernels and for warming them up: no file is needed."""

from __future__ import annotations

from typing import Any

import numpy as np

from planner.judge.problem import Problem
from planner.model.types import Ints, ints

SPREAD = 1.0
"""Weights lie between 1 and 1 + SPREAD, drawn from a fixed seed."""


def grid(rows: int, columns: int, k: int, measures: int = 1, **more: Any) -> Problem:
    """Return a problem on a grid of regions 1 km apart, with k equal territories."""
    n = rows * columns
    number = np.arange(n).reshape(rows, columns)
    across = np.stack([number[:, :-1].ravel(), number[:, 1:].ravel()], axis=1)
    down = np.stack([number[:-1].ravel(), number[1:].ravel()], axis=1)
    at = np.stack([np.arange(n) % columns, np.arange(n) // columns], axis=1)
    fields: dict[str, Any] = {
        "name": f"grid {rows} x {columns}", "measures": tuple(f"measure {a}" for a in range(measures)),
        "weights": 1 + SPREAD * np.random.default_rng(1).random((n, measures)),
        "targets": np.full((k, measures), 1 / k), "tolerance": np.full(measures, 0.05),
        "edges": ints(np.concatenate([across, down])), "xy_km": at.astype(float),
    }  # fmt: skip
    return Problem(**fields | more)


def blocks(rows: int, columns: int, high: int, wide: int) -> Ints:
    """Return an owner of high x wide connected blocks, shape (rows * columns,)."""
    row, column = np.divmod(np.arange(rows * columns), columns)
    return ints(row * high // rows * wide + column * wide // columns)


def middles(rows: int, columns: int, high: int, wide: int) -> Ints:
    """Return the region in the middle of each block, shape (high * wide,)."""
    row = (2 * np.arange(high) + 1) * rows // (2 * high)
    column = (2 * np.arange(wide) + 1) * columns // (2 * wide)
    return ints((row[:, None] * columns + column[None, :]).ravel())
