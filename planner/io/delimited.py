"""Text of cells between delimiters as rows, whatever the delimiter; quotes left open are mended."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING

from planner.io.table_format import Row, Watch
from planner.language import tr
from planner.model.issues import Issue, Severity

if TYPE_CHECKING:
    from _csv import Reader

DELIMITERS = (";", ",", "\t", "|")

NO_DELIMITER = "\x1f"
"""A sign that stands in no text: rows of one cell."""

SHOWN = 40
"""Rows from which the delimiter is found."""

DECIMAL = re.compile(r"\W*\d[\d.]*,\d+\W*")
"""A line that is one number with a decimal comma."""

BYTE_ORDER = "\ufeff"

END_OF_FILE = "\x1a"
"""What DOS programs put at the end."""

PIECE = 4_000_000
"""Letters that are decoded between two looks at the clock."""

CHUNK = 500_000
"""Letters that are read between two looks at the clock."""

FIELD_LIMIT = 1_000_000_000
"""Letters of a cell; Python's own limit stops at notes of 131,072."""

LEAST_SWALLOWED = {2: 4}
"""Rows of that many cells in one cell that prove a quote was left open: two may be a note."""

ROWS_BETWEEN = 3
"""Lines as wide as a row, between the first and the last of a cell, that are taken for rows."""


def lines_of(text: str) -> list[str]:
    """Return the lines of a text with their ends, and without the signs that no table has."""
    return _without_zeros(io.StringIO(text, newline="").readlines())


def lines_in(content: bytes, codec: str, watch: Watch) -> list[str]:
    """Return the lines of bytes; those the codec does not know become U+FFFD.

    Raises LookupError or ValueError where the codec is none of text.
    """
    lines: list[str] = []
    stream = io.BytesIO(content)
    with io.TextIOWrapper(stream, codec, errors="replace", newline="") as text:
        while piece := text.readlines(PIECE):
            lines += piece
            watch(tr("Reading the text"), 0.1 * stream.tell() / len(content))
    return _without_zeros(lines)


def _without_zeros(lines: list[str]) -> list[str]:
    for sign in ("\0", BYTE_ORDER):  # a mark in the middle comes from files that were joined
        if any(sign in line for line in lines):
            lines = [line.replace(sign, "") for line in lines]
    if lines and lines[-1].endswith(END_OF_FILE):
        lines[-1] = lines[-1].removesuffix(END_OF_FILE)
    return lines


def hinted(lines: Sequence[str]) -> tuple[str, int]:
    """Return the delimiter that Excel's own first line `sep=;` names, and how many lines that takes."""
    first = lines[0].strip("\r\n").strip('"') if lines else ""
    if first[:4].lower() != "sep=":
        return "", 0
    return first[4:5] or ";", 1


def delimiter_of(lines: Sequence[str]) -> str:
    """Return the delimiter that cuts most rows into equally many cells, "" where none does."""
    best, best_score = "", (0.0, 0, 0)
    for delimiter in DELIMITERS:
        rows = [row for row in _first_rows(lines, delimiter) if any(row)]
        alike, width = _most_alike(rows)
        if width < 2 or _is_prose(rows, delimiter, lines):
            continue
        # Cells of one column that hold a comma do not outvote rows that a semicolon cuts in many.
        # Of two that cut alike it is the one without a space behind it in the header: omzet, EUR.
        spaced = lines[0].count(f"{delimiter} ")
        score = (alike / len(rows) * min(width - 1, 3) ** 0.5, -spaced, width)
        if score > best_score:
            best, best_score = delimiter, score
    return best


def _is_prose(rows: Sequence[Row], delimiter: str, lines: Sequence[str]) -> bool:
    """Whether a sign stands inside cells: in few rows, or below a header without it, as in Jan, Jr."""
    first = next(at for at, row in enumerate(rows) if len(row) > 1)
    below = rows[first:]
    wide = sum(len(row) > 1 for row in below)
    if 2 * wide < len(below) or (wide == 1 and len(rows) > 2):
        return True
    marked = [line for line in lines[:SHOWN] if delimiter in line]
    return first == 1 and (
        all(line.count(delimiter) == line.count(f"{delimiter} ") for line in marked)
        or all(map(DECIMAL.fullmatch, marked))
    )


def _cells(lines: Sequence[str], delimiter: str, *, strict: bool = False) -> Reader:
    """Return a reader of the rows of lines, whose cells may be of any length."""
    csv.field_size_limit(FIELD_LIMIT)
    return csv.reader(iter(lines), delimiter=delimiter, skipinitialspace=True, strict=strict)


