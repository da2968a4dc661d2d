"""The outlines of a plan folder, read back exactly, and as if from a stranger."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import shapely

from planner.io.repair import ragged
from planner.language import tr
from planner.model.geometry import Geometry
from planner.store.geopackage import shapes_from
from planner.store.guarded_database import BROKEN, opened
from planner.store.wide_table import read_table


def read_outlines(path: Path) -> tuple[tuple[str, ...], Geometry]:
    """Return the ids and outlines of regions; raises OSError or ValueError when that fails."""
    try:
        with opened(path) as db:
            (ids,), _, (blobs,) = read_table(db, "regions", texts=["region_id"], others=["geom"])
    except BROKEN as error:
        raise OSError(tr("{name} cannot be read ({error})", name=path.name, error=error)) from error
    shapes = shapes_from(blobs)
    if not np.isin(shapely.get_type_id(shapes), (3, 6)).all():
        raise ValueError(f"{path.name} holds something else than polygons")
    return ids, ragged(shapes)
