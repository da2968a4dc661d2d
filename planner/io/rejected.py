"""Rows that are not taken, as a file to mend and give back; and a report of what became of every row."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np

from planner.io.column_names import ADDED, Kind, bare
from planner.io.deciding import PLACE_FLAWS, Fate, Import
from planner.io.finding import Action, Choice, Finding
from planner.io.safe_csv import unsafe, write_csv
from planner.io.tables import Table
from planner.language import Phrase, tr
from planner.model.types import UNASSIGNED

REPORT = "import-report.csv"
REPORT_COLUMNS = ("row", "name", "result", "column", "found", "what is wrong", "what was done")

RESULTS = {Fate.TAKEN: "imported", Fate.WAITING: "waiting", Fate.LEFT_OUT: "left out"}
BESIDE = {
    Fate.TAKEN: Phrase("another row of its place is not imported"),
    Fate.WAITING: Phrase("another row of its place waits"),
    Fate.LEFT_OUT: Phrase("left out"),
}
"""Why a row is given back about which there is no doubt."""

DONE = {
    Action.AS_IS: Phrase("taken as it is"),
    Action.FIRST: Phrase("kept the first row"),
    Action.LATER: Phrase("kept the later row"),
    Action.TOGETHER: Phrase("added up"),
    Action.LEAVE: Phrase("left the row out"),
    Action.WAIT: Phrase("to choose"),
    Action.STOP: Phrase("stops the import"),
}

OLD_REASON = "reason"
OLD_WORDS = re.compile(
    rf"(?:.*; )?(?:left out|.*\((?:{'|'.join(say.text for say in DONE.values())})\)"
    r"|no region has the code '.*'|another row has the id '.*')",
    re.DOTALL,
)
"""What older versions wrote into the last column of rows they gave back."""


def write_rejected(path: Path, made: Import) -> int:
    """Write the rows that wait or are left out, with their row in the file and the reason behind.

    Figures of a place come with all its rows: given back, they take the place of what was imported.
    Returns how many rows there are.

    Raises OSError.
    """
    table, reasons = made.found.table, _reasons(made)
    records = _records(made)
    columns = [column for column in table.columns if bare(column) not in ADDED]
    cells = [made.plain(column) for column in columns]
    rows = (
        [
            *(column[at] for column in cells),
            str(table.rows[at]),
            "; ".join(reasons.get(at, (BESIDE[Fate(made.fate[at])](),))),
        ]
        for at in records
    )
    write_csv(path, (*columns, *ADDED), rows)
    return len(records)


def _records(made: Import) -> list[int]:
    """Return the rows that are not taken; of figures, all rows of their places."""
    gone = made.fate != Fate.TAKEN
    if made.found.kind is Kind.FIGURES:
        region = made.regions()
        gone = gone | np.isin(region, np.setdiff1d(region[gone], UNASSIGNED))
    return np.flatnonzero(gone).tolist()


def write_report(path: Path, made: Import) -> None:
    """Write one line for every row of the file, and one more for each further doubt; raises OSError."""
    write_csv(path, REPORT_COLUMNS, report_rows(made))


def report_rows(made: Import) -> Iterator[tuple[str, ...]]:
    """Yield what became of every row, in file order."""
    doubts: dict[int, list[int]] = defaultdict(list)
    for number, finding in enumerate(made.found.findings):
        for at in finding.at:
            doubts[at].append(number)
    for at, fate in enumerate(made.fate.tolist()):
        head = (str(made.found.table.rows[at]), made.found.name_of(at), RESULTS[Fate(fate)])
        if at not in doubts:
            yield (*head, "", "", "", BESIDE[Fate.WAITING]() if fate == Fate.WAITING else "")
        for number in doubts.get(at, ()):
            finding = made.found.findings[number]
            said = made.clashes.get(at) or done_words(finding, made.choices[number])
            yield (*head, finding.column, finding.found, finding.why, said)


def done_words(finding: Finding, choice: Choice) -> str:
    """Return what a choice does, in words."""
    if choice.action is not Action.MEND:
        return DONE[choice.action]()
    what = tr("region") if finding.flaw in PLACE_FLAWS else finding.column
    return (
        tr("{what} is {value}", what=what, value=choice.value)
        if choice.value
        else tr("{what} is unknown", what=what)
    )


def given_back(table: Table) -> Table:
    """Return a table that Rayon wrote itself as it was: without what it added, and signs of formulas bare."""
    added = [column for column in table.columns if bare(column) in ADDED] or _added_before(table)
    if not added:
        return table
    columns = {
        unsafe(column): tuple(map(unsafe, cells))
        for column, cells in table.columns.items()
        if column not in added
    }
    return replace(table, columns=columns, given_back=True)


def _added_before(table: Table) -> list[str]:
    """Return the last column where it holds the reasons that older versions of Rayon wrote."""
    last = next(reversed(table.columns), "")
    if last != OLD_REASON or not all(map(OLD_WORDS.fullmatch, table.columns[last])):
        return []
    return [last]


def _reasons(made: Import) -> dict[int, list[str]]:
    """Return why each row is not taken."""
    reasons: dict[int, list[str]] = defaultdict(list)
    for finding, choice in zip(made.found.findings, made.choices, strict=True):
        for at in finding.at:
            if made.fate[at] != Fate.TAKEN and choice.action not in (Action.MEND, Action.AS_IS):
                where = f"{finding.column}: " if finding.column else ""
                reasons[at].append(f"{where}{finding.why} ({DONE[choice.action]()})")
    for at, why in made.clashes.items():
        reasons[at].append(why)
    return reasons
