"""Outlines written as a GeoPackage that opens in QGIS."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import shapely

from planner.language import tr
from planner.model.areas import Area
from planner.model.geometry import Geometry
from planner.model.inside import shape_of
from planner.model.shapes import shapes_of

FIXED_DAY = "2000-01-01T00:00:00.000Z"
"""Written as the day of change, so that the same plan gives the same bytes."""

DRAWN = "drawn"
"""Layer of the drawn areas, here and in a plan file."""


def write_layer(
    path: Path,
    layer: str,
    shapes: Sequence[object],
    fields: Sequence[Sequence[object]],
    names: Sequence[str],
    crs: str,
) -> None:
    """Write multipolygons with their columns as one layer of a GeoPackage, the same bytes each time.

    Raises OSError when the file cannot be written.
    """
    import pyogrio.raw  # late: with it come the frames, half the time until the window stands

    previous = pyogrio.get_gdal_config_option("OGR_CURRENT_DATE")
    pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": FIXED_DAY})
    try:
        pyogrio.raw.write(
            str(path),
            shapely.to_wkb(np.array(shapes, object)),
            [_field(values) for values in fields],
            list(names),
            layer=layer,
            driver="GPKG",
            geometry_type="MultiPolygon",
            crs=crs,
        )
    except RuntimeError as error:
        raise OSError(
            tr("{name} could not be written ({error})", name=path.name, error=error)
        ) from error
    finally:
        pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": previous})


def write_outlines(
    path: Path, ids: Sequence[str], names: Sequence[str], geometry: Geometry, crs: str
) -> None:
    """Write the outlines of regions with their ids and names; raises OSError."""
    shapes = shapes_of(geometry)
    write_layer(path, "regions", list(shapes), [ids, names], ["region_id", "region"], crs)


def write_areas(path: Path, areas: Sequence[Area], crs: str) -> None:
    """Write drawn areas with their keys, labels and rules as the layer `drawn`; raises OSError."""
    fields = [[area.key for area in areas], [area.label for area in areas]]
    fields.append([area.counts for area in areas])
    shapes = [shape_of(area.outline) for area in areas]
    write_layer(path, DRAWN, shapes, fields, ["key", "label", "counts"], crs)


def _field(values: Sequence[object]) -> object:
    text = any(isinstance(value, str) for value in values)
    return np.array(values, object) if text or not len(values) else np.array(values)
