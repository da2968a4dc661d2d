"""Accounts from a CSV or XLSX file, each placed in its region."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from planner.io.cells import absent_columns, date_column, id_column, number_column
from planner.io.columns import numbers
from planner.io.places import nearest_names, regions_of_codes, regions_of_points
from planner.io.tables import Table, read_table
from planner.model.accounts import Accounts
from planner.model.issues import Issue, Severity, blocks
from planner.model.regions import RegionSet
from planner.model.types import (
    UNASSIGNED,
    AccountId,
    Bools,
    Floats,
    Ints,
    floats,
    frozen_map,
    ints,
)
from planner.model.words import ACCOUNT_NUMBERS, ACCOUNT_TEXT

DATES = ("owner_since", "renewal_date")
LOWER = ("status", "class")
"""Text columns that hold keys: taken without capitals (status) or without spaces around."""

USUAL = {"id": ("account_id", "id"), "name": ("account", "name", "account_name")}
"""Columns taken where the plan names none."""


@dataclass(frozen=True, slots=True)
class AccountSource:
    """[accounts] of a plan: its file, and which column stands for which key.

    Keys are id, name, lat, lon, region and those of `words.ACCOUNT_TEXT` and `ACCOUNT_NUMBERS`; a
    key that is not named is taken from the column of that name, where there is one.
    """

    path: Path
    columns: Mapping[str, str] = field(default_factory=frozen_map)


@dataclass(frozen=True, slots=True, eq=False)
class Places:
    """Where accounts are: region (a,), degrees (a, 2)."""

    region: Ints
    lon_lat: Floats


def read_accounts(
    source: AccountSource,
    regions: RegionSet,
    by_code: Mapping[str, int],
    sums: Collection[str] = (),
    compared: Collection[str] = (),
) -> tuple[Accounts | None, tuple[Issue, ...]]:
    """Read accounts and place each in its region.

    Parameters
    ----------
    source : AccountSource
    regions : RegionSet
    by_code : mapping of str to int
        Region of every code that the region files know.
    sums, compared : collections of str
        Columns that measures add up, and that rules compare with numbers.
    """
    table, issues = read_table(source.path)
    if table is None:
        return None, issues
    at = _columns_of(table, source)
    issues += absent_columns(table, [item for item in source.columns.items() if item[1]])
    if blocks(issues):
        return None, issues
    if "id" not in at:
        at["id"] = next(iter(table.columns))
        found, mend = f"the plan names no id column; took {at['id']!r}", "Give another as id."
        issues += (Issue("id_guessed", Severity.NOTE, table.file, found, mend),)
    ids, stays, more = id_column(table, at["id"], "account")
    issues += more
    places, more = _placed(table, at, ids, regions, by_code)
    issues += more
    text, figures, more = _columns(table, at, sums, compared)
    kept = np.flatnonzero(stays).tolist()
    names = table.columns[at["name"]] if "name" in at else ids
    accounts = Accounts(
        ids=tuple(AccountId(ids[row]) for row in kept),
        names=tuple(names[row] or ids[row] for row in kept),
        region=ints(places.region[kept]),
        lon_lat=floats(places.lon_lat[kept]),
        text=frozen_map({key: tuple(cells[row] for row in kept) for key, cells in text.items()}),
        numbers=frozen_map({key: floats(values[kept]) for key, values in figures.items()}),
    )
    return accounts, issues + more


def _columns_of(table: Table, source: AccountSource) -> dict[str, str]:
    """Return the column of each key: as named, else the column of that name, else a usual one."""
    at = {key: column for key, column in source.columns.items() if column}
    for key in ("id", "name", "lat", "lon", "region", *ACCOUNT_TEXT, *ACCOUNT_NUMBERS):
        for usual in USUAL.get(key, (key,)):
            if key not in at and usual in table.columns and usual not in at.values():
                at[key] = usual
    return at


def _columns(
    table: Table, at: Mapping[str, str], sums: Collection[str], compared: Collection[str]
) -> tuple[dict[str, tuple[str, ...]], dict[str, Floats], tuple[Issue, ...]]:
    """Return text and number columns by key, or by their own name where they have no key."""
    taken = {at[key] for key in ("id", "name", "lat", "lon", "region") if key in at}
    by_column = {column: key for key, column in at.items() if key not in ("id", "name")}
    text: dict[str, tuple[str, ...]] = {}
    figures: dict[str, Floats] = {}
    issues: tuple[Issue, ...] = ()
    for column, cells in table.columns.items():
        key = by_column.get(column, column)
        if column in taken and column not in (*sums, *compared):
            continue
        if key in ACCOUNT_NUMBERS or key in sums or key in compared:
            figures[key], more = _figures(table, column, summed=key in sums)
            issues += more
        elif key in DATES:
            text[key], more = date_column(table, column)
            issues += more
        elif key in ACCOUNT_TEXT:
            text[key] = tuple(map(str.lower, cells)) if key == "status" else cells
        elif _are_numbers(cells, table):
            figures[key] = numbers(cells, comma_likely=table.comma)[0]
        else:
            text[key] = cells
    return text, figures, issues


def _figures(table: Table, column: str, *, summed: bool) -> tuple[Floats, tuple[Issue, ...]]:
    mend = "Counted as 0; correct it in the source." if summed else "Taken as unknown."
    values, issues = number_column(table, column, mend, least=0.0 if summed else None)
    empty = sum(not cell for cell in table.columns[column])
    if summed and empty:
        found = f"{empty} of {len(table)} cells are empty"
        mend = "Counted as 0 in the measures."
        note = Issue("number_missing", Severity.NOTE, table.file, found, mend, column=column)
        issues += (note,)
    return values, issues


def _are_numbers(cells: tuple[str, ...], table: Table) -> bool:
    """Whether a column that nobody explains holds numbers: all filled cells do, none as a code."""
    filled = [cell for cell in cells if cell]
    if not filled or any(cell[0] == "0" and cell.isdigit() and len(cell) > 1 for cell in filled):
        return False
    return not numbers(filled, comma_likely=table.comma)[1].any()


def _placed(
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
