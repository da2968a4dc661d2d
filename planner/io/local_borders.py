"""Neighbours found anew around a few regions: the same as a look at the whole map, in its own time."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from planner.io.neighbours import (
    LONG,
    TOUCHING_M,
    WIDEST,
    Borders,
    exact_borders,
    near_borders,
    segments_of,
    summed,
)
from planner.model.geometry import Geometry
from planner.model.graph import RegionGraph, adjacency
from planner.model.ragged import boxes_of, taken
from planner.model.types import UNASSIGNED, Bools, Ints, bools, floats, ints


def with_borders_anew(
    graph: RegionGraph,
    before: Geometry,
    after: Geometry,
    moved: Ints,
    files: tuple[Ints, Ints],
    within_m: float,
) -> RegionGraph:
    """Return the graph after some regions changed, without island links.

    Borders between two regions that stay as they are stay too. All others are found as
    `planner.io.neighbours.shared_borders` finds them; whether it took the map for loosely drawn is
    seen from borders that are there and that its strict rule does not find.

    Parameters
    ----------
    graph : RegionGraph
        Before.
    before, after : Geometry
        n and m regions.
    moved : Ints, shape (n,)
        Number after of each region whose outline stays; UNASSIGNED for others.
    files : (Ints, Ints), shapes (n,) and (m,)
        Country, say, of each region before and after: borders between two may be drawn apart.
    within_m : float
        How far apart the two sides of a border may be drawn, in metres.
    """
    m = after.regions
    changed = np.ones(m, np.bool_)
    changed[moved[moved != UNASSIGNED]] = False
    kept = (moved[graph.borders] != UNASSIGNED).all(axis=1)
    pairs = np.sort(moved[graph.borders[kept]], axis=1)
    near = _near(after, ints(np.flatnonzero(changed)), within_m)
    around = adjacency(m, ints(pairs))
    beyond = np.concatenate(
        [near, *(around.neighbours[around.start[i] : around.start[i + 1]] for i in near.tolist())]
    )
    some = ints(np.union1d(beyond, np.flatnonzero(changed)))
    width = _usual_width(after)
    limits = min(within_m, WIDEST * width), LONG * width
    there = np.isin(moved, some) | (moved == UNASSIGNED)
    loosely = _is_loose(graph, before, ints(np.flatnonzero(there)), files[0], limits)
    found = _borders(taken(after, some), files[1][some], limits, loosely=loosely)
    fresh = changed[some][found.pairs].any(axis=1)
    both = summed(
        np.concatenate([pairs, some[found.pairs[fresh]]]),
        np.concatenate([graph.border_km[kept], found.metres[fresh] / 1000.0]),
    )
    return RegionGraph(m, both.pairs, both.metres)


def _near(geometry: Geometry, regions: Ints, within_m: float) -> Ints:
    """Return the regions whose box comes that near to the box of one of these."""
    boxes = boxes_of(geometry)
    found = np.zeros(geometry.regions, np.bool_)
    with np.errstate(invalid="ignore"):
        for box in boxes[regions]:
            low, high = box[:2] - within_m, box[2:] + within_m
            found |= (boxes[:, :2] <= high).all(axis=1) & (boxes[:, 2:] >= low).all(axis=1)
    return ints(np.flatnonzero(found))


def _usual_width(geometry: Geometry) -> float:
    boxes = boxes_of(geometry)
    boxes = boxes[~np.isnan(boxes[:, 0])]
    return float(np.median((boxes[:, 2:] - boxes[:, :2]).max(axis=1))) if len(boxes) else 0.0


def _is_loose(
    graph: RegionGraph, geometry: Geometry, some: Ints, files: Ints, limits: tuple[float, float]
) -> bool:
    """Whether these regions have borders with one another that the strict rule does not find."""
    inside = np.zeros(geometry.regions, np.bool_)
    inside[some] = True
    there = graph.borders[inside[graph.borders].all(axis=1)]
    found = _borders(taken(geometry, some), files[some], limits, loosely=False)
    n = geometry.regions
    return bool(~np.isin(_codes(there, n), _codes(some[found.pairs], n)).all())


def _borders(
    geometry: Geometry, files: Ints, limits: tuple[float, float], *, loosely: bool
) -> Borders:
    """Return the borders of a few regions by the rules of `shared_borders`."""
    n, (within_m, least_m) = geometry.regions, limits
    segments = segments_of(geometry)
    exact, single = exact_borders(segments)
    loose = segments.some(single)
    near, _ = near_borders(loose, loose, within_m)
    if not loosely:
        kept = _strictly(near, exact, n, files)
        touching, _ = near_borders(loose, loose, min(within_m, TOUCHING_M), least_m)
        kept = bools(kept | np.isin(_codes(near.pairs, n), _codes(touching.pairs, n)))
        near = Borders(ints(near.pairs[kept]), floats(near.metres[kept]))
    return summed(
        np.concatenate([exact.pairs, near.pairs]), np.concatenate([exact.metres, near.metres])
    )


def _strictly(near: Borders, exact: Borders, n: int, files: Ints) -> Bools:
    """Return which borders drawn apart count because of their files, or of a region without others."""
    alone = np.ones(n, np.bool_)
    alone[exact.pairs.ravel()] = False
    fresh = ~np.isin(_codes(near.pairs, n), _codes(exact.pairs, n))
    across = files[near.pairs[:, 0]] != files[near.pairs[:, 1]]
    return bools(across | (alone[near.pairs].any(axis=1) & fresh))


def _codes(pairs: Ints, n: int) -> NDArray[np.int64]:
    return np.asarray(pairs[:, 0].astype(np.int64) * n + pairs[:, 1])
