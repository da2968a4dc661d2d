"""The verifier: every rule stated once, every score computed apart from whoever claims it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np

from planner.judge.bands import beyond_reach, yardstick
from planner.judge.problem import Floor, Kind, Problem, Solution, Status
from planner.model.graph import pieces_per_territory
from planner.model.types import UNASSIGNED, Bools, Floats, Ints, bools, floats, ints

EPSILON = 1e-9
"""Slack on a tolerance band for rounding; the independent benchmark judge uses the same."""


class Rule(StrEnum):
    """What a plan can break."""

    UNOWNED = "unowned"  # a region without territory
    EMPTY = "empty"  # a territory without region
    BALANCE = "balance"  # a measure outside its band
    LIMIT = "limit"  # a load under its minimum or over its maximum
    PIECES = "pieces"  # a territory in more than one piece
    LOCK = "lock"  # a locked region elsewhere
    APART = "apart"  # a region in a territory of another part
    KEPT_FROM = "kept from"  # a region in a territory it may not be in
    REACH = "reach"  # a region too far from the seat of its territory
    TOGETHER = "together"  # regions that belong together in several territories
    HANDOVER = "handover"  # a territory gives or takes more than it may
    MOVED = "moved"  # more moves than the plan may


@dataclass(frozen=True, slots=True)
class Violation:
    """One broken rule.

    Attributes
    ----------
    rule : Rule
    amount : float
        How far: deviation beyond the band (fraction), load beyond a limit or a cap as a fraction of
        the target, km beyond the reach as a fraction of it, switch cost beyond the cap as a
        fraction of all switch cost, extra pieces, extra territories of a group, or 1.
    territory, region, measure : int or None
        Where.
    """

    rule: Rule
    amount: float
    territory: int | None = None
    region: int | None = None
    measure: int | None = None


def loads(problem: Problem, owner: Ints) -> Floats:
    """Return what each territory holds of each measure, shape (k, m), its regions and besides.

    Unowned regions count nowhere.
    """
    return floats(_summed(problem, owner, owner != UNASSIGNED) + problem.besides)


def _summed(problem: Problem, owner: Ints, counted: Bools) -> Floats:
    """Sum the weights of the counted regions by the territory given for each, shape (k, m)."""
    return floats(
        np.stack(
            [
                np.bincount(owner[counted], problem.weights[counted, a], minlength=problem.k)
                for a in range(len(problem.measures))
            ],
            axis=1,
        )
    )


def deviations(problem: Problem, owner: Ints) -> Floats:
    """Return load / target - 1 of each territory and measure, shape (k, m); 0 where both are 0."""
    wanted, load = problem.wanted, loads(problem, owner)
    ratio = np.divide(load, wanted, out=np.where(load > 0, np.inf, 1.0), where=wanted > 0)
    return floats(ratio - 1.0)


def violations(problem: Problem, owner: Ints) -> tuple[Violation, ...]:
    """List every rule the plan breaks, in the order of `Rule`; empty means all rules are met.

    Raises ValueError when `owner` has not n entries in -1..k-1.
    """
    owner = _checked(problem, owner)
    found = [
        Violation(Rule.UNOWNED, 1.0, region=int(i)) for i in np.flatnonzero(owner == UNASSIGNED)
    ]
    held = np.bincount(owner[owner != UNASSIGNED], minlength=problem.k)
    found += [Violation(Rule.EMPTY, 1.0, territory=int(t)) for t in np.flatnonzero(held == 0)]
    found += _over(Rule.BALANCE, floats(np.abs(deviations(problem, owner)) - problem.tolerance))
    found += _beyond_limits(problem, owner)
    if problem.contiguous:
        count = pieces_per_territory(problem.edges, owner, problem.k)
        found += [
            Violation(Rule.PIECES, float(count[t] - 1), territory=int(t))
            for t in np.flatnonzero(count > 1)
        ]
    moved = (problem.locks != UNASSIGNED) & (owner != problem.locks)
    found += [
        Violation(Rule.LOCK, 1.0, territory=int(problem.locks[i]), region=int(i))
        for i in np.flatnonzero(moved)
    ]
    astray = (owner != UNASSIGNED) & (problem.part_of_territory[owner] != problem.part_of_region)
    found += [
        Violation(Rule.APART, 1.0, territory=int(owner[i]), region=int(i))
        for i in np.flatnonzero(astray)
    ]
    found += [
        Violation(Rule.KEPT_FROM, 1.0, territory=int(t), region=int(i))
        for i, t in problem.kept_from[owner[problem.kept_from[:, 0]] == problem.kept_from[:, 1]]
    ]
    found += _too_far(problem, owner)
    found += _torn_apart(problem, owner)
    found += _handed_over(problem, owner)
    found += _moved(problem, owner)
    return tuple(found)


def _beyond_limits(problem: Problem, owner: Ints) -> list[Violation]:
    if not problem.minimum.any() and not np.isfinite(problem.maximum).any():
        return []
    load = loads(problem, owner)
    beyond = np.maximum(problem.minimum - load, load - problem.maximum) / yardstick(problem)
    return _over(Rule.LIMIT, beyond)


def _too_far(problem: Problem, owner: Ints) -> list[Violation]:
    asked = np.flatnonzero(np.isfinite(problem.reach_km))
    if not len(asked):
        return []
    seats, found = best_seats(problem, owner), []
    for territory in asked.tolist():
        seat, reach = int(seats[territory]), float(problem.reach_km[territory])
        far = beyond_reach(problem, territory, seat) & (owner == territory)
        for region in np.flatnonzero(far).tolist():
            km = float(np.hypot(*(problem.xy_km[region] - problem.xy_km[seat])))
            amount = (km - reach) / reach if reach > 0 else 1.0
            found.append(Violation(Rule.REACH, amount, territory=territory, region=region))
    return found


def _torn_apart(problem: Problem, owner: Ints) -> list[Violation]:
    grouped = np.flatnonzero((problem.together != UNASSIGNED) & (owner != UNASSIGNED))
    if not len(grouped):
        return []
    pairs = np.unique(np.stack([problem.together[grouped], owner[grouped]], axis=1), axis=0)
    labels, count = np.unique(pairs[:, 0], return_counts=True)
    return [
        Violation(Rule.TOGETHER, float(times - 1), region=int(np.argmax(problem.together == label)))
        for label, times in zip(labels, count, strict=True)
        if times > 1
    ]


def _handed_over(problem: Problem, owner: Ints) -> list[Violation]:
    capped = np.isfinite(problem.most_handed_over) | np.isfinite(problem.most_taken_over)
    if problem.current is None or not capped.any():
        return []
    handed, taken, unit = *handovers(problem, owner), yardstick(problem)
    return [
        *_over(Rule.HANDOVER, (handed - problem.most_handed_over) / unit),
        *_over(Rule.HANDOVER, (taken - problem.most_taken_over) / unit),
    ]


def handovers(problem: Problem, owner: Ints) -> tuple[Floats, Floats]:
    """Return what each territory hands over and takes over against `current`, shapes (k, m).

    Regions without a present territory count for neither; an unowned region is handed over.
    Raises ValueError without `current`.
    """
    if problem.current is None:
        raise ValueError("without current nothing is handed over")
    moved = (problem.current != UNASSIGNED) & (owner != problem.current)
    arrived = bools(moved & (owner != UNASSIGNED))
    return _summed(problem, problem.current, bools(moved)), _summed(problem, owner, arrived)


def _moved(problem: Problem, owner: Ints) -> list[Violation]:
    if problem.current is None or problem.switch_cost is None or np.isinf(problem.most_moved):
        return []
    held = problem.current != UNASSIGNED
    whole = float(problem.switch_cost[held].sum())
    moved = float(problem.switch_cost[held & (owner != problem.current)].sum())
    amount = (moved - problem.most_moved) / (whole if whole > 0 else 1.0)
    return [Violation(Rule.MOVED, amount)] if amount > EPSILON else []


def _over(rule: Rule, amount: Floats) -> list[Violation]:
    return [
        Violation(rule, float(amount[t, a]), territory=int(t), measure=int(a))
        for t, a in np.argwhere(amount > EPSILON)
    ]


def score(problem: Problem, owner: Ints) -> float:
    """Return the objective in its own unit; violations are never folded in.

    ``sum_i w_i * dist(i, seat)^p + sum_{i moved} switch_cost_i`` with p = 2 for inertia, 1 for
    distance; for disruption the second sum alone. Free seats: the best region of each territory
    (Hess et al., Oper. Res. 13(6):998-1006, 1965). On top comes `beyond_ideal`.
    """
    owner = _checked(problem, owner)
    total = 0.0
    if problem.objective.kind is not Kind.DISRUPTION:
        for territory in range(problem.k):
            total += _travel(problem, ints(np.flatnonzero(owner == territory)), territory)
    if problem.current is not None and problem.switch_cost is not None:
        moved = (problem.current != UNASSIGNED) & (owner != problem.current)
        total += float(problem.switch_cost[moved].sum())
    return total + beyond_ideal(problem, owner)


def beyond_ideal(problem: Problem, owner: Ints) -> float:
    """Return ``sum_{k,a} ideal_price_a * max(0, |deviation_ka| - ideal_a)`` over targets above 0."""
    if not problem.ideal_price.any():
        return 0.0
    beyond = (np.abs(deviations(problem, owner)) - problem.ideal).clip(min=0.0)
    return float((np.where(problem.wanted > 0, beyond, 0.0) * problem.ideal_price).sum())


def best_seats(problem: Problem, owner: Ints) -> Ints:
    """Return the seat of each territory, shape (k,): the one given, else its best region; -1 when empty."""
    if problem.seats is not None:
        return problem.seats
    owner = _checked(problem, owner)
    seats = np.full(problem.k, UNASSIGNED)
    for territory in range(problem.k):
        regions = ints(np.flatnonzero(owner == territory))
        if len(regions):
            seats[territory] = _best_seat(problem, regions)
    return ints(seats)


def floors(problem: Problem) -> tuple[Floor, ...]:
    """Return the deviations forced by regions heavier than any territory may be, heaviest first.

    A region i with w_i > (1 + tolerance) * max_k wanted_k must lie somewhere, so some territory is
    off by at least w_i / max_k wanted_k - 1.
    """
    largest = problem.wanted.max(axis=0)
    found = []
    for a, name in enumerate(problem.measures):
        if largest[a] <= 0:
            continue
        over = problem.weights[:, a] / largest[a] - 1
        oversize = np.flatnonzero(over > problem.tolerance[a] + EPSILON)
        found += [Floor(name, float(over[i]), region=int(i)) for i in oversize]
    return tuple(sorted(found, key=lambda floor: -floor.deviation))


def extra_pieces(problem: Problem, owner: Ints) -> int:
    """Return the number of connected pieces beyond one per territory."""
    count = pieces_per_territory(problem.edges, owner, problem.k)
    return int(np.maximum(count - 1, 0).sum())


def judged(problem: Problem, solution: Solution) -> Solution:
    """Return the solution re-scored and its status held against the verifier.

    A claim to be feasible or optimal that does not hold, a score that differs, or a bound above
    the score of a plan that meets all rules is a bug: ValueError, nobody sees the result.
    """
    if solution.owner is None:
        return solution
    true_score = score(problem, solution.owner)
    claimed = solution.score
    if claimed is not None and abs(claimed - true_score) > 1e-6 * max(1.0, abs(true_score)):
        raise ValueError(f"solver claims score {claimed}, judge finds {true_score}")
    met = not violations(problem, solution.owner)
    claims = solution.status in (Status.FEASIBLE, Status.OPTIMAL)
    if claims and not met:
        raise ValueError(f"solver claims {solution.status}, judge finds rules broken")
    if met and solution.status is Status.INFEASIBLE:
        raise ValueError("solver claims infeasible, yet its plan meets every rule")
    bound = solution.bound
    if met and bound is not None and bound > true_score * (1 + 1e-9) + 1e-9:
        raise ValueError(f"solver claims bound {bound}, above the score {true_score} of a plan")
    if met and solution.status is Status.UNKNOWN:
        return replace(solution, score=true_score, status=Status.FEASIBLE)
    return replace(solution, score=true_score)


def _checked(problem: Problem, owner: Ints) -> Ints:
    owner = ints(owner)
    if owner.shape != (problem.n,):
        raise ValueError(f"owner has shape {owner.shape}, not ({problem.n},)")
    if len(owner) and not (owner.min() >= UNASSIGNED and owner.max() < problem.k):
        raise ValueError(f"owner must lie in -1..{problem.k - 1}")
    return owner


def _trips(problem: Problem, regions: Ints, seats: Ints) -> Floats:
    """Km to the power p from each region to each seat, shape (r, s), rounded when the problem says so."""
    difference = problem.xy_km[regions][:, None, :] - problem.xy_km[seats][None, :, :]
    squared = (difference * difference).sum(axis=2)
    if _by_squares(problem):
        return floats(squared)
    km = np.sqrt(squared)
    km = np.floor(km + 0.5) if problem.objective.round_km else km
    return floats(km if problem.objective.kind is Kind.DISTANCE else km * km)


def _by_squares(problem: Problem) -> bool:
    """Whether a trip costs its exact squared length."""
    return problem.objective.kind is not Kind.DISTANCE and not problem.objective.round_km


def _best_seat(problem: Problem, regions: Ints) -> int:
    """Return the region of a territory from which its travel is least; the first of equals.

    For inertia in straight lines it is the region nearest to the weighted mean c, since
    ``sum_i w_i |x_i - s|^2 = sum_i w_i |x_i - c|^2 + W |s - c|^2`` (Huygens and Steiner).
    """
    weight = problem.weights[regions, problem.objective.measure]
    total = float(weight.sum())
    if total > 0 and _by_squares(problem):
        xy = problem.xy_km[regions]
        centre = (weight[:, None] * xy).sum(axis=0) / total
        return int(regions[int(np.argmin(((xy - centre) ** 2).sum(axis=1)))])
    slab = max(1, 4_000_000 // max(1, len(regions)))  # slabs, to bound memory
    slabs = [
        weight @ _trips(problem, regions, regions[at : at + slab])
        for at in range(0, len(regions), slab)
    ]
    return int(regions[int(np.argmin(np.concatenate(slabs)))])


def _travel(problem: Problem, regions: Ints, territory: int) -> float:
    if not len(regions):
        return 0.0
    weight = problem.weights[regions, problem.objective.measure]
    given = problem.seats
    seat = ints([_best_seat(problem, regions) if given is None else given[territory]])
    return float(weight @ _trips(problem, regions, seat)[:, 0])
