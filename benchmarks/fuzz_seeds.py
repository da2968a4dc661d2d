"""Small true files that are damaged: a map of twelve regions in every format, tables, a plan."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from importlib import import_module, util
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import shapely

from planner.io.plan_reader import read_plan
from planner.model.plan import Plan
from planner.store.journal import Journal
from planner.store.rayon_file import save_rayon

SHARED = Path("../shared/regions")

Seed = Mapping[str, bytes]
"""The files of one input by name; the first is the one that is opened."""

DRIVERS = {
    ".shp": ("ESRI Shapefile", {}),
    ".gpkg": ("GPKG", {}),
    ".geojson": ("GeoJSON", {}),
    ".geojsonl": ("GeoJSONSeq", {}),
    ".kml": ("LIBKML", {}),
    ".gml": ("GML", {}),
    ".fgb": ("FlatGeobuf", {}),
    ".tab": ("MapInfo File", {}),
    ".mif": ("MapInfo File", {"FORMAT": "MIF"}),
    ".gdb": ("OpenFileGDB", {}),
}  # fmt: skip

PEOPLE = (
    "rep_id,rep,role,level,fte,contract_hours_week,experience_months,start,end,manager_id,languages,"
    "skills,lat,lon,cost\n"
    "r1,Anna Bosch,closer,senior,1.0,40,60,2020-01-01,,m1,nl;en,food:80,52.1,5.1,6000\n"
    'r2,"de Vries, Jan",outbound,,0.8,32,6,2026-06-01,2027-12-31,m1,nl,,51.9,4.5,4500\n'
    "m1,Els Mulder,leader,,1,40,120,2015-03-01,,,nl;fr,,52.4,4.9,9000\n"
)
ACCOUNTS = (
    "account_id;account;lat;lon;owner;revenue_last_year;status\n"
    "a1;Bakkerij Ötztal;52,05;5,05;r1;1.234,50;customer\n"
    'a2;"Zuid ""B""; BV";52,15;5,25;r2;0;prospect\n'
    "a3;Noord;52,25;5,15;;-3;\n"
)
PLAN = """rayon = 1
[plan]
name = "Netherlands 2027"
currency = "EUR"
seed = 1
[[regions]]
file = "places.shp"
id = "code"
noun = ["place", "places"]
[accounts]
file = "accounts.csv"
id = "account_id"
[reps]
file = "reps.csv"
[[segments]]
key = "food"
where = "industry = 'food' and employees >= 50"
[[measures]]
key = "prospects"
label = "Prospects"
from = "accounts.count"
where = "status = 'prospect'"
tolerance = 0.05
[territories]
count = 12
seats = "free"
[teams]
markets = "segment"
[quota]
total = 12000000
"""


def table_seeds() -> dict[str, list[Seed]]:
    """Return tables by kind: those of the tests where they are, else a few made here."""
    name = "planner.io.table_seeds"
    seeds: dict[str, list[Seed]] = {
        "csv": [{"a.csv": ACCOUNTS.encode()}, {"a.csv": PEOPLE.encode("utf-16")}],
        "xlsx": [_workbook()],
    }
    with_tests = util.find_spec("tests") and util.find_spec(f"tests.{name}")
    if with_tests:
        for file, content in import_module(f"tests.{name}").table_seeds().items():
            kind = "xlsx" if content.startswith(b"PK") else "csv"
            seeds[kind].append({Path(file).name: content})
    return seeds


@lru_cache(maxsize=1)
def saved_plan() -> Plan:
    """A plan of the twelve regions, the same every time."""
    with TemporaryDirectory() as folder:
        files = region_seeds(".geojson")[0]
        for name, content in files.items():
            (Path(folder) / name).write_bytes(content)
        plan, _ = read_plan(Path(folder) / next(iter(files)))
    assert plan is not None
    return plan


def plan_file_seeds() -> list[Seed]:
    """Return plan files: one made here, and those ever released where the tests are."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "plan.rayon"
        save_rayon(saved_plan(), path)
        seeds: list[Seed] = [{"plan.rayon": path.read_bytes()}]
    released = sorted(Path("tests/planner/store/released").glob("*.rayon"))
    return [*seeds, *({"plan.rayon": kept.read_bytes()} for kept in released)]


