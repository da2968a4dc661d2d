"""Rules of a layer beyond balance: who may be where, what connects, what stays together, what may change."""

from __future__ import annotations

from dataclasses import dataclass

Pairs = tuple[tuple[str, str], ...]
"""Pairs of region ids."""


@dataclass(frozen=True, slots=True)
class BarrierGoal:
    """Neighbours that connect nothing: a river without a bridge, say.

    Attributes
    ----------
    name : str
    pairs : tuple of (str, str)
        Region ids.
    """

    name: str
    pairs: Pairs


@dataclass(frozen=True, slots=True)
class Placing:
    """Regions that a rep must have, or may not have.

    Attributes
    ----------
    rep : str
        Rep id.
    regions : tuple of str
        Region ids.
    """

    rep: str
    regions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TerritoryRules:
    """[territories.rules], or [layers.rules]; everything is off unless it is said.

    Attributes
    ----------
    ferries_only : bool
        Water is crossed by `ferries` alone; else islands are linked at their closest regions.
    ferries : tuple of (str, str)
        Pairs of region ids that a ferry joins.
    barriers : tuple of BarrierGoal
    together : str
        Parent level whose regions stay in one territory ("province"), or "".
    made_of : str
        Layer whose territories stay whole in this one, or ""; layers may stand on layers.
    held_by, kept_from : tuple of Placing
        Regions that must be, or may not be, in the territory of a rep.
    skill : str
        Parent level whose value names what the rep of a region must have, `key:percent` joined by
        ";" (a skill in percent, or a language), or "".
    reach_km : float or None
        Largest distance from a region to the seat of its territory.
    most_handed_over, most_taken_over : float or None
        Largest load that leaves or comes to a territory, as a fraction of what it holds today.
    most_moved : float or None
        Largest fraction of all travel weight that may change its present territory.
    """

    ferries_only: bool = False
    ferries: Pairs = ()
    barriers: tuple[BarrierGoal, ...] = ()
    together: str = ""
    made_of: str = ""
    held_by: tuple[Placing, ...] = ()
    kept_from: tuple[Placing, ...] = ()
    skill: str = ""
    reach_km: float | None = None
    most_handed_over: float | None = None
    most_taken_over: float | None = None
    most_moved: float | None = None

    def __post_init__(self) -> None:
        for name in ("reach_km", "most_handed_over", "most_taken_over", "most_moved"):
            value = getattr(self, name)
            if value is not None and not value >= 0:
                raise ValueError(f"{name} must be at least 0, not {value}")

    def regions(self) -> tuple[str, ...]:
        """Return the region ids that the rules name, each once."""
        pairs = [*self.ferries, *(pair for barrier in self.barriers for pair in barrier.pairs)]
        named = [region for pair in pairs for region in pair]
        named += [region for one in (*self.held_by, *self.kept_from) for region in one.regions]
        return tuple(dict.fromkeys(named))

    def reps(self) -> tuple[str, ...]:
        """Return the rep ids that the rules name, each once."""
        return tuple(dict.fromkeys(one.rep for one in (*self.held_by, *self.kept_from)))
