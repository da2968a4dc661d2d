"""CSV and XLSX files as columns of text, whatever their delimiter, encoding and number notation."""

from __future__ import annotations

import csv
import io
import struct
import warnings
import zipfile
import zlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from xml.etree.ElementTree import ParseError

import openpyxl
from openpyxl.utils.exceptions import InvalidFileException

from planner.io.columns import has_decimal_commas, text
from planner.io.encodings import UTF_8, decoded
from planner.model.issues import Issue, Severity

DELIMITERS = ";,\t|"

BROKEN_WORKBOOK = (
    OSError, ValueError, KeyError, TypeError, AttributeError, IndexError, EOFError, RuntimeError,
    NotImplementedError, ParseError, InvalidFileException, zipfile.BadZipFile, zlib.error,
    struct.error,
)  # fmt: skip
"""What openpyxl raises on workbooks that are not what they say."""

Row = Sequence[str]

Report = Callable[[str, float], None]
"""Told what is being read and how far it is, 0..1; may raise to give up."""
Stop = Callable[[], bool]


@dataclass(frozen=True, slots=True)
class TableFormat:
    """How a table file is written; an empty field is found from the content.

    Attributes
    ----------
    sheet : str
        Sheet of a workbook.
    header_row : int or None
        Row with the names of the columns, as a spreadsheet counts (first = 1).
    encoding : str
        "UTF-8", "UTF-16", "CP1252", ...
    delimiter : str
        The sign between cells: ; , tab or |.
    """

    sheet: str = ""
    header_row: int | None = None
    encoding: str = ""
    delimiter: str = ""


class Stopped(Exception):
    """Raised out of a reading that was asked to stop."""


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """A table of text.

    Attributes
    ----------
    file : str
    columns : dict of str to tuple of str, each of length (rows,)
        In file order, without spaces around cells.
    rows : tuple of int
        Row of each record as a spreadsheet counts (header = 1).
    comma : bool
        Whether some cell can only be read with a decimal comma.
    format : TableFormat
        How the file was read.
    sheets : tuple of str
        Names of the sheets of a workbook.
    """

    file: str
    columns: dict[str, tuple[str, ...]]
    rows: tuple[int, ...]
    comma: bool
    format: TableFormat = TableFormat()
    sheets: tuple[str, ...] = ()

    def __len__(self) -> int:
        return len(self.rows)


def read_table(
    path: Path,
    asked: TableFormat = TableFormat(),
    report: Report | None = None,
    stop: Stop | None = None,
) -> tuple[Table | None, tuple[Issue, ...]]:
    """Read a CSV or XLSX file; no byte sequence is an exception, each trouble is one issue.

    Parameters
    ----------
    path : Path
    asked : TableFormat
        What the user says of the file; what he does not say is found.
    report : callable, optional
        Told what is done and how far it is, 0..1; what it raises ends the reading.
    stop : callable, optional
        Asked often whether to give up; `Stopped` is then raised.
    """
    name = path.name
    if not path.is_file():
        found = "this is a folder" if path.is_dir() else "there is no such file"
        return None, (_error("file_missing", name, found, "Correct the path in plan.toml."),)
    try:
        content = path.read_bytes()
    except OSError as error:
        found = f"this cannot be read ({error.strerror})"
        return None, (_error("file_unreadable", name, found, "Check its rights."),)
    if content.startswith(b"PK"):
        records, issues = _workbook(name, content)
    elif content.startswith(b"\xd0\xcf\x11\xe0"):
        found = "this is an old .xls workbook"
        return None, (_error("file_unreadable", name, found, "Save it as .xlsx or .csv."),)
    else:
        records, issues = _delimited(name, content)
    if records is None:
        return None, issues
    table, more = _table(name, records)
    return table, issues + more


def table_of_text(text: str, name: str = "clipboard") -> tuple[Table | None, tuple[Issue, ...]]:
    """Read a table that was pasted: cells parted by tabs, else as in a CSV file."""
    records, issues = _delimited(name, text.encode())
    if records is None:
        return None, issues
    table, more = _table(name, records)
    return table, issues + more


