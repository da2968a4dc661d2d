"""The rows below a header as columns: totals, footers and repeated headers are left out and said."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain, zip_longest
from statistics import median_high

from planner.io.cell_signs import plain_cell, plain_cells
from planner.io.headings import DASHES, Heading
from planner.io.table_format import Row
from planner.language import CountPhrase, tr, tr_count
from planner.model.issues import Issue, Severity

TOTAL = re.compile(
    r"\W*(?:(?:grand|sub|eind|report|overall)[\s-]?)?(?:totals?|totaal|totaux|totale)"
    r"(?:\s(?:g[ée]n[ée]ral|generale|records?|rows?|count))?\W*(?:\(.*\))?"
    r"|\W*(?:gesamt(?:summe|ergebnis)?|zwischensumme|summe|sous-total|som|sum|count)\W*",
    re.IGNORECASE,
)
"""A cell that names a sum of rows."""

WORDS = re.compile(
    r"©|\b(?:confidential(?:ity)?|vertrouwelijk|vertraulich|confidentiel(?:le)?|copyright|generated"
    r"|gegenereerd|erstellt|générée?s?|report|rapport|bericht|filters?|filtered|gefilterd|gefiltert"
    r"|filtrée?s?|page \d+|exported|run by|as of|end of (?:report|list|file)|totals?|records?|rows?)\b",
    re.IGNORECASE,
)
"""What programs write below a table, as whole words: TotalEnergies is an account."""

DEEPEST = 15
"""Rows at the end of a table among which a footer is looked for."""

USUAL = 60
"""Rows above a footer that tell how many cells a row fills."""

MOST_CELLS = 60_000_000
"""Cells of one table that fit in memory with room to spare."""

MOST_SAID = 100
"""Rows of one kind of which each has an issue of its own; the others are counted."""

POOLED = 0.5
"""Part of the cells of a column that differ, below which equal cells are kept once."""


def is_total(cell: str) -> bool:
    """Whether a cell names a sum of rows."""
    return len(cell) <= 100 and TOTAL.fullmatch(cell) is not None


HEADER_AGAIN = CountPhrase(
    "this row is the header again", "{count} rows ({rows}) are the header again"
)
TOTALS = CountPhrase("this row is a total", "{count} rows ({rows}) are totals")


class TooLarge(Exception):
    """Raised when a table has more cells than fit in memory."""


@dataclass(slots=True, eq=False)
class Body:
    """The rows below a header, filled chunk by chunk and then turned into columns.

    Attributes
    ----------
    name : str
        Of the file, for issues.
    heading : Heading
    even : bool
        Whether every row is to have as many cells as the header (those of workbooks have not).
    rows : list of int
        Row of each record in the file, first = 1.
    totals : list of int
        Rows that were left out because they sum others.
    """

    name: str
    heading: Heading
    even: bool = True
    rows: list[int] = field(default_factory=list)
    totals: list[int] = field(default_factory=list)
    _columns: list[list[tuple[str, ...]]] = field(default_factory=list)
    _lengths: list[int] = field(default_factory=list)
    _pools: dict[int, dict[str, str] | None] = field(default_factory=dict)
    _after_blank: set[int] = field(default_factory=set)
    _ragged: dict[int, Issue] = field(default_factory=dict)
    _more_ragged: int = 0
    _again: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._columns = [[] for _ in self.heading.names]
        self._lengths = [0] * len(self._columns)

    def add(self, rows: Sequence[Row], first: int) -> None:
        """Add rows of which the first is row `first` of the file; raises TooLarge."""
        kept, numbers = self._records(rows, first)
        if not kept:
            return
        width = len(self._columns)
        uniform = {width} == set(map(len, kept))
        if not uniform:
            kept = [
                row if len(row) == width else self._cut(number, row)
                for number, row in zip(numbers, kept, strict=True)
            ]
        if (len(self.rows) + len(kept)) * max(map(len, kept)) > MOST_CELLS:
            raise TooLarge
        turned = zip(*kept, strict=True) if uniform else zip_longest(*kept, fillvalue="")
        for at, cells in enumerate(turned):
            self._fill(at)
            # Tuples of text, which the garbage collector leaves alone; lists it walks again and again.
            self._columns[at].append(self._pooled(at, plain_cells(cells)))
            self._lengths[at] += len(cells)
        self.rows += numbers

    def _fill(self, at: int) -> None:
        """Make a column as long as the rows that were added, with empty cells."""
        missing = len(self.rows) - self._lengths[at]
        if missing > 0:
            self._columns[at].append(("",) * missing)
            self._lengths[at] += missing

    def columns(self) -> Iterator[tuple[str, tuple[str, ...]]]:
        """Yield name and cells of each column; one without a name and without a cell is left out."""
        names: set[str] = set()
        blank = ("",) * len(self.rows)
        for at, name in enumerate(self.heading.names):
            cells = blank
            if self._columns[at]:
                self._fill(at)
                cells = tuple(chain.from_iterable(self._columns[at]))[: len(self.rows)]
            if name or any(cells):
                key = name or f"column {at + 1}"
                key = f"{key}#{at + 1}" if key in names else key
                names.add(key)
                yield key, cells

    def issues(self) -> tuple[Issue, ...]:
        """Return what was left out, row by row where that is not too much."""
        issues = list(self._ragged.values())
        if self._more_ragged:
            found = tr(
                "{count} more rows have fewer or more cells than the header",
                count=self._more_ragged,
            )
            mend = tr("Read what is there; put text with a delimiter between quotes.")
            issues.append(Issue("row_ragged", Severity.WARNING, self.name, found, mend))
        mend = tr("Left out: it is no record.")
        for rows, say in ((self._again, HEADER_AGAIN), (self.totals, TOTALS)):
            if rows:
                shown = ", ".join(map(str, rows[:5])) + (", ..." if len(rows) > 5 else "")
                found = say(len(rows), rows=shown)
                issues.append(
                    Issue("rows_left_out", Severity.NOTE, self.name, found, mend, rows[0])
                )
        return tuple(issues)

    def trim(self) -> tuple[Issue, ...]:
        """Take totals and notes off the end, say them."""
        issues: list[Issue] = []
        for _ in range(2):
            issues += self._without_footer()
            last = len(self.rows) - 1
            if last > 0 and self._is_wide_total(self._row(last)):
                self.totals.append(self.rows[last])
                self._shorten(last)
        return tuple(issues)

    def _records(self, rows: Sequence[Row], first: int) -> tuple[list[Row], list[int]]:
        """Return the rows that are records, and their numbers."""
        begin = [row[0] if row else "" for row in rows]
        header = self.heading.cells[0]
        doubtful = {
            cell
            for cell in set(begin)
            if not (cell[:1].isdigit() and cell != header) and self._is_doubtful(cell)
        }
        numbers = range(first, first + len(rows))
        if not doubtful:
            return list(rows), list(numbers)
        kept: list[Row] = []
        which: list[int] = []
        blank = False
        for number, cell, row in zip(numbers, begin, rows, strict=True):
            if cell in doubtful:
                bare = [plain_cell(other) for other in row]
                if all(map(DASHES.fullmatch, bare)):
                    blank = True
                    continue
                if self._is_left_out(number, bare):
                    continue
            if blank:
                self._after_blank.add(number)
                blank = False
            kept.append(row)
            which.append(number)
        return kept, which

    def _is_doubtful(self, cell: str) -> bool:
        """Whether a row that begins so may be something else than a record."""
        bare = plain_cell(cell)
        if not bare or bare == self.heading.cells[0]:
            return True
        return DASHES.fullmatch(bare) is not None or is_total(bare)

    def _is_left_out(self, number: int, row: list[str]) -> bool:
        if tuple(row) == self.heading.cells:
            self._again.append(number)
            return True
        filled = [cell for cell in row if cell]
        if len(filled) * 2 <= len(self._columns) and is_total(filled[0]):
            self.totals.append(number)
            return True
        return False

    def _cut(self, number: int, row: Row) -> Row:
        """Return a row with no more cells than the header; say where it has others."""
        width = len(self._columns)
        beyond = [cell for cell in row[width:] if cell.strip()]
        if beyond or (self.even and len(row) < width):
            found = tr("the row has {count} cells, the header {width}", count=len(row), width=width)
            mend = tr("Read what is there; put text with a delimiter between quotes.")
            if beyond:
                mend = tr(
                    "Left out {beyond}; put text with a delimiter between quotes.",
                    beyond=repr(beyond[0][:60]),
                )
            if len(self._ragged) < MOST_SAID:
                self._ragged[number] = Issue(
                    "row_ragged", Severity.WARNING, self.name, found, mend, number
                )
            else:
                self._more_ragged += 1
        return row[:width]

    def _pooled(self, at: int, cells: tuple[str, ...]) -> tuple[str, ...]:
        """Return the cells, equal ones as one object where a column says few things often."""
        if at not in self._pools:
            self._pools[at] = {} if len(set(cells)) < POOLED * len(cells) else None
        pool = self._pools[at]
        return cells if pool is None else tuple(map(pool.setdefault, cells, cells))

    def _without_footer(self) -> list[Issue]:
        """Take notes below the table off: narrow rows of words, at the end."""
        end, width = len(self.rows), len([name for name in self.heading.names if name])
        first = self._narrow_from(max(1, width // 3))
        if first < end:
            # A table of twelve columns may fill four of them: narrow is what it seldom is.
            above = range(max(0, first - USUAL), first) or range(end)
            usual = median_high(map(self._filled, above))
            first = self._narrow_from(max(1, min(width // 3, usual // 2)))
        while first < end and not self._is_note(first):
            first += 1
        if first == end or width < 2:
            return []
        count, text = end - first, " ".join(filter(None, self._row(first)))
        found = tr_count(
            count, "{count} row below the table: {what}", "{count} rows below the table: {what}",
            what=repr(text[:60]),
        )  # fmt: skip
        mend = tr_count(count, "Left out: it is no record.", "Left out: these are no records.")
        row = self.rows[first]
        self._shorten(first)
        return [Issue("rows_left_out", Severity.NOTE, self.name, found, mend, row)]

    def _is_wide_total(self, row: list[str]) -> bool:
        """Whether the last row sums those above; one with every cell of many may be a company."""
        return len(row) > 1 and is_total(row[0]) and (len(row) <= 3 or "" in row)

    def _narrow_from(self, most: int) -> int:
        """Return the first of the last rows that fill so many cells at most."""
        first = end = len(self.rows)
        while first > max(0, end - DEEPEST) and self._filled(first - 1) <= most:
            first -= 1
        return first

    def _filled(self, at: int) -> int:
        return sum(map(bool, self._row(at)))

    def _is_note(self, at: int) -> bool:
        text = " ".join(filter(None, self._row(at)))
        return bool(WORDS.search(text)) or (self.rows[at] in self._after_blank and " " in text)

    def _row(self, at: int) -> list[str]:
        """Return a row of those near the end."""
        cells = []
        for column, length in zip(self._columns, self._lengths, strict=True):
            place, part = at - length, len(column)
            while part and place < 0:
                part -= 1
                place += len(column[part])
            cells.append(column[part][place] if part < len(column) and place >= 0 else "")
        return cells

    def _shorten(self, end: int) -> None:
        for number in self.rows[end:]:
            self._ragged.pop(number, None)
        del self.rows[end:]
