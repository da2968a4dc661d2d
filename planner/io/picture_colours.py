"""What the colours of a map picture mean, where they tell a figure: as plain values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from planner.model.types import Ints, ints

PREFIX = "colours_"


@dataclass(frozen=True, slots=True, eq=False)
class PictureColours:
    """Fills of n regions.

    Attributes
    ----------
    ramp : str
        "terr": territories apart from their neighbours. "seq": the class of each region. "div": the
        territories by places in a ramp from far below to far above, as the request says.
    of_region : Ints, shape (n,) or (0,)
        Class of each region, -1 for none; only of "seq".
    title : str
        What is coloured by.
    rows : tuple of (str, str)
        What each colour of the ramp means, and how many there are.
    note : str
        A line under the rows.
    """

    ramp: str = "terr"
    of_region: Ints = field(default_factory=lambda: ints(()))
    title: str = ""
    rows: tuple[tuple[str, str], ...] = ()
    note: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "of_region", ints(self.of_region))
        if self.ramp not in ("terr", "seq", "div"):
            raise ValueError(f"no ramp is called {self.ramp}")
        if len(self.of_region) and int(self.of_region.max()) >= len(self.rows):
            raise ValueError(f"{len(self.rows)} colours, class {int(self.of_region.max())}")


def colour_words(colours: PictureColours) -> dict[str, Any]:
    """Return the words of colours; their one array goes apart."""
    names = ("ramp", "title", "rows", "note")
    return {f"{PREFIX}{name}": getattr(colours, name) for name in names}


def read_colours(of_region: Ints, words: Mapping[str, Any]) -> PictureColours:
    """Return the colours that `colour_words` told of; raises KeyError or ValueError when it did not."""
    return PictureColours(
        ramp=str(words[f"{PREFIX}ramp"]),
        of_region=of_region,
        title=str(words[f"{PREFIX}title"]),
        rows=tuple((str(text), str(count)) for text, count in words[f"{PREFIX}rows"]),
        note=str(words[f"{PREFIX}note"]),
    )
