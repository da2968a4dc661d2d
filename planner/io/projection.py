"""Reference systems: guess a missing one, and bring every outline to one metric system."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj import CRS, Transformer
from pyproj.exceptions import CRSError, ProjError

from planner.io.crs_guesses import CrsDoubt, crs_doubts, crs_guesses, extent_of
from planner.io.crs_places import COUNTRIES, GEOGRAPHIC
from planner.io.features import Features
from planner.model.issues import Issue, Severity, blocks
from planner.model.types import Floats, floats

WGS84 = GEOGRAPHIC

SWAPPED = "swapped"
"""Stands behind the name of a system whose file has x and y in each other's place."""

DISTORTED = {"EPSG:3857", "ESRI:102100", "EPSG:3785", "EPSG:900913"}
"""Web Mercator: metres by name, but 1.6 times too long in the Netherlands."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """Features with a known reference system and the country that the plan file gives them."""

    features: Features
    crs: CRS


def known_crs(features: Features, given: str, country: str) -> tuple[CRS | None, tuple[Issue, ...]]:
    """Return the reference system: as given by the user, as in the file, or guessed from the coordinates.

    What the file names is doubted where the regions would lie where they cannot; what the user
    names is not.
    """
    name = without_swap(given) or features.crs
    if not name:
        return _guessed(features, country)
    try:
        crs = CRS.from_user_input(name)
        Transformer.from_crs(crs, WGS84, always_xy=True)
    except (CRSError, ProjError):
        found = f"the reference system {name[:60]!r} is not known"
        mend = 'Give one in plan.toml, as in crs = "EPSG:28992".'
        return None, (Issue("crs_unknown", Severity.ERROR, features.file, found, mend),)
    doubts = crs_doubts(features, name, country if country in COUNTRIES else "")
    if given and all(doubt.kind != "metres_as_degrees" for doubt in doubts):
        return crs, ()
    issues = tuple(_doubted(features.file, doubt) for doubt in doubts)
    return (None if blocks(issues) else crs), issues


def _guessed(features: Features, country: str) -> tuple[CRS | None, tuple[Issue, ...]]:
    extent = extent_of(features.shapes)
    low, high = np.round(extent.reshape(2, 2), 2).tolist()
    found = f"no .prj file says the reference system; coordinates run from {low} to {high}"
    guesses = crs_guesses(features, country)
    if not guesses:
        mend = 'Put the .prj file beside it, or give crs = "EPSG:..." in plan.toml.'
        return None, (Issue("crs_unknown", Severity.ERROR, features.file, found, mend),)
    best = guesses[0]
    mend = f"Read as {best.code} ({best.name}), in which it {best.why}"
    mend += "; if that is wrong, give the .prj file."
    issue = Issue("crs_guessed", Severity.WARNING, features.file, found, mend)
    return CRS.from_user_input(best.code), (issue,)


def _doubted(file: str, doubt: CrsDoubt) -> Issue:
    """Return a doubt as an issue; what cannot be computed with is an error."""
    hopeless = doubt.kind == "metres_as_degrees"
    severity = Severity.ERROR if hopeless else Severity.WARNING
    mend = 'Give crs = "EPSG:..." in plan.toml.'
    if doubt.proposal is not None:
        mend = f'crs = "{doubt.proposal.code}" in plan.toml reads it as {doubt.proposal.name}.'
    return Issue("crs_unknown", severity, file, doubt.found, mend)


def without_swap(given: str) -> str:
    """Return a system's name without the word that swaps x and y."""
    return given.removesuffix(SWAPPED).rstrip()


def turned(features: Features, given: str) -> Features:
    """Return features with x and y swapped where the system's name asks for it."""
    if not given.endswith(SWAPPED):
        return features
    shapes = shapely.transform(features.shapes, lambda xy: xy[:, ::-1])
    return replace(features, shapes=np.asarray(shapes))


def metric_crs(sheets: Sequence[Sheet]) -> CRS:
    """Return the system a plan is computed in.

    A projected system in metres that all files share is kept; everything else becomes Lambert
    azimuthal equal-area, centred on the set (Snyder, Map Projections, USGS PP 1395, 1987, p. 182).
    """
    first = sheets[0].crs
    if all(sheet.crs == first for sheet in sheets) and _keeps_metres(first):
        return first
    boxes = np.array([_lon_lat_extent(sheet) for sheet in sheets])
    lon = round(float(boxes[:, 0].min() + boxes[:, 2].max()) / 2, 2)
    lat = round(float(boxes[:, 1].min() + boxes[:, 3].max()) / 2, 2)
    return CRS.from_proj4(
        f"+proj=laea +lat_0={lat:g} +lon_0={lon:g} +x_0=0 +y_0=0 +datum=WGS84 +units=m +no_defs"
    )


def crs_text(crs: CRS) -> str:
    """Return the authority code of a system ("EPSG:28992"), or its WKT where it has none."""
    authority = crs.to_authority(min_confidence=100)
    return ":".join(authority) if authority else str(crs.to_wkt())


def moved(shapes: NDArray[Any], source: CRS, target: CRS) -> NDArray[Any]:
    """Return the shapes in another system; what cannot be moved gets infinite coordinates."""
    if source == target:
        return shapes
    transformer = Transformer.from_crs(source, target, always_xy=True)

    def step(xy: Floats) -> Floats:
        x, y = transformer.transform(xy[:, 0], xy[:, 1], errcheck=False)
        return floats(np.column_stack([x, y]))

    return np.asarray(shapely.transform(shapes, step))


def _keeps_metres(crs: CRS) -> bool:
    if not crs.is_projected or crs_text(crs) in DISTORTED or "Pseudo-Mercator" in crs.name:
        return False
    return all(axis.unit_conversion_factor == 1.0 for axis in crs.axis_info[:2])


def _lon_lat_extent(sheet: Sheet) -> tuple[float, float, float, float]:
    """Return where a file's regions lie in degrees, without those that lie nowhere; zeros where all do."""
    shapes = sheet.features.shapes
    if sheet.crs.is_geographic:
        boxes = shapely.bounds(shapes)
        shapes = shapes.copy()
        shapes[~(np.abs(boxes) <= (361, 90, 361, 90)).all(axis=1)] = None
    extent = extent_of(shapes)
    if not sheet.crs.is_geographic:
        try:
            transformer = Transformer.from_crs(sheet.crs, WGS84, always_xy=True)
            extent = floats(transformer.transform_bounds(*extent))
        except (ProjError, ValueError):
            return (0.0, 0.0, 0.0, 0.0)
    west, south, east, north = np.where(np.isfinite(extent), extent, 0.0).tolist()
    return (west, south, east, north)
