"""Merging several regions into one."""

from __future__ import annotations

import numpy as np
import shapely

from planner.edits.recut import Recut, outlines_of
from planner.edits.redrawing import Redrawn, redrawn
from planner.model.graph import pieces
from planner.model.plan import Plan
from planner.model.redrawing import Division, Refusal, Why
from planner.model.regions import RegionSet
from planner.model.types import UNASSIGNED, Ints, floats, ints


def merge_regions(
    plan: Plan,
    some: Ints,
    division: Division | None = None,
    *,
    apart: bool = False,
    parents_of: int | None = None,
) -> Redrawn | Refusal:
    """Return the plan with several regions as one; the plan itself for a single region.

    It keeps the id, name, territory and place of the largest.

    Parameters
    ----------
    some : Ints
        Regions to merge.
    division : Division, optional
        Which columns are averages; sums add up however they are divided.
    apart : bool
        Whether regions that do not touch may be merged, into one region of several pieces.
    parents_of : int, optional
        The region whose parents (province, country) it takes, needed where they differ.
    """
    if len(np.unique(some)) == 1:
        return Redrawn(plan)
    recut = merged(plan.regions, some, apart=apart, parents_of=parents_of)
    if isinstance(recut, Refusal):
        return recut
    locked = _locked(plan, recut)
    return redrawn(plan, recut, division) if locked is None else locked


def merged(
    regions: RegionSet, some: Ints, *, apart: bool = False, parents_of: int | None = None
) -> Recut | Refusal:
    """Return the change that makes several regions one."""
    some = ints(np.unique(some))
    ids = tuple(regions.ids[at] for at in some.tolist())
    if len(some) < 2:
        return Refusal(Why.ONE_REGION, ids)
    if not apart and _count_of_pieces(regions, some) > 1:
        return Refusal(Why.APART, ids)
    for level, names in regions.parents.items():
        if parents_of is None and len({names[at] for at in some.tolist()}) > 1:
            return Refusal(Why.PARENTS_DIFFER, ids, level)
    shapes = outlines_of(regions, some)
    if shapely.is_empty(shapes).all():
        return Refusal(Why.NO_OUTLINE, ids)
    area = shapely.area(shapes)
    largest = int(some[int(area.argmax())])
    return Recut(
        before=some,
        shapes=np.array([shapely.union_all(shapes)], object),
        ids=(regions.ids[largest],),
        names=(regions.names[largest],),
        of=ints([largest]),
        parents=ints([largest if parents_of is None else parents_of]),
        place=ints([largest]),
        land=floats(np.maximum(area, 1.0)[:, None]),
    )


def _count_of_pieces(regions: RegionSet, some: Ints) -> int:
    inside = np.full(len(regions), UNASSIGNED)
    inside[some] = 0
    _, label = pieces(len(regions), regions.graph.borders, ints(inside))
    return len(np.unique(label[some]))


def _locked(plan: Plan, recut: Recut) -> Refusal | None:
    """Return why not, where a locked region would come to another territory."""
    for scenario in plan.scenarios:
        for layer in scenario.layers:
            own = int(layer.owner[recut.of[0]])
            moves = layer.locked[recut.before] & (layer.owner[recut.before] != own)
            if moves.any():
                ids = tuple(plan.regions.ids[at] for at in recut.before[moves].tolist())
                return Refusal(Why.LOCKED, ids, scenario.name)
    return None
