"""Whether teams still answer what was asked, once the plan is another."""

from __future__ import annotations

from planner.insight.changes import PlanChange


def asks_other_teams(change: PlanChange, scenario: str) -> bool:
    """Whether teams of a scenario would be composed from something else after a change.

    They stand on the inputs (people, accounts, goals), on who has which region, and on who has an
    account by name; not on locks, proofs, quotas or other scenarios.
    """
    layers = [one for one in change.layers if one.scenario == scenario]
    held = any(one.structure or len(one.territories) for one in layers)
    return bool(change.inputs) or held or scenario in change.exceptions
