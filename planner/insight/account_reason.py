"""Why an account is with whom it is with: by name, as it is today, by its region, or nobody's."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from planner.insight.ownership import account_owners
from planner.model.plan import Plan
from planner.model.scenarios import TODAY, AccountException, Scenario
from planner.model.types import UNASSIGNED
from planner.sales.key_accounts import held_by_name


class Reason(Enum):
    """What decides who owns an account."""

    BY_NAME = "by name"
    PRESENT = "present owner"
    TERRITORY = "territory of its region"
    OPEN = "its territory has no rep"
    NO_TERRITORY = "its region has no territory"
    NO_REGION = "outside all regions"


@dataclass(frozen=True, slots=True)
class AccountOwner:
    """Who owns one account of a scenario, and why.

    Attributes
    ----------
    rep_id : str
        As in `planner.insight.ownership.account_owners`; "" where nobody does.
    reason : Reason
    region, territory : int
        Where it lies, and the territory of the base layer there; UNASSIGNED for none.
    exception : AccountException or None
        What gives it to somebody by name.
    """

    rep_id: str
    reason: Reason
    region: int
    territory: int
    exception: AccountException | None = None


def owner_of_account(plan: Plan, scenario: Scenario, row: int) -> AccountOwner:
    """Return who owns the account in a row of the plan's accounts, and why."""
    rep_id, region = account_owners(plan, scenario)[row], int(plan.accounts.region[row])
    territory = UNASSIGNED if region == UNASSIGNED else int(scenario.base.owner[region])
    exception = held_by_name(plan, scenario).get(plan.accounts.ids[row])
    if exception is not None and exception.rep_id == rep_id:
        return AccountOwner(rep_id, Reason.BY_NAME, region, territory, exception)
    by_region = "" if territory == UNASSIGNED else scenario.base.territories[territory].rep_id or ""
    present = plan.accounts.column("owner")[row].strip()
    if rep_id and present and (region == UNASSIGNED or scenario.name == TODAY):
        reason = Reason.PRESENT
    elif region == UNASSIGNED:
        reason = Reason.NO_REGION
    elif territory == UNASSIGNED:
        reason = Reason.NO_TERRITORY
    else:
        reason = Reason.TERRITORY if by_region else Reason.OPEN
    return AccountOwner(rep_id, reason, region, territory)
