"""Changes of the goals that mend a clash, each with a plan that meets every rule after it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from planner.judge.clash import Asked, Clash, Demand, Mend, Repair, Why
from planner.judge.demands import demands, keeping
from planner.judge.problem import Problem
from planner.judge.verify import best_seats, deviations, handovers, loads, violations
from planner.model.types import UNASSIGNED, Ints, floats, ints
from solvers.territories.clash.amounts import FIGURES, changed, figure, least_figure
from solvers.territories.clash.decide import Decider
from solvers.territories.presolve import reasons

MOST_LOCKS = 1
"""Locks of a clash from which a repair is tried."""

CLOSURE = 60
"""Rules that one repair may let go at most."""

LADDER = (1.1, 1.5, 2.5)
"""Factors on the least tolerance at which a plan is looked for."""

FAR = 0.5
"""A tolerance beyond which no plan is looked for: a band that wide says nothing."""

STEP = 0.001
"""Tolerances are widened to a multiple of this."""


@dataclass(frozen=True, slots=True, eq=False)
class _Change:
    """A repair to be tried: the changed problem, and what it is."""

    repair: Repair
    problem: Problem


def repairs(decider: Decider, clash: Clash, start: Ints | None) -> tuple[Repair, ...]:
    """Return the repairs for which a plan was found, by worst deviation and then by what moves.

    A territory of its own for an oversize region is offered even so, last and not verified.

    A repair lets one rule of the clash give, and others of its kind as long as arithmetic shows that
    the rest cannot be met.
    """
    found: dict[tuple[object, ...], Repair] = {}
    for change in _changes(decider, clash, start):
        if decider.over():
            break
        key = (change.repair.mend, change.repair.demands, round(change.repair.amount, 6))
        if key not in found:
            repair = _verified(decider, change, start)
            if repair is None and change.repair.mend is Mend.OWN_TERRITORY:
                repair = change.repair  # always offered: without it nothing else can help
            if repair is not None:
                found[key] = repair
    return tuple(sorted(found.values(), key=_rank))


def _rank(repair: Repair) -> tuple[bool, float, float, bool, str]:
    """Sort by worst deviation, then by what moves; contiguity goes last among equals.

    What was not verified goes last of all.
    """
    whole = any(rule.asked is Asked.CONTIGUOUS for rule in repair.demands)
    unsure = not repair.verified
    return (unsure, round(repair.worst, 4), round(repair.moved, 6), whole, repair.mend.value)


def _changes(decider: Decider, clash: Clash, start: Ints | None) -> Iterator[_Change]:
    problem = decider.problem
    yield from _own_territory(problem, clash)
    yield from _count(problem, clash)
    locks = [rule for rule in clash.demands if rule.asked is Asked.LOCK]
    by_weight = sorted(locks, key=lambda rule: _weight(problem, rule))
    if locks:
        yield from _lift(decider, clash, start)
    for rule in (*by_weight[:MOST_LOCKS], *clash.demands):
        if rule.asked is Asked.LOCK and rule not in by_weight[:MOST_LOCKS]:
            continue
        if figure(problem, rule) is None:
            yield from _let_go(decider, rule)
        elif rule.asked is Asked.BAND:
            yield from _widen(decider, rule, start)
        else:
            yield from _raise_figure(decider, rule, start)


def _weight(problem: Problem, rule: Demand) -> float:
    return float(problem.weights[list(rule.regions), problem.objective.measure].sum())


def _lift(decider: Decider, clash: Clash, start: Ints | None) -> Iterator[_Change]:
    """Lift the locks that a plan breaks which is free of all locks to the territories of the clash.

    Where locks lie so far apart that no connected territory holds them, fewer are lifted this way
    than by arithmetic, which sees figures only.
    """
    problem = decider.problem
    where = {t for rule in clash.demands if rule.asked is Asked.LOCK for t in rule.territories}
    everything = demands(problem)
    free = [r for r in everything if r.asked is Asked.LOCK and r.territories[0] in where]
    owner = decider.find(keeping(problem, set(everything) - set(free)), start)
    if owner is None:
        return
    gone = tuple(rule for rule in free if owner[rule.regions[0]] != rule.territories[0])
    decider.remember(owner)
    yield _Change(Repair(Mend.LET_GO, gone), keeping(problem, set(everything) - set(gone)))


def _let_go(decider: Decider, rule: Demand) -> Iterator[_Change]:
    problem = decider.problem
    gone = closure(decider, problem, rule)
    if gone is not None:
        left = keeping(problem, set(demands(problem)) - set(gone))
        yield _Change(Repair(Mend.LET_GO, gone), left)


def closure(decider: Decider, problem: Problem, rule: Demand) -> tuple[Demand, ...] | None:
    """Return the rule and others of its kind to let go until no reason is left; None if that fails."""
    everything = demands(problem)
    gone = [rule]
    for _ in range(CLOSURE):
        rest = keeping(problem, set(everything) - set(gone))
        found = reasons(rest, most=1)
        if not found:
            return tuple(gone)
        alike = [other for other in found[0].demands if other.asked is rule.asked]
        alike = [other for other in alike if other in everything and other not in gone]
        if not alike or decider.stop():
            return None
        excess = found[0].amount - found[0].limit
        enough = [other for other in alike if _weight(problem, other) >= excess]
        lightest = min(enough, key=lambda other: _weight(problem, other), default=None)
        gone.append(lightest or max(alike, key=lambda other: _weight(problem, other)))
    return None


def _widen(decider: Decider, rule: Demand, start: Ints | None) -> Iterator[_Change]:
    """Widen the tolerance of a measure: to what the plan at hand has, and as little as may do."""
    problem, a = decider.problem, rule.measure
    assert a is not None
    everything = demands(problem)
    if start is not None:
        loose = keeping(problem, [r for r in everything if r.asked is not Asked.BAND])
        if not violations(loose, start):
            yield _widened(problem, start)
    least = least_figure(decider, problem, rule, everything) or float(problem.tolerance[a])
    for factor in LADDER if least < FAR else ():
        owner = decider.find(changed(problem, rule, least * factor + STEP), start)
        if owner is not None:
            decider.remember(owner)
            yield _widened(problem, owner)
            return


def _widened(problem: Problem, owner: Ints) -> _Change:
    """Widen the bands that a plan breaks, all to its largest deviation."""
    off = np.abs(deviations(problem, owner)).max(axis=0)
    broken = np.flatnonzero(off > problem.tolerance)
    wide = float(np.ceil(round(float(off[broken].max(initial=0.0)) / STEP, 6)) * STEP)
    everyone = tuple(range(problem.k))
    bands = tuple(Demand(Asked.BAND, territories=everyone, measure=int(a)) for a in broken)
    made = problem
    for band in bands:
        made = changed(made, band, wide)
    return _Change(Repair(Mend.WIDEN, bands, amount=wide), made)


def _raise_figure(decider: Decider, rule: Demand, start: Ints | None) -> Iterator[_Change]:
    """Change a limit to what a plan without it does."""
    problem = decider.problem
    gone = closure(decider, problem, rule)
    if gone is None:
        return
    left = keeping(problem, set(demands(problem)) - set(gone))
    owner = decider.find(left, start)
    if owner is None:
        return
    decider.remember(owner)
    made = problem
    for one in gone:
        value = _needed(problem, one, owner)
        made = changed(made, one, value)
    amount = figure(made, rule)
    assert amount is not None
    yield _Change(Repair(Mend.CHANGE, gone, amount=amount), made)


def _needed(problem: Problem, rule: Demand, owner: Ints) -> float:
    """Return the figure at which a plan meets the rule, no tighter than today's."""
    now = figure(problem, rule)
    assert now is not None
    if rule.asked is Asked.MOVED:
        assert problem.current is not None
        assert problem.switch_cost is not None
        moved = (problem.current != UNASSIGNED) & (owner != problem.current)
        return max(now, float(problem.switch_cost[moved].sum()))
    t, a = rule.territories[0], rule.measure
    if rule.asked is Asked.REACH:
        seat = problem.xy_km[int(best_seats(problem, owner)[t])]
        return max(now, float(np.hypot(*(problem.xy_km[owner == t] - seat).T).max(initial=0.0)))
    assert a is not None
    if rule.asked is Asked.MINIMUM:
        return min(now, float(loads(problem, owner)[t, a]))
    if rule.asked is Asked.MAXIMUM:
        return max(now, float(loads(problem, owner)[t, a]))
    handed, taken = handovers(problem, owner)
    return max(now, float((handed if rule.asked is Asked.HANDED_OVER else taken)[t, a]))


