"""Who gets which territory: what speaks for each person in each, and why the choice stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from planner.judge.bands import bands
from planner.judge.problem import Problem
from planner.language import tr
from planner.model.formula import primary_segments
from planner.model.layers import Layer
from planner.model.plan import Plan
from planner.model.reps import Rep
from planner.model.types import UNASSIGNED, Bools, Floats, Ints, bools, floats, ints
from planner.model.words import LEVELS
from planner.notation import number, percent, signed
from planner.sales.homes import homes_of

STAYS = 1000.0
"""Worth of a person keeping a territory most of which stays: more than all else together."""


@dataclass(frozen=True, slots=True, eq=False)
class Matching:
    """What each person would be in each territory; rows are territories as solved, columns people.

    Attributes
    ----------
    may : Bools, shape (k, k)
        Whether the person may have the territory without a rule being broken by it; everybody may
        have the one of the own number.
    km : Floats, shape (k, k)
        Weighted mean km from the person's home; NaN where that is unknown.
    kept : Floats, shape (k, k)
        Share of the territory's weight that is with the person today.
    met : Floats, shape (k, k)
        Share of the territory's accounts whose segment and language the person masters.
    cost : Floats, shape (k, k)
        What speaks against it, in mean ways from home.
    stays : Bools, shape (k, k)
        Whether the territory is mostly what the person had before.
    """

    may: Bools
    km: Floats
    kept: Floats
    met: Floats
    cost: Floats
    stays: Bools

    @property
    def price(self) -> Floats:
        """What is minimised, shape (k, k): what stays comes before all else."""
        return floats(self.cost - STAYS * self.stays)


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a person has a territory, in figures.

    Attributes
    ----------
    territory : int
    km, kept, met : float
        As in `Matching`.
    stays : bool
        Whether the territory is mostly what the person had before.
    other : int or None
        Territory whose person it would cost least to change places with; None where nobody may.
    price : float
        What that exchange would cost, in mean ways from home to territory; 0 without an other. Below
        0 only where somebody stays.
    """

    territory: int
    km: float
    kept: float
    met: float
    stays: bool
    other: int | None = None
    price: float = 0.0


def matching_of(
    plan: Plan, layer: Layer, problem: Problem, owner: Ints, before: Ints | None = None
) -> Matching:
    """Return what speaks for each person in each territory of a solved layer.

    Parameters
    ----------
    plan : Plan
    layer : Layer
        Laid out; its territories say who waits for which number.
    problem : Problem
        Made from that layer.
    owner : Ints, shape (n,)
    before : Ints of shape (n,) or None
        What each had before the solve; None or nobody's takes what they have today.

    Notes
    -----
    A territory goes to another person only where its regions and the person's key accounts together
    lie within that person's band, or where both have the same target and key accounts; within a part,
    with no home base chosen and nothing locked into either. So no more rules are broken than before
    and, with free seats, the score stays as it is. With seats given, a price on moves or on what is
    beyond an ideal the solver has matched people already, and nobody may change; nor where a region is
    kept from somebody or a cap limits what a person hands or takes over.

    ``cost = km / mean km + (1 - kept) + (1 - met) + (1 - level) * (potential / mean potential - 1)``
    with level 0 for juniors, 1/2 for mediors and unknown, 1 for seniors, so that of two territories the
    richer goes to the senior. A territory more than half of which (by weight) was another's before, and
    is more than half of what that had, keeps that number, name and person before anything else.
    """
    k = problem.k
    weight = problem.weights[:, problem.objective.measure]
    weight = np.where(np.bincount(owner, weight, k)[owner] > 0, weight, 1.0)
    mass = np.maximum(np.bincount(owner, weight, k), 1e-300)[:, None]
    reps = [None if one.rep_id is None else plan.rep(one.rep_id) for one in layer.territories]
    km = _km(plan, problem, owner, weight, mass, reps)
    scale = float(np.nanmean(km)) if np.isfinite(km).any() else 1.0
    way = np.nan_to_num(km / (scale or 1.0), nan=0.0)
    kept = _shared(problem.current, owner, weight, k) / mass
    met = _met(plan, owner, reps)
    cost = way + (1.0 - kept) + (1.0 - met) + _level(problem, owner, reps)
    stays = _mostly(before, problem, owner, weight)
    return Matching(_may(layer, problem, owner), floats(km), floats(kept), met, floats(cost), stays)


