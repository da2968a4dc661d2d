"""Tables with one column per figure of a plan, whatever it is called, and a list that says which is which."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice
from math import nan
from typing import Any

import apsw
import numpy as np

from planner.model.types import Floats, Ints, floats, ints
from planner.store.guarded_database import quoted

COLUMNS = "rayon_columns"
"""Table that names the columns of a plan's own: layer, column, role (parent, load, …) and key."""

ROWS_AT_ONCE = 500
"""Rows read between two looks at their cells, which are then still at hand."""

Cells = Iterable[object]


@dataclass(frozen=True, slots=True)
class Column:
    """A column to write: its SQL type, what it holds, and its cells (rows,)."""

    name: str
    type: str
    cells: Cells
    role: str = ""
    key: str = ""


def create_list(db: apsw.Connection) -> None:
    """Make the table that names the columns of a plan's own."""
    db.execute(
        f"create table {COLUMNS} (fid INTEGER PRIMARY KEY, layer TEXT, name TEXT, role TEXT, key TEXT)"
    )


def write_table(db: apsw.Connection, table: str, columns: Sequence[Column]) -> None:
    """Make a table, rows numbered from 1; columns with a role are listed, under a name of their own."""
    taken: set[str] = {"fid"}
    names = [_free(column.name, taken) for column in columns]
    told = ", ".join(f"{quoted(n)} {c.type}" for n, c in zip(names, columns, strict=True))
    db.execute(f"create table {quoted(table)} (fid INTEGER PRIMARY KEY, {told})")
    places = ",".join("?" * len(columns))
    into = ", ".join(map(quoted, names))
    rows = zip(*(column.cells for column in columns), strict=True)
    db.executemany(f"insert into {quoted(table)} ({into}) values ({places})", rows)
    db.executemany(
        f"insert into {COLUMNS} (layer, name, role, key) values (?,?,?,?)",
        [
            (table, name, column.role, column.key)
            for name, column in zip(names, columns, strict=True)
            if column.role
        ],
    )


def listed(db: apsw.Connection, table: str) -> list[tuple[str, str, str]]:
    """Return name, role and key of the columns of a table that are a plan's own, in order."""
    rows = db.execute(
        f"select name, role, key from {COLUMNS} where layer = ? order by fid", (table,)
    )
    found = []
    for name, role, key in rows:
        if not (isinstance(name, str) and isinstance(role, str) and isinstance(key, str)):
            raise ValueError(f"{COLUMNS} names a column that is no text")
        found.append((name, role, key))
    return found


def read_table(
    db: apsw.Connection,
    table: str,
    *,
    texts: Sequence[str] = (),
    numbers: Sequence[str] = (),
    others: Sequence[str] = (),
) -> tuple[list[tuple[str, ...]], list[Floats], list[tuple[object, ...]]]:
    """Return some columns of a table, each with all its cells, in the order of its rows.

    Parameters
    ----------
    db : apsw.Connection
    table : str
    texts, numbers, others : Sequence[str]
        Columns of text alone, of numbers alone (NaN where there is none), and of whatever else.

    Raises
    ------
    ValueError
        When a column holds something else.
    """
    names = (*texts, *numbers, *others)
    kept_texts: list[list[str]] = [[] for _ in texts]
    kept_numbers = [array("d") for _ in numbers]
    kept_others: list[list[object]] = [[] for _ in others]
    kept: list[Any] = [*kept_texts, *kept_numbers, *kept_others]
    checks = [_texts] * len(texts) + [_numbers] * len(numbers) + [_as_they_are] * len(others)
    rows = db.execute(f"select {', '.join(map(quoted, names))} from {quoted(table)} order by fid")
    while block := list(islice(rows, ROWS_AT_ONCE)):
        columns = zip(*block, strict=True)
        for name, column, check, cells in zip(names, kept, checks, columns, strict=True):
            column.extend(check(cells, name))
    return (
        [tuple(column) for column in kept_texts],
        [floats(np.frombuffer(column)) for column in kept_numbers],
        [tuple(column) for column in kept_others],
    )


def whole(numbers: Floats, name: str) -> Ints:
    """Return numbers as whole numbers; raises ValueError."""
    if not ((np.abs(numbers) < 2**31) & (numbers == np.rint(numbers))).all():  # no NaN is
        raise ValueError(f"{name} holds something else than whole numbers")
    return ints(numbers.astype(np.int32))


def _texts(cells: tuple[Any, ...], name: str) -> tuple[str, ...]:
    try:
        "".join(cells)  # the quickest look at all of them
    except TypeError:
        raise ValueError(f"{name} holds something else than text") from None
    return cells


def _numbers(cells: tuple[Any, ...], name: str) -> Iterable[float]:
    try:
        return array("d", cells)
    except TypeError:
        pass
    try:
        return array("d", [nan if cell is None else cell for cell in cells])
    except TypeError:
        raise ValueError(f"{name} holds something else than numbers") from None


def _as_they_are(cells: tuple[Any, ...], _name: str) -> tuple[Any, ...]:
    return cells


def _free(name: str, taken: set[str]) -> str:
    """Return a name that SQLite tells from the others: capitals do not count there."""
    base = name.replace("\0", " ") or "column"
    free, number = base, 2
    while free.casefold() in taken:
        free, number = f"{base}_{number}", number + 1
    taken.add(free.casefold())
    return free
