"""Mending outlines: neighbours get one border, no piece is covered twice, no gap stays; areas are kept."""

from __future__ import annotations

from dataclasses import dataclass, replace
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
    joined,
    overlaps,
)
from planner.io.defects import Look, Stop, Tell, look_at, watched
from planner.io.fewer_points import fewer_points
from planner.io.islands import linked
from planner.io.lost_land import lost_land
from planner.io.neighbours import shared_borders
from planner.io.odd_outlines import collapsed, crumbs
from planner.io.open_gaps import open_gaps
from planner.io.points_apart import points_joined
from planner.io.repair import made_valid, ragged
from planner.io.sharing_out import shared_out
from planner.language import tr
from planner.model.graph import RegionGraph
from planner.model.outline_defects import GAP_M, SAME_POINT_M, Choices, Kind
from planner.model.regions import RegionSet
from planner.model.types import UNASSIGNED, Bools, Floats, Ints, bools, floats, identical, ints

Shapes = NDArray[Any]

NEED_SOUND = frozenset((Kind.CROSSING, Kind.COLLAPSED, Kind.OVERLAP, Kind.GAP, Kind.APART))
"""Kinds that can be mended only where no outline crosses itself, so that all are uncrossed first."""

AGAIN = 3
"""Times that what is left is looked for and mended again."""


@dataclass(frozen=True, slots=True, eq=False)
class Mended:
    """Mended regions and what could not be mended.

    Attributes
    ----------
    regions : RegionSet
        The very same object when nothing changed.
    filled : Ints
        Collapsed regions that got the empty space they stood in.
    refused : Ints
        Regions that keep the outline they had, since mending would have left them none.
    thinned : bool
        Whether outlines with too many points were drawn with fewer: that waits until all borders
        are drawn alike.
    """

    regions: RegionSet
    filled: Ints
    refused: Ints
    thinned: bool = False


def mend_outlines(regions: RegionSet, choices: Choices | None = None) -> RegionSet:
    """Return regions with mended outlines: `mend` without a look beforehand and without its remarks."""
    wanted = choices or Choices()
    return mend(look_at(regions, gap_m=wanted.gap_m), wanted).regions


def mend(
    look: Look, choices: Choices, *, tell: Tell | None = None, stop: Stop | None = None
) -> Mended:
    """Return regions with mended outlines; ids, names, columns and parents stay.

    Where overlaps are mended, the result is without overlap and with the same points on both sides
    of every border, whether or not borders drawn apart are chosen too; where overlaps are there and
    left, borders stay apart. Areas, points and neighbours are found anew. Mending again changes
    nothing.

    Raises
    ------
    LookStopped
        When `stop` answered True.
    """
    on = watched(tell, stop)
    regions, kinds = look.regions, choices.kinds
    on(tr("Mending outlines"), 0.0)
    shapes, again = _begun(look, choices)
    moved = 0
    if Kind.APART in kinds and choices.point_m > SAME_POINT_M:  # nearer ones become one below
        shapes, moved = points_joined(shapes, choices.point_m)
    shapes, filled = _filled(look, shapes) if Kind.COLLAPSED in kinds else (shapes, ints([]))
    before = shapes
    fresh = None if moved or Kind.CRUMB in kinds else look
    if {Kind.OVERLAP, Kind.GAP} & kinds:
        on(tr("Sharing out overlaps and gaps"), 0.1)
        shapes = _shared(fresh, shapes, choices)
    on(tr("Drawing borders anew"), 0.5)
    # Drawing borders as one leaves no overlap, so it waits until overlaps may go.
    if Kind.OVERLAP in kinds or (Kind.APART in kinds and not len(look.overlaps)):
        shapes = _one_border(regions, shapes, choices)
    heavy = look.found[Kind.HEAVY].regions
    thinned = Kind.HEAVY in kinds and len(heavy) > 0 and not disagreeing(shapes).any()
    if thinned:
        coarse = bools(np.isin(np.arange(len(shapes)), heavy))
        shapes = fewer_points(shapes, coarse, choices.coarse_m)
    on(tr("Looking for neighbours"), 0.8)
    shapes, refused = _with_refused(look, before, shapes, again)
    mended = _renewed(regions, look.shapes, shapes, choices)
    return Mended(mended, filled, refused, thinned=thinned)


