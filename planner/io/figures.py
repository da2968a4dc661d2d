"""Figures of a table joined onto regions by their codes."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from difflib import get_close_matches

import numpy as np

from planner.io.cells import absent_columns, number_column
from planner.io.places import regions_of_codes
from planner.io.placing_words import said_of_codes
from planner.io.tables import Table
from planner.language import tr, tr_count
from planner.model.issues import Issue, Severity, blocks
from planner.model.types import UNASSIGNED, Floats, Ints, floats, frozen_map
from planner.notation import number

MOST_SAID = 100
"""Unknown codes of which each has an issue of its own; the others are counted."""

MOST_GUESSED = 30
"""Unknown codes for which a known one is looked for."""

NEIGHBOURS = 100
"""Known codes before and after an unknown one, in order of their first and of their last signs."""

SHOWN = 5


def figures_of(
    table: Table, code_column: str, columns: Sequence[str], by_code: Mapping[str, int]
) -> tuple[Mapping[str, Floats], tuple[Issue, ...]]:
    """Return columns of a table summed by region.

    Parameters
    ----------
    table : Table
    code_column : str
        Column with the code of a region; a column `country` beside it settles codes that stand in
        two countries.
    columns : sequence of str
        Columns of numbers.
    by_code : mapping of str to int
        Region of every known code; every region has one.

    Returns
    -------
    mapping of str to Floats (n,), tuple of Issue
        By column, NaN for a region of which no row says a number; empty where a column is absent.
    """
    named = [("code", code_column), *(("figures", column) for column in columns)]
    issues = absent_columns(table, named)
    if blocks(issues):
        return frozen_map(), issues
    codes = table.columns[code_column]
    countries = table.columns.get("country", ("",) * len(table))
    region, settled = regions_of_codes(codes, by_code, countries)
    regions = max(by_code.values(), default=UNASSIGNED) + 1
    issues += tuple(said_of_codes(table, code_column, settled))
    issues += _said_of_unknown(table, code_column, region, by_code)
    issues += _said_of_rows(table, code_column, region, by_code)
    sums = {}
    for column in columns:
        values, wrong = number_column(table, column, tr("Left out of the sum; correct it."))
        issues += wrong
        sums[column] = _summed(values, region, regions)
    return frozen_map(sums), issues


def _summed(values: Floats, region: Ints, regions: int) -> Floats:
    """Return the sum of the values of each region, NaN where it has none."""
    known = np.isfinite(values) & (region != UNASSIGNED)
    sums = np.bincount(region[known], weights=values[known], minlength=regions)
    counts = np.bincount(region[known], minlength=regions)
    return floats(np.where(counts > 0, sums, np.nan))


def _said_of_unknown(
    table: Table, column: str, region: Ints, by_code: Mapping[str, int]
) -> tuple[Issue, ...]:
    """Say each unknown code once, with its first row and the known code that is most like it."""
    codes = table.columns[column]
    places: dict[str, list[int]] = {}
    for at in np.flatnonzero(region == UNASSIGNED).tolist():
        places.setdefault(codes[at], []).append(at)
    nearest = _Nearest(by_code)
    issues = []
    for place, (code, rows) in enumerate(list(places.items())[:MOST_SAID]):
        found = tr_count(
            len(rows),
            "no region has the code {code}",
            "no region has the code {code} ({count} rows)",
            code=repr(code),
        )
        if not code:
            found = tr_count(len(rows), "the row has no code", "the row has no code ({count} rows)")
        like = nearest.of(code) if code and place < MOST_GUESSED else ""
        mend = tr("Left out of the sums; correct the code.")
        mend = tr("Left out of the sums; is it {like}?", like=repr(like)) if like else mend
        where = table.rows[rows[0]]
        issues.append(
            Issue("region_unknown", Severity.WARNING, table.file, found, mend, where, column)
        )
    if len(places) > MOST_SAID:
        found = tr("{count} more codes are of no region", count=len(places) - MOST_SAID)
        mend = tr("Left out of the sums; is this the right column of codes?")
        issues.append(
            Issue("region_unknown", Severity.WARNING, table.file, found, mend, column=column)
        )
    return tuple(issues)


def _said_of_rows(
    table: Table, column: str, region: Ints, by_code: Mapping[str, int]
) -> tuple[Issue, ...]:
    """Say how many regions have several rows, and which have none."""
    regions = max(by_code.values(), default=UNASSIGNED) + 1
    rows = np.bincount(region[region != UNASSIGNED], minlength=regions)
    issues = []
    several, without = int((rows > 1).sum()), np.flatnonzero(rows == 0).tolist()
    if several:
        found = tr(
            "{several} of {regions} regions have several rows", several=several, regions=regions
        )
        note = Issue(
            "figures_summed", Severity.NOTE, table.file, found, tr("Added them up."), column=column
        )
        issues.append(note)
    if without:
        code_of = {at: code for code, at in reversed(list(by_code.items()))}
        shown = ", ".join(code_of[at] for at in without[:SHOWN] if at in code_of)
        shown += ", ..." if len(without) > SHOWN else ""
        found = tr(
            "{count} of {regions} regions have no row ({shown})",
            count=number(len(without)),
            regions=regions,
            shown=shown,
        )
        mend = tr("Left unknown; add a row for each, with 0 where there is nothing.")
        issues.append(
            Issue("figures_missing", Severity.WARNING, table.file, found, mend, column=column)
        )
    return tuple(issues)


class _Nearest:
    """Looks for known codes like an unknown one, among few: those that begin or end as it does."""

    def __init__(self, by_code: Mapping[str, int]) -> None:
        self._codes = sorted(by_code)
        self._turned = sorted(code[::-1] for code in by_code)

    def of(self, code: str) -> str:
        """Return the known code that is most like one, "" where none is."""
        near = [*_around(self._codes, code), *(c[::-1] for c in _around(self._turned, code[::-1]))]
        return next(iter(get_close_matches(code[:40], near, n=1, cutoff=0.6)), "")


def _around(codes: Sequence[str], code: str) -> Sequence[str]:
    at = bisect_left(codes, code)
    return codes[max(0, at - NEIGHBOURS) : at + NEIGHBOURS]