def renumbered(owner: Ints, person: Ints) -> Ints:
    """Return the owner with territory t, as solved, under the number person[t]."""
    # The extra last entry keeps UNASSIGNED as it is.
    return ints(np.append(person, UNASSIGNED)[owner])


def reasons_of(matching: Matching) -> tuple[Reason, ...]:
    """Return why each territory has the person of its own number, who may differ from the cheapest."""
    exchangeable = matching.may & matching.may.T
    found = []
    for t in range(len(matching.cost)):
        km, kept, met = (float(table[t, t]) for table in (matching.km, matching.kept, matching.met))
        others = [o for o in np.flatnonzero(exchangeable[t]).tolist() if o != t]
        prices = [_exchange(matching.cost, t, other) for other in others]
        best = int(np.argmin(prices)) if prices else None
        found.append(
            Reason(
                t, km, kept, met, bool(matching.stays[t, t]),
                None if best is None else others[best], 0.0 if best is None else prices[best],
            )
        )  # fmt: skip
    return tuple(found)


def reason_text(plan: Plan, layer: Layer, reason: Reason) -> str:
    """Write a reason in one sentence."""
    who = _name(plan, layer, reason.territory)
    kept, met = percent(reason.kept, 0), percent(reason.met, 0)
    sentences = [
        tr("{who}: {kept} of the weight kept, skills for {met} of the accounts.", who=who, kept=kept, met=met)
        if np.isnan(reason.km)
        else tr(
            "{who}: {km}\u00a0km from home on average, {kept} of the weight kept, "
            "skills for {met} of the accounts.",
            who=who, km=number(reason.km), kept=kept, met=met,
        )
    ]  # fmt: skip
    if reason.other is None:
        return " ".join([*sentences, tr("With nobody else would it fit.")])
    if reason.stays:
        sentences.append(tr("Most of it stays."))
    other, price = _name(plan, layer, reason.other), signed(reason.price, 2)
    sentences.append(
        tr(
            "Changing with {other} would cost {price} mean ways from home.",
            other=other,
            price=price,
        )
    )
    return " ".join(sentences)


def _exchange(cost: Floats, one: int, other: int) -> float:
    return float(cost[one, other] + cost[other, one] - cost[one, one] - cost[other, other])


def _name(plan: Plan, layer: Layer, t: int) -> str:
    territory = layer.territories[t]
    who = tr("open") if territory.rep_id is None else plan.rep(territory.rep_id).name
    return f"{territory.name} ({who})"


def _may(layer: Layer, problem: Problem, owner: Ints) -> Bools:
    """Return which person may have which territory, shape (k, k)."""
    own = np.eye(problem.k, dtype=np.bool_)
    if _tied(problem):
        return bools(own)
    stays = np.zeros(problem.k, np.bool_)
    stays[[t for t in np.unique(problem.locks).tolist() if t != UNASSIGNED]] = True
    stays[[t for t, one in enumerate(layer.territories) if one.locked or one.seat is not None]] = (
        True
    )
    part = problem.part_of_territory
    free = ~stays[:, None] & ~stays[None, :] & (part[:, None] == part[None, :])
    return bools(own | free & (_fits(problem, owner) | _alike(problem)))


def _fits(problem: Problem, owner: Ints) -> Bools:
    """Whether the regions of each territory (rows) lie within the band of each person's number."""
    low, high = bands(problem)
    held = np.zeros((problem.k, len(problem.measures)))
    here = owner != UNASSIGNED
    np.add.at(held, owner[here], problem.weights[here])
    return bools(((held[:, None] >= low) & (held[:, None] <= high)).all(axis=2))


def _alike(problem: Problem) -> Bools:
    """Whether two numbers ask for the same, key accounts included: a broken rule stays as broken."""
    asked = np.concatenate(
        [problem.targets, problem.besides, problem.minimum, problem.maximum], axis=1
    ).round(12)
    return bools((asked[:, None] == asked[None, :]).all(axis=2))


