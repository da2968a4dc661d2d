"""Accounts from a CSV or XLSX file, each placed in its region."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from planner.io.cells import absent_columns, date_column, id_column, number_column
from planner.io.columns import numbers
from planner.io.place_names import NameSearch
from planner.io.placing import placed
from planner.io.tables import Table, read_table
from planner.model.accounts import Accounts
from planner.model.issues import Issue, Severity, blocks
from planner.model.regions import RegionSet
from planner.model.types import (
    AccountId,
    Floats,
    floats,
    frozen_map,
    ints,
)
from planner.model.words import ACCOUNT_NUMBERS, ACCOUNT_TEXT

DATES = ("owner_since", "renewal_date")
LOWER = ("status", "class")
"""Text columns that hold keys: taken without capitals (status) or without spaces around."""

USUAL = {
    "id": ("account_id", "id"),
    "name": ("account", "name", "account_name"),
    "lat": ("lat", "latitude"),
    "lon": ("lon", "lng", "longitude"),
    "postcode": ("postcode", "postal_code", "zip", "zipcode", "zip_code", "plz", "code_postal"),
    "place": ("place", "city", "town", "plaats", "woonplaats", "ort", "stadt", "ville"),
}
"""Columns taken where the plan names none."""

WHERE = ("lat", "lon", "region")
ALSO_WHERE = ("postcode", "place", "country")
"""Keys of columns that say where an account is; the latter keep their own name for rules."""

SET_ASIDE = ("id", "name", *ALSO_WHERE)


@dataclass(frozen=True, slots=True)
class AccountSource:
    """[accounts] of a plan: its file, and which column stands for which key.

    Keys are id, name, lat, lon, region, postcode, place, country and those of `words.ACCOUNT_TEXT`
    and `ACCOUNT_NUMBERS`; a key that is not named is taken from the column of that name, where there
    is one. `places` is the user's own table of postcodes or places; accounts outside all regions go
    to the nearest when it is at most `nearest_km` away.
    """

    path: Path
    columns: Mapping[str, str] = field(default_factory=frozen_map)
    places: Path | None = None
    nearest_km: float = 0.0


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
    accounts, more = accounts_of(
        table,
        source.columns,
        regions,
        by_code,
        sums,
        compared,
        names=NameSearch(source.places),
        nearest_km=source.nearest_km,
    )
    return accounts, issues + more


def accounts_of(
    table: Table,
    columns: Mapping[str, str],
    regions: RegionSet,
    by_code: Mapping[str, int],
    sums: Collection[str] = (),
    compared: Collection[str] = (),
    *,
    names: NameSearch | None = None,
    nearest_km: float = 0.0,
) -> tuple[Accounts | None, tuple[Issue, ...]]:
    """Return the accounts of a table that was read; parameters as in `read_accounts` and `placed`."""
    at = _columns_of(table, columns)
    issues = absent_columns(table, [item for item in columns.items() if item[1]])
    if blocks(issues):
        return None, issues
    if "id" not in at:
        at["id"] = next(iter(table.columns))
        found, mend = f"the plan names no id column; took {at['id']!r}", "Give another as id."
        issues += (Issue("id_guessed", Severity.NOTE, table.file, found, mend),)
    ids, stays, more = id_column(table, at["id"], "account")
    issues += more
    places, more = placed(table, at, ids, regions, by_code, names, nearest_km)
    issues += more
    text, figures, more = _columns(table, at, sums, compared)
    kept = np.flatnonzero(stays).tolist()
    called = table.columns[at["name"]] if "name" in at else ids
    accounts = Accounts(
        ids=tuple(AccountId(ids[row]) for row in kept),
        names=tuple(called[row] or ids[row] for row in kept),
        region=ints(places.region[kept]),
        lon_lat=floats(places.lon_lat[kept]),
        text=frozen_map({key: tuple(cells[row] for row in kept) for key, cells in text.items()}),
        numbers=frozen_map({key: floats(values[kept]) for key, values in figures.items()}),
    )
    return accounts, issues + more


def _columns_of(table: Table, columns: Mapping[str, str]) -> dict[str, str]:
    """Return the column of each key: as named, else the column of that name, else a usual one."""
    at = {key: column for key, column in columns.items() if column}
    for key in ("id", "name", *WHERE, *ACCOUNT_TEXT, *ACCOUNT_NUMBERS, *ALSO_WHERE):
        for usual in USUAL.get(key, (key,)):
            if key not in at and usual in table.columns and usual not in at.values():
                at[key] = usual
    return at


def _columns(
    table: Table, at: Mapping[str, str], sums: Collection[str], compared: Collection[str]
) -> tuple[dict[str, tuple[str, ...]], dict[str, Floats], tuple[Issue, ...]]:
    """Return text and number columns by key, or by their own name where they have no key."""
    taken = {at[key] for key in ("id", "name", *WHERE) if key in at}
    by_column = {column: key for key, column in at.items() if key not in SET_ASIDE}
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
