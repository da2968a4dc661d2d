"""True files that are damaged: published regions and a few made here in every format, tables, plans."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib import import_module, util
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from planner.io.plan_reader import read_plan
from planner.model.plan import Plan
from planner.store.folder import save_plan
from planner.store.journal import Journal
from planner.store.rayon_file import load_rayon, save_rayon

SHARED = Path("../shared/regions")
SAMPLE = Path("sample_regions/netherlands/places.zip")

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
FIGURES = "code,name,firms,since\n" + "".join(
    f"0{100 + n},Plaats {n} é,{n * 37},2026-0{1 + n % 9}-01\n" for n in range(12)
)
NAMED = (
    "account_id;account;rep;reason;asked by;until;counts\n"
    "a1;Bakkerij Ötztal;Anna Bosch;since 1998;Els Mulder;31-12-2027;yes\n"
    ';"Zuid ""B""; BV";r1;their wish;"Mulder, Els";;no\n'
    "a3;;Jan de Vries;;m1;2028-06-30;\n"
)
OLD_CODES = "old;name;new\nX1;Oud Plaats;0100\nX2;Ouder;0101\n;Oudst;0102\n"
LISTS: list[Seed] = [{"named.csv": NAMED.encode()}, {"codes.csv": OLD_CODES.encode()}]
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


def imported_seeds() -> dict[str, list[Seed]]:
    """Return tables by kind as they are imported: accounts, people and figures of twelve regions."""
    seeds = table_seeds()
    seeds["csv"] += [{"figures.csv": FIGURES.encode()}]
    return seeds


@lru_cache(maxsize=1)
def peopled_plan() -> Plan:
    """A plan of the twelve regions with accounts and people in it."""
    from planner.io.deciding import decided
    from ui.use_cases.importing import Source, look, outcome, read

    plan = saved_plan()
    for text in (PEOPLE, ACCOUNTS, FIGURES):
        reading = read(Source(None, text=text), plan, {})
        made = outcome(decided(look(reading, reading.meanings), {}), plan).plan
        assert made is not None
        plan = made
    return plan


@lru_cache(maxsize=1)
def saved_plan() -> Plan:
    """A plan of the twelve regions, the same every time."""
    with TemporaryDirectory() as folder:
        files = _written(".geojson", _squares())
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


def plan_folder_seeds() -> list[Seed]:
    """Return the plans of `plan_file_seeds` and one with accounts and people as folders of plain files."""
    plans = [peopled_plan()]
    with TemporaryDirectory() as scratch:
        for seed in plan_file_seeds():
            path = Path(scratch) / "plan.rayon"
            path.write_bytes(seed["plan.rayon"])
            plan, _ = load_rayon(path)
            assert plan is not None
            plans.append(plan)
    return [_unpacked(plan) for plan in plans]


def _unpacked(plan: Plan) -> Seed:
    with TemporaryDirectory() as scratch:
        folder = Path(scratch) / "plan"
        save_plan(plan, folder)
        files = {
            str(path.relative_to(folder)): path.read_bytes()
            for path in sorted(folder.rglob("*"))
            if path.is_file()
        }
    return {"plan.toml": files["plan.toml"], **files}


def journal_seeds() -> list[Seed]:
    """Return the journal of a few edits."""
    with TemporaryDirectory() as folder:
        journal = Journal(Path(folder) / "plan")
        for seed in range(3):
            journal.record(replace(saved_plan(), seed=seed))
        return [{"plan.journal": journal.path.read_bytes()}]


def published_seeds() -> list[Seed]:
    """Return published maps, zipped as they came: the shared ones where they are, else a sample."""
    return [{path.name: path.read_bytes()} for path in _published("nl_provinces", "nl_corop")]


def asked_seeds() -> list[Seed]:
    """Return maps that leave something open: two countries in one zip file, and layers of all kinds."""
    shapefile = _written(".shp", _squares())
    unsaid = {name: part for name, part in shapefile.items() if not name.endswith(".prj")}
    both = {name.replace("a.", "b."): part for name, part in _written(".shp", _odd()).items()}
    packed = [{"a.zip": _zipped({**shapefile, **both})}, {"a.zip": _zipped({**unsaid, **both})}]
    layered = [region_seeds(ending)[-1] for ending in (".gpkg", ".kml", ".topojson", ".geojson")]
    return [unsaid, *packed, *layered]


def region_seeds(ending: str) -> list[Seed]:
    """Return maps in a format: published regions, twelve squares, and these with odd shapes."""
    if ending == ".topojson":
        return [_topology(regions) for regions in (_published_regions(), _squares())]
    if ending in (".zip", ".kmz"):
        packed: list[Seed] = []
        for seed in region_seeds(".shp" if ending == ".zip" else ".kml"):
            names = seed if ending == ".zip" else {"doc.kml": next(iter(seed.values()))}
            packed.append({f"a{ending}": _zipped(names)})
        return packed
    if ending == ".gdb.zip":
        written = [_written(".gdb", regions) for regions in (_published_regions(), _squares())]
        return [{"a.zip": _zipped({f"a.gdb/{name}": part for name, part in seed.items()})}
                for seed in written]  # fmt: skip
    return [_written(ending, regions) for regions in (_published_regions(), _squares(), _odd())]


@dataclass(frozen=True)
class Regions:
    """What a map is written from."""

    shapes: NDArray[Any]
    columns: Mapping[str, NDArray[Any]]
    crs: str = "EPSG:4326"


def _published(*names: str) -> list[Path]:
    found = [SHARED / name / f"{name}_shp.zip" for name in names]
    return [path for path in found if path.is_file()] or [SAMPLE]


@lru_cache(maxsize=1)
def _published_regions() -> Regions:
    """The first twenty municipalities of a published map."""
    import pyogrio.raw

    path = _published("nl_municipalities")[0]
    meta, _, outlines, fields = pyogrio.raw.read(f"/vsizip/{path}", max_features=20)
    columns = dict(zip(meta["fields"].tolist(), fields, strict=True))
    return Regions(shapely.from_wkb(outlines), columns, meta["crs"])


def _squares() -> Regions:
    n = np.arange(12)
    x, y = 5 + n % 4 * 0.1, 52 + n // 4 * 0.1
    columns = {
        "code": np.array([f"0{i + 100}" for i in n], object),
        "naam": np.array([f"Plaats {i} é" for i in n], object),
        "people": n * 100,
        "share": n * 0.5,
        "since": np.datetime64("2020-02-28") + n,
    }
    return Regions(shapely.box(x, y, x + 0.1, y + 0.1), columns)


def _odd() -> Regions:
    """Squares of which one has a hole, one lies in two parts, and two rows are one region."""
    regions = _squares()
    shapes = regions.shapes.copy()
    shapes[0] = shapes[0].difference(shapely.box(5.02, 52.02, 5.06, 52.06))
    shapes[5] = shapely.union(shapes[5], shapely.box(6, 53, 6.1, 53.1))
    whose = np.arange(len(shapes))
    whose[7] = 6
    columns = {name: values[whose] for name, values in regions.columns.items()}
    return Regions(shapes, columns)


def _written(ending: str, regions: Regions) -> Seed:
    import pyogrio.raw

    driver, options = DRIVERS[ending]
    many = ending == ".gdb" or bool((shapely.get_type_id(regions.shapes) == 6).any())
    with TemporaryDirectory() as scratch:
        path = Path(scratch) / f"a{ending}"
        pyogrio.raw.write(
            str(path), shapely.to_wkb(regions.shapes), list(regions.columns.values()),
            list(regions.columns), driver=driver, crs=regions.crs,
            geometry_type="MultiPolygon" if many else "Polygon", promote_to_multi=many, **options,
        )  # fmt: skip
        folder = path if path.is_dir() else path.parent
        files = {
            file.name: file.read_bytes() for file in sorted(folder.iterdir()) if file.is_file()
        }
    first = path.name if path.name in files else next(iter(files))
    return {first: files[first], **files}


def _topology(regions: Regions) -> Seed:
    """Write a topology of whole degrees over ten thousand, each ring an arc in steps."""
    arcs: list[list[list[int]]] = []
    geometries: list[dict[str, Any]] = []
    for row, shape in enumerate(regions.shapes.tolist()):
        parts = []
        for polygon in shapely.get_parts(shape).tolist():
            rings = [polygon.exterior, *polygon.interiors]
            parts.append([[len(arcs) + i] for i in range(len(rings))])
            for ring in rings:
                steps = np.round(shapely.get_coordinates(ring) * 1e4).astype(int)
                arcs.append(np.diff(steps, axis=0, prepend=[[0, 0]]).tolist())
        values = {name: str(values[row]) for name, values in regions.columns.items()}
        geometries.append({"type": "MultiPolygon", "arcs": parts, "id": row, "properties": values})
    points = {"type": "Point", "coordinates": [5, 52]}
    topology = {
        "type": "Topology", "transform": {"scale": [1e-4, 1e-4], "translate": [0, 0]},
        "objects": {"regions": {"type": "GeometryCollection", "geometries": geometries}, "capital": points},
        "arcs": arcs,
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
