"""Scenarios: complete answers. The first one is Today, against which every difference is counted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from planner.model.layers import Layer, Proof
from planner.model.quotas import QuotaNode
from planner.model.teams import Team
from planner.model.types import AccountId, RepId

TODAY = "Today"

NAMED = "named account"
"""Reason of an exception that a plan keeps: the account is owned apart from its region on purpose."""

STRAY = "owned apart from its region today"
"""Reason of an exception that only describes Today; a new plan leaves it behind."""

KEPT = "has it today"
"""Reason of a stray that becomes a named account."""

FAMILY = "stays with its family"
"""Reason of an account that is named because its family is brought together."""


@dataclass(frozen=True, slots=True)
class AccountException:
    """An account owned apart from its region: a named account, or a holdover when it has an end.

    Attributes
    ----------
    account_id : AccountId
    rep_id : RepId
    reason : str
    until : date or None
        Last day it holds.
    asked_by : str
        Who asked for it, "" where nobody says.
    counts : bool
        Whether the account counts in the balance, in the territory of `rep_id`; else it counts in none.
    """

    account_id: AccountId
    rep_id: RepId
    reason: str = ""
    until: date | None = None
    asked_by: str = ""
    counts: bool = True

    def holds_on(self, day: date) -> bool:
        """Whether it has not ended before that day."""
        return self.until is None or self.until >= day

    @property
    def is_stray(self) -> bool:
        """Whether it only describes Today."""
        return self.reason == STRAY

    @property
    def is_asked(self) -> bool:
        """Whether somebody asked for it; what a solver gave away or Today describes may be given anew."""
        by_itself = self.reason in (NAMED, STRAY)
        return bool(not by_itself or self.until or self.asked_by or not self.counts)


@dataclass(frozen=True, slots=True, eq=False)
class Scenario:
    """One complete answer: layers (base first), account exceptions, teams, quotas.

    `account_proofs` holds what was proven of each list of key accounts, by key.
    """

    name: str
    layers: tuple[Layer, ...]
    exceptions: tuple[AccountException, ...] = ()
    teams: tuple[Team, ...] = ()
    quotas: tuple[QuotaNode, ...] = ()
    account_proofs: tuple[tuple[str, Proof], ...] = ()

    def __post_init__(self) -> None:
        if not self.name.strip():
            raise ValueError("a scenario needs a name")
        if not self.layers or self.layers[0].key != "base":
            raise ValueError("the first layer of a scenario must be the base layer")

    def layer(self, key: str) -> Layer:
        """Return a layer by key; raises ValueError when there is none."""
        for layer in self.layers:
            if layer.key == key:
                return layer
        raise ValueError(f"no layer {key} in scenario {self.name}")

    def held_on(self, day: date) -> dict[AccountId, AccountException]:
        """Return the exceptions that hold on a day, by account; of two the later one."""
        return {one.account_id: one for one in self.exceptions if one.holds_on(day)}

    @property
    def base(self) -> Layer:
        """The layer that covers everything."""
        return self.layers[0]
