"""Tables with one column per figure of a plan, whatever it is called, and a list that says which is which."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import cast

import apsw
import numpy as np

from planner.model.types import Floats, Ints, floats, ints
from planner.store.guarded_database import quoted

COLUMNS = "rayon_columns"
"""Table that names the columns of a plan's own: layer, column, role (parent, load, …) and key."""

ROWS_AT_ONCE = 20_000

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


def read_table(db: apsw.Connection, table: str, names: Sequence[str]) -> list[tuple[object, ...]]:
    """Return some columns of a table, each with all its cells, in the order of its rows."""
    wanted = ", ".join(map(quoted, names))
    rows = db.execute(f"select {wanted} from {quoted(table)} order by fid")
    columns: list[list[object]] = [[] for _ in names]
    while block := list(islice(rows, ROWS_AT_ONCE)):
        for column, cells in zip(columns, zip(*block, strict=True), strict=True):
            column.extend(cells)
    return [tuple(column) for column in columns]


def text_cells(cells: Sequence[object], name: str) -> tuple[str, ...]:
    """Return cells that are all text; raises ValueError."""
    texts = cast(tuple[str, ...], tuple(cells))
    try:
        "".join(texts)  # the quickest look at all of them
    except TypeError:
        raise ValueError(f"{name} holds something else than text") from None
    return texts


def number_cells(cells: Sequence[object], name: str) -> Floats:
    """Return cells as numbers, NaN where there is none; raises ValueError."""
    if set(map(type, cells)) - {float, int, type(None)}:
        raise ValueError(f"{name} holds something else than numbers")
    return floats(np.array(cells, np.float64))  # None becomes NaN


def whole_cells(cells: Sequence[object], name: str) -> Ints:
    """Return cells as whole numbers; raises ValueError."""
    numbers = number_cells(cells, name)
    if not (np.isfinite(numbers).all() and (np.abs(numbers) < 2**31).all()):
        raise ValueError(f"{name} holds something else than whole numbers")
    return ints(numbers.astype(np.int32))


def _free(name: str, taken: set[str]) -> str:
    """Return a name that SQLite tells from the others: capitals do not count there."""
    base = name.replace("\0", " ") or "column"
    free, number = base, 2
    while free.casefold() in taken:
        free, number = f"{base}_{number}", number + 1
    taken.add(free.casefold())
    return free