def _first_rows(lines: Sequence[str], delimiter: str) -> list[list[str]]:
    try:
        return list(islice(_cells(lines, delimiter), SHOWN))
    except csv.Error:
        return [line.split(delimiter) for line in lines[:SHOWN]]


def _most_alike(rows: Sequence[Row]) -> tuple[int, int]:
    """Return how many rows have the commonest width above one cell, and that width."""
    widths = Counter(len(row) for row in rows if len(row) > 1)
    return max(((rows, width) for width, rows in widths.items()), default=(0, 1))


def unwrapped(lines: list[str]) -> list[str] | None:
    """Return the lines without quotes around each whole row, None where rows are not wrapped so.

    A program that was given a CSV file as one column writes every row between quotes.
    """
    rows = _first_rows(lines, NO_DELIMITER)
    cells = [row[0] for row in rows if row]
    wrapped = sum(line.startswith('"') for line in lines[: 2 * len(rows)])
    delimiter = delimiter_of(cells)
    if not delimiter or delimiter not in cells[0] or wrapped < 0.8 * len(cells):
        return None
    whole = _cells(lines, NO_DELIMITER)
    return lines_of("\n".join(row[0] if row else "" for row in whole))


@dataclass(slots=True)
class DelimitedRows:
    """The rows of lines of text, chunk by chunk.

    Attributes
    ----------
    lines : list of str
    delimiter : str
    name : str
        Of the file, for issues.
    watch : Watch
    issues : list of Issue
        What was mended, filled while rows are read.
    """

    lines: list[str]
    delimiter: str
    name: str
    watch: Watch
    issues: list[Issue] = field(default_factory=list)

    def __iter__(self) -> Iterator[list[Row]]:
        width = _most_alike(_first_rows(self.lines, self.delimiter))[1]
        letters = sum(map(len, islice(self.lines, SHOWN))) // min(SHOWN, len(self.lines) or 1)
        size = max(1, CHUNK // max(1, letters))
        reader = _cells(self.lines, self.delimiter)
        read = before = 0
        while rows := list(islice(reader, size)):
            lines, before = self.lines[before : reader.line_num], reader.line_num
            chunk: list[Row] = [*rows]
            if len(lines) > len(chunk):
                chunk = self._closed(chunk, lines, read, width)
            read += len(chunk)
            self.watch(tr("Reading rows"), 0.1 + 0.8 * reader.line_num / len(self.lines))
            yield chunk

    def _closed(self, rows: list[Row], lines: list[str], read: int, width: int) -> list[Row]:
        """Return the rows, those that a quote left open had swallowed as rows of their own."""
        closed: list[Row] = []
        ends: list[int] = []
        for place, row in enumerate(rows):
            parts = _swallowed(row, self.delimiter, width)
            if parts:
                ends = ends or _ends(lines, self.delimiter)
                own = lines[ends[place] : ends[place + 1]]
                if _is_quoted(own, parts, self.delimiter, width):
                    parts = []
            if parts:
                found = tr(
                    "a quotation mark opens here and swallows {count} rows below",
                    count=len(parts) - 1,
                )
                mend = tr("Read them as rows; close the mark or take it away.")
                at = read + len(closed) + 1
                self.issues.append(
                    Issue("quote_open", Severity.WARNING, self.name, found, mend, at)
                )
            closed += parts or [row]
        return closed


def _swallowed(row: Row, delimiter: str, width: int) -> list[Row]:
    """Return the rows inside a row: lines of which nearly all have as many cells as other rows."""
    whole_row = delimiter.join(row)
    if width < 2 or whole_row.count(delimiter) < 2 * (width - 1):
        return []
    if "\n" not in whole_row and "\r" not in whole_row:
        return []
    lines = whole_row.splitlines()
    parts: list[Row] = [next(_cells([line], delimiter), []) for line in lines if line.strip()]
    whole = sum(len(part) == width for part in parts)
    return parts if whole >= max(LEAST_SWALLOWED.get(width, 2), 0.8 * len(parts)) else []


def _ends(lines: Sequence[str], delimiter: str) -> list[int]:
    """Return how many lines there are before the first row, and up to each."""
    reader = _cells(lines, delimiter)
    return [0, *(reader.line_num for _ in reader)]


def _is_quoted(lines: Sequence[str], parts: Sequence[Row], delimiter: str, width: int) -> bool:
    """Whether lines are one row whose quotes are all in order, as around an address of two lines.

    They may be so by chance where a quote was left open and another one some rows below: then the
    lines between the two are rows.
    """
    if sum(len(part) == width for part in parts[1:-1]) >= ROWS_BETWEEN:
        return False
    try:
        return [len(row) for row in _cells(lines, delimiter, strict=True)] == [width]
    except csv.Error:
        return False
