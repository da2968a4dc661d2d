"""Teams of a scenario."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from planner.edits.replacing import editable, with_scenario
from planner.language import tr
from planner.model.plan import Plan
from planner.model.teams import Team


def set_teams(plan: Plan, scenario_name: str, teams: Sequence[Team]) -> Plan:
    """Return the plan with the teams of a scenario replaced; the plan itself when they are equal.

    Raises ValueError for Today, for two teams with one key, and for a post of somebody unknown.
    """
    scenario, after = editable(plan, scenario_name), tuple(teams)
    if after == scenario.teams:
        return plan
    if len({team.key for team in after}) != len(after):
        raise ValueError("team keys must be unique")
    known = {rep.id for rep in plan.reps}
    strange = sorted({post.rep_id for team in after for post in team.posts} - known)
    if strange:
        raise ValueError(
            tr("posts of people the plan has not got: {strange}", strange=", ".join(strange))
        )
    return with_scenario(plan, replace(scenario, teams=after))
