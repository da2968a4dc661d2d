"""Each row of a table in its region, by code or by coordinates; what lies nowhere is said."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from planner.io.cells import number_column
from planner.io.places import nearest_names, regions_of_codes, regions_of_points
from planner.io.tables import Table
from planner.model.issues import Issue, Severity
from planner.model.regions import RegionSet
from planner.model.types import UNASSIGNED, Bools, Floats, Ints, floats, ints


@dataclass(frozen=True, slots=True, eq=False)
class Places:
    """Where accounts are: region (a,), degrees (a, 2)."""

    region: Ints
    lon_lat: Floats


def placed(
    table: Table,
    at: Mapping[str, str],
    ids: tuple[str, ...],
    regions: RegionSet,
    by_code: Mapping[str, int],
) -> tuple[Places, tuple[Issue, ...]]:
    """Place every account by its code, else by its coordinates."""
    rows = len(table)
    region, issues = ints(np.full(rows, UNASSIGNED)), []
    codes = table.columns[at["region"]] if "region" in at else ("",) * rows
    if "region" in at:
        countries = table.columns.get("country", ("",) * rows)
        region, settled = regions_of_codes(codes, by_code, countries)
        issues += _said_of_codes(table, at["region"], settled)
    lon_lat, more = _degrees(table, at)
    issues += more
    open_ = region == UNASSIGNED
    if np.isfinite(lon_lat).all(axis=1).any():
        by_point = regions_of_points(floats(np.where(open_[:, None], lon_lat, np.nan)), regions)
        region = ints(np.where(open_, by_point, region))
    lost = np.flatnonzero(region == UNASSIGNED)
    near = dict(zip(lost.tolist(), _nearby(floats(lon_lat[lost]), regions), strict=True))
    wrong_code = open_ & np.array([bool(code) for code in codes], np.bool_)
    for row in np.flatnonzero((region == UNASSIGNED) | wrong_code).tolist():
        issues.append(
            _lost(table, at, row, ids[row], codes[row], lon_lat[row], near.get(row), region[row])
        )
    return Places(region, lon_lat), tuple(issues)


def _lost(
    table: Table,
    at: Mapping[str, str],
    row: int,
    account: str,
    code: str,
    lon_lat: Floats,
    near: str | None,
    region: int,
) -> Issue:
    """Say why an account has no region, or none by its code."""
    mend = "Counts in no territory; correct its place in the source."
    if code:
        found = f"account {account}: no region has the code {code!r}"
        if region != UNASSIGNED:
            mend = "Placed by its coordinates instead."
        return Issue(
            "region_unknown",
            Severity.WARNING,
            table.file,
            found,
            mend,
            table.rows[row],
            at["region"],
        )
    if not np.isfinite(lon_lat).all():
        found = f"account {account} has no place"
        return Issue("place_missing", Severity.WARNING, table.file, found, mend, table.rows[row])
    lon, lat = lon_lat.tolist()
    found = f"account {account} at latitude {lat:g}, longitude {lon:g} lies outside all regions"
    found += f" ({near})" if near else ""
    return Issue("account_outside", Severity.WARNING, table.file, found, mend, table.rows[row])


def _nearby(lon_lat: Floats, regions: RegionSet) -> list[str]:
    """Return a hint for each place outside all regions: turned around, or near which region."""
    turned = regions_of_points(floats(lon_lat[:, ::-1]), regions)
    names = nearest_names(lon_lat, regions)
    return [
        f"latitude and longitude look swapped: then it is in {regions.names[region]}"
        if region != UNASSIGNED
        else f"nearest is {name}"
        if name
        else ""
        for region, name in zip(turned.tolist(), names, strict=True)
    ]


def _degrees(table: Table, at: Mapping[str, str]) -> tuple[Floats, tuple[Issue, ...]]:
    """Return longitude and latitude of each row, NaN where absent, with an issue for wrong cells."""
    if "lat" not in at or "lon" not in at:
        return floats(np.full((len(table), 2), np.nan)), ()
    mend = "Taken as unknown; write degrees as 52.37."
    lon, issues = number_column(table, at["lon"], mend)
    lat, more = number_column(table, at["lat"], mend)
    outside: Bools = (np.abs(lon) > 180) | (np.abs(lat) > 90)
    issues += more
    for row in np.flatnonzero(outside).tolist():
        found = f"latitude {lat[row]:g}, longitude {lon[row]:g} is no place on earth"
        issues += (
            Issue(
                "place_wrong", Severity.WARNING, table.file, found, mend, table.rows[row], at["lat"]
            ),
        )
    pairs = np.column_stack([lon, lat])
    pairs[outside | ~np.isfinite(pairs).all(axis=1)] = np.nan
    return floats(pairs), issues


def _said_of_codes(table: Table, column: str, settled: Mapping[str, int]) -> list[Issue]:
    said = {
        "zeros": ("codes had lost the zeros in front", "Put them back."),
        "postcode": ("codes are full postcodes", "Took the region of their digits."),
    }
    return [
        Issue(
            "region_code", Severity.NOTE, table.file, f"{count} {said[key][0]}", said[key][1],
            column=column,
        )
        for key, count in sorted(settled.items())
    ]  # fmt: skip
