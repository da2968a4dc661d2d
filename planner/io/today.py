"""Today: the present owners of regions and accounts as the first scenario of a plan."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from planner.edits.layers import lay_out
from planner.io.owners import first_of, people_of, said_of_owners, with_rep_ids
from planner.io.today_words import said_of_majority, said_of_strays
from planner.io.yes_no import YES
from planner.language import tr
from planner.model.accounts import Accounts
from planner.model.goals import Goals, TerritoryGoals
from planner.model.issues import Issue, Severity
from planner.model.layers import Layer
from planner.model.plan import Plan
from planner.model.reps import Rep
from planner.model.scenarios import NAMED, STRAY, TODAY, AccountException, Scenario
from planner.model.territories import Territory
from planner.model.types import (
    UNASSIGNED,
    Floats,
    Ints,
    RepId,
    TerritoryId,
    floats,
    ints,
)
from planner.sales.targets import size_territories

DRAFT = "draft"
NAMED_WORDS = YES | {"named"}


def nobody(goals: Goals, regions: int, measures: int) -> Scenario:
    """Return Today of a plan of which nobody owns anything yet: layers without territories."""
    owner = ints(np.full(regions, UNASSIGNED))
    layers = tuple(
        Layer(one.key, one.label, (), owner, owner != UNASSIGNED, floats(np.empty((0, measures))))
        for one in goals.layers
    )
    return Scenario(TODAY, layers)


def with_today(plan: Plan, owners: Sequence[str]) -> tuple[Plan | None, tuple[Issue, ...]]:
    """Return the plan with the present situation as Today.

    The base layer gets one territory for each present owner: of regions where the region files
    name any, else the one with most revenue among the accounts of each region. Other layers, and
    the base layer of a plan without owners, get the territories that the goals ask for, empty.

    Parameters
    ----------
    plan : Plan
        With a Today of which nobody owns anything.
    owners : sequence of str, n
        Present rep of each region as the files say, "" where they do not.

    Returns
    -------
    Plan or None, tuple of Issue
        None where the goals ask for territories that cannot be.
    """
    today, issues = _laid_out(plan)
    if today is None:
        return None, issues
    by_account = _account_owners(plan.accounts, plan.reps)
    issues += said_of_owners(owners, plan.reps, noun=plan.regions.called, shared=False)
    shared = _majority(len(plan.regions), plan.accounts, by_account)
    followed = not any(owners) and any(shared.owners)
    if followed:
        owners = shared.owners
        issues += said_of_majority(plan, shared.by_count, sum(map(bool, owners)))
    if any(owners):
        base = _present(plan, owners)
        today = replace(today, layers=(base, *today.layers[1:]))
        today = replace(today, exceptions=_exceptions(plan, base, by_account))
        issues += said_of_strays(plan, today)
    return replace(plan, scenarios=(today, *plan.scenarios[1:])), issues


def with_first_owners(plan: Plan) -> tuple[Plan, tuple[Issue, ...]]:
    """Return a plan of which nobody owned anything with Today as its accounts' owners now say.

    The same plan where somebody owns a region already, or no account names an owner that is known.
    """
    if (plan.today.base.owner != UNASSIGNED).any():
        return plan, ()
    accounts = with_rep_ids(plan.accounts, plan.reps)
    if not any(_account_owners(accounts, plan.reps)):
        return plan, ()
    empty = nobody(plan.goals, len(plan.regions), len(plan.measures))
    scenarios = (empty, *plan.scenarios[1:])
    made, issues = with_today(
        replace(plan, accounts=accounts, scenarios=scenarios), [""] * len(plan.regions)
    )
    return (plan, ()) if made is None else (made, issues)


def _laid_out(plan: Plan) -> tuple[Scenario | None, tuple[Issue, ...]]:
    """Return Today with empty territories, as many as the goals ask for; errors where they cannot be."""
    draft = replace(plan.today, name=DRAFT)
    laid, issues = replace(plan, scenarios=(plan.today, draft)), []
    for goals in plan.goals.layers:
        try:
            laid = lay_out(laid, DRAFT, goals.key)
        except ValueError as error:
            where = "territories" if goals is plan.goals.layers[0] else f"layer {goals.key}"
            mend = tr("Change the count or who owns territories in plan.toml.")
            found = str(error)
            issues.append(
                Issue("goals_wrong", Severity.ERROR, "plan.toml", found, mend, column=where)
            )
    if issues:
        return None, tuple(issues)
    return replace(laid.scenario(DRAFT), name=TODAY), ()


def _present(plan: Plan, owners: Sequence[str]) -> Layer:
    """Return the base layer as it is: one territory for each present owner, by rep id."""
    people = people_of(plan.reps)
    rep_of = {owner: people.find(owner) for owner in dict.fromkeys(owners) if owner}
    key_of = {owner: str(rep.id) if rep else owner for owner, rep in rep_of.items()}
    keys = sorted(set(key_of.values()))
    place = {key: at for at, key in enumerate(keys)}
    owner = ints([place[key_of[name]] if name else UNASSIGNED for name in owners])
    known = {str(rep.id): rep for rep in plan.reps}
    goals = plan.goals.layers[0]
    width = max(2, len(str(len(keys))))
    territories = tuple(
        Territory(
            id=TerritoryId(f"T{at + 1:0{width}d}"),
            name=known[key].name if key in known else key,
            rep_id=RepId(key) if key in known else None,
            part=_part(plan, goals, owner, at),
        )
        for at, key in enumerate(keys)
    )
    return Layer(
        key=goals.key,
        label=goals.label,
        territories=territories,
        owner=owner,
        locked=owner == UNASSIGNED - 1,
        targets=_targets(plan, goals, territories),
    )


def _part(plan: Plan, goals: TerritoryGoals, owner: Ints, at: int) -> str:
    """Return the part a present territory lies in, "" when it lies in several or nothing is apart."""
    parents = plan.regions.parents.get(goals.apart)
    if parents is None:
        return ""
    inside = {parents[region] for region in np.flatnonzero(owner == at).tolist()}
    return inside.pop() if len(inside) == 1 else ""


def _targets(plan: Plan, goals: TerritoryGoals, territories: tuple[Territory, ...]) -> Floats:
    """Return fair shares of the present owners: by part where each has one, else of the whole."""
    goals = replace(goals, oversize="report")
    parts = set(plan.regions.parents.get(goals.apart, ()))
    if parts != {territory.part for territory in territories}:
        goals = replace(goals, apart="")
    return size_territories(plan, goals, territories).targets


def present_owners(
    owners: Sequence[str], accounts: Accounts, reps: Sequence[Rep]
) -> tuple[Rep | None, ...]:
    """Return who has each region today, as files say or by the majority of accounts; None is nobody known."""
    people = people_of(reps)
    if not any(owners):
        owners = _majority(len(owners), accounts, _account_owners(accounts, reps)).owners
    return tuple(people.find(name) if name else None for name in owners)


def present_exceptions(plan: Plan, base: Layer) -> tuple[AccountException, ...]:
    """Return named accounts, and accounts whose present owner is not the one of their region."""
    return _exceptions(plan, base, _account_owners(plan.accounts, plan.reps))


def _account_owners(accounts: Accounts, reps: Sequence[Rep]) -> list[str]:
    """Return the rep id of each account's present owner, "" where it names none that is known."""
    people = people_of(reps)
    cells = accounts.column("owner")
    owner = {cell: first_of(cell) for cell in set(cells)}
    if reps:
        found = {cell: people.find(name) for cell, name in owner.items()}
        owner = {cell: "" if rep is None else str(rep.id) for cell, rep in found.items()}
    return [owner[cell] for cell in cells]


