"""Segments added up: every account counts once, so that they close to the total, and overlaps are told."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from planner.model.formula import rows_where
from planner.model.inside import accounts_inside, count_inside, regions_inside
from planner.model.plan import Plan
from planner.model.products import ProductLine
from planner.model.segments import OTHER, Segment
from planner.model.types import UNASSIGNED, Bools, Floats, bools, floats


@dataclass(frozen=True, slots=True)
class SegmentSum:
    """What is counted in one segment.

    Attributes
    ----------
    key, label : str
        `OTHER` and "" for everyone else.
    accounts : int
        Accounts whose first segment it is.
    money : float
    share : float
        Of all money, or of all accounts where there is no money; 0..1.
    matching : int
        Accounts that its rule holds for; those beyond `accounts` count in an earlier segment.
    """

    key: str
    label: str
    accounts: int
    money: float
    share: float
    matching: int


@dataclass(frozen=True, slots=True)
class Overlap:
    """Accounts that two segments both hold for, by their labels."""

    first: str
    second: str
    accounts: int


@dataclass(frozen=True, slots=True)
class SegmentSums:
    """Segments in order, everyone else, and what they add up to, exactly.

    Attributes
    ----------
    segments : tuple of SegmentSum
    others : SegmentSum
        Accounts that are in no segment.
    accounts : int
        All accounts of the plan.
    money : float
        Sum of the parts.
    several : int
        Accounts that are in more than one segment.
    overlaps : tuple of Overlap
        The most accounts first.
    """

    segments: tuple[SegmentSum, ...]
    others: SegmentSum
    accounts: int
    money: float
    several: int
    overlaps: tuple[Overlap, ...]


@dataclass(frozen=True, slots=True)
class AreaSum:
    """What lies in an area: regions by its rule, accounts by their point, a measure of the regions."""

    key: str
    label: str
    regions: int
    accounts: int
    amount: float


def segment_sums(
    plan: Plan,
    money: Floats,
    rules: Sequence[Segment] | Sequence[ProductLine] | None = None,
    among: Bools | None = None,
) -> SegmentSums:
    """Add segments up, or other named rules such as product lines.

    Parameters
    ----------
    plan : Plan
    money : Floats, shape (a,)
        Of each account.
    rules : sequence, optional
        The segments of the plan unless given.
    among : Bools, shape (a,), optional
        Accounts that are looked at; all unless given.

    Raises
    ------
    FormulaError
        When a rule cannot be reckoned.
    """
    chosen: list[Segment | ProductLine] = [*(plan.segments if rules is None else rules)]
    inside, accounts = plan.inside, plan.accounts
    rows = slice(None) if among is None else np.flatnonzero(among)
    held = [
        bools(rows_where(one.where, accounts, plan.segments, inside, plan.regions)[rows])
        for one in chosen
    ]
    money = floats(money[rows])
    first = np.full(len(money), UNASSIGNED)
    for at in range(len(chosen) - 1, -1, -1):
        first[held[at]] = at
    counts = np.bincount(first + 1, minlength=len(chosen) + 1).tolist()
    sums = np.bincount(first + 1, money, minlength=len(chosen) + 1).tolist()
    whole = math.fsum(sums)
    parts = [
        SegmentSum(
            key,
            label,
            counts[at],
            sums[at],
            _share(sums[at], whole, counts[at], len(money)),
            counts[0] if at == 0 else int(held[at - 1].sum()),
        )
        for at, (key, label) in enumerate([(OTHER, ""), *((one.key, one.label) for one in chosen)])
    ]
    several, overlaps = _overlaps([one.label for one in chosen], held)
    return SegmentSums(
        segments=tuple(parts[1:]),
        others=parts[0],
        accounts=len(money),
        money=whole,
        several=several,
        overlaps=overlaps,
    )


def _overlaps(labels: list[str], held: list[Bools]) -> tuple[int, tuple[Overlap, ...]]:
    """Return how many accounts are in several segments, and what two segments share."""
    if len(held) < 2:
        return 0, ()
    inside = np.stack(held).astype(np.float32)  # counts up to 16 million are exact
    shared = (inside @ inside.T).astype(int).tolist()
    found = [
        Overlap(labels[one], labels[other], shared[one][other])
        for one, other in combinations(range(len(held)), 2)
        if shared[one][other]
    ]
    several = int(np.count_nonzero(inside.sum(axis=0) > 1))
    return several, tuple(sorted(found, key=lambda overlap: -overlap.accounts))


def rule_sum(
    plan: Plan, money: Floats, where: str, among: Bools | None = None
) -> tuple[int, float]:
    """Return how many accounts a rule holds for and their money; raises FormulaError.

    `among` says which accounts are looked at, shape (a,); all unless given.
    """
    rows = rows_where(where, plan.accounts, plan.segments, plan.inside, plan.regions)
    rows = rows if among is None else bools(rows & among)
    return int(rows.sum()), float(money[rows].sum())


def accounts_among(plan: Plan, among: Bools) -> Bools:
    """Return which accounts lie in some of the regions, shape (a,); all where these are all."""
    if among.all():
        return bools(np.ones(len(plan.accounts), np.bool_))
    return bools(np.append(among, False)[plan.accounts.region])  # UNASSIGNED is -1: the last


def area_sums(plan: Plan, measure: int, among: Bools | None = None) -> tuple[AreaSum, ...]:
    """Return what lies in each area, in order.

    Parameters
    ----------
    plan : Plan
    measure : int
        Column of the loads.
    among : Bools, shape (n,), optional
        Regions that are looked at; all unless given.
    """
    found = []
    narrow = among is not None and not among.all()
    for area in plan.areas:
        regions = regions_inside(area, plan.regions)
        accounts = count_inside(area, plan.regions, plan.accounts)
        if among is not None and narrow:
            regions = bools(regions & among)
            inside = accounts_inside(area, plan.regions, plan.accounts)
            accounts = int((inside & accounts_among(plan, among)).sum())
        amount = float(plan.loads[regions, measure].sum()) if plan.measures else 0.0
        found.append(AreaSum(area.key, area.label, int(regions.sum()), accounts, amount))
    return tuple(found)


def _share(part: float, whole: float, accounts: int, of: int) -> float:
    if whole:
        return part / whole
    return accounts / of if of else 0.0
