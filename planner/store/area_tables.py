"""Drawn areas of a plan file: a map layer that opens in QGIS, read back exactly."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import apsw
import numpy as np
import shapely
from numpy.typing import NDArray

from planner.io.outline_file import DRAWN
from planner.model.areas import Area
from planner.model.geometry import Geometry
from planner.model.inside import shape_of
from planner.model.shapes import ragged
from planner.model.types import ints
from planner.store.geopackage import add_layer, blobs_of, shapes_from
from planner.store.wide_table import Column, read_table, write_table


def write_areas(db: apsw.Connection, areas: Sequence[Area], system: int) -> None:
    """Write the areas as the layer `drawn`; `system` is the number of the reference system."""
    write_table(db, DRAWN, area_columns(areas, system))
    box = shapely.total_bounds(_shapes(areas)).tolist() if areas else [None] * 4
    add_layer(db, DRAWN, "MULTIPOLYGON", system, box)


def area_columns(areas: Sequence[Area], system: int) -> list[Column]:
    """Return the columns of the layer `drawn`."""
    return [
        Column("geom", "MULTIPOLYGON", blobs_of(_shapes(areas), system) if areas else ()),
        Column("key", "TEXT", [area.key for area in areas]),
        Column("label", "TEXT", [area.label for area in areas]),
        Column("counts", "TEXT", [area.counts for area in areas]),
    ]


def _shapes(areas: Sequence[Area]) -> NDArray[Any]:
    return np.array([shape_of(area.outline) for area in areas], object)


def read_areas(db: apsw.Connection) -> tuple[Area, ...]:
    """Return the areas that were written; raises ValueError for what is no area."""
    (keys, labels, counts), _, (blobs,) = read_table(
        db, DRAWN, texts=["key", "label", "counts"], others=["geom"]
    )
    return areas_from(keys, labels, counts, ragged(shapes_from(blobs))) if keys else ()


def areas_from(
    keys: Sequence[str], labels: Sequence[str], counts: Sequence[str], outlines: Geometry
) -> tuple[Area, ...]:
    """Return areas whose outlines stand together, one of each; raises ValueError."""
    told = enumerate(zip(keys, labels, counts, strict=True))
    return tuple(Area(key, label, alone(outlines, at), how) for at, (key, label, how) in told)


def alone(outlines: Geometry, at: int) -> Geometry:
    """Return one outline of several by itself."""
    first, end = outlines.region_start[at : at + 2].tolist()
    polygons = outlines.polygon_start[first : end + 1]
    rings = outlines.ring_start[polygons[0] : polygons[-1] + 1]
    return Geometry(
        outlines.xy[rings[0] : rings[-1]],
        ints(rings - rings[0]),
        ints(polygons - polygons[0]),
        ints([0, end - first]),
    )