@dataclass(frozen=True, slots=True)
class _Majority:
    """Who owns most in each region, "" where nobody owns anything.

    `by_count` is the number of regions in which no owner has revenue, so that accounts decided.
    """

    owners: tuple[str, ...]
    by_count: int


def _majority(n: int, accounts: Accounts, by_account: Sequence[str]) -> _Majority:
    """Return who owns most revenue in each region, then most accounts, then comes first by id."""
    names = sorted(set(by_account) - {""})
    place = {name: at for at, name in enumerate(names)}
    who = np.array([place.get(name, UNASSIGNED) for name in by_account], np.int64)
    counted = (who != UNASSIGNED) & (accounts.region != UNASSIGNED)
    pairs = accounts.region[counted].astype(np.int64) * max(1, len(names)) + who[counted]
    cells, at, heads = np.unique(pairs, return_inverse=True, return_counts=True)
    revenue = np.nan_to_num(accounts.numbers.get("revenue_last_year", np.zeros(len(accounts))))
    # In cents, so that equal sums are equal whatever the order of the accounts.
    money = np.rint(np.bincount(at, revenue[counted], len(cells)) * 100)
    region, owner = np.divmod(cells, max(1, len(names)))
    order = np.lexsort((owner, -heads, -money, region))
    first = order[np.unique(region[order], return_index=True)[1]]
    owners = [""] * n
    for cell in first.tolist():
        owners[int(region[cell])] = names[int(owner[cell])]
    return _Majority(tuple(owners), int((money[first] <= 0).sum()))


def _exceptions(plan: Plan, base: Layer, by_account: Sequence[str]) -> tuple[AccountException, ...]:
    """Return named accounts, and accounts whose owner is not the one of their region."""
    known = {str(rep.id) for rep in plan.reps}
    held = [t.rep_id or "" for t in base.territories]
    named = [cell.casefold() in NAMED_WORDS for cell in plan.accounts.column("named")]
    exceptions = []
    for at, owner in enumerate(by_account):
        region = plan.accounts.region[at]
        if owner not in known or region == UNASSIGNED:
            continue
        territory = base.owner[region]
        here = held[territory] if territory != UNASSIGNED else ""
        if named[at] or owner != here:
            reason = NAMED if named[at] else STRAY
            exceptions.append(AccountException(plan.accounts.ids[at], RepId(owner), reason))
    return tuple(exceptions)
