"""A territory problem laid out for search: neighbour lists, bands in absolute figures, what may move."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from planner.judge.bands import bands, yardstick
from planner.judge.problem import Kind, Problem
from planner.model.graph import adjacency
from planner.model.types import UNASSIGNED, Bools, Floats, Ints, bools, floats, ints
from solvers.territories.rules import Rules, rules_of

TIE_BREAK = 1e-3
"""Share of the mean weight that every region gets on top, so that empty regions keep to their neighbours."""

LEAST_AIM = 1e-3
"""Share of its target that a territory's regions hold at least in a first plan, whatever lies besides."""


@dataclass(frozen=True, slots=True, eq=False)
class Terrain:
    """What construction and search read; never changed.

    Attributes
    ----------
    problem : Problem
    start, neighbours : Ints
        Compressed neighbour lists.
    x, y : Floats, shape (n,)
        Km from the middle of the regions.
    mass : Floats, shape (n,)
        Weight of a region in travel, with a tie-break that makes none weightless.
    share : Floats, shape (n,)
        Mean share of the region in the totals of the measures; sums to 1.
    target : Floats, shape (k,)
        Mean share of the load its regions are to hold; sums to 1.
    low, high, inverse : Floats, shape (k, m)
        Band of each load and 1 / wanted.
    heavy : Floats, shape (n, m)
        Weight of a region where it outweighs every band, else 0: what no plan can mend.
    fixed : Ints, shape (n,)
        Territory a region stays in (locks, and seats held at home), else UNASSIGNED.
    current : Ints, shape (n,)
    switch : Floats, shape (n,)
        Cost of leaving the current territory; all 0 without one.
    rules : Rules
        What is asked beyond bands, contiguity and locks.
    """

    problem: Problem
    start: Ints
    neighbours: Ints
    x: Floats
    y: Floats
    mass: Floats
    share: Floats
    target: Floats
    low: Floats
    high: Floats
    inverse: Floats
    heavy: Floats
    fixed: Ints
    current: Ints
    switch: Floats
    rules: Rules

    @property
    def movable(self) -> Bools:
        """Which regions may change hands, shape (n,)."""
        return bools(self.fixed == UNASSIGNED)

    @property
    def free(self) -> bool:
        """Whether every territory takes its best region as seat."""
        return self.problem.seats is None

    @property
    def power(self) -> int:
        """Exponent of the distance in the search: 1 for travel, 2 for moment of inertia."""
        return 1 if self.problem.objective.kind is Kind.DISTANCE else 2


def terrain_of(problem: Problem) -> Terrain:
    """Lay a problem out for search."""
    edges = np.unique(np.sort(problem.edges, axis=1), axis=0)
    lists = adjacency(problem.n, ints(edges[edges[:, 0] != edges[:, 1]]))
    x, y = (problem.xy_km - problem.xy_km.sum(axis=0) / max(problem.n, 1)).T
    low, high = bands(problem)
    top = high.max(axis=0) * (1 + 1e-9)
    current, switch = _switching(problem)
    return Terrain(
        problem=problem, start=lists.start, neighbours=lists.neighbours,
        x=floats(np.ascontiguousarray(x)), y=floats(np.ascontiguousarray(y)),
        mass=_mass(problem, switch), share=_mean_share(problem.weights),
        target=_mean_share(_aims(problem, low, high)), low=low, high=high,
        inverse=floats(1 / yardstick(problem)),
        heavy=floats(np.where(problem.weights > top, problem.weights, 0.0)),
        fixed=_fixed(problem), current=current, switch=switch, rules=rules_of(problem),
    )  # fmt: skip


def _aims(problem: Problem, low: Floats, high: Floats) -> Floats:
    """Return what the regions of each territory are to hold: target less what lies besides, in band."""
    if not (problem.besides.any() or problem.minimum.any() or np.isfinite(problem.maximum).any()):
        return problem.targets
    aim = np.clip(problem.wanted - problem.besides, low, np.maximum(low, high))
    return floats(np.maximum(aim, LEAST_AIM * problem.wanted))


def _mean_share(values: Floats) -> Floats:
    total = values.sum(axis=0)
    share = np.divide(values, total, out=np.zeros_like(values), where=total > 0).mean(axis=1)
    if share.sum() <= 0:
        share = np.ones(len(values))
    return floats(share / share.sum())


def _mass(problem: Problem, switch: Floats) -> Floats:
    """Weight in travel; where only disruption counts, a trace that keeps territories compact."""
    if problem.objective.kind is Kind.DISRUPTION:
        spread = float(np.var(problem.xy_km, axis=0).sum()) * problem.n / problem.k
        trace = TIE_BREAK * float(switch.sum()) / spread if spread > 0 else 0.0
        return floats(np.full(problem.n, trace))
    weight = problem.weights[:, problem.objective.measure]
    mean = float(weight.sum()) / max(problem.n, 1)
    return floats(weight + TIE_BREAK * (mean if mean > 0 else 1.0))


def _fixed(problem: Problem) -> Ints:
    """Locks, and each seat in its own territory where no lock, second seat or part says otherwise."""
    fixed = problem.locks.copy()
    if problem.seats is None:
        return ints(fixed)
    seats, times = np.unique(problem.seats, return_counts=True)
    alone = set(seats[times == 1].tolist())
    for territory, seat in enumerate(problem.seats.tolist()):
        if seat not in alone or seat == UNASSIGNED or fixed[seat] != UNASSIGNED:
            continue
        if problem.part_of_region[seat] == problem.part_of_territory[territory]:
            fixed[seat] = territory
    return ints(fixed)


def _switching(problem: Problem) -> tuple[Ints, Floats]:
    current = ints(np.full(problem.n, UNASSIGNED)) if problem.current is None else problem.current
    if problem.current is None or problem.switch_cost is None:
        return current, floats(np.zeros(problem.n))
    return current, problem.switch_cost
