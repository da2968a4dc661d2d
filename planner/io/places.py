"""Where accounts lie: the region of a point or of a code."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence

import numpy as np
import shapely

from planner.io.postcodes import without_decimals
from planner.io.repair import shapes_of
from planner.model.projection import project
from planner.model.regions import RegionSet
from planner.model.types import UNASSIGNED, Bools, Floats, Ints, bools, floats, ints

DUTCH = re.compile(r"(\d{4})\s?[A-Za-z]{2}")
"""1234 AB, of which the digits are the region."""

MOST_DIGITS = 11

NEAR_KM = 25.0
"""Places no farther outside than this may belong to the nearest region.

A coast drawn roughly or a code for a harbour is off by less; beyond, it may well be another country.
"""


def known(pairs: Floats) -> Bools:
    """Return which of some pairs (a, 2) are numbers; by columns, three times as fast as by rows."""
    return bools(np.isfinite(pairs[:, 0]) & np.isfinite(pairs[:, 1]))


def in_box(xy: Floats, regions: RegionSet) -> Bools:
    """Return which points (a, 2), metres of the regions' system, lie in the box around all of them."""
    inside = np.ones(len(xy), np.bool_)
    for axis in (0, 1):
        border = regions.geometry.xy[:, axis]
        inside &= (border.min() <= xy[:, axis]) & (xy[:, axis] <= border.max())
    return bools(inside)


def regions_of_points(lon_lat: Floats, regions: RegionSet) -> Ints:
    """Return the region each point lies in, shape (a,); of two on a border the first, else UNASSIGNED.

    Parameters
    ----------
    lon_lat : Floats, shape (a, 2)
        Degrees; NaN lies nowhere.
    regions : RegionSet
    """
    found = np.full(len(lon_lat), UNASSIGNED, np.int32)
    rows = np.flatnonzero(known(lon_lat))
    if not len(rows):
        return ints(found)
    xy = project(floats(lon_lat[rows]), regions.crs)
    near = in_box(xy, regions)
    rows, xy = rows[near], xy[near]
    if not len(rows):
        return ints(found)
    # A tree of points, asked by polygons: shapely prepares the polygons, which are the large ones.
    tree = shapely.STRtree(shapely.points(xy))
    region, point = tree.query(shapes_of(regions.geometry), predicate="intersects")
    last_first = np.argsort(-region, kind="stable")
    found[rows[point[last_first]]] = region[last_first]
    return ints(found)


def nearest_regions(lon_lat: Floats, regions: RegionSet) -> tuple[Ints, Floats]:
    """Return the region whose outline is nearest to each point, and how far it is.

    Parameters
    ----------
    lon_lat : Floats, shape (a, 2)
        Degrees; NaN and places that the reference system does not reach have no nearest region.
    regions : RegionSet

    Returns
    -------
    Ints, Floats of shape (a,)
        UNASSIGNED and NaN where there is none; kilometres, 0 inside. Of equally near ones the first.
    """
    nearest, km = np.full(len(lon_lat), UNASSIGNED, np.int32), np.full(len(lon_lat), np.nan)
    xy = project(lon_lat, regions.crs)
    rows = np.flatnonzero(known(xy))
    if not len(rows):
        return ints(nearest), floats(km)
    tree = shapely.STRtree(shapes_of(regions.geometry))
    (point, region), metres = tree.query_nearest(shapely.points(xy[rows]), return_distance=True)
    last_first = np.argsort(-region, kind="stable")
    nearest[rows[point[last_first]]] = region[last_first]
    km[rows[point]] = metres / 1000.0
    return ints(nearest), floats(km)


def regions_of_codes(
    codes: Sequence[str], by_code: Mapping[str, int], countries: Sequence[str] = ()
) -> tuple[Ints, Mapping[str, int]]:
    """Return the region of each code, and how many were found by what they must have been.

    Where a code alone is unknown it is tried with its country in front (NL-1234), as regions of
    several files are called. Programs that take a code for a number write it as 363.0; a
    spreadsheet takes the zeros in front of it away, so digits are tried with zeros up to the usual
    length of the codes; a full Dutch postcode lies in the region of its digits.

    Returns
    -------
    Ints of shape (a,), mapping of str to int
        UNASSIGNED where no region has the code; number of codes that "decimals", "zeros" and
        "postcode" settled.
    """
    written = codes
    codes = [code if code in by_code else without_decimals(code) for code in codes]
    if countries:
        named = (f"{country}-{code}" for country, code in zip(countries, codes, strict=True))
        codes = [
            whole if code not in by_code and whole in by_code else code
            for code, whole in zip(codes, named, strict=True)
        ]
    lengths = Counter(len(code) for code in by_code if code.isdigit())
    usual = lengths.most_common(1)[0][0] if lengths else 0
    settled: Counter[str] = Counter()
    answers: dict[str, tuple[int, str]] = {}
    for code in set(codes):
        answers[code] = (by_code.get(code, UNASSIGNED), "")
        if answers[code][0] != UNASSIGNED or not code:
            continue
        dutch = DUTCH.fullmatch(code)
        if code.isdigit() and len(code) < usual <= MOST_DIGITS and code.zfill(usual) in by_code:
            answers[code] = (by_code[code.zfill(usual)], "zeros")
        elif dutch and dutch[1] in by_code:
            answers[code] = (by_code[dutch[1]], "postcode")
    for code, cell in zip(codes, written, strict=True):
        region, way = answers[code]
        if region != UNASSIGNED and not way and not code.endswith(cell):
            way = "decimals"
        if way:
            settled[way] += 1
    return ints([answers[code][0] for code in codes]), settled
