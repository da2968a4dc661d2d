"""Rules that clash where no arithmetic shows it: CP-SAT with every rule as an assumption."""

from __future__ import annotations

from dataclasses import replace

from ortools.sat.python import cp_model

from planner.judge.clash import Asked, Demand
from planner.judge.verify import violations
from solvers.territories.clash.decide import MODEL, ROUNDS, Decider, refine
from solvers.territories.clash.rounds import Rounds


def core(decider: Decider, *, seed: int) -> tuple[Demand, ...] | None:
    """Return rules that clash; None where all can be met, or nothing was proven within the work."""
    problem = decider.problem
    if problem.n * problem.k > MODEL or decider.over():
        return None
    rounds, budget = Rounds(problem, soft=True), decider.left / 2
    found: tuple[Demand, ...] | None = None
    for _ in range(ROUNDS):
        left = budget - rounds.spent
        if left <= 0 or decider.stop():
            break
        status, solver = rounds.solve(seed=seed, seconds=left, stop=decider.stop)
        if status == cp_model.INFEASIBLE:
            found = tuple(rounds.core(solver))
        if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            break
        owner = rounds.owner(solver)
        if not violations(problem, owner) or not refine(rounds, owner):
            break
    decider.left -= rounds.spent
    return found


def widened(rules: tuple[Demand, ...], territories: int) -> tuple[Demand, ...]:
    """Return the rules with every band for all territories."""
    everyone = tuple(range(territories))
    return tuple(
        dict.fromkeys(
            replace(rule, territories=everyone) if rule.asked is Asked.BAND else rule
            for rule in rules
        )
    )
