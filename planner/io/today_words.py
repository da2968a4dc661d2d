"""What is said of Today: how it followed from accounts, and which accounts stray from their region."""

from __future__ import annotations

import numpy as np

from planner.insight.money import REVENUE, money_of
from planner.model.accounts import rows_by_id
from planner.model.issues import Issue, Severity
from planner.model.plan import Plan
from planner.model.scenarios import Scenario
from planner.model.types import UNASSIGNED

SHOWN = 4


def said_of_majority(plan: Plan, by_count: int, owned: int) -> tuple[Issue, ...]:
    """Return the note that regions follow the owners of their accounts, and by what.

    Parameters
    ----------
    plan : Plan
    by_count : int
        Regions without revenue, where the number of accounts decided.
    owned : int
        Regions that got an owner.
    """
    noun = plan.regions.noun[1]
    how = "Each went to who owns most of last year's revenue in it"
    if by_count == owned:
        how = f"Each went to who owns most accounts in it, for no account has a {REVENUE}"
        if REVENUE in plan.accounts.numbers:
            how = "Each went to who owns most accounts in it, for none of these has revenue"
    elif by_count:
        how += f", in {by_count:,} without revenue to who owns most accounts"
    left = len(plan.regions) - owned
    nobody = f" {left:,} have no owned account and no owner." if left else ""
    found = f"no file says who has the {noun} today, so {owned:,} of them follow their accounts"
    return (Issue("today_from_accounts", Severity.NOTE, "", found, f"{how}.{nobody}"),)


def said_of_strays(plan: Plan, today: Scenario) -> tuple[Issue, ...]:
    """Return what is owned apart from its region today: how many per person, and what they are worth."""
    rows, worth = rows_by_id(plan.accounts), money_of(plan)
    strays = [(rows[one.account_id], str(one.rep_id)) for one in today.exceptions if one.is_stray]
    if not strays:
        return ()
    issues = [_strays(plan, strays)]
    region = plan.accounts.region[[row for row, _ in strays]]
    free = today.base.owner[region] == UNASSIGNED
    if free.any():
        many = int(free.sum())
        found = (
            f"{many:,} {'account lies' if many == 1 else 'accounts lie'} in {plan.regions.noun[1]} "
            f"that nobody has today{_worth(plan, float(worth.values[_rows(strays)][free].sum()))}"
        )
        mend = "Today keeps them with their own owners."
        issues.append(Issue("account_unowned_region", Severity.NOTE, "", found, mend))
    return tuple(issues)


def _strays(plan: Plan, strays: list[tuple[int, str]]) -> Issue:
    worth, names = money_of(plan).values, {str(rep.id): rep.name for rep in plan.reps}
    people: dict[str, list[int]] = {}
    for row, rep in strays:
        people.setdefault(rep, []).append(row)
    most = sorted(people, key=lambda rep: (-float(worth[people[rep]].sum()), rep))
    each = [
        f"{names[rep]} {len(people[rep]):,}{_worth(plan, float(worth[people[rep]].sum()))}"
        for rep in most[:SHOWN]
    ]
    more = f" and {len(most) - SHOWN} people more" if len(most) > SHOWN else ""
    many = len(strays)
    found = (
        f"{many:,} {'account is' if many == 1 else 'accounts are'} owned by somebody else than their "
        f"{plan.regions.noun[0]} today{_worth(plan, float(worth[_rows(strays)].sum()))}: "
        f"{'; '.join(each)}{more}"
    )
    mend = "Listed as exceptions of Today; a new scenario lets them follow their region."
    return Issue("account_stray", Severity.NOTE, "", found, mend)


def _rows(strays: list[tuple[int, str]]) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    return np.array([row for row, _ in strays], np.int64)


def _worth(plan: Plan, money: float) -> str:
    return f" ({plan.currency} {money:,.0f})" if money > 0 else ""
