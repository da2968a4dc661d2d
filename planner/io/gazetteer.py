"""Places and postcodes with their points: those that come with Rayon, and a table of the user's own."""

from __future__ import annotations

import csv
import gzip
import io
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

import numpy as np

from planner.io.columns import numbers
from planner.io.decimal_marks import degree_commas
from planner.io.postcodes import bare_postcode
from planner.io.shipped import FOLDER
from planner.io.spelling import spelled
from planner.io.tables import Table, read_table
from planner.language import tr
from planner.model.issues import Issue, Severity, blocks
from planner.model.projection import project
from planner.model.types import Floats, floats, frozen_map
from planner.sales.countries import country_code as sales_code

COUNTRIES = ("BE", "DE", "FR", "GB", "LU", "NL", "US")
"""Of which places come with Rayon."""

NATIONS = dict.fromkeys(("england", "scotland", "wales", "engeland"), "GB")
"""Countries of their own to those who plan in Great Britain, but not to gazetteers."""

FAR_M = 50_000.0
"""Farther than this a region belongs to none of the countries with places."""

CODE_COLUMNS = (
    "postcode", "code", "zip", "zipcode", "zip_code", "postal_code", "plz", "code_postal", "pc4",
)  # fmt: skip
NAME_COLUMNS = (
    "place", "name", "city", "town", "plaats", "plaatsnaam", "woonplaats", "ort", "stadt", "ville",
    "commune",
)  # fmt: skip
LAT_COLUMNS = ("lat", "latitude", "breedtegraad", "breite")
LON_COLUMNS = ("lon", "lng", "long", "longitude", "lengtegraad", "länge")
COUNTRY_COLUMNS = ("country", "countrycode", "land", "pays")


@dataclass(frozen=True, slots=True, eq=False)
class Gazetteer:
    """Places or postcodes 0..p-1.

    Attributes
    ----------
    names, countries, admins : tuples of str
        Name or postcode; ISO 3166 code, "" where any; code of the level below the country.
    lon_lat : Floats, shape (p, 2)
        Degrees.
    population : Floats, shape (p,)
        0 where unknown.
    by_key : mapping of str to list of int
        Places of each key; ~place where the key is one of its other names.
    """

    names: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    admins: tuple[str, ...] = ()
    lon_lat: Floats = field(default_factory=lambda: floats(np.empty((0, 2))))
    population: Floats = field(default_factory=lambda: floats(np.empty(0)))
    by_key: Mapping[str, list[int]] = field(default_factory=frozen_map)


def country_code(cell: str) -> str:
    """Return the ISO code of a country however it is called; what is not known in capitals."""
    code = sales_code(cell)
    return NATIONS.get(code, code.upper())


@lru_cache(maxsize=4)
def shipped_places(countries: frozenset[str]) -> Gazetteer:
    """Return the places of GeoNames in some countries; empty where the file is not installed."""
    rows = list(_rows("places.csv.gz", countries))
    names, own = [], []
    for at, row in enumerate(rows):
        names.append(row[2])
        own.append(at)
        if row[3]:
            others = row[3].split(";")
            names += others
            own += [~at] * len(others)
    return Gazetteer(
        names=tuple(row[2] for row in rows),
        countries=tuple(row[0] for row in rows),
        admins=tuple(row[1] for row in rows),
        lon_lat=_points((row[5], row[4]) for row in rows),
        population=floats([float(row[6]) for row in rows]),
        by_key=_by_key(spelled(names), own),
    )


@lru_cache(maxsize=4)
def shipped_postcodes(countries: frozenset[str]) -> Gazetteer:
    """Return the postcodes of some countries, as far as any come with Rayon."""
    rows = list(_rows("postcodes.csv.gz", countries))
    codes = tuple(row[1] for row in rows)
    return Gazetteer(
        names=codes,
        countries=tuple(row[0] for row in rows),
        admins=("",) * len(rows),
        lon_lat=_points((row[3], row[2]) for row in rows),
        population=floats(np.zeros(len(rows))),
        by_key=_by_key(codes, range(len(rows))),
    )


@lru_cache(maxsize=1)
def admin_names() -> Mapping[tuple[str, str], tuple[str, ...]]:
    """Return the keys of the names of each (country, admin): ("NL", "07") is noordholland and nh."""
    rows = list(_rows("admins.csv", frozenset(COUNTRIES)))
    return {(country, code): tuple(spelled(names.split(";"))) for country, code, names in rows}


def country_of_points(points: Floats, crs: str) -> frozenset[str]:
    """Return the countries in which points lie, by the nearest place of each; seldom ones left out.

    Parameters
    ----------
    points : Floats, shape (p, 2)
        Metres of `crs`.
    crs : str

    Returns
    -------
    frozenset of str
        ISO codes; all that Rayon has places of where none are installed or none is near.
    """
    countries, lon_lat = _all_points()
    if not countries or not len(points):
        return frozenset(COUNTRIES)
    xy = project(lon_lat, crs)
    there = np.flatnonzero(np.isfinite(xy[:, 0]) & np.isfinite(xy[:, 1]))
    from scipy.spatial import KDTree  # late: the window stands without

    metres, nearest = KDTree(xy[there]).query(points)
    near = nearest[metres < FAR_M]
    count = Counter(countries[at] for at in there[near].tolist())
    enough = frozenset(country for country, number in count.items() if number * 50 >= len(points))
    return enough or frozenset(COUNTRIES)


