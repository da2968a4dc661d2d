"""The parents of regions as the map needs them: which levels have several, and numbers for names."""

from __future__ import annotations

from planner.model.regions import RegionSet
from planner.model.types import Ints, ints


class ParentLevels:
    """Answers for one set of regions at a time, and remembers: a set has tens of thousands of names."""

    def __init__(self) -> None:
        self._regions: RegionSet | None = None
        self._several: tuple[str, ...] = ()
        self._numbers: dict[str, Ints] = {}

    def several(self, regions: RegionSet) -> tuple[str, ...]:
        """Return the levels that have more than one parent, the lowest first."""
        self._turn_to(regions)
        return self._several

    def lowest(self, regions: RegionSet) -> str:
        """Return the lowest of them, "" where there is none."""
        return next(iter(self.several(regions)), "")

    def numbers(self, regions: RegionSet, level: str) -> Ints:
        """Return the number of each region's parent on a level, shape (n,)."""
        self._turn_to(regions)
        if level not in self._numbers:
            names = regions.parents[level]
            number = {name: at for at, name in enumerate(dict.fromkeys(names))}
            self._numbers[level] = ints([number[name] for name in names])
        return self._numbers[level]

    def _turn_to(self, regions: RegionSet) -> None:
        if regions is self._regions:
            return
        self._regions = regions
        levels = regions.parents
        self._several = tuple(key for key in levels if len(set(levels[key])) > 1)
        self._numbers.clear()
