"""A plan file is a GeoPackage to the letter: clauses of OGC 12-128r18, checked on a whole plan."""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import apsw
import pytest
import shapely
from builders import grid_plan
from rich_plans import rich_plan

from planner.edits.assignment import assign
from planner.model.plan import Plan
from planner.model.types import floats, ints
from planner.store.rayon_file import save_rayon

KINDS = {"BOOLEAN", "INTEGER", "DOUBLE", "TEXT", "DATE"}
"""Of table 1, what a plan needs."""

NOW = "strftime('%Y-%m-%dT%H:%M:%fZ','now')"
CONTAINER = {
    "gpkg_spatial_ref_sys": [
        ("srs_name", "TEXT", 1, None, 0), ("srs_id", "INTEGER", 0, None, 1),
        ("organization", "TEXT", 1, None, 0), ("organization_coordsys_id", "INTEGER", 1, None, 0),
        ("definition", "TEXT", 1, None, 0), ("description", "TEXT", 0, None, 0),
    ],
    "gpkg_contents": [
        ("table_name", "TEXT", 1, None, 1), ("data_type", "TEXT", 1, None, 0),
        ("identifier", "TEXT", 0, None, 0), ("description", "TEXT", 0, "''", 0),
        ("last_change", "DATETIME", 1, NOW, 0), ("min_x", "DOUBLE", 0, None, 0),
        ("min_y", "DOUBLE", 0, None, 0), ("max_x", "DOUBLE", 0, None, 0),
        ("max_y", "DOUBLE", 0, None, 0), ("srs_id", "INTEGER", 0, None, 0),
    ],
    "gpkg_geometry_columns": [
        ("table_name", "TEXT", 1, None, 1), ("column_name", "TEXT", 1, None, 2),
        ("geometry_type_name", "TEXT", 1, None, 0), ("srs_id", "INTEGER", 1, None, 0),
        ("z", "TINYINT", 1, None, 0), ("m", "TINYINT", 1, None, 0),
    ],
}  # fmt: skip
"""Annex C: name, type, not null, default, place in the primary key of every column."""


def whole_plan() -> Plan:
    """A plan with everything, a territory without regions and an account at a place."""
    plan = rich_plan()
    held = ints(range(6))
    emptied = assign(plan, plan.scenarios[-1].name, "base", held, 1)
    places = floats([[5.1, 52.1], [4.9, 52.3]] + [[float("nan")] * 2] * 4)
    return replace(emptied, accounts=replace(plan.accounts, lon_lat=places))


@pytest.fixture(params=[whole_plan(), grid_plan(2, 2, 2)], ids=["everything", "small"])
def saved(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[apsw.Connection]:
    save_rayon(request.param, tmp_path / "plan.rayon")
    db = apsw.Connection(str(tmp_path / "plan.rayon"), flags=apsw.SQLITE_OPEN_READONLY)
    yield db
    db.close()


def columns(db: apsw.Connection, table: str) -> list[tuple[object, ...]]:
    return [row[1:6] for row in db.execute(f'pragma table_info("{table}")')]


def test_it_says_what_it_is(saved: apsw.Connection) -> None:
    assert saved.pragma("application_id") == int.from_bytes(b"GPKG")
    assert saved.pragma("user_version") == 10301


@pytest.mark.parametrize("table", CONTAINER)
def test_the_tables_of_the_container_are_defined_as_the_standard_does(
    saved: apsw.Connection, table: str
) -> None:
    assert columns(saved, table) == CONTAINER[table]


def test_every_column_has_a_type_of_the_standard_and_every_table_one_key(
    saved: apsw.Connection,
) -> None:
    drawn = dict(
        saved.execute("select table_name, geometry_type_name from gpkg_geometry_columns").fetchall()
    )
    named = saved.execute("select table_name from gpkg_contents").fetchall()
    assert len(named) > 10
    for (table,) in named:
        (key, *others) = columns(saved, str(table))
        assert key == ("fid", "INTEGER", 0, None, 1)
        assert all(place == 0 for *_, place in others)
        for name, kind, *_ in others:
            assert kind == drawn[table] if name == "geom" else kind in KINDS


def test_contents_name_their_day_their_system_and_their_extent(saved: apsw.Connection) -> None:
    systems = {row[0] for row in saved.execute("select srs_id from gpkg_spatial_ref_sys")}
    assert systems >= {-1, 0, 4326}
    for table, data, day, x, y, right, top, system in saved.execute(
        "select table_name, data_type, last_change, min_x, min_y, max_x, max_y, srs_id "
        "from gpkg_contents"
    ).fetchall():
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", str(day))
        if data == "attributes":
            assert (x, y, right, top, system) == (None,) * 5
            continue
        assert system in systems
        blobs = [row[0] for row in saved.execute(f'select geom from "{table}"')]
        shapes = [shape_of(blob, int(str(system))) for blob in blobs if isinstance(blob, bytes)]
        declared = saved.execute(
            "select geometry_type_name, srs_id, z, m from gpkg_geometry_columns "
            "where table_name = ?",
            (table,),
        ).fetchall()
        assert {shape.geom_type.upper() for shape in shapes} <= {declared[0][0]}
        assert declared[0][1:] == (system, 0, 0)
        box = shapely.GeometryCollection(shapes).bounds
        assert [x, y, right, top] == [None if side != side else side for side in box]


def shape_of(blob: bytes, system: int) -> shapely.Geometry:
    """Read a geometry by the header of clause 2.1.3."""
    magic, version, flags, srs = struct.unpack("<2sBBi", blob[:8])
    assert (magic, version, srs) == (b"GP", 0, system)
    assert flags & 0b1110_0001 == 1  # little endian, of the standard's own kinds
    envelope = {0: 0, 1: 32}[(flags >> 1) & 0b111]
    shape = shapely.from_wkb(blob[8 + envelope :])
    assert shape.is_empty == bool(flags & 0b1_0000)
    if envelope:
        left, right, bottom, top = struct.unpack("<4d", blob[8:40])
        assert (left, bottom, right, top) == shape.bounds
    return shape