def _begun(look: Look, choices: Choices) -> tuple[Shapes, Ints]:
    """Return outlines to work on, the second of two equal ones empty, and which pairs these are."""
    shapes = look.shapes.copy()
    if choices.kinds & NEED_SOUND:
        shapes = made_valid(shapes)
    if Kind.CRUMB in choices.kinds:
        small, of, _ = crumbs(shapes, look.gap_m)
        for region in np.unique(of).tolist():
            parts = shapely.get_parts(shapes[region])
            away = {shapely.to_wkb(part) for part in small[of == region]}
            shapes[region] = shapely.multipolygons(
                [part for part in parts if shapely.to_wkb(part) not in away]
            )
    shapes[look.twice[:, 1]] = shapely.MultiPolygon()
    return shapes, look.twice


def _filled(look: Look, shapes: Shapes) -> tuple[Shapes, Ints]:
    """Give collapsed regions the wide empty space they touch, if it is of a region's size.

    A space that is larger than every region is a lake, and one that several collapsed regions touch
    is nobody's.
    """
    thin = np.flatnonzero(collapsed(shapes))
    small = shapely.area(look.lakes) <= 1e6 * look.regions.area_km2.max(initial=0.0)
    spaces = look.lakes[small]
    if not (len(thin) and len(spaces)):
        return shapes, ints([])
    which, space = shapely.STRtree(spaces).query(shapes[thin], predicate="dwithin", distance=1.0)
    once = (np.bincount(which, minlength=len(thin))[which] == 1) & (
        np.bincount(space, minlength=len(spaces))[space] == 1
    )
    shapes = shapes.copy()
    own = thin[which[once]]
    shapes[own] = shapely.union(shapes[own], spaces[space[once]])
    return shapes, ints(own)


def _shared(look: Look | None, shapes: Shapes, choices: Choices) -> Shapes:
    """Give every overlap and every gap to one region, so that areas stay as they were."""
    own = shapely.area(shapes)
    nothing = Pieces(np.empty(0, object), ints([]), ints([0]))
    common, spaces = nothing, nothing
    if look is not None:
        common, spaces = look.overlaps, look.spaces
    else:
        doubtful = disagreeing(shapes)
        if Kind.OVERLAP in choices.kinds:
            common = overlaps(shapes, doubtful)
        if Kind.GAP in choices.kinds:
            open_ = enclosed_spaces(shapes, doubtful)
            spaces = beside(shapes, open_[is_gap(open_, choices.gap_m)])
    common = common if Kind.OVERLAP in choices.kinds else nothing
    spaces = spaces if Kind.GAP in choices.kinds else nothing
    pieces = joined(common, spaces)
    area = shapely.area(pieces.shapes)
    kept = own.copy()
    np.subtract.at(kept, common.takers, np.repeat(area[: len(common)], 2))
    given = shared_out(floats(own), floats(kept), floats(area), pieces.takers, pieces.start)
    winner = given[: len(common)]
    sides = common.takers.reshape(-1, 2)
    loser = np.where(sides[:, 0] == winner, sides[:, 1], sides[:, 0])
    taken = _together(common.shapes, loser, len(shapes))
    left = _changed(shapes, taken, shapely.difference)
    left = _enlarged(left, spaces.shapes, given[len(common) :])
    lost = lost_land(common.shapes, winner, taken, shapes, left)
    area, kept = shapely.area(lost.shapes), floats(shapely.area(left))
    given = shared_out(floats(own), kept, floats(area), lost.takers, lost.start)
    return _enlarged(left, lost.shapes, given)


def _enlarged(shapes: Shapes, pieces: Shapes, region: Any) -> Shapes:
    """Add to every region all of its pieces at once."""
    return _changed(shapes, _together(pieces, region, len(shapes)), shapely.union)


def _together(pieces: Shapes, region: Any, regions: int) -> Shapes:
    """Return the pieces of each region as one geometry, None where it has none, shape (n,)."""
    order = np.argsort(region, kind="stable")
    order = order[np.asarray(region)[order] != UNASSIGNED]
    which, start = np.unique(np.asarray(region)[order], return_index=True)
    whole = np.full(regions, None, object)
    ends = np.append(start, len(order))[1:]
    for at, first, end in zip(which.tolist(), start.tolist(), ends.tolist(), strict=True):
        whole[at] = shapely.union_all(pieces[order[first:end]])
    return whole


