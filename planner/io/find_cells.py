"""Cells that should be numbers, days or people of the plan, and are not."""

from __future__ import annotations

import calendar
import re
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from planner.io.cells import date_column
from planner.io.column_looks import Known, has_decimal_comma
from planner.io.column_names import bare
from planner.io.columns import numbers
from planner.io.dates import WRITTEN, read_date
from planner.io.decimal_marks import strays
from planner.io.finding import AS_IS, WAIT, Choice, Finding, Flaw, mend
from planner.io.likeness import Likeness
from planner.io.tables import Table
from planner.language import tr
from planner.model.types import Floats
from planner.store.rows import number

LAKHS = re.compile(r"[1-9]\d?(?:,\d\d)+,\d{3}(?:\.\d+)?")
"""12,34,567 as Indians write it: nearly always meant, yet perhaps a slip, so it is asked."""
INSIDE = re.compile(r"[+-]?\d[\d.,\u00a0\u202f' ]*")
AROUND = {
    "ca", "circa", "about", "approx", "approximately", "etwa", "env", "environ", "ongeveer", "plm",
    "eur", "euro", "usd", "gbp", "inr", "rs", "stuks", "st", "pcs",
}  # fmt: skip
"""Words around a number that do not change it; 12 mln is no 12."""
SEVERAL = ";"
MOSTLY = 0.9
"""A column of which this share is filled should be filled everywhere."""


@dataclass(frozen=True, slots=True, eq=False)
class Wanted:
    """What a column of numbers must be.

    Attributes
    ----------
    column : str
    least : float or None
        Smaller ones are doubtful.
    needed : bool
        Whether a row without one waits; else it is taken as unknown.
    listed : bool
        Whether empty cells are told at all.
    present : tuple of str, one a row, or ()
        What the plan has for each row, "" where nothing.
    """

    column: str
    least: float | None = None
    needed: bool = False
    listed: bool = False
    present: tuple[str, ...] = ()


def find_numbers(table: Table, wanted: Wanted) -> list[Finding]:
    """Return cells that are no number, too small, empty, or written in another notation."""
    cells = table.columns[wanted.column]
    values, wrong = numbers(cells, comma_likely=table.comma)
    found = [_wrong(wanted, at, cells[at]) for at in np.flatnonzero(wrong).tolist()]
    found += _commas(wanted, cells, values)
    odd = strays(cells, comma_likely=table.comma)
    found += [_point(wanted, at, cells[at], float(values[at])) for at in odd if "." in cells[at]]
    if wanted.least is not None:
        low = np.flatnonzero(values < wanted.least).tolist()
        found += [_low(wanted, at, cells[at], float(values[at])) for at in low]
    if wanted.listed:
        empty = [at for at, cell in enumerate(cells) if not cell]
        if len(empty) <= (0.5 if wanted.needed else 1 - MOSTLY) * len(cells):
            found += [_empty(wanted, at) for at in empty]
    return found


def plain_numbers(table: Table, column: str) -> Floats:
    """Return a column as numbers; NaN where there is none."""
    return numbers(table.columns[column], comma_likely=table.comma)[0]


def find_dates(table: Table, column: str) -> list[Finding]:
    """Return cells that are no day."""
    days, issues = date_column(table, column)
    if not issues:
        return []
    cells = table.columns[column]
    found = []
    for at, (cell, day) in enumerate(zip(cells, days, strict=True)):
        if cell and not day:
            found.append(_date(at, column, cell))
    return found


def _date(at: int, column: str, cell: str) -> Finding:
    """Offer the day that a cell says in another way than its column; there is one such way."""
    other = read_date(cell) or read_date(cell, month_first=True) or read_date(cell, serial=True)
    if other:
        choice, why = mend(other.isoformat()), tr("a day written otherwise than the others")
        return Finding(Flaw.DATE_WRONG, (at,), column, cell, why, (choice, AS_IS), choice)
    last = _last_of_month(cell)
    offers = (AS_IS, *((mend(last),) if last else ()))
    return Finding(Flaw.DATE_WRONG, (at,), column, cell, tr("no date"), offers, AS_IS)


