"""Cells of a table as numbers, dates and ids, with an issue for each that is none."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from planner.io.columns import are_numbers, numbers
from planner.io.dates import DateForm, DateOrder, date_form, read_date
from planner.io.decimal_marks import reads_both_ways, reads_so, strays
from planner.io.tables import Table
from planner.language import Phrase, some_of, tr
from planner.model.issues import Issue, Severity
from planner.model.types import Bools, Floats, bools, floats
from planner.notation import plain

__all__ = [
    "absent_columns", "cell_form", "date_column", "id_column", "number_column", "read_date",
]  # fmt: skip


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
            tr("{cell} is not a number", cell=repr(cells[at])) if wrong[at]
            else tr("{cell} is below {least}", cell=cells[at], least=plain(least or 0.0)),
            mend, table.rows[at], column,
        )
        for at in np.flatnonzero(wrong | low).tolist()
    )  # fmt: skip
    return floats(np.where(low, np.nan, values)), issues + _said_of_marks(table, column, values)


def _said_of_marks(table: Table, column: str, values: Floats) -> tuple[Issue, ...]:
    """Say how 1.234 was read where neither the column nor the rest of the table tells."""
    cells = table.columns[column]
    odd = strays(cells, comma_likely=table.comma)
    if odd:
        return (_said_of_strays(table, column, odd, values),)
    english = table.format.delimiter == "," and not any("." in cell for cell in cells)
    told = table.comma and not table.comma_assumed
    if told or english or not reads_both_ways(cells):
        return ()
    at = next(at for at, cell in enumerate(cells) if reads_so(cell))
    found = tr(
        "nothing tells whether {cell} has a mark between thousands or decimals", cell=cells[at]
    )
    mend = tr(
        "Read as {value}; write all decimals, or no marks, if that is wrong.",
        value=plain(values[at], 12),
    )
    return (Issue("number_doubtful", Severity.NOTE, table.file, found, mend, column=column),)


def _said_of_strays(table: Table, column: str, odd: Sequence[int], values: Floats) -> Issue:
    """Say which cells have decimals behind the mark that parts thousands in the others."""
    cells, at = table.columns[column], odd[0]
    named = some_of([repr(cells[other]) for other in odd], 1)
    like = next(at for at, cell in enumerate(cells) if reads_so(cell))
    found = (
        tr(
            "{cell} has a decimal comma, where most cells are like {like}",
            cell=named,
            like=cells[like],
        )
        if "," in cells[at]
        else tr(
            "{cell} has a decimal point, where most cells are like {like}",
            cell=named,
            like=cells[like],
        )
    )
    mend = tr(
        "Read as {value}, and {like} as {other}; write all numbers one way.",
        value=plain(values[at], 12), like=cells[like], other=plain(values[like], 12),
    )  # fmt: skip
    row = table.rows[at]
    return Issue("number_doubtful", Severity.WARNING, table.file, found, mend, row, column)


def date_column(table: Table, column: str) -> tuple[tuple[str, ...], tuple[Issue, ...]]:
    """Return a column of dates as 2027-01-31, "" where a cell is empty or no date.

    Year first, with the name of the month, as Excel's number of days; else day first, or month
    first when some cell can only be read so. Where no cell tells, the other columns of the table
    are asked, and what was taken is said.
    """
    cells = table.columns[column]
    form = _date_form(table, column, mostly=False)
    month_first = form is not None and form.month_first
    serial = form is not None and form.order is DateOrder.SERIAL
    known = {cell: read_date(cell, month_first=month_first, serial=serial) for cell in set(cells)}
    issues = _said_of_form(table, column, form)
    if any(day is None for cell, day in known.items() if cell):
        issues += tuple(
            Issue(
                "date_wrong", Severity.WARNING, table.file, tr("{cell} is not a date", cell=repr(cell)),
                tr("Left empty; write it as 2027-01-31."), table.rows[at], column,
            )
            for at, cell in enumerate(cells)
            if cell and known[cell] is None
        )  # fmt: skip
    written = {cell: day.isoformat() if day else "" for cell, day in known.items()}
    return tuple(map(written.__getitem__, cells)), issues


def cell_form(table: Table, column: str) -> str:
    """Return how the cells of a column are written, in words: "days as day-month-year"."""
    cells = table.columns[column]
    if not any(cells):
        return tr("empty")
    form = _date_form(table, column)
    if form is not None and form.order is not DateOrder.SERIAL:
        days = {
            DateOrder.YEAR_FIRST: Phrase("days as year-month-day ({example})"),
            DateOrder.DAY_FIRST: Phrase("days as day-month-year ({example})"),
            DateOrder.MONTH_FIRST: Phrase("days as month-day-year ({example})"),
            DateOrder.NAMED: Phrase("days with the name of the month ({example})"),
        }[form.order](example=form.example)
        if form.sure:
            return days
        return tr("{days}; 12 or less everywhere, so perhaps the other way round", days=days)
    values = are_numbers(cells, comma_likely=table.comma)
    if values is None:
        return tr("text")
    marked = next((cell for cell in cells if "," in cell or "." in cell), "")
    if not marked:
        return tr("whole numbers")
    if reads_both_ways(cells):
        marked = next(filter(reads_so, cells))
        value = float(values[cells.index(marked)])
        return tr("numbers; {marked} is read as {value}", marked=marked, value=plain(value))
    comma = numbers([marked], comma_likely=table.comma)[0][0] == values[cells.index(marked)]
    if table.comma and comma:
        return tr("numbers with a decimal comma ({marked})", marked=marked)
    return tr("numbers with a decimal point ({marked})", marked=marked)


def _date_form(table: Table, column: str, *, mostly: bool = True) -> DateForm | None:
    others = (cells for key, cells in table.columns.items() if key != column)
    # Decimal commas and semicolons come from countries that write the day first.
    day_first = table.comma or table.format.delimiter == ";"
    return date_form(table.columns[column], others, day_first=day_first, mostly=mostly)


def _said_of_form(table: Table, column: str, form: DateForm | None) -> tuple[Issue, ...]:
    if form is not None and form.order is DateOrder.SERIAL:
        day = read_date(form.example, serial=True)
        found = tr("the dates are numbers of days ({example})", example=form.example)
        mend = tr("Read as Excel counts them: {day}.", day=day)
    elif form is not None and not form.sure:
        day = read_date(form.example, month_first=form.month_first)
        found = tr(
            "no date tells whether the day or the month comes first ({example})",
            example=form.example,
        )
        mend = (
            tr("Read as month-day-year: {day}; write 2027-01-31 if that is wrong.", day=day)
            if form.month_first
            else tr("Read as day-month-year: {day}; write 2027-01-31 if that is wrong.", day=day)
        )
    else:
        return ()
    return (Issue("date_doubtful", Severity.NOTE, table.file, found, mend, column=column),)


def id_column(
    table: Table, column: str, what: str
) -> tuple[tuple[str, ...], Bools, tuple[Issue, ...]]:
    """Return ids, which rows stay, and an issue for each row without an id or with a used one.

    A row without id gets the id `row-N`, or a longer one where a row has that; of rows with the
    same id the first stays.
    """
    ids, issues = list(table.columns[column]), []
    stays = np.ones(len(ids), np.bool_)
    if len(set(ids)) == len(ids) and all(ids):
        return tuple(ids), bools(stays), ()
    first: dict[str, int] = {}
    used = set(ids)
    for at, id_ in enumerate(ids):
        row = table.rows[at]
        if not id_:
            ids[at] = _unused(f"row-{row}", used)
            found = tr("the account has no id") if what == "account" else tr("the rep has no id")
            mend = tr("Called it {id}; give it an id.", id=ids[at])
            issues.append(
                Issue("id_missing", Severity.WARNING, table.file, found, mend, row, column)
            )
        elif id_ in first:
            stays[at] = False
            said = {"id": repr(id_), "row": first[id_]}
            found = (
                tr("account {id} stands in row {row} already", **said)
                if what == "account"
                else tr("rep {id} stands in row {row} already", **said)
            )
            mend = tr("Left this row out; give it an id of its own if it is another one.")
            issues.append(
                Issue("id_duplicate", Severity.WARNING, table.file, found, mend, row, column)
            )
        else:
            first[id_] = row
    return tuple(ids), bools(stays), tuple(issues)


def _unused(id_: str, used: set[str]) -> str:
    """Return an id, made longer until nobody has it."""
    while id_ in used:
        id_ += "b"
    used.add(id_)
    return id_


def absent_columns(table: Table, named: Sequence[tuple[str, str]]) -> tuple[Issue, ...]:
    """Return an error for every (key, column) that the plan names and the table has not got."""
    there = ", ".join(table.columns)
    return tuple(
        Issue(
            "column_missing", Severity.ERROR, table.file,
            tr("there is no column {column} (for {key}); the file has {there}",
               column=repr(column), key=key, there=there),
            tr("Name one of these in plan.toml."), column=column,
        )
        for key, column in named
        if column not in table.columns
    )  # fmt: skip
