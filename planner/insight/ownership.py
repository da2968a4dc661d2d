"""Who owns each account: its exception, else the rep of the territory it lies in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache

import numpy as np

from planner.insight.summary import accounts_owner
from planner.model.accounts import rows_by_id
from planner.model.plan import Plan
from planner.model.scenarios import TODAY, Scenario
from planner.model.types import UNASSIGNED, Ints
from planner.sales.key_accounts import held_by_name

SEVERAL = ";"
"""Parts several owners in the owner column of an account."""


@lru_cache(maxsize=4)
def account_owners(plan: Plan, scenario: Scenario) -> tuple[str, ...]:
    """Return the rep id that owns each account in a scenario, "" where nobody does.

    In order: an exception that has not ended before plan start (`held_by_name`); the present owner it
    names (the first of several) in Today, and in every scenario for an account outside all regions;
    the rep of its territory in the base layer. An owner that is no rep comes back as it was written.
    Remembered for the plans looked at last: a page asks again and again.
    """
    base = scenario.base
    reps = np.array([*(t.rep_id or "" for t in base.territories), ""], dtype=object)
    owner = reps[accounts_owner(plan, base)]
    present = (plan.accounts.region == UNASSIGNED) | (scenario.name == TODAY)
    cells = plan.accounts.column("owner")
    named = _named_in_cells(plan, cells)
    for row in np.flatnonzero(present).tolist():
        if named[cells[row]]:
            owner[row] = named[cells[row]][0]
    rows = rows_by_id(plan.accounts)
    for account, exception in held_by_name(plan, scenario).items():
        if account in rows:
            owner[rows[account]] = exception.rep_id
    return tuple(owner.tolist())


def named_owners(plan: Plan) -> list[tuple[str, ...]]:
    """Return every owner that each account names, each once: rep ids, else the text as written.

    A rep may be named by id, or by name where nobody else has it.
    """
    return _named_owners(plan, plan.accounts.column("owner"))


def named_owners_of(plan: Plan, rows: Ints) -> list[tuple[str, ...]]:
    """Return the same as `named_owners` of some accounts, by their rows."""
    cells = plan.accounts.column("owner")
    return _named_owners(plan, [cells[row] for row in rows.tolist()])


def _named_owners(plan: Plan, cells: Sequence[str]) -> list[tuple[str, ...]]:
    named = _named_in_cells(plan, cells)
    return [named[cell] for cell in cells]


def _named_in_cells(plan: Plan, cells: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Return the owners that each way of writing them names: many accounts have few of these."""
    count = Counter(rep.name for rep in plan.reps)
    ids = {rep.name: str(rep.id) for rep in plan.reps if count[rep.name] == 1}
    ids |= {str(rep.id): str(rep.id) for rep in plan.reps}
    parts = {cell: [part.strip() for part in cell.split(SEVERAL)] for cell in set(cells)}
    return {
        cell: tuple(dict.fromkeys(ids.get(name, name) for name in names if name))
        for cell, names in parts.items()
    }
