"""Days as people and programs write them: in which order, with which names of months, by number."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from itertools import islice

ISO = re.compile(r"(\d{4})(?:([-/.])(\d{1,2})\2(\d{1,2})|(\d{2})(\d{2}))(?:[T ].*)?")
"""2027-01-31, 20270131, 2027/1/31 and what follows with the time."""

WRITTEN = re.compile(
    r"(?:[^\W\d_]{2,10}[.,]{0,2} )?(\d{1,2})([-/. ])\s?(\d{1,2})\2\s?(\d{4}|\d{2})(?:,? .*|T.*)?"
)
"""31-1-2027, 1/31/27 2:05 PM, di 31-1-2027."""

DAY_NAMED = re.compile(
    r"(?:[^\W\d_]{2,10}[.,]{0,2} )?(\d{1,2})(?:\.|st|nd|rd|th|er|e)?[\s-]*([^\W\d_]{3,10})\.?,?[\s-]*"
    r"(\d{4}|\d{2})(?:,? .*)?"
)
"""31 januari 2027, 31-Jan-27, 31. Januar 2027."""

NAMED_DAY = re.compile(r"([^\W\d_]{3,10})\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})(?:,? .*)?")
"""January 31, 2027"""

HALF_DAY = re.compile(r"\d [ap]\.?m\.?$", re.IGNORECASE)
"""A time as Americans write it."""

SERIAL = re.compile(r"(\d{5})(?:[.,]\d+)?")
FIRST_SERIAL, LAST_SERIAL = 18_264, 73_050
"""Excel's numbers of the first day of 1950 and the last of 2099."""

EPOCH = date(1899, 12, 30)
"""Day 0 of Excel from 1 March 1900 on."""

LONGEST = 60
"""Letters of a cell that may be a day."""

LOOKED_AT = 2000
"""Different cells that tell how a column writes days."""

PIVOT = 70
"""Years of two digits from here on are of the last century."""

MONTHS = {
    name: month
    for month, names in enumerate(
        (
            "jan january januari januar jänner janv janvier", "feb february februari februar fév fev"
            " févr fevr février fevrier febr", "mar march maart mrt mär märz mrz maerz mars",
            "apr april avr avril", "mei may mai", "jun june juni juin", "jul july juli juil juillet",
            "aug august augustus août aout aoû", "sep sept september septembre",
            "okt oktober oct october octobre", "nov november novembre",
            "dec december dez dezember déc décembre decembre",
        ), start=1,
    )
    for name in names.split()
}  # fmt: skip
"""Names of months in English, Dutch, German and French, in full and cut short."""


class DateOrder(StrEnum):
    """In which order the numbers of a day are written; the words are for people."""

    YEAR_FIRST = "year-month-day"
    DAY_FIRST = "day-month-year"
    MONTH_FIRST = "month-day-year"
    NAMED = "with the name of the month"
    SERIAL = "as Excel's numbers of days"


@dataclass(frozen=True, slots=True)
class DateForm:
    """How the days of a column are written.

    Attributes
    ----------
    order : DateOrder
        Of most cells.
    month_first : bool
        Whether cells of which the first two numbers may both be a month are read month first.
    sure : bool
        Whether some cell settles that, or none asks for it.
    example : str
        A cell that shows the form; where it is not sure, one that reads both ways.
    """

    order: DateOrder
    month_first: bool
    sure: bool
    example: str


