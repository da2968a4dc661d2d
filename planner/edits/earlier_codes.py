"""Codes that regions had before, for who still uses them: each leads to the regions that continue it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from planner.model.types import RegionId, frozen_map


def carried_codes(
    earlier: Mapping[str, tuple[RegionId, ...]],
    heirs: Mapping[RegionId, tuple[RegionId, ...]],
    ids: Sequence[RegionId],
) -> Mapping[str, tuple[RegionId, ...]]:
    """Return the earlier codes after a change of regions.

    A code that a region has is none of before, whoever had it then.

    Parameters
    ----------
    earlier : mapping of str to tuple of RegionId
        Before the change.
    heirs : mapping of RegionId to tuple of RegionId
        Ids after, of the regions that continue each one that changed.
    ids : sequence of RegionId
        All there are after.
    """
    there = set(ids)
    followed = {
        code: tuple(dict.fromkeys(after for id_ in now for after in heirs.get(id_, (id_,))))
        for code, now in earlier.items()
    }
    followed |= {str(before): now for before, now in heirs.items()}
    return frozen_map({code: now for code, now in followed.items() if code not in there})
