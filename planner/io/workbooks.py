"""XLSX workbooks as rows of text: which sheet holds the table, and what of it is no plain cell."""

from __future__ import annotations

import io
import re
import struct
import warnings
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import InitVar, dataclass, field
from datetime import date, datetime
from typing import Any, cast
from xml.etree.ElementTree import ParseError

from openpyxl.reader.excel import ExcelReader
from openpyxl.utils.cell import range_boundaries
from openpyxl.utils.exceptions import InvalidFileException

from planner.io.columns import numbers, text
from planner.io.headings import width_of
from planner.io.table_format import Row, Watch
from planner.io.zip_bounds import zip_problem
from planner.language import tr
from planner.model.issues import Issue, Severity
from planner.notation import number as written

BROKEN = (
    OSError, ValueError, KeyError, TypeError, AttributeError, IndexError, EOFError, RuntimeError,
    NotImplementedError, OverflowError, AssertionError, ParseError, InvalidFileException,
    zipfile.BadZipFile, zlib.error, struct.error,
)  # fmt: skip
"""What openpyxl raises on workbooks that are not what they say."""

CHUNK = 20_000
"""Cells that are read between two looks at the clock."""

MOST_ROWS = 1_048_576
"""Rows of a sheet of a spreadsheet."""

MOST_STRINGS = 300_000_000
"""Bytes of the shared texts of a workbook, which stand in memory as a whole."""

NOTHING: Row = ()
"""A row without cells."""

MOST_MERGED = 50_000

STREAMED = 1_000_000
"""Bytes of a sheet that are searched at a time."""

MERGED = re.compile(rb'<(?:\w+:)?mergeCell\s+ref="([A-Z]{1,3}\d{1,7}:[A-Z]{1,3}\d{1,7})"')
BARE_FORMULA = re.compile(rb"(?:</f>|<f(?:\s[^<>]*)?/>)\s*(?:<v\s*/>|<v></v>)?\s*</c>")
"""A formula of which no program has kept the value."""

ZEROS = re.compile(r"0{2,20}")
"""A format that shows zeros in front of a number, so that it is a code: 00123."""

AMBIGUOUS = re.compile(r"-?[1-9]\d{0,2}\.\d{3}")
"""A number that would read as thousands in a table with decimal commas."""


class NoTable(Exception):
    """Raised when a workbook has nothing that can be read: what was found and how to mend it."""

    def __init__(self, found: str, mend: str) -> None:
        super().__init__(found)
        self.found, self.mend = found, mend


class _Part(io.BufferedReader):
    """A part of a zip file that asks at every reading whether to go on."""

    watch: Watch

    def read(self, size: int | None = -1, /) -> bytes:
        self.watch.ask()
        return super().read(-1 if size is None else size)


class _Archive(zipfile.ZipFile):
    """A zip file whose parts can be left in the middle."""

    watch: Watch

    def open(self, *arguments: Any, **named: Any) -> Any:
        part = _Part(cast(io.RawIOBase, super().open(*arguments, **named)))
        part.watch = self.watch
        return part


