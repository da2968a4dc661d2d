"""Drawing new regions, in empty land or over regions that are there."""

from __future__ import annotations

from collections import Counter
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
from planner.model.types import UNASSIGNED, Bools, Floats, Ints, RegionId, bools, floats, ints


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
    nearly: float = 0.0,
    parents_by_land: bool = False,
) -> Recut | Refusal:
    """Return the change that puts new regions on the map; of two that overlap the first has the land.

    Regions that would keep less than a square metre are gone.

    Parameters
    ----------
    shapes : Shapes, shape (s,)
        Polygons and multipolygons.
    over : Over
    parents_of : int, optional
        The region whose parents all new ones take.
    nearly : float
        A fraction. A region of which less would be left is taken whole, and one of which no more
        would be taken is spared: the same border in another file never runs quite the same.
    parents_by_land : bool
        Whether a new region takes the parents of the region it takes most land from, where they
        differ, rather than that this is refused.
    """
    wrong = _wrong(regions, shapes, ids)
    if wrong is not None:
        return wrong
    touched, covered = _touched(regions, shapes)
    share = covered / np.maximum(1e6 * regions.area_km2[touched], NOISE_M2)
    takes = bools((over is Over.TAKE) & (share > nearly))
    if over is Over.REFUSE and covered.max(initial=0.0) > LEAST_M2:
        which = tuple(regions.ids[at] for at in touched[covered > LEAST_M2].tolist())
        return Refusal(Why.COVERS, which, square_metres=float(covered.sum()))
    old = outlines_of(regions, touched)
    made, rest = _cut(old, shapes, takes, bools(takes & (share >= 1.0 - nearly)))
    area = shapely.area(made)
    if area.min() < LEAST_M2:
        why = Why.TOO_SMALL if over is Over.TAKE else Why.NOTHING_FREE
        return Refusal(why, (ids[int(area.argmin())],), square_metres=float(area.min()))
    return _recut(regions, touched, old, (made, rest), (ids, names), parents_of, parents_by_land)


def _wrong(regions: RegionSet, shapes: Shapes, ids: Sequence[RegionId]) -> Refusal | None:
    """Return what is wrong with new regions in themselves."""
    valid = shapely.is_valid(shapes).tolist()
    bad = [id_ for id_, is_valid in zip(ids, valid, strict=True) if not is_valid]
    if bad:
        return Refusal(Why.CROSSES_ITSELF, tuple(bad))
    twice = [id_ for id_, count in Counter(ids).items() if count > 1]
    return Refusal(Why.ID_TAKEN, tuple(twice)) if twice else None


def _recut(
    regions: RegionSet,
    touched: Ints,
    old: Shapes,
    outlines: tuple[Shapes, Shapes],
    called: tuple[Sequence[RegionId], Sequence[str]],
    parents_of: int | None,
    parents_by_land: bool,
) -> Recut | Refusal:
    """Return the change to new outlines (s) and what is left of the old ones (c)."""
    (made, rest), (ids, names) = outlines, called
    left = shapely.area(rest) >= LEAST_M2
    stays, gone = touched[left], touched[~left]
    own_ids = {regions.ids[at] for at in gone.tolist()}
    there = tuple(id_ for id_ in ids if id_ not in own_ids and id_ in set(regions.ids))
    if there:
        return Refusal(Why.ID_TAKEN, there)
    land = land_of(old, np.concatenate([rest[left], made]))
    own = land[:, int(left.sum()) :]
    of = np.full(len(made), UNASSIGNED)
    if len(touched):
        of = np.where(own.sum(axis=0) > 0.0, touched[own.argmax(axis=0)], UNASSIGNED)
    if not parents_by_land and parents_of is None:
        differ = _parents_differ(regions, touched, own)
        if differ is not None:
            return differ
    parents = _parents(regions, made, ints(of)) if parents_of is None else (
        np.full(len(made), parents_of)
    )  # fmt: skip
    return Recut(
        before=touched,
        shapes=np.concatenate([rest[left], made]),
        ids=(*(regions.ids[at] for at in stays.tolist()), *ids),
        names=(*(regions.names[at] for at in stays.tolist()), *names),
        of=ints(np.concatenate([stays, of])),
        parents=ints(np.concatenate([stays, parents])),
        place=ints(np.concatenate([stays, np.where(np.isin(of, gone), of, UNASSIGNED)])),
        land=land,
    )


