"""Drawn areas from map files: one area a row for an import, one area by its key for plan.toml."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj import CRS
from pyproj.exceptions import CRSError

from planner.io.columns import texts
from planner.io.features import Features, read_features
from planner.io.projection import known_crs, moved, turned
from planner.io.read_apart import Waiting
from planner.io.region_table import RegionSource, likely_columns
from planner.io.repair import made_valid
from planner.language import tr, tr_count
from planner.model.areas import Area
from planner.model.geometry import Geometry
from planner.model.inside import outline_of, shape_of
from planner.model.issues import Issue, Severity, blocks
from planner.model.projection import project
from planner.model.types import floats

Corners = tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class AreaSource:
    """An area as plan.toml tells of it.

    Attributes
    ----------
    key, label, counts : str
    path : Path or None
        A map file in any format that regions may come in.
    layer : str
    id : str
        Column whose cell is the area's key; "" takes everything the file holds.
    crs : str
    outline : tuple of (longitude, latitude)
        Corners in degrees, in place of a file.
    """

    key: str
    label: str
    counts: str
    path: Path | None = None
    layer: str = ""
    id: str = ""
    crs: str = ""
    outline: Corners = ()


@dataclass(frozen=True, slots=True, eq=False)
class AreaRows:
    """The polygons of a map file in the metres of a plan, one row each.

    Attributes
    ----------
    columns : mapping of str to tuple of str
    name : str
        Column that looks like the name, "" where none does.
    outlines : tuple of Geometry
    """

    columns: dict[str, tuple[str, ...]]
    name: str
    outlines: tuple[Geometry, ...]

    def named(self, column: str, noun: str) -> list[tuple[str, Geometry]]:
        """Return the areas that rows of one name make, in file order; nameless rows are numbered."""
        cells = self.columns.get(column, ("",) * len(self.outlines))
        found: dict[str, list[Geometry]] = {}
        for at, (cell, outline) in enumerate(zip(cells, self.outlines, strict=True), start=1):
            found.setdefault(cell or f"{noun} {at}", []).append(outline)
        return [(name, _joined(outlines)) for name, outlines in found.items()]


def read_area_rows(
    path: Path, crs: str, layer: str = "", given: str = "", waiting: Waiting | None = None
) -> tuple[AreaRows | None, tuple[Issue, ...]]:
    """Read the polygons of a map file; what cannot be read is an issue.

    Parameters
    ----------
    path : Path
    crs : str
        Reference system of the plan.
    layer : str
    given : str
        Reference system of the file where the user names one.
    waiting : callable, optional
        Called every moment; what it raises ends the reading.
    """
    features, issues = read_features(path, layer, waiting)
    if features is None:
        return None, issues
    source, more = known_crs(features, given, "")
    issues += more
    if source is None:
        return None, issues
    shapes = _in_metres(turned(features, given), source, crs)
    rows = [at for at, shape in enumerate(shapes) if shape is not None]
    if not rows:
        mend = tr("Give a file with polygons.")
        return None, (*issues, _error(path.name, tr("there is no polygon in it"), mend))
    if len(rows) < len(shapes):
        left = len(shapes) - len(rows)
        found = tr_count(left, "1 row has no polygon", "{count} rows have no polygon")
        mend = tr("Left out.")
        issues += (Issue("geometry_missing", Severity.WARNING, path.name, found, mend),)
    columns = {
        name: tuple(np.array(texts(cells), object)[rows])
        for name, cells in features.columns.items()
    }
    _, name = likely_columns(features, RegionSource(path))
    return AreaRows(columns, name, tuple(outline_of(shapes[at]) for at in rows)), issues


def read_areas(
    sources: Sequence[AreaSource], crs: str, file: str
) -> tuple[tuple[Area, ...], tuple[Issue, ...]]:
    """Return the areas that plan.toml tells of, in metres of a reference system; troubles are issues."""
    areas: list[Area] = []
    issues: tuple[Issue, ...] = ()
    for source in sources:
        outline, more = (
            _from_file(source, source.path, crs)
            if source.path
            else _from_corners(source, crs, file)
        )
        issues += more
        if outline is not None:
            areas.append(Area(source.key, source.label or source.key, outline, source.counts))
    return tuple(areas), issues


def _from_file(
    source: AreaSource, path: Path, crs: str
) -> tuple[Geometry | None, tuple[Issue, ...]]:
    rows, issues = read_area_rows(path, crs, source.layer, source.crs)
    if rows is None or blocks(issues):
        return None, issues
    if not source.id:
        return _joined(rows.outlines), issues
    if source.id not in rows.columns:
        names = ", ".join(rows.columns) or tr("none")
        found = tr("there is no column {column}", column=source.id)
        mend = tr("Its columns are: {names}.", names=names)
        return None, (*issues, _error(path.name, found, mend))
    cells = zip(rows.columns[source.id], rows.outlines, strict=True)
    meant = [outline for cell, outline in cells if cell == source.key]
    if not meant:
        mend = tr("Correct the key, or leave id out to take everything the file holds.")
        found = tr("no row has {key} in {column}", key=source.key, column=source.id)
        return None, (*issues, _error(path.name, found, mend))
    return _joined(meant), issues


def _from_corners(
    source: AreaSource, crs: str, file: str
) -> tuple[Geometry | None, tuple[Issue, ...]]:
    corners = project(floats(source.outline), crs)
    shape = None
    if np.isfinite(corners).all() and len(np.unique(corners, axis=0)) >= 3:
        shape = _polygons(made_valid(np.array([shapely.Polygon(corners)], object))[0])
    if shape is None:
        mend = tr("Give at least three corners in degrees, longitude first, around some land.")
        found = tr("the outline of area {key} is no area", key=source.key)
        return None, (_error(file, found, mend),)
    return outline_of(shape), ()


def _in_metres(features: Features, source: CRS, crs: str) -> list[Any]:
    """Return each row's polygons in the plan's reference system; None where it has none."""
    try:
        target = CRS.from_user_input(crs)
    except CRSError as error:
        raise ValueError(f"the plan has no reference system that is known: {crs}") from error
    shapes = made_valid(moved(features.shapes, source, target))
    return [_polygons(shape) for shape in shapes]


def _polygons(shape: Any) -> Any:
    """Return the polygons of a shape as one multipolygon; None where it has none on this map."""
    if shape is None or shapely.is_empty(shape) or not np.isfinite(shapely.bounds(shape)).all():
        return None
    parts: NDArray[Any] = shapely.get_parts(shapely.get_parts(shape))
    parts = parts[(shapely.get_type_id(parts) == 3) & (shapely.area(parts) > 0)]
    return shapely.multipolygons(parts) if len(parts) else None


def _joined(outlines: Sequence[Geometry]) -> Geometry:
    if len(outlines) == 1:
        return outlines[0]
    return outline_of(_polygons(shapely.union_all([shape_of(one) for one in outlines])))


def _error(file: str, found: str, mend: str) -> Issue:
    return Issue("area_wrong", Severity.ERROR, file, found, mend)
