"""Tables of a few rows, and what a grid plan knows, for tests of the import."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from builders import grid_plan

from planner.io.column_looks import Known, known_of
from planner.io.column_names import Kind
from planner.io.decimal_marks import has_decimal_commas
from planner.io.finding import Found
from planner.io.findings import find
from planner.io.mapping import propose
from planner.io.tables import Table
from planner.model.plan import Plan
from planner.model.types import frozen_map

NAMES = ("Ede", "Hei- en Boeicop", "'s-Hertogenbosch", "Gouda", "Sint Anthonis", "Zwolle")


def named_plan() -> Plan:
    """A grid of 2 x 3 places with real names, codes 0001 to 0006, and reps R01 and R02."""
    plan = grid_plan(2, 3, 2)
    reps = tuple(
        replace(rep, name=name)
        for rep, name in zip(plan.reps, ("Anna de Vries", "Bo Jansen"), strict=True)
    )
    return replace(plan, regions=replace(plan.regions, names=NAMES), reps=reps)


def table(head: str, *rows: str, file: str = "file.csv") -> Table:
    """A table of cells parted by bars; the first row below the header is row 2."""
    cells = [[cell.strip() for cell in row.split("|")] for row in rows]
    columns = {
        name.strip(): tuple(row[at] for row in cells) for at, name in enumerate(head.split("|"))
    }
    comma = has_decimal_commas(tuple(columns.values()))
    return Table(file, columns, tuple(range(2, 2 + len(rows))), comma)


def proposed(made: Table, kind: Kind, known: Known | None = None) -> dict[str, str]:
    """Meaning by column, as proposed."""
    known = known or known_of(named_plan())
    return {guess.column: guess.meaning for guess in propose(made, kind, known)}


def found(
    made: Table,
    kind: Kind,
    *,
    old_codes: Mapping[str, str] | None = None,
    meanings: Mapping[str, str] | None = None,
    plan: Plan | None = None,
) -> Found:
    """What is doubtful in a table."""
    known = known_of(plan or named_plan(), old_codes)
    taken = meanings if meanings is not None else proposed(made, kind, known)
    return find(made, frozen_map(taken), kind, known)


def told(of: Found) -> list[tuple[str, Sequence[int], str]]:
    """Flaw, spreadsheet rows and default of each finding."""
    return [
        (
            str(one.flaw),
            tuple(of.table.rows[at] for at in one.at),
            f"{one.default.action} {one.default.value}".strip(),
        )
        for one in of.findings
    ]