def date_form(
    cells: Iterable[str],
    others: Iterable[Sequence[str]] = (),
    *,
    day_first: bool = False,
    mostly: bool = True,
) -> DateForm | None:
    """Return how a column writes days, None when it is none of days.

    Parameters
    ----------
    cells : iterable of str
    others : iterable of columns
        Asked for evidence where every day of this one is 12 or less.
    day_first : bool
        Whether the rest of the table comes from a country that writes the day first.
    mostly : bool
        Whether a column is one of days only where most of its filled cells are; else one will do.
    """
    filled = [cell for cell in dict.fromkeys(cells) if 0 < len(cell) <= LONGEST]
    if not filled:
        return None
    if all(map(is_serial, filled)):
        return DateForm(DateOrder.SERIAL, False, True, filled[0])
    counts = dict.fromkeys(DateOrder, 0)
    seen = filled[:LOOKED_AT]
    if not mostly:
        seen = list(islice((cell for cell in filled if _order(cell) is not None), LOOKED_AT))
    for cell in seen:
        order = _order(cell)
        if order is not None:
            counts[order] += 1
    if 2 * sum(counts.values()) <= len(seen):
        return None
    most = max(counts, key=lambda order: counts[order])
    example = next(cell for cell in seen if _order(cell) is most)
    if not counts[DateOrder.DAY_FIRST]:
        return DateForm(most, False, True, example)
    month_first = _month_first(filled)
    sure = month_first is not None
    if month_first is None:
        example = next((cell for cell in seen if _reads_both_ways(cell)), example)
        evidence = False if day_first else _evidence(others)
        sure = evidence is not None or not _reads_both_ways(example)
        month_first = evidence or False
    if most is DateOrder.DAY_FIRST and month_first:
        most = DateOrder.MONTH_FIRST
    return DateForm(most, month_first, sure, example)


def read_date(cell: str, *, month_first: bool = False, serial: bool = False) -> date | None:
    """Return the day a cell says, None when it says none."""
    cell = cell.strip()
    if len(cell) > LONGEST:
        return None
    try:
        if serial and is_serial(cell):
            return EPOCH + timedelta(days=int(cell[:5]))
        if match := ISO.fullmatch(cell):
            return date(int(match[1]), int(match[3] or match[5]), int(match[4] or match[6]))
        if match := WRITTEN.fullmatch(cell):
            first, second, year = int(match[1]), int(match[3]), _year(match[4])
            day, month = (second, first) if month_first else (first, second)
            return date(year, month, day)
        if match := DAY_NAMED.fullmatch(cell):
            return date(_year(match[3]), _month(match[2]), int(match[1]))
        if match := NAMED_DAY.fullmatch(cell):
            return date(int(match[3]), _month(match[1]), int(match[2]))
    except ValueError:  # the 31st of February
        return None
    return None


def is_serial(cell: str) -> bool:
    """Whether a cell may be one of Excel's numbers of days, from 1950 to 2099."""
    match = SERIAL.fullmatch(cell)
    return match is not None and FIRST_SERIAL <= int(match[1]) <= LAST_SERIAL


def _order(cell: str) -> DateOrder | None:
    """Return how a cell writes its day; DAY_FIRST also where it may be month first."""
    if read_date(cell) is None and read_date(cell, month_first=True) is None:
        return None
    if ISO.fullmatch(cell):
        return DateOrder.YEAR_FIRST
    return DateOrder.DAY_FIRST if WRITTEN.fullmatch(cell) else DateOrder.NAMED


def _month_first(cells: Sequence[str]) -> bool | None:
    """Return whether days can only be month first (some second number is above 12), None: open."""
    found = [match for match in map(WRITTEN.fullmatch, cells) if match]
    day_first = sum(int(match[1]) > 12 for match in found)
    month_first = sum(int(match[3]) > 12 for match in found)
    if day_first or month_first:
        return month_first > day_first
    if any(match[2] == "." for match in found):
        return False
    return True if any(HALF_DAY.search(cell) for cell in cells) else None


def _evidence(others: Iterable[Sequence[str]]) -> bool | None:
    """Return what another column of days says, None when none says anything."""
    for cells in others:
        first = [cell for cell in cells[:50] if cell]
        if first and max(map(len, first)) <= LONGEST and all(map(WRITTEN.fullmatch, first)):
            found = _month_first([cell for cell in set(cells) if len(cell) <= LONGEST])
            if found is not None:
                return found
    return None


def _reads_both_ways(cell: str) -> bool:
    match = WRITTEN.fullmatch(cell)
    return match is not None and match[1].lstrip("0") != match[3].lstrip("0")


def _year(written: str) -> int:
    year = int(written)
    if len(written) > 2:
        return year
    return year + (1900 if year >= PIVOT else 2000)


def _month(name: str) -> int:
    """Return the month of a name; raises ValueError."""
    month = MONTHS.get(name.lower())
    if month is None:
        raise ValueError(name)
    return month
