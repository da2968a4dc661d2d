"""Reference systems: guess a missing one, and bring every outline to one metric system."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj import CRS, Transformer
from pyproj.exceptions import CRSError, ProjError

from planner.io.features import Features
from planner.model.issues import Issue, Severity
from planner.model.types import Floats, floats

WGS84 = "EPSG:4326"

RANGES = (
    # system, country, x from..to, y from..to in its own unit; the narrowest that holds the set is taken
    (WGS84, "", -180.0, 180.0, -90.0, 90.0),
    ("EPSG:31370", "BE", 20_000, 300_000, 15_000, 260_000),
    ("EPSG:2169", "LU", 45_000, 110_000, 55_000, 140_000),
    ("EPSG:28992", "NL", -7_000, 300_000, 289_000, 640_000),
    ("EPSG:27700", "GB", -10_000, 700_000, -10_000, 1_300_000),
    ("EPSG:25832", "DE", 200_000, 950_000, 5_200_000, 6_150_000),
    ("EPSG:2154", "FR", 0, 1_300_000, 6_000_000, 7_200_000),
    ("EPSG:5070", "US", -2_400_000, 2_300_000, 200_000, 3_200_000),
    ("EPSG:3035", "", 2_400_000, 7_500_000, 1_300_000, 5_500_000),
    ("EPSG:3857", "", -20_100_000, 20_100_000, -20_100_000, 20_100_000),
)
"""Where the coordinates of a country or continent lie in the systems that its files come in."""

DISTORTED = {"EPSG:3857", "ESRI:102100", "EPSG:3785", "EPSG:900913"}
"""Web Mercator: metres by name, but 1.6 times too long in the Netherlands."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """Features with a known reference system and the country that the plan file gives them."""

    features: Features
    crs: CRS


def known_crs(features: Features, given: str, country: str) -> tuple[CRS | None, tuple[Issue, ...]]:
    """Return the reference system: as given by the user, as in the file, or guessed from the coordinates."""
    name = given or features.crs
    if name:
        try:
            return CRS.from_user_input(name), ()
        except CRSError:
            found = f"the reference system {name[:60]!r} is not known"
            mend = 'Give one in plan.toml, as in crs = "EPSG:28992".'
            return None, (Issue("crs_unknown", Severity.ERROR, features.file, found, mend),)
    guess = guess_crs(_extent(features.shapes), country)
    low, high = np.round(_extent(features.shapes).reshape(2, 2), 2).tolist()
    found = f"no .prj file says the reference system; coordinates run from {low} to {high}"
    if guess is None:
        mend = 'Put the .prj file beside it, or give crs = "EPSG:..." in plan.toml.'
        return None, (Issue("crs_unknown", Severity.ERROR, features.file, found, mend),)
    crs = CRS.from_user_input(guess)
    mend = f"Read as {guess} ({crs.name}), guessed from them; if that is wrong, give the .prj file."
    return crs, (Issue("crs_guessed", Severity.WARNING, features.file, found, mend),)


def guess_crs(extent: Floats, country: str = "") -> str | None:
    """Return the likely reference system of an extent (xmin, ymin, xmax, ymax), None when none fits.

    A system of the country itself comes first, then the one with the narrowest range.
    """
    if not np.isfinite(extent).all():
        return None
    fits = [
        (home != country or not country, (x1 - x0) * (y1 - y0), name)
        for name, home, x0, x1, y0, y1 in RANGES
        if x0 <= extent[0] and extent[2] <= x1 and y0 <= extent[1] and extent[3] <= y1
    ]
    return min(fits)[2] if fits else None


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
    extent = _extent(sheet.features.shapes)
    if sheet.crs.is_geographic:
        west, south, east, north = extent.tolist()
        return (west, south, east, north)
    try:
        transformer = Transformer.from_crs(sheet.crs, WGS84, always_xy=True)
        west, south, east, north = transformer.transform_bounds(*extent)
    except (ProjError, ValueError):
        return (0.0, 0.0, 0.0, 0.0)
    return (west, south, east, north)


def _extent(shapes: NDArray[Any]) -> Floats:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)  # all of it NaN
        boxes = shapely.bounds(shapes)
        boxes = np.where(np.isfinite(boxes), boxes, np.nan)
        low, high = np.nanmin(boxes[:, :2], axis=0), np.nanmax(boxes[:, 2:], axis=0)
    return floats(np.concatenate([low, high]))
