"""Where reps live, in regions: home bases for territories."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from planner.model.projection import project
from planner.model.regions import RegionSet
from planner.model.reps import Rep
from planner.model.types import UNASSIGNED, Bools, Floats, Ints, floats, ints

CANDIDATES = 200
"""Regions that are tried as the seat of a territory whose rep has no home; the heaviest ones."""


def homes_of(regions: RegionSet, reps: Sequence[Rep | None]) -> Floats:
    """Return the homes in metres of the region set, shape (len(reps), 2); NaN where unknown."""
    degrees = np.full((len(reps), 2), np.nan)
    for row, rep in enumerate(reps):
        if rep is not None and rep.lon_lat is not None:
            degrees[row] = rep.lon_lat
    if np.isnan(degrees).all():
        return floats(degrees)
    return project(floats(degrees), regions.crs)


def nearest_region(points: Floats, home: Floats, allowed: Bools) -> int:
    """Return the allowed region whose representative point is nearest; UNASSIGNED without a home."""
    if not np.isfinite(home).all() or not allowed.any():
        return UNASSIGNED
    squared = ((points - home) ** 2).sum(axis=1)
    return int(np.argmin(np.where(allowed, squared, np.inf)))


def home_seats(regions: RegionSet, reps: Sequence[Rep | None], parts: Sequence[Bools]) -> Ints:
    """Return the region each rep lives in or nearest to, inside the part allowed to him.

    Two reps may live in one region. UNASSIGNED where the home is unknown.

    Parameters
    ----------
    reps : k reps or None
    parts : k masks of shape (n,)
        Regions each territory may have.

    Returns
    -------
    Ints, shape (k,)
    """
    homes = homes_of(regions, reps)
    return ints(
        [
            nearest_region(regions.points, home, allowed)
            for home, allowed in zip(homes, parts, strict=True)
        ]
    )


def fill_seats(points: Floats, weight: Floats, seats: Ints, parts: Sequence[Bools]) -> Ints:
    """Give each territory without a home a seat: the region that shortens all travel most.

    Greedy p-median (Kuehn and Hamburger, Manag. Sci. 9(4):643-666, 1963) over the `CANDIDATES`
    heaviest regions of the territory's part, with the seats already there kept.

    Parameters
    ----------
    points : Floats, shape (n, 2)
    weight : Floats, shape (n,)
    seats : Ints, shape (k,)
        UNASSIGNED where one is wanted.
    parts : k masks of shape (n,)

    Returns
    -------
    Ints, shape (k,)
    """
    filled = seats.copy()
    for territory in map(int, np.flatnonzero(seats == UNASSIGNED)):
        inside = parts[territory]
        filled[territory] = _best_new_seat(points, weight, filled[filled != UNASSIGNED], inside)
    return ints(filled)


def _best_new_seat(points: Floats, weight: Floats, seats: Ints, inside: Bools) -> int:
    regions = np.flatnonzero(inside)
    if not len(regions):
        return UNASSIGNED
    heaviest = regions[np.argsort(-weight[regions], kind="stable")[:CANDIDATES]]
    inner, load = points[regions], weight[regions]
    nearest = np.full(len(regions), np.inf)
    for seat in seats[inside[seats]]:
        nearest = np.minimum(nearest, _km(inner, points[seat]))
    travel = [
        float((load * np.minimum(nearest, _km(inner, points[candidate]))).sum())
        for candidate in heaviest
    ]
    return int(heaviest[int(np.argmin(travel))])


def _km(points: Floats, seat: Floats) -> Floats:
    return floats(np.hypot(points[:, 0] - seat[0], points[:, 1] - seat[1]) / 1000.0)
