"""A region set with some regions in the place of others: outlines, points, neighbours, ids."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TypeVar

import numpy as np
import shapely

from planner.edits.earlier_codes import carried_codes
from planner.edits.recut import Recut, ragged_of
from planner.edits.snapping import grid, with_points_on_borders
from planner.io.islands import linked
from planner.io.local_borders import with_borders_anew
from planner.model.geometry import Geometry
from planner.model.ragged import joined, taken
from planner.model.regions import RegionSet
from planner.model.types import UNASSIGNED, Floats, Ints, RegionId, floats, frozen_map, ints

COUNTRY = "country"
WITHIN_M = 50.0
"""How far apart the two sides of a border may be drawn, as for region files that do not say (metres)."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True, eq=False)
class Renumbered:
    """Where regions are found after a change.

    Attributes
    ----------
    moved : Ints, shape (n,)
        Number after of each region that stays, UNASSIGNED for those that change.
    fresh : Ints, shape (f,)
        Numbers of those in their place.
    source : Ints, shape (m,)
        The region before that each region after continues, or UNASSIGNED.
    """

    moved: Ints
    fresh: Ints
    source: Ints

    def carried(self, values: tuple[T, ...], made: tuple[T, ...]) -> tuple[T, ...]:
        """Return a column after the change: kept values, and `made` (f) for regions in place of others."""
        column: list[T | None] = [None] * len(self.source)
        for before, after in enumerate(self.moved.tolist()):
            if after != UNASSIGNED:
                column[after] = values[before]
        for after, value in zip(self.fresh.tolist(), made, strict=True):
            column[after] = value
        return tuple(column)  # type: ignore[arg-type]

    def carried_floats(self, values: Floats, made: Floats) -> Floats:
        """Return figures (n, ...) after the change, with `made` (f, ...) for regions in place of others."""
        column = np.full((len(self.source), *values.shape[1:]), np.nan)
        stays = self.moved != UNASSIGNED
        column[self.moved[stays]] = values[stays]
        column[self.fresh] = made
        return floats(column)


def renumbered(n: int, recut: Recut) -> Renumbered:
    """Return the new numbers: regions keep their order, those in place of others stand where these did."""
    stays = np.ones(n, np.bool_)
    stays[recut.before] = False
    kept = np.flatnonzero(stays)
    place = np.where(recut.place == UNASSIGNED, n, recut.place)
    order = np.lexsort((np.arange(len(kept) + len(place)), np.concatenate([kept, place])))
    position = np.empty(len(order), np.int64)
    position[order] = np.arange(len(order))
    moved = np.full(n, UNASSIGNED)
    moved[kept] = position[: len(kept)]
    return Renumbered(
        moved=ints(moved),
        fresh=ints(position[len(kept) :]),
        source=ints(np.concatenate([kept, recut.of])[order]),
    )


def with_recut(
    regions: RegionSet,
    recut: Recut,
    numbers: Renumbered,
    columns: Mapping[str, Floats],
    apart: str = COUNTRY,
) -> RegionSet:
    """Return the regions after a change.

    Areas, points and neighbours of regions that stay are not reckoned anew; where a new border ends on
    theirs they get its end as a point of their outline.

    Parameters
    ----------
    columns : mapping of str to Floats, each (f,)
        Figures of the regions in place of others.
    apart : str
        Parent level inside which islands are linked first.
    """
    geometry, points, area = _drawn(regions, recut, numbers)
    parents = {
        level: numbers.carried(
            of, tuple("" if p == UNASSIGNED else of[p] for p in recut.parents.tolist())
        )
        for level, of in regions.parents.items()
    }
    m = len(numbers.source)
    files = _parts(regions.parents, COUNTRY, len(regions)), _parts(parents, COUNTRY, m)
    graph = with_borders_anew(
        regions.graph, regions.geometry, geometry, numbers.moved, files, WITHIN_M
    )
    ids = numbers.carried(regions.ids, recut.ids)
    return replace(
        regions,
        ids=ids,
        names=numbers.carried(regions.names, recut.names),
        geometry=geometry,
        points=points,
        area_km2=area,
        graph=linked(graph, points, _parts(parents, apart, m)),
        columns=frozen_map(
            {key: numbers.carried_floats(old, columns[key]) for key, old in regions.columns.items()}
        ),
        parents=frozen_map(parents),
        earlier=carried_codes(regions.earlier, _heirs(regions, recut), ids),
    )


def _heirs(regions: RegionSet, recut: Recut) -> dict[RegionId, tuple[RegionId, ...]]:
    """Return the ids of the regions that continue each region that changed."""
    return {
        regions.ids[before]: tuple(recut.ids[at] for at in own.tolist())
        for before, own in zip(recut.before.tolist(), recut.heirs, strict=True)
    }


def _drawn(
    regions: RegionSet, recut: Recut, numbers: Renumbered
) -> tuple[Geometry, Floats, Floats]:
    """Return outlines, representative points and areas after the change."""
    made = ragged_of(recut.shapes)
    order = np.empty(len(numbers.source), np.int64)
    stays = np.flatnonzero(numbers.moved != UNASSIGNED)
    order[numbers.moved[stays]] = stays
    order[numbers.fresh] = len(regions) + np.arange(len(numbers.fresh))
    geometry = taken(joined(regions.geometry, made), ints(order))
    points = numbers.carried_floats(regions.points, _points(regions, recut))
    area = numbers.carried_floats(regions.area_km2, floats(shapely.area(recut.shapes) / 1e6))
    old = grid(taken(regions.geometry, recut.before).xy)
    new = grid(made.xy)
    fresh = ~np.isin(new.view("i8,i8").ravel(), np.ascontiguousarray(old).view("i8,i8").ravel())
    return with_points_on_borders(geometry, floats(np.unique(made.xy[fresh], axis=0))), points, area


def _points(regions: RegionSet, recut: Recut) -> Floats:
    """Return a point in each outline: the one before, where that continues it and still lies inside."""
    points = shapely.get_coordinates(shapely.point_on_surface(recut.shapes))
    known = recut.of != UNASSIGNED
    once = known & (np.bincount(recut.of[known], minlength=len(regions))[recut.of] == 1)
    before = regions.points[recut.of]
    inside = shapely.contains_properly(recut.shapes, shapely.points(before))
    return floats(np.where((once & inside)[:, None], before, points))


def _parts(parents: Mapping[str, tuple[str, ...]], level: str, n: int) -> Ints:
    return ints(np.unique(np.array(parents.get(level, ("",) * n)), return_inverse=True)[1])
