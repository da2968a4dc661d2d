"""The formats region files come in: one table that endings, dialogs and sentences follow from."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePosixPath

from planner.language import Phrase


@dataclass(frozen=True, slots=True)
class Format:
    """A format of region files.

    Attributes
    ----------
    name : str
        As people call it.
    endings : tuple of str
        Lower case, with the dot.
    parts : tuple of str
        Endings of the files it consists of, without the dot; () where one file is all.
    layered : bool
        Whether one file may hold several layers.
    """

    name: str
    endings: tuple[str, ...]
    parts: tuple[str, ...] = ()
    layered: bool = False


SHAPEFILE = Format("shapefile", (".shp",), ("shp", "shx", "dbf", "prj", "cpg"))
GEOPACKAGE = Format("GeoPackage", (".gpkg",), layered=True)
GEOJSON = Format("GeoJSON", (".geojson", ".json"))
LINES = Format("GeoJSON by lines", (".geojsonl", ".geojsons", ".ndjson"))
TOPOJSON = Format("TopoJSON", (".topojson",), layered=True)
KML = Format("KML", (".kml",), layered=True)
KMZ = Format("KMZ", (".kmz",), layered=True)
GML = Format("GML", (".gml",), layered=True)
FLATGEOBUF = Format("FlatGeobuf", (".fgb",))
TAB = Format("MapInfo table", (".tab",), ("tab", "dat", "map", "id", "ind"))
MIF = Format("MapInfo exchange", (".mif",), ("mif", "mid"))
GEODATABASE = Format("file geodatabase", (".gdb",), layered=True)
"""A folder by nature; its ending is on the folder."""

FORMATS = (
    SHAPEFILE, GEOPACKAGE, GEODATABASE, FLATGEOBUF, GEOJSON, LINES, TOPOJSON, KML, KMZ, GML, TAB, MIF,
)  # fmt: skip
"""In the order they are taken in where a folder or a zip file holds several."""

READABLE = tuple(ending for known in FORMATS for ending in known.endings)
"""Endings of region files, the likeliest first."""

PACKED = ".zip"

ADVICE = {
    ".csv": Phrase("this is a table without outlines; bring it in as accounts or people"),
    ".xlsx": Phrase("this is a workbook without outlines; bring it in as accounts or people"),
    ".xls": Phrase("this is a workbook without outlines; bring it in as accounts or people"),
    ".dbf": Phrase("this is the table of a shapefile; give the .shp file beside it"),
    ".shx": Phrase("this is the index of a shapefile; give the .shp file beside it"),
    ".prj": Phrase("this is the reference system of a shapefile; give the .shp file beside it"),
    ".parquet": Phrase("GeoParquet cannot be read here; save it as a GeoPackage"),
    ".qgz": Phrase("this is a QGIS project, not its maps; export the layer as a GeoPackage"),
    ".qgs": Phrase("this is a QGIS project, not its maps; export the layer as a GeoPackage"),
    ".mxd": Phrase("this is an ArcMap project, not its maps; export the layer as a shapefile"),
    ".lyr": Phrase("this is a style, not a map; give the file that the layer shows"),
    ".dxf": Phrase("this is a drawing; export its areas as a shapefile"),
    ".dwg": Phrase("this is a drawing; export its areas as a shapefile"),
    ".svg": Phrase("this is a picture; its areas have no place on earth"),
    ".rar": Phrase("this is a packed file of a kind that is not unpacked here; unpack it first"),
    ".7z": Phrase("this is a packed file of a kind that is not unpacked here; unpack it first"),
    ".gz": Phrase("this is a packed file of a kind that is not unpacked here; unpack it first"),
    ".tar": Phrase("this is a packed file of a kind that is not unpacked here; unpack it first"),
    ".vrt": Phrase("this only points to other files; give one of these"),
}  # fmt: skip
"""Endings people try that hold no regions, with what to do."""


def format_of(name: str) -> Format | None:
    """Return the format that a file name's ending stands for, None for no ending of ours."""
    ending = PurePosixPath(name.lower()).suffix
    return next((known for known in FORMATS if ending in known.endings), None)


def is_region_name(name: str) -> bool:
    """Whether a file name ends as region files do, zipped ones too."""
    return format_of(name) is not None or name.lower().endswith(PACKED)


def file_pattern() -> str:
    """Return what a file dialog filters by: `*.shp *.zip ...`."""
    files = (ending for ending in READABLE if ending not in GEODATABASE.endings)
    first, *others = files
    return " ".join(f"*{ending}" for ending in (first, PACKED, *others))