def _own_territory(problem: Problem, clash: Clash) -> Iterator[_Change]:
    """Give every oversize region a territory of its own, with a target of what it holds."""
    if clash.reason.why is not Why.OVERSIZE:
        return
    made, regions = problem, []
    for _ in range(problem.k - 1):
        found = [r for r in reasons(made) if r.why is Why.OVERSIZE and len(r.regions) == 1]
        if not found:
            break
        region = found[0].regions[0]
        regions.append(region)
        made = with_own_territory(made, region, set(regions[:-1]))
    if regions:
        yield _Change(Repair(Mend.OWN_TERRITORY, clash.demands, regions=tuple(regions)), made)


def with_own_territory(problem: Problem, region: int, taken: set[int]) -> Problem:
    """Return the problem with a region locked alone to a territory whose target is its load.

    The territory is the one it is locked to, else its present one, else the last that is free; the
    other targets that are not bound to such regions are scaled to the rest.
    """
    used = {int(problem.locks[i]) for i in taken}
    lock = int(problem.locks[region])
    held = UNASSIGNED if problem.current is None else int(problem.current[region])
    free = [t for t in range(problem.k) if t not in used]
    where = next(t for t in (lock, held, free[-1]) if t != UNASSIGNED and t in free)
    wanted = problem.wanted.copy()
    others = [t for t in free if t != where]
    rest = wanted[[where, *others]].sum(axis=0) - problem.weights[region]
    share = wanted[others] / np.maximum(wanted[others].sum(axis=0), 1e-300)
    wanted[where], wanted[others] = problem.weights[region], share * np.maximum(rest, 0.0)
    locks = problem.locks.copy()
    locks[region] = where
    total = np.where(problem.total > 0, problem.total, 1.0)
    return replace(problem, targets=floats(wanted / total), locks=ints(locks))