def _delimited(name: str, content: bytes) -> tuple[list[Row] | None, tuple[Issue, ...]]:
    words, encoding = decoded(content)
    issues: tuple[Issue, ...] = ()
    if encoding != UTF_8:
        found = f"the text is not UTF-8 but {encoding}"
        mend = "Read it so; save it as UTF-8 if names look wrong."
        issues = (Issue("encoding", Severity.NOTE, name, found, mend),)
    lines = words.replace("\0", "")
    first, _, rest = lines.partition("\n")
    if first.lower().startswith("sep="):  # Excel's own hint
        delimiter, lines = first.strip()[4:5] or ";", rest
    else:
        delimiter = _delimiter(first)
    try:
        return list(csv.reader(io.StringIO(lines, newline=""), delimiter=delimiter)), issues
    except csv.Error as error:
        found, mend = f"this is no table of text ({error})", "Export it again as CSV."
        return None, (*issues, _error("file_unreadable", name, found, mend))


def _delimiter(header: str) -> str:
    """Return the sign that parts the header into most columns, outside quotes."""
    bare = "".join(header.split('"')[::2])
    return max(DELIMITERS, key=bare.count)


def _workbook(name: str, content: bytes) -> tuple[list[Row] | None, tuple[Issue, ...]]:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # styles and validations it does not know
            book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
            sheet = book.worksheets[0]
            records: list[Row] = [
                [_cell(value) for value in row] for row in sheet.iter_rows(values_only=True)
            ]
            names = [other.title for other in book.worksheets]
            book.close()
    except BROKEN_WORKBOOK as error:
        found = f"this is no workbook that can be read ({type(error).__name__})"
        return None, (_error("file_unreadable", name, found, "Save it again, or as CSV."),)
    if len(names) == 1:
        return records, ()
    found = f"the workbook has {len(names)} sheets: {', '.join(names)}"
    mend = f"Read the first, {names[0]}."
    return records, (Issue("sheet_chosen", Severity.NOTE, name, found, mend),)


def _cell(value: object) -> str:
    if isinstance(value, datetime):
        return value.date().isoformat()
    return value.isoformat() if isinstance(value, date) else text(value)


def _table(name: str, records: list[Row]) -> tuple[Table | None, tuple[Issue, ...]]:
    """Make columns of records; the header is the first row that is not blank."""
    filled = [(row, cells) for row, cells in enumerate(records, start=1) if any(cells)]
    if len(filled) < 2:
        found = "there is nothing in it" if not filled else "there is a header and nothing below it"
        return None, (_error("file_empty", name, found, "Export it again with its rows."),)
    header, issues = _header(name, filled[0][1])
    body, width = filled[1:], len(header)
    if any(len(cells) != width for _, cells in body):
        body, more = _straightened(name, body, width)
        issues += more
    turned = zip(*(cells for _, cells in body), strict=True)
    columns = {key: tuple(map(str.strip, cells)) for key, cells in zip(header, turned, strict=True)}
    rows = tuple(row for row, _ in body)
    return Table(name, columns, rows, has_decimal_commas(tuple(columns.values()))), tuple(issues)


def _header(name: str, cells: Row) -> tuple[list[str], list[Issue]]:
    header: list[str] = []
    issues = []
    for place, cell in enumerate(cells, start=1):
        key = cell.strip() or f"column {place}"
        if key in header:
            found, mend = f"two columns are called {key!r}", f"The second is {key}#{place} here."
            issues.append(Issue("column_double", Severity.NOTE, name, found, mend, column=key))
            key = f"{key}#{place}"
        header.append(key)
    return header, issues


def _straightened(
    name: str, body: Iterable[tuple[int, Row]], width: int
) -> tuple[list[tuple[int, Row]], list[Issue]]:
    """Give every row as many cells as the header; say where cells were missing or too many."""
    straight: list[tuple[int, Row]] = []
    issues = []
    for row, cells in body:
        beyond = [cell for cell in cells[width:] if cell.strip()]
        if len(cells) < width or beyond:
            found = f"the row has {len(cells)} cells, the header {width}"
            mend = "Read what is there; put text with a delimiter between quotes."
            if beyond:
                mend = f"Left out {beyond[0]!r}; put text with a delimiter between quotes."
            issues.append(Issue("row_ragged", Severity.WARNING, name, found, mend, row))
        straight.append((row, [*cells[:width], *[""] * (width - len(cells))]))
    return straight, issues


def _error(code: str, file: str, found: str, mend: str) -> Issue:
    return Issue(code, Severity.ERROR, file, found, mend)
