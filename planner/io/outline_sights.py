"""Cutting one place out of the outlines before and after mending, for a small picture."""

from __future__ import annotations

from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from planner.io.border_pieces import is_gap, polygons_in
from planner.io.repair import made_valid
from planner.model.outline_defects import Defects, Kind
from planner.model.outline_sight import Drawn, Part, Sight
from planner.model.regions import RegionSet
from planner.model.types import UNASSIGNED, Floats, floats

Shapes = NDArray[Any]
Box = tuple[float, float, float, float]

LEAST_M = 20.0
"""A picture is never of less than this, in metres."""

WIDTHS = 16.0
"""A strip is looked at from so near that this many of its widths fit in the picture."""

MOST_DRAWN = 60
"""Regions that one picture shows at most: more cannot be told apart."""


def sight_of(
    regions: RegionSet, before: Shapes, after: Shapes, defects: Defects, at: int, gap_m: float
) -> Sight:
    """Return what the picture of place `at` of a kind shows.

    Parameters
    ----------
    regions : RegionSet
    before, after : arrays of shape (n,)
        Outlines; the same array where nothing is mended.
    defects : Defects
    at : int
    gap_m : float
        Spaces less wide are gaps.
    """
    first, second = int(defects.first[at]), int(defects.second[at])
    here = [region for region in (first, second) if region != UNASSIGNED]
    middle, width = _middle(before, defects, at, here)
    if defects.kind is Kind.COLLAPSED and after is not before:
        middle, width = _around(after[first])
    half = width / 2.0
    box = (middle[0] - half, middle[1] - half, middle[0] + half, middle[1] + half)
    old = _drawn(regions, before, box, here)
    overlaps, gaps = _marked(before, box, defects.kind, gap_m)
    link = None
    if defects.kind is Kind.ISLAND:
        ends = regions.points[[first, second]].tolist()
        link = (tuple(ends[0]), tuple(ends[1]))
    new = old if after is before else _drawn(regions, after, box, here)
    return Sight(box, old, new, overlaps, gaps, link)


def _middle(
    shapes: Shapes, defects: Defects, at: int, here: list[int]
) -> tuple[tuple[float, float], float]:
    """Return where to look, and how wide the look is in metres."""
    xmin, ymin, xmax, ymax = defects.boxes[at].tolist()
    largest = max(xmax - xmin, ymax - ymin)
    middle = ((xmin + xmax) / 2.0, (ymin + ymax) / 2.0)
    piece = None
    if defects.kind is Kind.OVERLAP:
        piece = shapely.intersection(shapes[here[0]], shapes[here[1]])
    elif defects.kind is Kind.GAP:
        own = shapely.box(xmin, ymin, xmax, ymax)
        near = shapes[_near(shapes, (xmin, ymin, xmax, ymax))]
        piece = shapely.difference(own, shapely.union_all(_clipped(near, own.bounds)))
    elif defects.kind in (Kind.APART, Kind.ALONE) and len(here) == 2:
        ends = shapely.shortest_line(shapes[here[0]], shapes[here[1]])
        middle = tuple(shapely.get_coordinates(ends).mean(axis=0).tolist())
        return middle, float(np.clip(largest, LEAST_M, 400.0))
    if piece is not None:
        parts, _ = polygons_in(np.array([piece], object))
        if len(parts):
            return _of_strip(parts, largest)
    return middle, max(LEAST_M, 1.5 * largest)


def _around(shape: Any) -> tuple[tuple[float, float], float]:
    """Look at the whole of an outline."""
    xmin, ymin, xmax, ymax = shape.bounds
    width = max(LEAST_M, 1.2 * max(xmax - xmin, ymax - ymin))
    return ((xmin + xmax) / 2.0, (ymin + ymax) / 2.0), width


def _of_strip(parts: Shapes, largest: float) -> tuple[tuple[float, float], float]:
    """Look at the broadest place of the largest part, near enough to see how broad it is."""
    strip = parts[int(np.argmax(shapely.area(parts)))]
    ends = shapely.get_coordinates(shapely.maximum_inscribed_circle(strip))
    broad = 2.0 * float(np.hypot(*(ends[1] - ends[0])))
    width = float(np.clip(WIDTHS * broad, LEAST_M, max(LEAST_M, 1.3 * largest)))
    return (float(ends[0, 0]), float(ends[0, 1])), width


def _near(shapes: Shapes, box: Box) -> NDArray[np.intp]:
    bounds = shapely.bounds(shapes)
    return np.flatnonzero(
        (bounds[:, 0] <= box[2])
        & (bounds[:, 2] >= box[0])
        & (bounds[:, 1] <= box[3])
        & (bounds[:, 3] >= box[1])
    )


def _clipped(shapes: Shapes, box: Box) -> Shapes:
    """Return what lies within a box; `clip_by_rect` is faster and gives shapes that are not valid."""
    return np.asarray(shapely.intersection(made_valid(shapes), shapely.box(*box)))


def _wider(box: Box) -> Box:
    """Return a box beyond the edge of the picture, so that no cut shows as a border."""
    more = 0.1 * (box[2] - box[0])
    return box[0] - more, box[1] - more, box[2] + more, box[3] + more


def _drawn(regions: RegionSet, shapes: Shapes, box: Box, here: list[int]) -> tuple[Drawn, ...]:
    wide = _wider(box)
    near = _near(shapes, wide)
    cut = _clipped(shapes[near], wide)
    seen = ~shapely.is_empty(cut)
    near, cut = near[seen], cut[seen]
    if len(near) > MOST_DRAWN:
        order = np.argsort(-shapely.area(cut), kind="stable")[:MOST_DRAWN]
        order = np.unique(np.append(order, np.flatnonzero(np.isin(near, here))))
        near, cut = near[order], cut[order]
    drawn = []
    for region, shape in zip(near.tolist(), cut, strict=True):
        part = Part(here.index(region)) if region in here else Part.OTHER
        inside = shapely.intersection(shape, shapely.box(*box))
        at = shapely.point_on_surface(inside if not shapely.is_empty(inside) else shape)
        label = (float(at.x), float(at.y))
        drawn.append(Drawn(regions.names[region], part, _rings(np.array([shape])), label))
    return tuple(sorted(drawn, key=lambda each: -each.part))


def _marked(
    shapes: Shapes, box: Box, kind: Kind, gap_m: float
) -> tuple[tuple[Floats, ...], tuple[Floats, ...]]:
    """Return the rings of overlaps and gaps in sight."""
    wide = _wider(box)
    near = _clipped(shapes[_near(shapes, wide)], wide)
    near = near[~shapely.is_empty(near)]
    if not 0 < len(near) <= MOST_DRAWN:
        return (), ()
    one, other = np.triu_indices(len(near), 1)
    common, _ = polygons_in(shapely.intersection(near[one], near[other]))
    open_, _ = polygons_in(
        np.array([shapely.difference(shapely.box(*wide), shapely.union_all(near))])
    )
    if kind is not Kind.LAKE:
        open_ = open_[is_gap(open_, gap_m)]
    return _rings(common), _rings(open_)


def _rings(shapes: Shapes) -> tuple[Floats, ...]:
    parts, _ = polygons_in(shapes)
    return tuple(floats(shapely.get_coordinates(ring)) for ring in shapely.get_rings(parts))
