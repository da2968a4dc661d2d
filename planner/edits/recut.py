"""Other outlines for some regions: cut along lines into faces, and put in the place of the old ones."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from planner.edits.snapping import all_snapped, grid, with_points_on_borders
from planner.io.repair import ragged, shapes_of
from planner.model.geometry import Geometry
from planner.model.ragged import runs, taken
from planner.model.redrawing import LEAST_M2
from planner.model.regions import RegionSet
from planner.model.types import UNASSIGNED, Floats, Ints, RegionId, floats, ints

Shapes = NDArray[Any]
"""Polygons and multipolygons of shapely, which has no types."""

NOISE_M2 = 0.01
"""Land smaller than this changes hands only because numbers end."""

MM = 0.001
"""Two points no further apart are one."""


@dataclass(frozen=True, slots=True, eq=False)
class Recut:
    """Regions that go or change (c), and the regions in their place (f).

    Attributes
    ----------
    before : Ints, shape (c,)
        Regions as they are numbered before, ascending.
    shapes : Shapes, shape (f,)
        Outlines in their place, with the same points wherever two of them meet.
    ids, names : tuple, f
    of : Ints, shape (f,)
        The region before that each continues: it keeps its territory and parents. UNASSIGNED for
        land that was nobody's.
    parents : Ints, shape (f,)
        The region before whose parents it takes, or UNASSIGNED for none.
    place : Ints, shape (f,)
        The region before at whose place it is listed, or UNASSIGNED for the end.
    land : Floats, shape (c, f)
        Square metres of each region before that each takes.
    """

    before: Ints
    shapes: Shapes
    ids: tuple[RegionId, ...]
    names: tuple[str, ...]
    of: Ints
    parents: Ints
    place: Ints
    land: Floats

    @property
    def heirs(self) -> tuple[Ints, ...]:
        """The regions that continue each region before; of one that is gone the one with most land."""
        found = []
        for row, region in enumerate(self.before.tolist()):
            own = np.flatnonzero(self.of == region)
            found.append(ints(own if len(own) else [int(self.land[row].argmax())]))
        return tuple(found)


def outlines_of(regions: RegionSet, some: Ints) -> Shapes:
    """Return the outlines of some regions; vertices the same to the millimetre become the same."""
    shapes = shapes_of(taken(regions.geometry, some))
    return one_vertex(shapes)


def one_vertex(shapes: Shapes) -> Shapes:
    """Return the shapes with the first of several vertices that agree to the millimetre in all places."""
    xy = shapely.get_coordinates(shapes)
    _, first, which = np.unique(grid(floats(xy)), axis=0, return_index=True, return_inverse=True)
    return np.asarray(shapely.set_coordinates(shapes.copy(), xy[first][which.ravel()]))


def faces(shapes: Shapes, lines: Sequence[Floats]) -> tuple[Shapes, Ints]:
    """Cut outlines along lines.

    What comes within a millimetre of a border meets it: a point of a line takes its vertex, or a
    point on it, and a line that passes a vertex runs through it. So no two crossings lie nearer
    together than outlines are compared.

    Parameters
    ----------
    shapes : Shapes, shape (c,)
    lines : sequence of Floats, each (v, 2)

    Returns
    -------
    Shapes, Ints of shape (faces,)
        Polygons that share every border to the bit, and the shape each lies in: of two that overlap
        the first, UNASSIGNED outside all.
    """
    old = ragged(shapes) if len(shapes) else _together([])
    drawn = _together([all_snapped(old, one, MM) for one in lines])
    drawn = with_points_on_borders(drawn, old.xy, MM)
    old = with_points_on_borders(old, drawn.xy)
    edges = shapely.union_all([_rings(old), _rings(drawn)])
    cut = shapely.get_parts(shapely.polygonize([edges]))
    cut = cut[shapely.area(cut) > 0.0]
    owner = np.full(len(cut), UNASSIGNED)
    inside = shapely.point_on_surface(cut)
    face, shape = shapely.STRtree(shapes).query(inside, predicate="within")
    order = np.argsort(-shape, kind="stable")
    owner[face[order]] = shape[order]
    return np.asarray(cut), ints(owner)


def _together(lines: Sequence[Floats]) -> Geometry:
    """Return lines in ragged form, as the rings of one polygon that do not close."""
    start = np.concatenate([[0], np.cumsum([len(line) for line in lines])])
    xy = np.concatenate([np.empty((0, 2)), *lines])
    return Geometry(xy, ints(start), ints([0, len(lines)]), ints([0, 1]))


def _rings(geometry: Geometry) -> object:
    """Return all rings as one multilinestring; a line of a single point is none."""
    long = np.flatnonzero(np.diff(geometry.ring_start) > 1)
    vertices, start = runs(geometry.ring_start, ints(long))
    of_ring = np.repeat(np.arange(len(long)), np.diff(start))
    return shapely.multilinestrings(shapely.linestrings(geometry.xy[vertices], indices=of_ring))


def put_together(pieces: Shapes, which: Ints, count: int) -> Shapes:
    """Return the union of the pieces of each of `count` shapes, empty where there is none.

    The pieces share their borders to the bit; their other vertices all stay.
    """
    whole = np.full(count, shapely.Polygon(), object)
    for at in np.unique(which[which != UNASSIGNED]).tolist():
        own = pieces[which == at]
        whole[at] = own[0] if len(own) == 1 else shapely.union_all(own)
    return whole


def land_of(old: Shapes, new: Shapes) -> Floats:
    """Return the square metres of each old shape in each new one, shape (c, f)."""
    land = np.zeros((len(old), len(new)))
    one, other = shapely.STRtree(new).query(old, predicate="intersects")
    land[one, other] = shapely.area(shapely.intersection(old[one], new[other]))
    land[land < NOISE_M2] = 0.0
    for row in np.flatnonzero(land.sum(axis=1) == 0.0).tolist():  # lost its land: to the nearest
        land[row, int(shapely.distance(old[row], new).argmin())] = 1.0
    return floats(land)


def free_ids(regions: RegionSet, stem: str, count: int, first: int = 1) -> tuple[RegionId, ...]:
    """Return the first ids STEM-1, STEM-2, ... that no region has."""
    taken_ids, number = set(regions.ids), first
    found: list[RegionId] = []
    while len(found) < count:
        made = RegionId(f"{stem}-{number}")
        if made not in taken_ids:
            found.append(made)
        number += 1
    return tuple(found)


def without_slivers(recut: Recut) -> Recut:
    """Return the change without what is left of regions when that is under a square metre.

    The region that took most of it takes the rest too.
    """
    area = shapely.area(recut.shapes)
    kept = area >= LEAST_M2
    if kept.all():
        return recut
    shapes = recut.shapes.copy()
    land = recut.land.copy()
    for at in np.flatnonzero(~kept).tolist():
        weights = np.where(kept, recut.land[recut.land[:, at] > 0.0].sum(axis=0), -1.0)
        taker = int(weights.argmax())
        if area[at] > 0.0:
            shapes[taker] = shapely.union_all([shapes[taker], shapes[at]])
        land[:, taker] += land[:, at]
    some = np.flatnonzero(kept)
    return replace(
        recut,
        shapes=shapes[some],
        ids=tuple(recut.ids[at] for at in some.tolist()),
        names=tuple(recut.names[at] for at in some.tolist()),
        of=ints(recut.of[some]),
        parents=ints(recut.parents[some]),
        place=ints(recut.place[some]),
        land=floats(land[:, some]),
    )


def ragged_of(shapes: Shapes) -> Any:
    """Return shapes in the ragged form of a plan, all rings the way round that readers give them."""
    return ragged(shapely.normalize(shapes))
