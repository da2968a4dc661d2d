"""Taking, joining and adding to outlines in their ragged form, without a loop over regions."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from planner.model.geometry import Geometry
from planner.model.types import Floats, Ints, ints


def runs(start: Ints, which: Ints) -> tuple[Ints, Ints]:
    """Return the members of the chosen runs one after another, and where each run begins among them.

    Run i has the members `start[i]:start[i + 1]`.
    """
    length = np.diff(start)[which]
    begins = np.concatenate([[0], np.cumsum(length)])
    member = np.arange(begins[-1]) + np.repeat(start[which] - begins[:-1], length)
    return ints(member), ints(begins)


@lru_cache(maxsize=2)
def boxes_of(geometry: Geometry) -> Floats:
    """Return `Geometry.boxes`, remembered: a pointer that looks for borders asks at every move."""
    return geometry.boxes()


def taken(geometry: Geometry, regions: Ints) -> Geometry:
    """Return the outlines of these regions, in this order."""
    polygons, region_start = runs(geometry.region_start, regions)
    rings, polygon_start = runs(geometry.polygon_start, polygons)
    vertices, ring_start = runs(geometry.ring_start, rings)
    return Geometry(geometry.xy[vertices], ring_start, polygon_start, region_start)


def joined(one: Geometry, other: Geometry) -> Geometry:
    """Return the outlines of both, one after the other."""
    return Geometry(
        np.concatenate([one.xy, other.xy]),
        _after(one.ring_start, other.ring_start),
        _after(one.polygon_start, other.polygon_start),
        _after(one.region_start, other.region_start),
    )


def with_vertices(geometry: Geometry, after: Ints, xy: Floats) -> Geometry:
    """Return the outlines with more vertices, each behind the vertex of the number `after`, shape (p,).

    Several behind one vertex follow in the order given. None may stand behind the last of a ring.
    """
    if not len(after):
        return geometry
    ends = np.searchsorted(np.sort(after), geometry.ring_start, side="left")
    return Geometry(
        np.insert(geometry.xy, np.asarray(after) + 1, xy, axis=0),
        ints(geometry.ring_start + ends),
        geometry.polygon_start,
        geometry.region_start,
    )


def _after(one: Ints, other: Ints) -> Ints:
    return ints(np.concatenate([one, other[1:] + one[-1]]))
