"""Names of new scenarios: Plan A, Plan B, ... Plan Z, then Plan 27."""

from __future__ import annotations

from string import ascii_uppercase

from planner.model.plan import Plan
from ui.messages import tr


def next_scenario_name(plan: Plan) -> str:
    """Return the first name that no scenario has, upper and lower case alike."""
    taken = {scenario.name.casefold() for scenario in plan.scenarios}
    lettered = (tr("Plan {letter}", letter=letter) for letter in ascii_uppercase)
    numbered = (tr("Plan {letter}", letter=n) for n in range(27, 28 + len(taken)))
    return next(name for name in (*lettered, *numbered) if name.casefold() not in taken)
