"""Run as a script in a process of its own: let GDAL read one file, leave arrays and text in a folder.

A file of a stranger can crash GDAL, hang it or fill the memory. Here that ends this process and no
window with unsaved work. The script stands alone (it imports nothing of this project, and blocks the
frames that pyogrio would load for nothing), so that it is up in a tenth of a second.

    gdal_child.py REQUEST.json      writes answer.json, and for op "read" arrays.npz, beside it
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any, cast

import numpy as np

ALLOWED = {
    "ESRI Shapefile", "ESRIJSON", "FlatGeobuf", "GML", "GPKG", "GeoJSON", "GeoJSONSeq", "JSONFG", "KML",
    "LIBKML", "MapInfo File", "OpenFileGDB", "TopoJSON",
}  # fmt: skip
"""Drivers that read region files and nothing but the file."""

SKIPPED = (
    "MEM,PCIDSK,PDS4,VICAR,PDF,MBTiles,EEDA,OGCAPI,GDALG,LVBAG,S57,DGN,OGR_VRT,CSV,GPX,OGR_GMT,SQLite,"
    "WAsP,DXF,GeoRSS,VFK,PGDUMP,OSM,GPSBabel,OGR_PDS,WFS,OAPIF,EDIGEO,Idrisi,ODS,XLSX,Elasticsearch,"
    "Carto,AmigoCloud,SXF,Selafin,JML,PLSCENES,CSW,VDV,MVT,NGW,MapML,GTFS,PMTiles,MiraMonVector,ADBC,"
    "AVCBin,AVCE00,AIVector,HTTP"
)
"""Drivers of the GDAL that comes with pyogrio that fetch, run or follow things, or read what is no
region file. One that has others answers with their names, and is asked again without them."""

SETTINGS = {
    "GDAL_DRIVER_PATH": "disable",
    "GDAL_PAM_ENABLED": "NO",
    "GDAL_NUM_THREADS": "1",
    "GDAL_VRT_ENABLE_PYTHON": "NO",
    "GDAL_HTTP_PROXY": "127.0.0.1:9",  # the discard port: nothing answers
    "GDAL_HTTP_TIMEOUT": "1",
    "GDAL_HTTP_CONNECTTIMEOUT": "1",
    "CPL_VSIL_CURL_ALLOWED_FILENAME": "none",
    "GML_SKIP_RESOLVE_ELEMS": "ALL",
    "GML_DOWNLOAD_SCHEMA": "NO",
    "GML_FIELDTYPES": "ALWAYS_STRING",  # guessed types lose the zeros of ids
    "OGR_SQLITE_LIST_VIRTUAL_OGR": "NO",
    "PROJ_NETWORK": "OFF",
}
"""GDAL kept to the one file: no network, no plug-in, no neighbour followed."""

EXPECTED = (
    RuntimeError, ValueError, OSError, LookupError, OverflowError, TypeError,
    UnboundLocalError,  # what pyogrio 0.13 raises over a reference system without a name
)  # fmt: skip
"""What reading raises over broken files."""

LATIN_1 = "ISO-8859-1"
MOST_ROWS = 1_000_000
FIRST_ROWS = 1_000
"""Read at first from a file that does not count its rows."""
LEAST_ROW = 4
"""Bytes that the smallest row takes in any format."""
RECORD = b"\x1e"
"""Stands before each record of a file of JSON texts, in one of its two spellings (RFC 8142)."""
NUMBERED = ("GeoJSON", "GeoJSONSeq")
"""Drivers that keep a number which stands as the id of a row out of the columns, text they do not."""
MOST_WKB = 2_000_000_000
NO_AREA = {1, 2, 4, 5}
"""Types of geometry in well-known binary: points and lines, one or many."""
SURFACES = {15, 16, 17}
"""Well-known binary of polyhedral surface, TIN and triangle, which GEOS does not know."""


def main(request_path: str) -> int:
    """Answer one request; what GDAL prints goes nowhere."""
    path = Path(request_path)
    request = json.loads(path.read_text(encoding="utf-8"))
    _bound(request["memory"], request["seconds"])
    for name in ("pandas", "geopandas", "shapely", "pyarrow", "pyproj"):
        cast(dict[str, object], sys.modules)[name] = None  # Python's own way to say: not there
    set_up(",".join([SKIPPED, *request["skip"]]))
    silent = os.open(os.devnull, os.O_WRONLY)
    os.dup(1)  # kept open to the end: the parent waits for it to close
    os.dup2(silent, 1)
    text = json.dumps(answered(request, path.parent), ensure_ascii=True)
    (path.parent / "answer.json").write_text(text, encoding="utf-8")
    return 0


def set_up(skipped: str) -> None:
    """Set GDAL up before it is loaded: to the one file, without the drivers named."""
    os.environ.update(SETTINGS)
    os.environ["GDAL_SKIP"] = skipped


def answered(request: dict[str, Any], folder: Path) -> dict[str, Any]:
    """Return the answer to a request; what cannot be read is an answer with `error`."""
    import pyogrio

    strangers = sorted(set(pyogrio.list_drivers()) - ALLOWED)
    if strangers:
        return {"strangers": strangers}
    mend = "YES" if request["mend_index"] else None
    pyogrio.set_gdal_config_options({"SHAPE_RESTORE_SHX": mend})
    answer = _tried(request, folder)
    prj = Path(request["location"]).with_suffix(".prj")
    if "error" in answer and prj.exists():  # one that is broken must not cost the outlines
        prj.unlink()
        again = _tried(request, folder)
        answer = answer if "error" in again else again | {"crs_broken": True}
    return answer


def _tried(request: dict[str, Any], folder: Path) -> dict[str, Any]:
    try:
        return offers(request) if request["op"] == "offers" else read(request, folder)
    except MemoryError:
        return {"error": "it needs more memory than a region file should"}
    except EXPECTED as error:
        return {"error": str(error) or type(error).__name__}


def _bound(memory: int, seconds: int) -> None:
    """Limit the memory and processor time of this process, where the system can."""
    try:
        import resource
    except ImportError:  # Windows: the parent's clock is the only limit
        return
    for limit, most in ((resource.RLIMIT_AS, memory), (resource.RLIMIT_CPU, seconds)):
        _, hard = resource.getrlimit(limit)  # the system may allow less already
        most = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(limit, (most, hard))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def offers(request: dict[str, Any]) -> dict[str, Any]:
    """Tell what layers a file has: name, geometry type, rows, reference system, columns."""
    import warnings

    import pyogrio

    warnings.simplefilter("ignore")  # reading it says them

    layers = []
    for name, kind in pyogrio.list_layers(request["location"]).tolist()[:200]:
        meta = pyogrio.read_info(
            request["location"], layer=name, encoding=request["encoding"], force_feature_count=True
        )
        kinds = [] if kind is None else _kinds(request["location"], name, str(kind))
        layers.append(
            {
                "name": name, "kinds": kinds, "rows": int(meta["features"]), "crs": meta["crs"],
                "columns": [str(column) for column in meta["fields"][:50]],
            }
        )  # fmt: skip
    return {"layers": layers}


def _kinds(location: str, layer: str, declared: str) -> list[int]:
    """Return the types of geometry of a layer, of its first rows where it declares none."""
    import pyogrio.raw

    simple = {"Point": 1, "LineString": 2, "Polygon": 3, "MultiPoint": 4, "MultiLineString": 5,
              "MultiPolygon": 6}  # fmt: skip
    if declared in simple:
        return [simple[declared]]
    found = pyogrio.raw.read(location, layer=layer, columns=[], max_features=200, force_2d=True)[2]
    return sorted({_type(wkb) for wkb in found if wkb is not None})


def read(request: dict[str, Any], folder: Path) -> dict[str, Any]:
    """Read a layer: outlines as well-known binary, columns as arrays or lists of text."""
    import warnings

    import pyogrio
    import pyogrio.raw

    location, encoding = request["location"], request["encoding"]
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        layers = [[str(name), kind] for name, kind in pyogrio.list_layers(location).tolist()]
        asked = request["layer"] if request["layered"] or len(layers) > 1 else ""
        layer = asked or _first(location, layers)
        try:
            info, meta, found, fields = _rows(location, layer, encoding, request["size"])
        except UnicodeDecodeError:
            encoding = LATIN_1
            info, meta, found, fields = _rows(location, layer, encoding, request["size"])
    if info["driver"] == "GeoJSONSeq" and not _whole(Path(location)):
        return {"error": "its last record is cut short"}
    rows = _count(found, fields)
    if rows > MOST_ROWS:
        return {"error": f"it has more than {MOST_ROWS:,} rows"}
    texts = _keep(found, fields, rows, folder)
    return {
        "rows": rows, "crs": meta["crs"], "encoding": encoding, "layer": layer, "layers": layers,
        "names": [str(name) for name in meta["fields"]], "texts": texts, "outlines": found is not None,
        "driver": info["driver"], "counted": _counted(Path(location), info),
        "said": sorted({str(warning.message) for warning in caught})[:20],
    }  # fmt: skip


def _rows(
    location: str, layer: str | None, encoding: str | None, size: int
) -> tuple[dict[str, Any], dict[str, Any], Any, Any]:
    """Read a layer whole: what it says of itself before and after it is read, outlines, fields.

    pyogrio sets a place aside in every column for each row that it may read, before it reads one; a
    million of them in 200 columns is 1.6 GB. So it may read what the file counts, which can be a lie
    and not more than its bytes could hold, and one: where all places fill, more are asked for.
    """
    import warnings

    import pyogrio

    info = pyogrio.read_info(location, layer=layer, encoding=encoding)
    counted, kinds = int(info["features"]), dict(zip(info["fields"], info["dtypes"], strict=True))
    most = min(counted if counted >= 0 else FIRST_ROWS, size // LEAST_ROW, MOST_ROWS) + 1
    options = {"layer": layer, "encoding": encoding, "force_2d": True}
    options["return_fids"] = info["driver"] in NUMBERED
    try:
        return info, *_up_to(most, location, options)
    except UnicodeDecodeError:
        raise
    except ValueError as error:  # what pyogrio makes of 31 February
        plain = [name for name, kind in kinds.items() if not str(kind).startswith("datetime64")]
        if len(plain) == len(kinds):
            raise
        dates = ", ".join(sorted(map(str, kinds.keys() - set(plain))))
        warnings.warn(f"left out {dates}: a date there is none ({error})", stacklevel=2)
        return info, *_up_to(most, location, {**options, "columns": plain})


def _up_to(most: int, location: str, options: dict[str, Any]) -> tuple[dict[str, Any], Any, Any]:
    """Read a layer with room for `most` rows at first, and for more where they fill."""
    import pyogrio.raw

    while True:
        meta, ids, found, fields = pyogrio.raw.read(location, max_features=most, **options)
        if _count(found, fields) < most or most > MOST_ROWS:
            return _with_ids(meta, ids, found, fields)
        most = min(8 * most, MOST_ROWS + 1)


def _with_ids(
    meta: dict[str, Any], ids: Any, found: Any, fields: Any
) -> tuple[dict[str, Any], Any, Any]:
    """Add the numbers of the rows as a column where they are not just 0, 1, 2: a file gave them so."""
    if ids is None or "id" in meta["fields"] or (ids == np.arange(len(ids))).all():
        return meta, found, fields
    return {**meta, "fields": ["id", *meta["fields"]]}, found, [ids, *fields]


def _counted(location: Path, info: dict[str, Any]) -> int:
    """Return how many rows a file says it holds, -1 where it does not say."""
    if info["driver"] == "ESRI Shapefile":
        return _entries(location)
    return int(info["features"])


def _entries(location: Path) -> int:
    """Return the outlines that the index of a shapefile lists, without those of deleted rows."""
    index, table = location.with_suffix(".shx"), location.with_suffix(".dbf")
    if not index.exists() or not table.exists() or not table.stat().st_size:
        return -1
    entries = (index.stat().st_size - 100) // 8
    content = np.memmap(table, np.uint8, mode="r")
    start, length = content[8:12].copy().view("<u2").tolist() if len(content) > 11 else (0, 0)
    marks = content[start :: max(length, 1)][: max(entries, 0)]
    return entries - int(np.count_nonzero(marks == ord("*")))


def _whole(location: Path) -> bool:
    """Whether the last record of a file of JSON texts ends; GDAL passes over some that do not."""
    last: list[bytes] = []
    with location.open("rb") as file:
        for line in file:
            if line.isspace():
                continue
            if not last or line.startswith(RECORD) or not last[0].startswith(RECORD):
                last = []
            last.append(line)
    try:
        text = b"".join(last).lstrip(RECORD).decode("utf-8", errors="replace")
        json.loads(text.removeprefix("\ufeff"), strict=False)  # any letters will do
    except (ValueError, RecursionError):
        return False
    return True


def _count(found: Any, fields: Any) -> int:
    """Return the rows of a layer from its outlines, of a table without any from its first column."""
    if found is not None:
        return len(found)
    return len(fields[0]) if len(fields) else 0


def _first(location: str, layers: list[list[Any]]) -> str | None:
    """Return the first layer with polygons, else the first."""
    names = [name for name, _ in layers]
    for name, kind in layers if len(layers) > 1 else []:
        if kind is not None and set(_kinds(location, name, kind)) - NO_AREA:
            return str(name)
    return next(iter(names), None)


def _keep(found: Any, fields: Any, rows: int, folder: Path) -> dict[str, list[str | None]]:
    """Save outlines and columns of numbers as arrays; return the columns of text by their place."""
    arrays: dict[str, Any] = {}
    texts: dict[str, list[str | None]] = {}
    if found is not None:
        wkb = [outline(one) if one is not None else b"" for one in found]
        at = np.zeros(rows + 1, np.int64)
        np.cumsum([len(one) for one in wkb], out=at[1:])
        if at[-1] > MOST_WKB:
            raise MemoryError
        arrays = {"wkb": np.frombuffer(b"".join(wkb), np.uint8), "wkb_at": at}
    for place, field in enumerate(fields):
        if field.dtype == object:
            texts[str(place)] = [_text(value) for value in field]
        else:
            arrays[f"column_{place}"] = field
    np.savez(folder / "arrays.npz", **arrays)
    return texts


def _text(value: Any) -> str | None:
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, bytes):
        return value[:1000].hex()
    if isinstance(value, np.ndarray):
        return ", ".join(map(str, value.tolist()))
    return str(value)


def _type(wkb: bytes) -> int:
    return int.from_bytes(wkb[1:5], "little" if wkb[0] else "big")


def outline(wkb: bytes) -> bytes:
    """Return surfaces and triangles as multipolygons and polygons; the bytes but for the types agree."""
    kind = _type(wkb)
    if kind not in SURFACES or not wkb[0]:
        return wkb
    changed = bytearray(wkb)
    changed[1] = 3 if kind == 17 else 6
    place = 9
    while kind != 17 and place + 9 <= len(wkb):
        changed[place + 1] = 3
        rings = int.from_bytes(wkb[place + 5 : place + 9], "little")
        place += 9
        for _ in range(rings):
            place += 4 + 16 * int.from_bytes(wkb[place : place + 4], "little")
    return bytes(changed)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
