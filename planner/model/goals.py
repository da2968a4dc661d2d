"""Goals: what the plan asks of territories, teams and quotas."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from planner.model.rules import TerritoryRules
from planner.model.types import frozen_map

SEATS = ("free", "homes")
BALANCE_TO = ("capacity", "equal")
OVERSIZE = ("report", "own")


@dataclass(frozen=True, slots=True)
class TerritoryGoals:
    """What a layer's territories should be ([territories], or one of [[layers]]).

    Attributes
    ----------
    key, label : str
        "base" for the layer that covers everything.
    count : int or None
        Number of territories; None takes one per rep of the role `one_per`.
    one_per : str
        Role that owns territories.
    seats : str
        "free" (the best region of a territory) or "homes" (where its rep lives).
    contiguous : bool
    balance_to : str
        "capacity" or "equal".
    oversize : str
        "report", or "own": a region heavier than its territory may be gets its own territory and target.
    apart : str
        Parent level whose borders no territory crosses ("country"), or "".
    disruption_weight : float
        1.0: moving an average region costs what its average travel costs.
    segment : str
        Segment whose accounts the layer is for, or "" for all.
    rules : TerritoryRules
    """

    key: str = "base"
    label: str = "Territories"
    count: int | None = None
    one_per: str = "closer"
    seats: str = "free"
    contiguous: bool = True
    balance_to: str = "capacity"
    oversize: str = "report"
    apart: str = ""
    disruption_weight: float = 0.0
    segment: str = ""
    rules: TerritoryRules = field(default_factory=TerritoryRules)

    def __post_init__(self) -> None:
        for name, allowed in (("seats", SEATS), ("balance_to", BALANCE_TO), ("oversize", OVERSIZE)):
            if getattr(self, name) not in allowed:
                raise ValueError(
                    f"{name} is one of {', '.join(allowed)}, not {getattr(self, name)!r}"
                )
        if self.count is not None and self.count < 1:
            raise ValueError("count must be at least 1")


_MARKETS = ("segment", "product", "territory")


@dataclass(frozen=True, slots=True)
class TeamGoals:
    """What teams are formed around, and the funnel that makes their work.

    Attributes
    ----------
    markets : str
        "segment", "product", "territory" or "parent:LEVEL".
    norms : mapping of str to float
        Funnel rates and hour norms that differ from the planner's defaults (docs/mathematics.md).
    staff : int or None
        People in the whole company, for the rules that hang on it; None counts the reps.
    """

    markets: str = "territory"
    norms: Mapping[str, float] = field(default_factory=frozen_map)
    staff: int | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "norms", frozen_map(self.norms))
        if self.markets not in _MARKETS and not self.markets.startswith("parent:"):
            allowed = ", ".join(_MARKETS)
            raise ValueError(f"markets is {allowed} or parent:LEVEL, not {self.markets!r}")


MOST_MONEY = 10**15
"""Of a total: its shares, with what is carried over it, are whole numbers that a plan file holds."""
MOST_OVER = 10


@dataclass(frozen=True, slots=True)
class QuotaGoals:
    """The total and how it is split.

    Attributes
    ----------
    total : int
        Money in whole units of the plan's currency.
    over_assignment : float
        What the rep level carries more than the total, a fraction.
    step : int
        Quotas are multiples of it.
    measure : str
        Measure whose share is the potential; "" takes the last measure of the plan.
    """

    total: int
    over_assignment: float = 0.0
    step: int = 1000
    measure: str = ""

    def __post_init__(self) -> None:
        if self.step < 1 or not 0 <= self.over_assignment <= MOST_OVER:
            raise ValueError(f"quota needs step >= 1 and over_assignment of 0 to {MOST_OVER}")
        if not 0 <= self.total <= MOST_MONEY:
            raise ValueError(f"quota needs a total of 0 to {MOST_MONEY:,}")


@dataclass(frozen=True, slots=True)
class AccountGoals:
    """Accounts given to people by name, apart from their regions (one of [[key_accounts]]).

    Attributes
    ----------
    key, label : str
    where : str
        Which accounts, a rule as of a segment ("class = 'A' and employees >= 500").
    role : str
        Who may own them; "" is who owns the territories of the base layer.
    tolerance : float or None
        How far each owner may be off his share by capacity, a fraction; None leaves it open.
    most : float
        Largest share of what a territory should hold that its owner's named accounts may take.
    together : str
        Account column whose equal values stay with one owner ("parent_id"), or "".
    skill : str
        Account column that names a skill or language its owner must have, or "".
    keep : str
        Accounts that stay with their present owner, a rule; "" is none.
    disruption_weight : float
        1.0: an account of average relationship costs what its travel costs when it changes hands.
    most_moved : float or None
        Largest share of all relationships that may change hands, or None.
    reach_km : float or None
        Largest distance from an owner's home, or None.
    """

    key: str
    label: str
    where: str
    role: str = ""
    tolerance: float | None = None
    most: float = 0.5
    together: str = ""
    skill: str = ""
    keep: str = ""
    disruption_weight: float = 1.0
    most_moved: float | None = None
    reach_km: float | None = None


@dataclass(frozen=True, slots=True)
class Goals:
    """All goals of a plan; the first layer is the base layer."""

    layers: tuple[TerritoryGoals, ...] = (TerritoryGoals(),)
    teams: TeamGoals | None = None
    quota: QuotaGoals | None = None
    key_accounts: tuple[AccountGoals, ...] = ()

    def __post_init__(self) -> None:
        if not self.layers or self.layers[0].key != "base":
            raise ValueError("the first layer must be the base layer")

    def layer(self, key: str) -> TerritoryGoals:
        """Return the goals of a layer; raises ValueError when there are none of that key."""
        for goals in self.layers:
            if goals.key == key:
                return goals
        raise ValueError(f"no goals for layer {key}")
