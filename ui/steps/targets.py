"""Where an edit goes when Today is looked at: into a copy, made in the same undo step."""

from __future__ import annotations

from planner.edits.scenarios import duplicate_scenario
from planner.model.plan import Plan
from planner.model.scenarios import TODAY
from ui.messages import tr
from ui.steps.scenario_names import next_scenario_name


def editable_copy(plan: Plan, scenario: str) -> tuple[Plan, str]:
    """Return the plan and the scenario to edit: a copy of Today, or the scenario itself."""
    if scenario != TODAY:
        return plan, scenario
    name = next_scenario_name(plan)
    return duplicate_scenario(plan, TODAY, name), name


def copy_words(plan: Plan, scenario: str) -> str:
    """Return the sentence that says a copy will be made, or ""."""
    if scenario != TODAY:
        return ""
    return tr(
        "Today stays as it is: this makes the scenario {name}.", name=next_scenario_name(plan)
    )
