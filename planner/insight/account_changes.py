"""What an import changes: which accounts or people differ and in what, who appeared, who is gone."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

from planner.model.accounts import Accounts
from planner.model.plan import Plan
from planner.model.regions import RegionSet
from planner.model.reps import Rep
from planner.model.types import UNASSIGNED, Bools, Floats, bools, identical
from planner.store.rows import number


@dataclass(frozen=True, slots=True)
class Cell:
    """What one column says before and after."""

    column: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Change:
    """One account, person or place that is another now."""

    id: str
    name: str
    cells: tuple[Cell, ...]


Name = tuple[str, str]
"""Id and name."""


@dataclass(frozen=True, slots=True)
class Changes:
    """What an import changes.

    Attributes
    ----------
    changed : tuple of Change
    appeared, vanished : tuple of (id, name)
        New ones, and those of the plan that the file has not got, whether they stay or go.
    columns : mapping of str to int
        How many differ in each column, most first; `region` and `owner` count those that moved.
    """

    changed: tuple[Change, ...] = ()
    appeared: tuple[Name, ...] = ()
    vanished: tuple[Name, ...] = ()
    columns: tuple[tuple[str, int], ...] = ()

    def moved(self, column: str) -> int:
        """Return how many differ in a column: `region`, `owner`."""
        return dict(self.columns).get(column, 0)


def account_changes(
    before: Accounts, after: Accounts, regions: RegionSet, in_file: Collection[str]
) -> Changes:
    """Compare accounts before and after an import, by id.

    Parameters
    ----------
    before, after : Accounts
    regions : RegionSet
    in_file : collection of str
        Ids that the file has, taken or not: the others of `before` are the vanished.
    """
    old = {id_: at for at, id_ in enumerate(before.ids)}
    both = [(old[id_], at) for at, id_ in enumerate(after.ids) if id_ in old]
    one, other = np.array(both, np.int64).reshape(-1, 2).T
    columns: dict[str, tuple[Sequence[str] | Floats, Sequence[str] | Floats]] = {
        "name": (before.names, after.names),
        "region": (_codes(before, regions), _codes(after, regions)),
    }
    for key in dict.fromkeys((*after.text, *after.numbers, *before.text, *before.numbers)):
        columns[key] = (_column(before, key), _column(after, key))
    differs = {
        key: np.flatnonzero(_differ(was, now, one, other)) for key, (was, now) in columns.items()
    }
    cells: dict[int, list[Cell]] = {}
    for key, rows in differs.items():
        was, now = columns[key]
        for row in rows.tolist():
            told = Cell(key, _said(was[one[row]]), _said(now[other[row]]))
            cells.setdefault(int(other[row]), []).append(told)
    there = set(in_file)
    return Changes(
        changed=tuple(
            Change(str(after.ids[at]), after.names[at], tuple(cells[at])) for at in sorted(cells)
        ),
        appeared=_named(after, [at for at, id_ in enumerate(after.ids) if id_ not in old]),
        vanished=_named(before, [at for at, id_ in enumerate(before.ids) if str(id_) not in there]),
        columns=_counts({key: len(rows) for key, rows in differs.items()}),
    )


def rep_changes(before: Sequence[Rep], after: Sequence[Rep], in_file: Collection[str]) -> Changes:
    """Compare people before and after an import, by rep id."""
    old = {rep.id: rep for rep in before}
    changed, counts = [], dict.fromkeys((field.name for field in fields(Rep)), 0)
    for rep in after:
        was = old.get(rep.id)
        if was is None or identical(was, rep):
            continue
        cells = tuple(
            Cell(name, _plainly(getattr(was, name)), _plainly(getattr(rep, name)))
            for name in counts
            if not identical(getattr(was, name), getattr(rep, name))
        )
        for cell in cells:
            counts[cell.column] += 1
        changed.append(Change(str(rep.id), rep.name, cells))
    there = set(in_file)
    return Changes(
        tuple(changed),
        tuple((str(rep.id), rep.name) for rep in after if rep.id not in old),
        tuple((str(rep.id), rep.name) for rep in before if str(rep.id) not in there),
        _counts(counts),
    )


def figure_changes(before: Plan, after: Plan, columns: Collection[str]) -> Changes:
    """Compare figures of regions before and after an import; a figure that is new appears nowhere."""
    names = before.regions.names
    cells: dict[int, list[Cell]] = {}
    counts = {}
    for column in columns:
        was, now = before.regions.columns.get(column), after.regions.columns[column]
        if was is None:
            continue
        rows = np.flatnonzero((was != now) & ~(np.isnan(was) & np.isnan(now))).tolist()
        counts[column] = len(rows)
        for row in rows:
            told = Cell(column, number(float(was[row])), number(float(now[row])))
            cells.setdefault(row, []).append(told)
    changed = tuple(
        Change(str(before.regions.ids[at]), names[at], tuple(cells[at])) for at in sorted(cells)
    )
    return Changes(changed, columns=_counts(counts))


def _codes(accounts: Accounts, regions: RegionSet) -> Sequence[str]:
    ids = regions.ids
    return ["" if at == UNASSIGNED else str(ids[at]) for at in accounts.region.tolist()]


def _column(accounts: Accounts, key: str) -> Sequence[str] | Floats:
    numbers = accounts.numbers.get(key)
    return accounts.column(key) if numbers is None else numbers


def _differ(
    was: Sequence[str] | Floats,
    now: Sequence[str] | Floats,
    one: NDArray[np.int64],
    other: NDArray[np.int64],
) -> Bools:
    if isinstance(was, np.ndarray) and isinstance(now, np.ndarray):
        left, right = was[one], now[other]
        return bools((left != right) & ~(np.isnan(left) & np.isnan(right)))
    words = [np.array([_said(cell) for cell in cells], dtype=object) for cells in (was, now)]
    return bools((words[0][one] != words[1][other]).astype(np.bool_))


def _said(cell: object) -> str:
    return cell if isinstance(cell, str) else number(float(str(cell)))


def _plainly(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, tuple):
        return "; ".join(map(str, value))
    if isinstance(value, Mapping):
        return "; ".join(f"{key}:{number(float(part))}" for key, part in value.items())
    return number(value) if isinstance(value, float) else str(value)


def _named(accounts: Accounts, rows: Sequence[int]) -> tuple[Name, ...]:
    return tuple((str(accounts.ids[at]), accounts.names[at]) for at in rows)


def _counts(counts: Mapping[str, int]) -> tuple[tuple[str, int], ...]:
    return tuple(sorted(((key, n) for key, n in counts.items() if n), key=lambda one: -one[1]))
