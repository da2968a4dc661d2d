"""From degrees to the metres of a region set."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import numpy as np

from planner.model.types import Floats, floats

if TYPE_CHECKING:
    from pyproj import Transformer


_of_thread = threading.local()
"""A transformer takes 20 ms to make, and serves one thread only."""


def project(lon_lat: Floats, crs: str) -> Floats:
    """Return points in metres of a metric reference system.

    Parameters
    ----------
    lon_lat : Floats, shape (p, 2)
        Degrees (WGS 84); NaN stays NaN.
    crs : str
        Authority code, WKT or PROJ text; raises `pyproj.exceptions.CRSError` when it is none.

    Returns
    -------
    Floats, shape (p, 2)
    """
    degrees = np.reshape(lon_lat, (-1, 2))
    x, y = _to_metres(crs).transform(degrees[:, 0], degrees[:, 1])
    metres = np.stack([x, y], axis=1)
    return floats(np.where(np.isfinite(metres), metres, np.nan))


def _to_metres(crs: str) -> Transformer:
    from pyproj import Transformer  # late: it opens a database of 10 MB

    kept: dict[str, Transformer] = _of_thread.__dict__
    if crs not in kept:
        kept[crs] = Transformer.from_crs("EPSG:4326", crs, always_xy=True)
    return kept[crs]
