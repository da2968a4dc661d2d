"""A look at one place of the map, before and after mending: what a small picture of it shows."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

from planner.model.types import Floats


class Part(IntEnum):
    """Whose outline is drawn."""

    FIRST = 0
    SECOND = 1
    OTHER = 2


@dataclass(frozen=True, slots=True, eq=False)
class Drawn:
    """One region within a place.

    Attributes
    ----------
    name : str
    part : Part
    rings : tuple of Floats, each shape (v, 2)
        Closed, in metres; the parts of it within the place, holes among them.
    label : (float, float)
        A point inside.
    """

    name: str
    part: Part
    rings: tuple[Floats, ...]
    label: tuple[float, float]


@dataclass(frozen=True, slots=True, eq=False)
class Sight:
    """A place before and after.

    Attributes
    ----------
    box : (float, float, float, float)
        What is in sight: xmin, ymin, xmax, ymax in metres; as wide as it is high.
    before, after : tuple of Drawn
    overlaps, gaps : tuple of Floats, each shape (v, 2)
        Rings of what two regions cover, and of what none does, before.
    link : tuple of two points or None
        Where an island is linked.
    """

    box: tuple[float, float, float, float]
    before: tuple[Drawn, ...]
    after: tuple[Drawn, ...]
    overlaps: tuple[Floats, ...] = ()
    gaps: tuple[Floats, ...] = ()
    link: tuple[tuple[float, float], tuple[float, float]] | None = None
