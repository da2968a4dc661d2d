"""What the map shows, as one frozen value: the canvas compares two of them and repaints the difference."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum

import numpy as np

from planner.model.types import Bools, Ints, bools, ints
from ui.map.classes import RegionClasses


class Shown(Enum):
    """Which answer the map shows while there is a proposal."""

    PLAN = "plan"
    TODAY = "today"
    PROPOSAL = "proposal"
    DIFFERENCE = "difference"


@dataclass(frozen=True, slots=True)
class TerritoryMark:
    """What stands on one territory.

    Attributes
    ----------
    code : str
        First line of its label ("T01").
    figure : str
        Second line ("270k", "+3.1 %"), or "".
    seat : int or None
        Region of its home base.
    locked : bool
        Whether a padlock stands at the label.
    colour : int
        Place in the ramp that fills the territories.
    """

    code: str
    figure: str = ""
    seat: int | None = None
    locked: bool = False
    colour: int = 0


@dataclass(frozen=True, slots=True, eq=False)
class MapContent:
    """Owners, marks and hatches of n regions and k territories.

    Attributes
    ----------
    owner : Ints, shape (n,)
        Territory of each region or -1; during a proposal the proposed one.
    marks : tuple of TerritoryMark
    locked : Bools, shape (n,)
        Regions with a padlock; may be left empty.
    before : Ints, shape (n,), or None
        Owners that the owners are compared with, for a proposal.
    shown : Shown
    classes : RegionClasses or None
        Fills by a measure instead of by territory.
    ramp : str
        The ramp of the theme that fills the territories: "terr", where colours only tell neighbours apart,
        or "div", from far below a target over the middle to far above.
    barriers : Ints, shape (b, 2)
        Pairs of neighbours that a barrier parts.
    outside : Bools, shape (n,)
        Regions outside the scope: pale, without label, and they may not move; may be left empty.
    """

    owner: Ints
    marks: tuple[TerritoryMark, ...]
    locked: Bools = field(default_factory=lambda: bools(()))
    before: Ints | None = None
    shown: Shown = Shown.PLAN
    classes: RegionClasses | None = None
    ramp: str = "terr"
    barriers: Ints = field(default_factory=lambda: ints(np.empty((0, 2))))
    outside: Bools = field(default_factory=lambda: bools(()))

    def __post_init__(self) -> None:
        n = len(self.owner)
        object.__setattr__(self, "owner", ints(self.owner))
        locked = self.locked if len(self.locked) else np.zeros(n, np.bool_)
        object.__setattr__(self, "locked", bools(locked))
        outside = self.outside if len(self.outside) else np.zeros(n, np.bool_)
        object.__setattr__(self, "outside", bools(outside))
        if len(self.outside) != n:
            raise ValueError(f"{n} owners, {len(self.outside)} inside or outside")
        if len(self.locked) != n:
            raise ValueError(f"{n} owners, {len(self.locked)} locks")
        if self.before is not None:
            object.__setattr__(self, "before", ints(self.before))
            if len(self.before) != n:
                raise ValueError(f"{n} owners, {len(self.before)} before")
        if n and not (self.owner.min() >= -1 and self.owner.max() < len(self.marks)):
            raise ValueError(f"owners must lie in -1..{len(self.marks) - 1}")
        if self.classes is not None and len(self.classes.of_region) != n:
            raise ValueError(f"{n} owners, {len(self.classes.of_region)} classed regions")

    @property
    def by_figure(self) -> bool:
        """Whether colours tell a figure: they may be of any depth, and neighbours may look alike."""
        return self.classes is not None or self.ramp != "terr"

    @property
    def hatches_unowned(self) -> bool:
        """Whether regions without a territory are hatched; not over figures while nobody has anything."""
        return self.classes is None or bool((self.visible_owner >= 0).any())

    @property
    def visible_owner(self) -> Ints:
        """The owners that fills, borders and labels follow."""
        if self.shown is Shown.TODAY and self.before is not None:
            return self.before
        return self.owner

    @property
    def changed(self) -> Bools:
        """Which regions have another owner than before, shape (n,)."""
        if self.before is None:
            return np.zeros(len(self.owner), np.bool_)
        return np.asarray(self.owner != self.before)

    @property
    def kept_locked(self) -> Bools:
        """Which regions may not move: outside the scope, locked, or in a locked territory."""
        if not self.marks:
            return np.asarray(self.locked | self.outside)
        whole = np.array([*(mark.locked for mark in self.marks), False])  # -1 is the last
        return np.asarray(self.locked | self.outside | whole[self.owner])