def _tied(problem: Problem) -> bool:
    """Whether who has a region counts in the score, or a rule or cap is about the person."""
    if problem.seats is not None or problem.switch_cost is not None or problem.ideal_price.any():
        return True
    caps = (problem.most_handed_over, problem.most_taken_over)
    return bool(len(problem.kept_from)) or any(bool(np.isfinite(cap).any()) for cap in caps)


def _km(
    plan: Plan,
    problem: Problem,
    owner: Ints,
    weight: Floats,
    mass: Floats,
    reps: Sequence[Rep | None],
) -> Floats:
    homes = homes_of(plan.regions, reps) / 1000.0
    km = np.full((problem.k, problem.k), np.nan)
    for person in np.flatnonzero(np.isfinite(homes).all(axis=1)):
        way = np.hypot(*(problem.xy_km - homes[person]).T)
        km[:, person] = np.bincount(owner, weight * way, problem.k) / mass[:, 0]
    return floats(km)


def _shared(before: Ints | None, owner: Ints, weight: Floats, k: int) -> Floats:
    """Weight of each territory that was in each territory before, shape (k, k)."""
    shared = np.zeros((k, k))
    if before is not None:
        here = before != UNASSIGNED
        np.add.at(shared, (owner[here], before[here]), weight[here])
    return floats(shared)


def _mostly(before: Ints | None, problem: Problem, owner: Ints, weight: Floats) -> Bools:
    """Where more than half of a territory comes from another and is more than half of that."""
    known = before is not None and (before != UNASSIGNED).any()
    had = before if known else problem.current
    shared = _shared(had, owner, weight, problem.k)
    new = np.bincount(owner, weight, problem.k)[:, None]
    if had is None:
        return bools(shared > 0)
    old = np.bincount(had[had != UNASSIGNED], weight[had != UNASSIGNED], problem.k)
    return bools((shared > new / 2) & (shared > old[None, :] / 2))


def _met(plan: Plan, owner: Ints, reps: Sequence[Rep | None]) -> Floats:
    """Share of each territory's accounts that each person has segment and language for, shape (k, k)."""
    k = len(reps)
    inside = np.flatnonzero(plan.accounts.region != UNASSIGNED)
    if not len(inside):
        return floats(np.ones((k, k)))
    segment = primary_segments(plan.accounts, plan.segments, plan.inside, plan.regions)[inside]
    language = plan.accounts.column("language")
    kinds: dict[tuple[int, str], int] = {}
    kind = np.array(
        [
            kinds.setdefault((int(s), language[row].strip().casefold()), len(kinds))
            for s, row in zip(segment, inside.tolist(), strict=True)
        ]
    )
    count = np.zeros((k, len(kinds)))
    np.add.at(count, (owner[plan.accounts.region[inside]], kind), 1.0)
    fit = np.array([[_fit(plan, reps, rep, s, word) for rep in reps] for s, word in kinds])
    total = count.sum(axis=1, keepdims=True)
    return floats(np.where(total > 0, count @ fit / np.where(total > 0, total, 1.0), 1.0))


def _fit(
    plan: Plan, reps: Sequence[Rep | None], rep: Rep | None, segment: int, language: str
) -> float:
    """Fit of a person for one kind of account; what nobody claims to master is asked of nobody."""
    if rep is None:
        return 1.0
    fit = 1.0
    key = "" if segment == UNASSIGNED else plan.segments[segment].key
    if any(one is not None and key in one.skills for one in reps):
        fit = min(1.0, rep.skills.get(key, 0.0) / 100.0)
    spoken = {one.casefold() for one in rep.languages}
    return 0.0 if language and spoken and language not in spoken else fit


def _level(problem: Problem, owner: Ints, reps: Sequence[Rep | None]) -> Floats:
    """Cost of a rich territory for somebody not senior, shape (k, k)."""
    rich = np.bincount(owner, problem.weights[:, -1], problem.k)
    mean = float(rich.mean())
    richer = rich / (mean if mean > 0 else 1.0) - 1.0
    level = [LEVELS.index(rep.level) / 2 if rep and rep.level in LEVELS else 0.5 for rep in reps]
    return floats(np.outer(richer, 1.0 - np.array(level)))
