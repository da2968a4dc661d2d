"""A look at a region file before it becomes a plan: its layers, its columns, where on earth it lies."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import shapely
from pyproj import CRS, Transformer
from pyproj.exceptions import CRSError, ProjError

from planner.io.columns import texts
from planner.io.crs_guesses import CrsDoubt, CrsGuess, crs_doubts, crs_guesses
from planner.io.features import Features, LayerOffer, layers_of, read_features
from planner.io.projection import without_swap
from planner.io.read_apart import Waiting
from planner.io.region_table import RegionSource, likely_columns
from planner.model.issues import Issue, blocks
from planner.model.types import Floats, Ints, floats, ints

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


@dataclass(frozen=True, slots=True, eq=False)
class MapFile:
    """What a region file offers.

    Attributes
    ----------
    path : Path
    layers : tuple of LayerOffer
        Those with polygons first.
    layer : str
        The one looked at.
    rows : int
    columns : tuple of MapColumn
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

    path: Path
    layers: tuple[LayerOffer, ...]
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
    def asks(self) -> bool:
        """Whether only the user can know what is right."""
        maps = [layer for layer in self.layers if layer.kind in ("polygons", "mixed")]
        return len(maps) > 1 or not self.crs or bool(self.doubts)

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


def look_at(
    path: Path, layer: str = "", waiting: Waiting | None = None
) -> tuple[MapFile | None, tuple[Issue, ...]]:
    """Look at a region file, or at one layer of it; None where there is no map in it."""
    layers, issues = layers_of(path, waiting)
    if blocks(issues) or not layers:
        return None, issues
    chosen = layer or layers[0].layer
    features, more = read_features(path, chosen, waiting)
    if features is None:
        return None, issues + more
    source = RegionSource(path)
    id_, name = likely_columns(features, source)
    crs = features.crs or ""
    corners, rings = _corners(features)
    return MapFile(
        path=path,
        layers=layers,
        layer=chosen,
        rows=len(features),
        columns=tuple(_column(features, column) for column in features.columns),
        id=id_,
        name=name,
        crs=crs,
        guesses=crs_guesses(features),
        doubts=crs_doubts(features, crs) if crs else (),
        corners=corners,
        rings=rings,
    ), issues + more


def _column(features: Features, name: str) -> MapColumn:
    cells = texts(features.columns[name])
    filled = [cell for cell in cells if cell]
    return MapColumn(name, tuple(filled[:FIRST]), len(filled) / len(cells), len(set(filled)))


def _corners(features: Features) -> tuple[Floats, Ints]:
    """Return the outer rings of the outlines, thinned evenly to what a small picture shows."""
    polygons = shapely.get_parts(features.shapes[~shapely.is_missing(features.shapes)])
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
