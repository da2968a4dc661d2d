"""What may be wrong about outlines, what to mend of it, and what that would change."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

import numpy as np

from planner.model.types import UNASSIGNED, Floats, Ints, ints

GAP_M = 50.0
"""Spaces narrower than this are gaps, wider ones are lakes, unless the user says otherwise; metres."""

SAME_POINT_M = 0.01
"""Points this near are one wherever borders are mended, in metres."""

OVERLAP_M2 = 1.0
"""Two outlines that have less in common do not count as overlapping."""


class Kind(StrEnum):
    """What may be wrong, or worth knowing, about outlines; in the order it is shown."""

    EMPTY = "empty"  # a region without outline
    CROSSING = "crossing"  # an outline that crosses itself
    COLLAPSED = "collapsed"  # an outline with hardly any area
    TWICE = "twice"  # two regions with one outline
    OVERLAP = "overlap"  # two regions that both cover a piece
    GAP = "gap"  # a narrow space between regions
    APART = "apart"  # a border drawn with different points on both sides
    ALONE = "alone"  # has neighbours, and not one border that is the same to the last digit
    CRUMB = "crumb"  # a tiny part far from the rest of its region
    HEAVY = "heavy"  # far more points than its size shows
    ISLAND = "island"  # regions that share no border with the rest and are linked
    LAKE = "lake"  # a wide space inside the map


MENDABLE = (
    Kind.CROSSING, Kind.COLLAPSED, Kind.OVERLAP, Kind.GAP, Kind.APART, Kind.CRUMB, Kind.HEAVY,
)  # fmt: skip
"""Kinds that mending does something about; the rest is only told."""

TICKED = frozenset((Kind.CROSSING, Kind.COLLAPSED, Kind.OVERLAP, Kind.GAP, Kind.APART))
"""Kinds that are mended unless the user says otherwise: these take nothing away on purpose."""


@dataclass(frozen=True, slots=True, eq=False)
class Defects:
    """All places of one kind, the largest first.

    Attributes
    ----------
    kind : Kind
    first, second : Ints, shape (p,)
        Regions touched; UNASSIGNED where there is none.
    boxes : Floats, shape (p, 4)
        Where: xmin, ymin, xmax, ymax in metres of the plan.
    size : Floats, shape (p,)
        Square metres (overlap, gap, lake, crumb, collapsed, twice), metres (apart, island) or
        points (heavy).
    """

    kind: Kind
    first: Ints
    second: Ints
    boxes: Floats
    size: Floats

    def __len__(self) -> int:
        return len(self.first)

    @property
    def regions(self) -> Ints:
        """The regions touched, each once, ascending."""
        both = np.unique(np.concatenate([self.first, self.second]))
        return ints(both[both != UNASSIGNED])


@dataclass(frozen=True, slots=True)
class Choices:
    """What to mend, and how.

    Attributes
    ----------
    kinds : frozenset of Kind
        Of MENDABLE.
    gap_m : float
        Spaces less wide than this are gaps.
    point_m : float
        Points of different regions this near to one another become one.
    coarse_m : float
        How far a border with too many points may move when it is drawn with fewer.
    """

    kinds: frozenset[Kind] = TICKED
    gap_m: float = GAP_M
    point_m: float = SAME_POINT_M
    coarse_m: float = 10.0


@dataclass(frozen=True, slots=True, eq=False)
class Consequence:
    """What mending changes, reckoned before anybody agrees.

    Attributes
    ----------
    most : float
        Largest change of a region's area, a fraction of it; filled ones are left out.
    most_region : int
        Where, UNASSIGNED when no area changed.
    total : float
        Change of the area of all regions together, a fraction, filled ones left out.
    changed : int
        Regions whose outline is another.
    gained, lost : int
        Pairs of regions that become neighbours, and that are neighbours no more.
    pieces : (int, int)
        Pieces of the map that no border connects, before and after.
    points : (int, int)
        Points of all outlines, before and after.
    filled : Ints
        Regions with hardly any area that get the empty space they stood in.
    refused : Ints
        Regions that keep their outline, since mending would leave them none.
    """

    most: float
    most_region: int
    total: float
    changed: int
    gained: int
    lost: int
    pieces: tuple[int, int]
    points: tuple[int, int]
    filled: Ints = field(default_factory=lambda: ints([]))
    refused: Ints = field(default_factory=lambda: ints([]))
