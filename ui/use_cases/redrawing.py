"""Change the regions of an open plan: what is wished for, and what would come of it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol

import shapely

from planner.edits.border_points import move_point, remove_point
from planner.edits.redrawing import Redrawn, redrawn
from planner.edits.region_drawing import Over, draw_region, drawn
from planner.edits.region_merges import merge_regions
from planner.edits.region_splits import split_by_ratio, split_region
from planner.edits.snapping import Snap, all_snapped, snapped
from planner.io.drawn_regions import read_drawn_regions
from planner.io.region_table import RegionSource
from planner.model.accounts import rows_by_id
from planner.model.graph import neighbour_lists
from planner.model.issues import Severity
from planner.model.plan import Plan
from planner.model.redrawing import Division, Refusal, Why
from planner.model.types import Floats, Ints, floats

NEARLY = 0.02
"""Share of a region that two files may differ by at its border and still mean the same region."""


class Wish(Protocol):
    """A change of regions that somebody wants, to be worked out in the background."""

    def made(self, plan: Plan, division: Division) -> Redrawn | Refusal:
        """Return what it would give, or why it cannot be."""
        ...


def worked_out(wish: Wish, plan: Plan, division: Division) -> Redrawn | Refusal:
    """Return what a wish would give, with what every page asks of a plan reckoned already.

    Of 250,000 accounts and 65,000 regions that takes a third of a second, which the window has not got.
    """
    found = wish.made(plan, division)
    if isinstance(found, Redrawn):
        rows_by_id(found.plan.accounts)
        neighbour_lists(found.plan.regions.graph)
    return found


@dataclass(frozen=True, slots=True, eq=False)
class SplitByLine:
    """Split a region by a line, shape (v, 2) in metres, drawn by hand.

    Its points snap within `snap_m` metres; it is drawn with as few points as follow it within
    `fine_m`.
    """

    region: int
    line: Floats
    snap_m: float
    fine_m: float

    def made(self, plan: Plan, division: Division) -> Redrawn | Refusal:
        line = shapely.get_coordinates(
            shapely.simplify(shapely.linestrings(self.line), self.fine_m)
        )
        line = all_snapped(plan.regions.geometry, floats(line), self.snap_m)
        return split_region(plan, self.region, line, division)


@dataclass(frozen=True, slots=True)
class SplitByRatio:
    """Split a region across its longest axis; `share` is the first part's of the area."""

    region: int
    share: float

    def made(self, plan: Plan, division: Division) -> Redrawn | Refusal:
        return split_by_ratio(plan, self.region, self.share, division)


@dataclass(frozen=True, slots=True, eq=False)
class Merge:
    """Merge regions into the largest."""

    regions: Ints
    apart: bool = False
    parents_of: int | None = None

    def made(self, plan: Plan, division: Division) -> Redrawn | Refusal:
        return merge_regions(
            plan, self.regions, division, apart=self.apart, parents_of=self.parents_of
        )


@dataclass(frozen=True, slots=True, eq=False)
class Draw:
    """Draw a new region, shape (v, 2) in metres, whose corners snap within `snap_m` metres."""

    area: Floats
    name: str
    snap_m: float
    over: Over = Over.REFUSE
    parents_of: int | None = None

    def made(self, plan: Plan, division: Division) -> Redrawn | Refusal:
        area = all_snapped(plan.regions.geometry, self.area, self.snap_m)
        return draw_region(
            plan, area, self.name, division, over=self.over, parents_of=self.parents_of
        )

    def called(self, name: str) -> Draw:
        """Return the same with another name."""
        return replace(self, name=name)


@dataclass(frozen=True, slots=True)
class MoveBorder:
    """Move the point of a border nearest to `start`, within `reach_m` metres, to `end`.

    Where it ends near another border it snaps there within `snap_m` metres.
    """

    start: tuple[float, float]
    end: tuple[float, float]
    reach_m: float
    snap_m: float

    def made(self, plan: Plan, division: Division) -> Redrawn | Refusal:
        geometry = plan.regions.geometry
        held = snapped(geometry, *self.start, self.reach_m)
        if held.snap is Snap.FREE:
            return Refusal(Why.NO_POINT)
        end = snapped(geometry, *self.end, self.snap_m)
        return move_point(plan, (held.x, held.y), (end.x, end.y), division)


@dataclass(frozen=True, slots=True)
class RemovePoint:
    """Take away the corner of a border nearest to a point, within `reach_m` metres."""

    at: tuple[float, float]
    reach_m: float

    def made(self, plan: Plan, division: Division) -> Redrawn | Refusal:
        held = snapped(plan.regions.geometry, *self.at, self.reach_m)
        if held.snap is not Snap.VERTEX:
            return Refusal(Why.NO_POINT)
        return remove_point(plan, (held.x, held.y), division)


@dataclass(frozen=True, slots=True)
class FileWish:
    """Draw the regions of a map file.

    Where the file covers nearly all of a region, the regions of the file stand in its place and share
    out what is left of it; a region of which it covers hardly anything keeps its land.
    """

    path: Path
    over: Over = Over.REFUSE

    def made(self, plan: Plan, division: Division) -> Redrawn | Refusal:
        """Return what it would give; Why.UNREADABLE, with the reader's words, for a file that is none."""
        read, issues = read_drawn_regions(RegionSource(self.path), plan.regions.crs)
        if read is None:
            words = next(one for one in issues if one.severity is Severity.ERROR)
            return Refusal(Why.UNREADABLE, text=words.line())
        recut = drawn(
            plan.regions,
            read.shapes,
            read.ids,
            read.names,
            over=self.over,
            nearly=NEARLY,
            parents_by_land=True,
        )
        return redrawn(plan, recut, division)
