"""From a list of key accounts to the problem of giving each to somebody by name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from planner.judge.problem import Kind, Objective, Problem
from planner.language import tr
from planner.model.families import families_of
from planner.model.formula import rows_where
from planner.model.goals import AccountGoals
from planner.model.plan import Plan
from planner.model.projection import project
from planner.model.reps import Rep
from planner.model.scenarios import Scenario
from planner.model.types import UNASSIGNED, Floats, Ints, RepId, floats, ints
from planner.sales.homes import homes_of
from planner.sales.key_accounts import carried, values_of_accounts
from planner.sales.sizing import FULL_TIME, candidates, capacity

OPEN = 1e6
"""Tolerance of a list that sets none: the share by capacity binds nobody."""

LONG_MONTHS = 60.0
"""Months of ownership after which a relationship weighs no more."""


@dataclass(frozen=True, slots=True, eq=False)
class AccountProblem:
    """Key accounts to give away, as a problem without contiguity.

    Attributes
    ----------
    problem : Problem
        Items are the accounts in the order of `accounts`, then the homes of the reps: items without
        weight, each locked to its rep, from which travel is counted. Territory t is rep t.
    accounts : Ints, shape (r,)
        Accounts of the plan.
    reps : tuple of Rep
    """

    problem: Problem
    accounts: Ints
    reps: tuple[Rep, ...]


def account_problem_from(
    plan: Plan, scenario: Scenario, goals: AccountGoals
) -> AccountProblem | None:
    """Return the problem of one list of key accounts; None when no account is on it.

    Notes
    -----
    * Owners are the reps of the base layer's territories (laid out before), or, where the list names a
      role, all who have it on plan start. Shares are by capacity, or equal where the base layer is.
    * Measures are those of the plan, account by account (`account_values`); those that are 0 for all
      accounts of the list are left out. Travel goes from the owner's home, weighted by the first.
    * An owner of territories takes at most `most` of what his territories should hold.
    * `current` is the present owner named by the account. It costs
      ``d * S / r * (1 + months / 60) / 2 * (1 + money / mean money) / 2`` when an account changes
      hands: S the travel of all r accounts at present, months since `owner_since` (at most 60),
      money last year's revenue (at most three means).
    * Accounts that somebody asked to keep with a rep, for good or until a day, stay out.

    Raises
    ------
    ValueError
        When nobody could own the accounts, or a rule names a column that is not there (FormulaError).
    """
    rows = _chosen(plan, scenario, goals)
    if not len(rows):
        return None
    reps = _owners(plan, scenario, goals)
    if not reps:
        raise _without_owners(goals)
    names, weights = _weighed(plan, rows)
    current = _present(plan, rows, reps)
    xy_km = _places(plan, rows, reps)
    cost = _relationships(plan, goals, rows, weights[:, 0], xy_km, current)
    r, k, m = len(rows), len(reps), len(names)
    problem = Problem(
        name=f"{plan.name} / {scenario.name} / {goals.key}",
        measures=names,
        weights=floats(np.concatenate([weights, np.zeros((k, m))])),
        targets=floats(np.repeat(_shares(plan, reps)[:, None], m, axis=1)),
        tolerance=floats(np.full(m, OPEN if goals.tolerance is None else goals.tolerance)),
        edges=ints(np.empty((0, 2))),
        xy_km=xy_km,
        seats=ints(np.arange(r, r + k)),
        locks=ints(np.append(_locks(plan, goals, rows, current), np.arange(k))),
        current=ints(np.append(current, np.arange(k))),
        switch_cost=floats(np.append(cost, np.zeros(k))),
        contiguous=False,
        objective=Objective(Kind.DISTANCE),
        maximum=_most(plan, scenario, goals, reps, names),
        kept_from=_kept_from(plan, scenario, goals, rows, reps),
        together=ints(np.append(_families(plan, goals, rows), np.full(k, UNASSIGNED))),
        reach_km=floats(np.full(k, np.inf if goals.reach_km is None else goals.reach_km)),
        most_moved=_most_moved(goals, cost, current),
    )
    return AccountProblem(problem, rows, reps)


def _chosen(plan: Plan, scenario: Scenario, goals: AccountGoals) -> Ints:
    """Accounts of the list, less those an earlier list takes and those somebody asked to keep apart."""
    taken = np.zeros(len(plan.accounts), np.bool_)
    for earlier in plan.goals.key_accounts:
        if earlier.key == goals.key:
            break
        taken |= rows_where(earlier.where, plan.accounts, plan.segments, plan.inside, plan.regions)
    held = {
        one.account_id for one in scenario.exceptions if one.is_asked and one.holds_on(plan.start)
    }
    rows = np.flatnonzero(
        rows_where(goals.where, plan.accounts, plan.segments, plan.inside, plan.regions) & ~taken
    )
    return ints([row for row in rows.tolist() if plan.accounts.ids[row] not in held])


def _owners(plan: Plan, scenario: Scenario, goals: AccountGoals) -> tuple[Rep, ...]:
    base = plan.goals.layers[0]
    if goals.role and goals.role != base.one_per:
        role = [rep for rep in plan.reps if rep.role == goals.role and rep.works_on(plan.start)]
        return tuple(sorted(role, key=lambda rep: rep.id))
    known = {rep.id: rep for rep in plan.reps}
    holders = {t.rep_id for t in scenario.base.territories}
    reps = sorted(str(rep_id) for rep_id in holders if rep_id in known)
    return tuple(known[RepId(one)] for one in reps) or candidates(plan.reps, base, plan.start)


def _shares(plan: Plan, reps: Sequence[Rep]) -> Floats:
    equal = plan.goals.layers[0].balance_to == "equal"
    sizes = np.array([FULL_TIME if equal else capacity(rep, plan.start) for rep in reps])
    return floats(sizes / sizes.sum())


def _places(plan: Plan, rows: Ints, reps: Sequence[Rep]) -> Floats:
    """Km of accounts and homes: as given, else the region's point, else the middle of all regions."""
    points, middle = plan.regions.points, plan.regions.points.mean(axis=0)
    region = plan.accounts.region[rows]
    own = np.where((region != UNASSIGNED)[:, None], points[region], middle)
    degrees = plan.accounts.lon_lat[rows]
    known = np.isfinite(degrees).all(axis=1)
    if known.any():
        own[known] = project(floats(degrees[known]), plan.regions.crs)
    homes = homes_of(plan.regions, reps)
    places = np.concatenate([own, homes])
    return floats(np.where(np.isfinite(places), places, middle) / 1000.0)


