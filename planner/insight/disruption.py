"""What changes hands against Today: regions, accounts, money, months of relationship."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from planner.insight.ownership import account_owners
from planner.insight.summary import layer_summary
from planner.model.layers import BASE
from planner.model.plan import Plan
from planner.model.types import Bools, Floats, bools

RENEWAL_DAYS = 90
"""A renewal this soon after plan start wants a gentle hand-over."""
DAYS_A_MONTH = 365.25 / 12


@dataclass(frozen=True, slots=True, eq=False)
class Disruption:
    """What changes hands in a scenario.

    Attributes
    ----------
    regions : int
        Regions whose holder in Today loses them.
    loads : Floats, shape (m,)
        What they hold of each measure.
    moved_accounts : Bools, shape (a,)
        Accounts with an owner in Today and another, or none, here.
    revenue, pipeline : float
        Last year's revenue and open pipeline of those accounts, in the plan's currency.
    months : float
        Months of relationship with the present owner that end, summed over those accounts.
    renewals : int
        Those accounts with a renewal in the first `RENEWAL_DAYS` of the plan.
    """

    regions: int
    loads: Floats
    moved_accounts: Bools
    revenue: float
    pipeline: float
    months: float
    renewals: int

    @property
    def accounts(self) -> int:
        """Number of accounts that change hands."""
        return int(self.moved_accounts.sum())


def disruption(plan: Plan, scenario_name: str, layer_key: str = BASE) -> Disruption:
    """Return what changes hands between Today and a scenario.

    Unknown figures and dates count as 0. Raises ValueError for an unknown scenario or layer.
    """
    scenario, summary = plan.scenario(scenario_name), layer_summary(plan, scenario_name, layer_key)
    before, after = account_owners(plan, plan.today), account_owners(plan, scenario)
    pairs = zip(before, after, strict=True)
    moved = bools([bool(was) and was != now for was, now in pairs])
    return Disruption(
        regions=summary.moved,
        loads=summary.moved_loads,
        moved_accounts=moved,
        revenue=_sum(plan, "revenue_last_year", moved),
        pipeline=_sum(plan, "open_pipeline", moved),
        months=sum(months_with(text, plan.start) for text in _texts(plan, "owner_since", moved)),
        renewals=sum(_soon(text, plan.start) for text in _texts(plan, "renewal_date", moved)),
    )


def _sum(plan: Plan, column: str, moved: Bools) -> float:
    values = plan.accounts.numbers.get(column)
    return 0.0 if values is None else float(np.nansum(values[moved]))


def _texts(plan: Plan, column: str, moved: Bools) -> list[str]:
    if column not in plan.accounts.text:
        return []
    values = plan.accounts.text[column]
    return [values[at] for at in np.flatnonzero(moved)]


def months_with(text: str, start: date) -> float:
    """Return the months from the day a text begins with to plan start; 0 where it is none, or later."""
    since = day_of(text)
    return 0.0 if since is None else max(0.0, (start - since).days / DAYS_A_MONTH)


def _soon(text: str, start: date) -> bool:
    day = day_of(text)
    return day is not None and start <= day < start + timedelta(days=RENEWAL_DAYS)


def day_of(text: str) -> date | None:
    """Return the day an ISO 8601 text begins with, or None when it is none."""
    try:
        return date.fromisoformat(text.strip()[:10])
    except ValueError:
        return None
