"""Travel inside territories: seats and distances, in one pass over the regions."""

from __future__ import annotations

import numpy as np

from planner.model.plan import Plan
from planner.model.types import UNASSIGNED, Floats, Ints, floats, ints


def travel_weight(plan: Plan) -> Floats:
    """Return what travel is weighted by: the first measure that is not 0 everywhere, shape (n,).

    Without any such measure every region weighs 1.
    """
    used = np.flatnonzero(plan.loads.sum(axis=0) > 0)
    return floats(plan.loads[:, used[0]] if len(used) else np.ones(len(plan.regions)))


def centre_seats(xy_km: Floats, weight: Floats, owner: Ints, territories: int) -> Ints:
    """Return the region of each territory nearest to its weighted centre, shape (k,); -1 when empty.

    This is the best seat for inertia, exactly: with c the weighted mean of the points,
    ``sum_i w_i |x_i - s|^2 = sum_i w_i |x_i - c|^2 + W |s - c|^2`` (Huygens and Steiner), so the
    region nearest to c is best. A territory without weight takes the plain mean. Ties go to the
    first region.

    Parameters
    ----------
    xy_km : Floats, shape (n, 2)
    weight : Floats, shape (n,)
    owner : Ints, shape (n,)
    territories : int
        Number of territories k.
    """
    regions = np.flatnonzero(owner != UNASSIGNED)
    held = owner[regions]
    weight = weight[regions]
    weight = np.where(np.bincount(held, weight, territories)[held] > 0, weight, 1.0)
    total = np.bincount(held, weight, territories)
    centre = np.stack(
        [np.bincount(held, weight * xy_km[regions, axis], territories) for axis in (0, 1)], axis=1
    ) / np.where(total > 0, total, 1.0).reshape(-1, 1)
    x, y = (xy_km[regions, axis] - centre[held, axis] for axis in (0, 1))
    squared = x * x + y * y
    least = np.full(territories, np.inf)
    np.minimum.at(least, held, squared)
    best = np.flatnonzero(squared == least[held])[::-1]  # reversed: the first of equals is kept
    seats = np.full(territories, UNASSIGNED)
    seats[held[best]] = regions[best]
    return ints(seats)


def km_to_seat(xy_km: Floats, owner: Ints, seats: Ints) -> Floats:
    """Return the straight-line km from each region to its territory's seat, shape (n,); NaN without."""
    seat = np.concatenate([seats, [UNASSIGNED]])[owner]
    difference = xy_km - xy_km[seat]
    km = np.hypot(difference[:, 0], difference[:, 1])
    km[seat == UNASSIGNED] = np.nan
    return floats(km)
