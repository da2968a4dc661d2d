"""Rows without an id, and rows that say they are the same."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence

from planner.io.column_names import bare
from planner.io.finding import FIRST, LATER, TOGETHER, WAIT, Choice, Finding, Flaw, mend
from planner.io.tables import Table
from planner.language import tr
from planner.model.issues import Issue, Severity
from planner.notation import number

CUT_SHORT = re.compile(r"\d(?:[.,]\d+)?E\+\d\d")
"""1.23457E+15"""

MOST_NAMED = 6
"""Rows named of a group."""


def find_ids(
    table: Table, column: str, name_column: str, by_name: Mapping[str, str]
) -> list[Finding]:
    """Return rows without an id, and groups of rows with the same one.

    `by_name` is the id that the plan has by bare name, where only one has it.
    """
    ids = table.columns[column]
    found = twice(table, column, ids, (FIRST, LATER))
    if all(ids):
        return found
    names = table.columns.get(name_column, ("",) * len(ids))
    used = set(ids)
    for at, id_ in enumerate(ids):
        if not id_:
            found.append(_without_id(at, column, names[at], by_name, used))
    return found


def said_of_ids(table: Table, column: str) -> tuple[Issue, ...]:
    """Say which ids a spreadsheet took for large numbers and cut short."""
    cut = [at for at, id_ in enumerate(table.columns[column]) if CUT_SHORT.fullmatch(id_)]
    if not cut:
        return ()
    found = tr(
        "{count} of the ids are like {id}: a spreadsheet took them for numbers and cut them short",
        count=number(len(cut)), id=table.columns[column][cut[0]],
    )  # fmt: skip
    mend = tr("Export them again as text; else it is not known which account is which.")
    row = table.rows[cut[0]]
    return (Issue("cell_error", Severity.WARNING, table.file, found, mend, row, column),)


def twice(
    table: Table, column: str, keys: Sequence[str], offers: tuple[Choice, ...]
) -> list[Finding]:
    """Return groups of rows with the same key; "" is no key. Rows alike in every cell are one."""
    if len(set(keys)) == len(keys):
        return []
    groups = defaultdict(list)
    for at, key in enumerate(keys):
        if key:
            groups[key].append(at)
    return [
        _group(table, column, tuple(records), offers)
        for records in groups.values()
        if len(records) > 1
    ]


def _group(
    table: Table, column: str, records: tuple[int, ...], offers: tuple[Choice, ...]
) -> Finding:
    rows = ", ".join(str(table.rows[at]) for at in records[:MOST_NAMED])
    rows += ", …" if len(records) > MOST_NAMED else ""
    alike = all(len({cells[at] for at in records}) == 1 for cells in table.columns.values())
    cell = table.columns[column][records[0]] if column in table.columns else ""
    if alike:
        why, default = tr("the same row twice: {rows}", rows=rows), FIRST
    else:
        why, default = tr("twice, and rows {rows} differ", rows=rows), WAIT
    kept = tuple(offer for offer in offers if not (alike and offer == TOGETHER))
    return Finding(Flaw.TWICE, records, column, cell, why, kept, default)


def _without_id(
    at: int, column: str, name: str, by_name: Mapping[str, str], used: set[str]
) -> Finding:
    """Offer the id that the plan has for one of this name, unless another row has it."""
    id_ = by_name.get(bare(name), "") if name else ""
    offers = (mend(id_),) if id_ and id_ not in used else ()
    used.add(id_)
    why = tr("no id; known by its name") if offers else tr("no id")
    return Finding(Flaw.ID_MISSING, (at,), column, "", why, offers, offers[0] if offers else WAIT)