def _present(plan: Plan, rows: Ints, reps: Sequence[Rep]) -> Ints:
    """Present owner of each account among the reps, UNASSIGNED where it is nobody of them."""
    place = {str(rep.id): at for at, rep in enumerate(reps)}
    owners = plan.accounts.column("owner")
    return ints([place.get(owners[row].split(";")[0].strip(), UNASSIGNED) for row in rows.tolist()])


def _weighed(plan: Plan, rows: Ints) -> tuple[tuple[str, ...], Floats]:
    """Return the measures that are above 0 for some account of the list, and their values, shape (r, m)."""
    values = values_of_accounts(plan)[rows]
    used = np.flatnonzero(values.sum(axis=0) > 0)
    if not len(used):
        return ("accounts",), floats(np.ones((len(rows), 1)))
    return tuple(plan.measures[a].key for a in used), floats(values[:, used])


def _most(
    plan: Plan, scenario: Scenario, goals: AccountGoals, reps: Sequence[Rep], names: Sequence[str]
) -> Floats:
    """Greatest load of each owner in each of the measures named, shape (k, m)."""
    most = np.full((len(reps), len(names)), np.inf)
    used = [a for a, measure in enumerate(plan.measures) if measure.key in names]
    total = carried(plan, scenario, scenario.base).total
    wanted = (scenario.base.targets * total)[:, used]
    for at, rep in enumerate(reps):
        own = [t for t, one in enumerate(scenario.base.territories) if one.rep_id == rep.id]
        if own and used:
            most[at] = goals.most * wanted[own].sum(axis=0)
    return floats(most)


def _most_moved(goals: AccountGoals, cost: Floats, current: Ints) -> float:
    """Greatest sum of what changes hands, from a share of all that has an owner."""
    if goals.most_moved is None:
        return np.inf
    return goals.most_moved * float(cost[current != UNASSIGNED].sum())


