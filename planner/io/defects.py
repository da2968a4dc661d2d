"""Everything doubtful about a set of outlines: what kind, how many, which regions, where."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from planner.io.border_pieces import (
    Pieces,
    beside,
    disagreeing,
    enclosed_spaces,
    is_gap,
    overlaps,
    takers,
)
from planner.io.neighbours import exact_borders, segments_of
from planner.io.odd_outlines import collapsed, crumbs, heavy, same_outlines
from planner.io.repair import made_valid, shapes_of
from planner.language import tr
from planner.model.outline_defects import GAP_M, OVERLAP_M2, Defects, Kind
from planner.model.regions import RegionSet
from planner.model.types import UNASSIGNED, Bools, Floats, Ints, bools, floats, ints

Shapes = NDArray[Any]
Tell = Callable[[str, float], object]
"""Called with what is being done ("Looking for overlaps") and the fraction done, 0..1."""
Stop = Callable[[], bool]


class LookStopped(RuntimeError):
    """The look was stopped before its end."""


@dataclass(frozen=True, slots=True, eq=False)
class Look:
    """What a look through the outlines found, and what mending them needs of it.

    Attributes
    ----------
    regions : RegionSet
    gap_m : float
    found : mapping of Kind to Defects
        Every kind, also those with no place.
    shapes : array of shape (n,)
    twice : Ints, shape (d, 2)
        (first, again) of regions with the same outline.
    doubtful : Bools, shape (n,)
        Outlines that differ from a neighbour's along a border.
    overlaps : Pieces
    spaces : Pieces
        Gaps, with the regions beside them.
    lakes : array
        Wide spaces.
    exact : int
        Borders that are the same on both sides to the last digit.
    """

    regions: RegionSet
    gap_m: float
    found: Mapping[Kind, Defects]
    shapes: Shapes
    twice: Ints
    doubtful: Bools
    overlaps: Pieces
    spaces: Pieces
    lakes: Shapes
    exact: int
    strangers: Ints = field(default_factory=lambda: ints([]))
    """Regions without any such border, real islands among them."""


def watched(tell: Tell | None, stop: Stop | None) -> Tell:
    """Return what is called between steps: it tells of the next, or raises LookStopped."""

    def on(what: str, share: float) -> None:
        if stop is not None and stop():
            raise LookStopped
        if tell is not None:
            tell(what, share)

    return on


def look_at(
    regions: RegionSet, *, gap_m: float = GAP_M, tell: Tell | None = None, stop: Stop | None = None
) -> Look:
    """Look through all outlines; nothing is changed.

    Raises
    ------
    LookStopped
        When `stop` answered True.
    """
    on = watched(tell, stop)
    on(tr("Looking at every outline"), 0.0)
    shapes = shapes_of(regions.geometry)
    found = _alone(regions, shapes, gap_m)
    sound, twice = sound_shapes(shapes)
    on(tr("Comparing borders"), 0.1)
    doubtful = disagreeing(sound)
    on(tr("Looking for overlaps"), 0.25)
    common = overlaps(sound, doubtful)
    found.append(_overlaps(common))
    looking = tr("Looking for gaps")
    on(looking, 0.4)
    spaces = enclosed_spaces(sound, doubtful, lambda done: on(looking, 0.4 + 0.4 * done))
    gap = is_gap(spaces, gap_m)
    gaps = beside(sound, spaces[gap])
    lakes = spaces[~gap]
    on(tr("Looking for neighbours"), 0.9)
    found += [_spaces(Kind.GAP, sound, spaces[gap]), _spaces(Kind.LAKE, sound, lakes)]
    exact, strangers, borders = _borders(regions)
    return Look(
        regions=regions,
        gap_m=gap_m,
        found={each.kind: each for each in sorted((*found, *borders), key=_order)},
        shapes=shapes,
        twice=twice,
        doubtful=doubtful,
        overlaps=common,
        spaces=gaps,
        lakes=lakes,
        exact=exact,
        strangers=strangers,
    )


def sound_shapes(shapes: Shapes) -> tuple[Shapes, Ints]:
    """Return outlines fit to compare, and (first, again) of those that are there twice.

    Crossing ones are uncrossed; the second of two equal ones is taken away (empty), so that all
    the rest can be compared as if it were not there.
    """
    sound = made_valid(shapes)
    twice = same_outlines(sound)
    sound[twice[:, 1]] = shapely.MultiPolygon()
    return sound, twice


def _order(found: Defects) -> int:
    return list(Kind).index(found.kind)


def _alone(regions: RegionSet, shapes: Shapes, far_m: float) -> list[Defects]:
    """Return what is odd about outlines seen alone."""
    crumb, of, _ = crumbs(shapes, far_m)
    twice = same_outlines(shapes)
    points = shapely.get_num_coordinates(shapes)
    area = shapely.area(shapes)
    return [
        _of_regions(Kind.EMPTY, shapes, shapely.is_empty(shapes), area, regions.points),
        _of_regions(Kind.CROSSING, shapes, ~shapely.is_valid(shapes), area),
        _of_regions(Kind.COLLAPSED, shapes, collapsed(shapes), area),
        _of_regions(Kind.HEAVY, shapes, heavy(shapes), points),
        _sorted(Kind.CRUMB, of, _nobody(of), shapely.bounds(crumb), shapely.area(crumb)),
        _sorted(
            Kind.TWICE, twice[:, 0], twice[:, 1], shapely.bounds(shapes[twice[:, 0]]),
            area[twice[:, 0]],
        ),
    ]  # fmt: skip


def _of_regions(
    kind: Kind, shapes: Shapes, chosen: Any, size: Any, points: Floats | None = None
) -> Defects:
    at = ints(np.flatnonzero(chosen))
    boxes = shapely.bounds(shapes[at])
    if points is not None:
        boxes = np.concatenate([points[at], points[at]], axis=1)
    return _sorted(kind, at, _nobody(at), boxes, size[at])


def _overlaps(pieces: Pieces) -> Defects:
    """Return one place for every pair of regions, where their largest common piece is."""
    pairs = pieces.takers.reshape(-1, 2)
    unique, where = np.unique(pairs, axis=0, return_inverse=True)
    where, area = where.ravel(), shapely.area(pieces.shapes)
    total = np.bincount(where, area, minlength=len(unique))
    largest = np.zeros(len(unique), np.intp)
    order = np.argsort(area, kind="stable")
    largest[where[order]] = order  # the last one written is the largest
    seen = total > OVERLAP_M2
    boxes = shapely.bounds(pieces.shapes[largest])[seen]
    return _sorted(Kind.OVERLAP, unique[seen, 0], unique[seen, 1], boxes, total[seen])


def _spaces(kind: Kind, shapes: Shapes, spaces: Shapes) -> Defects:
    pieces = takers(shapes, spaces, 0.0)
    beside = np.full((len(pieces), 2), UNASSIGNED)
    count = np.diff(pieces.start)
    for place in (0, 1):
        has = count > place
        beside[has, place] = pieces.takers[pieces.start[:-1][has] + place]
    boxes = shapely.bounds(pieces.shapes)
    return _sorted(kind, beside[:, 0], beside[:, 1], boxes, shapely.area(pieces.shapes))


def _borders(regions: RegionSet) -> tuple[int, Ints, list[Defects]]:
    """Compare the plan's neighbours with the borders that are the same on both sides."""
    graph, segments = regions.graph, segments_of(regions.geometry)
    n, boxes = len(regions), regions.geometry.boxes()
    exact = exact_borders(segments, to_the_bit=True)[0].pairs
    drawn = exact_borders(segments)[0].pairs
    code = graph.borders[:, 0].astype(np.int64) * n + graph.borders[:, 1]
    apart = ~np.isin(code, drawn[:, 0].astype(np.int64) * n + drawn[:, 1])
    one, other = graph.borders[apart].T
    between = np.concatenate(
        [
            np.maximum(boxes[one, :2], boxes[other, :2]),
            np.minimum(boxes[one, 2:], boxes[other, 2:]),
        ],
        axis=1,
    )
    between = np.concatenate(
        [np.minimum(between[:, :2], between[:, 2:]), np.maximum(between[:, :2], between[:, 2:])],
        axis=1,
    )
    shares = np.zeros(n, np.bool_)
    shares[exact.ravel()] = True
    strangers = ints(np.flatnonzero(~shares))
    neighbours = bools(np.bincount(graph.borders.ravel(), minlength=n) > 0)
    false = ints(strangers[neighbours[strangers]])
    first, second = graph.links.T if len(graph.links) else (ints([]), ints([]))
    ends = regions.points[graph.links].reshape(-1, 2, 2)
    far = np.hypot(*(ends[:, 0] - ends[:, 1]).T)
    return len(exact), strangers, [
        _sorted(Kind.APART, one, other, between, 1000.0 * graph.border_km[apart]),
        _sorted(Kind.ALONE, false, _nobody(false), boxes[false], regions.area_km2[false] * 1e6),
        _sorted(
            Kind.ISLAND, first, second,
            np.concatenate([ends.min(axis=1), ends.max(axis=1)], axis=1), far,
        ),
    ]  # fmt: skip


def _nobody(regions: Ints) -> Ints:
    return ints(np.full(len(regions), UNASSIGNED))


def _sorted(kind: Kind, first: Any, second: Any, boxes: Any, size: Any) -> Defects:
    order = np.argsort(-np.asarray(size, np.float64), kind="stable")
    return Defects(
        kind, ints(first)[order], ints(second)[order], floats(boxes)[order], floats(size)[order]
    )
