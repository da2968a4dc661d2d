"""The exact program of an assignment: CP-SAT over the choices that are left.

Costs are rounded down to integers, and rows widened by what rounding may do, so that the program's bound
holds for the problem; its plans are looked at by the judge before they count.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from ortools.sat.python import cp_model

from planner.model.types import Bools, Floats, Ints, ints
from solvers.run import run
from solvers.scaling import Int64s, down, nearest
from solvers.territories.assignment_rows import Program, Rows

COST_UNITS = 10**12
"""Units of the cost at hand: fine enough that rounding them stays below the gap that counts as closed."""

ROW_UNITS = 10**12
"""Units of the sum of a row whose coefficients are no short decimals."""

PRICED_UNITS = 10**6
"""Units of the sum of a row that may be broken at a price: coarser, so that a unit still has a price."""

DECIMALS = (1.0, 10.0, 100.0, 1000.0, 10000.0)


OVERHEAD = 2e-5
"""Deterministic seconds to lay out a program, for each choice."""


@dataclass(frozen=True, slots=True, eq=False)
class Outcome:
    """What a run of the program said.

    Attributes
    ----------
    choice : Ints of shape (g,) or None
        Territory of each item, of the best plan found.
    bound : float
        Least cost of any plan over these choices; infinite when there is none.
    seconds : float
        Deterministic time used.
    """

    choice: Ints | None
    bound: float
    seconds: float


def decide(
    program: Program,
    open_: Bools,
    *,
    hint: Ints | None,
    cost_at_hand: float,
    seed: int,
    seconds: float,
    stop: Callable[[], bool],
    tight: bool = False,
    found: Callable[[Ints], None] | None = None,
) -> Outcome:
    """Find the cheapest plan over the open choices, with proof or a bound.

    Parameters
    ----------
    program : Program
    open_ : Bools, shape (g, k)
        Choices that may be taken; others are 0.
    hint : Ints of shape (g,) or None
        Plan to start from; it need not keep to the open choices.
    cost_at_hand : float
        Cost of a typical plan; the unit of rounding follows from it.
    seed, seconds, stop
        As in `solvers.run.run`.
    tight : bool
        Narrow the rows by what rounding may do, in place of widening them: every plan then meets them,
        and the bound is that of the narrowed problem.
    found : callable, optional
        Hears of every plan found on the way.
    """
    model = _Model(program, open_, cost_at_hand, tight=tight)
    if hint is not None:
        model.hint(hint)
    # Presolve of 9.15 has been seen to lose solutions: only where nothing but a plan is asked for.
    solver, status = run(
        model.model, seed=seed, deterministic_s=seconds, stop=stop, linearization_level=2,
        presolve=tight,
        callback=_Watcher(model, found) if found is not None else None,
    )  # fmt: skip
    used = OVERHEAD * float(open_.sum())
    used += 0.0 if status == cp_model.UNKNOWN and stop() else solver.deterministic_time
    if status == cp_model.INFEASIBLE:
        return Outcome(None, math.inf, used)
    if status in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        bound = solver.best_objective_bound / model.scale
        return Outcome(model.choice_of(solver.value), bound, used)
    return Outcome(None, -math.inf, used)


class _Model:
    """The CP-SAT model: one variable a choice, one row a rule and territory."""

    def __init__(self, program: Program, open_: Bools, cost_at_hand: float, *, tight: bool) -> None:
        self.model = cp_model.CpModel()
        self._tight = tight
        self.scale = COST_UNITS / cost_at_hand if cost_at_hand > 0 else 1.0
        items, territories = np.nonzero(open_)
        self._items, self._territories = items, territories
        self._variables = [self.model.new_bool_var("") for _ in range(len(items))]
        self._size = program.size
        for item in range(program.size[0]):
            first, end = np.searchsorted(items, [item, item + 1])
            self.model.add_exactly_one(self._variables[first:end])
        self._prices = down(program.cost[items, territories], self.scale).tolist()
        self._priced = list(self._variables)
        self._of = [np.flatnonzero(territories == t) for t in range(program.size[1])]
        for rows in program.rows:
            self._add_rows(rows)
        if np.isfinite(program.least_kept):
            kept = program.kept[items, territories]
            self._bound_sum(np.arange(len(items)), kept, program.least_kept, math.inf)
        self.model.minimize(cp_model.LinearExpr.weighted_sum(self._priced, self._prices))

    def hint(self, choice: Ints) -> None:
        """Start the search from a plan."""
        for variable, item, territory in zip(
            self._variables, self._items.tolist(), self._territories.tolist(), strict=True
        ):
            self.model.add_hint(variable, int(choice[item]) == territory)

    def choice_of(self, value: Callable[[cp_model.IntVar], int]) -> Ints:
        """Return the territory of each item that a solution stands for."""
        taken = np.array([bool(value(variable)) for variable in self._variables])
        choice = np.zeros(self._size[0], np.int32)
        choice[self._items[taken]] = self._territories[taken]
        return ints(choice)

    def _add_rows(self, rows: Rows) -> None:
        for territory, mine in enumerate(self._of):
            low, high = float(rows.low[territory]), float(rows.high[territory])
            price = float(rows.price[territory])
            if price > 0 and (np.isfinite(low) or np.isfinite(high)):
                held = rows.coefficient[self._items[mine], territory]
                self._bound_sum(mine, held, low, high, price)

    def _bound_sum(
        self, mine: Int64s, held: Floats, low: float, high: float, price: float = math.inf
    ) -> None:
        """Keep a sum over choices between two ends, or price each unit beyond them."""
        units, scale, slack = _in_units(held, ROW_UNITS if math.isinf(price) else PRICED_UNITS)
        slack = -slack if self._tight else slack
        total = cp_model.LinearExpr.weighted_sum(
            [self._variables[at] for at in mine.tolist()], units.tolist()
        )
        furthest = int(units.sum()) + 1
        least = math.ceil(max(low, -1.0) * scale - slack) if np.isfinite(low) else -1
        most = (
            math.floor(min(high * scale, 2.0 * furthest) + slack) if np.isfinite(high) else furthest
        )
        if math.isinf(price):
            self.model.add_linear_constraint(total, least, most)
            return
        beyond = self.model.new_int_var(0, furthest + abs(least) + abs(most), "")
        self.model.add(total - most <= beyond)
        self.model.add(least - total <= beyond)
        self._priced.append(beyond)
        self._prices.append(math.floor(price / scale * self.scale))


class _Watcher(cp_model.CpSolverSolutionCallback):
    """Passes every plan on that is found."""

    def __init__(self, model: _Model, found: Callable[[Ints], None]) -> None:
        super().__init__()
        self._model, self._found = model, found

    def on_solution_callback(self) -> None:
        """Pass it on."""
        self._found(self._model.choice_of(self.value))


def _in_units(held: Floats, most: int) -> tuple[Int64s, float, float]:
    """Return coefficients as integers, units per 1, and how far a sum may be off by rounding."""
    total = float(held.sum())
    if not total > 0:
        return nearest(held, 1.0), 1.0, 0.0
    for scale in DECIMALS:
        scaled = held * scale
        if total * scale <= most and (np.abs(scaled - np.rint(scaled)) <= 1e-9 * scaled).all():
            return nearest(held, scale), scale, 1e-6
    scale = most / total
    return nearest(held, scale), scale, 0.5 * len(held)
