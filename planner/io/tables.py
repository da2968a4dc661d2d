"""CSV and XLSX files as columns of text, whatever their delimiter, encoding and number notation."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

from planner.io.cell_signs import without_errors
from planner.io.column_limit import MOST_COLUMNS, said_of_width
from planner.io.decimal_marks import has_decimal_commas, may_have_decimal_commas
from planner.io.delimited import (
    NO_DELIMITER,
    DelimitedRows,
    delimiter_of,
    hinted,
    lines_in,
    lines_of,
    unwrapped,
)
from planner.io.encodings import UTF_8, codec_of, encoding_of, known
from planner.io.headings import LOOKED_AT, Spans, heading_of, said_of_header
from planner.io.report_groups import with_groups
from planner.io.table_body import Body, TooLarge
from planner.io.table_format import Report, Row, Stop, Stopped, TableFormat, Watch, refused
from planner.language import Phrase, tr
from planner.model.issues import Issue, Severity

__all__ = ["Stopped", "Table", "TableFormat", "read_table", "table_of_text"]

MOST_BYTES = 500_000_000
"""Bytes of a text file that are read at most."""

AS_FOUND = TableFormat()
"""Everything found from the content."""

FOREIGN = {
    b"\xd0\xcf\x11\xe0": (
        Phrase("this is an old .xls workbook"),
        Phrase("Save it as .xlsx or .csv."),
    ),
    b"%PDF": (Phrase("this is a PDF"), Phrase("Export the table as .xlsx or .csv.")),
    b"\x1f\x8b": (Phrase("this is packed with gzip"), Phrase("Unpack it first.")),
    b"SQLite format 3": (
        Phrase("this is a database"),
        Phrase("Export the table as .xlsx or .csv."),
    ),
}
"""How files begin that are no table of text."""

MARKUP = (b"<html", b"<!doctype", b"<table", b"<?xml", b"<meta", b"<head")

NO_TEXT = dict.fromkeys({*range(32), 0xFFFD} - set(b"\t\n\r\f"))
"""Signs that no text holds."""


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
        Whether numbers have decimal commas: some cell can only be read so, or nothing tells and
        semicolons part the cells.
    format : TableFormat
        How the file was read.
    sheets : tuple of str
        Names of the sheets of a workbook.
    comma_assumed : bool
        Whether only the semicolons speak for decimal commas.
    given_back : bool
        Whether Rayon wrote it: rows that were not taken of another file.
    """

    file: str
    columns: dict[str, tuple[str, ...]]
    rows: tuple[int, ...]
    comma: bool
    format: TableFormat = AS_FOUND
    sheets: tuple[str, ...] = ()
    comma_assumed: bool = False
    given_back: bool = False

    def __len__(self) -> int:
        return len(self.rows)


Read = tuple[Table | None, tuple[Issue, ...]]