def _locks(plan: Plan, goals: AccountGoals, rows: Ints, current: Ints) -> Ints:
    """Present owner of each account that stays with him by rule, UNASSIGNED for the others."""
    if not goals.keep.strip():
        return ints(np.full(len(rows), UNASSIGNED))
    kept = rows_where(goals.keep, plan.accounts, plan.segments, plan.inside, plan.regions)[rows]
    return ints(np.where(kept, current, UNASSIGNED))


def _relationships(
    plan: Plan, goals: AccountGoals, rows: Ints, weight: Floats, xy_km: Floats, current: Ints
) -> Floats:
    """Cost of each account when it changes hands, in the unit of travel."""
    owned = np.flatnonzero(current != UNASSIGNED)
    if not len(owned) or goals.disruption_weight <= 0:
        return floats(np.zeros(len(rows)))
    difference = xy_km[owned] - xy_km[len(rows) + current[owned]]
    travel = float((weight[owned] * np.hypot(*difference.T)).sum()) / len(owned)
    money = np.nan_to_num(
        plan.accounts.numbers.get("revenue_last_year", np.zeros(len(plan.accounts)))
    )
    money = money[rows]
    mean = float(money[owned].mean())
    worth = np.minimum(money / mean, 3.0) if mean > 0 else np.ones(len(rows))
    months = _months(plan, rows).clip(0.0, LONG_MONTHS)
    bond = (1.0 + months / LONG_MONTHS) / 2.0 * (1.0 + worth) / 2.0
    return floats(goals.disruption_weight * travel * bond)


def _months(plan: Plan, rows: Ints) -> Floats:
    since = plan.accounts.column("owner_since")
    return floats([_months_until(plan.start, since[row]) for row in rows.tolist()])


def _months_until(start: date, text: str) -> float:
    try:
        return (start - date.fromisoformat(text.strip())).days / 30.4375
    except ValueError:
        return 0.0


def _kept_from(
    plan: Plan, scenario: Scenario, goals: AccountGoals, rows: Ints, reps: Sequence[Rep]
) -> Ints:
    """Pairs of account and rep: a skill he lacks, or a part of the base layer that is not his."""
    pairs: list[tuple[int, int]] = []
    if goals.skill:
        needs = plan.accounts.column(goals.skill)
        can = [{word.casefold() for word in (*rep.skills, *rep.languages)} for rep in reps]
        for at, row in enumerate(rows.tolist()):
            need = needs[row].strip().casefold()
            pairs += [(at, t) for t in range(len(reps)) if need and need not in can[t]]
    parents = plan.regions.parents.get(plan.goals.layers[0].apart)
    if parents is not None:
        part = {str(t.rep_id): t.part for t in scenario.base.territories if t.part}
        for at, row in enumerate(rows.tolist()):
            region = int(plan.accounts.region[row])
            here = "" if region == UNASSIGNED else parents[region]
            pairs += [
                (at, t)
                for t, rep in enumerate(reps)
                if here and part.get(str(rep.id), here) != here
            ]
    return ints(np.array(sorted(set(pairs)), np.int32).reshape(-1, 2))


def _families(plan: Plan, goals: AccountGoals, rows: Ints) -> Ints:
    """Label of each account's family, UNASSIGNED for one on its own; a parent belongs to its children."""
    if not goals.together:
        return ints(np.full(len(rows), UNASSIGNED))
    if goals.together == "parent_id":
        families = families_of(plan.accounts).of_account[rows]
        names = ["" if family == UNASSIGNED else f"{family:09d}" for family in families.tolist()]
    else:
        column = plan.accounts.column(goals.together)
        names = [column[row].strip() for row in rows.tolist()]
    number = {name: at for at, name in enumerate(sorted(set(names) - {""}))}
    label = np.array([number.get(name, UNASSIGNED) for name in names])
    size = np.bincount(label + 1, minlength=len(number) + 1)[label + 1]
    return ints(np.where((size > 1) & (label != UNASSIGNED), label, UNASSIGNED))


def _without_owners(goals: AccountGoals) -> ValueError:
    return ValueError(
        tr(
            "nobody may own the key accounts {list}: no {role}",
            list=goals.label,
            role=goals.role or tr("owner"),
        )
    )
