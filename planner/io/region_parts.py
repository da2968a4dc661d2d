"""Rows of a region file that are parts of one region: which they are, and what they are together.

Programs that take multipolygons apart (QGIS "Multipart to singleparts", ArcGIS "Explode") leave a row
for each island, with all that the region had beside it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from planner.io.repair import LEFT_OUT, MOST_BESIDE, MOST_CROSSINGS, crossings_of, made_valid
from planner.language import tr
from planner.model.issues import Issue, Severity
from planner.model.types import Bools, Floats, Ints, bools, floats, ints


def first_rows(ids: Sequence[str], *beside: Sequence[str]) -> Ints:
    """Return the first row of the region that each row is a part of, shape (rows,); itself for most.

    Rows of one id are one region where all that stands beside it is the same, its name to begin with.
    Rows without an id are no parts of anything.
    """
    seen: dict[tuple[str, ...], int] = {}
    rows = enumerate(zip(ids, *beside, strict=True))
    return ints([seen.setdefault(row, at) if row[0] else at for at, row in rows])


def together(values: Floats, first: Ints) -> Floats:
    """Return what each region has of a figure in its first row, shape (rows,).

    A figure that is the same in all rows of every region was written beside each of its parts, and
    counts once; one that differs is a figure of the part, and is added up. What is not known is NaN.
    """
    whole = values[first]
    if bool(((values == whole) | (np.isnan(values) & np.isnan(whole))).all()):
        return values
    sums = np.bincount(first, np.where(np.isnan(values), 0.0, values), len(values))
    unknown = np.bincount(first, ~np.isnan(values), len(values)) == 0
    return floats(np.where(unknown, np.nan, sums))


def outlines_together(
    shapes: NDArray[Any], usable: Bools, first: Ints, file: str, names: Sequence[str]
) -> tuple[NDArray[Any], Bools, tuple[Issue, ...]]:
    """Return the outline of each region in its first row; parts that touch or overlap become one.

    Parameters
    ----------
    shapes : array of shape (rows,)
        Valid polygons and multipolygons where `usable`.
    usable : Bools, shape (rows,)
    first : Ints, shape (rows,)
        First row of the region that each row is a part of.
    file : str
    names : sequence of str
        What to call each row in an issue.

    Returns
    -------
    array, Bools of shape (rows,)
        Outlines, and which rows have one.
    tuple of Issue
        One for each region that is left out, since its parts cross all over.
    """
    made = np.full(len(shapes), None, object)
    made[first[usable]] = shapes[usable]
    held = np.bincount(first[usable], minlength=len(shapes))
    several = np.flatnonzero(held > 1)
    if len(several):
        rows = np.flatnonzero(usable & (held[first] > 1))
        polygons, part = shapely.get_parts(shapes[rows], return_index=True)
        region = first[rows][part]
        order = np.argsort(region, kind="stable")
        indices = np.searchsorted(several, region[order])
        made[several] = shapely.multipolygons(polygons[order], indices=indices)
    issues = []
    left, beside = MOST_CROSSINGS, MOST_BESIDE
    for row in several[~shapely.is_valid(made[several])].tolist():
        crossings, met = crossings_of(made[row], left, beside)
        if crossings > left or met > beside:
            made[row] = None
            found = tr("{name} has parts that cross one another all over", name=names[row])
            issues.append(
                Issue("geometry_missing", Severity.WARNING, file, found, LEFT_OUT(), row=row + 2)
            )
            left, beside = left // 2, beside // 2
            continue
        left, beside = left - crossings, beside - met
        made[row] = made_valid(made[row : row + 1])[0]
    return made, bools(~shapely.is_missing(made)), tuple(issues)
