"""Region files in the plan's system, before they are joined: what stands in two of them counts once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from planner.io.region_table import RegionSource, RegionTable
from planner.language import tr, tr_count
from planner.model.issues import Issue, Severity
from planner.model.types import Ints

SAME = 0.9
"""Outlines of two files are one region drawn twice when they share so much of what either covers."""


@dataclass(frozen=True, slots=True, eq=False)
class Page:
    """One file with its outlines in the plan's metric system; rows without one are gone."""

    source: RegionSource
    table: RegionTable
    shapes: NDArray[Any]
    kept: Ints


def without_doubles(pages: Sequence[Page]) -> tuple[list[Page], list[Issue]]:
    """Return the pages without the regions that a page before draws too, and an issue for each such page.

    Files of neighbouring countries often hold the border regions of both.
    """
    found: list[Page] = []
    issues: list[Issue] = []
    for page in pages:
        double = np.zeros(len(page.kept), np.bool_)
        for before in found:
            double |= _drawn_in(page.shapes, before.shapes)
        found.append(replace(page, shapes=page.shapes[~double], kept=page.kept[~double]))
        if double.any():
            row = int(page.kept[np.flatnonzero(double)[0]])
            count, name = int(double.sum()), page.table.names[row]
            said = tr_count(
                count, "{name} stands in another file too",
                "{count} regions stand in another file too, {name} for one", name=repr(name),
            )  # fmt: skip
            mend = tr("Left out here, so that each counts once.")
            issues.append(
                Issue("id_duplicate", Severity.WARNING, page.table.file, said, mend, row=row + 2)
            )
    return found, issues


def _drawn_in(shapes: NDArray[Any], others: NDArray[Any]) -> NDArray[np.bool_]:
    """Tell which shapes cover nearly the same as one of the others."""
    double = np.zeros(len(shapes), np.bool_)
    if not len(shapes) or not len(others):
        return double
    one, other = shapely.STRtree(others).query(shapely.point_on_surface(shapes), predicate="within")
    areas, sizes = shapely.area(shapes[one]), shapely.area(others[other])
    alike = np.minimum(areas, sizes) > SAME * np.maximum(areas, sizes)
    one, other, areas, sizes = one[alike], other[alike], areas[alike], sizes[alike]
    shared = shapely.area(shapely.intersection(shapes[one], others[other]))
    double[one[shared > SAME * (areas + sizes - shared)]] = True
    return double
