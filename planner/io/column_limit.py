"""How many columns a file may bring: SQLite, and with it every GIS program, stops at 2,000 a table."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from planner.language import Phrase, tr
from planner.model.issues import Issue, Severity
from planner.model.plan import Plan
from planner.notation import number

MOST_COLUMNS = 1_000
"""Columns of one file that are read; those behind are left out, and that is said."""

MOST_HELD = 1_800
"""Columns of their own that the accounts of a plan have, and its regions, of all files together."""


def first_columns(
    columns: Sequence[str], wanted: Collection[str], file: str
) -> tuple[tuple[str, ...], tuple[Issue, ...]]:
    """Return the columns that are read, in their order, and what is said of the others.

    Those that the plan uses (`wanted`) come before the others.
    """
    ranked = sorted(columns, key=lambda column: column not in wanted)
    kept = set(ranked[:MOST_COLUMNS])
    return tuple(filter(kept.__contains__, columns)), said_of_width(file, len(columns))


def said_of_width(file: str, columns: int) -> tuple[Issue, ...]:
    """Return a warning where a file has more columns than are read."""
    if columns <= MOST_COLUMNS:
        return ()
    found = tr(
        "it has {columns} columns; the first {most} were read",
        columns=number(columns),
        most=number(MOST_COLUMNS),
    )
    mend = tr("Put those you need in front, or take others out.")
    return (Issue("file_doubtful", Severity.WARNING, file, found, mend),)


def too_wide(plan: Plan) -> tuple[Issue, ...]:
    """Return an error where accounts or regions have more columns than a plan file holds."""
    accounts, regions = plan.accounts, plan.regions
    counts = (
        (
            Phrase("the accounts would have {count} columns; a plan holds {most}"),
            len(accounts.text) + len(accounts.numbers),
        ),
        (
            Phrase("the regions would have {count} columns; a plan holds {most}"),
            len(regions.columns) + len(regions.parents) + len(plan.measures),
        ),
    )
    return tuple(
        Issue(
            "import_effect",
            Severity.ERROR,
            "",
            say(count=number(count), most=number(MOST_HELD)),
            tr("Leave columns out that you do not need."),
        )
        for say, count in counts
        if count > MOST_HELD
    )