@dataclass(slots=True, eq=False)
class Workbook:
    """An open workbook.

    Attributes
    ----------
    name : str
        Of the file, for issues.
    book : openpyxl workbook
    archive : zip file
    parts : mapping of str to str
        Part of the zip file of each sheet.
    watch : Watch
    merged : list of (int, int, int, int)
        Merged cells of the sheet that was examined: first column and row, last column and row, from 1.
    issues : list of Issue
        What was found in its rows while they were read.
    """

    name: str
    book: Any
    archive: zipfile.ZipFile
    parts: dict[str, str]
    watch: Watch
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    issues: list[Issue] = field(default_factory=list)

    @property
    def sheets(self) -> tuple[str, ...]:
        """The names of the sheets that hold cells."""
        return tuple(sheet.title for sheet in self.book.worksheets)

    def choose(self, asked: str) -> str:
        """Return the sheet that is asked for, else the first that has a table; raises NoTable."""
        sheets = self.sheets
        if not sheets:
            raise NoTable(
                tr("the workbook has no sheet with cells"), tr("Save it again, or as CSV.")
            )
        if asked and asked not in sheets:
            found = tr(
                "there is no sheet {asked}; the workbook has {sheets}",
                asked=repr(asked),
                sheets=", ".join(sheets),
            )
            raise NoTable(found, tr("Name one of these."))
        if asked or len(sheets) == 1:
            return asked or sheets[0]
        hidden = {sheet.title for sheet in self.book.worksheets if sheet.sheet_state != "visible"}
        chosen = self._with_table(sorted(sheets, key=hidden.__contains__))
        named = ", ".join(
            tr("{title} (hidden)", title=title) if title in hidden else title for title in sheets
        )
        found = tr(
            "the workbook has {count} sheets: {named}", count=written(len(sheets)), named=named
        )
        mend = tr(
            "Read {chosen}, the first with a table; choose another if that is wrong.", chosen=chosen
        )
        self.issues.append(Issue("sheet_chosen", Severity.NOTE, self.name, found, mend))
        return chosen

    def _with_table(self, sheets: Sequence[str]) -> str:
        """Return the first sheet with a table of three columns or more, else of two, else of one."""
        widths = {}
        for title in sheets:
            head = [row for row in self._first_rows(title) if any(row)]
            widths[title] = min(3, width_of(head)) if len(head) > 1 else 0
            if widths[title] == 3:
                return title
        return max(sheets, key=lambda title: widths[title])

    def _first_rows(self, title: str) -> list[Row]:
        try:
            return next(self.rows(title), [])
        except (NoTable, *BROKEN):
            if self.watch.ended is not None:
                raise
            return []

    def examine(self, title: str) -> None:
        """Find merged cells and formulas without a value in the file itself; openpyxl hides them."""
        bare, tail = 0, b""
        found: set[bytes] = set()
        with self.archive.open(self.parts[title]) as part:
            while piece := part.read(STREAMED):
                window = tail + piece
                ends = [match.end() for match in BARE_FORMULA.finditer(window)]
                bare += sum(end > len(tail) for end in ends)
                if len(found) < MOST_MERGED:
                    found |= set(MERGED.findall(window))
                tail = window[-300:]
        self.merged = sorted(range_boundaries(reference.decode()) for reference in found)
        if bare:
            said = (
                tr("{bare} formulas have no value", bare=bare)
                if bare > 1
                else tr("a formula has no value")
            )
            mend = tr(
                "Taken as empty; open the file in a spreadsheet and save it, so that it reckons."
            )
            self.issues.append(Issue("formula_empty", Severity.WARNING, self.name, said, mend))

    def spans(self) -> dict[int, list[tuple[int, int]]]:
        """Return first and last column of cells merged over several columns, by row, from 0."""
        spans: dict[int, list[tuple[int, int]]] = {}
        for left, top, right, _ in self.merged:
            if right > left:
                spans.setdefault(top - 1, []).append((left - 1, right - 1))
        return spans

    def rows(self, title: str) -> Iterator[list[Row]]:
        """Yield the rows of a sheet in chunks, without empty cells at their end; raises NoTable."""
        sheet = self.book[title]
        sheet.reset_dimensions()  # what they say may be a million rows too many
        filling = _Filling(self.merged)
        chunk: list[Row] = []
        cells = 0
        for number, values in enumerate(self._values(sheet), start=1):
            bare = not values and not filling.touches(number)
            chunk.append(NOTHING if bare else filling.filled(number, _texts(values)))
            cells += 1 + len(values)
            if cells > CHUNK:
                if number > MOST_ROWS:
                    found = tr(
                        "a cell of sheet {title} lies below row {most}",
                        title=repr(title),
                        most=written(MOST_ROWS),
                    )
                    raise NoTable(found, tr("Save it again, or as CSV."))
                self.watch(tr("Reading rows"), 0.9 - 0.9 * 0.99 ** (number / 1000))
                yield chunk
                chunk, cells = [], 0
        yield chunk
        if filling.count:
            found = tr("{count} cells are merged with the one above", count=filling.count)
            mend = tr("Gave each its text; numbers count once.")
            self.issues.append(Issue("cells_merged", Severity.NOTE, self.name, found, mend))

    def _values(self, sheet: Any) -> Iterator[Sequence[object]]:
        """Return the values of each row; formats are looked at where one shows zeros in front."""
        if any(map(ZEROS.fullmatch, getattr(self.book, "_number_formats", ()))):
            return (tuple(map(_as_shown, row)) for row in sheet.iter_rows())
        rows: Iterator[Sequence[object]] = sheet.iter_rows(values_only=True)
        return rows


