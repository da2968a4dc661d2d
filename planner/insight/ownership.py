"""Who owns each account: its exception, else the rep of the territory it lies in."""

from __future__ import annotations

from collections import Counter
from functools import lru_cache

import numpy as np

from planner.insight.summary import accounts_owner
from planner.model.accounts import rows_by_id
from planner.model.plan import Plan
from planner.model.scenarios import TODAY, Scenario
from planner.model.types import UNASSIGNED
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
    cells, named = plan.accounts.column("owner"), _named_in_cells(plan)
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
    named = _named_in_cells(plan)
    return [named[cell] for cell in plan.accounts.column("owner")]


def _named_in_cells(plan: Plan) -> dict[str, tuple[str, ...]]:
    """Return the owners that each way of writing them names: many accounts have few of these."""
    count = Counter(rep.name for rep in plan.reps)
    ids = {rep.name: str(rep.id) for rep in plan.reps if count[rep.name] == 1}
    ids |= {str(rep.id): str(rep.id) for rep in plan.reps}
    cells = set(plan.accounts.column("owner"))
    parts = {cell: [part.strip() for part in cell.split(SEVERAL)] for cell in cells}
    return {
        cell: tuple(dict.fromkeys(ids.get(name, name) for name in names if name))
        for cell, names in parts.items()
    }
