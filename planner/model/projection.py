"""From degrees to the metres of a region set."""

from __future__ import annotations

import numpy as np

from planner.model.types import Floats, floats


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
    from pyproj import Transformer  # late: it opens a database of 10 MB

    degrees = np.reshape(lon_lat, (-1, 2))
    transformer = Transformer.from_crs("EPSG:4326", crs, always_xy=True)
    x, y = transformer.transform(degrees[:, 0], degrees[:, 1])
    metres = np.stack([x, y], axis=1)
    return floats(np.where(np.isfinite(metres), metres, np.nan))
