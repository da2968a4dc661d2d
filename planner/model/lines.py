"""Which side of a drawn line points lie on."""

from __future__ import annotations

import numpy as np

from planner.model.types import Bools, Floats, bools, floats

ARC = 16
"""Corners of the half circle that closes a side far outside; it goes around everything."""


def on_its_left(line: Floats, points: Floats) -> Bools:
    """Return which points lie to the left of a line that goes on straight at both ends, shape (p,).

    Where the line crosses itself, sides change as they do across the line.

    Parameters
    ----------
    line : Floats, shape (v, 2)
    points : Floats, shape (p, 2)

    Raises
    ------
    ValueError
        When the line has no two different points.
    """
    kept = _without_repeats(line)
    if len(kept) < 2:
        raise ValueError("a line needs two different points")
    if not len(points):
        return bools([])
    everything = np.concatenate([kept, points])
    middle = (everything.min(axis=0) + everything.max(axis=0)) / 2
    far = 10.0 * float(np.abs(everything - middle).max() + 1.0)
    begin = kept[0] + far * _direction(kept[0] - kept[1])
    end = kept[-1] + far * _direction(kept[-1] - kept[-2])
    # From the far end anticlockwise around everything to the far begin: what is inside is on the left.
    first, last = (np.arctan2(*(one - middle)[::-1]) for one in (end, begin))
    turn = np.linspace(first, last if last > first else last + 2 * np.pi, ARC)
    around = middle + 3 * far * np.stack([np.cos(turn), np.sin(turn)], axis=1)
    return _inside(floats(np.concatenate([[begin], kept, [end], around])), points)


def _without_repeats(line: Floats) -> Floats:
    line = floats(np.reshape(line, (-1, 2)))
    fresh = np.ones(len(line), np.bool_)
    fresh[1:] = (np.diff(line, axis=0) != 0).any(axis=1)
    return floats(line[fresh])


def _direction(step: Floats) -> Floats:
    return floats(step / np.hypot(*step))


def _inside(corners: Floats, points: Floats) -> Bools:
    """Return which points lie inside a ring, by how often a ray to the right crosses it."""
    inside = np.zeros(len(points), np.bool_)
    x, y = points[:, 0], points[:, 1]
    for (x1, y1), (x2, y2) in zip(corners, np.roll(corners, -1, axis=0), strict=True):
        between = (y1 > y) != (y2 > y)
        if between.any():
            inside ^= between & (x < x1 + (y - y1) / (y2 - y1) * (x2 - x1))
    return bools(inside)
