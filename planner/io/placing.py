"""Each row of a table in its region: by code, coordinates, postcode or place name; all else is said."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from planner.io.coordinates import Coordinates, coordinates_of
from planner.io.found_places import Lost
from planner.io.place_names import NameSearch
from planner.io.places import known, nearest_regions, regions_of_codes, regions_of_points
from planner.io.placing_words import said_of_codes, said_of_lost, said_of_nearest, said_of_ways
from planner.io.tables import Table
from planner.language import Phrase, tr
from planner.model.issues import Issue
from planner.model.regions import RegionSet
from planner.model.types import UNASSIGNED, Bools, Floats, Ints, bools, floats, frozen_map, ints

CODE, POINT, POSTCODE, PLACE, NEAREST = "code", "point", "postcode", "place", "nearest"
WAYS = (CODE, POINT, POSTCODE, PLACE, NEAREST)
"""How an account can have found its region, in the order in which they are tried."""

NO_DEGREES = Phrase("no latitude and longitude can be read from it")


@dataclass(frozen=True, slots=True, eq=False)
class Places:
    """Where accounts are.

    Attributes
    ----------
    region : Ints, shape (a,)
        UNASSIGNED where an account lies nowhere.
    lon_lat : Floats, shape (a, 2)
        Degrees as read, or of the postcode or place by which the account was found; NaN if none.
    how : array of str, shape (a,)
        One of `WAYS`, "" where an account lies nowhere.
    lost : mapping of int to Lost
        What rows without a region say of their place, where that was looked for and not found.
    """

    region: Ints
    lon_lat: Floats
    how: NDArray[np.str_]
    lost: Mapping[int, Lost] = field(default_factory=frozen_map)


@dataclass(slots=True, eq=False)
class Placing:
    """Places while they are looked for, with what is to be said of them.

    Attributes
    ----------
    table, at, ids, regions
        The rows, the column of each key, the id of each row, and where they can lie.
    region, lon_lat
        As in `Places`, filled step by step.
    way : array of int8, shape (a,)
        1 + place in `WAYS`, 0 where a row has no region yet.
    outside : Bools, shape (a,)
        Rows whose own point lies in no region.
    explained : Bools, shape (a,)
        Rows of which an issue of the whole column tells.
    lost : dict of int to Lost
        As in `Places`; rows that found a region after all may be there too.
    issues : list of Issue
    """

    table: Table
    at: Mapping[str, str]
    ids: Sequence[str]
    regions: RegionSet
    region: NDArray[np.int32] = field(init=False)
    lon_lat: NDArray[np.float64] = field(init=False)
    way: NDArray[np.int8] = field(init=False)
    outside: Bools = field(init=False)
    explained: Bools = field(init=False)
    lost: dict[int, Lost] = field(default_factory=dict)
    issues: list[Issue] = field(default_factory=list)

    def __post_init__(self) -> None:
        rows = len(self.table)
        self.region = np.full(rows, UNASSIGNED, np.int32)
        self.lon_lat = np.full((rows, 2), np.nan)
        self.way = np.zeros(rows, np.int8)
        self.outside = self.explained = bools(np.zeros(rows, np.bool_))

    @property
    def open(self) -> Bools:
        """Rows that have no region yet."""
        return bools(self.region == UNASSIGNED)

    def cells(self, key: str) -> tuple[str, ...]:
        """Return the column of a key, all "" where there is none."""
        return self.table.columns[self.at[key]] if key in self.at else ("",) * len(self.table)

    def put(self, found: Ints, way: str) -> None:
        """Give the rows that are open the regions found for them."""
        new = self.open & (found != UNASSIGNED)
        self.region[new] = found[new]
        self.way[new] = 1 + WAYS.index(way)


def placed(
    table: Table,
    at: Mapping[str, str],
    ids: Sequence[str],
    regions: RegionSet,
    by_code: Mapping[str, int],
    names: NameSearch | None = None,
    nearest_km: float = 0.0,
) -> tuple[Places, tuple[Issue, ...]]:
    """Place every row by its code, else its coordinates, its postcode, its place name.

    Parameters
    ----------
    table : Table
    at : mapping of str to str
        Column of each of the keys region, lat, lon, postcode, place, country, as far as there.
    ids : sequence of str
        What to call each row in an issue.
    regions : RegionSet
    by_code : mapping of str to int
        Region of every code that the region files know.
    names : NameSearch or None
        Where postcodes and names are looked up; what comes with Rayon where None.
    nearest_km : float
        Rows outside all regions, but no farther than this from an outline, go to the nearest; 0
        for none.

    Returns
    -------
    Places, tuple of Issue
    """
    placing = Placing(table, at, ids, regions)
    names = names or NameSearch()
    _by_code(placing, by_code)
    _by_point(placing)
    if names.own or (placing.open.any() and not {"postcode", "place"}.isdisjoint(at)):
        names.look_up(placing, by_code)
    if nearest_km > 0:
        _to_nearest(placing, nearest_km)
    placing.issues += said_of_lost(placing, by_code)
    placing.issues += said_of_ways(placing)
    how = np.array(("", *WAYS))[placing.way]
    lost = {row: one for row, one in placing.lost.items() if placing.region[row] == UNASSIGNED}
    places = Places(ints(placing.region), floats(placing.lon_lat), how, frozen_map(lost))
    return places, tuple(placing.issues)


def _by_code(placing: Placing, by_code: Mapping[str, int]) -> None:
    if "region" not in placing.at:
        return
    countries = placing.cells("country") if "country" in placing.at else ()
    region, settled = regions_of_codes(placing.cells("region"), by_code, countries)
    placing.put(region, CODE)
    placing.issues += said_of_codes(placing.table, placing.at["region"], settled)


def _by_point(placing: Placing) -> None:
    read = coordinates_of(placing.table, placing.at, placing.regions)
    placing.issues += read.issues
    placing.lon_lat[:] = read.lon_lat
    placing.explained = read.turned
    _lose_points(placing, read)
    there = bools(placing.open & known(read.lon_lat))
    if there.any():
        asked = floats(np.where(there[:, None], read.lon_lat, np.nan))
        placing.put(regions_of_points(asked, placing.regions), POINT)
        placing.outside = bools(there & placing.open)


def _lose_points(placing: Placing, read: Coordinates) -> None:
    """Keep what coordinates say that are swapped or cannot be read, of rows without a region."""
    keys = [key for key in ("lat", "lon") if key in placing.at]
    if not keys:
        return
    columns = tuple(dict.fromkeys(placing.at[key] for key in keys))
    rows = placing.open & ~known(read.lon_lat)
    whys = {issue.row: issue.found for issue in read.issues if issue.row is not None}
    turned = regions_of_points(read.if_swapped, placing.regions).tolist()
    for row in np.flatnonzero(rows).tolist():
        text = ", ".join(filter(None, (placing.table.columns[name][row] for name in columns)))
        if text:
            why = tr("latitude and longitude look swapped") if read.turned[row] else NO_DEGREES()
            why = whys.get(placing.table.rows[row], why)
            near = () if turned[row] == UNASSIGNED else (turned[row],)
            placing.lost[row] = Lost(columns[0], text, why, near)


def _to_nearest(placing: Placing, nearest_km: float) -> None:
    rows = np.flatnonzero(placing.open & known(floats(placing.lon_lat)))
    nearest, km = nearest_regions(floats(placing.lon_lat[rows]), placing.regions)
    near = km <= nearest_km
    found = np.full(len(placing.table), UNASSIGNED, np.int32)
    found[rows[near]] = nearest[near]
    placing.put(ints(found), NEAREST)
    placing.issues += said_of_nearest(placing, rows[near], floats(km[near]))
