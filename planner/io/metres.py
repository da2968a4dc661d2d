"""Coordinates that are metres: of which reference system, told by where they put accounts."""

from __future__ import annotations

import numpy as np
from pyproj import CRS, Transformer

from planner.io.crs_places import SYSTEMS, WIDE
from planner.io.projection import WGS84, crs_text
from planner.language import tr
from planner.model.types import Floats, floats

MOST_TRIED = 2000
"""Coordinates by which a reference system is chosen."""

LEAST_FIT = 0.5
"""Share of them that has to come to lie among the regions."""


def points_from(xy: Floats, crs: str) -> Floats:
    """Return metres (a, 2) of a system as degrees; what it cannot say becomes NaN."""
    transformer = Transformer.from_crs(CRS.from_user_input(crs), WGS84, always_xy=True)
    lon, lat = transformer.transform(xy[:, 0], xy[:, 1], errcheck=False)
    degrees = np.column_stack([lon, lat])
    degrees[~np.isfinite(degrees).all(axis=1)] = np.nan
    return floats(degrees)


def fitting_system(xy: Floats, points: Floats, crs: str) -> tuple[str, str, bool] | None:
    """Return the system whose metres bring most of `xy` among the regions, None where none does.

    Parameters
    ----------
    xy : Floats, shape (a, 2)
        As written: the longitude's column, then the latitude's.
    points : Floats, shape (n, 2)
        Of the regions, metres of `crs`.
    crs : str
        System of the regions, which is tried first; then those of countries and continents, then the
        UTM zone.

    Returns
    -------
    (str, str, bool) or None
        The system, its name for people, and whether the columns have to be swapped.
    """
    tried = xy[:: max(1, len(xy) // MOST_TRIED)]
    margin = 0.05 * (points.max(axis=0) - points.min(axis=0)) + 10_000.0
    low, high = points.min(axis=0) - margin, points.max(axis=0) + margin
    best, fit = LEAST_FIT, None
    for name in _likely_systems(points, crs):
        step = Transformer.from_crs(name, CRS.from_user_input(crs), always_xy=True)
        for swapped in (False, True):
            x, y = tried[:, ::-1].T if swapped else tried.T
            moved_xy = np.column_stack(step.transform(x, y, errcheck=False))
            share = float(((moved_xy >= low) & (moved_xy <= high)).all(axis=1).mean())
            if share > best:
                best, fit = share, (name, swapped)
    if fit is None:
        return None
    system = CRS.from_user_input(fit[0])
    code = crs_text(system)
    known = f"{code} ({system.name})" if len(code) < 20 else tr("the regions' own reference system")
    return fit[0], known, fit[1]


def _likely_systems(points: Floats, crs: str) -> list[str]:
    """Return the regions' system, the national ones, and the UTM zones of their middle."""
    lon, lat = points_from(floats(points.mean(axis=0)[None, :]), crs)[0].tolist()
    zone = int((lon + 180.0) // 6.0) + 1
    utm = [f"EPSG:{32600 + at if lat >= 0 else 32700 + at}" for at in (zone, zone - 1, zone + 1)]
    named = [*(name for name, _ in SYSTEMS), *WIDE]
    return list(dict.fromkeys([crs, *named, *(name for name in utm if name[-2:] != "00")]))