def _changed(shapes: Shapes, by: Shapes, change: Any) -> Shapes:
    """Add to every region what goes with it, or take it away; None leaves it as it is."""
    which = np.flatnonzero(~shapely.is_missing(by))
    if not len(which):
        return shapes
    shapes = shapes.copy()
    shapes[which] = _solid(change(shapes[which], by[which]))
    return shapes


def _solid(shapes: Shapes) -> Shapes:
    """Return geometries without their points and lines."""
    return np.array(
        [
            shape
            if shape.geom_type in ("Polygon", "MultiPolygon")
            else shapely.union_all([p for p in shapely.get_parts(shape) if shapely.area(p) > 0])
            for shape in shapes
        ],
        object,
    )


def _one_border(regions: RegionSet, shapes: Shapes, choices: Choices) -> Shapes:
    """Draw every border with the same points on both sides, and close what is left open."""
    width = choices.gap_m if Kind.GAP in choices.kinds else 0.0

    def clean(some: Shapes) -> Shapes:
        return np.asarray(
            shapely.coverage_clean(some, gap_width=width, snapping_distance=SAME_POINT_M)
        )

    if disagreeing(shapes).any():
        shapes = clean(shapes)
    for _ in range(AGAIN):
        if Kind.APART not in choices.kinds:
            break
        strips = open_gaps(shapes, regions.graph.borders, choices.gap_m)
        if not len(strips):
            break
        own = shapely.area(shapes)
        area = shapely.area(strips.shapes)
        given = shared_out(floats(own), floats(own), floats(area), strips.takers, strips.start)
        shapes = clean(_enlarged(shapes, strips.shapes, given))
    return shapes


def _with_refused(
    look: Look, before: Shapes, shapes: Shapes, twice: Ints
) -> tuple[Shapes, Ints]:  # fmt: skip
    """Give regions that would vanish their outline back; the second of two equal ones follows."""
    shapes = shapes.copy()
    gone = shapely.is_empty(shapes) & ~shapely.is_empty(before)
    shapes[gone] = before[gone]
    shapes[twice[:, 1]] = shapes[twice[:, 0]]
    return shapes, ints(np.flatnonzero(gone))


def _renewed(regions: RegionSet, old: Shapes, shapes: Shapes, choices: Choices) -> RegionSet:
    """Return the regions with these outlines; points stay where the outline did."""
    same = shapely.equals_exact(old, shapes, 0.0)
    if same.all():
        return regions
    shapes = np.where(same, old, shapely.normalize(shapes))
    geometry = ragged(shapes)
    points = regions.points.copy()
    other = np.flatnonzero(~same & ~shapely.is_empty(shapes))
    points[other] = shapely.get_coordinates(shapely.point_on_surface(shapes[other]))
    if identical(geometry, regions.geometry):
        return regions
    countries: Any = regions.parents.get("country", ("",) * len(regions))
    parts = ints(np.unique(np.array(countries), return_inverse=True)[1])
    # What counted as a border when it was read still does, however narrow the gaps to be closed.
    found = shared_borders(geometry, parts, max(choices.gap_m, GAP_M)).graph
    graph = _with_unchanged(found, regions.graph, bools(same))
    return replace(
        regions,
        geometry=geometry,
        points=floats(points),
        area_km2=_areas(shapes),
        graph=linked(graph, floats(points), parts),
    )


def _with_unchanged(graph: RegionGraph, before: RegionGraph, same: Bools) -> RegionGraph:
    """Return the graph with the old borders between two outlines that are what they were."""
    old, new = (
        pairs[:, 0].astype(np.int64) * len(same) + pairs[:, 1]
        for pairs in (before.borders, graph.borders)
    )
    missed = same[before.borders].all(axis=1) & ~np.isin(old, new)
    order = np.argsort(np.concatenate([new, old[missed]]))
    borders = np.concatenate([graph.borders, before.borders[missed]])[order]
    km = np.concatenate([graph.border_km, before.border_km[missed]])[order]
    return RegionGraph(len(same), ints(borders), floats(km))


def _areas(shapes: Shapes) -> Floats:
    return floats(shapely.area(shapes) / 1e6)
