"""The GeoPackage container: the tables every GIS program expects, and geometry as it is written there.

OGC GeoPackage Encoding Standard 1.3.1 (12-128r18): tables in clause 1.1 and 2.1, the header of a
geometry in clause 2.1.3.
"""

from __future__ import annotations

import struct
from collections.abc import Sequence
from struct import unpack_from
from typing import Any

import apsw
import numpy as np
import shapely
from numpy.typing import NDArray

from planner.model.types import Floats, bools

APPLICATION_ID = 0x47504B47  # "GPKG"
VERSION = 10301
DEGREES = 4326
"""Reference system of longitude and latitude."""
OWN_SYSTEM = 100_000
"""Number of a reference system that has none of its authority."""
FIXED_DAY = "2000-01-01T00:00:00.000Z"
"""Written as the day of change, so that the same plan gives the same bytes."""

_TABLES = """
create table gpkg_spatial_ref_sys (
  srs_name TEXT NOT NULL, srs_id INTEGER PRIMARY KEY, organization TEXT NOT NULL,
  organization_coordsys_id INTEGER NOT NULL, definition TEXT NOT NULL, description TEXT);
create table gpkg_contents (
  table_name TEXT NOT NULL PRIMARY KEY, data_type TEXT NOT NULL, identifier TEXT UNIQUE,
  description TEXT DEFAULT '',
  last_change DATETIME NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')),
  min_x DOUBLE, min_y DOUBLE, max_x DOUBLE, max_y DOUBLE,
  srs_id INTEGER REFERENCES gpkg_spatial_ref_sys(srs_id));
create table gpkg_geometry_columns (
  table_name TEXT NOT NULL UNIQUE REFERENCES gpkg_contents(table_name),
  column_name TEXT NOT NULL, geometry_type_name TEXT NOT NULL,
  srs_id INTEGER NOT NULL REFERENCES gpkg_spatial_ref_sys(srs_id), z TINYINT NOT NULL,
  m TINYINT NOT NULL, PRIMARY KEY (table_name, column_name));
"""

_WGS_84 = (
    'GEOGCS["WGS 84",DATUM["WGS_1984",SPHEROID["WGS 84",6378137,298.257223563]],'
    'PRIMEM["Greenwich",0],UNIT["degree",0.0174532925199433],AUTHORITY["EPSG","4326"]]'
)

_HEADER = np.dtype(
    [("magic", "S2"), ("version", "u1"), ("flags", "u1"), ("srs", "<i4"), ("box", "<f8", 4)]
)
"""40 bytes: little endian, with an envelope of minx, maxx, miny, maxy."""
_FLAGS_BOX, _FLAGS_EMPTY = 0b0000_0011, 0b0001_0001
_BOX_BYTES = (0, 32, 48, 48, 64)
"""Bytes of the envelope by its kind in the flags."""
_ORDER = (">I", "<I")
"""A whole number in WKB by its order of bytes."""
_POINT = {0: 16, 1000: 24, 2000: 24, 3000: 32, 1 << 31: 24, 1 << 30: 24, 3 << 30: 32}
"""Bytes of a point by what is added to its type where it has a height or a measure."""


def _heads(kind: int) -> dict[bytes, int]:
    """Return how WKB of a type begins, with the bytes of a point."""
    return {
        bytes([order]) + struct.pack(_ORDER[order], kind + more): size
        for order in (0, 1)
        for more, size in _POINT.items()
    }


_POLYGON, _MULTIPOLYGON = _heads(3), _heads(6)


def create(db: apsw.Connection) -> None:
    """Make an empty GeoPackage of a new database."""
    db.execute(f"pragma application_id = {APPLICATION_ID}; pragma user_version = {VERSION}")
    db.execute(_TABLES)
    systems = [
        ("WGS 84 geodetic", DEGREES, "EPSG", DEGREES, _WGS_84, "longitude and latitude"),
        ("Undefined cartesian", -1, "NONE", -1, "undefined", ""),
        ("Undefined geographic", 0, "NONE", 0, "undefined", ""),
    ]
    db.executemany("insert into gpkg_spatial_ref_sys values (?,?,?,?,?,?)", systems)


def add_system(db: apsw.Connection, crs: str) -> int:
    """Add the reference system of a plan and return its number; -1 where nobody knows it."""
    from pyproj import CRS  # late: it opens a database of 10 MB
    from pyproj.exceptions import CRSError

    try:
        system = CRS.from_user_input(crs)
        definition = system.to_wkt("WKT1_GDAL")
    except CRSError:
        return -1
    authority = system.to_authority(min_confidence=100)
    if authority == ("EPSG", str(DEGREES)):
        return DEGREES
    known = authority is not None and authority[1].isdigit()
    organization = authority[0] if authority is not None and known else "NONE"
    number = int(authority[1]) if authority is not None and known else OWN_SYSTEM
    row = (system.name, number, organization, number, definition, "")
    db.execute("insert into gpkg_spatial_ref_sys values (?,?,?,?,?,?)", row)
    return number


