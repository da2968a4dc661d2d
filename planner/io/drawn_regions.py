"""New regions from a map file, in the metres of a plan that is open."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pyproj import CRS

from planner.io.features import read_features
from planner.io.projection import known_crs, moved, turned
from planner.io.region_parts import outlines_together
from planner.io.region_table import RegionSource, region_table
from planner.io.repair import mended
from planner.language import tr
from planner.model.issues import Issue, Severity, blocks
from planner.model.types import RegionId, ints


@dataclass(frozen=True, slots=True, eq=False)
class DrawnRegions:
    """Outlines (s,) of polygons and multipolygons in metres, with their ids and names."""

    shapes: NDArray[Any]
    ids: tuple[RegionId, ...]
    names: tuple[str, ...]


def read_drawn_regions(
    source: RegionSource, crs: str
) -> tuple[DrawnRegions | None, tuple[Issue, ...]]:
    """Read the regions of one map file and bring them to a plan's reference system.

    Returns
    -------
    DrawnRegions or None, tuple of Issue
        None when nothing can be drawn; one of the issues is then an error.
    """
    features, issues = read_features(source.path, source.layer)
    if features is None:
        return None, issues
    features = turned(features, source.crs)
    known, more = known_crs(features, source.crs, source.country)
    issues += more
    if known is None:
        return None, issues
    table, more = region_table(features, source, ())
    issues += more
    if blocks(issues):
        return None, issues
    called = [f"{id_} ({name})" for id_, name in zip(table.ids, table.names, strict=True)]
    shapes, usable, more = mended(
        moved(features.shapes, known, CRS.from_user_input(crs)), table.file, called
    )
    issues += more
    shapes, usable, more = outlines_together(shapes, usable, table.first, table.file, called)
    issues += more
    kept = ints(np.flatnonzero(usable))
    if not len(kept):
        found = tr("no region has an outline that can be drawn")
        mend = tr("Give a file with polygons.")
        return None, (*issues, Issue("file_empty", Severity.ERROR, table.file, found, mend))
    return (
        DrawnRegions(
            shapes[kept],
            tuple(RegionId(table.ids[row]) for row in kept.tolist()),
            tuple(table.names[row] for row in kept.tolist()),
        ),
        issues,
    )
