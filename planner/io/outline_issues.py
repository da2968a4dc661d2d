"""What reading says about outlines at once; gaps want a longer look, which the Outlines page takes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from planner.io.border_pieces import disagreeing, overlapping_pairs
from planner.io.odd_outlines import collapsed, same_outlines
from planner.language import Phrase, tr, tr_count
from planner.model.issues import Issue, Severity
from planner.model.outline_defects import OVERLAP_M2
from planner.notation import number

LISTED = 5
"""Names that one sentence gives at most."""

MEASURED = 20_000
"""Pairs of outlines whose overlap is measured, some seconds' work; a map has three a region, if that."""

MEND = Phrase("See Outlines on the data page, which mends this.")


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
        found = tr_count(
            len(thin), "1 outline has hardly any area ({some})",
            "{count} outlines have hardly any area ({some})", some=_some(thin, names),
        )  # fmt: skip
        issues.append(Issue("outline_collapsed", Severity.WARNING, "", found, MEND()))
    twice = same_outlines(shapes)
    if len(twice):
        found = tr_count(
            len(twice), "1 outline is there twice ({some})",
            "{count} outlines are there twice ({some})", some=_some(twice[:, 1], names),
        )  # fmt: skip
        mend = tr("Join the rows in the source, or draw one of them anew.")
        issues.append(Issue("outline_twice", Severity.WARNING, "", found, mend))
        shapes = shapes.copy()
        # Told once: each would overlap all that are like it.
        shapes[twice[:, 1]] = shapely.Polygon()
    issues += _overlaps(shapes, names)
    return issues


def _overlaps(shapes: NDArray[Any], names: Sequence[str]) -> list[Issue]:
    """Return one issue where outlines overlap; of circles around sites nearly all pairs do."""
    pairs = overlapping_pairs(shapes, disagreeing(shapes))
    at_least = False
    if len(pairs) > MEASURED:
        at_least, box = True, shapely.bounds(shapes)[pairs]
        sides = box[:, :, 2:].min(axis=1) - box[:, :, :2].max(axis=1)
        pairs = pairs[np.argsort(-sides.prod(axis=1))[:MEASURED]]  # neighbours share a thin box
    area = shapely.area(shapely.intersection(shapes[pairs[:, 0]], shapes[pairs[:, 1]]))
    count = int((area > OVERLAP_M2).sum())
    if not count:
        return []
    one, other = pairs[int(area.argmax())]
    pair = {"one": names[one], "other": names[other], "km2": number(area.sum() / 1e6, 2)}
    if count == 1:
        found = tr("{one} and {other} overlap, over {km2}\u00a0km²", **pair)
    elif at_least:
        found = tr(
            "at least {count} pairs of regions overlap, over {km2}\u00a0km² in all ({one} and {other} most)",
            count=number(count), **pair,
        )  # fmt: skip
    else:
        found = tr(
            "{count} pairs of regions overlap, over {km2}\u00a0km² in all ({one} and {other} most)",
            count=number(count), **pair,
        )  # fmt: skip
    return [Issue("outlines_overlap", Severity.WARNING, "", found, MEND())]


def _some(regions: NDArray[Any], names: Sequence[str]) -> str:
    listed = ", ".join(names[region] for region in regions[:LISTED])
    return tr("{names} and more", names=listed) if len(regions) > LISTED else listed
