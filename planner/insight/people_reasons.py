"""Why each territory of a layer has the person it has, in figures, for a layer as it stands."""

from __future__ import annotations

from planner.judge.from_plan import problem_from
from planner.model.layers import Layer
from planner.model.plan import Plan
from planner.model.scenarios import Scenario
from planner.model.types import UNASSIGNED
from planner.sales.matching import Reason, matching_of, reasons_of


def people_reasons(plan: Plan, scenario: Scenario, layer: Layer) -> tuple[Reason, ...]:
    """Return a reason for each territory, in their order, against what each person has today.

    Empty where nothing can be said: a plan without people, regions without a territory, or
    territories that no longer fit the goals.
    """
    if not plan.reps or not layer.territories or (layer.owner == UNASSIGNED).any():
        return ()
    try:
        problem = problem_from(plan, scenario, layer.key)
    except ValueError:  # its territories no longer fit the goals
        return ()
    return reasons_of(matching_of(plan, layer, problem, layer.owner))
