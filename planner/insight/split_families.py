"""Families whose accounts belong to several people."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from planner.insight.money import money_of
from planner.insight.ownership import account_owners
from planner.model.families import Families, families_of
from planner.model.plan import Plan
from planner.model.scenarios import Scenario
from planner.model.types import UNASSIGNED, Floats, Ints, ints


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


@lru_cache(maxsize=4)
def split_families(plan: Plan, scenario: Scenario) -> tuple[SplitFamily, ...]:
    """Return the families with two owners or more in a scenario, most money first.

    Remembered for the plans looked at last: the page and the checks ask the same.
    """
    families = families_of(plan.accounts)
    if not families.names:
        return ()
    owners, worth = account_owners(plan, scenario), money_of(plan).values
    people = {str(rep.id) for rep in plan.reps}
    found = [
        _split_family(
            families, int(families.of_account[members[0]]), members, owners, worth, people
        )
        for members in _members_of_split(families, owners)
    ]
    return tuple(sorted(found, key=lambda one: (-one.money, one.name)))


def _members_of_split(families: Families, owners: Sequence[str]) -> list[Ints]:
    """Return the rows of each family with two owners or more, in the order of their first account."""
    rows = np.flatnonzero(families.of_account != UNASSIGNED)
    family = families.of_account[rows]
    numbers = {name: at for at, name in enumerate(dict.fromkeys(["", *owners]))}
    every = np.fromiter(map(numbers.__getitem__, owners), np.int64, len(owners))  # no loop of ours
    owner = every[rows]
    lowest = np.full(len(families.names), len(numbers))
    highest = np.zeros(len(families.names), np.int64)
    np.minimum.at(lowest, family[owner > 0], owner[owner > 0])
    np.maximum.at(highest, family, owner)
    split = (lowest < highest)[family]
    rows, family = rows[split], family[split]
    order = np.argsort(family, kind="stable")
    ends = np.flatnonzero(np.diff(family[order])) + 1
    return [ints(one) for one in np.split(rows[order], ends) if len(one)]


def _split_family(
    families: Families,
    family: int,
    members: Ints,
    owners: Sequence[str],
    worth: Floats,
    people: Collection[str],
) -> SplitFamily:
    count: Counter[str] = Counter()
    money: defaultdict[str, float] = defaultdict(float)
    for row, value in zip(members.tolist(), worth[members].tolist(), strict=True):
        count[owners[row]] += 1
        money[owners[row]] += value
    known = sorted(set(count) & set(people), key=lambda one: (-money[one], -count[one], one))
    head = int(families.heads[family])
    first = owners[head] if head != UNASSIGNED and owners[head] in people else ""
    return SplitFamily(
        name=families.names[family],
        members=members,
        owners=tuple(sorted(count.items(), key=lambda pair: (-pair[1], pair[0]))),
        money=float(worth[members].sum()),
        suggested=first or (known[0] if known else ""),
    )