def add_layer(
    db: apsw.Connection, table: str, geometry: str, system: int, box: Sequence[float | None]
) -> None:
    """Tell GIS programs of a table with a geometry column `geom`.

    Parameters
    ----------
    db : apsw.Connection
    table : str
    geometry : str
        MULTIPOLYGON or POINT.
    system : int
    box : sequence of float or None
        xmin, ymin, xmax, ymax of all of it; None where it is empty.
    """
    row = (table, "features", table, "", FIXED_DAY, *box, system)
    db.execute("insert into gpkg_contents values (?,?,?,?,?,?,?,?,?,?)", row)
    row_of_column = (table, "geom", geometry, system, 0, 0)
    db.execute("insert into gpkg_geometry_columns values (?,?,?,?,?,?)", row_of_column)


def add_attributes(db: apsw.Connection, table: str) -> None:
    """Tell GIS programs of a table without geometry."""
    row = (table, "attributes", table, "", FIXED_DAY, None, None, None, None, None)
    db.execute("insert into gpkg_contents values (?,?,?,?,?,?,?,?,?,?)", row)


def blobs_of(shapes: NDArray[Any], system: int) -> list[bytes]:
    """Return shapes (n,) as a GeoPackage stores them."""
    boxes = shapely.bounds(shapes)
    empty = np.isnan(boxes[:, 0])
    head = np.zeros(len(shapes), _HEADER)
    head["magic"], head["srs"] = b"GP", system
    head["flags"] = np.where(empty, _FLAGS_EMPTY, _FLAGS_BOX)
    head["box"] = boxes[:, [0, 2, 1, 3]]
    start, size = head.tobytes(), _HEADER.itemsize
    wkb = shapely.to_wkb(shapes, byte_order=1)
    return [
        start[at * size : at * size + (8 if none else size)] + body
        for at, (none, body) in enumerate(zip(empty.tolist(), wkb, strict=True))
    ]


def point_blobs(points: Floats, system: int) -> list[bytes | None]:
    """Return points (p, 2) as a GeoPackage stores them, None where a coordinate is NaN."""
    kind = np.dtype(
        [("magic", "S2"), ("version", "u1"), ("flags", "u1"), ("srs", "<i4"), ("order", "u1"),
         ("type", "<u4"), ("xy", "<f8", 2)]
    )  # fmt: skip
    rows = np.zeros(len(points), kind)
    rows["magic"], rows["flags"], rows["srs"] = b"GP", 1, system
    rows["order"], rows["type"], rows["xy"] = 1, 1, points
    whole, size = rows.tobytes(), kind.itemsize
    known = bools(np.isfinite(points).all(axis=1))
    return [whole[at * size : at * size + size] if known[at] else None for at in range(len(rows))]


def shapes_from(blobs: Sequence[object]) -> NDArray[Any]:
    """Return the polygons and multipolygons (n,) that a GeoPackage stores.

    Raises ValueError for what is no geometry, or another one.
    """
    bodies = np.empty(len(blobs), object)
    for at, blob in enumerate(blobs):
        if not isinstance(blob, bytes) or len(blob) < 8 or blob[:2] != b"GP":
            raise ValueError(f"geometry {at + 1} is none")
        kind = (blob[3] >> 1) & 0b111
        if kind >= len(_BOX_BYTES):
            raise ValueError(f"geometry {at + 1} has an unknown header")
        bodies[at] = body = blob[8 + _BOX_BYTES[kind] :]
        if body[:5] not in _POLYGON and not _holds_polygons(body):
            raise ValueError(f"geometry {at + 1} is something else than polygons")
    try:
        return np.asarray(shapely.from_wkb(bodies), object)
    except shapely.errors.ShapelyError as error:
        raise ValueError(f"a geometry cannot be read ({error})") from error


def _holds_polygons(body: bytes) -> bool:
    """Whether WKB is a multipolygon of polygons alone.

    GEOS follows collections within collections until its stack is full, and ends the process.
    """
    if body[:5] not in _MULTIPOLYGON:
        return False
    try:
        parts, at = unpack_from(_ORDER[body[0]], body, 5)[0], 9
        for _ in range(parts):
            size, order = _POLYGON.get(body[at : at + 5], 0), _ORDER[body[at]]
            if not size:
                return False
            rings, at = unpack_from(order, body, at + 5)[0], at + 9
            for _ in range(rings):
                at += 4 + size * unpack_from(order, body, at)[0]
    except (struct.error, IndexError):
        return False
    return at <= len(body)
