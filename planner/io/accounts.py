"""Accounts from a CSV or XLSX file, each placed in its region."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import compress
from pathlib import Path

from planner.io.cells import absent_columns, date_column, id_column, number_column
from planner.io.columns import are_numbers
from planner.io.place_names import NameSearch
from planner.io.placing import placed
from planner.io.table_format import Report, Stop, Watch
from planner.io.tables import Table, read_table
from planner.language import tr
from planner.model.accounts import Accounts
from planner.model.issues import Issue, Severity, blocks
from planner.model.regions import RegionSet
from planner.model.types import (
    AccountId,
    Bools,
    Floats,
    floats,
    frozen_map,
    ints,
)
from planner.model.words import ACCOUNT_NUMBERS, ACCOUNT_TEXT
from planner.notation import number

DATES = ("owner_since", "renewal_date")
CODE = re.compile(r"0\d+|\+\d{7,}|\d{16,}")
"""Digits that are no number: codes whose first zero counts or that are too long, and telephones."""

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
    report: Report | None = None,
    stop: Stop | None = None,
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
    report, stop : callable, optional
        Told how far it is, and asked whether to give up, as in `read_table`.
    """
    table, issues = read_table(
        source.path, report=report and partial(_half, report, 0.0), stop=stop
    )
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
        report=report and partial(_half, report, 0.5),
        stop=stop,
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
    report: Report | None = None,
    stop: Stop | None = None,
) -> tuple[Accounts | None, tuple[Issue, ...]]:
    """Return the accounts of a table that was read; parameters as in `read_accounts` and `placed`."""
    watch = Watch(report, stop)
    watch(tr("Looking at the accounts"), 0.0)
    at = _columns_of(table, columns)
    issues = absent_columns(table, [item for item in columns.items() if item[1]])
    if blocks(issues):
        return None, issues
    if "id" not in at:
        at["id"] = next(iter(table.columns))
        found, mend = (
            tr("the plan names no id column; took {id}", id=repr(at["id"])),
            tr("Give another as id."),
        )
        issues += (Issue("id_guessed", Severity.NOTE, table.file, found, mend),)
    ids, stays, more = id_column(table, at["id"], "account")
    issues += more
    watch(tr("Placing accounts"), 0.1)
    places, more = placed(table, at, ids, regions, by_code, names, nearest_km)
    issues += more
    text, figures, more = _columns(table, at, sums, compared, watch)
    called = table.columns[at["name"]] if "name" in at else ids
    if not all(called):
        called = tuple(name or id_ for name, id_ in zip(called, ids, strict=True))
    accounts = Accounts(
        ids=tuple(map(AccountId, _kept(ids, stays))),
        names=_kept(called, stays),
        region=ints(places.region[stays]),
        lon_lat=floats(places.lon_lat[stays]),
        text=frozen_map({key: _kept(cells, stays) for key, cells in text.items()}),
        numbers=frozen_map({key: floats(values[stays]) for key, values in figures.items()}),
    )
    return accounts, issues + more


def _half(report: Report, start: float, what: str, done: float) -> None:
    report(what, start + done / 2)


def _kept(cells: Sequence[str], stays: Bools) -> tuple[str, ...]:
    return tuple(cells) if stays.all() else tuple(compress(cells, stays.tolist()))


def _columns_of(table: Table, columns: Mapping[str, str]) -> dict[str, str]:
    """Return the column of each key: as named, else the column of that name, else a usual one."""
    at = {key: column for key, column in columns.items() if column}
    for key in ("id", "name", *WHERE, *ACCOUNT_TEXT, *ACCOUNT_NUMBERS, *ALSO_WHERE):
        for usual in USUAL.get(key, (key,)):
            if key not in at and usual in table.columns and usual not in at.values():
                at[key] = usual
    return at


def _columns(
    table: Table,
    at: Mapping[str, str],
    sums: Collection[str],
    compared: Collection[str],
    watch: Watch,
) -> tuple[dict[str, tuple[str, ...]], dict[str, Floats], tuple[Issue, ...]]:
    """Return text and number columns by key, or by their own name where they have no key."""
    taken = {at[key] for key in ("id", "name", *WHERE) if key in at}
    by_column, issues = _names(table, at)
    text: dict[str, tuple[str, ...]] = {}
    figures: dict[str, Floats] = {}
    for place, (column, cells) in enumerate(table.columns.items()):
        watch(tr("Reading columns"), 0.5 + 0.5 * place / len(table.columns))
        key = by_column[column]
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
        else:
            values = unexplained_numbers(cells, table)
            if values is None:
                text[key] = cells
            else:
                figures[key] = values
    return text, figures, issues


def _names(table: Table, at: Mapping[str, str]) -> tuple[dict[str, str], tuple[Issue, ...]]:
    """Return what each column is kept as: its key, else its own name unless that is a key of another."""
    keys = {column: key for key, column in at.items() if key not in SET_ASIDE}
    held = {key: column for column, key in keys.items() if key not in WHERE}
    issues = []
    for column in table.columns:
        own = keys.setdefault(column, column)
        if held.get(own, column) == column:
            continue
        while own in held or own in table.columns:
            own += " (file)"
        keys[column] = own
        found, mend = (
            tr("{column} is taken from {held}", column=column, held=repr(held[column])),
            tr("Kept this column as {own}.", own=repr(own)),
        )
        issues.append(Issue("column_double", Severity.NOTE, table.file, found, mend, column=column))
    return keys, tuple(issues)


def _figures(table: Table, column: str, *, summed: bool) -> tuple[Floats, tuple[Issue, ...]]:
    mend = tr("Counted as 0; correct it in the source.") if summed else tr("Taken as unknown.")
    values, issues = number_column(table, column, mend, least=0.0 if summed else None)
    empty = table.columns[column].count("")
    if summed and empty:
        found = tr("{empty} of {count} cells are empty", empty=empty, count=number(len(table)))
        mend = tr("Counted as 0 in the measures.")
        note = Issue("number_missing", Severity.NOTE, table.file, found, mend, column=column)
        issues += (note,)
    return values, issues


def unexplained_numbers(cells: tuple[str, ...], table: Table) -> Floats | None:
    """Return a column that nobody explains as numbers: all filled cells are, none as a code."""
    values = are_numbers(cells, comma_likely=table.comma)
    if values is None or any(
        (cell[0] in "0+" or len(cell) > 15) and CODE.fullmatch(cell) for cell in cells if cell
    ):
        return None
    return values