def _touched(regions: RegionSet, shapes: Shapes) -> tuple[Ints, Floats]:
    """Return the regions that new shapes cover land of, and how much of each (m2)."""
    near = _in_box(regions, shapely.total_bounds(shapes))
    old = shapes_of(taken(regions.geometry, near))
    one, other = shapely.STRtree(old).query(shapes, predicate="intersects")
    covered = np.zeros(len(near))
    np.add.at(covered, other, shapely.area(shapely.intersection(old[other], shapes[one])))
    some = np.flatnonzero(covered > NOISE_M2)
    return ints(near[some]), floats(covered[some])


def _in_box(regions: RegionSet, box: Floats) -> Ints:
    """Return the regions whose box meets a box (left, bottom, right, top)."""
    boxes = boxes_of(regions.geometry)
    with np.errstate(invalid="ignore"):
        near = (boxes[:, :2] <= box[2:]).all(axis=1) & (boxes[:, 2:] >= box[:2]).all(axis=1)
    return ints(np.flatnonzero(near))


def _cut(old: Shapes, shapes: Shapes, takes: Bools, whole: Bools) -> tuple[Shapes, Shapes]:
    """Return the new regions and what is left of the old ones (c).

    What is left of those in `whole`, and crumbs of others, goes with the new region beside it.
    """
    rings = shapely.get_parts(shapely.get_rings(shapely.get_parts(shapes)))
    pieces, had = faces(old, [floats(shapely.get_coordinates(ring)) for ring in rings])
    inside = np.full(len(pieces), UNASSIGNED)
    middles = shapely.point_on_surface(pieces)
    piece, shape = shapely.STRtree(shapes).query(middles, predicate="within")
    last_first = np.argsort(-shape, kind="stable")
    inside[piece[last_first]] = shape[last_first]
    inside[~np.append(takes, True)[had]] = UNASSIGNED  # the last: of nobody
    left = np.where(inside == UNASSIGNED, had, UNASSIGNED)
    area = np.bincount(left[left != UNASSIGNED], shapely.area(pieces)[left != UNASSIGNED], len(old))
    gone = np.append(whole | (takes & (area < LEAST_M2)), False)[left]
    some = np.flatnonzero(inside != UNASSIGNED)
    if gone.any() and len(some):
        nearest = shapely.STRtree(pieces[some]).nearest(middles[gone])
        inside[gone] = inside[some[nearest]]
        left[gone] = UNASSIGNED
    return put_together(pieces, ints(inside), len(shapes)), put_together(
        pieces, ints(left), len(old)
    )


def _parents_differ(regions: RegionSet, touched: Ints, own: Floats) -> Refusal | None:
    """Return why not, where a new region takes land from regions with different parents."""
    for land in own.T:
        some = touched[land >= LEAST_M2].tolist()
        for level, names in regions.parents.items():
            if len({names[each] for each in some}) > 1:
                ids = tuple(regions.ids[each] for each in some)
                return Refusal(Why.PARENTS_DIFFER, ids, level)
    return None


def _parents(regions: RegionSet, made: Shapes, of: Ints) -> Ints:
    """Return the region whose parents each new one takes: in empty land those of the one beside it."""
    found = of.copy()
    if regions.parents:
        for at in np.flatnonzero(of == UNASSIGNED).tolist():
            found[at] = _beside(regions, made[at])
    return ints(found)


def _beside(regions: RegionSet, shape: object) -> int:
    """Return the region with the longest border with a shape, else the one with the nearest point."""
    near = _in_box(regions, shapely.bounds(shape))
    edges = shapely.boundary(shapes_of(taken(regions.geometry, near)))
    common = shapely.length(shapely.intersection(edges, shapely.boundary(shape)))
    if common.max(initial=0.0) > 0.0:
        return int(near[int(common.argmax())])
    centre = shapely.get_coordinates(shapely.point_on_surface(shape))[0]
    return int(((regions.points - centre) ** 2).sum(axis=1).argmin())
