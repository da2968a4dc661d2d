"""Compose the market teams of a scenario."""

from __future__ import annotations

from planner.judge.team_problem import team_problem_from, teams_from
from planner.model.plan import Plan
from planner.model.teams import Team
from solvers.options import SolveOptions
from solvers.progress import Report, Stop
from solvers.teams.solve import compose


def compose_teams(
    plan: Plan,
    scenario_name: str,
    report: Report | None = None,
    stop: Stop | None = None,
    options: SolveOptions | None = None,
) -> tuple[Team, ...]:
    """Return who serves which market in which role, judged; raises ValueError without team goals."""
    problem = team_problem_from(plan, plan.scenario(scenario_name))
    solution = compose(problem, options or SolveOptions(seed=plan.seed), report=report, stop=stop)
    return teams_from(problem, solution)
