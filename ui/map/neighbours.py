"""Which region comes next when an arrow key is pressed. Knows no Qt."""

from __future__ import annotations

import numpy as np

from planner.model.types import Floats
from ui.map.prepared import PreparedMap

WITHIN = np.cos(np.radians(45.0))


def region_towards(prepared: PreparedMap, region: int, direction: tuple[float, float]) -> int:
    """Return the neighbour in a direction, or the region itself when there is nothing that way.

    That is the neighbour with the longest shared border among those within 45 degrees; without one, the
    nearest region within 45 degrees: over water, say.

    Parameters
    ----------
    prepared : PreparedMap
    region : int
    direction : (float, float)
        Unit vector, right and down.
    """
    one, other = prepared.borders[:, 0], prepared.borders[:, 1]
    touching = (one == region) | (other == region)
    neighbours = np.where(one[touching] == region, other[touching], one[touching])
    ahead = _ahead(prepared.points, region, direction)
    there = ahead[neighbours]
    if there.any():
        return int(neighbours[there][np.argmax(prepared.border_m[touching][there])])
    beyond = np.flatnonzero(ahead)
    if not len(beyond):
        return region
    distance = ((prepared.points[beyond] - prepared.points[region]) ** 2).sum(axis=1)
    return int(beyond[np.argmin(distance)])


def _ahead(
    points: Floats, region: int, direction: tuple[float, float]
) -> np.ndarray[tuple[int, ...], np.dtype[np.bool_]]:
    """Return which regions lie within 45 degrees of a direction, shape (n,)."""
    step = points - points[region]
    distance = np.hypot(step[:, 0], step[:, 1])
    along = step[:, 0] * direction[0] + step[:, 1] * direction[1]
    return np.asarray((along >= WITHIN * distance - 1e-9) & (distance > 0))
