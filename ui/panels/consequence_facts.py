"""What the inspector says of a move that is not made yet, without Qt."""

from __future__ import annotations

from dataclasses import dataclass

from ui.panels.territory_facts import MeasureLine
from ui.widgets.figures import JOIN, UNKNOWN, Scale, deviation

MILLION = 1e6


@dataclass(frozen=True, slots=True)
class MeasureChange:
    """One measure of a territory before and after."""

    before: MeasureLine
    after: MeasureLine

    @property
    def scale(self) -> Scale:
        """How figures are written: side by side, those of millions are wider than the inspector."""
        found = self.after.scale
        if found.factor > 1 or max(self.before.value, self.after.value) < MILLION:
            return found  # money has a scale of its own
        return Scale(JOIN.join(part for part in ("M", found.unit) if part), MILLION, 2)

    @property
    def heading(self) -> str:
        """The measure with the unit of its figures."""
        return self.after.headed(self.scale)

    @property
    def values(self) -> str:
        """What it holds before and after, in the unit of the heading."""
        scale = self.scale
        return f"{scale.figure(self.before.value)} → {scale.figure(self.after.value)}"

    @property
    def deviations(self) -> str:
        """How far off it is before and after, in percent, marked where it breaks the rule afterwards."""
        before = (
            deviation(self.before.deviation).removesuffix("%").rstrip()
        )  # said once, at the end
        return f"{before} → {self.after.marked}"

    @property
    def tone(self) -> str:
        """Bad where it breaks the rule afterwards, good where it no longer does."""
        if self.after.outside:
            return "bad"
        return "good" if self.before.outside else ""


@dataclass(frozen=True, slots=True)
class TerritoryChange:
    """One territory before and after.

    Attributes
    ----------
    territory : int
    code, name : str
    measures : tuple of MeasureChange
    travel_km : (float or None, float or None)
    pieces : (int, int)
    """

    territory: int
    code: str
    name: str
    measures: tuple[MeasureChange, ...]
    travel_km: tuple[float | None, float | None]
    pieces: tuple[int, int]

    @property
    def travel(self) -> str:
        """Distance to the home base before and after, in km."""
        said = [UNKNOWN if km is None else f"{km:.0f}" for km in self.travel_km]
        return " → ".join(said)


@dataclass(frozen=True, slots=True)
class ConsequenceFacts:
    """What a move would do.

    Attributes
    ----------
    title : str
    warning : str
        That regions would be cut off, or "".
    mend : str
        How to take them along, or "".
    territories : tuple of TerritoryChange
    more : int
        Territories touched that are not shown.
    hands : tuple of (str, str)
        What changes hands: its name and amount; empty where nothing does.
    """

    title: str
    warning: str
    mend: str
    territories: tuple[TerritoryChange, ...]
    more: int
    hands: tuple[tuple[str, str], ...]
