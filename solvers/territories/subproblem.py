"""The program that divides a patch anew: CP-SAT with connections kept by separator cuts in rounds.

x[i, t] = 1 when region i goes to territory t. Loads stay in their bands, or at most as far outside as
now; when mending, the distance from the band is priced far above cost and each broken band again far
above that. A region needs a neighbour in its territory; where a solution still falls into pieces, a
minimal separator between the piece and the root is asked for (Oehrlein, Haunert, JOSIS 15:89-120, 2017).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, auto

import numpy as np
from ortools.sat.python import cp_model

from planner.model.types import Floats, Ints, floats, ints
from solvers.run import run
from solvers.scaling import nearest, scale_for
from solvers.territories.cuts import missing_cuts
from solvers.territories.order import earlier
from solvers.territories.patch import Patch
from solvers.territories.patch_rules import add_rules


class Aim(Enum):
    """What comes first when a patch is divided."""

    AMOUNT = auto()  # how far bands are broken, then cost
    COUNT = auto()  # how many bands are broken, then how far, then cost
    COST = auto()  # cost, no band broken further than now


ROUNDS = 25
"""Rounds of cuts at most."""

COST = 1e5
"""Price of the plan's whole cost; a hundredth of a percent of it is the finest difference made."""

AMOUNT = 5e6
"""Price of missing a band by 100 %: half a percent weighs as much as a quarter of the cost."""

COUNT = 1e7
"""Price of every band that is broken."""

OVERHEAD = 2e-5
"""Deterministic seconds to build a program, for each pair of region and territory."""

CHOICES_MORE = 200
"""Pairs that take as long as what every program takes besides."""

LOAD_UNITS = 1e6
"""Units of a wanted load."""


GAP = {Aim.AMOUNT: 1e-3, Aim.COUNT: 1e-3, Aim.COST: 1e-4}
"""Relative gap at which a program is done."""


@dataclass(frozen=True, slots=True, eq=False)
class Found:
    """The owner found, shape (r,), None when nothing was; and the deterministic seconds used."""

    owner: Ints | None
    seconds: float


def divide(
    patch: Patch, aim: Aim, *, exact: bool, seed: int, seconds: float, stop: Callable[[], bool]
) -> Found:
    """Divide a patch anew; None as owner when nothing connected was found.

    First among the divisions connected in the order at hand, which needs one run; if `exact`, then
    among all, which needs cuts in rounds.
    """
    used, best = 0.0, None
    for ordered in _orders(aim, exact=exact):
        program = Program(patch, aim, ordered=ordered)
        used += OVERHEAD * (CHOICES_MORE + len(program.choice))
        watcher = Watcher(program)
        for _ in range(ROUNDS):
            if used >= seconds or stop():
                break
            program.hint(patch.owner if best is None else best)
            solver, status = run(
                program.model, seed=seed, deterministic_s=seconds - used, stop=stop,
                relative_gap=GAP[aim], linearization_level=2, presolve=False, callback=watcher,
            )  # fmt: skip
            if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
                used += 0.0 if stop() else solver.deterministic_time
                break
            used += solver.deterministic_time
            best = best if watcher.best is None else watcher.best
            cuts = missing_cuts(patch, program.owner_of(solver.value))
            if not cuts:
                break
            program.connect(cuts)
    return Found(best, used)


def _orders(aim: Aim, *, exact: bool) -> tuple[bool, ...]:
    """Say which programs to run: for cost alone, divisions tend to be connected without an order."""
    if not exact:
        return (True,)
    return (False,) if aim is Aim.COST else (True, False)