def find_owners(table: Table, column: str, known: Known) -> list[Finding]:
    """Return owners whom the plan does not know; several in one cell are parted by `;`."""
    if not known.reps:
        return []
    cells = table.columns[column]
    strangers = {cell for cell in set(cells) if cell and not _all_known(cell, known.owners)}
    if not strangers:
        return []
    people = Likeness((rep.name, str(rep.id)) for rep in known.reps)
    answers = {cell: _owner(cell, known, people) for cell in sorted(strangers)}
    return [
        Finding(Flaw.OWNER_UNKNOWN, (at,), column, cell, tr("nobody of the plan"), *answers[cell])
        for at, cell in enumerate(cells)
        if cell in answers
    ]


def _owner(
    cell: str, known: Known, people: Likeness
) -> tuple[tuple[Choice, ...], Choice]:  # fmt: skip
    parts = [part.strip() for part in cell.split(SEVERAL)]
    same = [known.owners.get(part) or people.same(part) for part in parts]
    if all(same):
        choice = mend(SEVERAL.join(same))
        return (choice, AS_IS), choice
    near = tuple(mend(id_) for id_ in people.near(parts[0])) if len(parts) == 1 else ()
    return (*near, AS_IS), WAIT if near else AS_IS


def _all_known(cell: str, owners: Mapping[str, str]) -> bool:
    return all(part.strip() in owners for part in cell.split(SEVERAL))


def _wrong(wanted: Wanted, at: int, cell: str) -> Finding:
    """Ask for a number: taking the cell as unknown would lose what it says, or what the plan has."""
    value = _number_inside(cell)
    offers = (*(() if value is None else (mend(number(value)),)), AS_IS)
    why = tr("no number") if value is None else tr("not only a number")
    return Finding(Flaw.NUMBER_WRONG, (at,), wanted.column, cell, why, offers, WAIT)


def _commas(wanted: Wanted, cells: tuple[str, ...], values: Floats) -> list[Finding]:
    """Return cells with a decimal comma in a column where few have one."""
    held = [at for at, cell in enumerate(cells) if "," in cell and has_decimal_comma(cell)]
    if not held or 2 * len(held) > int(np.isfinite(values).sum()):
        return []
    return [
        Finding(
            Flaw.NUMBER_COMMA, (at,), wanted.column, cells[at], tr("a decimal comma"),
            (choice,), choice,
        )
        for at in held
        if np.isfinite(values[at])
        for choice in (mend(number(float(values[at]))),)
    ]  # fmt: skip


def _point(wanted: Wanted, at: int, cell: str, value: float) -> Finding:
    choice = mend(number(value))
    why = tr("a decimal point, where others have points between thousands")
    return Finding(Flaw.NUMBER_COMMA, (at,), wanted.column, cell, why, (choice,), choice)


def _low(wanted: Wanted, at: int, cell: str, value: float) -> Finding:
    offers = (AS_IS, mend(number(abs(value))))
    why = tr("below {value}", value=number(wanted.least or 0.0))
    return Finding(Flaw.NUMBER_NEGATIVE, (at,), wanted.column, cell, why, offers, WAIT)


def _empty(wanted: Wanted, at: int) -> Finding:
    present = wanted.present[at] if wanted.present else ""
    offers = (*((mend(present),) if present else ()), AS_IS)
    why = tr("{column} is empty", column=wanted.column)
    if present:
        why = tr("{column} is empty; the plan has {present}", column=wanted.column, present=present)
    default = WAIT if wanted.needed else AS_IS
    return Finding(Flaw.NUMBER_MISSING, (at,), wanted.column, "", why, offers, default)


def _number_inside(cell: str) -> float | None:
    """Return the one number in a text, None where there is none or several."""
    held = INSIDE.findall(cell)
    if len(held) != 1 or not set(bare(cell.replace(held[0], " ")).split()) <= AROUND:
        return None
    digits = held[0].strip(" .,'")
    if LAKHS.fullmatch(digits):
        digits = digits.replace(",", "")
    value = float(numbers([digits])[0][0])
    return value if np.isfinite(value) else None


def _last_of_month(cell: str) -> str:
    """Return the last day of the month for a day that the month has not got: 31-2-2025."""
    match = WRITTEN.fullmatch(cell)
    if not match:
        return ""
    day, month, year = int(match[1]), int(match[3]), int(match[4])
    year += 2000 if year < 100 else 0
    if not (1 <= month <= 12 and 28 < day <= 31):
        return ""
    return f"{year:04d}-{month:02d}-{calendar.monthrange(year, month)[1]:02d}"
