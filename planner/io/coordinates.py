"""Coordinates of a table as degrees: any notation, metres of a reference system, columns turned round."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from planner.io.angles import angle, pair
from planner.io.columns import numbers
from planner.io.decimal_marks import degree_commas, reads_so
from planner.io.metres import fitting_system, points_from
from planner.io.places import in_box, known
from planner.io.tables import Table
from planner.language import Phrase, tr
from planner.model.issues import Issue, Severity
from planner.model.projection import project
from planner.model.regions import RegionSet
from planner.model.types import Bools, Floats, bools, floats
from planner.notation import number, plain

MEND = Phrase("Taken as unknown; write degrees as 52.37.")
WHOLE_COLUMN = 3
"""Coordinates from which on a fault that all of them have is one of the column."""

MOSTLY = 0.5
HARDLY = 0.1


@dataclass(slots=True, eq=False)
class Coordinates:
    """What the columns say, row by row: degrees east and north (a, 2), and what is said of them.

    `turned` marks rows of columns that are turned round: one issue tells of them all; `if_swapped`
    (a, 2) is where these lie once they are turned back.
    """

    lon_lat: Floats
    turned: Bools
    if_swapped: Floats
    issues: list[Issue] = field(default_factory=list)


def coordinates_of(table: Table, at: Mapping[str, str], regions: RegionSet) -> Coordinates:
    """Return the degrees of each row, NaN where it has none; wrong cells are issues.

    Parameters
    ----------
    table : Table
    at : mapping of str to str
        The columns of `lat` and `lon`, which may be one, or only one of the two.
    regions : RegionSet
        Where the coordinates should lie, by which metres and turned columns are known.
    """
    nowhere = floats(np.full((len(table), 2), np.nan))
    if "lat" not in at and "lon" not in at:
        return Coordinates(nowhere, bools(np.zeros(len(table), np.bool_)), nowhere)
    issues: list[Issue] = []
    pairs = _read(table, at, issues)
    pairs = _from_metres(table, at, pairs, regions, issues)
    turned = _turned(table, at, pairs, regions, issues)
    beyond = _beyond(pairs) & known(pairs) & ~turned
    for row in np.flatnonzero(beyond).tolist():
        found = tr(
            "latitude {lat}, longitude {lon} is no place on earth",
            lat=plain(pairs[row, 1]),
            lon=plain(pairs[row, 0]),
        )
        issues.append(_wrong(table, row, _column(at), found, "place_wrong"))
    lost = beyond | turned | ~known(pairs)
    back = floats(np.where(turned[:, None], pairs[:, ::-1], np.nan))
    return Coordinates(floats(np.where(lost[:, None], np.nan, pairs)), turned, back, issues)


def _column(at: Mapping[str, str]) -> str:
    return at.get("lat") or at["lon"]


def _read(table: Table, at: Mapping[str, str], issues: list[Issue]) -> Floats:
    """Return longitude and latitude as written, NaN where a cell is empty or cannot be read."""
    north, east = at.get("lat", ""), at.get("lon", "")
    if not north or not east or north == east:
        return _from_one(table, north or east, issues)
    comma = _commas(table, (north, east), issues)
    lat, lat_open = _angles(table, north, comma[north], issues)
    lon, lon_open = _angles(table, east, comma[east], issues)
    for row in np.flatnonzero(lat_open | lon_open).tolist():
        both = pair(table.columns[north][row]) if not table.columns[east][row] else None
        if both is not None:
            lat[row], lon[row] = both
            continue
        for column, wrong in ((north, lat_open), (east, lon_open)):
            if wrong[row]:
                found = tr("{column} is not a number", column=repr(table.columns[column][row]))
                issues.append(_wrong(table, row, column, found, "number_wrong"))
    return floats(np.column_stack([lon, lat]))


def _commas(table: Table, columns: tuple[str, str], issues: list[Issue]) -> Mapping[str, bool]:
    """Return whether commas are decimal in each column; say where that is not as in the others."""
    commas = degree_commas({key: table.columns[key] for key in columns}, comma=table.comma)
    odd = [key for key in columns if commas[key] != table.comma]
    if odd:
        example = next(filter(reads_so, table.columns[odd[0]]))
        found = tr("{example} with a mark between thousands is no place on earth", example=example)
        mend = tr("Read it as decimals.")
        issues.append(_said(table, ", ".join(odd), found, mend, "coordinates_read"))
    return commas


def _angles(
    table: Table, column: str, comma: bool, issues: list[Issue]
) -> tuple[np.ndarray[tuple[int], np.dtype[np.float64]], Bools]:
    """Return a column in degrees, and which cells could not be read."""
    cells = table.columns[column]
    values, wrong = numbers(cells, comma_likely=comma)
    values, wrong = values.copy(), wrong.copy()
    read = 0
    for row in np.flatnonzero(wrong).tolist():
        value = angle(cells[row])
        if value is not None:
            values[row], wrong[row] = value, False
            read += 1
    if read:
        found = tr(
            "{count} cells are written in degrees, minutes and seconds or with a letter", count=read
        )
        issues.append(_said(table, column, found, tr("Read them so."), "coordinates_read"))
    return values, wrong


def _from_one(table: Table, column: str, issues: list[Issue]) -> Floats:
    """Return the coordinates of a column that holds both."""
    known: dict[str, tuple[float, float]] = {"": (np.nan, np.nan)}
    pairs = np.full((len(table), 2), np.nan)
    for row, cell in enumerate(table.columns[column]):
        if cell not in known:
            both = pair(cell)
            if both is None:
                found = tr("{cell} is no latitude and longitude", cell=repr(cell))
                issues.append(_wrong(table, row, column, found, "place_wrong"))
            known[cell] = (np.nan, np.nan) if both is None else (both[1], both[0])
        pairs[row] = known[cell]
    return floats(pairs)


def _from_metres(
    table: Table, at: Mapping[str, str], pairs: Floats, regions: RegionSet, issues: list[Issue]
) -> Floats:
    """Return degrees where the columns hold metres of a system that brings them to the regions."""
    there = known(pairs)
    large = bools(there & ((np.abs(pairs[:, 0]) > 1000) | (np.abs(pairs[:, 1]) > 1000)))
    if not large.any() or large.sum() < MOSTLY * there.sum():
        return pairs
    fit = fitting_system(floats(pairs[large]), regions.points, regions.crs)
    columns = ", ".join(dict.fromkeys(at[key] for key in ("lat", "lon") if key in at))
    low, high = pairs[large].min(axis=0), pairs[large].max(axis=0)
    found = tr(
        "{count} coordinates are no degrees: they run from {west} to {east} and from "
        "{south} to {north}",
        count=number(int(large.sum())),
        west=number(low[0]),
        east=number(high[0]),
        south=number(low[1]),
        north=number(high[1]),
    )
    if fit is None:
        mend = tr(
            "Taken as unknown, for no reference system brings them to the regions; give degrees."
        )
        issues.append(
            Issue("place_wrong", Severity.WARNING, table.file, found, mend, column=columns)
        )
        return floats(np.where(large[:, None], np.nan, pairs))
    crs, name, swapped = fit
    mend = (
        tr(
            "Read as metres of {name}, with the two columns swapped, which brings them to the regions.",
            name=name,
        )
        if swapped
        else tr("Read as metres of {name}, which brings them to the regions.", name=name)
    )
    issues.append(_said(table, columns, found, mend, "coordinates_metres"))
    metres = pairs[large][:, ::-1] if swapped else pairs[large]
    degrees = pairs.copy()
    degrees[large] = points_from(floats(metres), crs)
    return floats(degrees)


def _turned(
    table: Table, at: Mapping[str, str], pairs: Floats, regions: RegionSet, issues: list[Issue]
) -> Bools:
    """Return the rows of columns that are turned round as a whole: one issue proposes the mend."""
    nothing = bools(np.zeros(len(table), np.bool_))
    count = int(known(pairs).sum())
    here = _near(pairs, regions)
    if count < WHOLE_COLUMN or here.sum() > HARDLY * count:
        return nothing
    there = _near(floats(pairs[:, ::-1]), regions)
    if there.sum() < MOSTLY * count:
        return nothing
    north, east = at.get("lat", ""), at.get("lon", "")
    mend = tr(
        'Take lat = "{east}" and lon = "{north}"; until then they are not used.',
        east=east,
        north=north,
    )
    if not north or not east or north == east:
        mend = tr("Write latitude before longitude; until then they are not used.")
    found = tr(
        "latitude and longitude look swapped: turned round, {lie} of {count} lie at the regions",
        lie=int(there.sum()),
        count=count,
    )
    issues.append(
        Issue(
            "coordinates_swapped", Severity.WARNING, table.file, found, mend,
            column=", ".join(dict.fromkeys(filter(None, (north, east)))),
        )
    )  # fmt: skip
    return bools(there & ~here)


def _near(pairs: Floats, regions: RegionSet) -> Bools:
    """Return which points lie in the box around the regions."""
    possible = ~_beyond(pairs)
    xy = project(floats(np.where(possible[:, None], pairs, np.nan)), regions.crs)
    return in_box(xy, regions)


def _beyond(pairs: Floats) -> Bools:
    """Return which points have a longitude or latitude that is none on earth."""
    return bools((np.abs(pairs[:, 0]) > 180) | (np.abs(pairs[:, 1]) > 90))


def _wrong(table: Table, row: int, column: str, found: str, code: str) -> Issue:
    return Issue(code, Severity.WARNING, table.file, found, MEND(), table.rows[row], column)


def _said(table: Table, column: str, found: str, mend: str, code: str) -> Issue:
    return Issue(code, Severity.NOTE, table.file, found, mend, column=column)
