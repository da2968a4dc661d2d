"""Territories: sets of regions with a home base and an owner."""

from __future__ import annotations

from dataclasses import dataclass

from planner.model.types import RepId, TerritoryId


@dataclass(frozen=True, slots=True)
class Territory:
    """One territory of a layer; which regions it has stands in the layer's owner array.

    Attributes
    ----------
    id : TerritoryId
        Short code that stays ("T01").
    name : str
    rep_id : RepId or None
        Its owner; None is open.
    seat : int or None
        Region it is served from, or None while its best region serves.
    part : str
        Parent (a country, say) it must stay inside, or "".
    locked : bool
        Whether the whole territory may not change.
    """

    id: TerritoryId
    name: str
    rep_id: RepId | None = None
    seat: int | None = None
    part: str = ""
    locked: bool = False