@dataclass(slots=True)
class _Filling:
    """Texts of cells that are merged over several rows, put into each of these."""

    merged: InitVar[Sequence[tuple[int, int, int, int]]]
    count: int = 0
    _starting: dict[int, list[tuple[int, int]]] = field(default_factory=dict)
    _going: list[tuple[int, int, str]] = field(default_factory=list)

    def __post_init__(self, merged: Sequence[tuple[int, int, int, int]]) -> None:
        for left, top, _, bottom in merged:
            if bottom > top:
                self._starting.setdefault(top, []).append((left - 1, bottom))

    def touches(self, number: int) -> bool:
        """Whether cells of a row are merged with those above or below."""
        return bool(self._going) or number in self._starting

    def filled(self, number: int, row: list[str]) -> list[str]:
        if self._going:
            self._going = [going for going in self._going if going[1] >= number]
            for column, _, content in self._going:
                row += [""] * (column + 1 - len(row))
                if not row[column]:
                    row[column] = content
                    self.count += 1
        for column, bottom in self._starting.get(number, ()):
            content = row[column] if column < len(row) else ""
            # A number that stood in every row would be added up as often.
            if content and bool(numbers([content])[1][0]):
                self._going.append((column, bottom, content))
        return row


def open_workbook(name: str, content: bytes, watch: Watch) -> Workbook:
    """Open a workbook whose parts are safe to unpack; raises NoTable."""
    watch(tr("Opening the workbook"), 0.0)
    problem = zip_problem(content) or _unsafe(content)
    if problem:
        raise NoTable(problem, tr("Save the table again as .xlsx or .csv."))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # styles and validations it does not know
        reader = ExcelReader(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
        archive = _Archive(io.BytesIO(content))
        archive.watch = watch
        reader.archive = archive
        reader.read()
        parts = {sheet.name: part.target for sheet, part in reader.parser.find_sheets()}
    return Workbook(name, reader.wb, archive, parts, watch)


def _unsafe(content: bytes) -> str:
    """Return why the parts of a zip file are no workbook that is safe to read, else ""."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        names = archive.namelist()
        if "mimetype" in names and "content.xml" in names:
            return tr("this is an OpenDocument file")
        if "xl/workbook.bin" in names:
            return tr("this is a binary .xlsb workbook")
        if "[Content_Types].xml" not in names:
            return tr("this is a zip file, and no workbook")
        for part in archive.infolist():
            if part.filename.endswith(("haredStrings.xml",)) and part.file_size > MOST_STRINGS:
                return tr("its texts take more than {value}\u00a0MB", value=MOST_STRINGS // 1000000)
            if part.filename.endswith((".xml", ".rels")):
                with archive.open(part) as opened:
                    head = opened.read(4000).replace(b"\0", b"")
                if b"<!DOCTYPE" in head or b"<!ENTITY" in head:
                    return tr(
                        "{filename} declares entities, which no spreadsheet does",
                        filename=part.filename,
                    )
    return ""


def _texts(values: Sequence[object]) -> list[str]:
    """Return the cells of a row as text, without empty ones at its end."""
    row = [
        value if type(value) is str else "" if value is None else _cell(value) for value in values
    ]
    while row and not row[-1]:
        row.pop()
    return row


def _as_shown(cell: Any) -> object:
    """Return the value of a cell, with the zeros that its format shows in front."""
    value = cell.value
    whole = isinstance(value, int | float) and value == value // 1 >= 0
    if whole and not isinstance(value, bool) and ZEROS.fullmatch(cell.number_format):
        return f"{value:0{len(cell.number_format)}.0f}"
    return value


def _cell(value: object) -> str:
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    words = text(value)
    # One more zero keeps 1.234 from reading as a thousand where other cells have decimal commas.
    return f"{words}0" if isinstance(value, float) and AMBIGUOUS.fullmatch(words) else words
