"""What differs between regions before and after their outlines were mended."""

from __future__ import annotations

import numpy as np

from planner.model.graph import pieces
from planner.model.outline_defects import Consequence
from planner.model.regions import RegionSet
from planner.model.types import UNASSIGNED, Ints, ints


def consequence_of(
    before: RegionSet, after: RegionSet, filled: Ints, refused: Ints
) -> Consequence:  # fmt: skip
    """Compare two region sets of the same regions.

    Parameters
    ----------
    before, after : RegionSet
    filled, refused : Ints
        Regions that got an empty space, and those that keep their outline.
    """
    n = len(before)
    rest = np.ones(n, np.bool_)
    rest[filled] = False
    old, new = before.area_km2, after.area_km2
    change = np.where(rest, np.abs(new - old) / np.maximum(old, 1e-12), 0.0)
    whole = float(old[rest].sum())
    old_pairs, new_pairs = _codes(before), _codes(after)
    return Consequence(
        most=float(change.max(initial=0.0)),
        most_region=int(change.argmax()) if change.any() else UNASSIGNED,
        total=float((new[rest] - old[rest]).sum()) / whole if whole else 0.0,
        changed=_changed(before, after),
        gained=int((~np.isin(new_pairs, old_pairs)).sum()),
        lost=int((~np.isin(old_pairs, new_pairs)).sum()),
        pieces=(_pieces(before), _pieces(after)),
        points=(len(before.geometry.xy), len(after.geometry.xy)),
        filled=ints(filled),
        refused=ints(refused),
    )


def _codes(regions: RegionSet) -> np.ndarray:
    pairs = regions.graph.borders.astype(np.int64)
    return np.asarray(pairs[:, 0] * len(regions) + pairs[:, 1])


def _pieces(regions: RegionSet) -> int:
    one = ints(np.zeros(len(regions)))
    return pieces(len(regions), regions.graph.borders, one)[0]


def _changed(before: RegionSet, after: RegionSet) -> int:
    """Count regions whose points are others."""
    if before.geometry is after.geometry:
        return 0
    starts = [
        regions.geometry.ring_start[
            regions.geometry.polygon_start[regions.geometry.region_start]
        ].tolist()
        for regions in (before, after)
    ]
    one, other = before.geometry.xy, after.geometry.xy
    return sum(
        not np.array_equal(
            one[starts[0][i] : starts[0][i + 1]], other[starts[1][i] : starts[1][i + 1]]
        )
        for i in range(len(before))
    )
