"""The funnel: leads, prospects and customers become qualified leads, wins and hours per role."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from planner.model.types import frozen_map
from planner.model.words import (
    ACCOUNT_MANAGER,
    CLOSER,
    INBOUND,
    OUTBOUND,
    SUPPORT,
    TEAM_ROLES,
)
from planner.sales.norms import WEEKS_PER_MONTH, Norms

_THROUGHPUT = (INBOUND, OUTBOUND, CLOSER)
"""Roles whose shortage loses sales, in the order of the process."""


@dataclass(frozen=True, slots=True)
class Volumes:
    """What comes in: inbound leads a month, prospects approached a month, active customers."""

    leads: float
    prospects: float
    customers: float


@dataclass(frozen=True, slots=True)
class Funnel:
    """What the volumes make, a month, in steady state.

    Attributes
    ----------
    qualified_inbound, qualified_outbound : float
        Qualified leads from inbound leads and from prospects.
    wins : float
        New customers.
    hours : mapping of str to float
        Work per role in hours of the role's own kind (gross or net).
    fte : mapping of str to float
        The same in full-time contracts.
    """

    qualified_inbound: float
    qualified_outbound: float
    wins: float
    hours: Mapping[str, float]
    fte: Mapping[str, float]

    @property
    def qualified(self) -> float:
        """Qualified leads a month (SQL)."""
        return self.qualified_inbound + self.qualified_outbound

    def hours_week(self, role: str) -> float:
        """Return the work of a role in its own hours a week."""
        return self.hours[role] / WEEKS_PER_MONTH


def funnel(volumes: Volumes, norms: Norms) -> Funnel:
    """Return qualified leads, wins, hours and FTE per role.

    ``SQL = q_in L + q_out O``, ``wins = w SQL``, hours = items x norm, and
    ``FTE = h / H`` for gross norms, ``h / (H s)`` for net ones (docs/mathematics.md).
    """
    inbound = norms.inbound_qualification * volumes.leads
    outbound = norms.outbound_qualification * volumes.prospects
    wins = norms.win_rate * (inbound + outbound)
    care = volumes.customers * norms.care_hours_per_customer
    hours = {
        OUTBOUND: volumes.prospects * norms.outbound_hours_per_prospect,
        INBOUND: volumes.leads * norms.inbound_hours_per_lead,
        CLOSER: (inbound + outbound) * norms.closer_hours_per_qualified_lead,
        ACCOUNT_MANAGER: care + wins * norms.onboarding_hours_per_customer,
        SUPPORT: volumes.leads * norms.support_hours_per_lead,
    }
    fte = {role: hours[role] / norms.month_hours(role) for role in TEAM_ROLES}
    return Funnel(inbound, outbound, wins, frozen_map(hours), frozen_map(fte))


@dataclass(frozen=True, slots=True)
class Throughput:
    """What the staffed funnel can do.

    Attributes
    ----------
    pressure : mapping of str to float
        Needed over staffed FTE per role; above 1 the role is short.
    qualified, wins : float
        A month.
    bottleneck : str
        Role under the largest pressure, the earlier step where equal.
    """

    pressure: Mapping[str, float]
    qualified: float
    wins: float
    bottleneck: str


def throughput(need: Funnel, staffed: Mapping[str, float], norms: Norms) -> Throughput:
    """Return what people in FTE per role let through of the funnel (docs/mathematics.md, W2)."""
    pressure = {role: _pressure(need.fte[role], staffed.get(role, 0.0)) for role in _THROUGHPUT}
    qualified = need.qualified_inbound * _served(pressure[INBOUND])
    qualified += need.qualified_outbound * _served(pressure[OUTBOUND])
    handled = staffed.get(CLOSER, 0.0) * norms.month_hours(CLOSER)
    per_lead = norms.closer_hours_per_qualified_lead
    closed = min(qualified, handled / per_lead) if per_lead > 0 else qualified
    bottleneck = max(_THROUGHPUT, key=lambda role: pressure[role])
    return Throughput(frozen_map(pressure), qualified, norms.win_rate * closed, bottleneck)


def _pressure(needed: float, staffed: float) -> float:
    if needed <= 0:
        return 0.0
    return needed / staffed if staffed > 0 else float("inf")


def _served(pressure: float) -> float:
    return 1.0 if pressure <= 1 else 1 / pressure
