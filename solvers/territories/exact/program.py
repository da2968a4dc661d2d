"""The integer program of the slots, free of any solver: columns, rows, and what a solution stands for.

``x[i, q] = 1`` when region i is in slot q, which for the root of a slot says that the slot is opened
(Hess et al., Oper. Res. 13(6):998-1006, 1965). Regions of one atom share their columns.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from planner.model.types import UNASSIGNED, Bools, Floats, Ints, bools, floats, ints
from solvers.territories.exact.slots import Slots
from solvers.territories.separators import neighbours_of


@dataclass(slots=True)
class Rows:
    """Columns with costs and bounds, and rows ``low <= sum value * column <= high``.

    A column is whole and 0 or 1, or continuous from 0 to its `top`.
    """

    cost: list[float] = field(default_factory=list)
    top: list[float] = field(default_factory=list)
    whole: list[bool] = field(default_factory=list)
    columns: list[list[int]] = field(default_factory=list)
    values: list[list[float]] = field(default_factory=list)
    low: list[float] = field(default_factory=list)
    high: list[float] = field(default_factory=list)

    def column(self, cost: float, *, top: float = 1.0, whole: bool = True) -> int:
        """Add a column; return its number."""
        self.cost.append(cost)
        self.top.append(top)
        self.whole.append(whole)
        return len(self.cost) - 1

    def row(self, columns: list[int], values: list[float], low: float, high: float) -> None:
        """Add a row; columns that stand twice are added up."""
        summed: dict[int, float] = {}
        for column, value in zip(columns, values, strict=True):
            summed[column] = summed.get(column, 0.0) + value
        kept = {column: value for column, value in summed.items() if value != 0.0}
        self.columns.append(list(kept))
        self.values.append(list(kept.values()))
        self.low.append(low)
        self.high.append(high)


class Program:
    """The program of some slots.

    Attributes
    ----------
    slots : Slots
    rows : Rows
    choice : Ints, shape (q, n)
        Column of each choice, UNASSIGNED where it is out.
    """

    def __init__(self, slots: Slots) -> None:
        self.slots, self.rows = slots, Rows()
        self.neighbours = neighbours_of(slots.problem)
        self.choice = self._choices()
        self._cover()
        self._open()
        self._balance()
        if slots.problem.contiguous:
            self._beside()

    @property
    def size(self) -> int:
        """Number of columns."""
        return len(self.rows.cost)

    def owned(self, value: Floats) -> Ints:
        """Return the slot of each region in a solution, shape (n,)."""
        chosen = np.where(self.choice != UNASSIGNED, value[self.choice], 0.0)
        return ints(chosen.argmax(axis=0))

    def demand(self, q: int, region: int, separator: list[int]) -> bool:
        """Ask for a region of the separator where the region is in slot q; say whether it may be."""
        column = int(self.choice[q, region])
        if column == UNASSIGNED:
            return False
        doors = [int(c) for c in self.choice[q, separator] if c != UNASSIGNED]
        if column not in doors:
            self.rows.row([column, *doors], [-1.0, *[1.0] * len(doors)], 0.0, np.inf)
        return True

    def demand_between(self, q: int, here: int, there: int, separator: list[int]) -> None:
        """Ask for a region of the separator where both regions are in slot q."""
        doors = [int(c) for c in self.choice[q, separator] if c != UNASSIGNED]
        both = [int(self.choice[q, here]), int(self.choice[q, there])]
        self.rows.row([*both, *doors], [-1.0, -1.0, *[1.0] * len(doors)], -1.0, np.inf)

    def forbid(self, slot: Ints) -> None:
        """Rule out one solution."""
        columns = sorted({int(self.choice[q, i]) for i, q in enumerate(slot.tolist())})
        self.rows.row(columns, [1.0] * len(columns), -np.inf, len(columns) - 1.0)

    def forbid_territory(self, q: int, regions: list[int]) -> None:
        """Rule out that a slot of the same family holds these regions and no others."""
        inside = np.zeros(self.slots.problem.n, np.bool_)
        inside[regions] = True
        for other in np.flatnonzero(self.slots.family == self.slots.family[q]).tolist():
            chosen = self.choice[other]
            within = sorted({int(c) for c in chosen[inside]} - {UNASSIGNED})
            beyond = sorted({int(c) for c in chosen[~inside]} - {UNASSIGNED} - set(within))
            if (chosen[inside] != UNASSIGNED).all():
                values = [1.0] * len(within) + [-1.0] * len(beyond)
                self.rows.row([*within, *beyond], values, -np.inf, len(within) - 1.0)

    def gate(self, q: int) -> int:
        """Return the column that opens a slot, UNASSIGNED where it is always open."""
        root = int(self.slots.root[q])
        return UNASSIGNED if root == UNASSIGNED else int(self.choice[q, root])

    def _choices(self) -> Ints:
        slots, atom = self.slots, self.slots.atom
        atoms = int(atom.max()) + 1
        choice = np.full(slots.cost.shape, UNASSIGNED)
        for q in range(len(slots.cost)):
            # An atom costs the sum of its regions, infinite where one of them may not be here.
            cost = np.bincount(atom, np.where(np.isfinite(slots.cost[q]), slots.cost[q], 0), atoms)
            barred = np.bincount(atom, ~np.isfinite(slots.cost[q]), atoms) > 0
            column = np.array(
                [
                    UNASSIGNED if barred[g] else self.rows.column(float(cost[g]))
                    for g in range(atoms)
                ]
            )
            choice[q] = column[atom]
        return ints(choice)

    def _cover(self) -> None:
        firsts = np.unique(self.slots.atom, return_index=True)[1]
        for i in firsts.tolist():
            columns = [int(c) for c in self.choice[:, i] if c != UNASSIGNED]
            self.rows.row(columns, [1.0] * len(columns), 1.0, 1.0)

    def _open(self) -> None:
        slots = self.slots
        for f, members in enumerate(slots.families):
            mine = np.flatnonzero(slots.family == f).tolist()
            gates = [self.gate(q) for q in mine if slots.root[q] != UNASSIGNED]
            gates = [gate for gate in gates if gate != UNASSIGNED]
            if slots.rooted:
                self.rows.row(gates, [1.0] * len(gates), len(members), len(members))
        for q in range(len(slots.cost)):
            columns = sorted({int(c) for c in self.choice[q] if c != UNASSIGNED})
            gate = self.gate(q)
            if slots.root[q] == UNASSIGNED:
                self.rows.row(columns, [1.0] * len(columns), 1.0, np.inf)
            elif gate == UNASSIGNED:
                for column in columns:
                    self.rows.row([column], [1.0], 0.0, 0.0)
            else:
                for column in columns:
                    if column != gate:
                        self.rows.row([gate, column], [1.0, -1.0], 0.0, np.inf)

    def _balance(self) -> None:
        slots, weights = self.slots, self.slots.problem.weights
        total = weights.sum(axis=0)
        for q in range(len(slots.cost)):
            mine = np.flatnonzero(self.choice[q] != UNASSIGNED)
            columns, gate = [int(c) for c in self.choice[q, mine]], self.gate(q)
            for a in range(weights.shape[1]):
                low, high = float(slots.low[q, a]), float(slots.high[q, a])
                load = weights[mine, a].tolist()
                if gate == UNASSIGNED:
                    self.rows.row(columns, load, low, high)
                    continue
                if low > 0:
                    self.rows.row([*columns, gate], [*load, -low], 0.0, np.inf)
                if high < total[a]:
                    self.rows.row([*columns, gate], [*load, -high], -np.inf, 0.0)

    def _beside(self) -> None:
        """Ask each region that cannot be a territory alone for a neighbour in its slot."""
        slots, weights = self.slots, self.slots.problem.weights
        for q in range(len(slots.cost)):
            for i in np.flatnonzero(self.choice[q] != UNASSIGNED).tolist():
                alone = slots.root[q] == UNASSIGNED and bool((weights[i] >= slots.low[q]).all())
                if i != slots.anchor[q] and not alone:
                    self.demand(q, i, self.neighbours[i])


def whole_atoms(slots: Slots) -> Bools:
    """Return which choices stay when an atom may only be where all its regions may, shape (q, n)."""
    barred = np.zeros((len(slots.cost), int(slots.atom.max()) + 1), np.bool_)
    q, i = np.nonzero(~slots.open)
    barred[q, slots.atom[i]] = True
    return bools(~barred[:, slots.atom])


def scaled(rows: Rows) -> tuple[Floats, float]:
    """Return costs scaled so that the largest is ten thousand, and the scale."""
    cost = np.array(rows.cost)
    largest = float(np.abs(cost).max(initial=0.0))
    scale = 1e4 / largest if largest > 0 else 1.0
    return floats(cost * scale), scale
