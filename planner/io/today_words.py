"""What is said of Today: how it followed from accounts, and which accounts stray from their region."""

from __future__ import annotations

import numpy as np

from planner.insight.money import REVENUE, money_of
from planner.language import tr, tr_count
from planner.model.accounts import rows_by_id
from planner.model.issues import Issue, Severity
from planner.model.plan import Plan
from planner.model.scenarios import Scenario
from planner.model.types import UNASSIGNED
from planner.notation import number

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
    noun = plan.regions.called[1]
    how = tr("Each went to who owns most of last year's revenue in it.")
    if by_count == owned and REVENUE in plan.accounts.numbers:
        how = tr("Each went to who owns most accounts in it, for none of these has revenue.")
    elif by_count == owned:
        how = tr(
            "Each went to who owns most accounts in it, for no account has a {column}.",
            column=REVENUE,
        )
    elif by_count:
        how = tr(
            "Each went to who owns most of last year's revenue in it, in {count} without revenue "
            "to who owns most accounts.",
            count=number(by_count),
        )
    left = len(plan.regions) - owned
    if left:
        nobody = tr_count(
            left,
            "{count} has no owned account and no owner.",
            "{count} have no owned account and no owner.",
        )
        how = f"{how} {nobody}"
    found = tr(
        "no file says who has the {noun} today, so {owned} of them follow their accounts",
        noun=noun,
        owned=number(owned),
    )
    return (Issue("today_from_accounts", Severity.NOTE, "", found, how),)


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
        found = tr_count(
            many,
            "{count} account lies in {noun} that nobody has today{worth}",
            "{count} accounts lie in {noun} that nobody has today{worth}",
            noun=plan.regions.called[1],
            worth=_worth(plan, float(worth.values[_rows(strays)][free].sum())),
        )
        mend = tr("Today keeps them with their own owners.")
        issues.append(Issue("account_unowned_region", Severity.NOTE, "", found, mend))
    return tuple(issues)


def _strays(plan: Plan, strays: list[tuple[int, str]]) -> Issue:
    worth, names = money_of(plan).values, {str(rep.id): rep.name for rep in plan.reps}
    people: dict[str, list[int]] = {}
    for row, rep in strays:
        people.setdefault(rep, []).append(row)
    most = sorted(people, key=lambda rep: (-float(worth[people[rep]].sum()), rep))
    each = [
        f"{names[rep]} {number(len(people[rep]))}{_worth(plan, float(worth[people[rep]].sum()))}"
        for rep in most[:SHOWN]
    ]
    named = "; ".join(each)
    if len(most) > SHOWN:
        named = tr("{names} and {count} people more", names=named, count=len(most) - SHOWN)
    found = tr_count(
        len(strays),
        "{count} account is owned by somebody else than its {noun} today{worth}: {named}",
        "{count} accounts are owned by somebody else than their {noun} today{worth}: {named}",
        noun=plan.regions.called[0],
        worth=_worth(plan, float(worth[_rows(strays)].sum())),
        named=named,
    )
    mend = tr("Listed as exceptions of Today; a new scenario lets them follow their region.")
    return Issue("account_stray", Severity.NOTE, "", found, mend)


def _rows(strays: list[tuple[int, str]]) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    return np.array([row for row, _ in strays], np.int64)


def _worth(plan: Plan, money: float) -> str:
    return f" ({plan.currency} {number(money)})" if money > 0 else ""