def read_table(
    path: Path,
    asked: TableFormat = AS_FOUND,
    report: Report | None = None,
    stop: Stop | None = None,
) -> Read:
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
    name, watch = path.name, Watch(report, stop)
    if not path.is_file():
        found = tr("this is a folder") if path.is_dir() else tr("there is no such file")
        return None, (refused(name, found, tr("Correct the path in plan.toml."), "file_missing"),)
    try:
        if path.stat().st_size > MOST_BYTES:
            found = tr("the file is larger than {value}\u00a0MB", value=MOST_BYTES // 1000000)
            return None, (refused(name, found, tr("Export fewer rows or columns at a time.")),)
        content = path.read_bytes()
    except OSError as error:
        found = tr("this cannot be read ({strerror})", strerror=error.strerror)
        return None, (refused(name, found, tr("Check its rights.")),)
    watch(tr("Reading the file"), 0.0)
    if content.startswith(b"PK"):
        return _from_workbook(name, content, asked, watch)
    foreign = _foreign(content)
    if foreign is not None:
        return None, (refused(name, *foreign),)
    return _from_bytes(name, content, asked, watch)


def table_of_text(text: str, name: str = "") -> Read:
    """Read a table that was pasted: cells parted by tabs, else as in a CSV file."""
    asked = TableFormat(delimiter="\t" if "\t" in text.partition("\n")[0] else "")
    return _from_lines(name or tr("clipboard"), lines_of(text), asked, Watch())


def _foreign(content: bytes) -> tuple[str, str] | None:
    """Return what a file is that is no table of text, and what to do; None where it may be one."""
    for start, said in FOREIGN.items():
        if content.startswith(start):
            what, then = said
            return what(), then()
    if content.removeprefix(b"\xef\xbb\xbf").lstrip()[:20].lower().startswith(MARKUP):
        found = tr("this is a web page or XML, whatever its name ends in")
        return found, tr("Open it in a spreadsheet and save it as .xlsx or .csv.")
    return None


def _from_bytes(name: str, content: bytes, asked: TableFormat, watch: Watch) -> Read:
    issues: tuple[Issue, ...] = ()
    encoding, lines = asked.encoding, list[str]()
    try:
        if encoding:
            lines = lines_in(content, known(codec_of(encoding)) or encoding, watch)
    except (LookupError, ValueError):
        if watch.ended is not None:
            raise
        issues = (_encoding_wrong(name, encoding),)
        encoding = ""
    if not encoding:
        encoding = encoding_of(content)
        issues += _encoding_found(name, encoding)
        lines = lines_in(content, codec_of(encoding), watch)
    if _is_no_text(lines):
        found = tr("this is no text, but what a program keeps for itself")
        return None, (refused(name, found, tr("Export the table as .xlsx or .csv.")),)
    table, more = _from_lines(name, lines, replace(asked, encoding=encoding), watch)
    return table, issues + more


def _encoding_wrong(name: str, asked: str) -> Issue:
    found, mend = (
        tr("there is no encoding {asked} of text", asked=repr(asked)),
        tr("Found another."),
    )
    return Issue("encoding", Severity.WARNING, name, found, mend)


def _encoding_found(name: str, encoding: str) -> tuple[Issue, ...]:
    if encoding == UTF_8:
        return ()
    found = tr("the text is not UTF-8 but {encoding}", encoding=encoding)
    mend = tr("Read it so; save it as UTF-8 if names look wrong.")
    return (Issue("encoding", Severity.NOTE, name, found, mend),)


def _is_no_text(lines: list[str]) -> bool:
    """Whether a tenth of the signs are none that people write: pictures and programs."""
    head = "".join(lines[:1000])[:100_000]
    return len(head) > 100 and 10 * (len(head) - len(head.translate(NO_TEXT))) > len(head)


def _from_lines(name: str, lines: list[str], asked: TableFormat, watch: Watch) -> Read:
    hint, taken = hinted(lines)
    del lines[:taken]
    issues: tuple[Issue, ...] = ()
    delimiter = asked.delimiter or hint
    if delimiter and (len(delimiter) != 1 or delimiter in '"\r\n'):
        mend = tr("Found another.")
        said = tr("{delimiter} cannot part cells", delimiter=repr(delimiter))
        issues = (Issue("delimiter_wrong", Severity.WARNING, name, said, mend),)
        delimiter = ""
    if not delimiter:
        lines, delimiter = _parted(lines)
    rows = DelimitedRows(lines, delimiter or NO_DELIMITER, name, watch)
    written = replace(asked, sheet="", delimiter=delimiter)
    table, more = _table(name, iter(rows), written, watch)
    if table is not None and not delimiter:
        issues += (_one_column(name),)
    return table, (*issues, *rows.issues, *more)


def _parted(lines: list[str]) -> tuple[list[str], str]:
    """Return lines and the delimiter of their cells, also where each whole line is quoted."""
    delimiter = delimiter_of(lines)
    bare = None if delimiter else unwrapped(lines)
    return (lines, delimiter) if bare is None else (bare, delimiter_of(bare))


def _one_column(name: str) -> Issue:
    found = tr("no ; , tab or | parts the rows into cells")
    mend = tr("Read every row as one cell; say which sign parts the cells.")
    return Issue("delimiter_wrong", Severity.WARNING, name, found, mend)


def _from_workbook(name: str, content: bytes, asked: TableFormat, watch: Watch) -> Read:
    # Late: openpyxl alone takes a tenth of a second, and the window stands without.
    from planner.io.workbooks import BROKEN, NoTable, open_workbook

    try:
        book = open_workbook(name, content, watch)
        sheet = book.choose(asked.sheet)
        book.examine(sheet)
        written = TableFormat(sheet=sheet, header_row=asked.header_row)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # days out of range come as errors of their cells
            table, issues = _table(name, book.rows(sheet), written, watch, book.spans())
    except NoTable as error:
        return None, (refused(name, error.found, error.mend),)
    except BROKEN as error:
        if watch.ended is not None:
            raise
        found = tr("this is no workbook that can be read ({name})", name=type(error).__name__)
        return None, (refused(name, found, tr("Save it again, or as CSV.")),)
    if table is not None:
        table = replace(table, sheets=book.sheets)
    return table, (*book.issues, *issues)


def _table(
    name: str,
    chunks: Iterator[list[Row]],
    written: TableFormat,
    watch: Watch,
    spans: Spans | None = None,
) -> Read:
    """Make columns of rows; spans are given for workbooks, whose rows may be short."""
    head = _head(chunks, written.header_row or 0)
    heading, wrong = heading_of(name, head, written.header_row, spans)
    if heading is None:
        return None, wrong
    body = Body(name, heading, even=spans is None)
    at = heading.last + 1
    try:
        body.add(head[at:], at + 1)
        at = len(head)
        for chunk in chunks:
            body.add(chunk, at + 1)
            at += len(chunk)
    except TooLarge:
        found = tr("the table has more cells than fit in memory")
        return None, (refused(name, found, tr("Export fewer rows or columns at a time.")),)
    issues = heading.issues + body.trim()
    if not body.rows:
        found = tr("there is a header and nothing below it")
        mend = tr("Export it again with its rows.")
        return None, (*issues, *body.issues(), refused(name, found, mend, "file_empty"))
    watch(tr("Looking at the columns"), 0.92)
    first = islice(body.columns(), MOST_COLUMNS)
    columns, more = without_errors(name, watch.each(first), body.rows)
    if len(columns) == MOST_COLUMNS:
        more += said_of_width(name, len(heading.names))
    if body.totals:
        columns, said = with_groups(name, columns, body.rows, body.totals)
        more += said
    if written.header_row is None:
        more += said_of_header(name, heading, columns)
    written = replace(written, header_row=heading.last + 1)
    comma = has_decimal_commas(watch.each(columns.values()))
    assumed = not comma and written.delimiter == ";" and may_have_decimal_commas(columns.values())
    table = Table(name, columns, tuple(body.rows), comma or assumed, written, comma_assumed=assumed)
    return table, issues + body.issues() + more


def _head(chunks: Iterator[list[Row]], least: int) -> list[Row]:
    """Return enough first rows to find a header in; the chunks go on behind them."""
    head: list[Row] = []
    filled = 0
    for chunk in chunks:
        head += chunk
        filled += sum(map(any, chunk))
        if len(head) >= least and filled >= LOOKED_AT:
            break
    return head