def _count(problem: Problem, clash: Clash) -> Iterator[_Change]:
    """One or two territories more or less, where targets are equal and nothing is tied to them."""
    tied = problem.seats is not None or (problem.locks != UNASSIGNED).any()
    figures = [getattr(problem, name) for name in FIGURES.values()]
    bound = any((np.isfinite(f) & (f > 0)).any() for f in figures) or problem.besides.any()
    equal = np.ptp(problem.targets, axis=0).max(initial=0.0) < 1e-9
    if tied or bound or not equal or len(problem.kept_from) or problem.k < 2:
        return
    for k in (problem.k + 1, problem.k - 1, problem.k + 2, problem.k - 2):
        if not 1 <= k <= problem.n:
            continue
        current = problem.current
        if current is not None:
            current = ints(np.where(current < k, current, UNASSIGNED))
        made = replace(
            problem, targets=floats(np.full((k, len(problem.measures)), 1 / k)), current=current,
            part_of_territory=ints(np.zeros(k)), minimum=floats([]), maximum=floats([]),
            reach_km=floats([]), most_handed_over=floats([]), most_taken_over=floats([]),
            besides=floats([]),
        )  # fmt: skip
        if not reasons(made, most=1):
            yield _Change(Repair(Mend.COUNT, clash.demands, amount=float(k)), made)
            return


def _verified(decider: Decider, change: _Change, start: Ints | None) -> Repair | None:
    problem, owner = change.problem, decider.find(change.problem, start)
    if owner is None:
        return None
    before = decider.problem.current if decider.problem.current is not None else start
    moved = 0.0
    if before is not None:
        other = (before != UNASSIGNED) & (before != owner)
        moved = float(problem.weights[other, problem.objective.measure].sum())
    worst = float(np.abs(deviations(problem, owner)).max(initial=0.0))
    fits = problem.k == decider.problem.k
    return replace(
        change.repair, verified=True, worst=worst, moved=moved, owner=owner if fits else None
    )
