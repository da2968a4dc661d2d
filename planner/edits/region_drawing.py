"""Drawing new regions, in empty land or over regions that are there."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

import numpy as np
import shapely

from planner.edits.recut import (
    NOISE_M2,
    Recut,
    Shapes,
    faces,
    free_ids,
    land_of,
    outlines_of,
    put_together,
)
from planner.edits.redrawing import Redrawn, redrawn
from planner.io.repair import shapes_of
from planner.model.plan import Plan
from planner.model.ragged import boxes_of, taken
from planner.model.redrawing import LEAST_M2, Division, Refusal, Why
from planner.model.regions import RegionSet
from planner.model.types import UNASSIGNED, Floats, Ints, RegionId, floats, ints


class Over(StrEnum):
    """What a new region does with regions that lie where it is drawn."""

    REFUSE = "refuse"
    TAKE = "take"  # takes from them what it covers
    SPARE = "spare"  # is drawn in what nobody has


def draw_region(
    plan: Plan,
    area: Floats,
    name: str = "",
    division: Division | None = None,
    *,
    over: Over = Over.REFUSE,
    id_: str = "",
    parents_of: int | None = None,
) -> Redrawn | Refusal:
    """Return the plan with a new region.

    It gets the territory of the region it takes most land from, and none in empty land.

    Parameters
    ----------
    area : Floats, shape (v, 2)
        Metres.
    name : str
        As its id where not given.
    division : Division, optional
    over : Over
        What comes of land that other regions have; taking it has to be asked for.
    id_ : str
        "new-1", "new-2", ... where not given.
    parents_of : int, optional
        Region whose parents it takes, needed where it takes from regions with different ones; in
        empty land those of the region it has the longest border with.
    """
    if len(np.unique(area, axis=0)) < 3:
        return Refusal(Why.TOO_FEW_POINTS)
    shape = np.array([shapely.polygons(area)], object)
    ids = (RegionId(id_),) if id_ else free_ids(plan.regions, "new", 1)
    names = (name or ids[0],)
    recut = drawn(plan.regions, shape, ids, names, over=over, parents_of=parents_of)
    return redrawn(plan, recut, division)


def drawn(
    regions: RegionSet,
    shapes: Shapes,
    ids: Sequence[RegionId],
    names: Sequence[str],
    *,
    over: Over,
    parents_of: int | None = None,
) -> Recut | Refusal:
    """Return the change that puts new regions on the map; of two that overlap the first has the land.

    Regions that would keep less than a square metre are gone.
    """
    bad = [
        id_ for id_, valid in zip(ids, shapely.is_valid(shapes).tolist(), strict=True) if not valid
    ]
    if bad:
        return Refusal(Why.CROSSES_ITSELF, tuple(bad))
    touched, covered = _touched(regions, shapes)
    if covered.any() and over is Over.REFUSE:
        which = tuple(regions.ids[at] for at in touched[covered > LEAST_M2].tolist())
        if which:
            return Refusal(Why.COVERS, which, square_metres=float(covered.sum()))
    known = {regions.ids[at] for at in touched.tolist()} if over is Over.TAKE else set()
    there = [id_ for id_ in ids if id_ in set(regions.ids) - known]
    if there or len(set(ids)) < len(ids):
        return Refusal(Why.ID_TAKEN, tuple(there) or tuple(ids))
    old = outlines_of(regions, touched)
    made, rest = _cut(old, shapes, take=over is Over.TAKE)
    area = shapely.area(made)
    if area.min() < LEAST_M2:
        why = Why.NOTHING_FREE if over is not Over.TAKE else Why.TOO_SMALL
        return Refusal(why, (ids[int(area.argmin())],), square_metres=float(area.min()))
    left = shapely.area(rest) >= LEAST_M2
    for at in np.flatnonzero(
        ~left & ~shapely.is_empty(rest)
    ).tolist():  # a sliver goes with the rest
        taker = int(land_of(old[at : at + 1], made)[0].argmax())
        made[taker] = shapely.union_all([made[taker], rest[at]])
    land = land_of(old, np.concatenate([rest[left], made]))
    own = land[:, int(left.sum()) :]
    of = np.where(own.sum(axis=0) > 0.0, touched[own.argmax(axis=0)], UNASSIGNED) if len(touched) else (
        np.full(len(made), UNASSIGNED)
    )  # fmt: skip
    parents = _parents(regions, ints(touched), own, made, ints(of), parents_of)
    if isinstance(parents, Refusal):
        return parents
    stays = touched[left]
    kept_ids = tuple(regions.ids[at] for at in stays.tolist())
    twice = set(kept_ids) & set(ids)
    if twice:
        return Refusal(Why.ID_TAKEN, tuple(twice))
    gone = touched[~left]
    return Recut(
        before=touched,
        shapes=np.concatenate([rest[left], made]),
        ids=(*kept_ids, *ids),
        names=(*(regions.names[at] for at in stays.tolist()), *names),
        of=ints(np.concatenate([stays, of])),
        parents=ints(np.concatenate([stays, parents])),
        place=ints(np.concatenate([stays, np.where(np.isin(of, gone), of, UNASSIGNED)])),
        land=land,
    )


def _touched(regions: RegionSet, shapes: Shapes) -> tuple[Ints, Floats]:
    """Return the regions that new shapes cover land of or border on, and how much is covered (m2)."""
    boxes, (left, bottom, right, top) = boxes_of(regions.geometry), shapely.total_bounds(shapes)
    with np.errstate(invalid="ignore"):
        near = np.flatnonzero(
            (boxes[:, 0] <= right)
            & (boxes[:, 2] >= left)
            & (boxes[:, 1] <= top)
            & (boxes[:, 3] >= bottom)
        )
    old = shapes_of(taken(regions.geometry, ints(near)))
    one, other = shapely.STRtree(old).query(shapes, predicate="intersects")
    covered = np.zeros(len(near))
    np.add.at(covered, other, shapely.area(shapely.intersection(old[other], shapes[one])))
    touched = np.flatnonzero(covered > NOISE_M2)
    return ints(near[touched]), floats(covered[touched])


def _cut(old: Shapes, shapes: Shapes, *, take: bool) -> tuple[Shapes, Shapes]:
    """Return the new regions and what is left of the old ones."""
    rings = shapely.get_parts(shapely.get_rings(shapely.get_parts(shapes)))
    pieces, had = faces(old, [floats(shapely.get_coordinates(ring)) for ring in rings])
    inside = np.full(len(pieces), UNASSIGNED)
    piece, shape = shapely.STRtree(shapes).query(
        shapely.point_on_surface(pieces), predicate="within"
    )
    last_first = np.argsort(-shape, kind="stable")
    inside[piece[last_first]] = shape[last_first]
    had = had.copy()
    if not take:
        inside[had != UNASSIGNED] = UNASSIGNED
    had[inside != UNASSIGNED] = UNASSIGNED
    return put_together(pieces, ints(inside), len(shapes)), put_together(
        pieces, ints(had), len(old)
    )


def _parents(
    regions: RegionSet, touched: Ints, own: Floats, made: Shapes, of: Ints, parents_of: int | None
) -> Ints | Refusal:
    """Return the region whose parents each new one takes."""
    if parents_of is not None:
        return ints(np.full(len(made), parents_of))
    found = of.copy()
    for at in range(len(made)):
        some = touched[own[:, at] >= LEAST_M2]
        for level, names in regions.parents.items():
            if len({names[each] for each in some.tolist()}) > 1:
                ids = tuple(regions.ids[each] for each in some.tolist())
                return Refusal(Why.PARENTS_DIFFER, ids, level)
        if of[at] == UNASSIGNED and regions.parents:
            found[at] = _beside(regions, made[at])
    return ints(found)


def _beside(regions: RegionSet, shape: object) -> int:
    """Return the region with the longest border with a shape, else the one with the nearest point."""
    left, bottom, right, top = shapely.bounds(shape)
    boxes = boxes_of(regions.geometry)
    with np.errstate(invalid="ignore"):
        near = np.flatnonzero(
            (boxes[:, 0] <= right)
            & (boxes[:, 2] >= left)
            & (boxes[:, 1] <= top)
            & (boxes[:, 3] >= bottom)
        )
    if len(near):
        others = shapes_of(taken(regions.geometry, ints(near)))
        common = shapely.length(
            shapely.intersection(shapely.boundary(others), shapely.boundary(shape))
        )
        if common.max() > 0.0:
            return int(near[int(common.argmax())])
    centre = shapely.get_coordinates(shapely.point_on_surface(shape))[0]
    return int(((regions.points - centre) ** 2).sum(axis=1).argmin())
