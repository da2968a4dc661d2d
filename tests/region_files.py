"""Tiny region files in the formats that users bring."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pyogrio.raw
import shapely

RD = "EPSG:28992"
DRIVERS = {
    ".shp": "ESRI Shapefile", ".gpkg": "GPKG", ".geojson": "GeoJSON", ".geojsonl": "GeoJSONSeq",
    ".kml": "LIBKML", ".gml": "GML", ".fgb": "FlatGeobuf", ".tab": "MapInfo File", ".mif": "MapInfo File",
    ".gdb": "OpenFileGDB",
}  # fmt: skip
GEOMETRY = {".shp": "Polygon", ".fgb": "Polygon", ".gdb": "Polygon"}
"""Formats whose layers are of one kind of geometry."""


def squares(
    rows: int, cols: int, size: float = 1000.0, at: tuple[float, float] = (1e5, 4e5)
) -> Any:
    """Squares row by row from the lower left corner."""
    n = np.arange(rows * cols)
    x, y = at[0] + n % cols * size, at[1] + n // cols * size
    return shapely.box(x, y, x + size, y + size)


def write_regions(
    path: Path,
    shapes: Sequence[Any],
    columns: Mapping[str, Sequence[Any]],
    crs: str | None = RD,
    encoding: str = "UTF-8",
) -> Path:
    """Write outlines and their columns; text columns as text, others as numbers."""
    fields = [
        np.array(values, object)
        if any(isinstance(value, str) for value in values)
        else np.array(values)
        for values in columns.values()
    ]
    options: dict[str, Any] = {"encoding": encoding} if path.suffix == ".shp" else {}
    if path.suffix == ".mif":
        options = {"FORMAT": "MIF"}
    pyogrio.raw.write(
        str(path),
        shapely.to_wkb(np.array(shapes, object)),
        fields,
        list(columns),
        geometry_type=GEOMETRY.get(path.suffix, "Unknown"),
        driver=DRIVERS[path.suffix],
        crs=crs or RD,
        **options,
    )
    if crs is None:
        path.with_suffix(".prj").unlink()
    return path


def zipped(path: Path, folder: str = "") -> Path:
    """Put a shapefile's parts into a zip file beside it."""
    target = path.with_suffix(".zip")
    with zipfile.ZipFile(target, "w") as archive:
        for part in sorted(path.parent.glob(f"{path.stem}.*")):
            if part.suffix != ".zip":
                archive.write(part, f"{folder}{part.name}")
    return target


def damaged(
    content: bytes, changes: Sequence[tuple[int, int]], keep: float, spare: int = 0
) -> bytes:
    """Overwrite bytes (position modulo length, value) but the first `spare`, then cut the tail off."""
    broken = bytearray(content)
    for position, value in changes:
        if len(broken) > spare:
            broken[spare + position % (len(broken) - spare)] = value
    return bytes(broken[: spare + int(keep * (len(broken) - spare))])
