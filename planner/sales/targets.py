"""What each territory should hold: shares by capacity, and oversize regions on their own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from planner.language import tr
from planner.model.goals import TerritoryGoals
from planner.model.plan import Plan
from planner.model.territories import Territory
from planner.model.types import UNASSIGNED, Bools, Floats, Ints, floats, ints
from planner.sales.sizing import FULL_TIME, capacity
from planner.sales.slots import part_names, part_shares, parts_of_regions


@dataclass(frozen=True, slots=True, eq=False)
class Sized:
    """Targets of k territories.

    Attributes
    ----------
    targets : Floats, shape (k, m)
        Share of each measure of the plan; columns sum to 1.
    own : Ints, shape (k,)
        Oversize region the territory is made of, or UNASSIGNED.
    """

    targets: Floats
    own: Ints


def size_territories(
    plan: Plan,
    goals: TerritoryGoals,
    territories: Sequence[Territory],
    pinned: Ints | None = None,
) -> Sized:
    """Return the target shares of territories, from their reps and parts.

    Parameters
    ----------
    pinned : Ints of shape (n,) or None
        Territory each locked region is in, UNASSIGNED elsewhere.

    Notes
    -----
    ``share_t = capacity_t / sum of capacities`` for each measure; where parts are kept apart,
    the sum runs over the territory's part and the share is taken of what lies in that part, so
    that the targets of a part add up to its own total of each measure. An open territory counts as
    one full-time rep, as does that of somebody the plan does not know, and so do all when the goals
    balance to "equal".

    With ``oversize = "own"``, every region heavier than (1 + tolerance) times the largest target
    its part has in some measure gets a territory of its own, heaviest first. That territory's
    target becomes the region's own load in every measure; the other targets of the part shrink
    or grow in proportion so that the part still adds up. At least one territory of each part stays
    without an oversize region. The territory chosen is the one the region is locked into; else the
    one with the nearest seat, when the goals seat territories at homes; else the last of the part.
    """
    part_of_region = parts_of_regions(plan.regions, goals)
    part_of_territory = _parts_of_territories(plan, goals, territories)
    targets = _by_capacity(plan, goals, territories, part_of_territory)
    own = ints(np.full(len(territories), UNASSIGNED))
    if goals.oversize != "own":
        return Sized(targets, own)
    lock = ints(np.full(len(plan.regions), UNASSIGNED)) if pinned is None else pinned
    return _with_own(
        plan, goals, territories, Sized(targets, own), part_of_region, part_of_territory, lock
    )


def _parts_of_territories(
    plan: Plan, goals: TerritoryGoals, territories: Sequence[Territory]
) -> Ints:
    names = part_names(plan.regions, goals)
    if not names:
        return ints(np.zeros(len(territories)))
    number = {name: at for at, name in enumerate(names)}
    strange = [territory.id for territory in territories if territory.part not in number]
    if strange:
        raise ValueError(
            tr(
                "territories {strange} lie in no part; lay the layer out",
                strange=", ".join(strange),
            )
        )
    return ints([number[territory.part] for territory in territories])


def _by_capacity(
    plan: Plan, goals: TerritoryGoals, territories: Sequence[Territory], part: Ints
) -> Floats:
    if not len(territories):
        return floats(np.empty((0, len(plan.measures))))
    sizes = floats([_capacity(plan, goals, territory) for territory in territories])
    in_part = np.bincount(part, sizes)
    return floats((sizes / in_part[part])[:, None] * part_shares(plan, goals)[part])


def _capacity(plan: Plan, goals: TerritoryGoals, territory: Territory) -> float:
    rep = next((rep for rep in plan.reps if rep.id == territory.rep_id), None)
    if goals.balance_to == "equal" or rep is None:
        return FULL_TIME
    return capacity(rep, plan.start)


def _with_own(
    plan: Plan,
    goals: TerritoryGoals,
    territories: Sequence[Territory],
    sized: Sized,
    part_of_region: Ints,
    part_of_territory: Ints,
    lock: Ints,
) -> Sized:
    total = plan.loads.sum(axis=0)
    load_share = plan.loads / np.where(total > 0, total, 1.0)
    allowed = 1.0 + np.array([measure.tolerance for measure in plan.measures])
    targets, own = sized.targets.copy(), sized.own.copy()
    order = _preferred(plan, goals, territories)
    for part in np.unique(part_of_territory):
        inside = part_of_territory == part
        regions = np.flatnonzero(part_of_region == part)
        while True:
            free = np.flatnonzero(inside & (own == UNASSIGNED))
            candidates = np.setdiff1d(regions, own)
            region = _heaviest(load_share, targets[free], allowed, candidates)
            if region == UNASSIGNED or len(free) < 2:
                break
            chosen = _place(region, ints(free), order, lock)
            if chosen == UNASSIGNED:
                break
            own[chosen] = region
            _rescale(targets, inside, ints(own), load_share, chosen)
    return Sized(floats(targets), ints(own))


def _heaviest(share: Floats, targets: Floats, allowed: Floats, candidates: Ints) -> int:
    """Return the region that outweighs the largest of these targets most, or UNASSIGNED."""
    if not len(candidates) or not len(targets):
        return UNASSIGNED
    largest = targets.max(axis=0) * allowed
    ratio = np.where(largest > 0, share[candidates] / np.where(largest > 0, largest, 1.0), 0.0)
    worst = ratio.max(axis=1)
    at = int(np.argmax(worst))
    return int(candidates[at]) if worst[at] > 1.0 + 1e-9 else UNASSIGNED


def _place(region: int, free: Ints, order: Floats | None, lock: Ints) -> int:
    """Return the territory an oversize region gets, or UNASSIGNED when locks leave none."""
    if lock[region] != UNASSIGNED:
        return int(lock[region]) if lock[region] in free else UNASSIGNED
    usable = np.setdiff1d(free, lock)
    if not len(usable):
        return UNASSIGNED
    if order is None:
        return int(usable[-1])
    return int(usable[int(np.argmin(order[usable, region]))])


def _preferred(
    plan: Plan, goals: TerritoryGoals, territories: Sequence[Territory]
) -> Floats | None:
    """Squared distance from each seat to each region, shape (k, n); None with free seats."""
    if goals.seats != "homes":
        return None
    points = plan.regions.points
    far = np.full((len(territories), len(points)), np.inf)
    for row, territory in enumerate(territories):
        if territory.seat is not None:
            far[row] = ((points - points[territory.seat]) ** 2).sum(axis=1)
    return floats(far)


def _rescale(targets: Floats, inside: Bools, own: Ints, share: Floats, chosen: int) -> None:
    """Give `chosen` its region's load and spread what is left over the others of its part."""
    before = targets[inside].sum(axis=0)
    targets[chosen] = share[own[chosen]]
    rest = inside & (own == UNASSIGNED)
    left = before - targets[inside & (own != UNASSIGNED)].sum(axis=0)
    held = targets[rest].sum(axis=0)
    targets[rest] *= np.where(held > 0, left / np.where(held > 0, held, 1.0), 1.0)
