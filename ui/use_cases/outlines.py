"""Look through the outlines of a plan, and work out what mending them would change."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from planner.model.outline_defects import Choices, Consequence, Defects, Kind
from planner.model.outline_sight import Sight
from planner.model.regions import RegionSet

if TYPE_CHECKING:
    from planner.io.defects import Look

Tell = Callable[[str, float], object]
Stop = Callable[[], bool]

LOOKING = 0.5
"""Share of the work that the look takes, where both are done."""


@dataclass(frozen=True, slots=True, eq=False)
class Study:
    """What was found, and what mending by these choices would give.

    Attributes
    ----------
    look : Look
    choices : Choices
    mended : RegionSet
        The plan's own where there is nothing to mend.
    consequence : Consequence
    before, after : arrays of shape (n,)
        Outlines as shapely geometries, the same array where nothing is mended.
    thinned : bool
        Whether outlines with far too many points are drawn with fewer.
    """

    look: Look
    choices: Choices
    mended: RegionSet
    consequence: Consequence
    before: Any
    after: Any
    thinned: bool = False

    @property
    def regions(self) -> RegionSet:
        """The regions that were looked at."""
        return self.look.regions

    @property
    def is_mendable(self) -> bool:
        """Whether mending would change anything."""
        return self.mended is not self.look.regions

    def found(self, kind: Kind) -> Defects:
        """Return the places of a kind."""
        return self.look.found[kind]

    def sight(self, kind: Kind, at: int) -> Sight:
        """Return a place as a picture shows it."""
        from planner.io.outline_sights import sight_of

        found = self.look.found[kind]
        return sight_of(
            self.look.regions, self.before, self.after, found, at, self.choices.gap_m
        )  # fmt: skip


def study(
    regions: RegionSet,
    choices: Choices,
    earlier: Study | None = None,
    tell: Tell | None = None,
    stop: Stop | None = None,
) -> Study | None:
    """Look, unless the same was looked at before, and mend on trial; None when stopped.

    Parameters
    ----------
    regions : RegionSet
    choices : Choices
    earlier : Study or None
        Its look is taken again where regions and gap width are the same.
    tell, stop : callable, optional
    """
    from planner.insight.mended import consequence_of
    from planner.io.defects import LookStopped, look_at
    from planner.io.mending import mend
    from planner.io.repair import shapes_of

    said = tell or (lambda _what, _share: None)
    known = earlier is not None and (earlier.regions is regions)
    try:
        if earlier is not None and known and earlier.look.gap_m == choices.gap_m:
            look, begun = earlier.look, 0.0
        else:
            look = look_at(
                regions,
                gap_m=choices.gap_m,
                tell=lambda what, share: said(what, LOOKING * share),
                stop=stop,
            )
            begun = LOOKING
        trial = mend(
            look,
            choices,
            tell=lambda what, share: said(what, begun + (1.0 - begun) * share),
            stop=stop,
        )
    except LookStopped:
        return None
    same = trial.regions is regions
    return Study(
        look=look,
        choices=choices,
        mended=trial.regions,
        consequence=consequence_of(regions, trial.regions, trial.filled, trial.refused),
        before=look.shapes,
        after=look.shapes if same else shapes_of(trial.regions.geometry),
        thinned=trial.thinned,
    )
