"""Prepared maps of the plan that is open: of regions it had before, and made from these. Knows no Qt."""

from __future__ import annotations

from planner.model.regions import RegionSet
from ui.map.cache import prepared_map
from ui.map.levels import MapPreparationStopped, Stop
from ui.map.patched import patched_map
from ui.map.prepared import PreparedMap

MOST = 2
"""Maps that are remembered: before a change and after it, so that undo is at once."""


class KnownMaps:
    """Remembers the last maps; asked by one worker thread at a time."""

    def __init__(self) -> None:
        self._known: list[tuple[RegionSet, PreparedMap]] = []

    def prepared(self, regions: RegionSet, stop: Stop | None = None) -> PreparedMap:
        """Return the prepared map of regions; raises MapPreparationStopped when `stop` answered True."""
        for at, (known, prepared) in enumerate(self._known):
            if _same_outlines(known, regions):
                self._known.insert(0, self._known.pop(at))
                return prepared

        def check() -> None:
            if stop is not None and stop():
                raise MapPreparationStopped

        made = None
        if self._known:
            known, prepared = self._known[0]
            made = patched_map(prepared, known, regions, check)
        if made is None:
            made = prepared_map(regions.geometry, regions.points, stop)
        self._known = [(regions, made), *self._known[: MOST - 1]]
        return made


def _same_outlines(one: RegionSet, other: RegionSet) -> bool:
    return one.geometry is other.geometry and one.points is other.points
