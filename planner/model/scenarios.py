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


@dataclass(frozen=True, slots=True)
class AccountException:
    """An account owned apart from its region: a named account, or a holdover when it has an end.

    Attributes
    ----------
    account_id : AccountId
    rep_id : RepId
    reason : str
    until : date or None
    """

    account_id: AccountId
    rep_id: RepId
    reason: str = ""
    until: date | None = None


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

    @property
    def base(self) -> Layer:
        """The layer that covers everything."""
        return self.layers[0]
