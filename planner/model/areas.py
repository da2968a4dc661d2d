"""Areas drawn on the map: named outlines that select regions and accounts."""

from __future__ import annotations

from dataclasses import dataclass

from planner.model.geometry import Geometry

CENTRE, TOUCHES, INSIDE = "centre", "touches", "inside"
COUNTS = (CENTRE, TOUCHES, INSIDE)
"""When a region counts: its representative point, a part of it, or all of it lies inside."""


@dataclass(frozen=True, slots=True, eq=False)
class Area:
    """A named area on the map, that selects accounts and regions.

    Attributes
    ----------
    key, label : str
    outline : Geometry
        One multipolygon, in metres of the plan's reference system.
    counts : str
        One of `COUNTS`.
    """

    key: str
    label: str
    outline: Geometry
    counts: str = CENTRE

    def __post_init__(self) -> None:
        if self.counts not in COUNTS:
            raise ValueError(f"area {self.key}: counts must be one of {', '.join(COUNTS)}")
        if self.outline.regions != 1 or len(self.outline.polygon_start) < 2:
            raise ValueError(f"area {self.key}: an area is one outline that is not empty")