@lru_cache(maxsize=1)
def _all_points() -> tuple[tuple[str, ...], Floats]:
    """Return the country and the degrees of every place."""
    rows = list(_rows("places.csv.gz", frozenset(COUNTRIES)))
    return tuple(row[0] for row in rows), _points((row[5], row[4]) for row in rows)


def own_places(path: Path) -> tuple[Gazetteer, Gazetteer, tuple[Issue, ...]]:
    """Read the user's table of places: postcodes or names, or both, with lat and lon.

    Returns
    -------
    Gazetteer, Gazetteer, tuple of Issue
        Its postcodes, its names; errors where the file or a column is missing, a warning for each
        row without a point.
    """
    nothing = Gazetteer()
    table, issues = read_table(path)
    if table is None:
        return nothing, nothing, issues
    lat, lon = _column(table, LAT_COLUMNS), _column(table, LON_COLUMNS)
    code, name = _column(table, CODE_COLUMNS), _column(table, NAME_COLUMNS)
    issues += tuple(_absent(table, {"lat": lat, "lon": lon, "postcode or place": code or name}))
    if blocks(issues):
        return nothing, nothing, issues
    degrees = {column: table.columns[column] for column in (lon, lat)}
    commas = degree_commas(degrees, comma=table.comma)
    pairs = np.column_stack(
        [numbers(degrees[column], comma_likely=commas[column])[0] for column in (lon, lat)]
    )
    good = np.isfinite(pairs).all(axis=1) & (np.abs(pairs) <= (180, 90)).all(axis=1)
    issues += tuple(
        Issue(
            "place_wrong", Severity.WARNING, table.file, tr("this row has no point in degrees"),
            tr("Left out; write degrees as 52.37."), table.rows[row], lat,
        )
        for row in np.flatnonzero(~good).tolist()
    )  # fmt: skip
    kept = np.flatnonzero(good).tolist()
    codes = [bare_postcode(cell) for cell in table.columns[code]] if code else []
    return (
        _of_table(table, kept, pairs, code, codes),
        _of_table(table, kept, pairs, name, spelled(table.columns[name]) if name else []),
        issues,
    )


def _of_table(
    table: Table, kept: Sequence[int], pairs: np.ndarray, column: str, keys: Sequence[str]
) -> Gazetteer:
    if not column:
        return Gazetteer()
    at = _column(table, COUNTRY_COLUMNS)
    countries = table.columns[at] if at else ("",) * len(table)
    called = {cell: country_code(cell) for cell in set(countries)}
    return Gazetteer(
        names=tuple(table.columns[column][row] for row in kept),
        countries=tuple(called[countries[row]] for row in kept),
        admins=("",) * len(kept),
        lon_lat=floats(pairs[kept]),
        population=floats(np.zeros(len(kept))),
        by_key=_by_key([keys[row] for row in kept], range(len(kept))),
    )


def _column(table: Table, usual: Sequence[str]) -> str:
    """Return the first column that is called like one of `usual`, "" where none is."""
    lower = {column.lower().replace(" ", "_"): column for column in reversed(table.columns)}
    return next((lower[name] for name in usual if name in lower), "")


def _absent(table: Table, found: Mapping[str, str]) -> Iterator[Issue]:
    there = ", ".join(table.columns)
    for key, column in found.items():
        if not column:
            said = tr("there is no column for {key}; the file has {there}", key=key, there=there)
            mend = tr("Call its columns postcode or place, lat, lon, and country if you have it.")
            yield Issue("column_missing", Severity.ERROR, table.file, said, mend, column=key)


def _rows(name: str, countries: Collection[str]) -> Iterator[list[str]]:
    """Yield the rows of some countries of a file that comes with Rayon, without its header."""
    path = FOLDER / name
    if not path.is_file():
        return
    content = path.read_bytes()
    text = (gzip.decompress(content) if name.endswith(".gz") else content).decode()
    for country in sorted(countries):  # the files are in the order of the countries
        start, last = text.find(f"\n{country},"), text.rfind(f"\n{country},")
        end = text.find("\n", last + 1)
        if start >= 0:
            yield from csv.reader(io.StringIO(text[start + 1 : end], newline=""))


def _by_key(keys: Sequence[str], places: Iterable[int]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for key, place in zip(keys, places, strict=True):
        if key:
            found.setdefault(key, []).append(place)
    return found


def _points(pairs: Iterable[tuple[str, str]]) -> Floats:
    return floats(np.array([*pairs], np.float64).reshape(-1, 2))
