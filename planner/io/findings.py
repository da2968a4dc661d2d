"""Every doubt about the rows of a table, once it is known what its columns are."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np

from planner.io.cells import date_column, number_column
from planner.io.column_looks import Known
from planner.io.column_names import FIGURE, KEEP, PLACE_NAME, REGION, Kind
from planner.io.decimal_marks import reads_both_ways
from planner.io.find_cells import Wanted, find_dates, find_numbers, find_owners
from planner.io.find_ids import find_ids, said_of_ids
from planner.io.find_places import place_accounts, place_figures
from planner.io.finding import Finding, Flaw, Found, columns_by_meaning, index_of, read_as
from planner.io.mapping import DATES, NUMBERS
from planner.io.tables import Table
from planner.language import tr
from planner.model.issues import Issue
from planner.model.types import UNASSIGNED, Ints, ints
from planner.store.rows import number

Report = Callable[[str, float], None]
"""Told what is done and how far it is, 0..1; what it raises ends the search."""

NEEDED = {Kind.ACCOUNTS: ("id",), Kind.PEOPLE: ("rep_id",)}


def find(
    table: Table,
    meanings: Mapping[str, str],
    kind: Kind,
    known: Known,
    report: Report | None = None,
) -> Found:
    """Return every row that is not good, each with what may be done about it."""
    tell = report or (lambda what, share: None)
    at = columns_by_meaning(meanings)
    region: Ints = ints(np.full(len(table), UNASSIGNED))
    found: list[Finding] = []
    issues: tuple[Issue, ...] = ()
    tell(tr("Looking at ids"), 0.1)
    id_column = at.get("rep_id" if kind is Kind.PEOPLE else "id", "")
    if kind is not Kind.FIGURES and id_column:
        name, by_name = ("rep", {}) if kind is Kind.PEOPLE else ("name", known.accounts)
        found += find_ids(table, id_column, at.get(name, ""), by_name)
    tell(tr("Looking at places"), 0.2)
    if kind is Kind.ACCOUNTS:
        region, more, issues = place_accounts(
            table, at, table.columns.get(id_column, ("",) * len(table)), known
        )
        found += more
        issues = (*said_of_ids(table, id_column), *issues) if id_column else issues
    elif kind is Kind.FIGURES and (REGION in at or PLACE_NAME in at):
        region, more = place_figures(table, at, known)
        found += more
    for place, (column, meaning) in enumerate(read_as(meanings).items()):
        tell(tr("Looking at cells"), 0.6 + 0.4 * place / len(meanings))
        found += _cells(table, column, meaning, kind, known, region)
        issues += _doubts(
            table, column, meaning, is_number=_is_number(column, meaning, kind, known)
        )
    order = list(Flaw)
    found.sort(key=lambda one: (one.at[0], order.index(one.flaw)))
    absent = _absent(meanings, kind)
    index = index_of(found)
    return Found(table, kind, meanings, known, tuple(found), index, region, absent, issues)


def _cells(
    table: Table, column: str, meaning: str, kind: Kind, known: Known, region: Ints
) -> list[Finding]:
    key = column if meaning == KEEP else meaning
    if meaning in DATES:
        return find_dates(table, column)
    if meaning == "owner" and kind is Kind.ACCOUNTS:
        return find_owners(table, column, known)
    if meaning == FIGURE:
        present = _present(known, column, region)
        return find_numbers(table, Wanted(column, 0.0, needed=True, listed=True, present=present))
    if kind is Kind.ACCOUNTS and _is_number(column, meaning, kind, known):
        summed = key in known.sums
        return find_numbers(table, Wanted(column, 0.0 if summed else None, listed=summed))
    if kind is Kind.PEOPLE and meaning in NUMBERS:
        return find_numbers(table, Wanted(column, 0.0))
    return []


def _is_number(column: str, meaning: str, kind: Kind, known: Known) -> bool:
    key = column if meaning == KEEP else meaning
    counts = kind is Kind.ACCOUNTS and key in known.sums | known.compared
    return meaning in NUMBERS or counts


def _doubts(table: Table, column: str, meaning: str, *, is_number: bool) -> tuple[Issue, ...]:
    """Return what is said of a column whose numbers or days can be read in two ways."""
    said: tuple[Issue, ...] = ()
    if meaning in DATES:
        said = date_column(table, column)[1]
    elif is_number and reads_both_ways(table.columns[column]):
        said = number_column(table, column, "")[1]
    return tuple(issue for issue in said if issue.code in ("number_doubtful", "date_doubtful"))


def _present(known: Known, column: str, region: Ints) -> tuple[str, ...]:
    """Return what the plan has of a figure for each row, () where it has no such figure."""
    values = known.regions.columns.get(column)
    if values is None:
        return ()
    return tuple("" if at == UNASSIGNED else number(float(values[at])) for at in region.tolist())


def _absent(meanings: Mapping[str, str], kind: Kind) -> tuple[str, ...]:
    """Return what no column stands for and nothing can be imported without."""
    held = set(meanings.values())
    if kind is Kind.FIGURES:
        place = () if REGION in held or PLACE_NAME in held else (REGION,)
        return (*place, *(() if FIGURE in held else (FIGURE,)))
    return tuple(meaning for meaning in NEEDED[kind] if meaning not in held)
