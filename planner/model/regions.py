"""The region set: the smallest areas that are assigned, with their figures, outlines and neighbours."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from planner.language import Phrase
from planner.model.geometry import Geometry
from planner.model.graph import RegionGraph
from planner.model.types import Floats, RegionId, floats, frozen_map

NOUNS = {
    ("region", "regions"): (Phrase("region"), Phrase("regions")),
    ("place", "places"): (Phrase("place"), Phrase("places")),
    ("county", "counties"): (Phrase("county"), Phrase("counties")),
    ("municipality", "municipalities"): (Phrase("municipality"), Phrase("municipalities")),
    ("postcode", "postcodes"): (Phrase("postcode"), Phrase("postcodes")),
    ("province", "provinces"): (Phrase("province"), Phrase("provinces")),
    ("district", "districts"): (Phrase("district"), Phrase("districts")),
}
"""Nouns that files name their regions by in English; any other is shown as the file has it."""


def noun_said(noun: tuple[str, str]) -> tuple[str, str]:
    """Return a noun, for one and for several, in the user's language where it is a usual one."""
    said = NOUNS.get(noun)
    return (said[0](), said[1]()) if said else noun


@dataclass(frozen=True, slots=True, eq=False)
class RegionSet:
    """Regions 0..n-1 of a plan.

    Attributes
    ----------
    ids : tuple of RegionId
        Unique text keys ("01001" keeps its zero).
    names : tuple of str
    columns : mapping of str to Floats, each shape (n,)
        Number columns of the input, for measures (`regions.COLUMN`).
    parents : mapping of str to tuple of str
        Level -> name of the parent of each region, lowest level first ("province", then "country").
    geometry : Geometry
    points : Floats, shape (n, 2)
        Representative point of each region (inside it), metres.
    area_km2 : Floats, shape (n,)
    graph : RegionGraph
    crs : str
        The metric reference system of geometry and points (authority code or WKT).
    noun : (str, str)
        What one and several regions are called on screen.
    earlier : mapping of str to tuple of RegionId
        Codes that regions had before they were split, merged or renamed in the plan, and those that
        continue each.
    """

    ids: tuple[RegionId, ...]
    names: tuple[str, ...]
    geometry: Geometry
    points: Floats
    area_km2: Floats
    graph: RegionGraph
    crs: str
    columns: Mapping[str, Floats] = field(default_factory=frozen_map)
    parents: Mapping[str, tuple[str, ...]] = field(default_factory=frozen_map)
    noun: tuple[str, str] = ("region", "regions")
    earlier: Mapping[str, tuple[RegionId, ...]] = field(default_factory=frozen_map)

    @property
    def called(self) -> tuple[str, str]:
        """What one region and several are called on screen: usual nouns in the user's language."""
        return noun_said(self.noun)

    def __post_init__(self) -> None:
        n = len(self.ids)
        object.__setattr__(self, "points", floats(self.points))
        object.__setattr__(self, "area_km2", floats(self.area_km2))
        columns = {key: floats(values) for key, values in self.columns.items()}
        object.__setattr__(self, "columns", frozen_map(columns))
        object.__setattr__(self, "parents", frozen_map(self.parents))
        object.__setattr__(self, "earlier", frozen_map(self.earlier))
        if len(set(self.ids)) != n:
            raise ValueError("region ids must be unique")
        if not {id_ for now in self.earlier.values() for id_ in now} <= set(self.ids):
            raise ValueError("earlier codes lead to regions that are not there")
        lengths = {
            "names": len(self.names),
            "geometry": self.geometry.regions,
            "points": len(self.points),
            "area_km2": len(self.area_km2),
            "graph": self.graph.regions,
            **{f"column {key}": len(values) for key, values in columns.items()},
            **{f"parent {key}": len(values) for key, values in self.parents.items()},
        }
        wrong = {key: length for key, length in lengths.items() if length != n}
        if wrong:
            raise ValueError(f"{n} regions, but {wrong}")

    def __len__(self) -> int:
        return len(self.ids)

    def is_drawn_as(self, other: RegionSet) -> bool:
        """Whether outlines and neighbours are the very same objects: only names or figures may differ."""
        return self.geometry is other.geometry and self.graph is other.graph

    @property
    def points_km(self) -> Floats:
        """Representative points in kilometres, shape (n, 2)."""
        return floats(self.points / 1000.0)
