"""What reading says about outlines at once; gaps want a longer look, which the Outlines page takes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from planner.io.border_pieces import disagreeing, overlapping_pairs
from planner.io.odd_outlines import collapsed, same_outlines
from planner.model.issues import Issue, Severity
from planner.model.outline_defects import OVERLAP_M2

LISTED = 5
"""Names that one sentence gives at most."""

MEASURED = 20_000
"""Pairs of outlines whose overlap is measured, some seconds' work; a map has three a region, if that."""

MEND = "See Outlines on the data page, which mends this."


def said_of_outlines(shapes: NDArray[Any], names: Sequence[str]) -> list[Issue]:
    """Return one issue each for collapsed outlines, outlines that are there twice, and overlaps.

    Parameters
    ----------
    shapes : array of shape (n,)
        Valid outlines in metres.
    names : sequence of str
    """
    issues = []
    thin = np.flatnonzero(collapsed(shapes))
    if len(thin):
        what = "1 outline has" if len(thin) == 1 else f"{len(thin):,} outlines have"
        found = f"{what} hardly any area ({_some(thin, names)})"
        issues.append(Issue("outline_collapsed", Severity.WARNING, "", found, MEND))
    twice = same_outlines(shapes)
    if len(twice):
        what = "1 outline is" if len(twice) == 1 else f"{len(twice):,} outlines are"
        found = f"{what} there twice ({_some(twice[:, 1], names)})"
        mend = "Join the rows in the source, or draw one of them anew."
        issues.append(Issue("outline_twice", Severity.WARNING, "", found, mend))
        shapes = shapes.copy()
        # Told once: each would overlap all that are like it.
        shapes[twice[:, 1]] = shapely.Polygon()
    issues += _overlaps(shapes, names)
    return issues


def _overlaps(shapes: NDArray[Any], names: Sequence[str]) -> list[Issue]:
    """Return one issue where outlines overlap; of circles around sites nearly all pairs do."""
    pairs = overlapping_pairs(shapes, disagreeing(shapes))
    least = ""
    if len(pairs) > MEASURED:
        least, box = "at least ", shapely.bounds(shapes)[pairs]
        sides = box[:, :, 2:].min(axis=1) - box[:, :, :2].max(axis=1)
        pairs = pairs[np.argsort(-sides.prod(axis=1))[:MEASURED]]  # neighbours share a thin box
    area = shapely.area(shapely.intersection(shapes[pairs[:, 0]], shapes[pairs[:, 1]]))
    count = int((area > OVERLAP_M2).sum())
    if not count:
        return []
    one, other = pairs[int(area.argmax())]
    over = f"over {area.sum() / 1e6:,.2f} km²"
    found = f"{names[one]} and {names[other]} overlap, {over}"
    if count > 1:
        found = (
            f"{least}{count:,} pairs of regions overlap, {over} in all "
            f"({names[one]} and {names[other]} most)"
        )
    return [Issue("outlines_overlap", Severity.WARNING, "", found, MEND)]


def _some(regions: NDArray[Any], names: Sequence[str]) -> str:
    listed = ", ".join(names[region] for region in regions[:LISTED])
    return f"{listed} and more" if len(regions) > LISTED else listed
