"""Snapping: a corner that is drawn near a corner or border of a region lies exactly on it."""

from __future__ import annotations

import numpy as np

from ui.map.scene import MapScene

REACH = 8.0
"""Logical pixels within which a corner snaps."""


def snapped(scene: MapScene, x: float, y: float) -> tuple[float, float]:
    """Return the nearest corner within reach, else the nearest place on a border, else the pixel itself."""
    level = scene.prepared.level_for(scene.view.scale)
    dpr, wide = scene.frame.dpr, 2 * REACH * scene.frame.dpr
    box = scene.view.box_of(((x - REACH) * dpr, (y - REACH) * dpr, wide, wide))
    near = level.segments_near(box)
    if not len(near):
        return (x, y)
    lines = scene.pixels_of(level.segments[near].reshape(-1, 2)).reshape(-1, 2, 2)
    here = np.array([x, y])
    for candidates in (lines.reshape(-1, 2), _feet(lines, here)):
        away = np.hypot(*(candidates - here).T)
        nearest = int(away.argmin())
        if away[nearest] <= REACH:
            return (float(candidates[nearest, 0]), float(candidates[nearest, 1]))
    return (x, y)


def _feet(
    lines: np.ndarray[tuple[int, ...], np.dtype[np.float64]],
    point: np.ndarray[tuple[int, ...], np.dtype[np.float64]],
) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    """Return the place on each line, shape (s, 2, 2), that is nearest to a point."""
    start, along = lines[:, 0], lines[:, 1] - lines[:, 0]
    length = np.maximum((along**2).sum(axis=1), 1e-12)
    part = np.clip(((point - start) * along).sum(axis=1) / length, 0.0, 1.0)
    return np.asarray(start + along * part[:, None])
