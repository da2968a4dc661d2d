"""Reading outlines and their columns from shapefile, GeoPackage, GeoJSON, KML and TopoJSON."""

from __future__ import annotations

import tempfile
import warnings
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyogrio
import pyogrio.raw
import shapely
from numpy.typing import NDArray
from pyogrio.errors import DataLayerError, DataSourceError, FeatureError, FieldError, GeometryError

from planner.io.bundles import Bundle, find_bundle
from planner.io.encodings import WESTERN, dbf_encoding, decoded
from planner.model.issues import Issue, Severity, blocks

LATIN_1 = "ISO-8859-1"
"""Gives each byte a character of its own, so that the text can be decoded once the encoding is known."""

MORE_LAYERS = "more than one layer"
"""Said by pyogrio; told with their names instead."""

BROKEN = (
    DataSourceError, DataLayerError, FeatureError, FieldError, GeometryError,
    OSError, EOFError, ValueError, RuntimeError, zipfile.BadZipFile,
)  # fmt: skip
"""What reading a file that is not what it says may raise."""


@dataclass(frozen=True, slots=True, eq=False)
class Features:
    """What stands in a region file, as it stands there.

    Attributes
    ----------
    file : str
    columns : mapping of str to array of shape (rows,)
    shapes : array of shape (rows,)
        Shapely geometries; None where there is none.
    crs : str or None
        Reference system as GDAL names it, None when the file does not say.
    """

    file: str
    columns: Mapping[str, NDArray[Any]]
    shapes: NDArray[Any]
    crs: str | None

    def __len__(self) -> int:
        return len(self.shapes)


def read_features(path: Path, layer: str = "") -> tuple[Features | None, tuple[Issue, ...]]:
    """Read a region file; no byte sequence is an exception, each trouble is one issue.

    Parameters
    ----------
    path : Path
        .shp, .zip, .gpkg, .geojson, .json, .kml or .topojson.
    layer : str
        Layer of a GeoPackage with several; "" takes the first.
    """
    bundle, issues = find_bundle(path)
    if bundle is None:
        return None, issues
    try:
        issues += _missing_parts(bundle)
        if blocks(issues):
            return None, issues
        features, more = _read(bundle, layer)
    except BROKEN as error:
        found = f"this cannot be read as regions ({_first_sentence(error)})"
        mend = "Export it again, or give another format."
        return None, (*issues, Issue("file_unreadable", Severity.ERROR, path.name, found, mend))
    issues += more
    if not len(features):
        mend = "Export it again with its regions."
        issues += (
            Issue("file_empty", Severity.ERROR, path.name, "there is no region in it", mend),
        )
        return None, issues
    return features, issues


def _read(bundle: Bundle, layer: str) -> tuple[Features, tuple[Issue, ...]]:
    name = bundle.path.name
    encoding, remark = None, ""
    if bundle.is_shapefile:
        cpg = bundle.read("cpg")
        declared = cpg.decode("ascii", errors="replace").strip() if cpg else None
        encoding, remark = dbf_encoding(bundle.read("dbf") or b"", declared)
    with _readable_location(bundle) as location:
        meta, shapes, fields, said = _raw(location, layer, LATIN_1 if encoding else None)
        layers = [] if layer else [str(one) for one in pyogrio.list_layers(location)[:, 0]]
    issues = tuple(
        Issue("file_doubtful", Severity.WARNING, name, text, "Look at it.") for text in said
    )
    if len(layers) > 1:
        found = f"the file has {len(layers)} layers: {', '.join(layers)}"
        mend = f'Took {layers[0]}; write layer = "..." to have another.'
        issues += (Issue("file_chosen", Severity.WARNING, name, found, mend),)
    if encoding is None and meta["encoding"] == LATIN_1:
        remark = "the text is not in the encoding that the format asks for"
        encoding = WESTERN
    columns = _columns(meta["fields"], fields, encoding if meta["encoding"] == LATIN_1 else None)
    if remark:
        mend = f"Read it as {encoding}; say so in a .cpg file if names look wrong."
        issues += (Issue("encoding", Severity.NOTE, name, remark, mend),)
    return Features(name, columns, shapes, meta["crs"]), issues


