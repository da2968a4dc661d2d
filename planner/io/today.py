"""Today: the present owners of regions and accounts as the first scenario of a plan."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from planner.edits.layers import lay_out
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
    frozen_map,
    ints,
)
from planner.sales.targets import size_territories

DRAFT = "draft"
SEVERAL = ";"
"""Parts several owners in one cell; the first one counts."""

YES = ("1", "true", "yes", "ja", "x", "named")


def with_rep_ids(accounts: Accounts, reps: Sequence[Rep]) -> Accounts:
    """Return the accounts with their owners as rep ids, where the file has them by name."""
    if "owner" not in accounts.text or not reps:
        return accounts
    known = _by_id_or_name(reps)
    ids = {cell: _ids_in(cell, known) for cell in set(accounts.text["owner"])}
    owner = tuple(ids[cell] for cell in accounts.text["owner"])
    return replace(accounts, text=frozen_map({**accounts.text, "owner": owner}))


def _ids_in(cell: str, known: Mapping[str, Rep]) -> str:
    names = [name.strip() for name in cell.split(SEVERAL)]
    return SEVERAL.join(str(known[name].id) if name in known else name for name in names)


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
    if not any(owners):
        owners = _majority(len(plan.regions), plan.accounts, by_account)
    if any(owners):
        base, said = _present(plan, owners)
        today = replace(today, layers=(base, *today.layers[1:]))
        today = replace(today, exceptions=_exceptions(plan, base, by_account))
        issues += said
    return replace(plan, scenarios=(today, *plan.scenarios[1:])), issues


def _laid_out(plan: Plan) -> tuple[Scenario | None, tuple[Issue, ...]]:
    """Return Today with empty territories, as many as the goals ask for; errors where they cannot be."""
    draft = replace(plan.today, name=DRAFT)
    laid, issues = replace(plan, scenarios=(plan.today, draft)), []
    for goals in plan.goals.layers:
        try:
            laid = lay_out(laid, DRAFT, goals.key)
        except ValueError as error:
            where = "territories" if goals is plan.goals.layers[0] else f"layer {goals.key}"
            mend = "Change the count or who owns territories in plan.toml."
            found = str(error)
            issues.append(
                Issue("goals_wrong", Severity.ERROR, "plan.toml", found, mend, column=where)
            )
    if issues:
        return None, tuple(issues)
    return replace(laid.scenario(DRAFT), name=TODAY), ()


def _present(plan: Plan, owners: Sequence[str]) -> tuple[Layer, tuple[Issue, ...]]:
    """Return the base layer as it is: one territory for each present owner, by rep id."""
    reps = _by_id_or_name(plan.reps)
    rep_of = {owner: reps.get(owner) for owner in dict.fromkeys(owners) if owner}
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
    layer = Layer(
        key=goals.key,
        label=goals.label,
        territories=territories,
        owner=owner,
        locked=owner == UNASSIGNED - 1,
        targets=_targets(plan, goals, territories),
    )
    return layer, _said_of_strangers(plan, owners, rep_of)


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


def _said_of_strangers(
    plan: Plan, owners: Sequence[str], rep_of: dict[str, Rep | None]
) -> tuple[Issue, ...]:
    if not plan.reps:
        return ()
    count = Counter(owners)
    mend = "Their territory has no rep in Today; add the person, or correct the owner."
    return tuple(
        Issue(
            "rep_unknown", Severity.WARNING, "",
            f"{count[owner]} {plan.regions.noun[count[owner] != 1]} belong to {owner!r}, who is no rep",
            mend,
        )
        for owner, rep in rep_of.items()
        if rep is None
    )  # fmt: skip


def present_owners(
    owners: Sequence[str], accounts: Accounts, reps: Sequence[Rep]
) -> tuple[Rep | None, ...]:
    """Return who has each region today, as files say or by the majority of accounts; None is nobody known."""
    known = _by_id_or_name(reps)
    if not any(owners):
        owners = _majority(len(owners), accounts, _account_owners(accounts, reps))
    return tuple(known.get(name) for name in owners)


def present_exceptions(plan: Plan, base: Layer) -> tuple[AccountException, ...]:
    """Return named accounts, and accounts whose present owner is not the one of their region."""
    return _exceptions(plan, base, _account_owners(plan.accounts, plan.reps))


def _account_owners(accounts: Accounts, people: Sequence[Rep]) -> list[str]:
    """Return the rep id of each account's present owner, "" where it names none that is known."""
    reps = _by_id_or_name(people)
    named = [cell.split(SEVERAL)[0].strip() for cell in accounts.column("owner")]
    if not people:
        return named
    return [str(reps[name].id) if name in reps else "" for name in named]


def _majority(n: int, accounts: Accounts, by_account: Sequence[str]) -> list[str]:
    """Return who owns most revenue in each region, then most accounts, then comes first by id."""
    names = sorted(set(by_account) - {""})
    if not names:
        return [""] * n
    place = {name: at for at, name in enumerate(names)}
    who = np.array([place.get(name, UNASSIGNED) for name in by_account])
    counted = (who != UNASSIGNED) & (accounts.region != UNASSIGNED)
    cell = accounts.region[counted].astype(np.int64) * len(names) + who[counted]
    size = n * len(names)
    revenue = np.nan_to_num(accounts.numbers.get("revenue_last_year", np.zeros(len(accounts))))
    money = np.bincount(cell, revenue[counted], minlength=size).reshape(n, -1)
    heads = np.bincount(cell, minlength=size).reshape(n, -1)
    richest = money == money.max(axis=1, keepdims=True)
    winner = np.where(richest, heads, -1).argmax(axis=1)
    has_any = heads.sum(axis=1) > 0
    return [names[at] if some else "" for at, some in zip(winner, has_any, strict=True)]


def _exceptions(plan: Plan, base: Layer, by_account: Sequence[str]) -> tuple[AccountException, ...]:
    """Return named accounts, and accounts whose owner is not the one of their region."""
    known = {str(rep.id) for rep in plan.reps}
    held = [t.rep_id or "" for t in base.territories]
    named = [cell.lower() in YES for cell in plan.accounts.column("named")]
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


def _by_id_or_name(reps: Sequence[Rep]) -> dict[str, Rep]:
    """Return reps by id, and by name where nobody else has it."""
    count = Counter(rep.name for rep in reps)
    by_name = {rep.name: rep for rep in reps if count[rep.name] == 1}
    return by_name | {str(rep.id): rep for rep in reps}
