"""Cells of a table as numbers, dates and ids, with an issue for each that is none."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

import numpy as np

from planner.io.columns import numbers
from planner.io.tables import Table
from planner.model.issues import Issue, Severity
from planner.model.types import Bools, Floats, bools, floats

ISO = re.compile(r"(\d{4})-?(\d{2})-?(\d{2})(?:[T ].*)?")
WRITTEN = re.compile(r"(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4}|\d{2})")


def number_column(
    table: Table, column: str, mend: str, *, least: float | None = None
) -> tuple[Floats, tuple[Issue, ...]]:
    """Return a column as numbers, NaN where a cell is empty, no number or below `least`; all said.

    Parameters
    ----------
    table : Table
    column : str
        A column of it.
    mend : str
        What happens to a cell that is no number.
    least : float or None
    """
    cells = table.columns[column]
    values, wrong = numbers(cells, comma_likely=table.comma)
    low = values < least if least is not None else np.zeros(len(values), np.bool_)
    issues = tuple(
        Issue(
            "number_wrong", Severity.WARNING, table.file,
            f"{cells[at]!r} is not a number" if wrong[at] else f"{cells[at]} is below {least:g}",
            mend, table.rows[at], column,
        )
        for at in np.flatnonzero(wrong | low).tolist()
    )  # fmt: skip
    return floats(np.where(low, np.nan, values)), issues


def date_column(table: Table, column: str) -> tuple[tuple[str, ...], tuple[Issue, ...]]:
    """Return a column of dates as 2027-01-31, "" where a cell is empty or no date.

    Year first, or day first, or month first when some cell can only be read so.
    """
    cells = table.columns[column]
    month_first = _month_first(cells)
    known = {cell: read_date(cell, month_first=month_first) for cell in set(cells)}
    issues = tuple(
        Issue(
            "date_wrong", Severity.WARNING, table.file, f"{cell!r} is not a date",
            "Left empty; write it as 2027-01-31.", table.rows[at], column,
        )
        for at, cell in enumerate(cells)
        if cell and known[cell] is None
    )  # fmt: skip
    written = {cell: day.isoformat() if day else "" for cell, day in known.items()}
    return tuple(written[cell] for cell in cells), issues


def read_date(cell: str, *, month_first: bool = False) -> date | None:
    """Return the day a cell says, None when it says none."""
    iso, written = ISO.fullmatch(cell), WRITTEN.fullmatch(cell)
    try:
        if iso:
            return date(*map(int, iso.groups()))
        if written:
            day, month, year = map(int, written.groups())
            day, month = (month, day) if month_first else (day, month)
            return date(year + 2000 if year < 100 else year, month, day)
    except ValueError:  # the 31st of February
        return None
    return None


def id_column(
    table: Table, column: str, what: str
) -> tuple[tuple[str, ...], Bools, tuple[Issue, ...]]:
    """Return ids, which rows stay, and an issue for each row without an id or with a used one.

    A row without id gets the id `row-N`; of rows with the same id the first stays.
    """
    ids, issues = list(table.columns[column]), []
    stays = np.ones(len(ids), np.bool_)
    if len(set(ids)) == len(ids) and all(ids):
        return tuple(ids), bools(stays), ()
    first: dict[str, int] = {}
    for at, id_ in enumerate(ids):
        row = table.rows[at]
        if not id_:
            ids[at] = f"row-{row}"
            found, mend = f"the {what} has no id", f"Called it row-{row}; give it an id."
            issues.append(
                Issue("id_missing", Severity.WARNING, table.file, found, mend, row, column)
            )
        elif id_ in first:
            stays[at] = False
            found = f"{what} {id_!r} stands in row {first[id_]} already"
            mend = "Left this row out; give it an id of its own if it is another one."
            issues.append(
                Issue("id_duplicate", Severity.WARNING, table.file, found, mend, row, column)
            )
        else:
            first[id_] = row
    return tuple(ids), bools(stays), tuple(issues)


def absent_columns(table: Table, named: Sequence[tuple[str, str]]) -> tuple[Issue, ...]:
    """Return an error for every (key, column) that the plan names and the table has not got."""
    there = ", ".join(table.columns)
    return tuple(
        Issue(
            "column_missing", Severity.ERROR, table.file,
            f"there is no column {column!r} (for {key}); the file has {there}",
            "Name one of these in plan.toml.", column=column,
        )
        for key, column in named
        if column not in table.columns
    )  # fmt: skip


def _month_first(cells: Sequence[str]) -> bool:
    """Whether dates can only be month/day/year: some second number is above 12, no first one is."""
    found = [match for match in map(WRITTEN.fullmatch, set(cells)) if match]
    second = any(int(match[2]) > 12 for match in found)
    return second and not any(int(match[1]) > 12 for match in found)
