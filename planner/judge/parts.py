"""A problem split into the parts that are kept apart (countries, say); each is solved by itself."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from planner.judge.problem import Barrier, Problem
from planner.model.types import UNASSIGNED, Floats, Ints, floats, ints


@dataclass(frozen=True, slots=True)
class Part:
    """A problem of its own inside a larger one, and where its regions and territories come from."""

    problem: Problem
    regions: Ints
    territories: Ints


def parts(problem: Problem) -> tuple[Part, ...]:
    """Split a problem into the parts that are kept apart, each with targets as shares of its own total.

    A problem with one part comes back as that part, and so does one whose parts a rule joins: a cap
    on all that is moved, regions that stay together across parts, a lock to a territory of another
    part, a home base in another part, a cap on what is handed over where present territories reach
    across, or a target of what a part has nothing of. Bounds and scores of the parts add up.
    """
    keys = np.unique(problem.part_of_territory)
    if len(keys) <= 1 or _joined(problem):
        return (Part(problem, ints(np.arange(problem.n)), ints(np.arange(problem.k))),)
    return tuple(_part(problem, int(key)) for key in keys)


def started(part: Part, owner: Ints | None) -> Ints | None:
    """Return the plan of a part within a plan of the whole, shape (n of the part,); None as it is.

    Regions whose territory is of another part come back as UNASSIGNED. Raises ValueError when the
    plan has not a territory for each region.
    """
    if owner is None:
        return None
    if len(owner) <= part.regions.max(initial=UNASSIGNED) or owner.min(initial=0) < UNASSIGNED:
        raise ValueError("a start has one territory for each region, or -1")
    largest = max(int(part.territories.max()), int(owner.max(initial=UNASSIGNED)))
    return ints(_renumbered(largest + 1, part.territories)[owner[part.regions]])


def _joined(problem: Problem) -> bool:
    """Whether a rule reaches across the parts."""
    grouped = problem.together != UNASSIGNED
    pairs = np.stack([problem.together[grouped], problem.part_of_region[grouped]], axis=1)
    across = len(np.unique(pairs, axis=0)) > len(np.unique(pairs[:, 0]))
    capped = (
        np.isfinite(problem.most_handed_over).any() or np.isfinite(problem.most_taken_over).any()
    )
    return (
        across
        or bool(np.isfinite(problem.most_moved))
        or _reaches_across(problem, problem.locks)
        or _served_from_afar(problem)
        or _wants_what_is_elsewhere(problem)
        or bool(
            capped and problem.current is not None and _reaches_across(problem, problem.current)
        )
    )


def _reaches_across(problem: Problem, owner: Ints) -> bool:
    """Whether some region is given to a territory of another part."""
    given = owner != UNASSIGNED
    part = problem.part_of_territory[owner[given]]
    return bool((part != problem.part_of_region[given]).any())


def _served_from_afar(problem: Problem) -> bool:
    """Whether some territory has its home base in another part."""
    if problem.seats is None:
        return False
    given = problem.seats != UNASSIGNED
    there = problem.part_of_region[problem.seats[given]]
    return bool((there != problem.part_of_territory[given]).any())


def _wants_what_is_elsewhere(problem: Problem) -> bool:
    """Whether regions of a part have targets of a measure, and none of it: shares cannot say so."""
    both = np.intersect1d(problem.part_of_territory, problem.part_of_region)
    for key in both.tolist():
        theirs = problem.part_of_territory == key
        held = problem.weights[problem.part_of_region == key].sum(axis=0)
        held = held + problem.besides[theirs].sum(axis=0)
        if ((held <= 0) & (problem.wanted[theirs].sum(axis=0) > 0)).any():
            return True
    return False


def restricted(
    problem: Problem, owner: Ints, territories: Ints, regions: Ints | None = None
) -> Part:
    """Return the problem of dividing anew what some territories hold, all others as they are.

    `regions` are what they hold and, where given, what nobody has besides. Parts kept apart stay
    apart. Absolute targets stay; caps on what is moved or handed over are less what the fixed rest has used
    up. A region that left a chosen territory for one that is not chosen counts as handed over; what
    comes from territories that are not chosen is not counted as taken over within the part, so that
    a plan of the part is to be judged within the whole. Raises ValueError for a seat that the chosen
    territories do not hold.
    """
    chosen = np.unique(territories)
    held = np.flatnonzero(np.isin(owner, chosen)) if regions is None else np.unique(regions)
    if not seats_are_inside(problem, chosen, held):
        raise ValueError("a seat lies outside the chosen territories")
    rest = problem
    if problem.current is not None:
        rest = _less_what_moved(problem, problem.current, owner, held)
    part = _cut_out(rest, f"{problem.name}/some", held, chosen)
    apart, of_territory = np.unique(problem.part_of_territory[chosen], return_inverse=True)
    of_region = np.searchsorted(apart, problem.part_of_region[held]).clip(max=len(apart) - 1)
    inner = replace(
        part.problem, part_of_region=ints(of_region), part_of_territory=ints(of_territory)
    )
    return replace(part, problem=inner)


def seats_are_inside(
    problem: Problem, territories: NDArray[np.integer], regions: NDArray[np.integer]
) -> bool:
    """Whether some territories are served from among these regions, so that they can stand alone."""
    if problem.seats is None:
        return True
    seats = problem.seats[territories]
    return bool(np.isin(seats[seats != UNASSIGNED], regions).all())


def _less_what_moved(
    problem: Problem, current: Ints, owner: Ints, regions: NDArray[np.integer]
) -> Problem:
    gone = (current != UNASSIGNED) & (owner != current)
    gone[regions] = False
    used = np.zeros_like(problem.most_handed_over)
    np.add.at(used, current[gone], problem.weights[gone])
    spent = 0.0 if problem.switch_cost is None else float(problem.switch_cost[gone].sum())
    return replace(
        problem,
        most_handed_over=floats(np.maximum(problem.most_handed_over - used, 0.0)),
        most_moved=max(problem.most_moved - spent, 0.0),
    )


def _part(problem: Problem, key: int) -> Part:
    return _cut_out(
        problem,
        f"{problem.name}/{key}",
        np.flatnonzero(problem.part_of_region == key),
        np.flatnonzero(problem.part_of_territory == key),
    )


def _cut_out(
    problem: Problem, name: str, regions: NDArray[np.integer], territories: NDArray[np.integer]
) -> Part:
    new_region = _renumbered(problem.n, regions)
    new_territory = _renumbered(problem.k, territories)

    def inner(pairs: Ints) -> Ints:
        renamed = new_region[pairs]
        return ints(renamed[(renamed >= 0).all(axis=1)])

    weights = problem.weights[regions]
    current, cost = problem.current, problem.switch_cost
    seats = problem.seats
    barred = np.stack(
        [new_region[problem.kept_from[:, 0]], new_territory[problem.kept_from[:, 1]]], axis=1
    )
    made = replace(
        problem,
        name=name,
        weights=weights,
        targets=_shares(problem, weights, territories),
        edges=inner(problem.edges),
        xy_km=problem.xy_km[regions],
        seats=None if seats is None else new_region[seats[territories]],
        locks=new_territory[problem.locks[regions]],
        current=None if current is None else new_territory[current[regions]],
        switch_cost=None if cost is None else cost[regions],
        island_links=inner(problem.island_links),
        part_of_region=ints(np.zeros(len(regions))),
        part_of_territory=ints(np.zeros(len(territories))),
        minimum=problem.minimum[territories],
        maximum=problem.maximum[territories],
        kept_from=ints(barred[(barred >= 0).all(axis=1)]),
        reach_km=problem.reach_km[territories],
        together=problem.together[regions],
        most_handed_over=problem.most_handed_over[territories],
        most_taken_over=problem.most_taken_over[territories],
        besides=problem.besides[territories],
        barriers=tuple(Barrier(b.name, inner(b.edges)) for b in problem.barriers),
    )
    return Part(made, ints(regions), ints(territories))


def _renumbered(count: int, kept: NDArray[np.integer]) -> Ints:
    """Return the number of each within the part; the extra last entry keeps UNASSIGNED as it is."""
    new = np.full(count + 1, UNASSIGNED)
    new[kept] = np.arange(len(kept))
    return ints(new)


def _shares(problem: Problem, weights: Floats, territories: NDArray[np.integer]) -> Floats:
    """Return the targets as shares of the part's own total, so that what is wanted stays."""
    own_total = weights.sum(axis=0) + problem.besides[territories].sum(axis=0)
    return floats(
        np.divide(
            problem.wanted[territories], own_total, out=problem.targets[territories].copy(),
            where=own_total > 0,
        )
    )  # fmt: skip
