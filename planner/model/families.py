"""Account families: a parent with everything below it, by the parent that each account names."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from planner.model.accounts import Accounts, rows_by_id
from planner.model.types import UNASSIGNED, Ints, ints


@dataclass(frozen=True, slots=True, eq=False)
class Families:
    """The families among a accounts; an account on its own is in none.

    Attributes
    ----------
    of_account : Ints, shape (a,)
        Family of each account, UNASSIGNED for one on its own.
    names : tuple of str
        Name of each family's head; its id where the head is not among the accounts.
    heads : Ints, one each
        Row of each family's head, UNASSIGNED where it is not among the accounts.
    loops : tuple of tuple of int
        Rows of accounts that are each other's parents; they count as one family all the same.
    """

    of_account: Ints
    names: tuple[str, ...]
    heads: Ints
    loops: tuple[tuple[int, ...], ...]

    def members(self, family: int) -> Ints:
        """Return the accounts of a family, by row."""
        return ints(np.flatnonzero(self.of_account == family))


@lru_cache(maxsize=4)
def families_of(accounts: Accounts) -> Families:
    """Return the families, numbered in the order of their first account; remembered.

    An account that names itself, or nobody, is no child. Accounts that name the same parent are one
    family also where that parent is not among the accounts.
    """
    parents = _parents(accounts)
    if not parents:
        return Families(ints(np.full(len(accounts), UNASSIGNED)), (), ints([]), ())
    head, loops = _heads(parents)
    size: dict[int | str, int] = {}
    for top in head.values():
        size[top] = size.get(top, 0) + 1
    number: dict[int | str, int] = {}
    of_account = np.full(len(accounts), UNASSIGNED, np.int32)
    for row in sorted(head):
        top = head[row]
        if size[top] > 1:
            of_account[row] = number.setdefault(top, len(number))
    return Families(
        of_account=ints(of_account),
        names=tuple(top if isinstance(top, str) else accounts.names[top] for top in number),
        heads=ints([UNASSIGNED if isinstance(top, str) else top for top in number]),
        loops=tuple(loops),
    )


def below(accounts: Accounts, row: int) -> Ints:
    """Return an account and everything below it, by row."""
    children = _children(accounts)
    found, waiting = {row}, [row]
    while waiting:
        fresh = [child for child in children.get(waiting.pop(), ()) if child not in found]
        found.update(fresh)
        waiting += fresh
    return ints(sorted(found))


@lru_cache(maxsize=4)
def _children(accounts: Accounts) -> Mapping[int, tuple[int, ...]]:
    children: dict[int, list[int]] = {}
    for row, parent in _parents(accounts).items():
        if isinstance(parent, int):
            children.setdefault(parent, []).append(row)
    return {parent: tuple(rows) for parent, rows in children.items()}


def _parents(accounts: Accounts) -> dict[int, int | str]:
    """Return the parent of each child by row; what the file says where it is not among the accounts.

    Reports of CRMs say the name of a parent instead of its id; it counts where one account has it.
    """
    if "parent_id" not in accounts.text:
        return {}
    cells = tuple(map(str.strip, accounts.text["parent_id"]))
    rows: Mapping[str, int] = {str(id_): row for id_, row in rows_by_id(accounts).items()}
    if not rows.keys() >= {*cells} - {""}:
        rows = {**_rows_by_name(accounts), **rows}
    found = {row: rows.get(cell, cell) for row, cell in enumerate(cells) if cell}
    return {row: parent for row, parent in found.items() if parent != row}


def _rows_by_name(accounts: Accounts) -> Mapping[str, int]:
    """Return the row of each name that only one account has."""
    count = Counter(accounts.names)
    return {name: row for row, name in enumerate(accounts.names) if count[name] == 1}


def _heads(
    parents: Mapping[int, int | str],
) -> tuple[dict[int, int | str], list[tuple[int, ...]]]:
    """Return the topmost of each account that has a parent or a child; the least row of a loop is its top."""
    head: dict[int, int | str] = {}
    loops: list[tuple[int, ...]] = []
    for start in parents:
        path: list[int] = []
        at: int | str = start
        seen: dict[int, int] = {}
        while isinstance(at, int) and at not in head and at not in seen and at in parents:
            seen[at] = len(path)
            path.append(at)
            at = parents[at]
        if isinstance(at, int) and at in seen:
            loop = tuple(sorted(path[seen[at] :]))
            loops.append(loop)
            at = loop[0]
        top = head.get(at, at) if isinstance(at, int) else at
        if isinstance(top, int):
            head[top] = top
        head.update(dict.fromkeys(path, top))
    return head, loops
