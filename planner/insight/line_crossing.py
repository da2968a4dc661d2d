"""Which neighbours a drawn line parts."""

from __future__ import annotations

from typing import Any

import numpy as np
import shapely

from planner.insight.shape import shapes_of
from planner.model.plan import Plan
from planner.model.types import Bools, Floats, Ints, bools, ints

Drawn = Any
"""A line of shapely, which has no types."""

APART_M = 1.0
"""A line goes straight from one region into another where it leaves the one so near to the other."""


def pairs_crossed(plan: Plan, line: Floats) -> Ints:
    """Return the neighbours whose shared border a drawn line crosses, sorted, shape (b, 2).

    A link over water, from point to point as the map draws it, is crossed like a border. A line that
    runs along a border crosses it too.

    Parameters
    ----------
    line : Floats, shape (v, 2)
        Metres of the plan.

    Raises
    ------
    ValueError
        When the line has fewer than two points.
    """
    if len(line) < 2:
        raise ValueError("a line needs two points")
    drawn = shapely.linestrings(line)
    pairs = np.concatenate([_borders(plan, drawn), _links(plan, drawn)])
    return ints(pairs[np.lexsort((pairs[:, 1], pairs[:, 0]))])


def _borders(plan: Plan, drawn: Drawn) -> Ints:
    """Return the borders between two regions that the line goes through one after the other."""
    geometry, borders = plan.regions.geometry, plan.regions.graph.borders
    left, low, right, high = drawn.bounds
    box = geometry.boxes()
    near = (box[:, 0] <= right) & (box[:, 2] >= left) & (box[:, 1] <= high) & (box[:, 3] >= low)
    found = np.flatnonzero(near)
    parts = shapely.intersection(_valid(shapes_of(geometry, ints(found))), drawn)
    through = ~shapely.is_empty(parts)
    part = np.full(len(plan.regions), None, object)
    part[found[through]] = parts[through]
    both = np.array([one is not None for one in part], np.bool_)[borders].all(axis=1)
    pairs = borders[both]
    apart = shapely.distance(part[pairs[:, 0]], part[pairs[:, 1]])
    return ints(pairs[apart <= APART_M])


def _links(plan: Plan, drawn: Drawn) -> Ints:
    links = plan.regions.graph.links
    crossed: Bools = bools(
        shapely.intersects(shapely.linestrings(plan.regions.points[links]), drawn)
    )
    return ints(links[crossed])


def _valid(shapes: Any) -> Any:
    broken = ~shapely.is_valid(shapes)
    shapes[broken] = shapely.make_valid(shapes[broken])
    return shapes
