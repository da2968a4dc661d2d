"""Rows of the tables of named accounts, without Qt."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class ExceptionRow:
    """One named account.

    Attributes
    ----------
    account_id, account, region : str
        region is "" for an account outside all regions.
    rep_id, rep : str
        rep is the id again where nobody among the people has it.
    reason, asked_by : str
    until : date or None
    counts : bool
    money : float
    ended : bool
        Whether it ended before plan start.
    homeless : bool
        Whether it counts in no territory because its rep has none.
    """

    account_id: str
    account: str
    region: str
    rep_id: str
    rep: str
    reason: str
    asked_by: str
    until: date | None
    counts: bool
    money: float
    ended: bool = False
    homeless: bool = False


@dataclass(frozen=True, slots=True)
class SumRow:
    """What one person, or one who asked, protects.

    Attributes
    ----------
    name : str
    accounts : int
    money : float
    share : float
        Of all that is protected, 0..1.
    until : date or None
        The last day; None without an end.
    without_reason : int
    """

    name: str
    accounts: int
    money: float
    share: float
    until: date | None
    without_reason: int


@dataclass(frozen=True, slots=True)
class StrayRow:
    """An account that is owned apart from its region today.

    `named` says for whom it is named in the scenario looked at, "" where it follows its region.
    """

    account_id: str
    account: str
    region: str
    owner: str
    region_owner: str
    money: float
    named: str


@dataclass(frozen=True, slots=True)
class FamilyRow:
    """A family with several owners; `at` is its place in the list it was made of."""

    at: int
    name: str
    accounts: int
    owners: str
    people: int
    money: float
    suggested: str
