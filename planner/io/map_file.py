"""A look at region files before they become a plan: their layers and columns, and where on earth they lie."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj import CRS, Transformer
from pyproj.exceptions import CRSError, ProjError

from planner.io.columns import texts
from planner.io.crs_guesses import CrsDoubt, CrsGuess, crs_doubts, crs_guesses
from planner.io.features import APART, Features, LayerOffer, layers_of, read_features
from planner.io.given_files import together
from planner.io.projection import moved, without_swap
from planner.io.read_apart import Waiting
from planner.io.region_table import RegionSource, likely_columns
from planner.model.issues import Issue, blocks
from planner.model.types import Floats, Ints, floats, ints

TOGETHER = "*"
"""In the place of a layer: all maps of the files, as one."""
FIRST = 3
"""Cells of a column that are shown."""
MOST_CORNERS = 40_000
"""Corners of the outlines that are drawn in a small picture; more only take time."""
DEGREES = "EPSG:4326"


@dataclass(frozen=True, slots=True)
class MapColumn:
    """A column of a region file.

    Attributes
    ----------
    name : str
    first : tuple of str
        Its first cells.
    filled : float
        What part of it is filled, 0..1.
    different : int
        Cells that are filled, each counted once.
    """

    name: str
    first: tuple[str, ...]
    filled: float
    different: int

    def repeats(self, rows: int) -> bool:
        """Whether several rows of a file have the same in it."""
        return self.different < round(self.filled * rows)


@dataclass(frozen=True, slots=True)
class FileLayer:
    """A layer of one of the files that are looked at.

    Attributes
    ----------
    path : Path
    offer : LayerOffer
    key : str
        What it is chosen by: its name in the file, with the file before it where there are several.
    name : str
        As people see it.
    """

    path: Path
    offer: LayerOffer
    key: str
    name: str


@dataclass(frozen=True, slots=True, eq=False)
class MapFile:
    """What region files that are opened at once offer; mostly it is one file.

    Attributes
    ----------
    paths : tuple of Path
    layers : tuple of FileLayer
        Those with polygons first.
    layer : str
        Key of the one looked at; TOGETHER for all maps.
    rows : int
    columns : tuple of MapColumn
        Empty where several maps have not the same.
    id, name : str
        Columns that look like the id and the name of a region, "" where none does.
    crs : str
        Reference system that the file names, "" where it names none.
    guesses : tuple of CrsGuess
        Where it may lie, the likeliest first.
    doubts : tuple of CrsDoubt
        What speaks against the system it names.
    corners : Floats, shape (p, 2)
        Corners of some outlines as they stand in the file, ring after ring.
    rings : Ints, shape (r + 1,)
        Where each ring of them starts.
    """

    paths: tuple[Path, ...]
    layers: tuple[FileLayer, ...]
    layer: str
    rows: int
    columns: tuple[MapColumn, ...]
    id: str
    name: str
    crs: str
    guesses: tuple[CrsGuess, ...]
    doubts: tuple[CrsDoubt, ...]
    corners: Floats
    rings: Ints

    @property
    def path(self) -> Path:
        """The file, or what several are called."""
        return together(self.paths)

    @property
    def asks(self) -> bool:
        """Whether only the user can know what is right."""
        return len(self.maps) > 1 or not self.crs or bool(self.doubts)

    @property
    def together(self) -> bool:
        """Whether all maps are taken as one."""
        return self.layer == TOGETHER

    @property
    def maps(self) -> tuple[FileLayer, ...]:
        """Layers that have areas."""
        return tuple(one for one in self.layers if has_areas(one.offer))

    def sources(self, chosen: RegionSource) -> tuple[RegionSource, ...]:
        """Return what to read: what is chosen, of each map where all are taken together.

        A reference system that is chosen is for those that name none; ids and names of maps whose
        columns differ are looked for in each.
        """
        if not self.together:
            one = next(one for one in self.layers if one.key == self.layer)
            return (replace(chosen, path=one.path, layer=one.offer.layer),)
        return tuple(
            replace(
                chosen,
                path=one.path,
                layer=one.offer.layer,
                crs="" if one.offer.crs else chosen.crs,
                finds=chosen.finds or not self.columns,
            )
            for one in self.maps
        )

    def in_degrees(self, crs: str) -> Floats:
        """Return the corners in degrees, were this their reference system; NaN where that cannot be."""
        corners = self.corners[:, ::-1] if without_swap(crs) != crs else self.corners
        try:
            system = CRS.from_user_input(without_swap(crs))
            x, y = Transformer.from_crs(system, DEGREES, always_xy=True).transform(*corners.T)
        except (CRSError, ProjError):
            return floats(np.full_like(corners, np.nan))
        degrees = np.column_stack([x, y])
        degrees[~np.isfinite(degrees).all(axis=1)] = np.nan
        return floats(degrees)


def has_areas(offer: LayerOffer) -> bool:
    """Whether a layer is a map of regions."""
    return offer.kind in ("polygons", "mixed")


def look_at(
    paths: Sequence[Path], layer: str = "", waiting: Waiting | None = None
) -> tuple[MapFile | None, tuple[Issue, ...]]:
    """Look at region files, or at one layer of them; None where there is no map in one of them.

    Parameters
    ----------
    paths : sequence of Path
    layer : str
        Key of a layer; TOGETHER looks at all maps. "" does so where there are several files, and
        takes the first map of one.
    waiting : callable, optional
        Called every moment; what it raises ends the look.
    """
    layers, issues = _layers(paths, waiting)
    if blocks(issues) or not layers:
        return None, issues
    meant = [one for one in layers if has_areas(one.offer)]
    if len(meant) < 2 or not (layer == TOGETHER or (not layer and len(paths) > 1)):
        meant = [next((one for one in layers if one.key == layer), layers[0])]
    read: list[Features] = []
    for one in meant:
        features, more = read_features(one.path, one.offer.layer, waiting)
        issues += more
        if features is None:
            return None, issues
        read.append(replace(features, crs=_known(features.crs)))
    first = next((one for one in read if not one.crs), read[0])  # what is asked about is shown
    shapes = [_in_system(one, first.crs) for one in read if bool(one.crs) == bool(first.crs)]
    columns = _columns(read)
    id_, name = likely_columns(read[0], RegionSource(meant[0].path)) if columns else ("", "")
    crs, named = first.crs or "", {one.offer.crs for one in layers}
    own = bool(crs) and len(read) > 1  # each map lies where it says
    corners, rings = _corners(np.concatenate(shapes))
    return MapFile(
        paths=tuple(paths),
        layers=layers,
        layer=TOGETHER if len(meant) > 1 else meant[0].key,
        rows=sum(map(len, read)),
        columns=columns,
        id=id_,
        name=name,
        crs=crs,
        # Maps of one file mostly lie in one system.
        guesses=()
        if own
        else tuple(sorted(crs_guesses(first), key=lambda guess: guess.code not in named)),
        doubts=crs_doubts(first, crs) if crs else (),
        corners=corners,
        rings=rings,
    ), issues


def _layers(
    paths: Sequence[Path], waiting: Waiting | None
) -> tuple[tuple[FileLayer, ...], tuple[Issue, ...]]:
    layers: list[FileLayer] = []
    issues: tuple[Issue, ...] = ()
    for path in paths:
        offers, more = layers_of(path, waiting)
        issues += more
        layers += [_layer_of(path, offer, alone=len(paths) == 1) for offer in offers]
    return tuple(sorted(layers, key=lambda one: not has_areas(one.offer))), issues


def _layer_of(path: Path, offer: LayerOffer, *, alone: bool) -> FileLayer:
    offer = replace(offer, crs=_known(offer.crs))
    if alone:
        return FileLayer(path, offer, offer.layer, offer.name)
    name = offer.name if offer.name == path.stem else f"{path.name}: {offer.name}"
    return FileLayer(path, offer, f"{path}{APART}{offer.layer}", name)


@lru_cache(maxsize=128)
def _known(crs: str | None) -> str | None:
    """Return a reference system; None where it is none, or none of this earth."""
    try:
        Transformer.from_crs(CRS.from_user_input(crs), DEGREES)
    except (CRSError, ProjError):
        return None
    return crs


def _in_system(features: Features, crs: str | None) -> NDArray[Any]:
    if not crs or not features.crs or features.crs == crs:
        return features.shapes
    try:
        return moved(features.shapes, CRS(features.crs), CRS(crs))
    except ProjError:  # no way leads from one to the other: it shows when the map is read
        return features.shapes[:0]


def _columns(read: Sequence[Features]) -> tuple[MapColumn, ...]:
    """Return the columns of maps; none where they are not the same."""
    names = tuple(read[0].columns)
    if any(tuple(one.columns) != names for one in read):
        return ()
    return tuple(
        _column(name, [cell for one in read for cell in texts(one.columns[name])]) for name in names
    )


def _column(name: str, cells: Sequence[str]) -> MapColumn:
    filled = [cell for cell in cells if cell]
    return MapColumn(name, tuple(filled[:FIRST]), len(filled) / len(cells), len(set(filled)))


def _corners(shapes: NDArray[Any]) -> tuple[Floats, Ints]:
    """Return the outer rings of the outlines, thinned evenly to what a small picture shows."""
    polygons = shapely.get_parts(shapes[~shapely.is_missing(shapes)])
    polygons = polygons[shapely.get_type_id(polygons) == 3]
    rings = shapely.get_exterior_ring(polygons)
    counts = shapely.get_num_coordinates(rings)
    corners = shapely.get_coordinates(rings)
    step = max(1, -(-int(counts.sum()) // MOST_CORNERS))
    start = np.concatenate([[0], np.cumsum(counts)])
    at = np.arange(len(corners)) - np.repeat(start[:-1], counts)
    kept = (at % step == 0) | (at == np.repeat(counts, counts) - 1)
    ring = np.repeat(np.arange(len(rings)), counts)[kept]
    begins = np.concatenate([[0], np.cumsum(np.bincount(ring, minlength=len(rings)))])
    return floats(corners[kept]), ints(begins)
