"""A few large places, by which people see whether a map lies where it should."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from planner.io.gazetteer import COUNTRIES, shipped_places
from planner.model.types import Floats

Box = tuple[float, float, float, float]
"""West, south, east and north in degrees."""


@dataclass(frozen=True, slots=True)
class Landmark:
    """A place and its degrees."""

    name: str
    lon: float
    lat: float


def landmarks(box: Box, most: int = 12, apart: float = 0.1) -> tuple[Landmark, ...]:
    """Return the largest places in a box, none nearer to another than a part of the box's width.

    Empty where no places are installed, or none of them lies there.
    """
    places = shipped_places(frozenset(COUNTRIES))
    west, south, east, north = box
    size = np.array([max(east - west, 1e-9), max(north - south, 1e-9)])
    at = places.lon_lat
    inside = ((at >= (west, south)) & (at <= (east, north))).all(axis=1) if len(at) else ()
    chosen: list[int] = []
    rows = np.flatnonzero(inside)
    for row in rows[np.argsort(-places.population[rows], kind="stable")].tolist():
        if all(_far(at[row], at[other], size) > apart for other in chosen):
            chosen.append(row)
        if len(chosen) == most:
            break
    return tuple(Landmark(places.names[row], *at[row].tolist()) for row in chosen)


def _far(one: Floats, other: Floats, size: Floats) -> float:
    return float(np.max(np.abs(one - other) / size))
