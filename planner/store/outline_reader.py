"""The outlines of a plan folder, read back exactly, and as if from a stranger."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import shapely

from planner.io.outline_file import DRAWN
from planner.language import tr
from planner.model.areas import Area
from planner.model.geometry import Geometry
from planner.model.shapes import ragged
from planner.store.area_tables import areas_from
from planner.store.geopackage import shapes_from
from planner.store.guarded_database import BROKEN, opened
from planner.store.wide_table import read_table


def read_outlines(path: Path) -> tuple[tuple[str, ...], Geometry]:
    """Return the ids and outlines of regions; raises OSError or ValueError when that fails."""
    return _read(path, "regions", "region_id")


def read_areas(path: Path, told: Sequence[Mapping[str, str]]) -> tuple[Area, ...]:
    """Return the areas that plan.toml tells of; raises OSError or ValueError when that fails."""
    keys, outlines = _read(path, DRAWN, "key")
    if list(keys) != [one["key"] for one in told]:
        raise ValueError("its areas are not those of plan.toml")
    labels, counts = [one["label"] for one in told], [one["counts"] for one in told]
    return areas_from(keys, labels, counts, outlines)


def _read(path: Path, layer: str, column: str) -> tuple[tuple[str, ...], Geometry]:
    try:
        with opened(path) as db:
            (keys,), _, (blobs,) = read_table(db, layer, texts=[column], others=["geom"])
    except BROKEN as error:
        raise OSError(tr("{name} cannot be read ({error})", name=path.name, error=error)) from error
    shapes = shapes_from(blobs)
    if not np.isin(shapely.get_type_id(shapes), (3, 6)).all():
        raise ValueError(f"{path.name} holds something else than polygons")
    return keys, ragged(shapes)
