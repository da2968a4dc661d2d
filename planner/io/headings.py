"""Which row names the columns of a table, and what stands above it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from planner.io.cell_signs import plain_cell
from planner.io.columns import numbers
from planner.io.table_format import Row, refused
from planner.language import tr, tr_count
from planner.model.issues import Issue, Severity

LOOKED_AT = 60
"""Rows at the top of a table in which its header is looked for."""

ENOUGH = 0.6
"""Part of the columns that a header names at least."""

DASHES = re.compile(r"[-=_+|\s]*")
"""Lines that a list is drawn with."""

PLAIN = re.compile(r"-?\d[\d.,]*")
"""A number, or a code of digits."""

YEAR = re.compile(r"(?:19|20)\d\d")

LOOKED_BELOW = 1000
"""Rows below a header in which its names are looked for."""

LONGEST_NAME = 500
"""Signs of a name that are kept: a question of a survey is shorter, and what goes on is no name."""

BREAKS = re.compile(r"\s*[\r\n]+\s*")

Spans = Mapping[int, Sequence[tuple[int, int]]]
"""First and last column of merged cells, by row (first = 0)."""


@dataclass(frozen=True, slots=True)
class Heading:
    """The names of the columns, and where they stand.

    Attributes
    ----------
    names : tuple of str
        One a column, unique; "" where the header names none and cells may be empty too.
    cells : tuple of str
        The header as it stands, for finding it again further down.
    first, last : int
        Its rows, first row of the table = 0.
    issues : tuple of Issue
    """

    names: tuple[str, ...]
    cells: tuple[str, ...]
    first: int
    last: int
    issues: tuple[Issue, ...]


def heading_of(
    name: str, rows: Sequence[Row], asked: int | None = None, spans: Spans | None = None
) -> tuple[Heading | None, tuple[Issue, ...]]:
    """Find the header in the first rows of a table.

    Parameters
    ----------
    name : str
        Of the file, for issues.
    rows : sequence of rows
    asked : int or None
        The row the user says (first = 1); else the first that names most columns.
    spans : mapping, optional
        Merged cells: a row of groups over the header is joined to it.
    """
    bare = [[plain_cell(cell) for cell in row] for row in rows[: _last_looked_at(rows, asked)]]
    spans = _split_groups(bare) if spans is None else spans
    last = _header_row(bare, spans) if asked is None else asked - 1
    if not 0 <= last < len(bare) or not any(bare[last]):
        if not any(map(any, bare)):
            return None, (_empty(name, tr("there is nothing in it")),)
        found = tr("there is no header in row {row}", row=asked)
        return None, (refused(name, found, tr("Say which row names the columns."), "header_found"),)
    first, cells = _joined(bare, last, spans)
    names, issues = _names(name, cells)
    above = sum(any(row) for row in bare[:first])
    if above and asked is None:
        found = tr_count(
            above, "{count} row stands above the header ({row})",
            "{count} rows stand above the header ({row})",
            row=_shown(next(row for row in bare if any(row))),
        )  # fmt: skip
        mend = tr("Took row {row} as the header; give another row if that is wrong.", row=last + 1)
        issues = [Issue("header_found", Severity.NOTE, name, found, mend, last + 1), *issues]
    return Heading(tuple(names), tuple(bare[last]), first, last, tuple(issues)), ()


def said_of_header(
    name: str, heading: Heading, columns: Mapping[str, Sequence[str]]
) -> tuple[Issue, ...]:
    """Doubt a header that looks like a record: a plain number, or what stands below it again."""
    figures = [key for key in columns if PLAIN.fullmatch(key)]
    if not figures or _are_names(figures):
        words = ((key, cells) for key, cells in columns.items() if key not in figures)
        if not any(_is_below(key, cells[:LOOKED_BELOW]) for key, cells in words):
            return ()
    found = tr(
        "row {row} is the header and looks like a record ({cells})",
        row=heading.last + 1,
        cells=_shown(heading.cells),
    )
    mend = tr("Left it out of the records; write a row with the names of the columns above it.")
    return (Issue("header_found", Severity.WARNING, name, found, mend, heading.last + 1),)


def _is_below(key: str, cells: Sequence[str]) -> bool:
    """Whether a name is a value too; alone in its column it is the mark of a list of options."""
    return key in cells and not {key, ""}.issuperset(cells)


def _are_names(figures: Sequence[str]) -> bool:
    """Whether numbers may name columns: years, or weeks, months and ages in even steps."""
    if all(map(YEAR.fullmatch, figures)):
        return True
    values = numbers(figures)[0]
    steps = np.diff(values)
    return len(values) > 2 and bool(steps[0] > 0 and (steps == steps[0]).all())


def width_of(rows: Sequence[Row]) -> int:
    """Return how many columns most of a table has: titles are narrow and few, its rows wide."""
    extents = Counter(_extent(row) for row in rows if any(row))
    return max(extents, key=lambda width: (extents[width] * width, width), default=0)


def _last_looked_at(rows: Sequence[Row], asked: int | None) -> int:
    first = next((at for at, row in enumerate(rows) if any(map(str.strip, row))), len(rows))
    return max(first + LOOKED_AT, asked or 0)


def _header_row(rows: Sequence[Row], spans: Spans) -> int:
    width = width_of(rows)
    wide = [
        at
        for at, row in enumerate(rows)
        if _filled(row, spans.get(at, ())) >= max(1, ENOUGH * width) and not _is_drawn(row)
    ]
    if not wide:
        return next((at for at, row in enumerate(rows) if any(row)), -1)
    first = wide[0]
    # Titles may be pairs (Report: | Accounts): a blank row, then a full row of names, outdoes them.
    for at in wide[1:]:
        blank = any(not any(row) for row in rows[first:at])
        if blank and _count(rows[first]) < _count(rows[at]) == width and _is_text(rows[at]):
            return at
    while _groups(spans, first, width) and first + 1 < len(rows) and _is_text(rows[first + 1]):
        first += 1
    return first


def _split_groups(rows: Sequence[Row]) -> Spans:
    """Return the cells over which groups reach in a header of two rows, as text files write it.

    The gaps behind the groups are named in the row below, where words stand over numbers.
    """
    first = _header_row(rows, {})
    if not 0 <= first < len(rows) - 2:
        return {}
    over, under = rows[first], rows[first + 1]
    width = max(len(over), _extent(under))
    named = [at for at in range(width) if at < len(over) and over[at]]
    gaps = [at for at in range(named[0], width) if at not in named] if named else []
    below = rows[first + 2 :]
    if (
        not gaps
        or not all(at < len(under) and under[at] for at in gaps)
        or all(under[at] for at in named if at < len(under))
        or not _is_text(under)
        or not any(_are_over_numbers(below, at) for at in gaps)
    ):
        return {}
    ends = [*(at - 1 for at in named[1:]), width - 1]
    return {first: list(zip(named, ends, strict=True))}


def _are_over_numbers(rows: Sequence[Row], at: int) -> bool:
    """Whether a column holds numbers only, and some."""
    cells = [row[at] for row in rows if at < len(row) and row[at]]
    return bool(cells) and not numbers(cells)[1].any()


def _joined(rows: Sequence[Row], last: int, spans: Spans) -> tuple[int, list[str]]:
    """Return the first row of the header, and its names with the groups above them in front."""
    names, first = list(rows[last]), last
    while first and _groups(spans, first - 1, len(names)):
        first -= 1
        over = _spread(rows[first], spans.get(first, ()), len(names))
        for at, group in enumerate(over):
            if group and group != names[at]:
                names[at] = f"{group} {names[at]}".strip()
    return first, names


def _groups(spans: Spans, row: int, width: int) -> bool:
    """Whether a row holds names merged over some columns, not a title merged over all."""
    wide = [span for span in spans.get(row, ()) if span[1] > span[0]]
    return bool(wide) and all(last - first + 1 < max(2, width) for first, last in wide)


def _spread(row: Row, spans: Sequence[tuple[int, int]], width: int) -> list[str]:
    cells = [*row[:width], *[""] * (width - len(row))]
    for first, last in spans:
        if first < len(cells):
            cells[first : last + 1] = [cells[first]] * (min(last, width - 1) - first + 1)
    return cells


def _filled(row: Row, spans: Sequence[tuple[int, int]]) -> int:
    """Return how many columns a row names; a title that is merged over all of them names one."""
    filled = _count(row)
    if filled <= 1:
        return filled
    return filled + sum(last - first for first, last in spans if first < len(row) and row[first])


def _count(row: Row) -> int:
    return sum(map(bool, row))


def _extent(row: Row) -> int:
    return max((at for at, cell in enumerate(row, start=1) if cell), default=0)


def _is_text(row: Row) -> bool:
    """Whether no filled cell of a row is a number, as in a header."""
    filled = [cell for cell in row if cell]
    return bool(filled) and bool(numbers(filled)[1].all())


def _is_drawn(row: Row) -> bool:
    return all(DASHES.fullmatch(cell) for cell in row)


def _names(name: str, cells: Sequence[str]) -> tuple[list[str], list[Issue]]:
    """Return a name for each column; a name that stands twice gets the place of its column."""
    names: list[str] = []
    issues: list[Issue] = []
    used: set[str] = set()
    for place, cell in enumerate(cells, start=1):
        key = BREAKS.sub(" ", cell[:LONGEST_NAME])
        if key and key in used:
            found, mend = (
                tr("two columns are called {key}", key=repr(key)),
                tr("The second is {key}#{place} here.", key=key, place=place),
            )
            issues.append(Issue("column_double", Severity.NOTE, name, found, mend, column=key))
            key = f"{key}#{place}"
            while key in used:
                key += "#"
        used.add(key)
        names.append(key)
    return names, issues


def _shown(row: Row) -> str:
    text = " ".join(filter(None, row))
    return repr(text if len(text) <= 60 else text[:57] + "...")


def _empty(name: str, found: str) -> Issue:
    return refused(name, found, tr("Export it again with its rows."), "file_empty")
