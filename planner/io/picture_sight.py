"""What part of a map a picture shows and what lies over it: the view somebody had, as plain values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from planner.io.picture_colours import PictureColours, colour_words, read_colours
from planner.model.types import Bools, Floats, Ints, bools, floats, ints

PREFIX = "sight_"
WORDS = ("shown", "names", "marks")
ARRAYS: Mapping[str, Any] = {
    "before": ints, "locked": bools, "locked_territories": bools, "barriers": ints, "parent": ints,
    "accounts": floats, "money": floats, "sizes": floats, "customers": bools, "named": bools,
    "homes": floats,
}  # fmt: skip


@dataclass(frozen=True, slots=True, eq=False)
class Sight:
    """A view of a map of n regions and k territories, with p accounts and h homes over it.

    Attributes
    ----------
    centre : (float, float)
        Metres east and north in the middle.
    metres : float
        Metres a logical pixel.
    width, height : float
        Logical pixels of the map.
    shown : str
        plan, today, proposal or difference.
    before : Ints, shape (n,) or (0,)
        Owners that a proposal is compared with.
    locked : Bools, shape (n,) or (0,)
    locked_territories : Bools, shape (k,) or (0,)
    barriers : Ints, shape (b, 2)
    labels, borders : bool
        Whether labels of territories and borders of regions are drawn.
    parent : Ints, shape (n,) or (0,)
        Number of each region's parent, for borders of parents.
    names : tuple of str
        Names of the regions, where they are drawn; else empty.
    accounts : Floats, shape (p, 2)
        Metres east and north.
    money, sizes, customers, named : shape (p,)
    homes : Floats, shape (h, 2)
    marks : tuple of (str, str)
        Marks that the legend explains: key and words.
    colours : PictureColours
        What the fills mean.
    """

    centre: tuple[float, float]
    metres: float
    width: float
    height: float
    shown: str = "plan"
    before: Ints = field(default_factory=lambda: ints(()))
    locked: Bools = field(default_factory=lambda: bools(()))
    locked_territories: Bools = field(default_factory=lambda: bools(()))
    barriers: Ints = field(default_factory=lambda: ints(np.empty((0, 2))))
    labels: bool = True
    borders: bool = True
    parent: Ints = field(default_factory=lambda: ints(()))
    names: tuple[str, ...] = ()
    accounts: Floats = field(default_factory=lambda: floats(np.empty((0, 2))))
    money: Floats = field(default_factory=lambda: floats(()))
    sizes: Floats = field(default_factory=lambda: floats(()))
    customers: Bools = field(default_factory=lambda: bools(()))
    named: Bools = field(default_factory=lambda: bools(()))
    homes: Floats = field(default_factory=lambda: floats(np.empty((0, 2))))
    marks: tuple[tuple[str, str], ...] = ()
    colours: PictureColours = field(default_factory=PictureColours)

    def __post_init__(self) -> None:
        for name, made in ARRAYS.items():
            object.__setattr__(self, name, made(getattr(self, name)))
        if not (self.metres > 0 and self.width > 0 and self.height > 0):
            raise ValueError(f"{self.width} by {self.height} pixels of {self.metres} m")
        each = {name: len(getattr(self, name)) for name in ("money", "sizes", "customers", "named")}
        if set(each.values()) != {len(self.accounts)}:
            raise ValueError(f"{len(self.accounts)} accounts, but {each}")


def sight_arrays(sight: Sight) -> dict[str, Any]:
    """Return the arrays of a view for an .npz file; its words go with those of the request."""
    numbers = [*sight.centre, sight.metres, sight.width, sight.height, sight.labels, sight.borders]
    found: dict[str, Any] = {f"{PREFIX}numbers": np.array(numbers, np.float64)}
    found[f"{PREFIX}of_region"] = sight.colours.of_region
    return found | {f"{PREFIX}{name}": getattr(sight, name) for name in ARRAYS}


def sight_words(sight: Sight) -> dict[str, Any]:
    """Return the words of a view."""
    return {name: getattr(sight, name) for name in WORDS} | colour_words(sight.colours)


def read_sight(arrays: Mapping[str, Any], words: Mapping[str, Any]) -> Sight | None:
    """Return the view that `sight_arrays` and `sight_words` wrote, None where there is none.

    Raises KeyError or ValueError when it is not one.
    """
    if f"{PREFIX}numbers" not in arrays:
        return None
    x, y, metres, width, height, labels, borders = arrays[f"{PREFIX}numbers"].tolist()
    return Sight(
        centre=(x, y),
        metres=metres,
        width=width,
        height=height,
        labels=bool(labels),
        borders=bool(borders),
        shown=str(words["shown"]),
        names=tuple(words["names"]),
        marks=tuple((str(key), str(text)) for key, text in words["marks"]),
        colours=read_colours(arrays[f"{PREFIX}of_region"], words),
        **{name: arrays[f"{PREFIX}{name}"] for name in ARRAYS},
    )
