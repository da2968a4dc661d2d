"""By how much a rule would have to give while the others stay."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from planner.judge.clash import Asked, Demand
from planner.judge.demands import keeping
from planner.judge.problem import Problem
from planner.model.types import floats
from solvers.territories.clash.decide import SMALL, Answer, Decider

STEPS, SEARCHED = 24, 9
"""Halvings of the interval in which the least figure lies: by arithmetic, and by search."""

FIGURES: dict[Asked, str] = {
    Asked.MINIMUM: "minimum", Asked.MAXIMUM: "maximum", Asked.REACH: "reach_km",
    Asked.HANDED_OVER: "most_handed_over", Asked.TAKEN_OVER: "most_taken_over",
}  # fmt: skip
"""Field of the problem that holds the figure of a rule."""


def figure(problem: Problem, rule: Demand) -> float | None:
    """Return the figure of a rule (a tolerance, a limit, km), or None where it has none."""
    a = rule.measure
    if rule.asked is Asked.BAND and a is not None:
        return float(problem.tolerance[a])
    if rule.asked is Asked.MOVED:
        return float(problem.most_moved)
    if rule.asked not in FIGURES:
        return None
    held = getattr(problem, FIGURES[rule.asked])
    return float(held[rule.territories[0]] if a is None else held[rule.territories[0], a])


def changed(problem: Problem, rule: Demand, value: float) -> Problem:
    """Return the problem with another figure for a rule; a band changes for the whole measure."""
    fields: dict[str, Any] = {}
    if rule.asked is Asked.BAND:
        tolerance = problem.tolerance.copy()
        tolerance[rule.measure] = value
        fields["tolerance"] = floats(tolerance)
    elif rule.asked is Asked.MOVED:
        fields["most_moved"] = value
    else:
        name = FIGURES[rule.asked]
        figures = getattr(problem, name).copy()
        place = rule.territories[0] if rule.measure is None else (rule.territories[0], rule.measure)
        figures[place] = value
        fields[name] = floats(figures)
    return replace(problem, **fields)


def gives(decider: Decider, rules: Sequence[Demand]) -> tuple[float | None, ...]:
    """Return for each rule by how much it would have to give at least; less is ruled out.

    For a band the tolerance, for other figures the change.
    """
    found: list[float | None] = []
    for rule in rules:
        least = least_figure(decider, decider.problem, rule, rules)
        now = figure(decider.problem, rule)
        if least is None or now is None or rule.asked is Asked.BAND:
            found.append(least)
        else:
            found.append(abs(least - now))
    return tuple(found)


def least_figure(
    decider: Decider, problem: Problem, rule: Demand, rules: Collection[Demand]
) -> float | None:
    """Return the figure furthest from today's at which the rules are still shown to clash.

    None where the rule has no figure, where nothing helps, or where today's is not ruled out.
    """
    now = figure(problem, rule)
    if now is None:
        return None

    by_search = decider.quick(keeping(problem, rules)) is None

    def clashes(value: float) -> bool:
        """Whether the rules still clash for sure."""
        asked = keeping(changed(problem, rule, value), rules)
        if by_search and not decider.over():
            return decider.decide_problem(asked).answer is Answer.IMPOSSIBLE
        return decider.quick(asked) is not None

    if (by_search and problem.n * problem.k > SMALL) or not clashes(now):
        return None
    near, far = now, _furthest(problem, rule, now)
    if clashes(far):
        return None
    for _ in range(SEARCHED if by_search else STEPS):
        middle = (near + far) / 2
        near, far = (middle, far) if clashes(middle) else (near, middle)
    return near


def _furthest(problem: Problem, rule: Demand, now: float) -> float:
    """Return a figure that asks nothing any more."""
    if rule.asked is Asked.MINIMUM:
        return 0.0
    if rule.asked is Asked.REACH:
        return float(np.hypot(*np.ptp(problem.xy_km, axis=0))) * 2 + now + 1.0
    if rule.asked is Asked.MOVED:
        cost = problem.switch_cost
        return max(now, 0.0 if cost is None else float(cost.sum()))
    a = rule.measure
    assert a is not None
    if rule.asked is Asked.BAND:
        least = float(problem.wanted[list(rule.territories), a].min(initial=np.inf))
        return max(now, float(problem.total[a]) / max(least, 1e-300), 1.0) + 1.0
    return max(now, float(problem.total[a]))
