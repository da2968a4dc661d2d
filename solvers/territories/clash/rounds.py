"""All rules of a problem as a CP-SAT model; contiguity by cuts, added in rounds where a plan breaks it.

Every rule carries a literal, or stands hard. A cut is ``x[a,t] + x[b,t] - 1 <= sum of x[s,t] over s
in S`` where S separates a from b (minimal separators: Oehrlein, Haunert, JOSIS 15:89-120, 2017).
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from ortools.sat.python import cp_model

from planner.judge.bands import beyond_reach
from planner.judge.clash import Asked, Demand
from planner.judge.demands import demands
from planner.judge.problem import Problem
from planner.judge.verify import EPSILON
from planner.model.types import UNASSIGNED, Floats, Ints, ints
from solvers.run import run
from solvers.scaling import Int64s
from solvers.territories.clash.cuts import Cut, Waters

ROUND = 0.01
"""What a round counts for besides its search, in deterministic seconds."""

EVERY = 4000
"""Regions times territories up to which a cut is stated for every territory at once."""

LARGEST = 2**40
"""Figures that are not whole numbers are scaled to this sum; what rounding loses is allowed for."""


class Rounds:
    """The model of a problem.

    Parameters
    ----------
    problem : Problem
    soft : bool
        Give every rule a literal, so that a set of clashing rules can be asked for; else all are hard.

    Attributes
    ----------
    rules : tuple of Demand
    spent : float
        Deterministic seconds used so far.
    """

    def __init__(self, problem: Problem, *, soft: bool) -> None:
        self.problem, self.soft = problem, soft
        self.rules = demands(problem)
        self.spent = 0.0
        self.model = cp_model.CpModel()
        self.waters = Waters(problem)
        self._literal: dict[Demand, cp_model.IntVar] = {}
        n, k = problem.n, problem.k
        self.x = [[self.model.new_bool_var("") for _ in range(k)] for _ in range(n)]
        self._state()
        for rule in self.rules:
            self._add(rule)

    def solve(
        self, *, seed: int, seconds: float, stop: Callable[[], bool], presolve: bool = True
    ) -> tuple[int, cp_model.CpSolver]:
        """Solve the model as it stands; return the status and the solver that holds the answer."""
        solver, status = run(
            self.model, seed=seed, deterministic_s=max(seconds, 1e-3), stop=stop, presolve=presolve
        )
        self.spent += float(solver.response_proto.deterministic_time) if _ran(solver) else 0.0
        self.spent += ROUND
        return status, solver

    def owner(self, solver: cp_model.CpSolver) -> Ints:
        """Read the plan."""
        values = np.array([[solver.boolean_value(v) for v in row] for row in self.x])
        return ints(values.argmax(axis=1))

    def cut(self, owner: Ints) -> int:
        """Add what a plan breaks of contiguity; return how many cuts there were."""
        found = self.waters.missing(owner)
        for cut in found:
            self._cut(cut)
        return len(found)

    def forbid(self, owner: Ints, rule: Demand) -> None:
        """Forbid the exact territories that break a largest distance (free seats move with them)."""
        t = rule.territories[0]
        inside = owner == t
        other = [v[t].negated() if mine else v[t] for v, mine in zip(self.x, inside, strict=True)]
        self._when(self.model.add_bool_or(other), rule)

    def core(self, solver: cp_model.CpSolver) -> list[Demand]:
        """Return rules that clash, after INFEASIBLE on a soft model."""
        by_index = {literal.index: rule for rule, literal in self._literal.items()}
        return [by_index[i] for i in solver.sufficient_assumptions_for_infeasibility()]

    def _state(self) -> None:
        problem, model = self.problem, self.model
        for i, row in enumerate(self.x):
            model.add_exactly_one(row)
            for t in range(problem.k):
                if problem.part_of_region[i] != problem.part_of_territory[t]:
                    model.add(row[t] == 0)
        for t in range(problem.k):
            model.add_bool_or([row[t] for row in self.x])
        if self.soft:
            for rule in self.rules:
                self._literal[rule] = model.new_bool_var("")
            model.add_assumptions(list(self._literal.values()))

    def _when(self, constraint: cp_model.Constraint, *rules: Demand) -> None:
        if self.soft:
            constraint.only_enforce_if([self._literal[rule] for rule in rules])

    def _add(self, rule: Demand) -> None:
        adders: dict[Asked, Callable[[Demand], None]] = {
            Asked.LOCK: self._lock, Asked.KEPT_FROM: self._kept_from, Asked.REACH: self._reach,
            Asked.TOGETHER: self._together, Asked.BAND: self._band, Asked.MINIMUM: self._limit,
            Asked.MAXIMUM: self._limit, Asked.HANDED_OVER: self._handed_over,
            Asked.TAKEN_OVER: self._taken_over, Asked.MOVED: self._moved,
        }  # fmt: skip
        if rule.asked in adders:
            adders[rule.asked](rule)

    def _lock(self, rule: Demand) -> None:
        held = self.x[rule.regions[0]][rule.territories[0]]
        self._when(self.model.add_bool_or([held]), rule)

    def _kept_from(self, rule: Demand) -> None:
        row = self.x[rule.regions[0]]
        barred = [row[t].negated() for t in rule.territories]
        self._when(self.model.add_bool_and(barred), rule)

    def _together(self, rule: Demand) -> None:
        first, *others = rule.regions
        for other in others:
            for here, there in zip(self.x[first], self.x[other], strict=True):
                self._when(self.model.add(here == there), rule)

    def _reach(self, rule: Demand) -> None:
        """Seats given: the far regions. Seats free: pairs further apart than twice the distance."""
        problem, t = self.problem, rule.territories[0]
        if problem.seats is not None:
            far = np.flatnonzero(beyond_reach(problem, t, int(problem.seats[t])))
            barred = [self.x[i][t].negated() for i in far.tolist()]
            if barred:
                self._when(self.model.add_bool_and(barred), rule)
            return
        xy, most = problem.xy_km, 2 * float(problem.reach_km[t]) * (1 + 1e-6) + 1e-9
        for i in range(problem.n):
            apart = np.flatnonzero(np.hypot(*(xy[i + 1 :] - xy[i]).T) > most) + i + 1
            for j in apart.tolist():
                pair = [self.x[i][t].negated(), self.x[j][t].negated()]
                self._when(self.model.add_bool_or(pair), rule)

    def _band(self, rule: Demand) -> None:
        problem, a = self.problem, rule.measure
        assert a is not None
        off = float(problem.tolerance[a]) + 2 * EPSILON
        low, high = problem.wanted[:, a] * (1 - off), problem.wanted[:, a] * (1 + off)
        for t in rule.territories:
            held = float(problem.besides[t, a])
            self._load(rule, t, a, float(low[t]) - held, float(high[t]) - held)

    def _limit(self, rule: Demand) -> None:
        problem, t, a = self.problem, rule.territories[0], rule.measure
        assert a is not None
        held, slack = float(problem.besides[t, a]), 2 * EPSILON * float(problem.total[a])
        if rule.asked is Asked.MINIMUM:
            self._load(rule, t, a, float(problem.minimum[t, a]) - held - slack, np.inf)
        else:
            self._load(rule, t, a, -np.inf, float(problem.maximum[t, a]) - held + slack)

    def _load(self, rule: Demand, t: int, a: int, low: float, high: float) -> None:
        column = [row[t] for row in self.x]
        self._between(rule, column, self.problem.weights[:, a], low, high)

    def _handed_over(self, rule: Demand) -> None:
        problem, t, a = self.problem, rule.territories[0], rule.measure
        assert a is not None
        assert problem.current is not None
        mine = np.flatnonzero(problem.current == t)
        kept = [self.x[i][t] for i in mine.tolist()]
        weight = problem.weights[mine, a]
        least = float(weight.sum() - problem.most_handed_over[t, a])
        self._between(rule, kept, weight, least - 2 * EPSILON * float(problem.total[a]), np.inf)

    def _taken_over(self, rule: Demand) -> None:
        problem, t, a = self.problem, rule.territories[0], rule.measure
        assert a is not None
        assert problem.current is not None
        new = np.flatnonzero((problem.current != t) & (problem.current != UNASSIGNED))
        taken = [self.x[i][t] for i in new.tolist()]
        most = float(problem.most_taken_over[t, a]) + 2 * EPSILON * float(problem.total[a])
        self._between(rule, taken, problem.weights[new, a], -np.inf, most)

    def _moved(self, rule: Demand) -> None:
        problem = self.problem
        assert problem.current is not None
        assert problem.switch_cost is not None
        held = np.flatnonzero(problem.current != UNASSIGNED)
        kept = [self.x[i][int(problem.current[i])] for i in held.tolist()]
        cost = problem.switch_cost[held]
        whole = float(cost.sum())
        self._between(rule, kept, cost, whole - problem.most_moved - 2 * EPSILON * whole, np.inf)

    def _between(
        self,
        rule: Demand,
        variables: list[cp_model.IntVar],
        weight: Floats,
        low: float,
        high: float,
    ) -> None:
        """State low <= weight . variables <= high; never tighter than it is."""
        figures, scale, lost = _whole_numbers(weight)
        total = int(figures.sum())
        # Bounds come with the judge's slack, so whole figures may be rounded inwards.
        least = 0 if low <= 0 else int(np.ceil(low * scale)) - lost
        most = total if high >= weight.sum() else int(np.floor(high * scale)) + lost
        if least <= 0 and most >= total:
            return
        if least > most or most < 0 or least > total:
            self._when(self.model.add_bool_or([]), rule)
            return
        load = cp_model.LinearExpr.weighted_sum(variables, figures.tolist())
        bounded = cp_model.BoundedLinearExpression(load, cp_model.Domain(max(0, least), most))
        self._when(self.model.add(bounded), rule)

    def _cut(self, cut: Cut) -> None:
        every = self.problem.n * self.problem.k <= EVERY
        barriers = [Demand(Asked.BARRIER, name=name) for name in cut.barriers]
        for t in range(self.problem.k) if every else (cut.territory,):
            joined = [self.x[s][t] for s in cut.between]
            loose = [self.x[cut.one][t].negated(), self.x[cut.other][t].negated()]
            clause = self.model.add_bool_or([*joined, *loose])
            self._when(clause, Demand(Asked.CONTIGUOUS), *barriers)


def _whole_numbers(weight: NDArray[np.float64]) -> tuple[Int64s, float, int]:
    """Return figures as whole numbers, their scale, and what rounding may lose in a sum."""
    whole = np.rint(weight)
    if np.array_equal(whole, weight) and weight.sum() < LARGEST:
        return whole.astype(np.int64), 1.0, 0
    scale = LARGEST / max(float(weight.sum()), 1e-300)
    return np.rint(weight * scale).astype(np.int64), scale, len(weight) // 2 + 2


def _ran(solver: cp_model.CpSolver) -> bool:
    try:
        return bool(solver.response_proto)
    except RuntimeError:
        return False
