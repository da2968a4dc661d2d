"""Families whose accounts belong to several people."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass

import numpy as np

from planner.insight.money import money_of
from planner.insight.ownership import account_owners
from planner.model.families import families_of
from planner.model.plan import Plan
from planner.model.scenarios import Scenario
from planner.model.types import UNASSIGNED, Ints, ints


@dataclass(frozen=True, slots=True, eq=False)
class SplitFamily:
    """A family of accounts with several owners.

    Attributes
    ----------
    name : str
        Of its head.
    members : Ints
        Rows of its accounts.
    owners : tuple of (str, int)
        Rep id and number of accounts, most first; "" stands for nobody.
    money : float
        What its accounts are worth (`planner.insight.money`).
    suggested : str
        Rep who could have all of it: the head's, else who has most money, then most accounts of it;
        "" where no owner is among the people.
    """

    name: str
    members: Ints
    owners: tuple[tuple[str, int], ...]
    money: float
    suggested: str


def split_families(plan: Plan, scenario: Scenario) -> tuple[SplitFamily, ...]:
    """Return the families with two owners or more in a scenario, most money first."""
    families = families_of(plan.accounts)
    if not families.names:
        return ()
    owners, worth = account_owners(plan, scenario), money_of(plan).values
    people = {str(rep.id) for rep in plan.reps}
    rows: dict[int, list[int]] = {}
    for row in np.flatnonzero(families.of_account != UNASSIGNED).tolist():
        rows.setdefault(int(families.of_account[row]), []).append(row)
    found = []
    for family, members in rows.items():
        count = Counter(owners[row] for row in members)
        if len(set(count) - {""}) < 2:
            continue
        money: defaultdict[str, float] = defaultdict(float)
        for row in members:
            money[owners[row]] += float(worth[row])
        known = sorted(set(count) & people, key=lambda one: (-money[one], -count[one], one))
        head = int(families.heads[family])
        first = owners[head] if head != UNASSIGNED and owners[head] in people else ""
        found.append(
            SplitFamily(
                name=families.names[family],
                members=ints(members),
                owners=tuple(sorted(count.items(), key=lambda pair: (-pair[1], pair[0]))),
                money=float(worth[members].sum()),
                suggested=first or (known[0] if known else ""),
            )
        )
    return tuple(sorted(found, key=lambda one: (-one.money, one.name)))
