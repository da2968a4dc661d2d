"""Who owns each account: its exception, else the rep of the territory it lies in."""

from __future__ import annotations

import numpy as np

from planner.insight.summary import accounts_owner
from planner.model.plan import Plan
from planner.model.scenarios import TODAY, Scenario

SEVERAL = ";"
"""Parts several owners in the owner column of an account."""


def account_owners(plan: Plan, scenario: Scenario) -> tuple[str, ...]:
    """Return the rep id that owns each account in a scenario, "" where nobody does.

    In order: an exception that has not ended before plan start; in Today the account's own owner
    (the first where it names several); the rep of its territory in the base layer.
    """
    base = scenario.base
    reps = np.array([*(t.rep_id or "" for t in base.territories), ""], dtype=object)
    owner = reps[accounts_owner(plan, base)]
    if scenario.name == TODAY:
        named = [text.split(SEVERAL)[0].strip() for text in plan.accounts.column("owner")]
        owner = np.where(np.array(named, dtype=object) != "", named, owner)
    position = {account: at for at, account in enumerate(plan.accounts.ids)}
    for exception in scenario.exceptions:
        current = exception.until is None or exception.until >= plan.start
        if current and exception.account_id in position:
            owner[position[exception.account_id]] = exception.rep_id
    return tuple(str(one) for one in owner)
