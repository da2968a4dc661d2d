"""Flat values of a plan as rows of a table, and back: one column a field, what is nested as JSON."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Sequence
from datetime import date
from typing import Any, TypeVar, get_args, get_type_hints

import apsw

from planner.store.guarded_database import quoted
from planner.store.typed_json import adapter, as_json

Kind = TypeVar("Kind")

_TYPES = {str: "TEXT", int: "INTEGER", float: "DOUBLE", bool: "BOOLEAN", date: "DATE"}

_SQL = {"json": "TEXT"}
"""SQL type of what SQLite has no type for."""


def write_records(
    db: apsw.Connection,
    table: str,
    kind: type[Any],
    rows: Sequence[tuple[Sequence[object], object]],
    keys: Sequence[str] = (),
) -> None:
    """Make a table of values of one dataclass.

    Parameters
    ----------
    db : apsw.Connection
    table : str
    kind : type
    rows : sequence of (sequence of keys, value)
    keys : sequence of str
        Columns in front that say what a row belongs to; whole numbers.
    """
    fields = _columns(kind)
    named = [f"{quoted(key)} INTEGER NOT NULL" for key in keys]
    named += [f"{quoted(name)} {_SQL.get(type_, type_)}" for name, type_ in fields.items()]
    db.execute(f"create table {quoted(table)} (fid INTEGER PRIMARY KEY, {', '.join(named)})")
    places = ",".join("?" * (len(keys) + len(fields)))
    names = ", ".join(map(quoted, (*keys, *fields)))
    made = (
        (*key, *(_cell(getattr(value, name), type_) for name, type_ in fields.items()))
        for key, value in rows
    )
    db.executemany(f"insert into {quoted(table)} ({names}) values ({places})", made)


def read_records(
    db: apsw.Connection, table: str, kind: type[Kind], keys: Sequence[str] = ()
) -> list[tuple[tuple[int, ...], Kind]]:
    """Return what `write_records` wrote, in its order; raises ValueError for what is no such value."""
    fields = _columns(kind)
    names = ", ".join(map(quoted, (*keys, *fields)))
    rows = db.execute(f"select {names} from {quoted(table)} order by fid").fetchall()
    heads = [tuple(_whole(cell) for cell in row[: len(keys)]) for row in rows]
    nested = [type_ == "json" for type_ in fields.values()]
    plain = [
        {
            name: json.loads(cell) if is_nested and isinstance(cell, str) else cell
            for name, cell, is_nested in zip(fields, row[len(keys) :], nested, strict=True)
        }
        for row in rows
    ]
    return list(zip(heads, adapter(kind).validate_python(plain), strict=True))


def _columns(kind: type[Any]) -> dict[str, str]:
    """Return the SQL type of every field; "json" for what is nested."""
    hints = get_type_hints(kind)
    found = {}
    for field in dataclasses.fields(kind):
        hint = hints[field.name]
        choices = [one for one in get_args(hint) or (hint,) if one is not type(None)]
        plain = getattr(choices[0], "__supertype__", choices[0]) if len(choices) == 1 else None
        found[field.name] = _TYPES.get(plain, "json") if isinstance(plain, type) else "json"
    return found


def _cell(value: Any, type_: str) -> object:
    if value is None:
        return None
    if type_ == "json":
        return as_json(value)
    if isinstance(value, date):
        return value.isoformat()
    return int(value) if isinstance(value, bool) else value


def _whole(cell: object) -> int:
    if not isinstance(cell, int):
        raise ValueError(f"{cell!r} is no whole number")
    return cell
