"""What exceptions sum to: per person, per asker, and what share of all they protect."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

import numpy as np

from planner.insight.money import money_of
from planner.insight.scope import Scope, ScopeKind, people_under, regions_in_scope
from planner.model.accounts import rows_by_id
from planner.model.plan import Plan
from planner.model.scenarios import AccountException, Scenario
from planner.model.types import UNASSIGNED, Bools, bools
from planner.sales.key_accounts import values_of_accounts


@dataclass(frozen=True, slots=True)
class Protected:
    """Exceptions that have something in common.

    Attributes
    ----------
    key : str
        Rep id, or who asked ("" where nobody says).
    accounts : int
    money : float
        What they are worth (`planner.insight.money`).
    loads : tuple of float
        What they add to each measure.
    until : date or None
        The last day any of them holds; None when one has no end.
    without_reason : int
    not_counted : int
        Those that count nowhere in the balance.
    """

    key: str
    accounts: int
    money: float
    loads: tuple[float, ...]
    until: date | None
    without_reason: int
    not_counted: int


@dataclass(frozen=True, slots=True)
class ExceptionSums:
    """The sums over a scenario's exceptions that hold on plan start; strays of Today are none.

    Attributes
    ----------
    total : Protected
    of_all : float
        What all accounts in scope are worth.
    per_rep, per_asker : tuple of Protected
        Most money first, then most accounts; each adds up to the total.
    ended : tuple of AccountException
        Those that ended before plan start; they count in no sum.
    """

    total: Protected
    of_all: float
    per_rep: tuple[Protected, ...]
    per_asker: tuple[Protected, ...]
    ended: tuple[AccountException, ...]

    @property
    def share(self) -> float:
        """Part of all money that is protected, 0..1; 0 where there is none."""
        return self.total.money / self.of_all if self.of_all > 0 else 0.0


def exception_sums(plan: Plan, scenario: Scenario, scope: Scope | None = None) -> ExceptionSums:
    """Return what the exceptions of a scenario sum to, in a scope; all without one."""
    inside = accounts_in_scope(plan, scenario, scope)
    rows = rows_by_id(plan.accounts)
    named = [
        one
        for one in scenario.exceptions
        if not one.is_stray and one.account_id in rows and inside[rows[one.account_id]]
    ]
    last = {one.account_id: one for one in named if one.holds_on(plan.start)}
    held = list(last.values())
    return ExceptionSums(
        total=_summed(plan, "", held),
        of_all=float(money_of(plan).values[inside].sum()),
        per_rep=_by(plan, held, lambda one: str(one.rep_id)),
        per_asker=_by(plan, held, lambda one: one.asked_by),
        ended=tuple(one for one in named if not one.holds_on(plan.start)),
    )


def accounts_in_scope(plan: Plan, scenario: Scenario, scope: Scope | None) -> Bools:
    """Return which accounts lie in scope, shape (a,): by region, and those named for a manager's people.

    Accounts outside all regions are in scope when everything is.
    """
    if scope is None or scope.kind is ScopeKind.ALL:
        return bools(np.ones(len(plan.accounts), np.bool_))
    regions = np.append(regions_in_scope(plan, scope, scenario.name), False)
    inside = regions[np.where(plan.accounts.region == UNASSIGNED, -1, plan.accounts.region)]
    if scope.kind is ScopeKind.PEOPLE:
        people, rows = people_under(plan, scope.value), rows_by_id(plan.accounts)
        for one in scenario.exceptions:
            if one.account_id in rows:
                inside[rows[one.account_id]] = str(one.rep_id) in people
    return bools(inside)


def _by(
    plan: Plan, held: Iterable[AccountException], key: Callable[[AccountException], str]
) -> tuple[Protected, ...]:
    parts: dict[str, list[AccountException]] = {}
    for one in held:
        parts.setdefault(key(one), []).append(one)
    sums = [_summed(plan, name, part) for name, part in parts.items()]
    return tuple(sorted(sums, key=lambda one: (-one.money, -one.accounts, one.key)))


def _summed(plan: Plan, key: str, held: list[AccountException]) -> Protected:
    rows = rows_by_id(plan.accounts)
    at = [rows[one.account_id] for one in held]
    days = [one.until for one in held]
    known = [day for day in days if day is not None]
    return Protected(
        key=key,
        accounts=len(held),
        money=float(money_of(plan).values[at].sum()),
        loads=tuple(values_of_accounts(plan)[at].sum(axis=0).tolist()),
        until=max(known) if known and len(known) == len(days) else None,
        without_reason=sum(not one.reason.strip() for one in held),
        not_counted=sum(not one.counts for one in held),
    )
