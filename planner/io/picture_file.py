"""The order for a map picture: all that a child process needs to draw one, in one .npz file."""

from __future__ import annotations

import json
import zipfile
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

import numpy as np

from planner.io.picture_sight import Sight, read_sight, sight_arrays, sight_words
from planner.model.geometry import Geometry
from planner.model.types import Floats, Ints, floats, ints

FORMAT = 3
WORDS = ("title", "subtitle", "codes", "figures", "header", "rows", "closing", "source")


@dataclass(frozen=True, slots=True, eq=False)
class PictureRequest:
    """A map of territories with a title and a legend. All text comes as it is shown.

    Attributes
    ----------
    title, subtitle : str
    geometry : Geometry
        Outlines of n regions.
    points : Floats, shape (n, 2)
        Representative points, metres.
    edges : Ints, shape (e, 2)
        Neighbouring regions with links.
    owner : Ints, shape (n,)
        Territory of each region or -1.
    codes, figures : tuple of str
        The two lines of each territory's label.
    seats : Ints, shape (k,)
        Home base of each territory or -1.
    header : tuple of str
        Columns of the legend, after the swatch: two of text (code and name), then figures.
    rows : tuple of tuple of str
        Legend, one row a territory that is listed.
    listed : Ints, shape (rows,)
        Territories of the rows; all of them unless given.
    closing : str
        Line under the legend ("Colours only tell neighbours apart").
    source : str
        Where outlines and figures come from, at the foot.
    colours : Ints, shape (k,)
        Places in the palette; empty lets the picture choose.
    sight : Sight or None
        The view that somebody had of it; None shows all of the map, fitted.
    """

    title: str
    geometry: Geometry
    points: Floats
    edges: Ints
    owner: Ints
    codes: tuple[str, ...]
    figures: tuple[str, ...]
    seats: Ints
    subtitle: str = ""
    header: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    closing: str = ""
    source: str = ""
    colours: Ints = field(default_factory=lambda: ints(()))
    listed: Ints | None = None
    sight: Sight | None = None

    def __post_init__(self) -> None:
        every = np.arange(len(self.codes)) if self.listed is None else self.listed
        object.__setattr__(self, "listed", ints(every))
        object.__setattr__(self, "points", floats(self.points))
        for name in ("edges", "owner", "seats", "colours"):
            object.__setattr__(self, name, ints(getattr(self, name)))
        k = len(self.codes)
        lengths = {"figures": len(self.figures), "seats": len(self.seats)}
        if self.rows:
            lengths["rows"] = len(self.rows) + k - len(self.territories_listed)
        if len(self.colours):
            lengths["colours"] = len(self.colours)
        wrong = {name: length for name, length in lengths.items() if length != k}
        if wrong:
            raise ValueError(f"{k} territories, but {wrong}")
        if len(self.owner) != self.geometry.regions:
            raise ValueError(f"{self.geometry.regions} regions, {len(self.owner)} owners")

    @property
    def territories_listed(self) -> Ints:
        """The territory of each row of the legend."""
        return ints(()) if self.listed is None else self.listed


def write_picture_request(request: PictureRequest, path: Path) -> None:
    """Write a request to an .npz file; raises OSError where that cannot be done."""
    words = {name: getattr(request, name) for name in WORDS}
    seen = {} if request.sight is None else sight_arrays(request.sight)
    if request.sight is not None:
        words |= sight_words(request.sight)
    outlines = {part.name: getattr(request.geometry, part.name) for part in fields(Geometry)}
    with path.open("wb") as file:
        np.savez(
            file,
            format=np.array(FORMAT),
            words=np.array(json.dumps(words)),
            points=request.points,
            edges=request.edges,
            owner=request.owner,
            seats=request.seats,
            colours=request.colours,
            listed=request.territories_listed,
            **outlines,
            **seen,
        )


def read_picture_request(path: Path) -> PictureRequest:
    """Read a request.

    Raises
    ------
    OSError
        When the file cannot be read.
    ValueError
        When it is not a picture request of this version.
    """
    try:
        with path.open("rb") as opened, np.load(opened, allow_pickle=False) as file:
            arrays = {name: file[name] for name in file.files}
        if int(arrays["format"]) != FORMAT:
            raise ValueError(f"format {arrays['format']}, not {FORMAT}")
        words: dict[str, Any] = json.loads(str(arrays["words"]))
        return PictureRequest(
            geometry=Geometry(**{part.name: arrays[part.name] for part in fields(Geometry)}),
            points=arrays["points"],
            edges=arrays["edges"],
            owner=arrays["owner"],
            seats=arrays["seats"],
            colours=arrays["colours"],
            listed=arrays["listed"],
            title=words["title"],
            subtitle=words["subtitle"],
            codes=tuple(words["codes"]),
            figures=tuple(words["figures"]),
            header=tuple(words["header"]),
            rows=tuple(tuple(row) for row in words["rows"]),
            closing=words["closing"],
            source=words["source"],
            sight=read_sight(arrays, words),
        )
    except (KeyError, ValueError, EOFError, zipfile.BadZipFile) as error:
        raise ValueError(f"{path.name} is not a picture request: {error}") from error