def journal_seeds() -> list[Seed]:
    """Return the journal of a few edits."""
    with TemporaryDirectory() as folder:
        journal = Journal(Path(folder) / "plan")
        for seed in range(3):
            journal.record(replace(saved_plan(), seed=seed))
        return [{"plan.journal": journal.path.read_bytes()}]


def real_map_seeds() -> list[Seed]:
    """Return published maps, zipped as they came, where the shared regions are; else one made here."""
    names = ("nl_provinces", "nl_corop")
    found = [SHARED / name / f"{name}_shp.zip" for name in names]
    seeds: list[Seed] = [{path.name: path.read_bytes()} for path in found if path.is_file()]
    return seeds or region_seeds(".zip")


def region_seeds(ending: str) -> list[Seed]:
    """Return a map of twelve regions in a format, with and without a few odd shapes."""
    if ending == ".topojson":
        return [_topology()]
    if ending in (".zip", ".kmz"):
        inner = region_seeds(".shp" if ending == ".zip" else ".kml")[0]
        names = inner if ending == ".zip" else {"doc.kml": next(iter(inner.values()))}
        return [{f"a{ending}": _zipped(names)}]
    if ending == ".gdb.zip":
        return [{"a.zip": _zipped({f"a.gdb/{name}": content for name, content in seed.items()})}
                for seed in map(_written, [".gdb"], [False])]  # fmt: skip
    return [_written(ending, odd) for odd in (False, True)]


def _written(ending: str, odd: bool) -> Seed:
    import pyogrio.raw

    n = np.arange(12)
    x, y = 5 + n % 4 * 0.1, 52 + n // 4 * 0.1
    shapes = shapely.box(x, y, x + 0.1, y + 0.1)
    if odd:
        hole = shapely.box(5.02, 52.02, 5.06, 52.06)
        shapes[0] = shapes[0].difference(hole)
        shapes[5] = shapely.union(shapes[5], shapely.box(6, 53, 6.1, 53.1))
    names = np.array([f"Plaats {i} é" for i in n], object)
    codes = np.array([f"0{i + 100}" for i in n], object)
    driver, options = DRIVERS[ending]
    with TemporaryDirectory() as scratch:
        path = Path(scratch) / f"a{ending}"
        pyogrio.raw.write(
            str(path), shapely.to_wkb(shapes), [codes, names, n * 100, n * 0.5],
            ["code", "naam", "people", "share"], driver=driver, crs="EPSG:4326",
            geometry_type="MultiPolygon" if odd or ending == ".gdb" else "Polygon",
            promote_to_multi=odd or ending == ".gdb", **options,
        )  # fmt: skip
        folder = path if path.is_dir() else path.parent
        files = {
            file.name: file.read_bytes() for file in sorted(folder.iterdir()) if file.is_file()
        }
    first = path.name if path.name in files else next(iter(files))
    return {first: files[first], **files}


def _topology() -> Seed:
    ring = [[0, 0], [1000, 0], [0, 1000], [-1000, 0], [0, -1000]]
    arcs = [[[i % 4 * 1000, i // 4 * 1000], *ring[1:]] for i in range(12)]
    geometries: list[dict[str, Any]] = [
        {"type": "Polygon", "arcs": [[i]], "id": i, "properties": {"code": f"0{i}", "people": i}}
        for i in range(12)
    ]
    regions = {"type": "GeometryCollection", "geometries": geometries}
    points = {"type": "Point", "coordinates": [5, 52]}
    topology = {
        "type": "Topology", "transform": {"scale": [1e-4, 1e-4], "translate": [5, 52]},
        "objects": {"regions": regions, "capital": points}, "arcs": arcs,
    }  # fmt: skip
    return {"a.topojson": json.dumps(topology).encode()}


def _workbook() -> Seed:
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for line in ACCOUNTS.splitlines():
        sheet.append(line.split(";"))
    out = BytesIO()
    book.save(out)
    return {"a.xlsx": out.getvalue()}


def _zipped(files: Seed) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()
