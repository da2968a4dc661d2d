"""Norms: the rates and hours that turn leads, prospects and customers into work."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from enum import StrEnum

from planner.language import tr
from planner.model.words import (
    ACCOUNT_MANAGER,
    CLOSER,
    INBOUND,
    OUTBOUND,
    SUPPORT,
)

WEEKS_PER_MONTH = 52 / 12


class Basis(StrEnum):
    """What an hour of a norm is."""

    GROSS = "gross"  # holds ordinary overhead: FTE = hours / contract hours
    NET = "net"  # pure role time: FTE = hours / (contract hours x selling share)


BASIS: Mapping[str, Basis] = {
    OUTBOUND: Basis.NET,
    INBOUND: Basis.GROSS,
    CLOSER: Basis.GROSS,
    ACCOUNT_MANAGER: Basis.NET,
    SUPPORT: Basis.NET,
}
"""Basis of each role's norms; roles outside the funnel count net."""


@dataclass(frozen=True, slots=True)
class Norms:
    """Defaults of the planner; each key may stand under [teams] in plan.toml.

    Marked [art]: from articles on sales organisation; all others are planner defaults, to be
    calibrated (docs/mathematics.md).

    Attributes
    ----------
    full_time_hours_week : float
        Contract hours of one FTE [art].
    selling_share : float
        Share of contract time free for role work; divides net norms only.
    inbound_qualification, outbound_qualification : float
        Share of leads, and of prospects approached, that become qualified leads.
    win_rate : float
        Share of qualified leads that become customers.
    inbound_hours_per_lead : float
        8 hours a week for 80 leads a month, so 400 leads are one full-time person [art].
    closer_hours_per_qualified_lead : float
        50 qualified leads a month are one full-time closer [art].
    outbound_hours_per_prospect, onboarding_hours_per_customer : float
    care_hours_per_customer : float
        A month.
    support_hours_per_lead : float
    leads_per_account : float
        Inbound leads a month per account, where the plan gives no leads.
    prospecting_months : float
        Months over which the prospects of the plan are approached once.
    leads_month, prospects_month, customers : float or None
        Totals of the whole plan in place of what the accounts say, spread over the markets in
        proportion to it.
    """

    full_time_hours_week: float = 40.0
    selling_share: float = 0.65
    inbound_qualification: float = 0.20
    outbound_qualification: float = 0.04
    win_rate: float = 0.25
    inbound_hours_per_lead: float = 8 * WEEKS_PER_MONTH / 80
    closer_hours_per_qualified_lead: float = 40 * WEEKS_PER_MONTH / 50
    outbound_hours_per_prospect: float = 0.5
    onboarding_hours_per_customer: float = 6.0
    care_hours_per_customer: float = 1.0
    support_hours_per_lead: float = 1 / 6
    leads_per_account: float = 0.02
    prospecting_months: float = 12.0
    leads_month: float | None = None
    prospects_month: float | None = None
    customers: float | None = None

    def __post_init__(self) -> None:
        for field in fields(self):
            value = getattr(self, field.name)
            if value is not None and not 0 <= value < float("inf"):
                raise ValueError(
                    tr(
                        "norm {field} must be a number >= 0, not {value}",
                        field=field.name,
                        value=value,
                    )
                )
        for name in _ABOVE_ZERO:
            if not getattr(self, name) > 0:
                raise ValueError(tr("norm {name} must be above 0", name=name))

    def month_hours(self, role: str) -> float:
        """Return the hours of a role's own kind that one FTE has in a month."""
        return self.full_time_hours_week * WEEKS_PER_MONTH * self.time_share(role)

    def time_share(self, role: str) -> float:
        """Return which part of contract time counts in the hours of a role: 1 gross, else net."""
        return 1.0 if basis_of(role) is Basis.GROSS else self.selling_share


_ABOVE_ZERO = ("full_time_hours_week", "selling_share", "prospecting_months")

NORM_KEYS = tuple(field.name for field in fields(Norms))
"""Keys that may stand under [teams]."""


def basis_of(role: str) -> Basis:
    """Return the basis of a role's norms: net unless the funnel says gross."""
    return BASIS.get(role, Basis.NET)


def norms_from(overrides: Mapping[str, float]) -> Norms:
    """Return the defaults with some replaced; raises ValueError on an unknown key or bad number."""
    unknown = sorted(set(overrides) - set(NORM_KEYS))
    if unknown:
        raise ValueError(
            tr(
                "unknown norm {unknown}; known are {keys}",
                unknown=", ".join(unknown),
                keys=", ".join(NORM_KEYS),
            )
        )
    return Norms(**overrides)
