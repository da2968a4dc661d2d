"""What the columns of a region file say: ids, names, countries, parents, owners and figures."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from planner.io.columns import numbers, texts
from planner.io.features import Features
from planner.io.likely_columns import is_code, likely_id, likely_name
from planner.io.region_parts import first_rows, together
from planner.language import tr, tr_count
from planner.model.issues import Issue, Severity
from planner.model.types import Floats, Ints, floats
from planner.notation import number


@dataclass(frozen=True, slots=True)
class RegionSource:
    """One [[regions]] table of a plan.

    Attributes
    ----------
    path : Path
    id, name, owner : str
        Columns; "" where the plan names none (id and name are then looked for).
    noun : (str, str) or None
    country : str
        A column, or the country itself.
    parents : tuple of str
        Columns, lowest level first.
    crs, layer : str
        "" takes what the file says, and its first layer.
    finds : bool
        Whether id and name are looked for where the plan names none; otherwise the rows are
        numbered, and a region is called by its id.
    """

    path: Path
    id: str = ""
    name: str = ""
    owner: str = ""
    noun: tuple[str, str] | None = None
    country: str = ""
    parents: tuple[str, ...] = ()
    crs: str = ""
    layer: str = ""
    finds: bool = True


@dataclass(frozen=True, slots=True, eq=False)
class RegionTable:
    """The columns of one region file, row by row (lengths (rows,)).

    Of a region with several rows the first has its figures; `first` says for each row which that is.
    """

    file: str
    first: Ints
    ids: tuple[str, ...]
    names: tuple[str, ...]
    country: tuple[str, ...]
    parents: dict[str, tuple[str, ...]]
    owners: tuple[str, ...]
    columns: dict[str, Floats]


def likely_columns(features: Features, source: RegionSource) -> tuple[str, str]:
    """Return the columns that are taken as id and name where a source names none; "" for none."""
    return source.id or likely_id(features.columns), source.name or likely_name(features.columns)


def region_table(
    features: Features, source: RegionSource, wanted: Sequence[str]
) -> tuple[RegionTable, tuple[Issue, ...]]:
    """Read the columns that a source names, and every number column.

    Parameters
    ----------
    features : Features
    source : RegionSource
    wanted : sequence of str
        Columns that measures use: each cell that is no usable number is an issue, and counts as 0.
    """
    issues = list(_absent(features, source, wanted))
    column, more = _id_column(features, source)
    issues += more
    blank = ("",) * len(features)
    name = source.name if source.name in features.columns else ""
    name = name or (likely_name(features.columns) if source.finds else "")
    names = texts(features.columns[name]) if name else blank
    country = _column(features, source.country) or (source.country,) * len(features)
    parents = {key: _column(features, key) or blank for key in source.parents}
    owners = _column(features, source.owner) or blank
    read = texts(features.columns[column]) if column else tuple(map(str, _row_numbers(features)))
    first = first_rows(read, names, country, owners, *parents.values())
    ids, more = _ids(features.file, column, read, first)
    issues += more
    figures = {}
    for key, values in features.columns.items():
        if key in wanted:
            figures[key], more = _figures(features.file, key, values)
            issues += more
        elif values.dtype.kind in "iuf":
            figures[key] = numbers(values)[0]
    whole = {
        key: values if is_code(key) else together(values, first) for key, values in figures.items()
    }
    added = [key for key, values in whole.items() if values is not figures[key]]
    issues += _said_of_parts(features.file, first, ids, names, added)
    table = RegionTable(
        file=features.file,
        first=first,
        ids=ids,
        names=tuple(name or id_ for name, id_ in zip(names, ids, strict=True)),
        country=country,
        parents=parents,
        owners=owners,
        columns=whole,
    )
    return table, tuple(issues)


def _absent(features: Features, source: RegionSource, wanted: Sequence[str]) -> list[Issue]:
    """Return an issue for every column that is named and not there."""
    there = ", ".join(features.columns) or tr("none")
    named = {"id": source.id, "name": source.name, "owner": source.owner}
    named |= {f"parents {key}": key for key in source.parents}
    named |= {f"measure {key}": key for key in wanted}
    return [
        Issue(
            "column_missing", Severity.ERROR, features.file,
            tr("there is no column {column} (for {use}); the file has {there}",
               column=repr(column), use=use, there=there),
            tr("Name one of these in plan.toml."), column=column,
        )
        for use, column in named.items()
        if column and column not in features.columns
    ]  # fmt: skip


def _id_column(features: Features, source: RegionSource) -> tuple[str, list[Issue]]:
    """Return the column of the ids, "" where the rows are numbered, and what to say of a guess."""
    if source.id in features.columns or not source.finds:
        return source.id if source.id in features.columns else "", []
    column = likely_id(features.columns)
    found = (
        tr("the plan names no id column; took {column}", column=repr(column))
        if column
        else tr("no column is an id")
    )
    mend = (
        tr("Give another as id in plan.toml.") if column else tr("Ids are the numbers of the rows.")
    )
    return column, [Issue("id_guessed", Severity.NOTE, features.file, found, mend)]


def _row_numbers(features: Features) -> range:
    return range(2, len(features) + 2)


def _ids(
    file: str, column: str, read: Sequence[str], first: Ints
) -> tuple[tuple[str, ...], list[Issue]]:
    """Return one id a row, as text; absent and repeated ones get a suffix or their row number.

    No two regions have the same, whatever the file says, and ids that stand in it once stay.
    """
    issues = []
    taken, often = set(read), Counter[str]()
    seen: set[str] = set()
    ids: list[str] = []
    for at, (id_, whose) in enumerate(zip(read, first.tolist(), strict=True)):
        row = at + 2
        if whose != at:
            ids.append(ids[whose])
            continue
        if not id_:
            id_ = _free(f"row-{row}", taken, often)
            found, mend = (
                tr("the id is missing"),
                tr("Called it {id}; give it an id in the source.", id=id_),
            )
            issues.append(Issue("id_missing", Severity.WARNING, file, found, mend, row, column))
        elif id_ in seen:
            found = tr("{id} stands here again, for another region", id=repr(id_))
            id_ = _free(id_, taken, often)
            mend = tr("Called it {id}; write the same beside both if they are one region.", id=id_)
            issues.append(Issue("id_duplicate", Severity.WARNING, file, found, mend, row, column))
        seen.add(id_)
        ids.append(id_)
    return tuple(ids), issues


def _said_of_parts(
    file: str, first: Ints, ids: Sequence[str], names: Sequence[str], added: Sequence[str]
) -> list[Issue]:
    """Say how many rows were joined; a doubt where nothing but their code says that they belong together."""
    parts = np.flatnonzero(first != np.arange(len(first)))
    if not len(parts):
        return []
    row = int(parts[0])
    regions, who = len(np.unique(first[parts])), repr(names[row] or ids[row])
    rows = number(len(parts) + regions)
    found = tr_count(
        regions, "{rows} rows are parts of one region, {who}",
        "{rows} rows are parts of {count} regions, {who} for one", rows=rows, who=who,
    )  # fmt: skip
    mend = tr("Joined, so that each region counts once.")
    if added:
        mend = tr(
            "Joined, so that each region counts once; figures that differ from part to part were "
            "added ({added}).",
            added=", ".join(added),
        )
    severity = Severity.NOTE if any(names) else Severity.WARNING
    return [Issue("rows_joined", severity, file, found, mend, row=row + 2)]


def _free(id_: str, taken: set[str], often: Counter[str]) -> str:
    """Return an id that no row has, with a number behind it where it is taken, and take it."""
    free = id_
    while free in taken:
        often[id_] += 1
        free = f"{id_}#{often[id_] + 1}"
    taken.add(free)
    return free


def _figures(file: str, key: str, values: NDArray[Any]) -> tuple[Floats, list[Issue]]:
    """Return a measured column with 0 where a cell is empty, text, not finite or negative; all said."""
    read, wrong = numbers(values)
    shown = texts(values)
    issues = []
    for row in np.flatnonzero(np.isnan(read) | (read < 0)).tolist():
        what = tr("the cell is empty")
        if wrong[row]:
            what = tr("{cell} is not a number", cell=repr(shown[row]))
        elif read[row] < 0:
            what = tr("{cell} is negative", cell=shown[row])
        code = "number_missing" if not (wrong[row] or shown[row]) else "number_wrong"
        issues.append(
            Issue(code, Severity.WARNING, file, what, tr("Counted as 0; correct it in the source."),
                  row=row + 2, column=key)
        )  # fmt: skip
    return floats(np.where(read > 0, read, 0.0)), issues


def _column(features: Features, name: str) -> tuple[str, ...] | None:
    return texts(features.columns[name]) if name in features.columns else None