class Program:
    """The CP-SAT model of a patch.

    Attributes
    ----------
    patch : Patch
    model : CpModel
    open : array
        Regions with more than one choice.
    choice : dict of (int, int) to IntVar
        Whether a region goes to a territory, by numbers within the patch.
    price : list of (IntVar, int)
        What is minimised.
    """

    def __init__(self, patch: Patch, aim: Aim, *, ordered: bool) -> None:
        self.patch, self._aim = patch, aim
        self.model = cp_model.CpModel()
        self.open = np.flatnonzero(patch.may.sum(axis=1) > 1)
        self.choice = {
            (int(i), int(g)): self.model.new_bool_var("")
            for i in self.open
            for g in np.flatnonzero(patch.may[i])
        }
        for i in self.open.tolist():
            self.model.add_exactly_one(
                self.choice[i, g] for g in np.flatnonzero(patch.may[i]).tolist()
            )
        if patch.terrain.problem.contiguous:
            self._neighbour_cuts(ordered=ordered)
        self.price = self._costs()
        for g in range(len(patch.territories)):
            self._balance(g)
        add_rules(self)
        self.model.minimize(
            cp_model.LinearExpr.weighted_sum([v for v, _ in self.price], [c for _, c in self.price])
        )

    def hint(self, owner: Ints) -> None:
        """Start the search from an owner."""
        self.model.proto.clear_solution_hint()
        for (i, g), variable in self.choice.items():
            self.model.add_hint(variable, int(owner[i]) == g)

    def owner_of(self, value: Callable[[cp_model.IntVar], int]) -> Ints:
        """Return the owner a solution stands for."""
        owner = self.patch.owner.copy()
        for (i, g), variable in self.choice.items():
            if value(variable):
                owner[i] = g
        return ints(owner)

    def connect(self, cuts: list[tuple[int, list[int], list[int]]]) -> None:
        """Ask each region of a piece for a region of the separator that cuts it off."""
        for g, piece, separator in cuts:
            doors = [self.choice[j, g] for j in separator if (j, g) in self.choice]
            for i in piece:
                if (i, g) in self.choice:
                    self.model.add_bool_or([*doors, ~self.choice[i, g]])

    def _neighbour_cuts(self, *, ordered: bool) -> None:
        """Ask each region for a neighbour in its territory; when ordered, one nearer to the root."""
        patch = self.patch
        for g in range(len(patch.territories)):
            rank = earlier(patch, g) if ordered else None
            for i in np.flatnonzero(patch.may[:, g]).tolist():
                if i in patch.roots[g] or (i, g) not in self.choice:
                    continue
                near = [j for j in patch.neighbours[i] if patch.may[j, g]]
                if rank is not None:
                    near = [j for j in near if rank[j] < rank[i]]
                if all((j, g) in self.choice for j in near):
                    doors = [self.choice[j, g] for j in near]
                    self.model.add_bool_or([*doors, ~self.choice[i, g]])

    def _costs(self) -> list[tuple[cp_model.IntVar, int]]:
        patch = self.patch
        price = nearest(patch.cost, self.cost_units) + int(AMOUNT) * patch.astray
        # What costs the same anywhere stays: else weightless regions would make fingers for nothing.
        price += price == price[np.arange(len(price)), patch.owner][:, None]
        price[np.arange(len(price)), patch.owner] -= 1
        return [(variable, int(price[i, g])) for (i, g), variable in self.choice.items()]

    @property
    def cost_units(self) -> float:
        """Units of price for each unit of cost."""
        whole = self.patch.total(self.patch.owner)
        return COST / whole if whole > 0 else scale_for(self.patch.cost, int(COST))

    def _balance(self, g: int) -> None:
        patch = self.patch
        terrain, territory = patch.terrain, patch.territories[g]
        for a in range(terrain.low.shape[1]):
            amounts = np.zeros(patch.cost.shape)
            amounts[:, g] = terrain.problem.weights[patch.regions, a]
            self.keep_sum(
                floats(amounts), LOAD_UNITS * float(terrain.inverse[territory, a]),
                float(terrain.low[territory, a]), float(terrain.high[territory, a]),
                float(terrain.problem.importance[a]),
            )  # fmt: skip

    def keep_sum(
        self, amounts: Floats, scale: float, low: float, high: float, importance: float
    ) -> None:
        """Keep a sum between low and high, or no further outside than now; price it when mending.

        Parameters
        ----------
        amounts : Floats, shape (r, g)
            What each region adds in each territory of the patch, at least 0.
        scale : float
            Units for each unit of the sum.
        low, high : float
            High may be infinite.
        importance : float
            Multiplies the price.
        """
        patch = self.patch
        units, rows = nearest(amounts, scale), np.arange(len(patch.owner))
        mine = [(v, int(units[i, g])) for (i, g), v in self.choice.items() if units[i, g]]
        closed = patch.may.sum(axis=1) < 2
        held = int(units[rows, patch.owner][closed].sum())
        load = cp_model.LinearExpr.weighted_sum([v for v, _ in mine], [w for _, w in mine]) + held
        now = int(units[rows, patch.owner].sum())
        most = held + sum(w for _, w in mine)
        # Rounding of the units may not push a load out of its band.
        slack = abs(now - float(amounts[rows, patch.owner].sum()) * scale) + 1
        least = int(np.ceil(low * scale + slack)) if low > 0 else 0
        top = int(np.floor(high * scale - slack)) if np.isfinite(high) else most
        if self._aim is not Aim.COST:
            self._elastic(load, least, min(top, most), most, importance)
        else:
            self.model.add_linear_constraint(load, min(now, least), max(now, top))

    def _elastic(
        self, load: cp_model.LinearExprT, low: int, high: int, most: int, importance: float
    ) -> None:
        broken = self.model.new_bool_var("")
        furthest = max(low, most - high, 0)
        beyond = self.model.new_int_var(0, furthest, "")
        self.model.add(load - high <= beyond)
        self.model.add(low - load <= beyond)
        self.model.add(beyond <= furthest * broken)
        count = int(COUNT) if self._aim is Aim.COUNT else 0
        self.price += [(broken, count), (beyond, max(1, round(AMOUNT * importance / LOAD_UNITS)))]


class Watcher(cp_model.CpSolverSolutionCallback):
    """Keeps the cheapest solution seen that is connected."""

    def __init__(self, program: Program) -> None:
        super().__init__()
        self._program = program
        self._least = np.inf
        self.best: Ints | None = None

    def on_solution_callback(self) -> None:
        """Look at a solution."""
        if self.objective_value >= self._least:
            return
        owner = self._program.owner_of(self.value)
        if not missing_cuts(self._program.patch, owner):
            self._least, self.best = self.objective_value, owner
