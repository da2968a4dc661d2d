"""Splitting a region by a line or an area drawn on the map."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely

from planner.edits.recut import (
    Recut,
    Shapes,
    faces,
    free_ids,
    land_of,
    outlines_of,
    put_together,
)
from planner.edits.redrawing import Redrawn, redrawn
from planner.model.plan import Plan
from planner.model.redrawing import LEAST_M2, Division, Refusal, Why
from planner.model.regions import RegionSet
from planner.model.types import UNASSIGNED, Floats, Ints, floats, ints


def split_region(
    plan: Plan, region: int, line: Floats, division: Division | None = None
) -> Redrawn | Refusal:
    """Return the plan with a region split where a line crosses it.

    The parts are called "ID-1", "ID-2", ... from the largest; islands that the line does not touch
    go with the nearest part.

    Parameters
    ----------
    region : int
    line : Floats, shape (v, 2)
        Metres; beginning and end lie on the region's border or outside.
    division : Division, optional
    """
    return redrawn(plan, cut_by_line(plan.regions, region, line), division)


def split_by_area(
    plan: Plan, region: int, area: Floats, division: Division | None = None
) -> Redrawn | Refusal:
    """Return the plan with a region split into what lies inside an area (v, 2) and what does not."""
    return redrawn(plan, cut_by_area(plan.regions, region, area), division)


def split_by_ratio(
    plan: Plan, region: int, share: float, division: Division | None = None
) -> Redrawn | Refusal:
    """Return the plan with a region split across its longest axis, so that the first part has a share.

    Raises ValueError unless the share (0.4 is 40 % of the area) lies between 0 and 1.
    """
    line = line_at(plan.regions, region, share)
    return line if isinstance(line, Refusal) else split_region(plan, region, line, division)


def cut_by_line(regions: RegionSet, region: int, line: Floats) -> Recut | Refusal:
    """Return the change that splits a region where a line crosses it."""
    if len(line) < 2:
        return Refusal(Why.TOO_FEW_POINTS)
    shape = outlines_of(regions, ints([region]))
    if shapely.is_empty(shape[0]):
        return Refusal(Why.NO_OUTLINE, (regions.ids[region],))
    pieces, owner = faces(shape, [line])
    pieces = pieces[owner == 0]
    whole = shapely.get_num_geometries(shape[0])
    if len(pieces) <= whole:
        return Refusal(Why.NOT_CROSSED, (regions.ids[region],))
    return _split(regions, region, shape, pieces, _sides(pieces, shape[0]))


def cut_by_area(regions: RegionSet, region: int, area: Floats) -> Recut | Refusal:
    """Return the change that splits a region into inside and outside of an area."""
    if len(np.unique(area, axis=0)) < 3:
        return Refusal(Why.TOO_FEW_POINTS)
    drawn = shapely.polygons(area)
    if not shapely.is_valid(drawn):
        return Refusal(Why.CROSSES_ITSELF)
    shape = outlines_of(regions, ints([region]))
    if shapely.is_empty(shape[0]):
        return Refusal(Why.NO_OUTLINE, (regions.ids[region],))
    pieces, owner = faces(shape, [floats(shapely.get_coordinates(drawn))])
    pieces = pieces[owner == 0]
    inside = shapely.within(shapely.point_on_surface(pieces), drawn)
    if inside.all() or not inside.any():
        return Refusal(Why.NOT_CROSSED, (regions.ids[region],))
    return _split(regions, region, shape, pieces, ints(inside))


def line_at(regions: RegionSet, region: int, share: float) -> Floats | Refusal:
    """Return the line across a region's longest axis with a share of its area on one side.

    The axis is that of the smallest rectangle around the region; where along it the line lies is
    found by halving (the area on one side grows steadily).
    """
    if not 0.0 < share < 1.0:
        raise ValueError(f"a share lies between 0 and 1, not {share}")
    shape = outlines_of(regions, ints([region]))[0]
    if shapely.is_empty(shape):
        return Refusal(Why.NO_OUTLINE, (regions.ids[region],))
    frame = _Frame.around(shape)
    low, high, wanted = 0.0, 1.0, share * shapely.area(shape)
    for _ in range(40):
        middle = (low + high) / 2.0
        less = shapely.area(shapely.intersection(shape, frame.before(middle))) < wanted
        low, high = (middle, high) if less else (low, middle)
    return frame.across((low + high) / 2.0)


@dataclass(frozen=True, slots=True, eq=False)
class _Frame:
    """The smallest rectangle around a region, a little larger: corner, long side, short side."""

    corner: Floats
    along: Floats
    aside: Floats

    @staticmethod
    def around(shape: object) -> _Frame:
        corners = shapely.get_coordinates(shapely.oriented_envelope(shape))
        one, other = corners[1] - corners[0], corners[2] - corners[1]
        along, aside = (one, other) if np.hypot(*one) >= np.hypot(*other) else (other, one)
        corner = corners[0]
        # West to east, or south to north: the first part is the one people read first.
        if (along[0], along[1]) < (0.0, 0.0):
            corner, along = corner + along, -along
        return _Frame(floats(corner - 0.1 * aside), floats(along), floats(1.2 * aside))

    def across(self, share: float) -> Floats:
        at = self.corner + share * self.along
        return floats([at, at + self.aside])

    def before(self, share: float) -> object:
        first, last = self.across(-0.1), self.across(share)
        return shapely.polygons([first[0], first[1], last[1], last[0]])


def _sides(pieces: Shapes, shape: object) -> Ints:
    """Return the part each piece belongs to: every piece of a polygon that was cut is one.

    A polygon that was not cut, an island say, goes with the nearest part.
    """
    polygons = shapely.get_parts(shape)
    inside = shapely.point_on_surface(pieces)
    piece, of = shapely.STRtree(polygons).query(inside, predicate="within")
    count = np.bincount(of, minlength=len(polygons))
    cut = np.zeros(len(pieces), np.bool_)
    cut[piece] = count[of] > 1
    side = np.full(len(pieces), UNASSIGNED)
    side[cut] = np.arange(int(cut.sum()))
    for at in np.flatnonzero(~cut).tolist():
        side[at] = side[cut][int(shapely.distance(pieces[cut], pieces[at]).argmin())]
    return ints(side)


def _split(
    regions: RegionSet, region: int, shape: Shapes, pieces: Shapes, side: Ints
) -> Recut | Refusal:
    parts = put_together(pieces, side, int(side.max()) + 1)
    area = shapely.area(parts)
    parts = parts[np.argsort(-area, kind="stable")]
    if area.min() < LEAST_M2:
        return Refusal(
            Why.TOO_SMALL, (regions.ids[region],), square_metres=float(area.min())
        )  # fmt: skip
    old = ints(np.full(len(parts), region))
    ids = free_ids(regions, regions.ids[region], len(parts))
    numbers = [id_.removeprefix(f"{regions.ids[region]}-") for id_ in ids]
    return Recut(
        before=ints([region]),
        shapes=parts,
        ids=ids,
        names=tuple(f"{regions.names[region]} {number}" for number in numbers),
        of=old,
        parents=old,
        place=old,
        land=land_of(shape, parts),
    )
