"""Rows of text files that read back exactly: floats by repr, lists with escaped separators."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from datetime import date

Row = Sequence[str]

MOST_LETTERS = 1_000_000_000
"""Letters of a cell; Python's own limit stops at notes of 131,072."""


MOST_WHOLE = 2**63
"""Whole numbers of a plan file are less."""


class _Lines(list[str]):
    """Lines that a writer of CSV gives, each with its end."""

    write = list[str].append


def to_csv(header: Row, rows: Iterable[Row]) -> str:
    """Return CSV text with a header, lines ended by a line feed."""
    lines = _Lines()
    # Cells are quoted for what ends a line: a carriage return alone in one would be left bare.
    writer = csv.writer(lines, lineterminator="\r\n")
    writer.writerow(header)
    writer.writerows(rows)
    return "".join([line[:-2] + "\n" for line in lines])


def from_csv(text: str, header: Row) -> list[list[str]]:
    """Return the rows below a header; raises ValueError when the text is no such table."""
    csv.field_size_limit(MOST_LETTERS)  # one for the whole process: whoever reads sets it
    try:
        # A lone empty cell and a blank line are the same text: such a row is read as one empty cell.
        rows = [row or [""] for row in csv.reader(io.StringIO(text, newline=""))]
    except csv.Error as error:
        raise ValueError(f"not a table ({error})") from error
    if not rows:
        raise ValueError("not a table (it is empty)")
    if rows[0] != list(header):
        raise ValueError(f"its columns are {', '.join(rows[0])}, not {', '.join(header)}")
    body = rows[1:]
    for number, row in enumerate(body, start=2):
        if len(row) != len(header):
            raise ValueError(f"row {number} has {len(row)} cells, the header {len(header)}")
    return body


def number(value: float) -> str:
    """Return a number as the shortest text that reads back to it; "" for NaN."""
    if value != value:
        return ""
    return (
        str(int(value))
        if value.is_integer() and abs(value) < 1e15 and not _minus_zero(value)
        else repr(value)
    )


def from_number(cell: str) -> float:
    """Return what `number` wrote."""
    return float(cell) if cell else float("nan")


def from_whole(cell: str) -> int:
    """Return a whole number; raises ValueError where it is none, or more than a plan file holds."""
    value = int(cell)
    if not -MOST_WHOLE <= value < MOST_WHOLE:
        raise ValueError(f"{cell} is too large")
    return value


def maybe(value: float | None) -> str:
    """Return a number, "" for None; NaN is written as such."""
    if value is None:
        return ""
    return number(float(value)) or "nan"


def from_maybe(cell: str) -> float | None:
    """Return what `maybe` wrote."""
    return float(cell) if cell else None


def day(value: date | None) -> str:
    """Return a date as 2027-01-31, "" for None."""
    return "" if value is None else value.isoformat()


def from_day(cell: str) -> date | None:
    """Return what `day` wrote."""
    return date.fromisoformat(cell) if cell else None


def joined(parts: Iterable[str]) -> str:
    """Return texts joined by `;`, so that `parted` returns them; no part may be empty."""
    return ";".join(part.replace("\\", "\\\\").replace(";", "\\;") for part in parts)


def parted(cell: str) -> tuple[str, ...]:
    """Return what `joined` joined."""
    if not cell:
        return ()
    parts = re.findall(r"((?:[^;\\]|\\.)*)(?:;|$)", cell, flags=re.DOTALL)
    return tuple(re.sub(r"\\(.)", r"\1", part, flags=re.DOTALL) for part in parts[: _count(cell)])


def _count(cell: str) -> int:
    """Return the number of parts: one more than the separators that are not escaped."""
    return len(re.sub(r"\\.", "", cell, flags=re.DOTALL).split(";"))


def _minus_zero(value: float) -> bool:
    return value == 0 and str(value).startswith("-")
