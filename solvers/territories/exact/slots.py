"""Slots: the territories as an integer program sees them, each with what every region costs in it.

With given seats, or where only disruption counts, a slot is a territory. With free seats a slot is a
territory *and* the region it is served from (Hess, Weaver, Siegfeldt, Whelan, Zitlau, Oper. Res.
13(6):998-1006, 1965); territories that nothing tells apart are one family, and as many slots of a
family are opened as it has territories.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from planner.judge.bands import allowed, beyond_reach
from planner.judge.problem import Kind, Problem
from planner.model.types import UNASSIGNED, Bools, Floats, Ints, bools, floats, ints
from solvers.territories.safe import band


@dataclass(frozen=True, slots=True, eq=False)
class Slots:
    """All slots that may be opened.

    Attributes
    ----------
    problem : Problem
    families : tuple of Ints
        Territories of each family.
    family : Ints, shape (q,)
    root : Ints, shape (q,)
        Region a slot is served from, which it then holds; UNASSIGNED where it is always open.
    anchor : Ints, shape (q,)
        A region that an open slot surely holds, UNASSIGNED where none is known.
    cost : Floats, shape (q, n)
        What a region costs in a slot; infinite where it may not be.
    low, high : Floats, shape (q, m)
        Band of the load of its regions.
    atom : Ints, shape (n,)
        Regions of one atom stay together; atoms are numbered from 0.
    """

    problem: Problem
    families: tuple[Ints, ...]
    family: Ints
    root: Ints
    anchor: Ints
    cost: Floats
    low: Floats
    high: Floats
    atom: Ints

    @property
    def rooted(self) -> bool:
        """Whether slots are opened by choice."""
        return bool((self.root != UNASSIGNED).any())

    @property
    def open(self) -> Bools:
        """Which region may be in which slot, shape (q, n)."""
        return bools(np.isfinite(self.cost))

    def kept(self, keep: Bools) -> Slots:
        """Return these slots with only the choices (q, n) that are kept, less the slots left without."""
        cost = np.where(keep, self.cost, np.inf)
        rooted = self.root != UNASSIGNED
        held = np.where(rooted, np.isfinite(cost[np.arange(len(cost)), self.root]), True)
        cost, chosen = cost[held], np.flatnonzero(held)
        return replace(
            self, family=ints(self.family[chosen]), root=ints(self.root[chosen]),
            anchor=_anchors(ints(self.root[chosen]), floats(cost)), cost=floats(cost),
            low=floats(self.low[chosen]), high=floats(self.high[chosen]),
        )  # fmt: skip

    def owner_of(self, slot: Ints) -> Ints:
        """Return the owner that a slot for each region (n,) stands for.

        Slots of a family take its territories in the order of their first regions.
        """
        owner = np.full(len(slot), UNASSIGNED)
        used, first = np.unique(slot, return_index=True)
        taken = [0] * len(self.families)
        for q in used[np.argsort(first)].tolist():
            family = int(self.family[q])
            owner[slot == q] = self.families[family][taken[family]]
            taken[family] += 1
        return ints(owner)


def slots_of(problem: Problem) -> Slots:
    """Lay the slots of one part out; those that cannot be filled are left out."""
    low, high = band(problem)
    free = problem.seats is None and problem.objective.kind is not Kind.DISRUPTION
    families = _families(problem, low, high) if free else _singles(problem)
    may = allowed(problem)
    costs: list[Floats] = []
    family: list[int] = []
    root: list[int] = []
    for f, members in enumerate(families):
        territory = int(members[0])
        extra = np.where(may[:, territory], _leaving(problem, territory), np.inf)
        seats = ints(np.arange(problem.n)) if free else _seats_of(problem, territory)
        costs.append(extra + _travel(problem, seats))
        if free and np.isfinite(problem.reach_km[territory]):
            far = np.stack([beyond_reach(problem, territory, int(seat)) for seat in seats])
            costs[-1] = floats(np.where(far, np.inf, costs[-1]))
        family += [f] * len(costs[-1])
        root += seats.tolist() if free else [UNASSIGNED]
    chosen = [int(families[f][0]) for f in family]
    cost = np.concatenate(costs)
    made = Slots(
        problem, families, ints(family), ints(root), _anchors(ints(root), floats(cost)),
        floats(cost), floats(low[chosen]), floats(high[chosen]), _atoms(problem),
    )  # fmt: skip
    return made.kept(bools(np.isfinite(made.cost) & _fillable(made)[:, None]))


def _families(problem: Problem, low: Floats, high: Floats) -> tuple[Ints, ...]:
    """Put territories together that have the same bands, rights and duties, and no past."""
    if problem.current is not None:
        return _singles(problem)
    may = allowed(problem)
    alike: dict[bytes, list[int]] = {}
    for t in range(problem.k):
        traits = (low[t], high[t], problem.wanted[t], problem.besides[t], problem.reach_km[[t]])
        key = may[:, t].tobytes() + b"".join(trait.tobytes() for trait in traits)
        alike.setdefault(key, []).append(t)
    return tuple(ints(members) for members in alike.values())


def _singles(problem: Problem) -> tuple[Ints, ...]:
    return tuple(ints([t]) for t in range(problem.k))


def _seats_of(problem: Problem, territory: int) -> Ints:
    if problem.seats is None or problem.objective.kind is Kind.DISRUPTION:
        return ints([])
    return ints([problem.seats[territory]])


def _travel(problem: Problem, seats: Ints) -> Floats:
    """Return what it costs to serve each region from each seat, shape (s, n), as the judge counts.

    Without a seat one row of nothing.
    """
    if not len(seats):
        return floats(np.zeros((1, problem.n)))
    squared = np.zeros((len(seats), problem.n))
    for axis in problem.xy_km.T:
        squared += (axis[seats][:, None] - axis[None, :]) ** 2
    if problem.objective.round_km or problem.objective.kind is Kind.DISTANCE:
        km = np.sqrt(squared)
        km = np.floor(km + 0.5) if problem.objective.round_km else km
        squared = km if problem.objective.kind is Kind.DISTANCE else km * km
    return floats(squared * problem.weights[:, problem.objective.measure])


def _leaving(problem: Problem, territory: int) -> Floats:
    """Return what each region costs in a territory because it leaves another one, shape (n,)."""
    if problem.current is None or problem.switch_cost is None:
        return floats(np.zeros(problem.n))
    moved = (problem.current != UNASSIGNED) & (problem.current != territory)
    return floats(np.where(moved, problem.switch_cost, 0.0))


def _atoms(problem: Problem) -> Ints:
    label = np.arange(problem.n) + problem.n
    grouped = problem.together != UNASSIGNED
    _, number = np.unique(problem.together[grouped], return_inverse=True)
    label[grouped] = number
    return ints(np.unique(label, return_inverse=True)[1])


def _anchors(root: Ints, cost: Floats) -> Ints:
    """Return the root, or the first region that may be nowhere else."""
    anchor = root.copy()
    bound = np.isfinite(cost).sum(axis=0) == 1
    for q in np.flatnonzero(root == UNASSIGNED).tolist():
        only = np.flatnonzero(bound & np.isfinite(cost[q]))
        if len(only):
            anchor[q] = only[0]
    return ints(anchor)


def _fillable(slots: Slots) -> Bools:
    """Say which slots can reach their bands with regions divided at will, shape (q,)."""
    weights, there = slots.problem.weights, slots.open
    held = np.maximum(slots.root, 0)
    rooted = (slots.root != UNASSIGNED)[:, None]
    alone = np.where(rooted, weights[held], 0.0)
    fits = (there @ weights >= slots.low).all(axis=1) & (alone <= slots.high).all(axis=1)
    rooted_well = ~rooted[:, 0] | there[np.arange(len(held)), held]
    return bools(np.where(rooted[:, 0], fits & rooted_well, True))