def _raw(
    location: str, layer: str, encoding: str | None
) -> tuple[dict[str, Any], NDArray[Any], list[NDArray[Any]], list[str]]:
    """Return what pyogrio reads and what it warned of; text that does not decode is read as bytes."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        options = {"layer": layer or None, "force_2d": True}
        try:
            meta, _, wkb, fields = pyogrio.raw.read(location, encoding=encoding, **options)
        except UnicodeDecodeError:
            encoding = LATIN_1
            meta, _, wkb, fields = pyogrio.raw.read(location, encoding=encoding, **options)
    meta["encoding"] = encoding
    shapes = np.full(len(fields[0]) if fields else 0, None, object)
    if wkb is not None:
        shapes = shapely.from_wkb(wkb, on_invalid="ignore")
    said = sorted({_first_sentence(warning.message) for warning in caught})
    return meta, shapes, fields, [text for text in said if MORE_LAYERS not in text.lower()]


def _columns(
    names: NDArray[Any], fields: list[NDArray[Any]], encoding: str | None
) -> dict[str, NDArray[Any]]:
    """Return the columns by name; text read byte by byte is decoded in `encoding`."""
    if encoding is None:
        return dict(zip(map(str, names), fields, strict=True))
    codec = "cp1252" if encoding == WESTERN else encoding

    def text(value: Any) -> Any:
        if not isinstance(value, str) or value.isascii():
            return value
        return value.encode("latin-1", errors="replace").decode(codec, errors="replace")

    return {
        text(str(name)): np.array([text(value) for value in field], object)
        if field.dtype == object
        else field
        for name, field in zip(names, fields, strict=True)
    }


@contextmanager
def _readable_location(bundle: Bundle) -> Iterator[str]:
    """Give a location GDAL can read; the index of a shapefile without one is made in a scratch folder."""
    if not bundle.is_shapefile or "shx" in bundle.parts:
        yield bundle.location
        return
    with tempfile.TemporaryDirectory() as folder:
        for ending in ("shp", "dbf", "prj"):
            content = bundle.read(ending)
            if content is not None:
                (Path(folder) / f"regions.{ending}").write_bytes(content)
        previous = pyogrio.get_gdal_config_option("SHAPE_RESTORE_SHX")
        pyogrio.set_gdal_config_options({"SHAPE_RESTORE_SHX": "YES"})
        try:
            yield str(Path(folder) / "regions.shp")
        finally:
            pyogrio.set_gdal_config_options({"SHAPE_RESTORE_SHX": previous})


def _missing_parts(bundle: Bundle) -> tuple[Issue, ...]:
    if not bundle.is_shapefile:
        return ()
    name, issues = bundle.path.name, []
    stem = Path(bundle.member or bundle.path.name).stem
    if "dbf" not in bundle.parts:
        found = f"{stem}.dbf is missing, which holds the ids, names and figures"
        mend = "Put it beside the .shp file."
        issues.append(Issue("part_missing", Severity.ERROR, name, found, mend))
    if "shx" not in bundle.parts:
        found = f"{stem}.shx is missing, the index of the outlines"
        mend = "Put it beside the .shp file too." if issues else "It was made anew."
        issues.append(Issue("part_missing", Severity.NOTE, name, found, mend))
    return tuple(issues)


def _first_sentence(error: object) -> str:
    """Return the first line of what a library said, without the path it names and the final dot."""
    text = decoded(str(error).encode("utf-8", errors="replace"))[0].strip() or type(error).__name__
    line = text.splitlines()[0].split("; It might help")[0]
    return " ".join(word for word in line.split() if "/" not in word).rstrip(". :")
