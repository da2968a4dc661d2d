"""Change the regions of an open plan by a map file: read it, fit it to the plan, draw it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from planner.edits.redrawing import Redrawn, redrawn
from planner.edits.region_drawing import Over, drawn
from planner.io.drawn_regions import read_drawn_regions
from planner.io.region_table import RegionSource
from planner.model.issues import Issue
from planner.model.plan import Plan
from planner.model.redrawing import Division, Refusal

NEARLY = 0.02
"""Share of a region that two files may differ by at its border and still mean the same region."""

Tell = Callable[[str, float], object]


@dataclass(frozen=True, slots=True, eq=False)
class FromFile:
    """What a map file would change.

    Attributes
    ----------
    found : Redrawn, Refusal or None
        None where the file cannot be read; one of the issues then says why.
    issues : tuple of Issue
    count : int
        Regions in the file.
    """

    found: Redrawn | Refusal | None
    issues: tuple[Issue, ...]
    count: int = 0


def redraw_from_file(
    plan: Plan,
    path: Path,
    *,
    over: Over = Over.REFUSE,
    division: Division | None = None,
    tell: Tell | None = None,
) -> FromFile:
    """Return the plan with the regions of a map file drawn into it.

    Where the file covers nearly all of a region, the regions of the file stand in its place and share
    out what is left of it; a region of which it covers hardly anything keeps its land.
    """
    said = tell or (lambda _what, _share: None)
    said("Reading regions", 0.0)
    read, issues = read_drawn_regions(RegionSource(path), plan.regions.crs)
    if read is None:
        return FromFile(None, issues)
    said("Drawing regions", 0.5)
    recut = drawn(
        plan.regions,
        read.shapes,
        read.ids,
        read.names,
        over=over,
        nearly=NEARLY,
        parents_by_land=True,
    )
    return FromFile(redrawn(plan, recut, division), issues, len(read.ids))
