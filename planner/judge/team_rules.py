"""Rules and prices of team composition."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from planner.model.types import frozen_map
from planner.model.words import ACCOUNT_MANAGER, CLOSER, INBOUND, OUTBOUND, SUPPORT


class Mode(StrEnum):
    """How a rule holds."""

    HARD = "hard"  # always
    SOFT = "soft"  # at a price, or by leaving a market without team; see the rule
    OFF = "off"


@dataclass(frozen=True, slots=True)
class TeamRules:
    """Rules of composition (docs/mathematics.md, G1 to G5).

    Attributes
    ----------
    two_sellers : Mode
        HARD: every market with demand has at least two people. SOFT: two or nobody, so that a
        market nobody can be spared for is left with its shortage named.
    whole_chain : Mode
        HARD: nobody generates leads, qualifies and closes, or sells and cares, all alone.
    split : Mode
        Who closes in a market generates no leads there; SOFT at `TeamPrices.unsplit`.
    experienced_closer : bool
        Juniors close only where somebody experienced closes too; with `two_sellers` HARD every
        market with closing to do has somebody experienced closing (or a hire).
    max_posts, max_markets, max_roles : int
        Per person.
    min_blocks : int
        Per post.
    senior_outbound : bool
        A senior gives at most a fifth of his time, or two blocks, to outbound.
    hires : bool
        Whether new people may be planned beside the reps and vacancies.
    """

    two_sellers: Mode = Mode.HARD
    whole_chain: Mode = Mode.HARD
    split: Mode = Mode.SOFT
    experienced_closer: bool = True
    max_posts: int = 2
    max_markets: int = 2
    max_roles: int = 2
    min_blocks: int = 2
    senior_outbound: bool = True
    hires: bool = True


SHORT_PRICE: Mapping[str, int] = {
    OUTBOUND: 9, INBOUND: 14, CLOSER: 26, ACCOUNT_MANAGER: 12, SUPPORT: 6,
}  # fmt: skip
HIRE_PRICE: Mapping[str, int] = {
    OUTBOUND: 5200, INBOUND: 4800, CLOSER: 8000, ACCOUNT_MANAGER: 6000, SUPPORT: 4000,
}  # fmt: skip
LINEAR = ((100, 100),)
"""Tiers of shortage with one price for all of it."""


@dataclass(frozen=True, slots=True)
class TeamPrices:
    """Money a month (planner defaults, calibrate).

    Attributes
    ----------
    short, hire : mapping of str to int
        Per role: a unit not covered, a new person.
    short_tiers : tuple of (upto, rate)
        Shortage up to `upto` % of a market's need in a role costs `rate` % of its price; both
        increase and the last `upto` is 100. Increasing rates spread a shortage over the markets.
    shared, second_role, senior_outbound, unsplit : int
        A person in two markets, a person with two roles, a block of outbound by a senior, a person
        who closes and generates leads in one market.
    block : int
        A planned block, so that nobody is planned where there is no work.
    """

    short: Mapping[str, int] = field(default_factory=lambda: SHORT_PRICE)
    hire: Mapping[str, int] = field(default_factory=lambda: HIRE_PRICE)
    short_tiers: tuple[tuple[int, int], ...] = LINEAR
    shared: int = 250
    second_role: int = 150
    senior_outbound: int = 60
    unsplit: int = 300
    block: int = 0

    def __post_init__(self) -> None:
        object.__setattr__(self, "short", frozen_map(self.short))
        object.__setattr__(self, "hire", frozen_map(self.hire))
        ends, rates = zip(*self.short_tiers, strict=True)
        if list(ends) != sorted(set(ends)) or ends[-1] != 100 or list(rates) != sorted(rates):
            raise ValueError("short_tiers must end at 100 with rates that never fall")
